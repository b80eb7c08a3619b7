/** The review evaluation of a year (การประเมินผลการดำเนินงาน): of a province. */

import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { summarize } from '../../shared/domain/evaluation.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { addFigures, type Figures } from '../../shared/domain/score.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Visit,
  visitState,
} from '../../shared/domain/supervision.ts';
import { isSigned } from '../../shared/domain/supervision-report.ts';
import { percent } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Pagination,
  SummaryCard,
  SummaryCards,
  Table,
} from '../../shared/web/components.tsx';
import { VisitTag } from '../../shared/web/tags.tsx';
import { AmphoeFilter } from './amphoe-filter.tsx';
import { amphoesOf, boardQuerySchema, PAGE_SIZE, select } from './board.ts';
import { Decisions, latestVisit, NotYet, RoundCell } from './evaluation-parts.tsx';
import { LeftOpen } from './left-open.tsx';
import { crumbsTo, lineOf, provinceFrame, seasonPath } from './province-frame.tsx';
import { DimensionChart, ResultCharts, roundShort } from './result-charts.tsx';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

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

export async function answerProvince(c: Context<WebEnv>, dependencies: WebDependencies) {
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
      ...latestVisit(first.orgId, schedule?.entries ?? [], visits),
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
          <YearActs base={`/provinces/${province}/evaluation/${year}`} cycle={cycle} />
          <LeftOpen cycle={cycle} names={namesOf([...april, ...october])} />
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
              <AmphoeFilter names={amphoesOf(april)} chosen={query.amphoe} />
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

function namesOf(board: readonly Obligation[]): ReadonlyMap<string, string> {
  return new Map(board.map(({ orgId, organization }) => [orgId, organization.shortName]));
}

/** The summary for the committee, and closing the year while it is open. */
const YearActs: FC<{ base: string; cycle: Cycle | undefined }> = ({ base, cycle }) => (
  <div class="actions no-print">
    <ButtonLink href={`${base}/summary`} kind="secondary">
      สรุปของจังหวัดเสนอคณะกรรมการ
    </ButtonLink>
    {cycle?.state === 'open' && (
      <ButtonLink href={`${base}/close`} kind="secondary">
        ปิดปีงบประมาณ
      </ButtonLink>
    )}
  </div>
);

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
