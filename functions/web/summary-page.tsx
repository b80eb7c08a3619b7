/** A province's year for the committee: figures with small charts, to print and to take along as a table. */
import type { Context } from 'hono';
import { timelinessSchema } from '../../shared/domain/evaluation.ts';
import {
  type CommitteeSummary,
  committeeSummary,
  dimensionRows,
} from '../../shared/domain/province-summary.ts';
import { bandSchema } from '../../shared/domain/score.ts';
import { recommendationStates, visitStates } from '../../shared/domain/supervision.ts';
import {
  bandLabels,
  longDate,
  percent,
  recommendationLabels,
  statusLabels,
  timelinessLabels,
  unableReasonLabels,
  visitLabels,
} from '../../shared/text/thai.ts';
import { StackedBars } from '../../shared/web/charts.tsx';
import { EmptyState, SummaryCard, SummaryCards, Table } from '../../shared/web/components.tsx';
import { csvText } from './csv.ts';
import { crumbsTo, lineOf, provinceFrame, seasonPath } from './province-frame.tsx';
import { DimensionChart, ResultCharts, roundShort } from './result-charts.tsx';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** One figure of the table, for one round or for both. */
interface FigureRow {
  readonly part: string;
  readonly what: string;
  readonly six: number;
  /** Nothing where rounds make no difference. */
  readonly twelve: number | undefined;
}

async function load(c: Context<WebEnv>, dependencies: WebDependencies) {
  const frame = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  const { obligations, seasons } = dependencies;
  const [april, october, schedule, visits, recommendations] = await Promise.all([
    obligations.board(province, { fiscalYear: year, round: '6M' }),
    obligations.board(province, { fiscalYear: year, round: '12M' }),
    seasons.schedule(year, province),
    seasons.visits(year, province),
    seasons.recommendations(province),
  ]);
  const today = todayOf(dependencies);
  const entries = schedule?.entries ?? [];
  const all = { april, october, entries, visits, recommendations };
  return { frame, year, province, today, summary: committeeSummary(all, year, today) };
}

export async function answerSummary(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { frame, year, province, today, summary } = await load(c, dependencies);
  const { april, october, visits, recommendations, overdue } = summary;
  const base = `/provinces/${province}/evaluation/${year}`;
  const title = `สรุปของจังหวัด ปีงบประมาณ พ.ศ. ${year}`;
  const reported = visits.report_signed + visits.report_submitted + visits.closed;
  const made = Object.values(recommendations).reduce((sum, count) => sum + count, 0);
  return page(
    c,
    {
      title,
      line: lineOf(frame, year),
      breadcrumbs: crumbsTo(
        frame,
        { text: `การประเมินผล ${year}`, href: base },
        { text: 'สรุปของจังหวัด' },
      ),
    },
    <>
      <span class="govuk-caption-l">ข้อมูล ณ {longDate(today)}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {april.organizations === 0 ? (
        <EmptyState>ยังไม่มีข้อมูลของปีงบประมาณนี้</EmptyState>
      ) : (
        <>
          <p class="govuk-body no-print">
            สำหรับเสนอคณะกรรมการ พิมพ์หน้านี้ได้ หรือ{' '}
            <a class="govuk-link" href={`${base}/summary.csv`}>
              ดาวน์โหลดตารางทั้งหมด (CSV เปิดด้วย Excel ได้)
            </a>
          </p>
          <SummaryCards>
            <SummaryCard figure={april.organizations} label="องค์กรปกครองส่วนท้องถิ่น" />
            <SummaryCard figure={meanOf(april)} label={`คะแนนเฉลี่ย ${roundShort['6M']}`} />
            <SummaryCard figure={meanOf(october)} label={`คะแนนเฉลี่ย ${roundShort['12M']}`} />
            <SummaryCard figure={reported} label="แห่งที่นิเทศและลงนามรายงานแล้ว" />
            <SummaryCard
              figure={`${recommendations.verified} / ${made}`}
              label={`ข้อเสนอแนะที่ยืนยันผลแล้ว (เกินกำหนด ${overdue})`}
            />
          </SummaryCards>
          <div class="columns">
            <section aria-labelledby="results">
              <h2 class="govuk-heading-m" id="results">
                ระดับคะแนนและการส่งรายงาน
              </h2>
              <ResultCharts
                summaries={[
                  { label: roundShort['6M'], summary: april },
                  { label: roundShort['12M'], summary: october },
                ]}
              />
            </section>
            <section aria-labelledby="dimensions">
              <h2 class="govuk-heading-m" id="dimensions">
                สถานะตามมิติ {roundShort[latestRound(summary)]}
              </h2>
              <DimensionChart
                figures={(latestRound(summary) === '12M' ? october : april).figures}
              />
              <RecommendationChart {...summary} />
            </section>
          </div>
          {tables.map(({ part, both }) => (
            <Table
              caption={part}
              rows={figureRows(summary).filter((row) => row.part === part)}
              columns={[
                { head: 'รายการ', heads: true, cell: ({ what }) => what },
                {
                  head: both ? roundShort['6M'] : 'จำนวน',
                  figure: true,
                  cell: ({ six }) => six,
                },
                ...(both
                  ? [
                      {
                        head: roundShort['12M'],
                        figure: true,
                        cell: ({ twelve }: FigureRow) => twelve ?? '–',
                      },
                    ]
                  : []),
              ]}
            />
          ))}
        </>
      )}
    </>,
  );
}

