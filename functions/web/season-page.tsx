/** The season of visits: what is published, what is in the making, and why. */

import type { FC } from 'hono/jsx';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { type CycleRules, visitWindow } from '../../shared/domain/round.ts';
import type { ScheduleConflict } from '../../shared/domain/schedule.ts';
import { lackingNotice } from '../../shared/domain/served-notice.ts';
import {
  reportOverdueBy,
  type Visit,
  type VisitState,
  visitState,
  visitStates,
} from '../../shared/domain/supervision.ts';
import type { PlanningRun } from '../../shared/store/planning-store.ts';
import { dayAndDate, longDate, shortDate, visitLabels } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Notification,
  Pagination,
  Select,
  SummaryCard,
  SummaryCards,
  Table,
} from '../../shared/web/components.tsx';
import {
  loadsOf,
  MonthCalendar,
  monthsBetween,
  teamMark,
} from '../../shared/web/month-calendar.tsx';
import { VisitTag } from '../../shared/web/tags.tsx';
import { VisitMap } from '../../shared/web/visit-map.tsx';
import { AmphoeFilter } from './amphoe-filter.tsx';
import { PAGE_SIZE } from './board.ts';
import type { SeasonPlan } from './edit-schedule.ts';
import { LackTag, UrgentTag } from './notice-standing.tsx';
import { PlanProblems } from './plan-problems.tsx';
import { RunProgress } from './run-progress.tsx';
import { InTheMaking, NotChosen } from './season-draft.tsx';
import {
  amphoeNames,
  amphoeOf,
  daySheetHref,
  hoursOf,
  shortNames,
  teamName,
} from './visit-words.ts';

export interface SeasonQuery {
  readonly state: VisitState | 'report-overdue' | 'needs-day' | 'lacks-notice' | undefined;
  readonly day: LocalDate | undefined;
  readonly amphoe: string;
  readonly page: number;
}

export interface SeasonPageProps {
  readonly plan: SeasonPlan;
  readonly visits: readonly Visit[];
  /** How the latest planning run stands, as far as anybody can tell. */
  readonly run: PlanningRun['state'] | undefined;
  readonly conflicts: readonly ScheduleConflict[];
  readonly fiscalYear: FiscalYear;
  readonly base: string;
  readonly rules: CycleRules;
  readonly query: SeasonQuery;
  readonly mayPlan: boolean;
}

export const SeasonPage: FC<SeasonPageProps> = (props) => (
  <>
    <span class="govuk-caption-l">ปีงบประมาณ พ.ศ. {props.fiscalYear}</span>
    <h1 class="govuk-heading-l">การนิเทศติดตาม</h1>
    <Running {...props} />
    <PlanProblems {...props} />
    <Newer {...props} />
    <Unserved {...props} />
    <Figures {...props} />
    <Months {...props} />
    {props.plan.schedule && <Published {...props} />}
    <InTheMaking {...props} />
    <NotChosen {...props} />
    <Places {...props} />
  </>
);

const Running: FC<SeasonPageProps> = ({ plan, run }) => {
  if (run === 'running') {
    const progress = plan.run?.state === 'running' ? plan.run : undefined;
    return <RunProgress title="ระบบกำลังจัดทำข้อเสนอกำหนดการ" run={progress} />;
  }
  if (run === 'failed') {
    return (
      <Notification title="จัดทำข้อเสนอกำหนดการไม่สำเร็จ">
        <p class="govuk-body">ร่างกำหนดการเดิมยังอยู่ครบ กด “จัดทำข้อเสนอใหม่” เพื่อลองอีกครั้ง</p>
      </Notification>
    );
  }
  return null;
};

/** A proposal made after the draft was begun; nothing is left to propose where the whole draft is published. */
const Newer: FC<SeasonPageProps> = ({ plan, base, mayPlan }) => {
  const { run, draft, schedule, entries } = plan;
  const newer = run?.state === 'done' && draft && run.runId !== draft.runId;
  const wanted = !schedule || entries.length > 0;
  return newer && wanted && mayPlan ? (
    <Notification title="มีข้อเสนอใหม่กว่าร่างที่กำลังแก้ไข">
      <form method="post" action={`${base}/adopt`}>
        <input type="hidden" name="draft" value={String(draft.version)} />
        <p class="govuk-body">ใช้ข้อเสนอใหม่ได้ โดยแห่งที่ปักหมุดไว้คงเดิม ส่วนการแก้ไขอื่นจะถูกแทนที่</p>
        <Button kind="secondary">ใช้ข้อเสนอใหม่</Button>
      </form>
    </Notification>
  ) : null;
};

