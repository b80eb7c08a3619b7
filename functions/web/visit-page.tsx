/** One visit as the office prepares, holds and records it. */
import type { Child, FC } from 'hono/jsx';
import { currentVersion } from '../../shared/domain/obligation.ts';
import {
  type Letter,
  type StoredReport,
  type Visit,
  versionOf,
  visitState,
} from '../../shared/domain/supervision.ts';
import {
  type DraftedReport,
  isSigned,
  type SupervisionReport,
} from '../../shared/domain/supervision-report.ts';
import { formOf } from '../../shared/domain/visit-form.ts';
import { preparations } from '../../shared/text/preparations.ts';
import { clock, longDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  Field,
  type FieldError,
  SummaryList,
  Table,
} from '../../shared/web/components.tsx';
import { ScoreTag, VisitTag } from '../../shared/web/tags.tsx';
import { adviceColumn, adviceStateColumn } from './advice-columns.tsx';
import { PlaceFiles } from './file-links.tsx';
import { NoticeStanding } from './notice-standing.tsx';
import { reportMark } from './record-supervision.ts';
import type { Form } from './request-body.ts';
import { LetterFields } from './season-forms.tsx';
import { SixMonths } from './six-months.tsx';
import type { VisitFacts } from './visit-facts.ts';
import { ReportView, type ReportViewProps, Signatures } from './visit-report-view.tsx';
import { hoursOf, teamName } from './visit-words.ts';

