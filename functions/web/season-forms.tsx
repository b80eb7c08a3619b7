/** Fields that the forms of a season share: when a visit is made, and the number of a letter. */
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import type { VisitTime } from '../../shared/domain/schedule.ts';
import { letterSchema } from '../../shared/domain/supervision.ts';
import {
  Checkbox,
  DateInput,
  Field,
  type FieldError,
  FieldErrorText,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import { dateTyped, type Form, thaiDateFrom } from './request-body.ts';
import { amphoeNames, dayOptions, durationOptions, startOptions } from './visit-words.ts';

/** A version number sent along unseen. */
export function seenIn(form: Form, name: string): number {
  return z.coerce.number().int().min(0).catch(-1).parse(form.get(name));
}

const timeSchema = z.object({
  teamId: z.string().min(1).max(20),
  date: z.custom<LocalDate>(isLocalDate),
  startMinute: z.coerce.number().int().min(0).max(1439),
  durationMinutes: z.coerce.number().int().min(15).max(600),
});

const timeMessages: Readonly<Record<string, string>> = {
  teamId: 'กรุณาเลือกคณะนิเทศ',
  date: 'กรุณาเลือกวันนิเทศ',
  startMinute: 'กรุณาเลือกเวลาเริ่ม',
  durationMinutes: 'กรุณาเลือกระยะเวลา',
};

export function timeFrom(form: Form): VisitTime | { errors: FieldError[] } {
  const parsed = timeSchema.safeParse(Object.fromEntries(form));
  if (parsed.success) return { ...parsed.data, pinned: form.get('pinned') === 'yes' };
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return { errors: [...fields].map((id) => ({ id, message: timeMessages[id] ?? '' })) };
}

/** The letter's number and date; nothing where the number is left out. */
export function letterFrom(form: Form, name = 'letter') {
  const no = (form.get(`${name}No`) ?? '').trim();
  if (no === '') return undefined;
  const date = thaiDateFrom(form, `${name}Date`);
  if ('message' in date) return { errors: [{ id: `${name}Date`, message: date.message }] };
  const letter = letterSchema.safeParse({ no, date: date.date });
  return letter.success
    ? letter.data
    : { errors: [{ id: `${name}No`, message: 'เลขที่หนังสือยาวได้ไม่เกิน 60 ตัวอักษร' }] };
}

/** The same, where there must be one. */
export function numberedLetterFrom(form: Form) {
  return letterFrom(form) ?? { errors: [{ id: 'letterNo', message: 'กรุณากรอกเลขที่หนังสือ' }] };
}

const LONGEST_REASON = 500;

/** Why notice may come late; nothing where the field is left empty. */
export function urgencyFrom(form: Form): { urgency?: string } | { errors: FieldError[] } {
  const urgency = (form.get('urgency') ?? '').trim();
  if (urgency.length > LONGEST_REASON) {
    return { errors: [{ id: 'urgency', message: 'เหตุผลยาวได้ไม่เกิน 500 ตัวอักษร' }] };
  }
  return urgency === '' ? {} : { urgency };
}

/** What an officer is asked who sets a day before notice of it can be served. */
export const NOT_URGENT: FieldError = {
  id: 'urgency',
  message: 'เหลือไม่ถึง 7 วัน กรุณากรอกว่าเร่งด่วนเพราะอะไร หรือเลือกวันอื่น',
};

export const UrgencyField: FC<{
  errors: readonly FieldError[];
  form: Form | undefined;
  hint?: string;
}> = ({ errors, form, hint }) => (
  <Textarea
    name="urgency"
    label="เร่งด่วนเพราะ"
    hint={hint ?? 'กรอกเมื่อวันนิเทศห่างจากวันนี้ไม่ถึง 7 วัน หน่วยงานจะได้รับเหตุผลนี้ทางอีเมล'}
    rows={2}
    maxlength={LONGEST_REASON}
    value={form?.get('urgency')}
    errors={errors}
  />
);

export const LetterFields: FC<{
  errors: readonly FieldError[];
  form: Form | undefined;
  letter?: { no: string; date: LocalDate } | undefined;
  /** What its fields' names begin with, where a form has several. */
  name?: string;
  label?: string;
  hint?: string;
}> = ({
  errors,
  form,
  letter,
  name = 'letter',
  label = 'เลขที่หนังสือ',
  hint = 'ตามทะเบียนหนังสือส่งของสำนักงาน เช่น ปช 0044(นศ)/ว 12',
}) => (
  <>
    <Field
      name={`${name}No`}
      label={label}
      hint={hint}
      value={form?.get(`${name}No`) ?? letter?.no}
      errors={errors}
      width={20}
      maxlength={60}
    />
    <DateInput
      name={`${name}Date`}
      label="ลงวันที่"
      errors={errors}
      {...dateTyped(form, `${name}Date`, letter?.date)}
    />
  </>
);

/** Which districts; all of them where none is ticked. */
export const AmphoeChoice: FC<{
  organizations: readonly Organization[];
  form: Form | undefined;
  errors: readonly FieldError[];
  hint: string;
}> = ({ organizations, form, errors, hint }) => {
  const chosen = form?.all('amphoe') ?? [];
  const error = errors.find(({ id }) => id === 'amphoe');
  // The first carries the field's id, so that the summary's link leads to it.
  const idAt = (place: number) => (place === 0 ? 'amphoe' : `amphoe-${place}`);
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" {...(error && { 'aria-describedby': 'amphoe-error' })}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">อำเภอ</legend>
        <div class="govuk-hint">{hint}</div>
        <FieldErrorText id="amphoe" error={error} />
        <div class="govuk-checkboxes govuk-checkboxes--small columns-list">
          {amphoeNames({ organizations }).map((name, place) => (
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                id={idAt(place)}
                name="amphoe"
                type="checkbox"
                value={name}
                checked={chosen.includes(name)}
              />
              <label class="govuk-label govuk-checkboxes__label" for={idAt(place)}>
                {name}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
};

/** Choices for when a visit is made; the days carry each team's load. */
export const TimeFields: FC<{
  plan: SeasonPlan;
  from: LocalDate;
  to: LocalDate;
  chosen: Partial<VisitTime>;
  errors: readonly FieldError[];
  form: Form | undefined;
}> = ({ plan, from, to, chosen, errors, form }) => {
  const { teams, published } = plan.context;
  const visits = [...published.filter(({ state }) => state === 'scheduled'), ...plan.entries];
  const first = { value: '', text: 'เลือก' };
  const { standard } = plan.setup.visitMinutes;
  const active = teams.filter(({ retired, teamId }) => !retired || teamId === chosen.teamId);
  const days = dayOptions({ from, to, chosen: chosen.date }, plan.context, visits);
  return (
    <>
      <Select
        name="date"
        label="วันนิเทศ"
        hint="เฉพาะวันทำการ ตัวเลขท้ายวันคือจำนวนแห่งที่แต่ละคณะมีอยู่แล้ว"
        options={chosen.date ? days : [first, ...days]}
        value={form?.get('date') ?? chosen.date}
        errors={errors}
      />
      <Select
        name="teamId"
        label="คณะนิเทศติดตาม"
        options={active.map(({ teamId, name }) => ({ value: teamId, text: name }))}
        value={form?.get('teamId') ?? chosen.teamId}
        errors={errors}
      />
      <Select
        name="startMinute"
        label="เวลาเริ่ม"
        options={startOptions(chosen.startMinute)}
        value={form?.get('startMinute') ?? String(chosen.startMinute ?? 540)}
        errors={errors}
      />
      <Select
        name="durationMinutes"
        label="ระยะเวลา"
        options={durationOptions(chosen.durationMinutes ?? standard)}
        value={form?.get('durationMinutes') ?? String(chosen.durationMinutes ?? standard)}
        errors={errors}
      />
      {(errors.some(({ id }) => id === 'drivable') || form?.get('drivable') === 'yes') && (
        <Checkbox
          name="drivable"
          label="ยืนยันว่าคณะเดินทางได้ทัน แม้ระบบประมาณว่าเวลาไม่พอ"
          checked={form?.get('drivable') === 'yes'}
        />
      )}
      <Checkbox
        name="pinned"
        label="ปักหมุด: ข้อเสนอใหม่ของระบบจะไม่ย้ายแห่งนี้"
        checked={form ? form.get('pinned') === 'yes' : (chosen.pinned ?? false)}
      />
    </>
  );
};
