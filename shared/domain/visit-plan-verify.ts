/**
 * The check of a visit plan, made before anything is published. It is written from the definition of
 * the instance alone and shares no code with the planner, so that a fault there is seen here.
 */
import type { LocalDate } from './local-date.ts';
import {
  driveBetween,
  type Place,
  type PlannedProposal,
  type PlannedVisit,
  type VisitInstance,
} from './visit-plan.ts';

type Team = VisitInstance['teams'][number];
type Organization = VisitInstance['organizations'][number];
type Cluster = VisitInstance['clusters'][number];

/** A rule that a plan breaks. `about` names the organization, team-day or figure. */
export interface PlanViolation {
  readonly rule:
    | 'unknown-organization'
    | 'unknown-team'
    | 'visited-twice'
    | 'wrong-duration'
    | 'cluster-torn'
    | 'locked-moved'
    | 'not-a-working-day'
    | 'team-blocked'
    | 'organization-unavailable'
    | 'outside-hours'
    | 'off-step'
    | 'no-time-to-drive'
    | 'too-many-visits'
    | 'beside-a-conflict'
    | 'mandatory-missing'
    | 'wrong-figure'
    | 'wrong-explanation';
  readonly about: string;
}

interface Known {
  readonly instance: VisitInstance;
  readonly organizations: Map<string, Organization>;
  readonly teams: Map<string, Team>;
  readonly clusterOf: Map<string, Cluster>;
  readonly places: Map<string, Place>;
  readonly locked: Map<string, PlannedVisit>;
  readonly workingDays: Set<LocalDate>;
}

function know(instance: VisitInstance): Known {
  const centres = new Map(instance.amphoes.map((amphoe) => [amphoe.id, amphoe.centre]));
  const places = new Map<string, Place>();
  for (const organization of instance.organizations) {
    const place = organization.place ?? centres.get(organization.amphoeId);
    if (place) places.set(organization.id, place);
  }
  const clusterOf = new Map<string, Cluster>();
  for (const cluster of instance.clusters)
    for (const member of [cluster.hostOrganizationId, ...cluster.attendingOrganizationIds])
      clusterOf.set(member, cluster);
  return {
    instance,
    organizations: new Map(instance.organizations.map((each) => [each.id, each])),
    teams: new Map(instance.teams.map((team) => [team.id, team])),
    clusterOf,
    places,
    locked: new Map(instance.locked.map((visit) => [visit.organizationId, visit])),
    workingDays: new Set(instance.workingDays),
  };
}

/** The team-days of a plan, each with its stops in the order of the day. */
function toursOf(visits: readonly PlannedVisit[]): PlannedVisit[][] {
  const tours = new Map<string, PlannedVisit[]>();
  for (const visit of visits) {
    if (visit.hostOrganizationId !== null) continue;
    const key = JSON.stringify([visit.teamId, visit.date]);
    tours.set(key, [...(tours.get(key) ?? []), visit]);
  }
  const before = (a: PlannedVisit, b: PlannedVisit) =>
    a.startMinute - b.startMinute || (a.organizationId < b.organizationId ? -1 : 1);
  return [...tours.values()].map((tour) => tour.sort(before));
}

/** Minutes of the day that count as work before `minute`: the clock stands still at lunch. */
function worked(minute: number, { hours }: VisitInstance): number {
  const lunch = Math.min(Math.max(minute, hours.lunchFromMinute), hours.lunchToMinute);
  return minute - (lunch - hours.lunchFromMinute);
}

/** The stretch of the day a team has: the longest that its blocked hours leave, the first of two. */
function stretchOf(team: Team, date: LocalDate, { hours }: VisitInstance): [number, number] {
  const blocks = team.blockedHours
    .filter((block) => block.date === date)
    .sort((a, b) => a.fromMinute - b.fromMinute);
  let best: [number, number] = [hours.leavesFromMinute, hours.leavesFromMinute];
  let free = hours.leavesFromMinute;
  const end = { fromMinute: hours.backByMinute, toMinute: hours.backByMinute };
  for (const block of [...blocks, end]) {
    const until = Math.min(block.fromMinute, hours.backByMinute);
    if (until - free > best[1] - best[0]) best = [free, until];
    free = Math.max(free, block.toMinute);
  }
  return best;
}

function placeOf(visit: PlannedVisit, known: Known): Place {
  const place = known.places.get(visit.organizationId);
  if (!place) throw new Error(`no place for organization ${visit.organizationId}`);
  return place;
}

