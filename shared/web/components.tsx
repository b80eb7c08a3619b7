/** The parts that pages are made of, after the GOV.UK Design System. */
import type { Child, FC } from 'hono/jsx';

/** Something wrong with a field, in the same words in the summary and beside the field. */
export interface FieldError {
  /** `id` of the control that the summary's link leads to. */
  readonly id: string;
  readonly message: string;
  /** The summary's own words, where the message alone would not say which row it is about. */
  readonly summary?: string;
}

export interface Crumb {
  readonly text: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

export const Breadcrumbs: FC<{ crumbs: readonly Crumb[] }> = ({ crumbs }) =>
  crumbs.length === 0 ? null : (
    <nav class="govuk-breadcrumbs" aria-label="เส้นทางหน้า">
      <ol class="govuk-breadcrumbs__list">
        {crumbs.map(({ text, href }) => (
          <li class="govuk-breadcrumbs__list-item" {...(!href && { 'aria-current': 'page' })}>
            {href ? (
              <a class="govuk-breadcrumbs__link" href={href}>
                {text}
              </a>
            ) : (
              text
            )}
          </li>
        ))}
      </ol>
    </nav>
  );

export const ErrorSummary: FC<{ errors: readonly FieldError[] }> = ({ errors }) =>
  errors.length === 0 ? null : (
    <div class="govuk-error-summary" tabindex={-1} data-focus="">
      <div role="alert">
        <h2 class="govuk-error-summary__title">
          {errors.length === 1 ? 'พบข้อผิดพลาด' : `พบข้อผิดพลาด ${errors.length} แห่ง`}
        </h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ id, message, summary }) => (
              <li>
                <a href={`#${id}`}>{summary ?? message}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );

interface ControlProps {
  /** Name in the form; also the control's `id` unless one is given. */
  readonly name: string;
  readonly id?: string;
  readonly label: Child;
  /** Keeps the label for those who do not see the table around the control. */
  readonly labelHidden?: boolean;
  readonly hint?: Child;
  readonly value?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly required?: boolean;
}

/** What ties a control to its hint and its error. */
function control({ name, id = name, hint, errors = [] }: Omit<ControlProps, 'value'>) {
  const error = errors.find((candidate) => candidate.id === id);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { id, error, aria: described ? { 'aria-describedby': described } : {} };
}