/** The published visits with what has happened to each. */
function followed({ plan, visits }: Pick<SeasonPageProps, 'plan' | 'visits'>) {
  const byKey = new Map(visits.map((visit) => [`${visit.orgId}#${visit.visitNo}`, visit]));
  return plan.context.published.map((entry) => {
    const visit = byKey.get(`${entry.orgId}#${entry.visitNo}`);
    const { today } = plan.context;
    const lack = lackingNotice(entry, plan.schedule, visit, today);
    return { entry, visit, lack, state: visitState(entry, visit, today) };
  });
}

/** Visits that draw near without a notice that counts. */
const Unserved: FC<SeasonPageProps> = (props) => {
  const lacking = followed(props).filter(({ lack }) => lack);
  const { today } = props.plan.context;
  const late = lacking.filter(({ lack }) => lack && lack.by < today).length;
  return lacking.length === 0 ? null : (
    <Notification title={`${lacking.length} แห่งใกล้ถึงวันนิเทศ แต่ยังไม่มีหนังสือแจ้งที่ครบ 7 วัน`}>
      <p class="govuk-body">
        {late > 0 && `เลยกำหนดแจ้งแล้ว ${late} แห่ง ต้องทำเครื่องหมายเร่งด่วนพร้อมเหตุผล หรือกำหนดวันใหม่ `}
        <a class="govuk-notification-banner__link" href="?state=lacks-notice#list">
          ดูรายการ
        </a>
      </p>
    </Notification>
  );
};

const NEEDS_DAY: readonly VisitState[] = ['reschedule_requested', 'postponed'];

function isIn(
  { entry, visit, lack, state }: ReturnType<typeof followed>[number],
  wanted: SeasonQuery['state'],
  { supervisionReportDays }: CycleRules,
  today: LocalDate,
): boolean {
  switch (wanted) {
    case undefined:
      return true;
    case 'needs-day':
      return NEEDS_DAY.includes(state);
    case 'lacks-notice':
      return lack !== undefined;
    case 'report-overdue':
      return reportOverdueBy(entry, visit, supervisionReportDays, today);
    default:
      return state === wanted;
  }
}

const REPORTED: readonly VisitState[] = ['report_signed', 'report_submitted', 'closed'];

const Figures: FC<SeasonPageProps> = (props) => {
  const { plan } = props;
  const published = followed(props).filter(({ state }) => state !== 'cancelled');
  const count = (...states: VisitState[]) =>
    published.filter(({ state }) => states.includes(state)).length;
  if (published.length === 0) {
    const amphoes = new Set(plan.entries.map(({ orgId }) => amphoeOf(plan, orgId)));
    const all = new Set(plan.organizations.map(({ amphoe }) => amphoe.name));
    const { run } = plan;
    const proposal = run?.proposal?.outcome === 'planned' ? run.proposal : undefined;
    return (
      <SummaryCards>
        <SummaryCard figure={plan.entries.length} label="แห่งในร่างกำหนดการ" />
        <SummaryCard figure={`${amphoes.size} / ${all.size}`} label="อำเภอที่จะได้ไป" />
        <SummaryCard figure={plan.context.teams.length} label="คณะนิเทศติดตาม" />
        <SummaryCard
          figure={proposal ? `${proposal.kilometres.toLocaleString('th-TH')} กม.` : '–'}
          label="ระยะทางตามข้อเสนอ"
        />
      </SummaryCards>
    );
  }
  return (
    <SummaryCards>
      <SummaryCard
        figure={`${count('report_draft', ...REPORTED)} / ${published.length}`}
        label="นิเทศและบันทึกรายงานแล้ว"
      />
      <SummaryCard
        figure={count('acknowledged')}
        label="ตอบรับแล้ว"
        href="?state=acknowledged#list"
      />
      <SummaryCard figure={count('notified')} label="แจ้งแล้ว รอตอบรับ" href="?state=notified#list" />
      <SummaryCard
        figure={count(...NEEDS_DAY)}
        label="ต้องกำหนดวันใหม่"
        href="?state=needs-day#list"
      />
    </SummaryCards>
  );
};

