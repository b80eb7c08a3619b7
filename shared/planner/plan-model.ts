/** From the instance of a visit plan to the routing problem beneath it, and back. */
import type { LocalDate } from '../domain/local-date.ts';
import {
  driveBetween,
  type OrganizationExplanation,
  type Place,
  type PlannedVisit,
  type PlanProblem,
  type VisitInstance,
} from '../domain/visit-plan.ts';
import { fixedOn, type RouteProblem, startsOf } from './route-problem.ts';

type Organization = VisitInstance['organizations'][number];
type Team = VisitInstance['teams'][number];
type LockedConflict = Extract<PlanProblem, { kind: 'locked-conflict' }>['reason'];

/** What one tour calls at: an organization, or a cluster at its host's. */
export interface Stop {
  /** The host first. */
  readonly members: readonly Organization[];
  readonly place: Place;
  readonly minutes: number;
  readonly points: number;
  readonly mandatory: boolean;
  readonly locked: PlannedVisit | undefined;
}

interface TeamDay {
  readonly team: Team;
  readonly date: LocalDate;
}

export interface PlanModel {
  readonly instance: VisitInstance;
  /** Stops by index; those that no tour can take are not among them. */
  readonly stops: readonly Stop[];
  /** Tours by index: sorted by date, then team. */
  readonly teamDays: readonly TeamDay[];
  readonly problem: RouteProblem;
  readonly problems: readonly PlanProblem[];
  /** Locked visits of team-days that contradict themselves: kept, and nothing planned beside. */
  readonly apart: readonly PlannedVisit[];
  /** Organizations that no tour can take, and why. */
  readonly barred: ReadonlyMap<string, 'no-free-day' | 'does-not-fit-a-day'>;
  /** Stops that were not even weighed, there being too many. */
  readonly left: readonly Stop[];
  /** What a search adds to the prize of a mandatory visit, so that none is given up for points. */
  readonly mandatoryBonus: number;
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Minutes of work before `minute`: the clock stands still at lunch. */
function clockOf({ hours }: VisitInstance) {
  const { lunchFromMinute: from, lunchToMinute: to } = hours;
  return {
    worked: (minute: number) => (minute <= from ? minute : Math.max(from, minute - (to - from))),
    shown: (worked: number) => (worked < from ? worked : worked + (to - from)),
  };
}

function repeated(ids: readonly string[], path: string): PlanProblem[] {
  const seen = new Set<string>();
  return ids.flatMap((id): PlanProblem[] => {
    if (seen.has(id)) return [{ kind: 'duplicate-id', path, id }];
    seen.add(id);
    return [];
  });
}

function unknown(ids: readonly string[], known: ReadonlySet<string>, path: string): PlanProblem[] {
  return ids
    .filter((id) => !known.has(id))
    .map((id): PlanProblem => ({ kind: 'unknown-id', path, id }));
}

/** A locked cluster is locked whole, at one time; any other host is a mistake. */
function tornClusters(instance: VisitInstance): PlanProblem[] {
  const locked = new Map(instance.locked.map((visit) => [visit.organizationId, visit]));
  const hosts = new Map<string, string>();
  const problems: PlanProblem[] = [];
  const torn = (id: string) =>
    problems.push({ kind: 'malformed', path: 'locked', message: `cluster of ${id} is torn` });
  for (const cluster of instance.clusters) {
    const host = locked.get(cluster.hostOrganizationId);
    for (const member of cluster.attendingOrganizationIds) {
      hosts.set(member, cluster.hostOrganizationId);
      const visit = locked.get(member);
      const together =
        visit?.teamId === host?.teamId &&
        visit?.date === host?.date &&
        visit?.startMinute === host?.startMinute &&
        visit?.durationMinutes === host?.durationMinutes;
      if (!together) torn(cluster.hostOrganizationId);
    }
  }
  for (const visit of instance.locked)
    if ((hosts.get(visit.organizationId) ?? null) !== visit.hostOrganizationId)
      torn(visit.organizationId);
  return problems;
}

/** Why no plan can be made at all; empty when one can. */
export function refusalsOf(instance: VisitInstance): PlanProblem[] {
  const { organizations, teams, amphoes, clusters, locked } = instance;
  const organizationIds = organizations.map((each) => each.id);
  const teamIds = teams.map((each) => each.id);
  const amphoeIds = amphoes.map((each) => each.id);
  const clusterIds = clusters.flatMap((c) => [c.hostOrganizationId, ...c.attendingOrganizationIds]);
  const lockedIds = locked.map((visit) => visit.organizationId);
  const known = new Set(organizationIds);
  const problems: PlanProblem[] = [
    ...repeated(organizationIds, 'organizations'),
    ...repeated(teamIds, 'teams'),
    ...repeated(amphoeIds, 'amphoes'),
    ...repeated(clusterIds, 'clusters'),
    ...repeated(lockedIds, 'locked'),
    ...unknown(
      organizations.map((each) => each.amphoeId),
      new Set(amphoeIds),
      'organizations',
    ),
    ...unknown(clusterIds, known, 'clusters'),
    ...unknown(lockedIds, known, 'locked'),
    ...unknown(
      locked.map((visit) => visit.teamId),
      new Set(teamIds),
      'locked',
    ),
  ];
  if (problems.length === 0) problems.push(...tornClusters(instance));
  if (teams.length === 0) problems.push({ kind: 'no-teams' });
  if (instance.workingDays.length === 0) problems.push({ kind: 'no-working-days' });
  return problems;
}

const covers = (spans: readonly { from: LocalDate; to: LocalDate }[], date: LocalDate) =>
  spans.some((span) => span.from <= date && date <= span.to);

/** The longest stretch that the blocked hours of `date` leave, the earlier of two equal ones. */
function stretchOf({ hours }: VisitInstance, team: Team, date: LocalDate) {
  let stretches = [{ from: hours.leavesFromMinute, to: hours.backByMinute }];
  for (const block of team.blockedHours) {
    if (block.date !== date) continue;
    stretches = stretches.flatMap(({ from, to }) => [
      { from, to: Math.min(to, block.fromMinute) },
      { from: Math.max(from, block.toMinute), to },
    ]);
  }
  return stretches
    .map(({ from, to }) => ({ from, to: Math.max(from, to) }))
    .reduce((a, b) => {
      const longer = b.to - b.from - (a.to - a.from);
      return longer > 0 || (longer === 0 && b.from < a.from) ? b : a;
    });
}

function stopsOf(instance: VisitInstance): Stop[] {
  const centres = new Map(instance.amphoes.map((amphoe) => [amphoe.id, amphoe.centre]));
  const organizations = new Map(instance.organizations.map((each) => [each.id, each]));
  const locked = new Map(instance.locked.map((visit) => [visit.organizationId, visit]));
  const attending = new Set(instance.clusters.flatMap((c) => c.attendingOrganizationIds));
  const clusters = new Map(instance.clusters.map((c) => [c.hostOrganizationId, c]));
  return [...instance.organizations]
    .sort(byId)
    .filter((host) => !attending.has(host.id))
    .map((host) => {
      const cluster = clusters.get(host.id);
      const guests = (cluster?.attendingOrganizationIds ?? []).flatMap(
        (id) => organizations.get(id) ?? [],
      );
      const members = [host, ...guests];
      const visit = locked.get(host.id);
      const place = host.place ?? centres.get(host.amphoeId);
      if (!place) throw new Error(`no amphoe ${host.amphoeId}`);
      return {
        members,
        place,
        minutes: visit?.durationMinutes ?? cluster?.visitMinutes ?? host.visitMinutes,
        points: members.reduce((sum, member) => sum + member.priority.points, 0),
        mandatory: members.some((member) => member.mandatory),
        locked: visit,
      };
    });
}

/** What is wrong with the locked stops of one team-day, in order, taken by themselves. */
function conflictOf(
  instance: VisitInstance,
  team: Team,
  date: LocalDate,
  stops: readonly Stop[],
): LockedConflict | undefined {
  if (!instance.workingDays.includes(date)) return 'not-a-working-day';
  if (covers(team.blockedDays, date)) return 'team-blocked';
  if (stops.length > team.maxVisitsPerDay) return 'too-many';
  const { hours, travel } = instance;
  const { worked } = clockOf(instance);
  const { from, to } = stretchOf(instance, team, date);
  let freeAt = from;
  let at = team.base;
  for (const { locked, place, minutes } of stops) {
    const begins = locked?.startMinute ?? 0;
    const ends = begins + minutes;
    const atLunch =
      hours.lunchFromMinute < hours.lunchToMinute &&
      begins < hours.lunchToMinute &&
      ends > hours.lunchFromMinute;
    if (begins < hours.visitsFromMinute || ends > hours.visitsToMinute || atLunch)
      return 'outside-hours';
    const arrives = worked(freeAt) + driveBetween(at, place, travel).minutes;
    if (begins < freeAt || worked(begins) < arrives)
      return freeAt === from ? 'outside-hours' : 'overlaps';
    freeAt = ends;
    at = place;
  }
  const back = worked(freeAt) + driveBetween(at, team.base, travel).minutes;
  return freeAt > to || worked(to) < back ? 'outside-hours' : undefined;
}

/** Beyond this many stops only the most important are weighed, or twice what the season holds. */
const FEWEST_CONSIDERED = 800;
const MOST_CONSIDERED = 2500;

interface Sorted {
  readonly teamDays: TeamDay[];
  readonly lockedOn: Map<string, Stop[]>;
  readonly apart: Stop[];
  readonly problems: PlanProblem[];
}

const teamDayKey = (teamId: string, date: LocalDate) => `${date} ${teamId}`;

/** The team-days that can hold tours, and the locked stops on them or apart. */
function sortTeamDays(instance: VisitInstance, stops: readonly Stop[]): Sorted {
  const lockedOn = new Map<string, Stop[]>();
  for (const stop of stops) {
    if (!stop.locked) continue;
    const key = teamDayKey(stop.locked.teamId, stop.locked.date);
    lockedOn.set(key, [...(lockedOn.get(key) ?? []), stop]);
  }
  const apart: Stop[] = [];
  const problems: PlanProblem[] = [];
  const teams = new Map(instance.teams.map((team) => [team.id, team]));
  for (const [key, locked] of lockedOn) {
    locked.sort((a, b) => (a.locked?.startMinute ?? 0) - (b.locked?.startMinute ?? 0));
    const visit = locked[0]?.locked;
    const team = visit && teams.get(visit.teamId);
    if (!visit || !team) continue;
    const reason = conflictOf(instance, team, visit.date, locked);
    if (!reason) continue;
    apart.push(...locked);
    lockedOn.set(key, []);
    for (const { members } of locked)
      for (const member of members)
        problems.push({ kind: 'locked-conflict', organizationId: member.id, reason });
  }
  const conflicted = new Set(
    apart.map(({ locked }) => (locked ? teamDayKey(locked.teamId, locked.date) : '')),
  );
  const days = [...new Set(instance.workingDays)].sort();
  const teamsById = [...instance.teams].sort(byId);
  const teamDays = days.flatMap((date) =>
    teamsById
      .filter(
        (team) => !covers(team.blockedDays, date) && !conflicted.has(teamDayKey(team.id, date)),
      )
      .map((team) => ({ team, date })),
  );
  return { teamDays, lockedOn, apart, problems };
}

function lockedUnavailable(stops: readonly Stop[]): PlanProblem[] {
  return stops.flatMap(({ members, locked }) =>
    members
      .filter((member) => locked && covers(member.unavailable, locked.date))
      .map((member): PlanProblem => ({ kind: 'locked-unavailable', organizationId: member.id })),
  );
}

/**
 * The model of `instance`. Nothing but what is locked goes on days up to `today`, if it is given.
 *
 * @throws if the instance is one that `refusalsOf` refuses.
 */
export function modelOf(instance: VisitInstance, today?: LocalDate): PlanModel {
  const everyStop = stopsOf(instance);
  const { teamDays, lockedOn, apart, problems } = sortTeamDays(instance, everyStop);
  const isApart = new Set(apart);
  const room = teamDays.reduce((sum, { team }) => sum + team.maxVisitsPerDay, 0);
  const most = Math.min(MOST_CONSIDERED, Math.max(FEWEST_CONSIDERED, 2 * room));
  const everyOpen = everyStop.filter((stop) => !isApart.has(stop));
  const candidates = mostImportant(everyOpen, most);
  if (candidates.length < everyOpen.length)
    problems.push({ kind: 'too-many-organizations', considered: candidates.length });
  const considered = new Set(candidates);
  const season = { instance, today, teamDays, lockedOn, apart };
  const first = problemOf(season, candidates);
  const barred = new Map<string, 'no-free-day' | 'does-not-fit-a-day'>();
  const stops = candidates.filter((stop, index) => {
    const bar = barOf(first, index);
    if (bar) for (const member of stop.members) barred.set(member.id, bar);
    return !bar;
  });
  for (const { id, place } of instance.organizations)
    if (!place) problems.push({ kind: 'place-estimated', organizationId: id });
  const problem = stops.length === candidates.length ? first : problemOf(season, stops);
  const mandatoryBonus =
    1 +
    problem.prize.reduce((sum, prize) => sum + prize, 0) +
    problem.missed.reduce(
      (sum, missed, district) => sum + missed * (problem.wanted[district] ?? 0),
      0,
    );
  return {
    instance,
    stops,
    teamDays,
    problem,
    problems: [...problems, ...lockedUnavailable(everyStop)],
    apart: apart.flatMap((stop) => (stop.locked ? visitsAt(stop, stop.locked) : [])),
    barred,
    left: everyOpen.filter((stop) => !considered.has(stop)),
    mandatoryBonus,
  };
}

function mostImportant(stops: readonly Stop[], most: number): Stop[] {
  if (stops.length <= most) return [...stops];
  const needed = (stop: Stop) => (stop.locked ? 2 : stop.mandatory ? 1 : 0);
  const ranked = [...stops].sort(
    (a, b) => needed(b) - needed(a) || b.points - a.points || byId(hostOf(a), hostOf(b)),
  );
  const chosen = new Set(ranked.slice(0, most));
  return stops.filter((stop) => chosen.has(stop) || stop.locked);
}

function hostOf(stop: Stop): Organization {
  const host = stop.members[0];
  if (!host) throw new Error('a stop without a host');
  return host;
}

function visitsAt(
  stop: Stop,
  when: Pick<PlannedVisit, 'teamId' | 'date' | 'startMinute'>,
): PlannedVisit[] {
  const host = hostOf(stop);
  return stop.members.map((member) => ({
    organizationId: member.id,
    hostOrganizationId: member === host ? null : host.id,
    teamId: when.teamId,
    date: when.date,
    startMinute: when.startMinute,
    durationMinutes: stop.minutes,
    pinned: stop.locked !== undefined,
  }));
}

/** Why no tour can take stop `index` at all. */
function barOf(p: RouteProblem, index: number): 'no-free-day' | 'does-not-fit-a-day' | undefined {
  if (p.fixed[index] === 1) return undefined;
  let free = false;
  for (let tour = 0; tour < p.tours; tour++) {
    if (p.allowed[tour * p.stops + index] === 0) continue;
    free = true;
    if (joins(p, index, tour)) return undefined;
  }
  return free ? 'does-not-fit-a-day' : 'no-free-day';
}

function joins(p: RouteProblem, stop: number, tour: number): boolean {
  if (p.fixedTours[tour] === 0) return startsOf(p, [stop], tour) !== undefined;
  const fixed = fixedOn(p, tour);
  return [...fixed, -1].some(
    (_, k) => startsOf(p, fixed.toSpliced(k, 0, stop), tour) !== undefined,
  );
}

interface Season {
  readonly instance: VisitInstance;
  readonly today: LocalDate | undefined;
  readonly teamDays: readonly TeamDay[];
  readonly lockedOn: ReadonlyMap<string, readonly Stop[]>;
  readonly apart: readonly Stop[];
}

function problemOf(season: Season, stops: readonly Stop[]): RouteProblem {
  const { instance, today, teamDays, lockedOn, apart } = season;
  const { worked } = clockOf(instance);
  const { hours, travel } = instance;
  const bases = [
    ...new Map(instance.teams.map(({ base }) => [JSON.stringify(base), base])).values(),
  ];
  const baseIndex = new Map(bases.map((base, k) => [JSON.stringify(base), stops.length + k]));
  const places = [...stops.map((stop) => stop.place), ...bases];
  const drive = new Int32Array(places.length * places.length);
  for (let a = 0; a < places.length; a++)
    for (let b = 0; b < a; b++) {
      const from = places[a];
      const to = places[b];
      const minutes = from && to ? driveBetween(from, to, travel).minutes : 0;
      drive[a * places.length + b] = minutes;
      drive[b * places.length + a] = minutes;
    }
  const stretches = teamDays.map(({ team, date }) => stretchOf(instance, team, date));
  const allowed = new Uint8Array(teamDays.length * stops.length);
  const keptTour = new Int32Array(stops.length).fill(-1);
  const fixedTours = new Uint8Array(teamDays.length);
  const indexOf = new Map(stops.map((stop, index) => [stop, index]));
  teamDays.forEach(({ team, date }, tour) => {
    stops.forEach((stop, index) => {
      const free =
        !stop.locked &&
        (today === undefined || date > today) &&
        !stop.members.some((m) => covers(m.unavailable, date));
      allowed[tour * stops.length + index] = free ? 1 : 0;
    });
    for (const stop of lockedOn.get(teamDayKey(team.id, date)) ?? []) {
      const index = indexOf.get(stop) ?? 0;
      allowed[tour * stops.length + index] = 1;
      keptTour[index] = tour;
      fixedTours[tour] = 1;
    }
  });
  const amphoes = [...instance.amphoes].sort(byId);
  const district = new Map(amphoes.map((amphoe, index) => [amphoe.id, index]));
  const there = new Int32Array(amphoes.length);
  const already = new Int32Array(amphoes.length);
  const count = (counts: Int32Array, amphoeId: string) => {
    const at = district.get(amphoeId) ?? 0;
    counts[at] = (counts[at] ?? 0) + 1;
  };
  for (const { amphoeId } of instance.organizations) count(there, amphoeId);
  for (const stop of apart) for (const member of stop.members) count(already, member.amphoeId);
  return {
    stops: stops.length,
    places: places.length,
    drive,
    service: Int32Array.from(stops, (stop) => stop.minutes),
    opens: Int32Array.from(stops, () => worked(hours.visitsFromMinute)),
    closes: Int32Array.from(stops, (stop) => worked(hours.visitsToMinute) - stop.minutes),
    prize: Float64Array.from(stops, (stop) => stop.points * 100),
    tours: teamDays.length,
    base: Int32Array.from(teamDays, ({ team }) => baseIndex.get(JSON.stringify(team.base)) ?? 0),
    leaves: Int32Array.from(stretches, ({ from }) => worked(from)),
    backBy: Int32Array.from(stretches, ({ to }) => worked(to)),
    most: Int32Array.from(teamDays, ({ team }) => team.maxVisitsPerDay),
    allowed,
    pause: hours.lunchFromMinute < hours.lunchToMinute ? hours.lunchFromMinute : -1,
    step: hours.startStepMinutes,
    driveCost: travel.costPerMinute,
    districtsOf: stops.map((stop) => districtsOf(stop, district)),
    wanted: Int32Array.from(amphoes, ({ minimumVisits }, k) =>
      Math.max(0, Math.min(minimumVisits, there[k] ?? 0) - (already[k] ?? 0)),
    ),
    missed: Float64Array.from(amphoes, ({ missedPoints }) => missedPoints * 100),
    keptTour,
    keptStart: Int32Array.from(stops, ({ locked }) => worked(locked?.startMinute ?? 0)),
    keepBonus: new Float64Array(stops.length),
    fixed: Uint8Array.from(stops, ({ locked }) => (locked ? 1 : 0)),
    fixedTours,
  };
}

function districtsOf(stop: Stop, district: ReadonlyMap<string, number>) {
  const counts = new Map<number, number>();
  for (const { amphoeId } of stop.members) {
    const at = district.get(amphoeId) ?? 0;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...counts].map(([at, count]) => ({ district: at, count }));
}

const inOrder = (a: PlannedVisit, b: PlannedVisit) => {
  const key = (v: PlannedVisit) =>
    `${v.date} ${v.teamId} ${String(v.startMinute).padStart(4, '0')} ${v.organizationId}`;
  return key(a) < key(b) ? -1 : 1;
};

/** The visits of `tours`, each as early as can be, with the locked ones that stand apart. */
export function visitsOf(model: PlanModel, tours: readonly (readonly number[])[]): PlannedVisit[] {
  const { shown } = clockOf(model.instance);
  const visits = tours.flatMap((stops, tour) => {
    const day = model.teamDays[tour];
    const starts = startsOf(model.problem, stops, tour);
    if (!day || !starts) throw new Error(`tour ${tour} cannot be: ${stops}`);
    return stops.flatMap((index, k) => {
      const stop = model.stops[index];
      if (!stop) throw new Error(`no stop ${index}`);
      const startMinute = stop.locked?.startMinute ?? shown(starts[k] ?? 0);
      return visitsAt(stop, { teamId: day.team.id, date: day.date, startMinute });
    });
  });
  return [...visits, ...model.apart].sort(inOrder);
}

/** Where `visits` stand in `model`: the index of each stop and of its tour, if there still are. */
function standing(model: PlanModel, visits: readonly PlannedVisit[]) {
  const stopOf = new Map(model.stops.map((stop, index) => [hostOf(stop).id, index]));
  const tourOf = new Map(
    model.teamDays.map(({ team, date }, index) => [teamDayKey(team.id, date), index]),
  );
  return [...visits].sort(inOrder).flatMap((visit) => {
    const stop = stopOf.get(visit.organizationId);
    const tour = tourOf.get(teamDayKey(visit.teamId, visit.date));
    const same = stop !== undefined && model.stops[stop]?.minutes === visit.durationMinutes;
    return stop === undefined || tour === undefined || !same ? [] : [{ visit, stop, tour }];
  });
}

/** The tours of `visits` in `model`, without those that can no longer be as they are. */
export function toursFrom(model: PlanModel, visits: readonly PlannedVisit[]): number[][] {
  const { problem } = model;
  const tours = Array.from({ length: problem.tours }, (_, tour) => fixedOn(problem, tour));
  for (const { stop, tour } of standing(model, visits)) {
    const stops = tours[tour] ?? [];
    if (problem.fixed[stop] === 1) continue;
    const places = [...stops.keys(), stops.length].reverse();
    const k = places.find((at) => startsOf(problem, stops.toSpliced(at, 0, stop), tour));
    if (k !== undefined) stops.splice(k, 0, stop);
  }
  return tours;
}

/** `model` in which `visits` that stay exactly as they were are worth `points` more each. */
export function withKept(
  model: PlanModel,
  visits: readonly PlannedVisit[],
  points: number,
): PlanModel {
  const { worked } = clockOf(model.instance);
  const { problem } = model;
  const keptTour = problem.keptTour.slice();
  const keptStart = problem.keptStart.slice();
  const keepBonus = problem.keepBonus.slice();
  for (const { visit, stop, tour } of standing(model, visits)) {
    if (problem.fixed[stop] === 1 || problem.allowed[tour * problem.stops + stop] === 0) continue;
    keptTour[stop] = tour;
    keptStart[stop] = worked(visit.startMinute);
    keepBonus[stop] = points * 100;
  }
  return { ...model, problem: { ...problem, keptTour, keptStart, keepBonus } };
}

/** `model` in which the stops of `tours` keep their published hours where their tour allows it. */
export function settled(model: PlanModel, tours: readonly (readonly number[])[]): PlanModel {
  const { problem } = model;
  const keptTour = problem.keptTour.slice();
  tours.forEach((stops, tour) => {
    if (startsOf(problem, stops, tour)) return;
    for (const stop of stops) if (problem.fixed[stop] === 0) keptTour[stop] = -1;
  });
  return {
    ...model,
    problem: { ...problem, keptTour, keepBonus: new Float64Array(problem.stops) },
  };
}

/** Driving of `visits`: minutes, and metres of road. */
export function drivesOf(
  instance: VisitInstance,
  visits: readonly PlannedVisit[],
): { minutes: number; metres: number } {
  const teams = new Map(instance.teams.map((team) => [team.id, team]));
  const places = new Map(stopsOf(instance).map((stop) => [hostOf(stop).id, stop.place]));
  let minutes = 0;
  let metres = 0;
  const drive = (from: Place, to: Place) => {
    const leg = driveBetween(from, to, instance.travel);
    minutes += leg.minutes;
    metres += leg.metres;
  };
  const stops = visits.filter((visit) => visit.hostOrganizationId === null).sort(inOrder);
  stops.forEach((visit, k) => {
    const base = teams.get(visit.teamId)?.base;
    const place = places.get(visit.organizationId);
    if (!base || !place) throw new Error(`no place for the visit of ${visit.organizationId}`);
    const sameDay = (other: PlannedVisit | undefined) =>
      other?.teamId === visit.teamId && other.date === visit.date;
    const before = stops[k - 1];
    const from = before && sameDay(before) ? places.get(before.organizationId) : undefined;
    drive(from ?? base, place);
    if (!sameDay(stops[k + 1])) drive(place, base);
  });
  return { minutes, metres };
}

/** Why each organization is among `visits` or not. */
export function explanationsOf(
  model: PlanModel,
  visits: readonly PlannedVisit[],
): OrganizationExplanation[] {
  const chosen = new Map(visits.map((visit) => [visit.organizationId, visit]));
  const mandatory = new Set(
    model.stops.filter((s) => s.mandatory).flatMap((s) => s.members.map((m) => m.id)),
  );
  return [...model.instance.organizations].sort(byId).map(({ id, priority }) => {
    const visit = chosen.get(id);
    const needed = mandatory.has(id) ? 'mandatory' : 'selected';
    const reason = visit
      ? visit.pinned
        ? 'locked'
        : needed
      : (model.barred.get(id) ?? 'outranked');
    return { organizationId: id, chosen: visit !== undefined, reason, priority };
  });
}