/** What is wrong with the stops of one team on one day, taken by themselves. */
function tourViolations(stops: readonly PlannedVisit[], team: Team, known: Known): PlanViolation[] {
  const found: PlanViolation[] = [];
  const { instance } = known;
  const date = stops[0]?.date;
  if (!date) return found;
  const about = `${team.id} ${date}`;
  if (!known.workingDays.has(date)) found.push({ rule: 'not-a-working-day', about });
  if (team.blockedDays.some((span) => span.from <= date && date <= span.to))
    found.push({ rule: 'team-blocked', about });
  if (stops.length > team.maxVisitsPerDay) found.push({ rule: 'too-many-visits', about });
  const { visitsFromMinute, visitsToMinute, lunchFromMinute, lunchToMinute } = instance.hours;
  const [leaves, back] = stretchOf(team, date, instance);
  let freeAt = leaves;
  let at = team.base;
  for (const stop of stops) {
    const ends = stop.startMinute + stop.durationMinutes;
    const inLunch =
      lunchFromMinute < lunchToMinute && stop.startMinute < lunchToMinute && ends > lunchFromMinute;
    if (stop.startMinute < visitsFromMinute || ends > visitsToMinute || inLunch)
      found.push({ rule: 'outside-hours', about: stop.organizationId });
    const place = placeOf(stop, known);
    const drive = driveBetween(at, place, instance.travel).minutes;
    const time = worked(stop.startMinute, instance) - worked(freeAt, instance);
    if (stop.startMinute < freeAt || time < drive) found.push({ rule: 'no-time-to-drive', about });
    freeAt = ends;
    at = place;
  }
  const home = driveBetween(at, team.base, instance.travel).minutes;
  if (freeAt > back || worked(back, instance) - worked(freeAt, instance) < home)
    found.push({ rule: 'no-time-to-drive', about });
  return found;
}

/** Locked visits are facts: only what was planned beside them has to answer for a team-day. */
function teamDayViolations(stops: readonly PlannedVisit[], known: Known): PlanViolation[] {
  const first = stops[0];
  const team = first && known.teams.get(first.teamId);
  if (!team) return [];
  const locked = stops.filter((stop) => known.locked.has(stop.organizationId));
  if (locked.length === stops.length) return [];
  if (locked.length > 0 && tourViolations(locked, team, known).length > 0)
    return [{ rule: 'beside-a-conflict', about: `${team.id} ${first.date}` }];
  return tourViolations(stops, team, known);
}

function sameVisit(a: PlannedVisit, b: PlannedVisit): boolean {
  return (
    a.organizationId === b.organizationId &&
    a.hostOrganizationId === b.hostOrganizationId &&
    a.teamId === b.teamId &&
    a.date === b.date &&
    a.startMinute === b.startMinute &&
    a.durationMinutes === b.durationMinutes &&
    a.pinned === b.pinned
  );
}

function visitViolations(visit: PlannedVisit, known: Known): PlanViolation[] {
  const about = visit.organizationId;
  const organization = known.organizations.get(about);
  if (!organization) return [{ rule: 'unknown-organization', about }];
  if (!known.teams.has(visit.teamId)) return [{ rule: 'unknown-team', about: visit.teamId }];
  const locked = known.locked.get(about);
  if (locked)
    return sameVisit(visit, { ...locked, pinned: true }) ? [] : [{ rule: 'locked-moved', about }];
  const found: PlanViolation[] = [];
  const cluster = known.clusterOf.get(about);
  const minutes = cluster?.visitMinutes ?? organization.visitMinutes;
  if (visit.pinned) found.push({ rule: 'locked-moved', about });
  if (visit.durationMinutes !== minutes) found.push({ rule: 'wrong-duration', about });
  if (visit.startMinute % known.instance.hours.startStepMinutes !== 0)
    found.push({ rule: 'off-step', about });
  if (organization.unavailable.some((span) => span.from <= visit.date && visit.date <= span.to))
    found.push({ rule: 'organization-unavailable', about });
  return found;
}

/** Members of a cluster are visited together, at the host's, or not at all. */
function clusterViolations(visits: Map<string, PlannedVisit>, known: Known): PlanViolation[] {
  const found: PlanViolation[] = [];
  for (const cluster of known.instance.clusters) {
    const host = visits.get(cluster.hostOrganizationId);
    const whole = cluster.attendingOrganizationIds.every((member) => {
      const visit = visits.get(member);
      if (!host || !visit) return !host && !visit;
      const beside = { ...host, organizationId: member, hostOrganizationId: host.organizationId };
      return sameVisit(visit, beside);
    });
    if (!whole || (host && host.hostOrganizationId !== null))
      found.push({ rule: 'cluster-torn', about: cluster.hostOrganizationId });
  }
  for (const visit of visits.values())
    if (visit.hostOrganizationId !== null && !known.clusterOf.has(visit.organizationId))
      found.push({ rule: 'cluster-torn', about: visit.organizationId });
  return found;
}