export async function answerSummaryCsv(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { year, province, summary } = await load(c, dependencies);
  const head = ['หมวด', 'รายการ', `${roundShort['6M']} หรือทั้งปี`, roundShort['12M']];
  const rows = figureRows(summary).map(({ part, what, six, twelve }) => [
    part,
    what,
    six,
    twelve ?? '',
  ]);
  c.header('content-type', 'text/csv; charset=utf-8');
  const file = `nithet-summary-${province}-${year}.csv`;
  c.header('content-disposition', `attachment; filename="${file}"`);
  return c.body(csvText([head, ...rows]));
}

/** The tables of the page, in order; `both`: rounds side by side. */
const tables = [
  { part: 'รายการตามมิติและสถานะ', both: true },
  { part: 'หน่วยงานตามระดับคะแนน', both: true },
  { part: 'หน่วยงานตามการส่งรายงาน', both: true },
  { part: 'เหตุที่ไม่สามารถดำเนินการได้ (รายการ)', both: true },
  { part: 'การนิเทศติดตาม (แห่ง)', both: false },
  { part: 'ข้อเสนอแนะของคณะนิเทศ (ข้อ)', both: false },
] as const;

function figureRows(summary: CommitteeSummary): FigureRow[] {
  const { april, october, visits, recommendations, overdue } = summary;
  const statuses = [
    ['completed', statusLabels[3]],
    ['ongoing', statusLabels[2]],
    ['unable', statusLabels[4]],
    ['awaiting', 'รอการรายงานผล'],
  ] as const;
  const [dimensions, bands, timeliness, reasons, visited, advice] = tables;
  const once = { twelve: undefined };
  return [
    ...dimensionRows(summary).flatMap(({ name, six, twelve }) =>
      statuses.map(([status, label]) => ({
        part: dimensions.part,
        what: `${name === 'none' ? 'ไม่ระบุมิติ' : `มิติที่ ${name}`}: ${label}`,
        six: six[status],
        twelve: twelve[status],
      })),
    ),
    ...bandSchema.options.map((band) => ({
      part: bands.part,
      what: bandLabels[band],
      six: april.byBand[band],
      twelve: october.byBand[band],
    })),
    ...timelinessSchema.options.map((one) => ({
      part: timeliness.part,
      what: timelinessLabels[one],
      six: april.byTimeliness[one],
      twelve: october.byTimeliness[one],
    })),
    ...([1, 2, 3, 4] as const).map((reason) => ({
      part: reasons.part,
      what: unableReasonLabels[reason],
      six: april.figures.unableReasons[reason],
      twelve: october.figures.unableReasons[reason],
    })),
    ...visitStates.map((state) => ({
      part: visited.part,
      what: visitLabels[state],
      six: visits[state],
      ...once,
    })),
    ...recommendationStates.map((state) => ({
      part: advice.part,
      what: recommendationLabels[state],
      six: recommendations[state],
      ...once,
    })),
    { part: advice.part, what: 'เกินกำหนด (นับรวมอยู่ในสถานะข้างต้น)', six: overdue, ...once },
  ];
}

function RecommendationChart({ recommendations }: CommitteeSummary) {
  const { verified, done, cannot_do, open, ...rest } = recommendations;
  const going = rest.accepted + rest.in_progress + rest.needs_more;
  return verified + done + cannot_do + open + going === 0 ? null : (
    <StackedBars
      id="chart-advice"
      title="ข้อเสนอแนะของคณะนิเทศ ตามสถานะ"
      rowHead="ข้อเสนอแนะ"
      parts={[
        { label: recommendationLabels.verified, tone: 'green' },
        { label: recommendationLabels.done, tone: 'blue' },
        { label: 'กำลังดำเนินการ', tone: 'yellow' },
        { label: recommendationLabels.open, tone: 'grey' },
        { label: recommendationLabels.cannot_do, tone: 'red' },
      ]}
      rows={[{ label: 'จำนวนข้อ', values: [verified, done, going, open, cannot_do] }]}
    />
  );
}

function latestRound({ october }: CommitteeSummary): '6M' | '12M' {
  return october.meanPercent === null ? '6M' : '12M';
}

function meanOf({ meanPercent }: CommitteeSummary['april']): string {
  return meanPercent === null ? '–' : percent(meanPercent);
}
