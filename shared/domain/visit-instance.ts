/** What a province knows, put as a visit planner's instance. */
import { roundResult } from './evaluation.ts';
import type { FiscalYear } from './fiscal-year.ts';
import type { LocalDate } from './local-date.ts';
import { currentVersion, type Obligation } from './obligation.ts';
import { nameOn, type Organization } from './organization.ts';
import { type Absence, dayOff, type SeasonSetup } from './season-setup.ts';
import type { ScheduleEntry, Team } from './supervision.ts';
import { changedInstance } from './visit-changes.ts';
import { type Place, type PriorityFacts, priorityOf, type VisitInstance } from './visit-plan.ts';

export interface ProvinceFacts {
  readonly today: LocalDate;
  /** Days of the season that are still to come and on which offices work. */
  readonly workingDays: readonly LocalDate[];
  readonly teams: readonly Team[];
  readonly organizations: readonly Organization[];
  /** Of the six-month round. */
  readonly obligations: readonly Obligation[];
  /** Years in which each organization was visited. */
  readonly visitedIn: ReadonlyMap<string, readonly FiscalYear[]>;
  /** Visits that no plan may change: published ones, and those that the office has pinned. */
  readonly fixed: readonly ScheduleEntry[];
  readonly fiscalYear: FiscalYear;
  readonly setup: SeasonSetup;
  readonly absences: readonly Absence[];
}

/** Office hours of 08.30–16.30 with lunch at noon. */
export const OFFICE_DAY: VisitInstance['hours'] = {
  leavesFromMinute: 450,
  visitsFromMinute: 540,
  visitsToMinute: 960,
  backByMinute: 1080,
  lunchFromMinute: 720,
  lunchToMinute: 780,
  startStepMinutes: 15,
};
/** Roads are about a third longer than the straight line, driven at 55 km/h. */
export const TRAVEL: VisitInstance['travel'] = {
  roadPercent: 130,
  kilometresPerHour: 55,
  costPerMinute: 5,
};
/** Every district should be seen once in a season. */
const DISTRICT = { minimumVisits: 1, missedPoints: 25 };

/** As it is on `today`, the events of the season included. */
export function visitInstance(facts: ProvinceFacts): VisitInstance {
  const { setup, today } = facts;
  const byOrganization = new Map(
    facts.obligations.map((obligation) => [obligation.orgId, obligation]),
  );
  const away = new Map(facts.absences.map(({ orgId, days }) => [orgId, days]));
  const workingDays = facts.workingDays.filter((day) => !dayOff(setup.daysOff, day));
  const locked = lockedVisits(facts);
  const instance: VisitInstance = {
    schemaVersion: 1,
    workingDays,
    hours: OFFICE_DAY,
    teams: facts.teams.map((team) => ({
      id: team.teamId,
      base: team.base,
      maxVisitsPerDay: team.maxVisitsPerDay,
      blockedDays: (team.retired ? workingDays : team.blockedDays).map((day) => ({
        from: day,
        to: day,
      })),
      blockedHours: (team.blockedHours ?? []).map(({ date, fromMinute, toMinute }) => ({
        date,
        fromMinute,
        toMinute,
      })),
    })),
    amphoes: amphoes(facts),
    organizations: facts.organizations.map((organization) => ({
      id: organization.orgId,
      amphoeId: organization.amphoe.code,
      place: organization.position ?? null,
      visitMinutes:
        setup.visitMinutes.byType[nameOn(organization, today).type] ?? setup.visitMinutes.standard,
      priority: priorityOf(
        priorityFacts(organization.orgId, byOrganization.get(organization.orgId), facts),
        setup.weights,
      ),
      mandatory: setup.mandatory.includes(organization.orgId),
      unavailable: (away.get(organization.orgId) ?? []).map(({ from, to }) => ({ from, to })),
    })),
    clusters: clustersOf(facts, locked),
    locked,
    travel: TRAVEL,
  };
  return changedInstance(
    instance,
    setup.events.map(({ change }) => change),
  );
}

