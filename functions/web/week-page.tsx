/** One week of the season: teams by days, each visit in its place; with a script visits are moved directly. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import {
  addDays,
  isLocalDate,
  type LocalDate,
  laterOf,
  weekday,
} from '../../shared/domain/local-date.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import { dayOff } from '../../shared/domain/season-setup.ts';
import { lackingNotice } from '../../shared/domain/served-notice.ts';
import {
  type ScheduleEntry,
  type Team,
  type Visit,
  visitOf,
} from '../../shared/domain/supervision.ts';
import { dayKind } from '../../shared/domain/work-calendar.ts';
import { clock, dayAndDate, shortDate } from '../../shared/text/thai.ts';
import { Notification } from '../../shared/web/components.tsx';
import { conflictsOf, loadPlan, type SeasonPlan } from './edit-schedule.ts';
import { LackTag, UrgentTag } from './notice-standing.tsx';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { conflictText, daySheetHref, shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export async function answerWeek(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const today = todayOf(dependencies);
  const { fiscalYear, province } = frame.season;
  const [plan, visits, { rules }] = await Promise.all([
    loadPlan(dependencies, frame.season, today),
    dependencies.seasons.visits(fiscalYear, province),
    dependencies.settings.load(),
  ]);
  const asked = c.req.query('week');
  const opens = visitWindow(frame.season.fiscalYear, rules).opens;
  const monday = mondayOf(isLocalDate(asked) ? asked : laterOf(opens, today));
  const title = `กำหนดการรายสัปดาห์ ${shortDate(monday)} – ${shortDate(addDays(monday, 4))}`;
  return page(
    c,
    seasonOptions(frame, title),
    <>
      {c.req.query('done') && <Notification kind="success" title="บันทึกในร่างกำหนดการแล้ว" />}
      <h1 class="govuk-heading-l">{title}</h1>
      <nav class="actions" aria-label="สัปดาห์อื่น">
        <a class="govuk-link" href={`?week=${addDays(monday, -7)}`}>
          ← สัปดาห์ก่อน
        </a>
        <a class="govuk-link" href={`?week=${addDays(monday, 7)}`}>
          สัปดาห์ถัดไป →
        </a>
        <a class="govuk-link" href={frame.base}>
          ทั้งฤดูนิเทศ
        </a>
      </nav>
      <Week {...{ plan, frame, monday }} followed={visits} />
    </>,
  );
}

function mondayOf(day: LocalDate): LocalDate {
  return addDays(day, -((weekday(day) + 6) % 7));
}

interface WeekProps {
  readonly plan: SeasonPlan;
  readonly frame: SeasonFrame;
  readonly monday: LocalDate;
  /** What has happened to published visits so far. */
  readonly followed: readonly Visit[];
}

