/** The review evaluation of a year (การประเมินผลการดำเนินงาน): of a province, and of one organization. */
import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { roundResult, summarize } from '../../shared/domain/evaluation.ts';
import { type FiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { nameOn, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { decisionSchema } from '../../shared/domain/report.ts';
import { rounds } from '../../shared/domain/round.ts';
import { addFigures, type Figures } from '../../shared/domain/score.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Visit,
  visitState,
} from '../../shared/domain/supervision.ts';
import { isSigned } from '../../shared/domain/supervision-report.ts';
import {
  decisionLabels,
  longDate,
  obligationLabels,
  percent,
  recommendationLabels,
  roundLabels,
  shortDate,
  unableReasonLabels,
  visitLabels,
} from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Pagination,
  Select,
  SummaryCard,
  SummaryCards,
  SummaryList,
  Table,
} from '../../shared/web/components.tsx';
import { RecommendationTag, ScoreTag, TimelinessTag, VisitTag } from '../../shared/web/tags.tsx';
import { amphoesOf, boardQuerySchema, currentRound, PAGE_SIZE, select } from './board.ts';
import { crumbsTo, lineOf, provinceFrame, seasonPath } from './province-frame.tsx';
import { officeName } from './report-views.tsx';
import { DimensionChart, ResultCharts, roundShort } from './result-charts.tsx';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const organizationPath = z.object({
  orgId: orgIdSchema,
  year: z.coerce.number().pipe(fiscalYearSchema),
});

export function evaluationRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { settings, now } = dependencies;
  const routes = new Hono<WebEnv>();

  routes.get('/provinces/:province/evaluation', async (c) => {
    const { province } = await provinceFrame(c);
    const { rules } = await settings.load();
    const { fiscalYear } = currentRound(todayOf({ now }), rules);
    return c.redirect(`/provinces/${province}/evaluation/${fiscalYear}`, 303);
  });

  routes.get('/provinces/:province/evaluation/:year', async (c) => answerProvince(c, dependencies));

  routes.get('/organizations/:orgId/evaluation/:year', async (c) =>
    answerOrganization(c, dependencies),
  );

  return routes;
}

/** What a year came to for one organization. */
interface YearOf {
  readonly orgId: string;
  readonly first: Obligation;
  readonly april: Obligation | undefined;
  readonly october: Obligation | undefined;
  readonly entry: ScheduleEntry | undefined;
  readonly visit: Visit | undefined;
  readonly recommendations: readonly Recommendation[];
}