/**
 * The rules that `visits` break as a plan for `instance`; none for a sound plan. Locked visits are
 * held to staying as they are, and to nothing else.
 */
export function verifyVisits(
  visits: readonly PlannedVisit[],
  instance: VisitInstance,
): PlanViolation[] {
  const known = know(instance);
  const found = visits.flatMap((visit) => visitViolations(visit, known));
  const byOrganization = new Map<string, PlannedVisit>();
  for (const visit of visits) {
    if (byOrganization.has(visit.organizationId))
      found.push({ rule: 'visited-twice', about: visit.organizationId });
    byOrganization.set(visit.organizationId, visit);
  }
  for (const locked of known.locked.keys())
    if (!byOrganization.has(locked)) found.push({ rule: 'locked-moved', about: locked });
  // The rules of a tour need known teams and places.
  if (found.some(({ rule }) => rule === 'unknown-organization' || rule === 'unknown-team'))
    return found;
  found.push(...clusterViolations(byOrganization, known));
  for (const tour of toursOf(visits)) found.push(...teamDayViolations(tour, known));
  return found;
}

/** The figures of a plan, reckoned anew. */
interface PlanFigures {
  /** Hundredths of a point: points visited less driving less districts missed. */
  readonly value: number;
  readonly travelMinutes: number;
  readonly kilometres: number;
}

/** What `visits`, known to be a sound plan, are worth, and how far they drive. */
export function figuresOf(visits: readonly PlannedVisit[], instance: VisitInstance): PlanFigures {
  const known = know(instance);
  let points = 0;
  const perAmphoe = new Map<string, { visited: number; there: number }>();
  const visited = new Set(visits.map((visit) => visit.organizationId));
  for (const organization of instance.organizations) {
    const count = perAmphoe.get(organization.amphoeId) ?? { visited: 0, there: 0 };
    count.there += 1;
    if (visited.has(organization.id)) {
      count.visited += 1;
      points += organization.priority.points;
    }
    perAmphoe.set(organization.amphoeId, count);
  }
  for (const amphoe of instance.amphoes) {
    const count = perAmphoe.get(amphoe.id) ?? { visited: 0, there: 0 };
    const short = Math.min(amphoe.minimumVisits, count.there) - count.visited;
    points -= Math.max(0, short) * amphoe.missedPoints;
  }
  let minutes = 0;
  let metres = 0;
  for (const tour of toursOf(visits)) {
    const base = known.teams.get(tour[0]?.teamId ?? '')?.base;
    if (!base) continue;
    const round = [base, ...tour.map((stop) => placeOf(stop, known)), base];
    round.slice(1).forEach((to, n) => {
      const drive = driveBetween(round[n] ?? base, to, instance.travel);
      minutes += drive.minutes;
      metres += drive.metres;
    });
  }
  return {
    value: points * 100 - minutes * instance.travel.costPerMinute,
    travelMinutes: minutes,
    kilometres: Math.round(metres / 1000),
  };
}

function claimViolations(plan: PlannedProposal, instance: VisitInstance): PlanViolation[] {
  const found: PlanViolation[] = [];
  const figures = figuresOf(plan.visits, instance);
  const claim = (about: string, holds: boolean) => {
    if (!holds) found.push({ rule: 'wrong-figure', about });
  };
  claim('value', plan.value === figures.value);
  claim('travelMinutes', plan.travelMinutes === figures.travelMinutes);
  claim('kilometres', plan.kilometres === figures.kilometres);
  claim('bound', plan.bound >= plan.value);
  claim('provedOptimal', !plan.provedOptimal || plan.bound === plan.value);
  const visited = new Set(plan.visits.map((visit) => visit.organizationId));
  const excused = new Set<string>();
  for (const problem of plan.problems)
    if (problem.kind === 'mandatory-unmet') excused.add(problem.organizationId);
  for (const { id, mandatory } of instance.organizations)
    if (mandatory && !visited.has(id) && !excused.has(id))
      found.push({ rule: 'mandatory-missing', about: id });
  const explained = new Map(plan.organizations.map((each) => [each.organizationId, each.chosen]));
  for (const { id } of instance.organizations)
    if (explained.get(id) !== visited.has(id)) found.push({ rule: 'wrong-explanation', about: id });
  if (plan.organizations.length !== instance.organizations.length)
    found.push({ rule: 'wrong-explanation', about: 'organizations' });
  return found;
}

/** The rules that `plan` breaks, its figures and explanations included; none for a sound one. */
export function verify(plan: PlannedProposal, instance: VisitInstance): PlanViolation[] {
  const found = verifyVisits(plan.visits, instance);
  return found.length > 0 ? found : claimViolations(plan, instance);
}
