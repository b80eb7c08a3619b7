/** The report as the official table, to be read and printed. */
import type { FC } from 'hono/jsx';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import type { Obligation, ReportVersion } from '../../shared/domain/obligation.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { ReportContent, Signature } from '../../shared/domain/report.ts';
import {
  capacityLabels,
  dateTime,
  decisionLabels,
  executiveTitle,
  mediumDate,
} from '../../shared/text/thai.ts';
import { statusWords } from './report-form.tsx';
import { bahtOrDash, Problems, roundName, tellsMoney } from './report-views.tsx';

interface PrintedReportProps {
  readonly organization: Organization;
  readonly obligation: Obligation;
  readonly content: ReportContent;
  /** Absent for a draft. */
  readonly version?: ReportVersion;
  /** Of a draft: the day it is printed. */
  readonly on?: LocalDate;
}

export const PrintedReport: FC<PrintedReportProps> = (props) => {
  const { organization, obligation, content, version, on } = props;
  const day = version ? localDateAt(new Date(version.receivedAt)) : on;
  // Documents carry the name that was valid on their day.
  const { name, type } = nameOn(organization, day ?? obligation.dates.due);
  const decisions = obligation.round === '12M';
  const money = tellsMoney(content.lines);
  return (
    <article class="printed">
      <p class="no-print">
        <a class="govuk-link" href={`/organizations/${obligation.orgId}`}>
          กลับไปหน้าหน่วยงาน
        </a>{' '}
        · ใช้คำสั่งพิมพ์ของเบราว์เซอร์เพื่อพิมพ์หน้านี้
      </p>
      <h1 class="govuk-heading-m printed__title">
        สรุปแบบรายงานความคืบหน้าและผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต
        <br />
        (Monitoring &amp; Review Evaluation Report) {roundName(obligation)}
      </h1>
      <p class="govuk-body printed__title">
        {name} อำเภอ{organization.amphoe.name} จังหวัด{provinceNames[obligation.province]}
      </p>
      {!version && (
        <p class="govuk-body printed__title">
          <strong>ร่าง ยังไม่ได้ส่ง</strong>
        </p>
      )}
      <p class="govuk-hint scroll-hint no-print">เลื่อนตารางไปทางขวาได้</p>
      <section class="table-scroll" aria-label="ตารางรายงาน" tabindex={0}>
        <table class="govuk-table printed__table">
          <caption class="govuk-visually-hidden">
            ผลการดำเนินงานตามแผน {content.lines.length} รายการ
          </caption>
          <thead class="govuk-table__head">
            <tr>
              <th scope="col">ลำดับ</th>
              <th scope="col">มิติที่</th>
              <th scope="col">ชื่อโครงการ/กิจกรรม/มาตรการ</th>
              <th scope="col">สถานะ</th>
              <th scope="col">หมายเหตุ</th>
              {money && <th scope="col">งบประมาณ (บาท)</th>}
              {money && <th scope="col">เบิกจ่าย (บาท)</th>}
              {decisions && <th scope="col">ปีต่อไป</th>}
            </tr>
          </thead>
          <tbody>
            {content.lines.map((line) => (
              <tr>
                <td>{line.no}</td>
                <td>{line.dimension ?? ''}</td>
                <td>{line.name}</td>
                <td>{statusWords(line)}</td>
                <td>{line.remark || '-'}</td>
                {money && <td>{bahtOrDash(line.budgetSatang)}</td>}
                {money && <td>{bahtOrDash(line.spentSatang)}</td>}
                {decisions && <td>{decisionLabels[line.decision ?? 'continue']}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Problems content={content} />
      <SignatureBlock
        signature={version?.signature}
        title={executiveTitle(type, obligation.orgId)}
      />
      {version && (
        <p class="govuk-body-s">
          เลขอ้างอิง {version.receipt} ฉบับที่ {version.version} ได้รับเมื่อ{' '}
          {dateTime(new Date(version.receivedAt))}
          <br />
          รหัสตรวจสอบเนื้อหา <span class="hash">{version.contentHash}</span>
        </p>
      )}
    </article>
  );
};

/** Whoever does not hold the post signs with both: the own position, and in which capacity. */
function SignatureBlock(props: { signature: Signature | undefined; title: string }) {
  const { signature, title } = props;
  if (!signature) {
    return (
      <p class="govuk-body printed__signature">
        (ลงชื่อ) ...................................................
        <br />
        ตำแหน่ง ...................................................
        <br />
        วันที่ ...................................................
      </p>
    );
  }
  const { position, capacity, signedOn, mode } = signature;
  return (
    <p class="govuk-body printed__signature">
      {mode === 'system' ? 'ลงนามเห็นชอบในระบบ' : 'ลงนามในเอกสาร'}
      <br />
      {position}
      {capacity !== 'holder' && (
        <>
          <br />
          {capacityLabels[capacity]} {title}
        </>
      )}
      <br />
      {mediumDate(signedOn)}
    </p>
  );
}