async function answerProvince(c: Context<WebEnv>, dependencies: WebDependencies) {
  const frame = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  const { obligations, seasons } = dependencies;
  const [cycle, april, october, schedule, visits, recommendations] = await Promise.all([
    dependencies.cycles.find(year, province),
    obligations.board(province, { fiscalYear: year, round: '6M' }),
    obligations.board(province, { fiscalYear: year, round: '12M' }),
    seasons.schedule(year, province),
    seasons.visits(year, province),
    seasons.recommendations(province),
  ]);
  const today = todayOf(dependencies);
  const query = boardQuerySchema.parse(c.req.query());
  const byOrganization = new Map(october.map((obligation) => [obligation.orgId, obligation]));
  const chosen = select(april, query, today).map(
    (first): YearOf => ({
      orgId: first.orgId,
      first,
      april: first,
      october: byOrganization.get(first.orgId),
      ...visitOf(first.orgId, schedule?.entries ?? [], visits),
      recommendations: recommendations.filter(
        ({ orgId, fiscalYear }) => orgId === first.orgId && fiscalYear === year,
      ),
    }),
  );
  const shown = chosen.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE);
  const summaries = [
    { label: roundShort['6M'], summary: summarize(april, today) },
    { label: roundShort['12M'], summary: summarize(october, today) },
  ];
  const inYear = recommendations.filter(({ fiscalYear }) => fiscalYear === year);
  const held = visits.filter(({ report }) => isSigned(report)).length;
  const pageHref = (to: number) =>
    `?${new URLSearchParams({ amphoe: query.amphoe, page: String(to) })}#organizations`;
  return page(
    c,
    {
      title: `การประเมินผลการดำเนินงาน ${year}`,
      line: lineOf(frame, year),
      breadcrumbs: crumbsTo(frame).slice(0, -1),
    },
    <>
      <span class="govuk-caption-l">ปีงบประมาณ พ.ศ. {year}</span>
      <h1 class="govuk-heading-l">การประเมินผลการดำเนินงาน</h1>
      <YearLinks base={`/provinces/${province}/evaluation`} year={year} />
      {april.length === 0 ? (
        <EmptyState>ยังไม่มีข้อมูลของปีงบประมาณนี้</EmptyState>
      ) : (
        <>
          <NotYet october={october[0]} today={today} />
          <LeftOpen cycle={cycle} />
          <SummaryCards>
            {summaries.map(({ label, summary: { meanPercent } }) => (
              <SummaryCard
                figure={meanPercent === null ? '–' : percent(meanPercent)}
                label={`คะแนนเฉลี่ย ${label}`}
              />
            ))}
            <SummaryCard figure={held} label="แห่งที่นิเทศและเสนอรายงานแล้ว" />
            <SummaryCard
              figure={`${inYear.filter(({ state }) => state === 'verified').length} / ${inYear.length}`}
              label="ข้อเสนอแนะที่ยืนยันผลแล้ว"
            />
          </SummaryCards>
          <div class="columns">
            <section aria-labelledby="results">
              <h2 class="govuk-heading-m" id="results">
                ผลของทั้งสองรอบ
              </h2>
              <ResultCharts summaries={summaries} />
            </section>
            <section aria-labelledby="dimensions">
              <h2 class="govuk-heading-m" id="dimensions">
                สถานะตามมิติ (รายงานล่าสุด)
              </h2>
              <DimensionChart figures={latestFigures(april, byOrganization)} />
            </section>
          </div>
          <Decisions figures={summarize(october, today).figures} />
          <section aria-labelledby="organizations">
            <h2 class="govuk-heading-m" id="organizations">
              ผลรายหน่วยงาน
            </h2>
            <form class="filters" method="get" action="#organizations">
              <Select
                name="amphoe"
                label="อำเภอ"
                value={query.amphoe}
                options={[
                  { value: '', text: 'ทุกอำเภอ' },
                  ...amphoesOf(april).map((name) => ({ value: name, text: name })),
                ]}
              />
              <Button kind="secondary">แสดงผล</Button>
            </form>
            <Years rows={shown} year={year} today={today} />
            <Pagination
              previous={query.page > 1 ? pageHref(query.page - 1) : undefined}
              next={query.page * PAGE_SIZE < chosen.length ? pageHref(query.page + 1) : undefined}
            />
          </section>
        </>
      )}
    </>,
  );
}

const YearLinks: FC<{ base: string; year: FiscalYear }> = ({ base, year }) => (
  <ul class="counts">
    <li>
      <a class="govuk-link" href={`${base}/${year - 1}`}>
        ปีงบประมาณ {year - 1}
      </a>
    </li>
    <li>
      <a class="govuk-link" href={`${base}/${year + 1}`}>
        ปีงบประมาณ {year + 1}
      </a>
    </li>
  </ul>
);

const NotYet: FC<{ october: Obligation | undefined; today: LocalDate }> = ({ october, today }) =>
  october && today < october.dates.opens ? (
    <p class="govuk-inset-text">
      {roundLabels['12M']} เปิดรับรายงาน{longDate(october.dates.opens)} ผลด้านล่างจึงยังเป็นของ
      {roundLabels['6M']}
    </p>
  ) : null;

const openKinds: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  '6M': [`รายงาน${roundLabels['6M']}`, obligationLabels],
  '12M': [`รายงาน${roundLabels['12M']}`, obligationLabels],
  visits: ['การนิเทศติดตาม', visitLabels],
  recommendations: ['ข้อเสนอแนะ', recommendationLabels],
};

