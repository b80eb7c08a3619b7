/** What a province knows, put as a visit planner's instance. */
import { roundResult } from './evaluation.ts';
import type { FiscalYear } from './fiscal-year.ts';
import type { LocalDate } from './local-date.ts';
import { currentVersion, type Obligation } from './obligation.ts';
import type { Organization } from './organization.ts';
import type { ScheduleEntry, Team } from './supervision.ts';
import {
  type Place,
  type PriorityFacts,
  type PriorityWeights,
  priorityOf,
  type VisitInstance,
} from './visit-plan.ts';

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
  readonly weights: PriorityWeights;
}

/** Office hours of 08.30–16.30 with lunch at noon; a visit takes two and a half hours. */
const OFFICE_DAY: VisitInstance['hours'] = {
  leavesFromMinute: 450,
  visitsFromMinute: 540,
  visitsToMinute: 960,
  backByMinute: 1080,
  lunchFromMinute: 720,
  lunchToMinute: 780,
  startStepMinutes: 15,
};
const VISIT_MINUTES = 150;
/** Roads are about a third longer than the straight line, driven at 55 km/h. */
const TRAVEL: VisitInstance['travel'] = {
  roadPercent: 130,
  kilometresPerHour: 55,
  costPerMinute: 5,
};
/** Every district should be seen once in a season. */
const DISTRICT = { minimumVisits: 1, missedPoints: 25 };

export function visitInstance(facts: ProvinceFacts): VisitInstance {
  const byOrganization = new Map(
    facts.obligations.map((obligation) => [obligation.orgId, obligation]),
  );
  return {
    schemaVersion: 1,
    workingDays: [...facts.workingDays],
    hours: OFFICE_DAY,
    teams: facts.teams.map((team) => ({
      id: team.teamId,
      base: team.base,
      maxVisitsPerDay: team.maxVisitsPerDay,
      blockedDays: team.blockedDays.map((day) => ({ from: day, to: day })),
      blockedHours: [],
    })),
    amphoes: amphoes(facts),
    organizations: facts.organizations.map((organization) => ({
      id: organization.orgId,
      amphoeId: organization.amphoe.code,
      place: organization.position ?? null,
      visitMinutes: VISIT_MINUTES,
      priority: priorityOf(
        priorityFacts(organization.orgId, byOrganization.get(organization.orgId), facts),
        facts.weights,
      ),
      mandatory: false,
      unavailable: [],
    })),
    clusters: [],
    locked: facts.fixed.filter(({ state }) => state === 'scheduled').map(locked),
    travel: TRAVEL,
  };
}

function priorityFacts(
  orgId: string,
  obligation: Obligation | undefined,
  { visitedIn, fiscalYear, today }: ProvinceFacts,
): PriorityFacts {
  const version = obligation && currentVersion(obligation);
  const last = (visitedIn.get(orgId) ?? []).toSorted((a, b) => b - a)[0];
  return {
    report: reportFact(obligation, today),
    band: version?.score.band ?? 'none',
    unableItems: version?.counts.unable ?? 0,
    yearsSinceVisit: last === undefined ? null : fiscalYear - last,
    budgetBaht: null,
    complaints: 0,
    itaScore: null,
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

function locked(entry: ScheduleEntry): VisitInstance['locked'][number] {
  const { orgId, teamId, date, startMinute, durationMinutes } = entry;
  return {
    organizationId: orgId,
    hostOrganizationId: null,
    teamId,
    date,
    startMinute,
    durationMinutes,
    pinned: true,
  };
}
