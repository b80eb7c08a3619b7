/**
 * `Sweep supervision`: tells hosts of their visits, 200 at a time, the office of reports that are overdue,
 * and organizations of recommendations that await them.
 */
import { officeIsReminded } from '../../shared/domain/cycle.ts';
import { addDays, localDateAt } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import { lackingNotice } from '../../shared/domain/served-notice.ts';
import { withLetters } from '../../shared/domain/submission-bundles.ts';
import {
  reportOverdueBy,
  type Schedule,
  type ScheduleEntry,
  type Team,
  type Visit,
  visitOf,
} from '../../shared/domain/supervision.ts';
import { isWorkingDay } from '../../shared/domain/work-calendar.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { followUp } from '../../shared/notices/follow-up-notices.ts';
import { tellVisit } from '../../shared/notices/tell-visits.ts';
import { overdueNotices, unservedNotices } from '../../shared/notices/visit-notices.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { NoticeStore } from '../../shared/store/notice-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { SubmissionStore } from '../../shared/store/submission-store.ts';
import type { SweepContext } from './sweep-round.ts';

/** Few of them have anything to be told on a day, and each call reads the visits of the whole season. */
const PAGE = 200;

export interface SupervisionSweepDependencies {
  readonly roster: Pick<RosterStore, 'find'>;
  readonly season: SeasonStore;
  readonly submissions: Pick<SubmissionStore, 'find'>;
  readonly notices: Pick<NoticeStore, 'enqueue'>;
  readonly audit: Pick<AuditStore, 'append'>;
}

/** Serves one page; the cursor of the next one, `null` after the last. */
export async function sweepSupervision(
  dependencies: SupervisionSweepDependencies,
  context: SweepContext,
  cursor: string | null,
): Promise<string | null> {
  const { season, audit } = dependencies;
  const { fiscalYear, province } = context.cycle;
  const schedule = await season.schedule(fiscalYear, province);
  if (!schedule) {
    // Past years' recommendations are followed up all the same.
    await followUp(dependencies, context, []);
    return null;
  }
  if (schedule.pendingAudit) {
    await audit.append(`PROVINCE#${province}`, schedule.pendingAudit);
    await season.scheduleAuditSettled(schedule);
  }
  const [teams, visits] = await Promise.all([
    season.teams(fiscalYear, province),
    season.visits(fiscalYear, province),
  ]);
  const sent = await noteSubmitted(dependencies, context, visits);
  const from = Number(cursor ?? 0);
  await inParallel(schedule.entries.slice(from, from + PAGE), (entry) =>
    sweepVisit(dependencies, context, schedule, teams, entry, visitOf(entry, sent)),
  );
  const next = from + PAGE;
  if (next < schedule.entries.length) return String(next);
  await tellUnserved(dependencies, context, schedule);
  await tellOverdue(dependencies, context, schedule, teams, sent);
  await followUp(dependencies, context, sent);
  return null;
}

/** Reports that have gone out to the committee say so, also where a crash kept the office's act from noting it. */
async function noteSubmitted(
  { season, submissions }: SupervisionSweepDependencies,
  { cycle }: SweepContext,
  visits: readonly Visit[],
): Promise<readonly Visit[]> {
  const all = await submissions.find(cycle.fiscalYear, cycle.province);
  if (all.bundles.length === 0) return visits;
  return Promise.all(
    visits.map(async (visit) => {
      const next = withLetters(visit, all);
      return (next && (await season.saveVisit(next))) ?? visit;
    }),
  );
}

async function sweepVisit(
  dependencies: SupervisionSweepDependencies,
  context: SweepContext,
  { letter }: Schedule,
  teams: readonly Team[],
  entry: ScheduleEntry,
  stored: Visit | undefined,
): Promise<void> {
  const { season, audit } = dependencies;
  if (stored?.pendingAudit) {
    await audit.append(`ORG#${entry.orgId}`, stored.pendingAudit);
    await season.visitAuditSettled(stored);
  }
  const { calendar, now, office, cycle } = context;
  const scene = { fiscalYear: cycle.fiscalYear, office, calendar, now, teams, letter };
  await tellVisit(dependencies, scene, entry, stored);
}

/** On working days, while a visit draws near without a notice that counts. */
async function tellUnserved(
  { roster, season, notices }: SupervisionSweepDependencies,
  context: SweepContext,
  schedule: Schedule,
): Promise<void> {
  const { calendar, now, office, cycle } = context;
  const { fiscalYear } = cycle;
  const today = localDateAt(now);
  if (!isWorkingDay(calendar, today)) return;
  const near = inOrder(schedule.entries).filter(
    (entry) => lackingNotice(entry, schedule, undefined, today) !== undefined,
  );
  const found = await Promise.all(
    near.map(async (entry) => {
      const { orgId, visitNo } = entry;
      // As it is after this morning's mails.
      const visit = await season.visit({ fiscalYear, orgId, visitNo });
      return { entry, lack: lackingNotice(entry, schedule, visit, today) };
    }),
  );
  const lacking = found.flatMap(({ entry, lack }) => (lack ? [{ entry, lack }] : []));
  if (lacking.length === 0) return;
  const rows = await Promise.all(
    lacking.map(async ({ entry: { orgId, date }, lack }) => {
      const organization = await roster.find(orgId);
      const shortName = organization ? nameOn(organization, today).shortName : orgId;
      return { ...lack, shortName, visitDate: date };
    }),
  );
  for (const row of unservedNotices(rows, { office, fiscalYear, calendar, now, today })) {
    await notices.enqueue(row, now);
  }
}

async function tellOverdue(
  { roster, notices }: SupervisionSweepDependencies,
  context: SweepContext,
  { entries }: Schedule,
  teams: readonly Team[],
  visits: readonly Visit[],
): Promise<void> {
  const { rules, calendar, now, office, cycle } = context;
  const today = localDateAt(now);
  if (!isWorkingDay(calendar, today) || !officeIsReminded(cycle.fiscalYear, rules, today)) return;
  const overdue = entries.filter((entry) =>
    reportOverdueBy(entry, visitOf(entry, visits), rules.supervisionReportDays, today),
  );
  if (overdue.length === 0) return;
  const rows = await Promise.all(
    overdue.map(async ({ orgId, date, teamId }) => {
      const organization = await roster.find(orgId);
      const team = teams.find((candidate) => candidate.teamId === teamId);
      return {
        shortName: organization ? nameOn(organization, today).shortName : orgId,
        visitDate: date,
        dueOn: addDays(date, rules.supervisionReportDays),
        teamLeader: team?.members[0]?.position ?? 'หัวหน้าคณะนิเทศติดตาม',
      };
    }),
  );
  const { fiscalYear } = cycle;
  for (const row of overdueNotices(rows, { office, fiscalYear, calendar, now, today })) {
    await notices.enqueue(row, now);
  }
}
