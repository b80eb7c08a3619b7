/** Lists of days off: what is in one, how a span is added, how one is taken out. */
import type { FC } from 'hono/jsx';
import type { DaysOff } from '../../shared/domain/season-setup.ts';
import { shortDate } from '../../shared/text/thai.ts';
import { Button, DateInput, Field, type FieldError } from '../../shared/web/components.tsx';
import { dateTyped, type Form, thaiDateFrom } from './request-body.ts';

/** The most spans that a list holds. */
const MOST_SPANS = 40;

/** 12 พ.ค. 2563, or 12 พ.ค. 2563 – 14 พ.ค. 2563. */
export function spanText({ from, to }: Pick<DaysOff, 'from' | 'to'>): string {
  return from === to ? shortDate(from) : `${shortDate(from)} – ${shortDate(to)}`;
}

interface EditorProps {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly days: readonly DaysOff[];
  readonly errors: readonly FieldError[];
  readonly form?: Form | undefined;
  readonly empty: string;
  readonly reasonHint: string;
}

/** Two officers may not overwrite each other: `hidden` carries the version that was read. */
export const DaysOffEditor: FC<EditorProps> = ({ days, errors, form, ...props }) => {
  const { action, hidden, empty, reasonHint } = props;
  const Hidden = () => (
    <>
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
  return (
    <>
      {days.length === 0 ? (
        <p class="govuk-body">{empty}</p>
      ) : (
        <ul class="govuk-list spans">
          {days.map((span, place) => (
            <li>
              <form method="post" action={action}>
                <Hidden />
                <input type="hidden" name="do" value="remove" />
                <input type="hidden" name="place" value={String(place)} />
                <input type="hidden" name="span" value={`${span.from} ${span.to}`} />
                <span>
                  {spanText(span)} {span.reason && `– ${span.reason}`}
                </span>{' '}
                <button type="submit" class="link-button">
                  ลบ<span class="govuk-visually-hidden"> {spanText(span)}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={action} novalidate>
        <Hidden />
        <input type="hidden" name="do" value="add" />
        <div class="span-fields">
          <DateInput name="from" label="ตั้งแต่วันที่" errors={errors} {...dateTyped(form, 'from')} />
          <DateInput
            name="to"
            label="ถึงวันที่ (เว้นว่างถ้าวันเดียว)"
            errors={errors}
            {...dateTyped(form, 'to')}
          />
        </div>
        <Field
          name="reason"
          label="เหตุผล"
          hint={reasonHint}
          value={form?.get('reason')}
          errors={errors}
          maxlength={200}
        />
        <Button kind="secondary">เพิ่มช่วงวัน</Button>
      </form>
    </>
  );
};

/** The list after what the form asks for, or what is wrong with the form. */
export function daysOffAfter(
  days: readonly DaysOff[],
  form: Form,
): readonly DaysOff[] | { errors: FieldError[] } {
  if (form.get('do') === 'remove') {
    const place = Number(form.get('place'));
    const span = days[place];
    // Taken out already, or moved by somebody else's change.
    if (!span || form.get('span') !== `${span.from} ${span.to}`) return days;
    return days.toSpliced(place, 1);
  }
  const from = thaiDateFrom(form, 'from');
  const isOneDay = ['day', 'month', 'year'].every((part) => !form.get(`to-${part}`)?.trim());
  const to = isOneDay ? from : thaiDateFrom(form, 'to');
  const reason = (form.get('reason') ?? '').trim();
  const errors = [
    ...('message' in from ? [{ id: 'from', message: from.message }] : []),
    ...(!isOneDay && 'message' in to ? [{ id: 'to', message: to.message }] : []),
    ...(reason.length > 200 ? [{ id: 'reason', message: 'เหตุผลยาวได้ไม่เกิน 200 ตัวอักษร' }] : []),
  ];
  if (errors.length > 0 || 'message' in from || 'message' in to) return { errors };
  if (to.date < from.date) return { errors: [{ id: 'to', message: 'วันสุดท้ายต้องไม่ก่อนวันแรก' }] };
  if (Date.parse(to.date) - Date.parse(from.date) > 200 * 86_400_000) {
    return { errors: [{ id: 'to', message: 'ช่วงเดียวยาวได้ไม่เกิน 200 วัน' }] };
  }
  if (days.length >= MOST_SPANS) {
    return { errors: [{ id: 'from', message: `บันทึกได้ไม่เกิน ${MOST_SPANS} ช่วง` }] };
  }
  const added = { from: from.date, to: to.date, reason };
  const known = days.some((span) => span.from === added.from && span.to === added.to);
  return known ? days : [...days, added].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}
