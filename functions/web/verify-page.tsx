/** Whether the chain of a report's versions is whole: each body's hash is made anew and held against its receipt. */
import type { FC } from 'hono/jsx';
import type { Obligation, ReportVersion } from '../../shared/domain/obligation.ts';
import { isReceiptNumber } from '../../shared/domain/receipt.ts';
import type { Submission } from '../../shared/domain/report.ts';
import { contentHash } from '../../shared/store/content-hash.ts';
import { dateTime } from '../../shared/text/thai.ts';
import { Notification, Table, Tag } from '../../shared/web/components.tsx';
import { placeName, roundName } from './report-views.tsx';

export interface Verified {
  readonly version: ReportVersion;
  /** Made anew from the stored body; `undefined` where there is none. */
  readonly found: string | undefined;
  readonly holds: boolean;
}

export function verify(version: ReportVersion, submission: Submission | undefined): Verified {
  const found = submission && contentHash(submission.content);
  const holds =
    found === version.contentHash &&
    isReceiptNumber(version.receipt) &&
    (version.signature === undefined || version.signature.contentHash === found);
  return { version, found, holds };
}

interface VerifyPageProps {
  readonly obligation: Obligation;
  readonly verified: readonly Verified[];
  readonly base: string;
}

export const VerifyPage: FC<VerifyPageProps> = ({ obligation, verified, base }) => {
  const whole = verified.every(({ holds }) => holds);
  return (
    <>
      {whole ? (
        <Notification kind="success" title="เนื้อหาทุกฉบับตรงกับรหัสตรวจสอบ" />
      ) : (
        <Notification title="มีฉบับที่เนื้อหาไม่ตรงกับรหัสตรวจสอบ โปรดแจ้งผู้ดูแลระบบส่วนกลาง" />
      )}
      <span class="govuk-caption-l">{placeName(obligation)}</span>
      <h1 class="govuk-heading-l">ตรวจสอบรายงาน{roundName(obligation)}</h1>
      <p class="govuk-body">
        ระบบคำนวณรหัส SHA-256 ของเนื้อหาที่เก็บไว้ใหม่ แล้วเทียบกับรหัสในใบยืนยันการส่งรายงาน
        ท่านตรวจสอบเองได้โดยดาวน์โหลดเนื้อหาและคำนวณ SHA-256 ของไฟล์
      </p>
      <Table
        caption="ทุกฉบับที่ส่ง"
        rows={verified}
        columns={[
          { head: 'ฉบับที่', heads: true, cell: ({ version }) => version.version },
          { head: 'เลขอ้างอิง', cell: ({ version }) => version.receipt },
          { head: 'ได้รับเมื่อ', cell: ({ version }) => dateTime(new Date(version.receivedAt)) },
          {
            head: 'รหัส SHA-256',
            cell: ({ version }) => <code class="hash">{version.contentHash}</code>,
          },
          {
            head: 'ผลการตรวจสอบ',
            cell: ({ holds }) =>
              holds ? <Tag tone="green">ตรงกัน</Tag> : <Tag tone="red">ไม่ตรงกัน</Tag>,
          },
          {
            head: 'เนื้อหา',
            speaksForItself: true,
            cell: ({ version }) => (
              <a class="govuk-link" href={`${base}/versions/${version.version}/content.json`}>
                ดาวน์โหลด JSON
                <span class="govuk-visually-hidden"> ฉบับที่ {version.version}</span>
              </a>
            ),
          },
        ]}
      />
    </>
  );
};