/** What was open when the year was closed, and in which state. */
const LeftOpen: FC<{ cycle: Cycle | undefined }> = ({ cycle }) => {
  if (cycle?.state !== 'closed') return null;
  const rows = Object.entries(cycle.openStates ?? {}).flatMap(([kind, states]) => {
    const [what = kind, labels = {}] = openKinds[kind] ?? [];
    return [...Map.groupBy(Object.values(states), (state) => state)].map(([state, each]) => ({
      what,
      state: labels[state] ?? state,
      count: each.length,
    }));
  });
  const on = cycle.done.close;
  return (
    <section aria-labelledby="closed">
      <h2 class="govuk-heading-m" id="closed">
        ปิดปีงบประมาณแล้ว{on && ` เมื่อ${longDate(on)}`}
      </h2>
      {rows.length === 0 ? (
        <p class="govuk-body">ไม่มีเรื่องค้างเมื่อปิดปีงบประมาณ</p>
      ) : (
        <Table
          caption="เรื่องที่ยังเปิดอยู่เมื่อปิดปีงบประมาณ"
          rows={rows}
          columns={[
            { head: 'เรื่อง', heads: true, cell: ({ what }) => what },
            { head: 'สถานะเมื่อปิด', cell: ({ state }) => state },
            { head: 'จำนวน', figure: true, cell: ({ count }) => count },
          ]}
        />
      )}
    </section>
  );
};

/** Of each organization's latest report: October's, else April's. */
function latestFigures(
  april: readonly Obligation[],
  october: ReadonlyMap<string, Obligation>,
): Figures {
  return addFigures(
    april.flatMap((first) => {
      const last = october.get(first.orgId);
      const version = (last && currentVersion(last)) ?? currentVersion(first);
      return version ? [version.figures] : [];
    }),
  );
}

/** What organizations will do with their items next year; only once reports of 12 months are in. */
const Decisions: FC<{ figures: Figures }> = ({ figures: { decisions, unableReasons } }) => {
  const total = decisionSchema.options.reduce((sum, decision) => sum + decisions[decision], 0);
  return total === 0 ? null : (
    <div class="columns">
      <Table
        caption="การใช้ผลในปีต่อไป (รายการ)"
        rows={decisionSchema.options}
        columns={[
          { head: 'การตัดสินใจ', heads: true, cell: (decision) => decisionLabels[decision] },
          { head: 'รายการ', figure: true, cell: (decision) => decisions[decision] },
        ]}
      />
      <Table
        caption="เหตุที่ไม่สามารถดำเนินการได้ (รายการ)"
        rows={[1, 2, 3, 4] as const}
        columns={[
          { head: 'เหตุผล', heads: true, cell: (reason) => unableReasonLabels[reason] },
          { head: 'รายการ', figure: true, cell: (reason) => unableReasons[reason] },
        ]}
      />
    </div>
  );
};

const Years: FC<{ rows: readonly YearOf[]; year: FiscalYear; today: LocalDate }> = ({
  rows,
  year,
  today,
}) => (
  <Table
    caption="ผลรายหน่วยงาน"
    captionHidden
    rows={rows}
    columns={[
      {
        head: 'หน่วยงาน',
        heads: true,
        cell: ({ orgId, first }) => (
          <>
            <a class="govuk-link" href={`/organizations/${orgId}/evaluation/${year}`}>
              {first.organization.shortName}
            </a>
            <span class="cell-note">อ.{first.organization.amphoe}</span>
          </>
        ),
      },
      {
        head: roundShort['6M'],
        cell: ({ april }) => <RoundCell obligation={april} today={today} />,
      },
      {
        head: roundShort['12M'],
        cell: ({ october }) => <RoundCell obligation={october} today={today} />,
      },
      {
        head: 'การนิเทศ',
        cell: ({ entry, visit, recommendations }) =>
          entry ? (
            <>
              <VisitTag state={visitState(entry, visit, today)} />
              {recommendations.length > 0 && (
                <span class="cell-note">ข้อเสนอแนะ {recommendations.length} ข้อ</span>
              )}
            </>
          ) : (
            '–'
          ),
      },
    ]}
  />
);

const RoundCell: FC<{ obligation: Obligation | undefined; today: LocalDate }> = ({
  obligation,
  today,
}) => {
  if (!obligation) return <>–</>;
  const { score, timeliness, daysLate } = roundResult(obligation, today);
  return (
    <>
      {obligation.versions.length > 0 && <ScoreTag score={score} />}{' '}
      <TimelinessTag timeliness={timeliness} daysLate={daysLate} />
    </>
  );
};