const Months: FC<SeasonPageProps> = ({ plan, fiscalYear, rules, base }) => {
  const { teams, calendar } = plan.context;
  const scheduled = plan.context.published.filter(({ state }) => state === 'scheduled');
  const visits = [...scheduled, ...plan.entries];
  if (visits.length === 0) return null;
  const { opens, closes } = visitWindow(fiscalYear, rules);
  const dates = [opens, closes, ...visits.map(({ date }) => date)].toSorted();
  return (
    <section aria-labelledby="months">
      <h2 class="govuk-heading-m" id="months">
        ปฏิทินนิเทศ
      </h2>
      <p class="govuk-body">
        {teams.map(({ name }, place) => `${teamMark(place)} ${name}`).join(' · ')}{' '}
        <a class="govuk-link" href={`${base}/board`}>
          ดูและย้ายรายสัปดาห์
        </a>
      </p>
      <div class="months">
        {monthsBetween(dates[0] ?? opens, dates.at(-1) ?? closes).map((month) => (
          <MonthCalendar
            month={month}
            calendar={calendar}
            loads={loadsOf(
              visits,
              teams.map(({ teamId }) => teamId),
            )}
            teams
            nameHolidays
            {...(plan.schedule && { hrefOf: (day: LocalDate) => `${base}?day=${day}#list` })}
          />
        ))}
      </div>
    </section>
  );
};