interface VisitPageProps extends VisitFacts {
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

export const VisitPage: FC<VisitPageProps> = (props) => (
  <>
    <span class="govuk-caption-l">{props.caption}</span>
    <h1 class="govuk-heading-l">การนิเทศติดตาม {props.name}</h1>
    <Facts {...props} />
    {props.mayPlan && <Actions {...props} />}
    <VisitPapers {...props} />
    <SixMonths {...props} none="ยังไม่พบรายงานของหน่วยงานนี้" />
    <Earlier {...props} />
    <Checklist {...props} />
    <Supervision {...props} />
  </>
);

const Facts: FC<VisitPageProps> = ({ schedule, entry, visit, teams, today }) => {
  const { acknowledged, otherDayAsked } = visit;
  const team = teams.find(({ teamId }) => teamId === entry.teamId);
  const answered = acknowledged?.sequence === entry.sequence ? acknowledged : undefined;
  const asked = otherDayAsked?.sequence === entry.sequence ? otherDayAsked : undefined;
  const when =
    entry.state === 'scheduled'
      ? `${longDate(entry.date)} เวลา ${hoursOf(entry)}`
      : 'ยังไม่กำหนดวันใหม่';
  const rows: { key: string; value: Child }[] = [
    { key: 'สถานะ', value: <VisitTag state={visitState(entry, visit, today)} /> },
    { key: 'วันและเวลา', value: when },
    ...(entry.movedFrom
      ? [{ key: 'วันเดิม', value: `${longDate(entry.movedFrom.date)} (${entry.reason ?? ''})` }]
      : []),
    {
      key: 'คณะนิเทศติดตาม',
      value: (
        <>
          {teamName(teams, entry.teamId)}
          <span class="cell-note">{team?.members.map(({ position }) => position).join(' · ')}</span>
        </>
      ),
    },
    { key: 'หนังสือแจ้ง', value: <NoticeStanding {...{ schedule, entry, visit, today }} /> },
    ...(answered
      ? [
          {
            key: 'ตอบรับแล้ว',
            value: (
              <>
                {shortDate(answered.on)} โดย {answered.byPhone?.answeredBy ?? answered.by.position}
                {answered.byPhone &&
                  ` ทางโทรศัพท์ ${shortDate(answered.byPhone.date)} เวลา ${clock(answered.byPhone.minute)} (ผู้บันทึก: ${answered.by.position})`}
                <span class="cell-note">
                  สถานที่: {answered.place || '–'} · ผู้ต้อนรับ: {answered.receivedBy || '–'} · มือถือ:{' '}
                  {answered.mobile || '–'}
                </span>
              </>
            ),
          },
        ]
      : []),
    ...(asked ? [{ key: 'ขอเปลี่ยนวัน', value: otherDaysText(asked) }] : []),
  ];
  return <SummaryList rows={rows} />;
};

function otherDaysText({ on, reason, days = [] }: NonNullable<Visit['otherDayAsked']>): string {
  const suits = days.length > 0 ? ` วันที่สะดวก: ${days.map(longDate).join(' หรือ ')}` : '';
  return `${shortDate(on)} – ${reason}${suits}`;
}

/** The letters that this visit has come to need, as PDF to sign and as Word to edit. */
const VisitPapers: FC<VisitPageProps> = ({ entry, visit, base }) => {
  const papers = [
    ...(entry.state === 'scheduled' ? [{ paper: 'notice', name: 'หนังสือแจ้งการนิเทศ' }] : []),
    ...(entry.state === 'postponed' || entry.movedFrom
      ? [{ paper: 'postponement', name: 'หนังสือเลื่อนการนิเทศ' }]
      : []),
    ...(visit.report
      ? [
          { paper: 'supervision-report', name: 'รายงานการนิเทศติดตาม' },
          { paper: 'result', name: 'หนังสือแจ้งผลการนิเทศ' },
        ]
      : []),
  ];
  if (papers.length === 0) return null;
  const { orgId, visitNo } = entry;
  const choice = new URLSearchParams({ orgId, visitNo: String(visitNo) });
  const season = base.split('/').slice(0, -2).join('/');
  const href = (paper: string, format: string) => `${season}/papers/${paper}.${format}?${choice}`;
  return (
    <p class="govuk-body no-print">
      ดาวน์โหลด:{' '}
      {papers.map(({ paper, name }, index) => (
        <>
          {index > 0 && ' · '}
          <a class="govuk-link" href={href(paper, 'pdf')}>
            {name} (PDF)
          </a>{' '}
          <a class="govuk-link" href={href(paper, 'docx')}>
            Word<span class="govuk-visually-hidden"> {name}</span>
          </a>
        </>
      ))}
    </p>
  );
};

function letterText(letter: Letter | undefined): string {
  return letter ? `ที่ ${letter.no} ลงวันที่ ${shortDate(letter.date)}` : 'ยังไม่มีเลขที่หนังสือ';
}

const Actions: FC<VisitPageProps> = ({ entry, visit, base, today }) => {
  if (entry.state === 'cancelled' || visit.report) return null;
  return (
    <div class="actions no-print">
      {entry.state === 'scheduled' && entry.date >= today && (
        <ButtonLink href={`${base}/phone`} kind="secondary">
          บันทึกการตอบรับทางโทรศัพท์
        </ButtonLink>
      )}
      <ButtonLink href={`${base}/letter`} kind="secondary">
        บันทึกเลขที่หนังสือ
      </ButtonLink>
      <ButtonLink href={`${base}/move`} kind="secondary">
        กำหนดวันใหม่
      </ButtonLink>
      {entry.state === 'scheduled' && entry.date >= today && !entry.urgent && (
        <ButtonLink href={`${base}/urgent`} kind="secondary">
          ทำเครื่องหมายเร่งด่วน
        </ButtonLink>
      )}
      {entry.state === 'scheduled' && (
        <ButtonLink href={`${base}/postpone`} kind="secondary">
          เลื่อน
        </ButtonLink>
      )}
      <ButtonLink href={`${base}/cancel`} kind="secondary">
        ยกเลิก
      </ButtonLink>
    </div>
  );
};

const Earlier: FC<VisitPageProps> = ({ recommendations }) =>
  recommendations.length === 0 ? null : (
    <Table
      caption="ข้อเสนอแนะของคณะนิเทศที่ยังติดตามผล"
      rows={recommendations}
      columns={[
        adviceColumn,
        { head: 'เมื่อ', cell: ({ madeOn }) => shortDate(madeOn) },
        adviceStateColumn,
      ]}
    />
  );

const Checklist: FC<VisitPageProps> = ({ visit, lists }) => (
  <>
    <h2 class="govuk-heading-m">สิ่งที่หน่วยงานจัดเตรียม</h2>
    <ul class="govuk-list checklist">
      {preparations.map((what, index) => (
        <li>
          <span aria-hidden="true">☐</span> {what}
          <PlaceFiles
            orgId={visit.orgId}
            place={{
              of: 'preparation',
              fiscalYear: visit.fiscalYear,
              visitNo: visit.visitNo,
              no: index + 1,
            }}
            lists={lists}
            mayAdd={false}
            what={what}
          />
        </li>
      ))}
    </ul>
  </>
);

const Supervision: FC<VisitPageProps> = (props) => {
  const { visit, entry, today, mayRecord, base } = props;
  const { report, correction } = visit;
  if (isSigned(report)) return <Recorded {...props} report={report} />;
  if (entry.state !== 'scheduled') return null;
  return (
    <>
      <h2 class="govuk-heading-m" id="report">
        รายงานการนิเทศติดตาม
      </h2>
      {today < entry.date ? (
        <p class="govuk-body">บันทึกได้ตั้งแต่{longDate(entry.date)} ซึ่งเป็นวันนิเทศ</p>
      ) : (
        <>
          <DraftNote draft={correction ?? report} />
          {mayRecord && (
            <ButtonLink href={`${base}/report`}>
              {report ? 'เขียนรายงานต่อ' : 'บันทึกรายงานการนิเทศ'}
            </ButtonLink>
          )}
        </>
      )}
    </>
  );
};

const DraftNote: FC<{ draft: DraftedReport | undefined }> = ({ draft }) =>
  draft ? (
    <p class="govuk-body">
      ร่างล่าสุดบันทึกเมื่อ {shortDate(draft.recordedOn)} โดย {draft.recordedBy.position}
    </p>
  ) : (
    <p class="govuk-body">ยังไม่มีร่างรายงาน ระบบเติมผลตามมิติและปัญหาจากรายงานของหน่วยงานไว้ให้แล้ว</p>
  );

const Recorded: FC<VisitPageProps & { report: StoredReport }> = (props) => {
  const { report, visit, base, mayRecord } = props;
  return (
    <>
      <h2 class="govuk-heading-m" id="report">
        รายงานการนิเทศติดตาม
      </h2>
      <ReportView {...viewOf(props, report)} />
      <SummaryList
        rows={[
          {
            key: report.signatures ? 'ลงนาม' : 'เสนอรายงาน',
            value: (
              <>
                {shortDate(report.recordedOn)} โดย {report.recordedBy.position}
                {report.signatures && <Signatures signatures={report.signatures} />}
              </>
            ),
          },
          { key: 'ฉบับที่', value: <Versions visit={visit} report={report} base={base} /> },
          {
            key: 'หนังสือนำส่งคณะกรรมการ',
            value: report.submitted ? letterText(report.letter) : 'ยังไม่ได้เสนอคณะกรรมการ',
          },
          ...(visit.closed
            ? [
                { key: 'เสร็จสิ้น', value: shortDate(visit.closed.on) },
                { key: 'หนังสือแจ้งผลหน่วยงาน', value: letterText(visit.closed.letter) },
              ]
            : []),
        ]}
      />
      {mayRecord && <Correcting {...props} />}
      {mayRecord && !visit.closed && <Closing {...props} />}
    </>
  );
};

const Versions: FC<{ visit: Visit; report: StoredReport; base: string }> = (props) => {
  const { visit, report, base } = props;
  return (
    <>
      {versionOf(report)}
      {report.reason && <span class="cell-note">แก้ไขเพราะ {report.reason}</span>}
      {(visit.earlier ?? []).map(({ version, signedOn }) => (
        <a class="govuk-link cell-note" href={`${base}/report/versions/${version}`}>
          ฉบับที่ {version} ลงนาม {shortDate(signedOn)}
        </a>
      ))}
    </>
  );
};

const Correcting: FC<VisitPageProps> = ({ visit, base, errors, form }) =>
  visit.correction ? (
    <section class="panel-plain no-print">
      <h3 class="govuk-heading-s">กำลังจัดทำฉบับแก้ไข</h3>
      <p class="govuk-body">
        เหตุผล: {visit.correction.reason} ฉบับที่ลงนามไว้ยังใช้อยู่จนกว่าจะลงนามฉบับแก้ไข
      </p>
      <DraftNote draft={visit.correction} />
      <ButtonLink href={`${base}/report`}>เขียนฉบับแก้ไขต่อ</ButtonLink>
    </section>
  ) : (
    <details class="govuk-details no-print" open={errors.some(({ id }) => id === 'reason')}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">จัดทำฉบับแก้ไขของรายงานนี้</span>
      </summary>
      <div class="govuk-details__text">
        <form method="post" action={`${base}/report/correct`} novalidate>
          <input type="hidden" name="seen" value={reportMark(visit)} />
          <Field
            name="reason"
            label="เหตุผลที่ต้องแก้ไข"
            hint="ฉบับที่ลงนามแล้วเก็บไว้ตามเดิม ฉบับแก้ไขเป็นฉบับถัดไปที่ต้องลงนามใหม่"
            maxlength={500}
            value={form?.get('reason')}
            errors={errors}
          />
          <Button kind="secondary">เริ่มฉบับแก้ไข</Button>
        </form>
      </div>
    </details>
  );

const Closing: FC<VisitPageProps> = ({ visit, base, errors, form }) => (
  <form class="panel-plain no-print" method="post" action={`${base}/close`} novalidate>
    <input type="hidden" name="seen" value={reportMark(visit)} />
    <h3 class="govuk-heading-s">ปิดเรื่องหลังแจ้งผลแก่หน่วยงานแล้ว</h3>
    <p class="govuk-body">
      กรอกเลขที่และวันที่ของหนังสือแจ้งผลการนิเทศติดตาม ระบบส่งอีเมลแจ้งผลพร้อมเลขที่หนังสือให้หน่วยงาน
    </p>
    <LetterFields errors={errors} form={form} />
    <Button kind="secondary">ปิดเรื่องการนิเทศนี้</Button>
  </form>
);

/** `report` as it is read, with what stands around it. */
export function viewOf(facts: VisitFacts, report: SupervisionReport): ReportViewProps {
  const { visit, entry, teams, lists, recommendations, obligation, forms } = facts;
  const version = obligation && currentVersion(obligation);
  return {
    edition: formOf(report, forms),
    report,
    visit,
    entry,
    team: teamName(teams, entry.teamId),
    score: version ? (
      <>
        <ScoreTag score={version.score} /> จาก {version.counts.total} รายการ
      </>
    ) : (
      'ยังไม่พบรายงานของหน่วยงานนี้'
    ),
    lists,
    open: recommendations,
    kept: isSigned(visit.report) && report === visit.report,
  };
}
