/**
 * Whether a team can drive a day's visits: out from its base, from one to the next, and back in time. Roads are
 * guessed from straight lines, so that an office may know better.
 */
import type { ScheduleConflict } from './schedule.ts';
import type { ScheduleEntry, Team } from './supervision.ts';
import { OFFICE_DAY, TRAVEL } from './visit-instance.ts';
import type { Place, VisitInstance } from './visit-plan.ts';
import { verifyVisits } from './visit-plan-verify.ts';

/** Those of `concerned` on whose day their team has not the time to drive; nothing of places that nobody knows. */
export function drivingConflicts(
  entries: readonly ScheduleEntry[],
  concerned: ReadonlySet<string>,
  teams: readonly Team[],
  placeOf: (orgId: string) => Place | undefined,
): ScheduleConflict[] {
  const live = entries.filter(({ state, hostOrgId, orgId }) => {
    return state === 'scheduled' && (hostOrgId ?? orgId) === orgId;
  });
  return live
    .filter(({ orgId }) => concerned.has(orgId))
    .flatMap((entry) => {
      const team = teams.find(({ teamId }) => teamId === entry.teamId);
      const day = live.filter(({ teamId, date }) => teamId === entry.teamId && date === entry.date);
      return team && !canDrive(team, day, placeOf)
        ? [
            {
              code: 'no-time-to-drive' as const,
              orgId: entry.orgId,
              visitNo: entry.visitNo,
              date: entry.date,
            },
          ]
        : [];
    });
}

function canDrive(
  team: Team,
  day: readonly ScheduleEntry[],
  placeOf: (orgId: string) => Place | undefined,
): boolean {
  const stops = day.flatMap((entry) => {
    const place = placeOf(entry.orgId);
    return place ? [{ entry, place }] : [];
  });
  const [first] = stops;
  if (!first) return true;
  const { teamId: id, base, blockedHours = [] } = team;
  const instance: VisitInstance = {
    schemaVersion: 1,
    workingDays: [first.entry.date],
    hours: OFFICE_DAY,
    teams: [{ id, base, maxVisitsPerDay: stops.length, blockedDays: [], blockedHours }],
    amphoes: [],
    organizations: stops.map(({ entry, place }) => ({
      id: entry.orgId,
      amphoeId: entry.orgId,
      place,
      visitMinutes: entry.durationMinutes,
      priority: { points: 0, factors: [] },
      mandatory: false,
      unavailable: [],
    })),
    clusters: [],
    locked: [],
    travel: TRAVEL,
  };
  const visits = stops.map(({ entry: { orgId, teamId, date, startMinute, durationMinutes } }) => ({
    organizationId: orgId,
    hostOrganizationId: null,
    teamId,
    date,
    startMinute,
    durationMinutes,
    pinned: false,
  }));
  return verifyVisits(visits, instance).every(({ rule }) => rule !== 'no-time-to-drive');
}
