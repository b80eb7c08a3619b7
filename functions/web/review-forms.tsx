/** The forms in which the office decides on a report: what they ask, and what was answered. */
import type { FC } from 'hono/jsx';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf, type Obligation, openRequest } from '../../shared/domain/obligation.ts';
import type { ReportLine } from '../../shared/domain/report.ts';
import { longDate, statusLabel } from '../../shared/text/thai.ts';
import { Checkbox, DateInput, type FieldError, Textarea } from '../../shared/web/components.tsx';
import type { ProvinceFrame } from './province-frame.tsx';
import { ReasonField } from './reason-field.tsx';
import { roundName } from './report-views.tsx';
import { dateTyped, type Form, thaiDateFrom } from './request-body.ts';
import type { Decision, Review } from './review-report.ts';

export const titles: Record<Decision, string> = {
  accept: 'รับรายงาน',
  withdraw: 'ยกเลิกการรับรายงาน',
  return: 'ส่งกลับให้แก้ไข',
  extend: 'ขยายเวลา',
  refuse: 'ไม่อนุญาตให้ขยายเวลา',
  waive: 'ไม่ต้องรายงานรอบนี้',
};

export const doneWords: Record<Decision, string> = {
  accept: 'รับรายงานแล้ว',
  withdraw: 'ยกเลิกการรับรายงานแล้ว',
  return: 'ส่งกลับให้แก้ไขแล้ว',
  extend: 'ขยายเวลาแล้ว',
  refuse: 'บันทึกแล้วว่าไม่อนุญาตให้ขยายเวลา',
  waive: 'บันทึกแล้วว่าไม่ต้องรายงานรอบนี้',
};

export interface ReviewPlace {
  readonly frame: ProvinceFrame;
  readonly obligation: Obligation;
  readonly lines: readonly ReportLine[];
  /** Rows completed in April that are so no more. */
  readonly withdrawn: readonly ReportLine[];
  readonly base: string;
  readonly today: LocalDate;
}

const LONGEST_REASON = 2000;

/** What the form says, or what is wrong with it. */
export function reviewFrom(
  form: Form,
  decision: Decision,
  lines: readonly ReportLine[],
): Review | { errors: FieldError[] } {
  const reason = (form.get('reason') ?? '').trim();
  const until = thaiDateFrom(form, 'until');
  switch (decision) {
    case 'accept':
      return {
        act: 'accept',
        note: (form.get('note') ?? '').trim().slice(0, 2000),
        confirmed: form.all('confirmed'),
      };
    case 'waive':
    case 'withdraw':
    case 'refuse': {
      const errors = reasonErrors(reason);
      return errors.length > 0 ? { errors } : { act: decision, reason };
    }
    case 'extend':
    case 'return': {
      const errors = reasonErrors(reason);
      if ('message' in until)
        return { errors: [...errors, { id: 'until', message: until.message }] };
      if (errors.length > 0) return { errors };
      return decision === 'extend'
        ? { act: 'extend', until: until.date, reason }
        : { act: 'return', until: until.date, reason, rows: rowsFrom(form, lines) };
    }
  }
}

function reasonErrors(reason: string): FieldError[] {
  if (reason === '') return [{ id: 'reason', message: 'กรุณากรอกเหตุผล' }];
  return reason.length > LONGEST_REASON
    ? [{ id: 'reason', message: 'เหตุผลยาวเกินไป กรอกได้ไม่เกิน 2,000 ตัวอักษร' }]
    : [];
}

/** Rows that are ticked or commented on. */
function rowsFrom(form: Form, lines: readonly ReportLine[]) {
  const ticked = new Set(form.all('row'));
  return lines
    .map(({ itemId, no }) => ({
      itemId,
      no,
      comment: (form.get(`comment-${itemId}`) ?? '').trim().slice(0, 500),
    }))
    .filter(({ itemId, comment }) => ticked.has(itemId) || comment !== '');
}