/** What can be done with a published season, by what it is for. */
const SeasonActs: FC<Pick<SeasonPageProps, 'base' | 'mayPlan'>> = ({ base, mayPlan }) => {
  const groups = [
    {
      title: 'เอกสารและข้อความ',
      acts: [
        { text: 'ดาวน์โหลดหนังสือและเอกสาร', href: `${base}/papers` },
        { text: 'ตารางการเดินทางไปราชการ', href: `${base}/travel` },
        { text: 'ข้อความกลุ่มไลน์', href: `${base}/line` },
        { text: 'ชุดเสนอคณะกรรมการ', href: `${base}/submissions` },
        ...(mayPlan
          ? [{ text: 'ปฏิทินสำหรับสมัครรับ', href: base.replace(/\/visits\/\d+$/, '/calendars') }]
          : []),
      ],
    },
    {
      title: 'หนังสือแจ้งและการตอบรับ',
      acts: [
        ...(mayPlan
          ? [
              { text: 'บันทึกเลขที่หนังสือ', href: `${base}/letter` },
              { text: 'บันทึกเลขที่รายแห่ง', href: `${base}/letters` },
            ]
          : []),
        { text: 'ยังไม่ตอบรับ', href: `${base}/unanswered` },
      ],
    },
    {
      title: 'เปลี่ยนกำหนดการ',
      acts: mayPlan
        ? [
            { text: 'เลื่อนหลายแห่งพร้อมกัน', href: `${base}/postpone` },
            { text: 'ปรับกำหนดการเมื่อมีเหตุ', href: `${base}/events` },
          ]
        : [],
    },
  ];
  return (
    <div class="season-acts no-print">
      {groups
        .filter(({ acts }) => acts.length > 0)
        .map(({ title, acts }) => (
          <div>
            <h3 class="govuk-heading-s">{title}</h3>
            <ul class="govuk-list">
              {acts.map(({ text, href }) => (
                <li>
                  <a class="govuk-link" href={href}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </div>
  );
};

const Published: FC<SeasonPageProps> = (props) => {
  const { plan, query, base, rules, mayPlan } = props;
  const { schedule } = plan;
  const names = shortNames(plan.organizations, plan.context.today);
  const chosen = followed(props)
    .filter(({ entry }) => query.day === undefined || entry.date === query.day)
    .filter(({ entry }) => query.amphoe === '' || amphoeOf(plan, entry.orgId) === query.amphoe)
    .filter((one) => isIn(one, query.state, rules, plan.context.today));
  const shown = chosen.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE);
  const { amphoe, state = '', day = '' } = query;
  const pageHref = (to: number) =>
    `?${new URLSearchParams({ amphoe, state, day, page: String(to) })}#list`;
  return (
    <section aria-labelledby="list">
      <h2 class="govuk-heading-m" id="list">
        กำหนดการที่เผยแพร่แล้ว {query.day && longDate(query.day)}
      </h2>
      <p class="govuk-body">
        {schedule?.letter
          ? `หนังสือแจ้ง ที่ ${schedule.letter.no} ลงวันที่ ${shortDate(schedule.letter.date)}`
          : 'ยังไม่ได้บันทึกเลขที่หนังสือ อีเมลจึงออกในชื่อ “แจ้งล่วงหน้าอย่างไม่เป็นทางการ”'}
      </p>
      <SeasonActs base={base} mayPlan={mayPlan} />
      <SeasonFilters {...props} />
      {shown.length === 0 ? (
        <EmptyState>
          ไม่มีการนิเทศตามที่เลือก{' '}
          <a class="govuk-link" href="?#list">
            แสดงทั้งหมด
          </a>
        </EmptyState>
      ) : (
        <Table
          caption="การนิเทศและสถานะ"
          captionHidden
          rows={shown}
          columns={[
            {
              head: 'วันและเวลา',
              cell: ({ entry }) => (
                <>
                  {entry.state === 'scheduled' ? dayAndDate(entry.date) : '–'}
                  {entry.state === 'scheduled' && <span class="cell-note">{hoursOf(entry)}</span>}
                </>
              ),
            },
            {
              head: 'หน่วยงาน',
              heads: true,
              cell: ({ entry }) => (
                <>
                  <a class="govuk-link" href={`${base}/${entry.orgId}/${entry.visitNo}`}>
                    {names.get(entry.orgId)}
                  </a>
                  <span class="cell-note">อ.{amphoeOf(plan, entry.orgId)}</span>
                </>
              ),
            },
            {
              head: 'คณะ',
              cell: ({ entry: { teamId, date, state } }) => (
                <>
                  {teamName(plan.context.teams, teamId)}
                  {state === 'scheduled' && (
                    <a class="govuk-link cell-note" href={daySheetHref(base, date, teamId)}>
                      ใบงานของวัน<span class="govuk-visually-hidden"> {shortDate(date)}</span>
                    </a>
                  )}
                </>
              ),
            },
            {
              head: 'สถานะ',
              cell: ({ entry, lack, state }) => (
                <>
                  <VisitTag state={state} /> {entry.urgent && <UrgentTag />}
                  {lack && <LackTag lack={lack} today={plan.context.today} />}
                </>
              ),
            },
          ]}
        />
      )}
      <Pagination
        previous={query.page > 1 ? pageHref(query.page - 1) : undefined}
        next={query.page * PAGE_SIZE < chosen.length ? pageHref(query.page + 1) : undefined}
      />
    </section>
  );
};

const SeasonFilters: FC<SeasonPageProps> = ({ plan, query }) => (
  <form class="filters" method="get" action="#list">
    <AmphoeFilter names={amphoeNames(plan)} chosen={query.amphoe} />
    <Select
      name="state"
      label="สถานะ"
      value={query.state ?? ''}
      options={[
        { value: '', text: 'ทุกสถานะ' },
        ...visitStates.map((state) => ({ value: state, text: visitLabels[state] })),
        { value: 'needs-day', text: 'ต้องกำหนดวันใหม่' },
        { value: 'lacks-notice', text: 'ยังไม่มีหนังสือแจ้งที่ครบ 7 วัน' },
        { value: 'report-overdue', text: 'รายงานการนิเทศเกินกำหนด' },
      ]}
    />
    <Button kind="secondary">แสดงผล</Button>
  </form>
);

const Places: FC<SeasonPageProps> = ({ plan }) => {
  const { teams, published, today } = plan.context;
  const visits = [...published.filter(({ state }) => state === 'scheduled'), ...plan.entries];
  if (visits.length === 0) return null;
  const teamOf = new Map(
    visits.map(({ orgId, teamId }) => [orgId, teams.findIndex((team) => team.teamId === teamId)]),
  );
  const points = plan.organizations.flatMap((organization) => {
    const { position, orgId } = organization;
    const label = nameOn(organization, today).shortName;
    return position ? [{ ...position, label, team: teamOf.get(orgId) }] : [];
  });
  return (
    <section aria-labelledby="places">
      <h2 class="govuk-heading-m" id="places">
        ที่ตั้งของแห่งที่จะนิเทศ
      </h2>
      <VisitMap points={points} teams={teams.map(({ name }) => name)} />
    </section>
  );
};
