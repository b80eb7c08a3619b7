/** What is said above the report form: what was saved, what came back, who writes in whose place. */
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { dateTime } from '../../shared/text/thai.ts';
import { writingAs } from './report-desk.ts';
import type { ReportFormProps } from './report-form.tsx';

export function FormNotes(props: {
  obligation: Obligation;
  user: User;
  saved: boolean;
  theirs: ReportFormProps['theirs'];
}) {
  const { obligation, user, saved, theirs } = props;
  const { returned, state, organization, orgId } = obligation;
  return (
    <>
      {saved && (
        <p class="govuk-body" role="status">
          <strong>บันทึกร่างแล้ว</strong> กลับมากรอกต่อได้ทุกเมื่อ
        </p>
      )}
      {theirs && (
        <div class="govuk-inset-text" role="alert">
          <p class="govuk-body">
            <strong>
              {theirs.savedBy.position} บันทึกร่างนี้ไปก่อนท่านเมื่อ {dateTime(new Date(theirs.savedAt))}
            </strong>
          </p>
          <p class="govuk-body">
            สิ่งที่ท่านพิมพ์ยังอยู่ครบในหน้านี้และยังไม่ได้บันทึก แถวที่ต่างกันแสดงฉบับของอีกท่านไว้ใต้ชื่อรายการ
            หากกดบันทึกร่างอีกครั้ง ระบบจะใช้ฉบับของท่าน
          </p>
        </div>
      )}
      {writingAs(user, orgId) === 'on-behalf' && (
        <p class="govuk-inset-text">ท่านกำลังบันทึกแทน {organization.shortName}</p>
      )}
      {state !== 'accepted' && returned && returned.version === obligation.versions.length && (
        <div class="govuk-inset-text">
          <p class="govuk-body">
            <strong>สำนักงาน ป.ป.ช. ประจำจังหวัดส่งกลับให้แก้ไข:</strong> {returned.reason}
          </p>
          {returned.rows.length > 0 && (
            <p class="govuk-body">แก้ไขได้เฉพาะ {returned.rows.length} รายการที่มีข้อความให้แก้ไข</p>
          )}
        </div>
      )}
      {state === 'awaiting_signoff' && (
        <p class="govuk-inset-text">
          {obligation.signature
            ? 'ผู้บริหารลงนามเห็นชอบแล้ว หากแก้ไขรายงาน การลงนามจะสิ้นผลและต้องเสนอใหม่'
            : 'รายงานนี้เสนอผู้บริหารแล้ว หากแก้ไข ต้องเสนอใหม่'}
        </p>
      )}
    </>
  );
}