const Group: FC<ControlProps & { children?: Child }> = (props) => {
  const { id, error } = control(props);
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class={`govuk-label${props.labelHidden ? ' govuk-visually-hidden' : ''}`} for={id}>
        {props.label}
      </label>
      {props.hint && (
        <div class="govuk-hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      <FieldErrorText id={id} error={error} />
      {props.children}
    </div>
  );
};

/** Beside the field, for a group of controls that has none of its own. */
export const FieldErrorText: FC<{ id: string; error: FieldError | undefined }> = ({ id, error }) =>
  error ? (
    <p class="govuk-error-message" id={`${id}-error`}>
      <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
      {error.message}
    </p>
  ) : null;

export interface FieldProps extends ControlProps {
  readonly type?: 'text' | 'email' | 'tel' | 'time' | 'number' | 'search';
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'email' | 'tel' | 'text';
  readonly maxlength?: number;
  /** `id` of a list of proposals. */
  readonly list?: string;
  /** Characters that the field is wide. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | 30;
}

/** A line of text with its label. */
export const Field: FC<FieldProps> = (props) => {
  const { id, error, aria } = control(props);
  const { name, value, type = 'text', autocomplete, inputmode, maxlength, list, width } = props;
  const classes = `govuk-input${error ? ' govuk-input--error' : ''}${width ? ` govuk-input--width-${width}` : ''}`;
  return (
    <Group {...props}>
      <input
        class={classes}
        id={id}
        name={name}
        type={type}
        value={value ?? ''}
        {...aria}
        {...(autocomplete && { autocomplete })}
        {...(inputmode && { inputmode })}
        {...(maxlength && { maxlength })}
        {...(list && { list })}
        {...(props.required && { required: true })}
      />
    </Group>
  );
};

/** One file of the officer's own machine. */
export const FileField: FC<ControlProps & { accept: readonly string[] }> = (props) => {
  const { id, error, aria } = control(props);
  return (
    <Group {...props}>
      <input
        class={`govuk-file-upload${error ? ' govuk-file-upload--error' : ''}`}
        id={id}
        name={props.name}
        type="file"
        accept={props.accept.join(',')}
        {...aria}
      />
    </Group>
  );
};

export interface Option {
  readonly value: string;
  readonly text: string;
}

export const Select: FC<ControlProps & { options: readonly Option[] }> = (props) => {
  const { id, error, aria } = control(props);
  return (
    <Group {...props}>
      <select
        class={`govuk-select${error ? ' govuk-select--error' : ''}`}
        id={id}
        name={props.name}
        {...aria}
      >
        {props.options.map(({ value, text }) => (
          <option value={value} selected={value === (props.value ?? '')}>
            {text}
          </option>
        ))}
      </select>
    </Group>
  );
};

export const Textarea: FC<ControlProps & { rows?: number; maxlength?: number }> = (props) => {
  const { id, error, aria } = control(props);
  return (
    <Group {...props}>
      <textarea
        class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`}
        id={id}
        name={props.name}
        rows={props.rows ?? 4}
        {...aria}
        {...(props.maxlength && { maxlength: props.maxlength })}
      >
        {props.value ?? ''}
      </textarea>
    </Group>
  );
};

/** A choice of a few. The first option carries the field's `id`, so that the summary's link leads to it. */
export const Radios: FC<ControlProps & { options: readonly Option[] }> = (props) => {
  const { id, error, aria } = control(props);
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" {...aria}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{props.label}</legend>
        {props.hint && (
          <div class="govuk-hint" id={`${id}-hint`}>
            {props.hint}
          </div>
        )}
        <FieldErrorText id={id} error={error} />
        <div class="govuk-radios" data-module="govuk-radios">
          {props.options.map(({ value, text }, index) => {
            const optionId = index === 0 ? id : `${id}-${index + 1}`;
            return (
              <div class="govuk-radios__item">
                <input
                  class="govuk-radios__input"
                  id={optionId}
                  name={props.name}
                  type="radio"
                  value={value}
                  checked={value === props.value}
                />
                <label class="govuk-label govuk-radios__label" for={optionId}>
                  {text}
                </label>
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
};

export interface CheckboxProps {
  readonly name: string;
  readonly id?: string;
  readonly value?: string;
  readonly label: Child;
  readonly checked?: boolean;
  readonly errors?: readonly FieldError[] | undefined;
}

export const Checkbox: FC<CheckboxProps> = ({ name, id = name, value = 'yes', ...props }) => {
  const error = props.errors?.find((candidate) => candidate.id === id);
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <FieldErrorText id={id} error={error} />
      <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={id}
            name={name}
            type="checkbox"
            value={value}
            checked={props.checked ?? false}
            {...(error && { 'aria-describedby': `${id}-error` })}
          />
          <label class="govuk-label govuk-checkboxes__label" for={id}>
            {props.label}
          </label>
        </div>
      </div>
    </div>
  );
};

export interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'warning';
  readonly name?: string;
  readonly value?: string;
  /** Sends the form elsewhere than to its own action. */
  readonly formaction?: string;
  readonly children?: Child;
}

export const Button: FC<ButtonProps> = ({ kind = 'primary', children, ...attributes }) => (
  <button
    class={`govuk-button${kind === 'primary' ? '' : ` govuk-button--${kind}`}`}
    {...attributes}
  >
    {children}
  </button>
);

export const ButtonLink: FC<{ href: string; kind?: ButtonProps['kind']; children?: Child }> = ({
  href,
  kind = 'primary',
  children,
}) => (
  <a
    class={`govuk-button${kind === 'primary' ? '' : ` govuk-button--${kind}`}`}
    href={href}
    draggable={false}
  >
    {children}
  </a>
);

export type Tone = 'grey' | 'blue' | 'green' | 'orange' | 'red' | 'yellow';

/** Marks that tell tones apart without their colour. */
const icons: Record<Tone, string> = {
  grey: '○',
  blue: '◐',
  green: '✓',
  orange: '▲',
  red: '✕',
  yellow: '!',
};

/** A state in words, with an icon and a colour beside them. */
export const Tag: FC<{ tone: Tone; icon?: string; children?: Child }> = ({
  tone,
  icon = icons[tone],
  children,
}) => (
  <strong class={`govuk-tag govuk-tag--${tone}`}>
    <span class="tag-icon" aria-hidden="true">
      {icon}
    </span>
    {children}
  </strong>
);

/** One figure and what it counts. Goes into `SummaryCards`. */
export const SummaryCard: FC<{ figure: Child; label: Child; href?: string }> = ({
  figure,
  label,
  href,
}) => (
  <li class="card">
    <span class="card__figure">{figure}</span>
    <span class="card__label">
      {href ? (
        <a class="govuk-link" href={href}>
          {label}
        </a>
      ) : (
        label
      )}
    </span>
  </li>
);

export const SummaryCards: FC<{ children?: Child }> = ({ children }) => (
  <ul class="cards">{children}</ul>
);

/** Names and values, such as the facts of an organization. */
export const SummaryList: FC<{ rows: readonly { key: Child; value: Child }[] }> = ({ rows }) => (
  <dl class="govuk-summary-list">
    {rows.map(({ key, value }) => (
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">{key}</dt>
        <dd class="govuk-summary-list__value">{value}</dd>
      </div>
    ))}
  </dl>
);

interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Child;
  /** Figures stand to the right. */
  readonly figure?: boolean;
  /** Names the row: a screen reader says it with every cell. */
  readonly heads?: boolean;
  /** On a phone the cell stands without its head: a link that says the same. */
  readonly speaksForItself?: boolean;
}

export interface TableProps<Row> {
  readonly className?: string;
  readonly caption: string;
  /** Leaves the caption to screen readers, where a heading above says the same. */
  readonly captionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** A table that becomes a list of small cards on a phone. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden, columns, rows, className } = props;
  return (
    <table class={`govuk-table stacked${className ? ` ${className}` : ''}`}>
      <caption
        class={
          captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--m'
        }
      >
        {caption}
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {columns.map(({ head, figure }) => (
            <th
              scope="col"
              class={`govuk-table__header${figure ? ' govuk-table__header--figure' : ''}`}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map((row) => (
          <tr class="govuk-table__row">
            {columns.map(({ head, cell, figure, heads, speaksForItself }) =>
              heads ? (
                <th scope="row" class="govuk-table__header">
                  {cell(row)}
                </th>
              ) : (
                <td
                  class={`govuk-table__cell${figure ? ' govuk-table__cell--figure' : ''}`}
                  {...(!speaksForItself && { 'data-label': head })}
                >
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What has just happened, or what needs attention. */
export const Notification: FC<{
  kind?: 'success' | 'important';
  title: Child;
  children?: Child;
}> = ({ kind = 'important', title, children }) => (
  <section
    class={`govuk-notification-banner${kind === 'success' ? ' govuk-notification-banner--success' : ''}`}
    aria-labelledby="notification-title"
    {...(kind === 'success' && { role: 'alert' })}
  >
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id="notification-title">
        {kind === 'success' ? 'เรียบร้อยแล้ว' : 'โปรดทราบ'}
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      <p class="govuk-notification-banner__heading">{title}</p>
      {children}
    </div>
  </section>
);

export const Pagination: FC<{ previous?: string | undefined; next?: string | undefined }> = ({
  previous,
  next,
}) =>
  previous || next ? (
    <nav class="govuk-pagination" aria-label="หน้าอื่น">
      {previous && (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={previous} rel="prev">
            ← หน้าก่อน
          </a>
        </div>
      )}
      {next && (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={next} rel="next">
            หน้าถัดไป →
          </a>
        </div>
      )}
    </nav>
  ) : null;

export interface ConfirmFormProps {
  readonly action: string;
  readonly button: Child;
  readonly kind?: ButtonProps['kind'];
  /** Sent along unseen, such as the version that was read. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly children?: Child;
}

/** An act behind one button, with what it needs to know. */
export const ConfirmForm: FC<ConfirmFormProps> = ({ action, button, kind, hidden, children }) => (
  <form method="post" action={action} novalidate>
    {Object.entries(hidden ?? {}).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
    <Button {...(kind && { kind })}>{button}</Button>
  </form>
);

/** One act, folded away until somebody wants it or has made a mistake in it: no single click does what hurts. */
export const FoldedAct: FC<{ title: Child; isOpen?: boolean; children?: Child }> = ({
  title,
  isOpen = false,
  children,
}) => (
  <details class="govuk-details no-print" open={isOpen}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{title}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);

export const EmptyState: FC<{ children?: Child }> = ({ children }) => (
  <p class="govuk-inset-text">{children}</p>
);

/** A day in three boxes with a Buddhist Era year; read it with `thaiDateFrom`. */
export const DateInput: FC<
  Omit<ControlProps, 'value'> & { value?: { day: string; month: string; year: string } }
> = (props) => {
  const { id, error, aria } = control(props);
  const parts = [
    { part: 'day', text: 'วันที่', width: 2 },
    { part: 'month', text: 'เดือน', width: 2 },
    { part: 'year', text: 'ปี พ.ศ.', width: 4 },
  ] as const;
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" {...aria}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{props.label}</legend>
        <div class="govuk-hint" id={`${id}-hint`}>
          {props.hint ?? 'เช่น 16 4 2563'}
        </div>
        <FieldErrorText id={id} error={error} />
        <div class="govuk-date-input">
          {parts.map(({ part, text, width }) => {
            const partId = part === 'day' ? id : `${id}-${part}`;
            return (
              <div class="govuk-date-input__item">
                <div class="govuk-form-group">
                  <label class="govuk-label govuk-date-input__label" for={partId}>
                    {text}
                  </label>
                  <input
                    class={`govuk-input govuk-date-input__input govuk-input--width-${width}${error ? ' govuk-input--error' : ''}`}
                    id={partId}
                    name={`${props.name}-${part}`}
                    type="text"
                    inputmode="numeric"
                    value={props.value?.[part] ?? ''}
                  />
                </div>
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
};