/** The latest visit of the organization in the season. */
function visitOf(
  orgId: string,
  entries: readonly ScheduleEntry[],
  visits: readonly Visit[],
): Pick<YearOf, 'entry' | 'visit'> {
  const entry = entries
    .filter((one) => one.orgId === orgId)
    .toSorted((a, b) => b.visitNo - a.visitNo)[0];
  const visit = visits.find((one) => one.orgId === orgId && one.visitNo === entry?.visitNo);
  return { entry, visit };
}

async function answerOrganization(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { orgId, year } = pathOf(c, organizationPath);
  authorized(c, 'read-organization', { orgId });
  const province = provinceOf(orgId);
  const { obligations, reports, roster, seasons } = dependencies;
  const [organization, schedule, followUps, ...owed] = await Promise.all([
    roster.find(orgId),
    seasons.schedule(year, province),
    seasons.recommendations(province, orgId),
    ...rounds.map((round) => obligations.find(orgId, { fiscalYear: year, round })),
  ]);
  const [april, october] = owed;
  const today = todayOf(dependencies);
  const { entry } = visitOf(orgId, schedule?.entries ?? [], []);
  const visit = entry && (await seasons.visit({ fiscalYear: year, orgId, visitNo: entry.visitNo }));
  const latest = (october && currentVersion(october)) ?? (april && currentVersion(april));
  const round12 = october && currentVersion(october);
  const submission =
    october && round12 && (await reports.submission(orgId, october, round12.submissionId));
  const changes = (submission?.content.lines ?? []).filter(
    ({ decision }) => decision !== null && decision !== 'continue',
  );
  const name = nameOn(found(organization), today);
  const advice = followUps.filter(({ fiscalYear }) => fiscalYear === year);
  return page(
    c,
    {
      title: `การประเมินผล ${name.shortName} ${year}`,
      line: `${officeName(province)} · ปีงบประมาณ พ.ศ. ${year}`,
      breadcrumbs: [
        { text: name.shortName, href: `/organizations/${orgId}` },
        { text: `การประเมินผล ${year}` },
      ],
    },
    <>
      <span class="govuk-caption-l">{name.name}</span>
      <h1 class="govuk-heading-l">การประเมินผลการดำเนินงาน ปีงบประมาณ พ.ศ. {year}</h1>
      {!april && !october && <EmptyState>ไม่มีรายงานที่ต้องส่งในปีงบประมาณนี้</EmptyState>}
      <NotYet october={october} today={today} />
      <SummaryList
        rows={[
          {
            key: roundLabels['6M'],
            value: <RoundCell obligation={april} today={today} />,
          },
          {
            key: roundLabels['12M'],
            value: <RoundCell obligation={october} today={today} />,
          },
          {
            key: 'การนิเทศติดตาม',
            value: entry ? (
              <>
                <VisitTag state={visitState(entry, visit, today)} /> {shortDate(entry.date)}
              </>
            ) : (
              'ไม่มีการนิเทศในปีนี้'
            ),
          },
        ]}
      />
      {latest && (
        <>
          <h2 class="govuk-heading-m">สถานะตามมิติ (รายงานล่าสุด)</h2>
          <DimensionChart figures={latest.figures} />
        </>
      )}
      {round12 && <Decisions figures={round12.figures} />}
      {changes.length > 0 && (
        <Table
          caption="รายการที่จะเปลี่ยนในปีต่อไป"
          rows={changes}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'รายการ', heads: true, cell: (line) => line.name },
            {
              head: 'การตัดสินใจ',
              cell: ({ decision }) => (decision ? decisionLabels[decision] : ''),
            },
          ]}
        />
      )}
      {advice.length > 0 && (
        <Table
          caption="ข้อเสนอแนะของคณะนิเทศ"
          rows={advice}
          columns={[
            { head: 'ข้อเสนอแนะ', heads: true, cell: ({ text }) => text },
            { head: 'เมื่อ', cell: ({ madeOn }) => shortDate(madeOn) },
            { head: 'สถานะ', cell: ({ state }) => <RecommendationTag state={state} /> },
          ]}
        />
      )}
    </>,
  );
}
