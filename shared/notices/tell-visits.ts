/**
 * Tells hosts, and the teams that visit them, what is due to them about their visits: from the daily sweep, and at
 * once after a change.
 */
import type { FiscalYear } from '../domain/fiscal-year.ts';
import type { NewNotice } from '../domain/ledger.ts';
import { type LocalDate, localDateAt } from '../domain/local-date.ts';
import { visitLadder } from '../domain/notice.ts';
import type { Office } from '../domain/organization.ts';
import {
  calendarSequence,
  earlierLetterOf,
  type Letter,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  type Team,
  toldOf,
  type Visit,
  type VisitNotice,
  visitNoticesDue,
  visitOf,
} from '../domain/supervision.ts';
import { type WorkCalendar, workCalendar } from '../domain/work-calendar.ts';
import type { NoticeStore } from '../store/notice-store.ts';
import type { RosterStore } from '../store/roster-store.ts';
import type { SeasonStore } from '../store/season-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { actingFor, takenOverBy } from './reached.ts';
import { membersOf, type TeamChange, teamNotices, visitNotices } from './visit-notices.ts';

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
  const team = teams.find(({ teamId }) => teamId === entry.teamId);
  // Most days nothing is due: then nobody's contacts need to be read.
  const offhand = visitNoticesDue(entry, stored, [], visitLadder, calendar, today);
  const isTold = offhand.due.length === 0 && offhand.skipped.length === 0;
  if (isTold && teamChange(entry, stored, team, today) === undefined) return;
  const organization = await roster.find(entry.orgId);
  if (!organization) return;
  const reached = await actingFor(roster, organization, today);
  const { contacts } = reached.organization;
  const { due, skipped } = visitNoticesDue(entry, stored, contacts, visitLadder, calendar, today);
  const present = noticeLetterOf(entry, { letter });
  const scenery = {
    ...scene,
    entry,
    organization,
    takenOverBy: takenOverBy(reached, today),
    team,
    letter: present,
    earlier: earlierLetterOf(entry, { letter }),
    visit: stored,
    place: stored?.acknowledged?.place || undefined,
    today,
  };
  const rows = due.flatMap((notice) => visitNotices(notice, scenery));
  const outcomes = [
    ...due.map(({ rung }) => [rung, { on: today, outcome: 'queued' }] as const),
    ...skipped.map(({ rung, why }) => [rung, { on: today, outcome: 'skipped', why }] as const),
  ];
  const before = stored ?? newVisit(fiscalYear, entry);
  const isNotice = due.some(({ kind }) => NOTICES.has(kind));
  const visit: Visit = {
    ...before,
    rungs: { ...before.rungs, ...Object.fromEntries(outcomes) },
    ...(isNotice && { told: toldNow(entry, before, present, leavesOn(rows, today)) }),
  };
  const change = teamChange(entry, visit, team, today);
  if (change) rows.push(...teamNotices(change, scenery));
  for (const row of rows) await notices.enqueue(row, now);
  const members = [...(change?.coming ?? [])];
  await season.saveVisit({
    ...visit,
    ...(change && { teamTold: { sequence: entry.sequence, members } }),
  });
}

/** What tells a host of its day. */
const NOTICES = new Set<VisitNotice['kind']>(['visit-notice', 'visit-moved', 'visit-cancelled']);

/** The day on which the first of `rows` leaves: what is decided on a Saturday reaches nobody before Monday. */
function leavesOn(rows: readonly NewNotice[], today: LocalDate): LocalDate {
  const [first] = rows.map(({ dueAt }) => dueAt).toSorted();
  return first ? localDateAt(new Date(first)) : today;
}

function toldNow(
  entry: ScheduleEntry,
  { told }: Visit,
  letter: Letter | undefined,
  leaves: LocalDate,
): Visit['told'] {
  const before = told?.sequence === entry.sequence ? told.servedOn : undefined;
  const servedOn = before ?? (letter && leaves);
  return {
    sequence: entry.sequence,
    calendarSequence: calendarSequence(entry),
    ...(servedOn && { servedOn }),
  };
}

/**
 * Who of the team is to put the visit into a calendar and who to take it out, once its host has been told of its
 * present day or the team knows of another one; nothing where the team knows.
 */
function teamChange(
  entry: ScheduleEntry,
  visit: Visit | undefined,
  team: Team | undefined,
  today: LocalDate,
): TeamChange | undefined {
  const { teamTold } = visit ?? {};
  const had = teamTold?.members ?? [];
  const isTime = toldOf(entry, visit) !== undefined || had.length > 0;
  if (!isTime || teamTold?.sequence === entry.sequence) return undefined;
  const lies = entry.state === 'scheduled' && entry.date >= today && !visit?.report;
  const coming = lies ? membersOf(team) : [];
  const staying = had.filter(({ email }) => coming.every((member) => member.email !== email));
  return coming.length + staying.length > 0
    ? { coming, staying, isFirst: had.length === 0 }
    : undefined;
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