const Week: FC<WeekProps> = ({ plan, frame, monday, followed }) => {
  const days = [0, 1, 2, 3, 4].map((n) => addDays(monday, n));
  const teams = plan.context.teams.filter(({ retired }) => !retired);
  const published = plan.context.published.filter(({ state }) => state === 'scheduled');
  const visits = inOrder([...published, ...plan.entries]);
  const names = shortNames(plan.organizations, plan.context.today);
  const wrong = new Map(
    conflictsOf(plan.entries, plan).map((conflict) => [
      conflict.orgId,
      conflictText(conflict, names),
    ]),
  );
  const { mayPlan, base } = frame;
  return (
    <div
      class="week"
      {...(mayPlan && {
        'data-week': monday,
        'data-base': base,
        'data-draft': String(plan.draft?.version ?? 0),
      })}
    >
      <div class="check-answer" role="status" data-check-answer=""></div>
      <div class="week__scroll">
        <table class="week__table">
          <caption class="govuk-visually-hidden">การนิเทศของแต่ละคณะในสัปดาห์นี้</caption>
          <thead>
            <tr>
              <th scope="col">คณะ</th>
              {days.map((day) => (
                <th scope="col">{dayAndDate(day)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr>
                <th scope="row">{team.name}</th>
                {days.map((day) => (
                  <Cell
                    {...{ plan, base, mayPlan, team, day, names, wrong, followed }}
                    visits={visits.filter((one) => one.teamId === team.teamId && one.date === day)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="govuk-body">
        ✓ เผยแพร่แล้ว · ◆ ปักหมุด · ⚠ มีข้อขัดข้อง
        {mayPlan && (
          <span data-with-script="" hidden>
            {' '}
            · ลากการนิเทศไปวางในช่องใหม่ หรือกด “ย้าย” แล้วเลือกช่อง
          </span>
        )}
      </p>
    </div>
  );
};

interface CellProps {
  readonly plan: SeasonPlan;
  readonly base: string;
  readonly mayPlan: boolean;
  readonly team: Team;
  readonly day: LocalDate;
  readonly visits: readonly ScheduleEntry[];
  readonly names: ReadonlyMap<string, string>;
  readonly wrong: ReadonlyMap<string, string>;
  readonly followed: readonly Visit[];
}

const Cell: FC<CellProps> = (props) => {
  const { plan, base, mayPlan, team, day, visits, names, wrong, followed } = props;
  const { today } = plan.context;
  const why = offReason(plan, team, day);
  const isPublished = (entry: ScheduleEntry) => plan.context.published.includes(entry);
  return (
    <td
      class={why === undefined ? '' : 'week__off'}
      data-day={dayAndDate(day)}
      {...(why === undefined && { 'data-team': team.teamId, 'data-date': day })}
    >
      {why !== undefined && <span class="week__why">{why}</span>}
      {visits.map((entry) => {
        const { orgId, visitNo, pinned, startMinute } = entry;
        const told = isPublished(entry);
        const name = names.get(orgId) ?? orgId;
        const movable = mayPlan && (!told || day > today);
        const lack = told && lackingNotice(entry, plan.schedule, visitOf(entry, followed), today);
        const place = told ? `${base}/${orgId}/${visitNo}` : `${base}/plan/${orgId}`;
        return (
          <div
            class={`week__visit${told ? ' week__visit--told' : ''}`}
            {...(movable && {
              'data-visit': orgId,
              ...(told && { 'data-visit-no': String(visitNo) }),
              'data-name': name,
            })}
          >
            <span class="week__time">{clock(startMinute)}</span> {told && '✓'}
            {pinned && '◆'}
            {wrong.has(orgId) && !told && <span title={wrong.get(orgId)}>⚠</span>}{' '}
            {mayPlan || told ? <a href={place}>{name}</a> : name}
            {entry.urgent && <UrgentTag />}
            {lack && <LackTag lack={lack} today={today} />}
            {entry.hostOrgId && <span class="cell-note">ร่วมที่ {names.get(entry.hostOrgId)}</span>}
            {movable && (
              <form method="post" action={`${place}/pin`} class="week__pin">
                <input type="hidden" name="week" value={day} />
                <input type="hidden" name="pinned" value={pinned ? 'no' : 'yes'} />
                <input
                  type="hidden"
                  name={told ? 'schedule' : 'draft'}
                  value={String((told ? plan.schedule?.version : plan.draft?.version) ?? 0)}
                />
                <button type="submit" class="link-button">
                  {pinned ? 'ปลดหมุด' : 'ปักหมุด'}
                  <span class="govuk-visually-hidden"> {name}</span>
                </button>
              </form>
            )}
          </div>
        );
      })}
      {visits.some(isPublished) && (
        <a class="govuk-link cell-note" href={daySheetHref(base, day, team.teamId)}>
          ใบงานของวัน
          <span class="govuk-visually-hidden">
            {' '}
            {dayAndDate(day)} {team.name}
          </span>
        </a>
      )}
    </td>
  );
};

/** Why nobody goes out on that day; empty where the reason is not told. */
function offReason(plan: SeasonPlan, team: Team, day: LocalDate): string | undefined {
  const kind = dayKind(plan.context.calendar, day);
  if (kind.kind === 'holiday') return kind.name;
  if (kind.kind === 'unknown') return 'ไม่มีปฏิทินวันหยุด';
  const off = dayOff(plan.context.teamsOff?.get(team.teamId) ?? [], day);
  if (off || team.blockedDays.includes(day)) return off?.reason || 'คณะไม่ว่าง';
  return day <= plan.context.today ? '' : undefined;
}
