/** The board of a province's round (ภาพรวมจังหวัด). */

import type { FC } from 'hono/jsx';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { roundResult, summarize } from '../../shared/domain/evaluation.ts';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate, laterOf, localDateAt } from '../../shared/domain/local-date.ts';
import {
  isAwaited,
  type Obligation,
  type ObligationState,
  obligationStates,
  openRequest,
} from '../../shared/domain/obligation.ts';
import { type CycleRules, visitWindow } from '../../shared/domain/round.ts';
import type { Schedule, Visit } from '../../shared/domain/supervision.ts';
import { reportOverdueBy, visitState } from '../../shared/domain/supervision.ts';
import { knowsYear, type WorkCalendar } from '../../shared/domain/work-calendar.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import {
  dateTime,
  obligationLabels,
  percent,
  roundLabels,
  shortDate,
} from '../../shared/text/thai.ts';
import { Cumulative, dayAndMonth } from '../../shared/web/charts.tsx';
import {
  Button,
  EmptyState,
  Field,
  Notification,
  Pagination,
  Select,
  SummaryCard,
  SummaryCards,
  Table,
} from '../../shared/web/components.tsx';
import { loadsOf, MonthCalendar, monthsBetween } from '../../shared/web/month-calendar.tsx';
import { ObligationTag, ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import { AmphoeFilter } from './amphoe-filter.tsx';
import { amphoesOf, type BoardQuery, daysLeft, isOverdue, PAGE_SIZE, select } from './board.ts';
import { DimensionChart, ResultCharts, roundShort } from './result-charts.tsx';

export interface BoardProps extends RoundOf {
  readonly province: string;
  readonly provinceName: string;
  readonly obligations: readonly Obligation[];
  readonly cycle: Cycle | undefined;
  readonly schedule: Schedule | undefined;
  readonly visits: readonly Visit[];
  readonly calendar: WorkCalendar;
  readonly rules: CycleRules;
  readonly today: LocalDate;
  readonly query: BoardQuery;
}

export const BoardPage: FC<BoardProps> = (props) => {
  const { obligations, fiscalYear, round, provinceName } = props;
  return (
    <>
      <span class="govuk-caption-l">
        ปีงบประมาณ พ.ศ. {fiscalYear} · {roundLabels[round]}
      </span>
      <h1 class="govuk-heading-l">ภาพรวมจังหวัด{provinceName}</h1>
      <Rounds {...props} />
      <Warnings {...props} />
      {obligations.length === 0 ? (
        <EmptyState>
          {fiscalYear < fiscalYearOf(props.today)
            ? 'ไม่มีข้อมูลของรอบนี้ในระบบ'
            : 'ยังไม่เปิดรอบรายงานนี้ ระบบจะเปิดให้เองเมื่อเริ่มปีงบประมาณ และรายชื่อหน่วยงานจะแสดงที่หน้านี้'}
        </EmptyState>
      ) : (
        <>
          <Cards {...props} />
          <Tasks {...props} />
          <Charts {...props} />
          <Organizations {...props} />
        </>
      )}
    </>
  );
};

function pathOfRound({ province }: BoardProps, year: number, round: string): string {
  return `/provinces/${province}/rounds/${year}/${round}`;
}

const Rounds: FC<BoardProps> = (props) => {
  const { fiscalYear, round } = props;
  const others = [
    { year: fiscalYear, round: '6M' as const },
    { year: fiscalYear, round: '12M' as const },
  ];
  return (
    <ul class="counts">
      {others.map((other) => (
        <li>
          <a
            class="govuk-link"
            href={pathOfRound(props, other.year, other.round)}
            {...(other.round === round && { 'aria-current': 'page' as const })}
          >
            {roundLabels[other.round]} {other.year}
          </a>
        </li>
      ))}
      {[fiscalYear - 1, fiscalYear + 1]
        .filter((year) => year <= fiscalYearOf(props.today))
        .map((year) => (
          <li>
            <a class="govuk-link" href={pathOfRound(props, year, round)}>
              ปีงบประมาณ {year}
            </a>
          </li>
        ))}
    </ul>
  );
};

/** What keeps the system itself from doing its work. */
const Warnings: FC<BoardProps> = ({ cycle, calendar, obligations }) => {
  const due = obligations[0]?.dates.due;
  const year = due && Number(due.slice(0, 4));
  return (
    <>
      {cycle?.failure && (
        <Notification title="ระบบทำงานประจำวันไม่สำเร็จ">
          <p class="govuk-body">
            เมื่อ {dateTime(new Date(cycle.failure.at))}
            {' การแจ้งเตือนอาจออกช้ากว่ากำหนด ระบบจะลองใหม่เองทุกชั่วโมง '}
            หากข้อความนี้ยังอยู่ในวันถัดไป โปรดแจ้งผู้ดูแลระบบส่วนกลาง
          </p>
        </Notification>
      )}
      {year !== undefined && !knowsYear(calendar, year) && (
        <Notification title={`ยังไม่มีปฏิทินวันหยุดราชการ พ.ศ. ${year + 543}`}>
          <p class="govuk-body">
            ระบบจึงยังคำนวณวันแจ้งเตือนและวันนิเทศไม่ได้ โปรดแจ้งส่วนกลางให้บันทึกวันหยุดของปีนี้
          </p>
        </Notification>
      )}
    </>
  );
};

const Cards: FC<BoardProps> = (props) => {
  const { obligations, today, schedule, fiscalYear, rules, province } = props;
  const owing = obligations.filter(({ state }) => state !== 'waived');
  const handedIn = owing.filter(({ versions }) => versions.length > 0);
  const notStarted = owing.filter(({ state }) => state === 'not_started');
  const { opens, closes } = visitWindow(fiscalYear, rules);
  const live = (schedule?.entries ?? []).filter(({ state }) => state !== 'cancelled');
  const placed = live.filter(({ state }) => state === 'scheduled');
  const [first] = obligations;
  return (
    <SummaryCards>
      <SummaryCard figure={`${handedIn.length} / ${owing.length}`} label="อปท. ส่งรายงานแล้ว" />
      {first && <DueCard obligation={first} today={today} />}
      <SummaryCard
        figure={notStarted.length}
        label="ยังไม่เริ่มกรอก"
        href="?state=not_started#organizations"
      />
      <SummaryCard
        figure={schedule ? `${placed.length} / ${live.length}` : '–'}
        label={`นัดนิเทศแล้ว (${monthOf(opens)}–${monthOf(closes)})`}
        href={`/provinces/${province}/visits/${fiscalYear}`}
      />
    </SummaryCards>
  );
};

/** The round's own days; a single organization's extension does not move the province's. */
const DueCard: FC<{ obligation: Obligation; today: LocalDate }> = ({ obligation, today }) => {
  const { opens, due } = obligation.dates;
  if (today < opens) {
    return <SummaryCard figure={dayAndMonth(opens)} label="วันเปิดรับรายงาน" />;
  }
  const { extendedUntil: _, ...own } = obligation;
  const left = daysLeft(own, today);
  if (left === 0) return <SummaryCard figure="วันนี้" label={`ครบกำหนด ${shortDate(due)}`} />;
  return left > 0 ? (
    <SummaryCard figure={`${left} วัน`} label={`ก่อนครบกำหนด ${dayAndMonth(due)}`} />
  ) : (
    <SummaryCard figure={`${-left} วัน`} label={`หลังครบกำหนด ${dayAndMonth(due)}`} />
  );
};

function monthOf(day: LocalDate): string {
  return shortDate(day).split(' ')[1] ?? '';
}

interface Task {
  readonly count: number;
  readonly text: string;
  readonly href: string;
}

/** What waits for the office, each with the way there. */
const Tasks: FC<BoardProps> = (props) => {
  const tasks = tasksOf(props).filter(({ count }) => count > 0);
  return tasks.length === 0 ? null : (
    <section class="tasks" aria-labelledby="tasks">
      <h2 class="govuk-heading-m" id="tasks">
        งานที่รอสำนักงาน
      </h2>
      <ul class="govuk-list">
        {tasks.map(({ count, text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text} <strong>{count}</strong> แห่ง
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};

function tasksOf(props: BoardProps): Task[] {
  const { obligations, today, schedule, visits, rules, province, fiscalYear } = props;
  const visitsPath = `/provinces/${province}/visits/${fiscalYear}`;
  const stateOf = new Map(visits.map((visit) => [`${visit.orgId}#${visit.visitNo}`, visit]));
  const entries = (schedule?.entries ?? []).map((entry) => ({
    entry,
    visit: stateOf.get(`${entry.orgId}#${entry.visitNo}`),
  }));
  return [
    {
      count: obligations.filter(({ state }) => state === 'submitted').length,
      text: 'รายงานที่ส่งแล้ว รอตรวจสอบ',
      href: '?state=submitted&sort=received#organizations',
    },
    {
      count: obligations.filter(
        ({ state, versions }) => state === 'submitted' && versions.length > 1,
      ).length,
      text: 'ในจำนวนนี้เป็นฉบับแก้ไขตามที่ส่งกลับ',
      href: '?state=submitted&sort=received#organizations',
    },
    {
      count: obligations.filter((obligation) => openRequest(obligation)).length,
      text: 'คำขอขยายเวลา รอพิจารณา',
      href: `/provinces/${province}/rounds/${fiscalYear}/${props.round}/extensions`,
    },
    {
      count: obligations.filter(({ organization }) => organization.mail !== 'ok').length,
      text: 'อีเมลส่งไม่ถึง ต้องแก้ที่อยู่',
      href: '?state=bounced#organizations',
    },
    {
      count: obligations.filter((obligation) => isOverdue(obligation, today)).length,
      text: 'เกินกำหนดและยังไม่พบรายงาน',
      href: '?state=overdue&sort=late#organizations',
    },
    {
      count: entries.filter(
        ({ entry, visit }) => visitState(entry, visit, today) === 'reschedule_requested',
      ).length,
      text: 'หน่วยงานขอเปลี่ยนวันนิเทศ',
      href: `${visitsPath}?state=reschedule_requested#list`,
    },
    {
      count: entries.filter(({ entry, visit }) =>
        reportOverdueBy(entry, visit, rules.supervisionReportDays, today),
      ).length,
      text: 'รายงานการนิเทศเกินกำหนด',
      href: `${visitsPath}?state=report-overdue#list`,
    },
  ];
}

const Charts: FC<BoardProps> = (props) => {
  const { obligations, today, schedule, calendar, rules, fiscalYear, province, round } = props;
  const [first] = obligations;
  if (!first) return null;
  const summary = summarize(obligations, today);
  const received = obligations.flatMap(({ versions: [version] }) =>
    version ? [localDateAt(new Date(version.receivedAt))] : [],
  );
  const { opens, due, lock } = first.dates;
  const window = visitWindow(fiscalYear, rules);
  const scheduled = (schedule?.entries ?? []).filter(({ state }) => state === 'scheduled');
  const visitsPath = `/provinces/${province}/visits/${fiscalYear}`;
  return (
    <>
      <div class="columns">
        <section aria-labelledby="by-dimension">
          <h2 class="govuk-heading-m" id="by-dimension">
            สถานะตามมิติ
          </h2>
          <DimensionChart figures={summary.figures} />
        </section>
        <section aria-labelledby="by-band">
          <h2 class="govuk-heading-m" id="by-band">
            ระดับคะแนน
          </h2>
          <ResultCharts summaries={[{ label: roundShort[round], summary }]} />
          {summary.meanPercent !== null && (
            <p class="govuk-body">
              คะแนนเฉลี่ยของรายงานที่ส่งแล้ว <strong>{percent(summary.meanPercent)}</strong>
            </p>
          )}
        </section>
      </div>
      <div class="columns">
        <section aria-labelledby="cumulative">
          <h2 class="govuk-heading-m" id="cumulative">
            การส่งรายงานสะสมเทียบกำหนดส่ง
          </h2>
          <Cumulative
            id="chart-cumulative"
            title="จำนวน อปท. ที่ส่งรายงานแล้วในแต่ละวัน"
            opens={opens}
            due={due}
            until={laterOf(addDays(due, 1), laterOf(today, lock) === today ? lock : today)}
            today={today}
            days={received}
            total={obligations.filter(({ state }) => state !== 'waived').length}
          />
        </section>
        <section aria-labelledby="visit-months">
          <h2 class="govuk-heading-m" id="visit-months">
            ปฏิทินนิเทศ
          </h2>
          {scheduled.length === 0 ? (
            <p class="govuk-body">
              ยังไม่ได้เผยแพร่กำหนดการ{' '}
              <a class="govuk-link" href={visitsPath}>
                จัดทำกำหนดการนิเทศ
              </a>
            </p>
          ) : (
            <div class="months">
              {monthsBetween(window.opens, window.closes).map((month) => (
                <MonthCalendar
                  month={month}
                  calendar={calendar}
                  loads={loadsOf(scheduled, [])}
                  hrefOf={(day) => `${visitsPath}?day=${day}#list`}
                />
              ))}
            </div>
          )}
        </section>
      </div>
    </>
  );
};

const Organizations: FC<BoardProps> = (props) => {
  const { obligations, query, today } = props;
  const chosen = select(obligations, query, today);
  const shown = chosen.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE);
  const pageHref = (page: number) => `?${searchOf({ ...query, page })}#organizations`;
  const first = (query.page - 1) * PAGE_SIZE + 1;
  return (
    <section aria-labelledby="organizations">
      <h2 class="govuk-heading-m" id="organizations">
        รายชื่อหน่วยงาน
      </h2>
      <StateCounts {...props} />
      <Filters {...props} />
      {shown.length === 0 ? (
        <EmptyState>
          ไม่พบหน่วยงานตามที่เลือก{' '}
          <a class="govuk-link" href="?#organizations">
            แสดงทั้งหมด
          </a>
        </EmptyState>
      ) : (
        <>
          <p class="govuk-body">
            แสดง {first}–{first + shown.length - 1} จาก {chosen.length} แห่ง
          </p>
          <OrganizationTable {...props} rows={shown} />
          <Pagination
            previous={query.page > 1 ? pageHref(query.page - 1) : undefined}
            next={query.page * PAGE_SIZE < chosen.length ? pageHref(query.page + 1) : undefined}
          />
        </>
      )}
      <Downloads {...props} />
    </section>
  );
};

const StateCounts: FC<BoardProps> = ({ obligations, query, today }) => {
  const { byState } = summarize(obligations, today);
  const current = (state: ObligationState | undefined) =>
    query.state === state && { 'aria-current': 'true' as const };
  return (
    <ul class="counts" aria-label="จำนวนหน่วยงานตามสถานะ">
      <li>
        <a class="govuk-link" href="?#organizations" {...current(undefined)}>
          ทั้งหมด <span class="counts__figure">{obligations.length}</span>
        </a>
      </li>
      {obligationStates
        .filter((state) => byState[state] > 0)
        .map((state) => (
          <li>
            <a class="govuk-link" href={`?state=${state}#organizations`} {...current(state)}>
              {obligationLabels[state]} <span class="counts__figure">{byState[state]}</span>
            </a>
          </li>
        ))}
    </ul>
  );
};

const Filters: FC<BoardProps> = ({ obligations, query }) => (
  <form class="filters" method="get" action="#organizations">
    <Field name="q" label="ค้นหาชื่อหน่วยงาน" type="search" value={query.q} width={20} />
    <AmphoeFilter names={amphoesOf(obligations)} chosen={query.amphoe} />
    <Select
      name="state"
      label="สถานะ"
      value={query.state ?? ''}
      options={[
        { value: '', text: 'ทุกสถานะ' },
        ...obligationStates.map((state) => ({ value: state, text: obligationLabels[state] })),
        { value: 'overdue', text: 'เกินกำหนด' },
        { value: 'bounced', text: 'อีเมลส่งไม่ถึง' },
      ]}
    />
    <Select
      name="sort"
      label="เรียงตาม"
      value={query.sort}
      options={[
        { value: 'amphoe', text: 'อำเภอ' },
        { value: 'late', text: 'วันเกินกำหนด' },
        { value: 'score', text: 'คะแนนน้อยก่อน' },
        { value: 'received', text: 'ส่งล่าสุดก่อน' },
      ]}
    />
    <Button kind="secondary">แสดงผล</Button>
  </form>
);

const OrganizationTable: FC<BoardProps & { rows: readonly Obligation[] }> = (props) => {
  const { province, fiscalYear, round, today, rows } = props;
  return (
    <Table
      caption="หน่วยงานและสถานะรายงาน"
      captionHidden
      rows={rows}
      columns={[
        {
          head: 'หน่วยงาน',
          heads: true,
          cell: ({ orgId, organization }) => (
            <>
              <a
                class="govuk-link"
                href={`/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`}
              >
                {organization.shortName}
              </a>
              <span class="cell-note">อ.{organization.amphoe}</span>
            </>
          ),
        },
        {
          head: 'สถานะ',
          cell: ({ state, versions }) => (
            <>
              <ObligationTag state={state} />
              {state === 'submitted' && versions.length > 1 && (
                <span class="cell-note">ฉบับแก้ไข (ฉบับที่ {versions.length})</span>
              )}
            </>
          ),
        },
        { head: 'กำหนดส่ง', cell: (row) => <Due obligation={row} today={today} /> },
        {
          head: 'คะแนน',
          cell: (row) =>
            row.versions.length > 0 ? <ScoreTag score={roundResult(row, today).score} /> : '–',
        },
        {
          head: 'ติดต่อ',
          cell: ({ orgId, organization }) => (
            <>
              {organization.phone && (
                <a class="govuk-link no-wrap" href={`tel:${organization.phone.replace(/\D/g, '')}`}>
                  {organization.phone}
                </a>
              )}
              {organization.takenOverBy && (
                <a
                  class="govuk-link cell-note"
                  href={`/organizations/${organization.takenOverBy.orgId}`}
                >
                  รวมกับ{organization.takenOverBy.shortName}
                </a>
              )}
              {organization.mail !== 'ok' && (
                <a
                  class="govuk-link cell-note"
                  href={`/provinces/${province}/contacts/${organization.takenOverBy?.orgId ?? orgId}`}
                >
                  ✕ {organization.mail === 'bounced' ? 'อีเมลส่งไม่ถึง' : 'ไม่มีอีเมลที่ใช้ได้'}
                </a>
              )}
            </>
          ),
        },
      ]}
    />
  );
};

/** Days left, days gone by, or how timely the first version was. */
const Due: FC<{ obligation: Obligation; today: LocalDate }> = ({ obligation, today }) => {
  if (!isAwaited(obligation)) {
    const { timeliness, daysLate } = roundResult(obligation, today);
    return <TimelinessTag timeliness={timeliness} daysLate={daysLate} />;
  }
  const left = daysLeft(obligation, today);
  return (
    <>
      {left >= 0 ? `เหลือ ${left} วัน` : <strong>✕ เกินกำหนด {-left} วัน</strong>}
      {obligation.extendedUntil && (
        <span class="cell-note">ขยายเวลาถึง {shortDate(obligation.extendedUntil)}</span>
      )}
    </>
  );
};

const Downloads: FC<BoardProps> = (props) => {
  const path = pathOfRound(props, props.fiscalYear, props.round);
  return (
    <ul class="govuk-list">
      <li>
        <a class="govuk-link" href={`${path}/organizations.csv`}>
          ดาวน์โหลดตารางนี้ทั้งจังหวัด (CSV เปิดด้วย Excel)
        </a>
      </li>
      <li>
        <a class="govuk-link" href={`${path}/line`}>
          ข้อความสำหรับกลุ่มไลน์ แยกตามอำเภอ
        </a>
      </li>
    </ul>
  );
};

function searchOf({ amphoe, state, q, sort, page }: BoardQuery): string {
  return new URLSearchParams({
    ...(q && { q }),
    ...(amphoe && { amphoe }),
    ...(state && { state }),
    ...(sort !== 'amphoe' && { sort }),
    ...(page > 1 && { page: String(page) }),
  }).toString();
}
