/** A host's answer to the notice of its visit, as hosts give it and as the office takes it down. */
import { longDate } from '../../shared/text/thai.ts';
import { Field, type FieldError, Radios, Textarea } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import type { createAnswerVisit, VisitAnswer } from './answer-visit.ts';
import { refuse } from './province-frame.tsx';
import type { Form } from './request-body.ts';
import { hoursOf } from './visit-words.ts';

/** A host's answer, from its own form or the office's. */
export function answerFrom(form: Form): VisitAnswer | { errors: FieldError[] } {
  const text = (name: string, most: number) => (form.get(name) ?? '').trim().slice(0, most);
  if (form.get('answer') === 'other-day') {
    const reason = text('reason', 1000);
    return reason === ''
      ? { errors: [{ id: 'reason', message: 'กรุณากรอกเหตุผลและช่วงวันที่สะดวก' }] }
      : { answer: 'other-day', reason };
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
          label="เหตุผล และช่วงวันที่สะดวก"
          rows={3}
          maxlength={1000}
          value={form?.get('reason')}
          errors={errors}
        />
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