function priorityFacts(
  orgId: string,
  obligation: Obligation | undefined,
  { visitedIn, fiscalYear, today, setup }: ProvinceFacts,
): PriorityFacts {
  const version = obligation && currentVersion(obligation);
  const last = (visitedIn.get(orgId) ?? []).toSorted((a, b) => b - a)[0];
  return {
    report: reportFact(obligation, today),
    band: version?.score.band ?? 'none',
    unableItems: version?.counts.unable ?? 0,
    yearsSinceVisit: last === undefined ? null : fiscalYear - last,
    budgetBaht: null,
    complaints: setup.known[orgId]?.complaints ?? 0,
    itaScore: setup.known[orgId]?.itaScore ?? null,
  };
}

/** Silence says nothing before the due day, nor of an organization that was waived. */
function reportFact(obligation: Obligation | undefined, today: LocalDate): PriorityFacts['report'] {
  if (!obligation) return 'none';
  const { timeliness } = roundResult(obligation, today);
  if (timeliness === 'missing') return 'none';
  return timeliness === 'late' ? 'late' : 'on-time';
}

function amphoes({ organizations, teams }: ProvinceFacts): VisitInstance['amphoes'] {
  const somewhere = teams[0]?.base ?? { latitude: 13.75, longitude: 100.5 };
  return [...Map.groupBy(organizations, ({ amphoe }) => amphoe.code)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, members]) => ({
      id,
      centre: centreOf(members.flatMap(({ position }) => position ?? [])) ?? somewhere,
      ...DISTRICT,
    }));
}

function centreOf(places: readonly Place[]): Place | undefined {
  if (places.length === 0) return undefined;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    latitude: mean(places.map(({ latitude }) => latitude)),
    longitude: mean(places.map(({ longitude }) => longitude)),
  };
}

/** Visits of organizations and teams that are still there; whoever attends a cluster goes with its host. */
function lockedVisits({ fixed, organizations, teams }: ProvinceFacts): VisitInstance['locked'] {
  const orgIds = new Set(organizations.map(({ orgId }) => orgId));
  const teamIds = new Set(teams.map(({ teamId }) => teamId));
  const live = fixed.filter(
    ({ state, orgId, teamId }) => state === 'scheduled' && orgIds.has(orgId) && teamIds.has(teamId),
  );
  // Of two visits in one season the planner keeps the later: the earlier one was held.
  const latest = [...new Map(live.map((entry) => [entry.orgId, entry])).values()];
  return latest.map((entry) => ({
    organizationId: entry.orgId,
    hostOrganizationId: latest.some((host) => isHostOf(host, entry))
      ? (entry.hostOrgId ?? null)
      : null,
    teamId: entry.teamId,
    date: entry.date,
    startMinute: entry.startMinute,
    durationMinutes: entry.durationMinutes,
    pinned: true,
  }));
}

function isHostOf(host: ScheduleEntry, entry: ScheduleEntry): boolean {
  return (
    host.orgId === entry.hostOrgId &&
    host.hostOrgId === undefined &&
    host.teamId === entry.teamId &&
    host.date === entry.date &&
    host.startMinute === entry.startMinute &&
    host.durationMinutes === entry.durationMinutes
  );
}

/** Clusters of locked visits as they are; of those that were set up, whoever is not locked yet. */
function clustersOf(
  { setup, organizations }: ProvinceFacts,
  locked: VisitInstance['locked'],
): VisitInstance['clusters'] {
  const placed = new Set(locked.map(({ organizationId }) => organizationId));
  const free = new Set(
    organizations.map(({ orgId }) => orgId).filter((orgId) => !placed.has(orgId)),
  );
  const attending = locked.filter(({ hostOrganizationId }) => hostOrganizationId !== null);
  const standing = [...Map.groupBy(attending, (visit) => visit.hostOrganizationId ?? '')].map(
    ([hostOrganizationId, visits]) => ({
      hostOrganizationId,
      attendingOrganizationIds: visits.map(({ organizationId }) => organizationId),
      visitMinutes: visits[0]?.durationMinutes ?? setup.visitMinutes.cluster,
    }),
  );
  const wanted = setup.clusters
    .filter(({ hostOrgId }) => free.has(hostOrgId))
    .map(({ hostOrgId, attendingOrgIds }) => ({
      hostOrganizationId: hostOrgId,
      attendingOrganizationIds: attendingOrgIds.filter((orgId) => free.has(orgId)),
      visitMinutes: setup.visitMinutes.cluster,
    }))
    .filter(({ attendingOrganizationIds }) => attendingOrganizationIds.length > 0);
  return [...standing, ...wanted];
}
