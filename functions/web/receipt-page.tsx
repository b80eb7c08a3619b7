/** ใบยืนยันการส่งรายงาน: number, time, on time or late, and what comes next. */
import type { FC } from 'hono/jsx';
import type { FileList } from '../../shared/domain/evidence.ts';
import type { Obligation, ReportVersion } from '../../shared/domain/obligation.ts';
import type { Submission } from '../../shared/domain/report.ts';
import { capacityLabels, dateTime, longDate } from '../../shared/text/thai.ts';
import { ButtonLink, SummaryList } from '../../shared/web/components.tsx';
import { ObligationTag, ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import { EvidenceTable } from './file-links.tsx';
import { placeName, roundName } from './report-views.tsx';

interface ReceiptPageProps {
  readonly obligation: Obligation;
  readonly version: ReportVersion;
  readonly base: string;
  readonly submission: Submission | undefined;
  /** Files of this round as they stand now. */
  readonly lists: readonly FileList[];
}

export const ReceiptPage: FC<ReceiptPageProps> = (props) => {
  const { obligation, version, base, submission, lists } = props;
  const { daysLate = 0, versions } = obligation;
  const { signature, counts } = version;
  const current = version.version === versions.length;
  return (
    <>
      <div class="govuk-panel govuk-panel--confirmation">
        <h1 class="govuk-panel__title">ใบยืนยันการส่งรายงาน</h1>
        <div class="govuk-panel__body">
          เลขอ้างอิง
          <br />
          <strong>{version.receipt}</strong>
        </div>
      </div>
      {!current && (
        <p class="govuk-inset-text">
          ฉบับนี้ไม่ใช่ฉบับล่าสุด ฉบับล่าสุดคือ{' '}
          <a class="govuk-link" href={`${base}/versions/${versions.length}`}>
            ฉบับที่ {versions.length}
          </a>
        </p>
      )}
      <SummaryList
        rows={[
          { key: 'รายงาน', value: `${roundName(obligation)} ฉบับที่ ${version.version}` },
          { key: 'หน่วยงาน', value: placeName(obligation) },
          { key: 'ได้รับเมื่อ', value: dateTime(new Date(version.receivedAt)) },
          ...(version.paperReceivedOn
            ? [{ key: 'ได้รับเป็นเอกสารเมื่อ', value: longDate(version.paperReceivedOn) }]
            : []),
          {
            key: 'การส่งตามกำหนด',
            value: (
              <TimelinessTag timeliness={daysLate === 0 ? 'on-time' : 'late'} daysLate={daysLate} />
            ),
          },
          { key: 'ผู้ส่ง', value: submitterOf(version) },
          ...(signature
            ? [
                {
                  key: 'ผู้ลงนามเห็นชอบ',
                  value: `${signature.position} (${capacityLabels[signature.capacity]}) ${longDate(signature.signedOn)}${signature.mode === 'paper' ? ' ลงนามในเอกสาร' : ''}`,
                },
              ]
            : []),
          ...(signature?.instruction
            ? [{ key: 'ข้อสั่งการของผู้บริหาร', value: signature.instruction }]
            : []),
          { key: 'คะแนน', value: <ScoreTag score={version.score} /> },
          {
            key: 'ผลรวม',
            value: `ดำเนินการแล้วเสร็จ ${counts.completed} อยู่ระหว่างดำเนินการ ${counts.ongoing} ไม่สามารถดำเนินการได้ ${counts.unable} จาก ${counts.total} รายการ`,
          },
          ...(current ? [{ key: 'สถานะ', value: <ObligationTag state={obligation.state} /> }] : []),
          {
            key: 'รหัสตรวจสอบเนื้อหา (SHA-256)',
            value: (
              <>
                <code class="hash">{version.contentHash}</code>{' '}
                <a class="govuk-link" href={`${base}/versions/${version.version}/verify`}>
                  ตรวจสอบว่าเนื้อหาไม่ถูกแก้ไข
                </a>
              </>
            ),
          },
        ]}
      />
      <EvidenceTable
        orgId={obligation.orgId}
        evidence={submission?.evidence ?? []}
        lists={lists}
        numbers={new Map(submission?.content.lines.map(({ itemId, no }) => [itemId, no]))}
      />
      {current && obligation.state === 'submitted' && (
        <>
          <h2 class="govuk-heading-m">ขั้นตอนต่อไป</h2>
          <p class="govuk-body">
            สำนักงาน ป.ป.ช. ประจำจังหวัดจะตรวจสอบรายงาน แล้วแจ้งทางอีเมลเมื่อรับรายงาน หรือเมื่อส่งกลับให้แก้ไข
            ท่านไม่ต้องส่งซ้ำ
          </p>
        </>
      )}
      <div class="govuk-button-group no-print">
        <ButtonLink href={`${base}/versions/${version.version}/papers`}>
          ดาวน์โหลดเอกสารสำหรับลงนามและเผยแพร่
        </ButtonLink>
        <ButtonLink href={`${base}/versions/${version.version}/print`} kind="secondary">
          เปิดรายงานฉบับพิมพ์
        </ButtonLink>
        <ButtonLink href={`/organizations/${obligation.orgId}`} kind="secondary">
          กลับไปหน้าหน่วยงาน
        </ButtonLink>
      </div>
    </>
  );
};

export function submitterOf({ submittedBy, channel }: ReportVersion): string {
  const { position, onBehalfOf } = submittedBy;
  if (onBehalfOf) return `${position} บันทึกแทน ${onBehalfOf}`;
  return channel === 'api' ? `${position} (ส่งจากระบบอื่น)` : position;
}
