/** A host's answer to the notice of its visit, as hosts give it and as the office takes it down. */
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { dayKind, type WorkCalendar } from '../../shared/domain/work-calendar.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  DateInput,
  Field,
  type FieldError,
  Radios,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import type { createAnswerVisit, VisitAnswer } from './answer-visit.ts';
import { refuse } from './province-frame.tsx';
import { dateTyped, type Form, isDateTyped, thaiDateFrom } from './request-body.ts';
import { hoursOf } from './visit-words.ts';
import { todayOf, type WebDependencies } from './web-environment.tsx';

interface AnswerDays {
  readonly today: LocalDate;
  readonly calendar: WorkCalendar;
}

/** What decides which days a host may propose. */
export async function answerDays(
  { calendarOf, now }: Pick<WebDependencies, 'calendarOf' | 'now'>,
  province: string,
): Promise<AnswerDays> {
  return { today: todayOf({ now }), calendar: await calendarOf(province) };
}

/** Names of the boxes for days that would suit the host. */
const OTHER_DAYS = ['other1', 'other2', 'other3'] as const;
/** Days ahead that may be proposed. */
const FARTHEST = 366;

/** The working days ahead that a host proposes, each once. */
function otherDaysFrom(
  form: Form,
  { today, calendar }: AnswerDays,
): { days: LocalDate[] } | { errors: FieldError[] } {
  const typed = OTHER_DAYS.filter((name) => isDateTyped(form, name));
  const read = typed.map((name) => ({ name, ...thaiDateFrom(form, name) }));
  const errors = read.flatMap((one) => {
    if ('message' in one) return [{ id: one.name, message: one.message }];
    const message = proposalProblem(one.date, today, calendar);
    return message ? [{ id: one.name, message }] : [];
  });
  if (errors.length > 0) return { errors };
  const days = read.flatMap((one) => ('date' in one ? [one.date] : []));
  return days.length > 0
    ? { days: [...new Set(days)].toSorted() }
    : { errors: [{ id: 'other1', message: 'กรุณาเสนอวันที่สะดวกอย่างน้อยหนึ่งวัน' }] };
}

function proposalProblem(
  date: LocalDate,
  today: LocalDate,
  calendar: WorkCalendar,
): string | undefined {
  if (date <= today) return 'วันที่เสนอต้องอยู่หลังวันนี้';
  if (date > addDays(today, FARTHEST)) return 'วันที่เสนอต้องอยู่ภายในหนึ่งปี';
  const day = dayKind(calendar, date);
  if (day.kind === 'holiday') return `${longDate(date)}เป็นวันหยุด (${day.name})`;
  return day.kind === 'weekend' ? `${longDate(date)}เป็นวันหยุดสุดสัปดาห์` : undefined;
}

/** A host's answer, from its own form or the office's. */
export function answerFrom(form: Form, when: AnswerDays): VisitAnswer | { errors: FieldError[] } {
  const text = (name: string, most: number) => (form.get(name) ?? '').trim().slice(0, most);
  if (form.get('answer') === 'other-day') {
    const reason = text('reason', 1000);
    const proposed = otherDaysFrom(form, when);
    const errors = [
      ...(reason === '' ? [{ id: 'reason', message: 'กรุณากรอกเหตุผลที่ขอเปลี่ยนวัน' }] : []),
      ...('errors' in proposed ? proposed.errors : []),
    ];
    if (errors.length > 0 || 'errors' in proposed) return { errors };
    return { answer: 'other-day', reason, days: proposed.days };
  }
  if (form.get('answer') !== 'acknowledge') {
    return { errors: [{ id: 'answer', message: 'กรุณาเลือกว่าตอบรับหรือขอเปลี่ยนวัน' }] };
  }
  const place = text('place', 300);
  if (place === '') return { errors: [{ id: 'place', message: 'กรุณากรอกสถานที่' }] };
  return {
    answer: 'acknowledge',
    place,
    receivedBy: text('receivedBy', 200),
    mobile: text('mobile', 60),
  };
}

/** Choice and details of an answer, as hosts and the office fill them in. */
export function AnswerFields({
  errors,
  form,
}: {
  errors: readonly FieldError[];
  form: Form | undefined;
}) {
  return (
    <>
      <Radios
        name="answer"
        label="คำตอบของหน่วยงาน"
        options={[
          { value: 'acknowledge', text: 'ตอบรับวันนิเทศ' },
          { value: 'other-day', text: 'ขอเปลี่ยนวัน' },
        ]}
        value={form?.get('answer')}
        errors={errors}
      />
      <div data-for="acknowledge">
        <h2 class="govuk-heading-s">ถ้าตอบรับ</h2>
        <Field
          name="place"
          label="สถานที่ และที่จอดรถ"
          value={form?.get('place')}
          errors={errors}
          maxlength={300}
        />
        <Field
          name="receivedBy"
          label="ผู้ต้อนรับคณะ (ตำแหน่ง)"
          value={form?.get('receivedBy')}
          errors={errors}
          maxlength={200}
        />
        <Field
          name="mobile"
          label="โทรศัพท์มือถือสำหรับวันนิเทศ"
          type="tel"
          value={form?.get('mobile')}
          errors={errors}
          width={20}
          maxlength={60}
        />
      </div>
      <div data-for="other-day">
        <h2 class="govuk-heading-s">ถ้าขอเปลี่ยนวัน</h2>
        <Textarea
          name="reason"
          label="เหตุผลที่ขอเปลี่ยนวัน"
          rows={3}
          maxlength={1000}
          value={form?.get('reason')}
          errors={errors}
        />
        {OTHER_DAYS.map((name, place) => (
          <DateInput
            name={name}
            label={place === 0 ? 'วันที่สะดวก' : `วันที่สะดวก ทางเลือกที่ ${place + 1} (ถ้ามี)`}
            errors={errors}
            {...dateTyped(form, name)}
          />
        ))}
      </div>
    </>
  );
}

/** Why an answer does not count. */
export function answerProblem(
  outcome: Exclude<
    Awaited<ReturnType<ReturnType<typeof createAnswerVisit>>>,
    { answered: unknown }
  >,
): ProblemError {
  switch (outcome.refused) {
    case 'changed': {
      const { entry } = outcome;
      const now =
        entry.state === 'scheduled'
          ? `วันใหม่คือ${longDate(entry.date)} เวลา ${hoursOf(entry)}`
          : 'การนิเทศนี้เลื่อนหรือยกเลิกแล้ว';
      return new ProblemError(409, {
        code: 'changed',
        detail: `กำหนดการเปลี่ยนไปหลังจากที่ท่านเปิดหน้า ${now} คำตอบยังไม่ถูกบันทึก`,
      });
    }
    case 'past':
      return new ProblemError(409, {
        code: 'past',
        detail: 'วันนิเทศผ่านมาแล้ว จึงตอบรับหรือขอเปลี่ยนวันไม่ได้',
      });
    default:
      return refuse(outcome);
  }
}
