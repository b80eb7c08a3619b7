/** The report on a visit as it is written, on whichever edition of the form; and the page where it is signed. */
import type { Child, FC } from 'hono/jsx';
import { usualDueDay } from '../../shared/domain/follow-up.ts';
import { dimensions } from '../../shared/domain/framework.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Submission } from '../../shared/domain/report.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import { MOST_SIGNATURES, type SupervisionReport } from '../../shared/domain/supervision-report.ts';
import type {
  VisitBlock,
  VisitForm,
  VisitFormPart,
  VisitQuestion,
} from '../../shared/domain/visit-form.ts';
import { dimensionWords } from '../../shared/text/six-months.ts';
import { capacityLabels } from '../../shared/text/thai.ts';
import {
  Button,
  DateInput,
  Field,
  type FieldError,
  Radios,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import { adviceLines } from './advice-lines.ts';
import { dateTyped, type Form } from './request-body.ts';
import { fieldOf, reportBoxes } from './visit-report-input.ts';

interface ReportFormProps {
  readonly edition: VisitForm;
  readonly entry: ScheduleEntry;
  /** What was written so far; without it the boxes hold what the office knows. */
  readonly written: SupervisionReport | undefined;
  readonly submission: Submission | undefined;
  /** Where the form is sent. */
  readonly action: string;
  readonly seen: string;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
  /** What blocks show that nobody writes here. */
  readonly shown: Partial<Readonly<Record<VisitBlock, Child>>>;
}

export const ReportForm: FC<ReportFormProps> = (props) => (
  <form method="post" action={props.action} novalidate class="no-print">
    <input type="hidden" name="seen" value={props.form?.get('seen') ?? props.seen} />
    <DateInput
      name="heldOn"
      label="วันที่นิเทศ"
      errors={props.errors}
      {...dateTyped(props.form, 'heldOn', props.written?.heldOn ?? props.entry.date)}
    />
    {props.edition.sections.map(({ title, note, parts }) => {
      const shown = parts
        .map((part) => <Part part={part} title={title} alone={parts.length === 1} {...props} />)
        .filter((_, index) => !isEmpty(parts[index], props));
      return shown.length === 0 ? null : (
        <section>
          <h2 class="govuk-heading-m">{title}</h2>
          {note && <p class="govuk-body">{note}</p>}
          {shown}
        </section>
      );
    })}
    <div class="actions">
      <Button name="do" value="sign">
        บันทึกและไปลงนาม
      </Button>
      <Button kind="secondary" name="do" value="draft">
        บันทึกร่าง
      </Button>
    </div>
  </form>
);

/** A block that only shows what is shown elsewhere on the page. */
function isEmpty(part: VisitFormPart | undefined, { shown }: ReportFormProps): boolean {
  if (part?.kind !== 'block') return false;
  const only: readonly VisitBlock[] = ['visit', 'report', 'open-recommendations', 'files'];
  return only.includes(part.block) && shown[part.block] === undefined;
}

type PartProps = BlockProps & { readonly part: VisitFormPart };
type BlockProps = ReportFormProps & {
  readonly title: string;
  /** The section holds nothing else, so that its title says what the box is for. */
  readonly alone: boolean;
};

const Part: FC<PartProps> = ({ part, ...props }) =>
  part.kind === 'block' ? (
    <Block block={part.block} {...props} />
  ) : (
    <Question question={part} {...props} />
  );

type Box = keyof typeof reportBoxes;

const Block: FC<BlockProps & { block: VisitBlock }> = (props) => {
  const { block, title, alone } = props;
  switch (block) {
    case 'attendees':
      return (
        <Text
          {...props}
          box="attendees"
          label={title}
          labelHidden={alone}
          hint="ตำแหน่งละหนึ่งบรรทัด ทั้งของหน่วยงานและคณะนิเทศ ไม่ต้องระบุชื่อ"
          rows={4}
        />
      );
    case 'dimensions':
      return (
        <>
          {props.submission && !props.written && (
            <p class="govuk-body">เติมให้จากรายงานรอบ 6 เดือนแรกของหน่วยงานแล้ว แก้ไขตามที่คณะนิเทศพบได้</p>
          )}
          {dimensions.map((dimension) => (
            <Text
              {...props}
              box={`dimension${dimension}`}
              label={reportBoxes[`dimension${dimension}`][0]}
              rows={3}
            />
          ))}
        </>
      );
    case 'problems-making':
    case 'problems-carrying-out':
      return (
        <Text
          {...props}
          box={block === 'problems-making' ? 'problemsMaking' : 'problemsCarryingOut'}
          label={title}
          labelHidden={alone}
          hint="ของหน่วยงาน เติมให้จากรายงานของหน่วยงานเมื่อมี"
          rows={3}
        />
      );
    case 'findings':
      return (
        <Text
          {...props}
          box="findings"
          label={title}
          labelHidden={alone}
          hint="สิ่งที่คณะนิเทศพบ"
          rows={5}
        />
      );
    case 'recommendations':
      return <Recommendations {...props} />;
    default:
      return <>{props.shown[block]}</>;
  }
};

const Text: FC<
  ReportFormProps & {
    box: Box;
    label: string;
    labelHidden?: boolean;
    hint?: string;
    rows: number;
  }
> = ({ box, label, labelHidden, hint, rows, form, errors, written, submission }) => (
  <Textarea
    name={box}
    label={label}
    {...(labelHidden && { labelHidden })}
    {...(hint && { hint })}
    rows={rows}
    maxlength={reportBoxes[box][1]}
    value={form?.get(box) ?? boxesOf(written, submission)[box]}
    errors={errors}
  />
);

const Recommendations: FC<BlockProps> = (props) => {
  const { form, errors, written, entry, title, alone } = props;
  return (
    <>
      <Textarea
        name="recommendations"
        label={title}
        labelHidden={alone}
        hint="บรรทัดละหนึ่งข้อ ระบบจะติดตามผลเป็นรายข้อ ข้อใดมีกำหนดของตัวเอง ให้ลงท้ายด้วยเครื่องหมาย | และวันที่ เช่น | 30/9/2563"
        rows={5}
        maxlength={21_000}
        value={form?.get('recommendations') ?? (written ? adviceLines(written) : '')}
        errors={errors}
      />
      <DateInput
        name="adviceDue"
        label="ดำเนินการตามข้อเสนอแนะภายในวันที่"
        hint="ใช้กับทุกข้อที่ไม่ได้ระบุวันที่ไว้เอง เช่น 31 7 2563"
        errors={errors}
        {...dateTyped(form, 'adviceDue', written?.dueDays?.[0] ?? usualDueDay(entry.date))}
      />
    </>
  );
};

/** What was written; else the host's own words and figures from its six-month report. */
function boxesOf(
  written: SupervisionReport | undefined,
  submission: Submission | undefined,
): Readonly<Record<Box, string>> {
  const { lines = [], problemsMaking = '', problemsCarryingOut = '' } = submission?.content ?? {};
  const { attendees = '', findings = '', byDimension } = written ?? {};
  const of = (dimension: 1 | 2 | 3 | 4) =>
    byDimension ? (byDimension[dimension - 1] ?? '') : dimensionWords(lines, dimension);
  return {
    attendees,
    dimension1: of(1),
    dimension2: of(2),
    dimension3: of(3),
    dimension4: of(4),
    problemsMaking: written?.problemsMaking ?? problemsMaking,
    problemsCarryingOut: written?.problemsCarryingOut ?? problemsCarryingOut,
    findings,
  };
}

const Question: FC<ReportFormProps & { question: VisitQuestion }> = (props) => {
  const { question, form, errors, written } = props;
  const name = fieldOf(question);
  const answer = written?.answers?.[question.id];
  const { label, hint, required } = question;
  const common = {
    name,
    label: required ? `${label} (ต้องตอบ)` : label,
    errors,
    ...(hint && { hint }),
  };
  switch (question.kind) {
    case 'text':
      return (
        <Textarea
          {...common}
          rows={question.most > 200 ? 3 : 1}
          maxlength={question.most}
          value={form?.get(name) ?? (answer && 'text' in answer ? answer.text : '')}
        />
      );
    case 'choice':
      return (
        <Radios
          {...common}
          options={question.options}
          value={form?.get(name) ?? (answer && 'choice' in answer ? answer.choice : undefined)}
        />
      );
    case 'score':
      return (
        <Field
          {...common}
          inputmode="numeric"
          width={3}
          value={form?.get(name) ?? (answer && 'score' in answer ? String(answer.score) : '')}
        />
      );
    case 'yes-no': {
      const given = answer && 'yes' in answer ? answer : undefined;
      return (
        <>
          <Radios
            {...common}
            options={[
              { value: 'yes', text: question.yes },
              { value: 'no', text: question.no },
            ]}
            value={form?.get(name) ?? (given && (given.yes ? 'yes' : 'no'))}
          />
          <Field
            name={`${name}-remark`}
            label={
              <>
                หมายเหตุ<span class="govuk-visually-hidden"> {label}</span>
              </>
            }
            maxlength={1000}
            value={form?.get(`${name}-remark`) ?? given?.remark ?? ''}
          />
        </>
      );
    }
  }
};

interface SignFormProps {
  readonly action: string;
  readonly seen: string;
  /** Posts to begin with, whoever leads first. */
  readonly positions: readonly string[];
  readonly today: LocalDate;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

export const SignForm: FC<SignFormProps> = ({ action, seen, positions, today, errors, form }) => {
  const rows = Math.min(MOST_SIGNATURES, Math.max(2, positions.length));
  return (
    <form method="post" action={action} novalidate class="no-print">
      <input type="hidden" name="seen" value={form?.get('seen') ?? seen} />
      <h2 class="govuk-heading-m">ผู้ลงนาม</h2>
      <p class="govuk-body">
        ระบุตำแหน่งของผู้ที่ลงนามในรายงานฉบับนี้ ทั้งที่ลงนามในระบบและในเอกสารที่พิมพ์ออกมา เว้นว่างแถวที่ไม่ใช้
      </p>
      {Array.from({ length: rows }, (_, index) => {
        const name = `signer${index + 1}`;
        return (
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
              ผู้ลงนามคนที่ {index + 1}
            </legend>
            <Field
              name={`${name}Position`}
              label="ตำแหน่ง"
              maxlength={200}
              value={form?.get(`${name}Position`) ?? positions[index] ?? ''}
              errors={errors}
            />
            <Select
              name={`${name}Capacity`}
              label="ลงนามในฐานะ"
              options={Object.entries(capacityLabels).map(([value, text]) => ({ value, text }))}
              value={form?.get(`${name}Capacity`) ?? 'holder'}
              errors={errors}
            />
            <Field
              name={`${name}For`}
              label="ตำแหน่งที่ลงนามแทน (ถ้ามี)"
              maxlength={200}
              value={form?.get(`${name}For`) ?? ''}
              errors={errors}
            />
            <DateInput
              name={`${name}On`}
              label="ลงนามเมื่อวันที่"
              errors={errors}
              {...dateTyped(form, `${name}On`, today)}
            />
          </fieldset>
        );
      })}
      <p class="govuk-body">เมื่อลงนามแล้วแก้ไขไม่ได้ หากต้องแก้ไขให้จัดทำฉบับแก้ไขพร้อมเหตุผล</p>
      <Button>ลงนามรายงาน</Button>
    </form>
  );
};