interface FieldsProps extends ReviewPlace {
  readonly decision: Decision;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

export const DecisionFields: FC<FieldsProps> = (props) => {
  const { decision, errors, form, obligation, today } = props;
  switch (decision) {
    case 'accept':
      return (
        <>
          <p class="govuk-body">
            รับรายงาน{roundName(obligation)} ฉบับที่ {obligation.versions.length} ไว้เป็นทางการ
            หน่วยงานจะแก้ไขไม่ได้ จนกว่าสำนักงานจะส่งกลับ
          </p>
          <WithdrawnRows {...props} />
          <Textarea
            name="note"
            label="บันทึกถึงหน่วยงาน (ถ้ามี)"
            rows={3}
            maxlength={2000}
            value={form?.get('note')}
            errors={errors}
          />
        </>
      );
    case 'withdraw':
      return (
        <>
          <p class="govuk-body">รายงานจะกลับไปอยู่ในสถานะส่งแล้ว รอตรวจสอบ เลขอ้างอิงและวันที่ส่งคงเดิม</p>
          <ReasonField
            most={LONGEST_REASON}
            form={form}
            errors={errors}
            hint="เก็บไว้ในประวัติการดำเนินการ"
          />
        </>
      );
    case 'refuse':
      return (
        <>
          <RequestFacts obligation={obligation} />
          <ReasonField
            most={LONGEST_REASON}
            form={form}
            errors={errors}
            hint="หน่วยงานจะเห็นเหตุผลนี้"
          />
        </>
      );
    case 'waive':
      return (
        <>
          <p class="govuk-body">หน่วยงานนี้จะไม่ถูกนับเป็นผู้ที่ต้องรายงานในรอบนี้ และจะไม่ได้รับการแจ้งเตือน</p>
          <ReasonField
            most={LONGEST_REASON}
            form={form}
            errors={errors}
            hint="เช่น ไม่มีแผนในปีงบประมาณนี้ หรือยุบรวมกับหน่วยงานอื่น"
          />
        </>
      );
    case 'extend':
      return (
        <>
          <p class="govuk-body">กำหนดส่งปัจจุบัน {longDate(datesOf(obligation).due)}</p>
          <RequestFacts obligation={obligation} />
          <DateInput
            name="until"
            label="อนุญาตให้ส่งถึงวันที่"
            errors={errors}
            {...dateTyped(form, 'until', openRequest(obligation)?.until)}
          />
          <ReasonField
            most={LONGEST_REASON}
            form={form}
            errors={errors}
            hint="หน่วยงานจะเห็นเหตุผลนี้"
          />
        </>
      );
    case 'return':
      return (
        <>
          <ReasonField
            most={LONGEST_REASON}
            form={form}
            errors={errors}
            hint="หน่วยงานจะได้รับข้อความนี้ทางอีเมล"
          />
          <DateInput
            name="until"
            label="ขอรับคืนภายในวันที่"
            hint="วันที่ส่งครั้งแรกยังคงใช้พิจารณาว่าส่งภายในกำหนดหรือไม่"
            errors={errors}
            {...dateTyped(form, 'until', addDays(today, 7))}
          />
          <ReturnRows {...props} />
        </>
      );
  }
};

const RequestFacts: FC<Pick<ReviewPlace, 'obligation'>> = ({ obligation }) => {
  const request = openRequest(obligation);
  return request ? (
    <p class="govuk-inset-text">
      {request.by.position} ขอขยายเวลาถึง{longDate(request.until)} เมื่อ{longDate(request.on)}:{' '}
      {request.reason}
    </p>
  ) : null;
};

/** What was completed in April and is so no more: the office confirms it row by row. */
const WithdrawnRows: FC<FieldsProps> = ({ withdrawn, form, errors }) => {
  if (withdrawn.length === 0) return null;
  const ticked = new Set(form?.all('confirmed'));
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
        รายการที่รอบ 6 เดือนแรกรายงานว่าดำเนินการแล้วเสร็จ แต่รายงานเปลี่ยนไปแล้ว
      </legend>
      {withdrawn.map(({ itemId, no, name, remark, ...line }) => (
        <Checkbox
          name="confirmed"
          id={`confirmed-${itemId}`}
          value={itemId}
          checked={ticked.has(itemId)}
          errors={errors}
          label={
            <>
              ยืนยันการเปลี่ยนลำดับที่ {no} {name} เป็น “{statusLabel(line.status)}” ({remark})
            </>
          }
        />
      ))}
    </fieldset>
  );
};

/** Rows to mend; none reopens the whole report. */
const ReturnRows: FC<FieldsProps> = ({ lines, form }) => {
  const ticked = new Set(form?.all('row'));
  return (
    <table class="govuk-table stacked">
      <caption class="govuk-table__caption govuk-table__caption--m">
        รายการที่ให้แก้ไข (ถ้าไม่เลือกเลย จะเปิดให้แก้ไขทุกรายการ)
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            ให้แก้ไข
          </th>
          <th scope="col" class="govuk-table__header">
            รายการ
          </th>
          <th scope="col" class="govuk-table__header">
            ข้อความถึงหน่วยงาน
          </th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {lines.map(({ itemId, no, name }) => (
          <tr class="govuk-table__row">
            <td class="govuk-table__cell">
              <div class="govuk-checkboxes govuk-checkboxes--small">
                <div class="govuk-checkboxes__item">
                  <input
                    class="govuk-checkboxes__input"
                    type="checkbox"
                    name="row"
                    id={`row-${itemId}`}
                    value={itemId}
                    checked={ticked.has(itemId)}
                  />
                  <label class="govuk-label govuk-checkboxes__label" for={`row-${itemId}`}>
                    {no}
                    <span class="govuk-visually-hidden"> {name}</span>
                  </label>
                </div>
              </div>
            </td>
            <th scope="row" class="govuk-table__header">
              {name}
            </th>
            <td class="govuk-table__cell half">
              <input
                class="govuk-input"
                type="text"
                name={`comment-${itemId}`}
                maxlength={500}
                aria-label={`ข้อความของลำดับที่ ${no}`}
                value={form?.get(`comment-${itemId}`) ?? ''}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
