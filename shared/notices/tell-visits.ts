/** Tells hosts what is due to them about their visits: from the daily sweep, and at once after a change. */
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { localDateAt } from '../domain/local-date.ts';
import { visitLadder } from '../domain/notice.ts';
import type { Office } from '../domain/organization.ts';
import {
  type Letter,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  type Team,
  type Visit,
  visitNoticesDue,
  visitOf,
} from '../domain/supervision.ts';
import { type WorkCalendar, workCalendar } from '../domain/work-calendar.ts';
import type { NoticeStore } from '../store/notice-store.ts';
import type { RosterStore } from '../store/roster-store.ts';
import type { SeasonStore } from '../store/season-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { actingFor, takenOverBy } from './reached.ts';
import { visitNotices } from './visit-notices.ts';

interface Stores {
  readonly roster: Pick<RosterStore, 'find'>;
  readonly season: Pick<SeasonStore, 'saveVisit'>;
  readonly notices: Pick<NoticeStore, 'enqueue'>;
}

interface Scene {
  readonly fiscalYear: FiscalYear;
  readonly office: Office;
  readonly calendar: WorkCalendar;
  readonly now: Date;
  readonly teams: readonly Team[];
  /** The circular's. */
  readonly letter: Letter | undefined;
}

/**
 * Enqueues what is due about one visit and notes it with the visit.
 *
 * When somebody else writes the visit meanwhile the note is lost, and the next sweep makes it; the ledger keeps
 * the notice itself from going out twice.
 */
export async function tellVisit(
  { roster, season, notices }: Stores,
  { teams, letter, ...scene }: Scene,
  entry: ScheduleEntry,
  stored: Visit | undefined,
): Promise<void> {
  const { calendar, now, fiscalYear } = scene;
  const today = localDateAt(now);
  // Most days nothing is due: then nobody's contacts need to be read.
  const offhand = visitNoticesDue(entry, stored, [], visitLadder, calendar, today);
  if (offhand.due.length === 0 && offhand.skipped.length === 0) return;
  const organization = await roster.find(entry.orgId);
  if (!organization) return;
  const reached = await actingFor(roster, organization, today);
  const { contacts } = reached.organization;
  const { due, skipped } = visitNoticesDue(entry, stored, contacts, visitLadder, calendar, today);
  if (due.length === 0 && skipped.length === 0) return;

  const team = teams.find(({ teamId }) => teamId === entry.teamId);
  const place = stored?.acknowledged?.place || undefined;
  for (const notice of due) {
    const rows = visitNotices(notice, {
      ...scene,
      entry,
      organization,
      takenOverBy: takenOverBy(reached, today),
      team,
      letter: noticeLetterOf(entry, { letter }),
      place,
      today,
    });
    for (const row of rows) await notices.enqueue(row, now);
  }
  const visit = stored ?? newVisit(fiscalYear, entry);
  const outcomes = [
    ...due.map(({ rung }) => [rung, { on: today, outcome: 'queued' }] as const),
    ...skipped.map(({ rung, why }) => [rung, { on: today, outcome: 'skipped', why }] as const),
  ];
  await season.saveVisit({ ...visit, rungs: { ...visit.rungs, ...Object.fromEntries(outcomes) } });
}

interface Dependencies extends Stores {
  readonly roster: Pick<RosterStore, 'find' | 'office'>;
  readonly season: Pick<SeasonStore, 'saveVisit' | 'teams' | 'visits'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

/** For an act that has just changed the schedule: tells the hosts `orgIds` without waiting for the sweep. */
export function createTellVisits(dependencies: Dependencies) {
  const { roster, season, settings, now } = dependencies;
  return async (schedule: Schedule, orgIds: readonly string[]): Promise<void> => {
    const { fiscalYear, province, letter, entries } = schedule;
    const [office, teams, visits, { calendarOverrides }] = await Promise.all([
      roster.office(province),
      season.teams(fiscalYear, province),
      season.visits(fiscalYear, province),
      settings.load(),
    ]);
    if (!office) return;
    const calendar = workCalendar(province, calendarOverrides);
    const scene = { fiscalYear, office, calendar, now: now(), teams, letter };
    for (const entry of entries.filter(({ orgId }) => orgIds.includes(orgId))) {
      await tellVisit(dependencies, scene, entry, visitOf(entry, visits));
    }
  };
}

function newVisit(fiscalYear: FiscalYear, { orgId, visitNo }: ScheduleEntry): Visit {
  return { schemaVersion: 1, orgId, fiscalYear, visitNo, rungs: {}, rev: 1 };
}
