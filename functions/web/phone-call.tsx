/** Who told the office something by phone, and when (Thai time). */
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { PhoneCall } from '../../shared/domain/supervision.ts';
import { clock } from '../../shared/text/thai.ts';
import { DateInput, Field, type FieldError } from '../../shared/web/components.tsx';
import { dateTyped, type Form, thaiDateFrom } from './request-body.ts';

export function callFrom(form: Form, today: LocalDate): PhoneCall | { errors: FieldError[] } {
  const answeredBy = (form.get('answeredBy') ?? '').trim().slice(0, 200);
  const date = thaiDateFrom(form, 'calledOn');
  const time = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec((form.get('calledAt') ?? '').trim());
  const errors: FieldError[] = [
    ...(answeredBy === '' ? [{ id: 'answeredBy', message: 'กรุณากรอกตำแหน่งของผู้ให้คำตอบ' }] : []),
    ...('message' in date ? [{ id: 'calledOn', message: date.message }] : []),
    ...('date' in date && date.date > today
      ? [{ id: 'calledOn', message: 'วันที่โทรต้องไม่หลังวันนี้' }]
      : []),
    ...(time ? [] : [{ id: 'calledAt', message: 'กรุณากรอกเวลาเป็นตัวเลข เช่น 14.05' }]),
  ];
  if (errors.length > 0 || 'message' in date || !time) return { errors };
  return { answeredBy, date: date.date, minute: Number(time[1]) * 60 + Number(time[2]) };
}

export const CallFields: FC<{
  errors: readonly FieldError[];
  form: Form | undefined;
  today: LocalDate;
  now: Date;
}> = ({ errors, form, today, now }) => (
  <>
    <Field
      name="answeredBy"
      label="ผู้ให้คำตอบ (ตำแหน่ง)"
      value={form?.get('answeredBy')}
      errors={errors}
    />
    <DateInput
      name="calledOn"
      label="วันที่โทร"
      errors={errors}
      {...dateTyped(form, 'calledOn', today)}
    />
    <Field
      name="calledAt"
      label="เวลาที่โทร"
      value={form?.get('calledAt') ?? clock(now).replace(' น.', '')}
      errors={errors}
      width={5}
    />
  </>
);
