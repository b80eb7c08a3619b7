/** One visit as the office prepares, holds and records it. */
import type { Child, FC } from 'hono/jsx';
import type { FileList } from '../../shared/domain/evidence.ts';
import { usualDueDay } from '../../shared/domain/follow-up.ts';
import { dimensions } from '../../shared/domain/framework.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { type Submission, UNABLE } from '../../shared/domain/report.ts';
import {
  type Letter,
  noticeLetterOf,
  type Recommendation,
  type Schedule,
  type ScheduleEntry,
  type SupervisionReport,
  type Team,
  toldOf,
  type Visit,
  visitState,
} from '../../shared/domain/supervision.ts';
import { preparations } from '../../shared/text/preparations.ts';
import { clock, dimensionLabel, longDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  DateInput,
  type FieldError,
  SummaryList,
  Table,
  Tag,
  Textarea,
} from '../../shared/web/components.tsx';
import { RecommendationTag, ScoreTag, VisitTag } from '../../shared/web/tags.tsx';
import { adviceLines } from './advice-lines.ts';
import { PlaceFiles } from './file-links.tsx';
import { adviceHref } from './follow-up.ts';
import { reportMark } from './record-supervision.ts';
import { statusWords } from './report-form.tsx';
import { Problems } from './report-views.tsx';
import { dateTyped, type Form } from './request-body.ts';
import { DimensionChart } from './result-charts.tsx';
import { LetterFields } from './season-forms.tsx';
import { hoursOf, REPORT_TEXTS, teamName } from './visit-words.ts';

export interface VisitPageProps {
  readonly schedule: Schedule;
  readonly entry: ScheduleEntry;
  readonly visit: Visit;
  readonly teams: readonly Team[];
  readonly obligation: Obligation | undefined;
  readonly submission: Submission | undefined;
  readonly recommendations: readonly Recommendation[];
  readonly today: LocalDate;
  readonly name: string;
  readonly caption: string;
  /** Path of this page. */
  readonly base: string;
  readonly mayPlan: boolean;
  readonly mayRecord: boolean;
  readonly errors: readonly FieldError[];
  /** Files of the host's preparation and of the report. */
  readonly lists: readonly FileList[];
  readonly form: Form | undefined;
}

export const VisitPage: FC<VisitPageProps> = (props) => (
  <>
    <span class="govuk-caption-l">{props.caption}</span>
    <h1 class="govuk-heading-l">การนิเทศติดตาม {props.name}</h1>
    <Facts {...props} />
    {props.mayPlan && <Actions {...props} />}
    <VisitPapers {...props} />
    <SixMonths {...props} />
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
    { key: 'หนังสือแจ้ง', value: <NoticeLetter {...{ schedule, entry, visit }} /> },
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
    ...(asked ? [{ key: 'ขอเปลี่ยนวัน', value: `${shortDate(asked.on)} – ${asked.reason}` }] : []),
  ];
  return <SummaryList rows={rows} />;
};

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

/** Only a numbered notice counts as served. */
const NoticeLetter: FC<Pick<VisitPageProps, 'schedule' | 'entry' | 'visit'>> = (props) => {
  const { schedule, entry, visit } = props;
  const letter = noticeLetterOf(entry, schedule);
  const isTold = toldOf(entry, visit)?.outcome === 'queued';
  return letter ? (
    <>
      <Tag tone="green" icon="✓">
        แจ้งเป็นหนังสือ
      </Tag>{' '}
      {letterText(letter)}
      {!entry.letter && <span class="cell-note">หนังสือเวียนของกำหนดการนี้</span>}
    </>
  ) : (
    <>
      <Tag tone="orange" icon="▲">
        อย่างไม่เป็นทางการ
      </Tag>{' '}
      {letterText(letter)}
      <span class="cell-note">
        {isTold
          ? 'ส่งอีเมลแจ้งล่วงหน้าอย่างไม่เป็นทางการแล้ว ยังไม่นับว่าแจ้งจนกว่าจะบันทึกเลขที่หนังสือ'
          : 'อีเมลจะออกในชื่อ “แจ้งล่วงหน้าอย่างไม่เป็นทางการ” จนกว่าจะบันทึกเลขที่หนังสือ'}
      </span>
    </>
  );
};

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

