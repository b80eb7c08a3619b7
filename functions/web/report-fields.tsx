/** The controls of one row of the report form, each with its error. */
import type { Child, FC } from 'hono/jsx';
import { dimensions } from '../../shared/domain/framework.ts';
import type { ReportLine } from '../../shared/domain/report.ts';
import { baht } from '../../shared/text/money.ts';
import { dimensionLabel } from '../../shared/text/thai.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { controlId } from './report-input.ts';
import type { Form } from './request-body.ts';

/** What the ordinance gives and what was spent, out of the way of those who need not tell. */
export const MoneyFields: FC<{
  line: ReportLine;
  errors: readonly FieldError[];
  /** What was typed and cannot be read as an amount. */
  typed: Form | undefined;
}> = ({ line, errors, typed }) => {
  const { itemId, no } = line;
  const fields = [
    { field: 'budgetSatang', label: 'งบประมาณในข้อบัญญัติ', satang: line.budgetSatang },
    { field: 'spentSatang', label: 'เบิกจ่ายแล้ว', satang: line.spentSatang },
  ] as const;
  const isOpen = fields.some(
    ({ field, satang }) =>
      satang !== undefined || errors.some(({ id }) => id === controlId(field, itemId)),
  );
  return (
    <details class="report-form__money" open={isOpen}>
      <summary>งบประมาณ (ถ้ามี)</summary>
      {fields.map(({ field, label, satang }) => {
        const id = controlId(field, itemId);
        return (
          <>
            <label for={id}>
              {label} (บาท)<span class="govuk-visually-hidden"> ลำดับที่ {no}</span>
            </label>
            <Message id={id} error={errors.find((error) => error.id === id)} />
            <input
              class="govuk-input report-form__field"
              id={id}
              name={id}
              inputmode="decimal"
              maxlength={20}
              value={typed?.get(id) ?? (satang === undefined ? '' : baht(satang))}
            />
          </>
        );
      })}
    </details>
  );
};

export const NameFields: FC<{ line: ReportLine; errors: readonly FieldError[] }> = ({
  line,
  errors,
}) => {
  const { itemId, no, name, dimension } = line;
  const id = controlId('name', itemId);
  const error = errors.find((candidate) => candidate.id === id);
  return (
    <>
      <label class="govuk-label" for={id}>
        ชื่อของลำดับที่ {no} (แผนระบุไว้ไม่ครบ)
      </label>
      <Message id={id} error={error} />
      <textarea
        class={`govuk-textarea report-form__field${error ? ' govuk-textarea--error' : ''}`}
        id={id}
        name={id}
        rows={2}
        maxlength={600}
        {...(error && { 'aria-describedby': `${id}-error` })}
      >
        {name}
      </textarea>
      <Choice
        field="dimension"
        itemId={itemId}
        label={`มิติของลำดับที่ ${no}`}
        value={dimension}
        none="เลือกมิติ"
        labels={Object.fromEntries(dimensions.map((each) => [each, dimensionLabel(each)]))}
        errors={errors}
      />
    </>
  );
};

interface ControlProps {
  readonly field: string;
  readonly itemId: string;
  /** For those who do not see the table's heads. */
  readonly label: string;
  readonly errors: readonly FieldError[];
}

interface ChoiceProps extends ControlProps {
  readonly value: string | number | null;
  /** Text of the empty choice; absent where there must be one. */
  readonly none?: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const Choice: FC<ChoiceProps> = ({ field, itemId, label, value, none, labels, errors }) => {
  const id = controlId(field, itemId);
  const error = errors.find((candidate) => candidate.id === id);
  return (
    <>
      <Message id={id} error={error} />
      <select
        class={`govuk-select report-form__field${error ? ' govuk-select--error' : ''}`}
        id={id}
        name={id}
        aria-label={label}
        {...(error && { 'aria-describedby': `${id}-error` })}
      >
        {none && (
          <option value="" selected={value === null}>
            {none}
          </option>
        )}
        {Object.entries(labels).map(([key, text]) => (
          <option value={key} selected={String(value) === key}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
};

interface LineProps extends ControlProps {
  readonly value: string;
  readonly placeholder: string;
  readonly maxlength: number;
  readonly list?: string;
}

export const Line: FC<LineProps> = ({
  field,
  itemId,
  label,
  errors,
  placeholder,
  list,
  ...input
}) => {
  const id = controlId(field, itemId);
  const error = errors.find((candidate) => candidate.id === id);
  return (
    <>
      <Message id={id} error={error} />
      <input
        class={`govuk-input report-form__field${error ? ' govuk-input--error' : ''}`}
        id={id}
        name={id}
        type="text"
        aria-label={label}
        {...input}
        {...(placeholder && { placeholder })}
        {...(list && { list })}
        {...(error && { 'aria-describedby': `${id}-error` })}
      />
    </>
  );
};

function Message({ id, error }: { id: string; error: FieldError | undefined }): Child {
  return error ? (
    <p class="govuk-error-message" id={`${id}-error`}>
      <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
      {error.message}
    </p>
  ) : null;
}