const SixMonths: FC<VisitPageProps> = ({ obligation, submission }) => {
  const version = obligation && currentVersion(obligation);
  if (!version || !submission) {
    return (
      <>
        <h2 class="govuk-heading-m">ผลการดำเนินงาน รอบ 6 เดือนแรก</h2>
        <p class="govuk-body">ยังไม่พบรายงานของหน่วยงานนี้</p>
      </>
    );
  }
  const { lines } = submission.content;
  const unable = lines.filter(({ status }) => status === UNABLE);
  return (
    <>
      <h2 class="govuk-heading-m">ผลการดำเนินงาน รอบ 6 เดือนแรก</h2>
      <p class="govuk-body">
        <ScoreTag score={version.score} /> จาก {version.counts.total} รายการ
      </p>
      <DimensionChart figures={version.figures} />
      {unable.length > 0 && (
        <Table
          caption="รายการที่ไม่สามารถดำเนินการได้"
          rows={unable}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'รายการ', heads: true, cell: ({ name }) => name },
            { head: 'สถานะและเหตุผล', cell: (line) => statusWords(line) },
            { head: 'หมายเหตุ', cell: ({ remark }) => remark },
          ]}
        />
      )}
      <Problems content={submission.content} />
    </>
  );
};

const Earlier: FC<VisitPageProps> = ({ recommendations }) =>
  recommendations.length === 0 ? null : (
    <Table
      caption="ข้อเสนอแนะของคณะนิเทศที่ยังติดตามผล"
      rows={recommendations}
      columns={[
        {
          head: 'ข้อเสนอแนะ',
          heads: true,
          cell: (one) => (
            <a class="govuk-link" href={adviceHref(one)}>
              {one.text}
            </a>
          ),
        },
        { head: 'เมื่อ', cell: ({ madeOn }) => shortDate(madeOn) },
        { head: 'สถานะ', cell: ({ state }) => <RecommendationTag state={state} /> },
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
  const { visit, entry, today, mayRecord } = props;
  if (visit.report?.submitted) return <Recorded {...props} report={visit.report} />;
  if (entry.state !== 'scheduled') return null;
  if (today < entry.date) {
    return (
      <>
        <h2 class="govuk-heading-m">รายงานการนิเทศติดตาม</h2>
        <p class="govuk-body">บันทึกได้ตั้งแต่{longDate(entry.date)} ซึ่งเป็นวันนิเทศ</p>
      </>
    );
  }
  return mayRecord ? (
    <>
      <h2 class="govuk-heading-m">ไฟล์และภาพประกอบรายงานการนิเทศ</h2>
      <p class="govuk-body">
        แนบได้ก่อนเสนอรายงาน หากกรอกรายงานค้างอยู่ โปรดบันทึกร่างก่อนไปแนบไฟล์
        <ReportFiles {...props} mayAdd />
      </p>
      <SupervisionForm {...props} />
    </>
  ) : null;
};

const ReportFiles: FC<Pick<VisitPageProps, 'visit' | 'lists'> & { mayAdd: boolean }> = ({
  visit,
  lists,
  mayAdd,
}) => (
  <PlaceFiles
    orgId={visit.orgId}
    place={{ of: 'visit-report', fiscalYear: visit.fiscalYear, visitNo: visit.visitNo }}
    lists={lists}
    mayAdd={mayAdd}
    what="รายงานการนิเทศ"
  />
);

const Recorded: FC<VisitPageProps & { report: NonNullable<Visit['report']> }> = (props) => {
  const { report, visit, base, mayRecord, errors, form } = props;
  const text = (value: string) => <span class="preserve">{value || '–'}</span>;
  return (
    <>
      <h2 class="govuk-heading-m" id="report">
        รายงานการนิเทศติดตาม
      </h2>
      <SummaryList
        rows={[
          { key: 'วันที่นิเทศ', value: longDate(report.heldOn) },
          { key: 'ผู้เข้าร่วม', value: text(report.attendees) },
          ...dimensions.map((dimension) => ({
            key: dimensionLabel(dimension),
            value: text(report.byDimension[dimension - 1] ?? ''),
          })),
          { key: 'ปัญหาในการจัดทำแผน', value: text(report.problemsMaking) },
          { key: 'ปัญหาในการนำแผนไปปฏิบัติ', value: text(report.problemsCarryingOut) },
          { key: 'ข้อสังเกต', value: text(report.findings) },
          {
            key: 'ข้อเสนอแนะของคณะนิเทศ',
            value:
              report.recommendations.length === 0 ? (
                '–'
              ) : (
                <ol class="govuk-list govuk-list--number">
                  {report.recommendations.map((recommendation, index) => (
                    <li>
                      <a
                        class="govuk-link"
                        href={adviceHref({
                          orgId: visit.orgId,
                          fiscalYear: visit.fiscalYear,
                          visitNo: visit.visitNo,
                          no: index + 1,
                        })}
                      >
                        {recommendation}
                      </a>
                    </li>
                  ))}
                </ol>
              ),
          },
          {
            key: 'เสนอรายงาน',
            value: `${shortDate(report.recordedOn)} โดย ${report.recordedBy.position}`,
          },
          { key: 'ไฟล์และภาพประกอบ', value: <ReportFiles {...props} mayAdd={false} /> },
          { key: 'หนังสือนำส่งคณะกรรมการ', value: letterText(report.letter) },
          ...(visit.closed
            ? [
                { key: 'เสร็จสิ้น', value: shortDate(visit.closed.on) },
                { key: 'หนังสือแจ้งผลหน่วยงาน', value: letterText(visit.closed.letter) },
              ]
            : []),
        ]}
      />
      {mayRecord && !visit.closed && (
        <form class="panel-plain no-print" method="post" action={`${base}/close`} novalidate>
          <input type="hidden" name="seen" value={reportMark(visit)} />
          <h3 class="govuk-heading-s">ปิดเรื่องหลังแจ้งผลแก่หน่วยงานแล้ว</h3>
          <LetterFields errors={errors} form={form} />
          <Button kind="secondary">ปิดเรื่องการนิเทศนี้</Button>
        </form>
      )}
    </>
  );
};

const SupervisionForm: FC<VisitPageProps> = (props) => {
  const { visit, entry, base, errors, form, submission } = props;
  const written = writtenTexts(visit.report, submission);
  return (
    <section class="no-print" aria-labelledby="report">
      <h2 class="govuk-heading-m" id="report">
        บันทึกรายงานการนิเทศติดตาม
      </h2>
      {visit.report && (
        <p class="govuk-body">
          ร่างล่าสุดบันทึกเมื่อ {shortDate(visit.report.recordedOn)} โดย {visit.report.recordedBy.position}
        </p>
      )}
      <form method="post" action={`${base}/report`} novalidate>
        <input type="hidden" name="seen" value={form?.get('seen') ?? reportMark(visit)} />
        <DateInput
          name="heldOn"
          label="วันที่นิเทศ"
          errors={errors}
          {...dateTyped(form, 'heldOn', visit.report?.heldOn ?? entry.date)}
        />
        {REPORT_TEXTS.map(([name, label, hint, maxlength]) => (
          <Textarea
            name={name}
            label={label}
            {...(hint && { hint })}
            rows={name === 'findings' || name === 'recommendations' ? 5 : 2}
            maxlength={maxlength}
            value={form?.get(name) ?? written[name] ?? ''}
            errors={errors}
          />
        ))}
        <DateInput
          name="adviceDue"
          label="ดำเนินการตามข้อเสนอแนะภายในวันที่"
          hint="ใช้กับทุกข้อที่ไม่ได้ระบุวันที่ไว้เอง เช่น 31 7 2563"
          errors={errors}
          {...dateTyped(form, 'adviceDue', visit.report?.dueDays?.[0] ?? usualDueDay(entry.date))}
        />
        <h3 class="govuk-heading-s">หนังสือนำส่งคณะกรรมการ (ถ้าออกเลขแล้ว)</h3>
        <LetterFields errors={errors} form={form} />
        <div class="actions">
          <Button name="do" value="submit">
            เสนอรายงาน
          </Button>
          <Button kind="secondary" name="do" value="draft">
            บันทึกร่าง
          </Button>
        </div>
      </form>
    </section>
  );
};

/** What was written; the host's own words from its report stand in the boxes that ask for them. */
function writtenTexts(
  report: SupervisionReport | undefined,
  submission: Submission | undefined,
): Readonly<Record<string, string>> {
  if (!report) {
    return {
      problemsMaking: submission?.content.problemsMaking ?? '',
      problemsCarryingOut: submission?.content.problemsCarryingOut ?? '',
    };
  }
  const [dimension1, dimension2, dimension3, dimension4] = report.byDimension;
  const { attendees, problemsMaking, problemsCarryingOut, findings } = report;
  return {
    attendees,
    dimension1,
    dimension2,
    dimension3,
    dimension4,
    problemsMaking,
    problemsCarryingOut,
    findings,
    recommendations: adviceLines(report),
  };
}
