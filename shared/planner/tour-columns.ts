/**
 * Every tour that could be driven, without its day: the columns of the set packing.
 *
 * Team-days with the same base, hours and number of visits hold the same tours and form a class; a
 * team-day with locked visits is a class of its own, all of whose tours contain them.
 */
import { driveOf, earliestStart, fixedOn, type RouteProblem } from './route-problem.ts';

/** Days of a class on which a tour can be driven, one bit per day of the class. */
type Days = Uint32Array;

export interface TourClass {
  /** Tours of the problem, in its order. */
  readonly teamDays: readonly number[];
  /** Its tour must be driven, for the locked visits on it. */
  readonly locked: boolean;
}

export interface TourColumn {
  readonly tourClass: number;
  /** In the order that drives least. */
  readonly stops: readonly number[];
  readonly drive: number;
  /** Prizes less driving; districts are the master's. */
  readonly worth: number;
  readonly days: Days;
}

export interface TourColumns {
  readonly classes: readonly TourClass[];
  readonly columns: readonly TourColumn[];
}

function classesOf(p: RouteProblem): TourClass[] {
  const open = new Map<string, number[]>();
  const classes: TourClass[] = [];
  for (let tour = 0; tour < p.tours; tour++) {
    if (p.fixedTours[tour] === 1) {
      classes.push({ teamDays: [tour], locked: true });
      continue;
    }
    const key = [p.base[tour], p.leaves[tour], p.backBy[tour], p.most[tour]].join();
    open.set(key, [...(open.get(key) ?? []), tour]);
  }
  return [...classes, ...[...open.values()].map((teamDays) => ({ teamDays, locked: false }))];
}

function daysOf(p: RouteProblem, stop: number, { teamDays }: TourClass): Days {
  const days = new Uint32Array(Math.ceil(teamDays.length / 32));
  teamDays.forEach((tour, k) => {
    if (p.allowed[tour * p.stops + stop] === 1)
      days[k >> 5] = (days[k >> 5] ?? 0) | (1 << (k & 31));
  });
  return days;
}

function shared(a: Days, b: Days): Days | undefined {
  const both = a.map((bits, k) => bits & (b[k] ?? 0));
  return both.some((bits) => bits !== 0) ? both : undefined;
}

/** Whether day `k` of the class is among `days`. */
export function hasDay(days: Days, k: number): boolean {
  return ((days[k >> 5] ?? 0) & (1 << (k & 31))) !== 0;
}

/** The order of `stops` that drives least on a team-day like `tour`, if there is one. */
function bestOrder(
  p: RouteProblem,
  stops: readonly number[],
  tour: number,
): { stops: number[]; drive: number } | undefined {
  const base = p.base[tour] ?? 0;
  const backBy = p.backBy[tour] ?? 0;
  const order: number[] = [];
  let best: { stops: number[]; drive: number } | undefined;
  const extend = (at: number, time: number, driven: number) => {
    if (order.length === stops.length) {
      const home = p.drive[at * p.places + base] ?? 0;
      if (time + home > backBy || (best && driven + home >= best.drive)) return;
      best = { stops: [...order], drive: driven + home };
      return;
    }
    for (const stop of stops) {
      if (order.includes(stop)) continue;
      const leg = p.drive[at * p.places + stop] ?? 0;
      const ends = earliestStart(p, stop, tour, time + leg) + (p.service[stop] ?? 0);
      if (ends > backBy) continue;
      order.push(stop);
      extend(stop, ends, driven + leg);
      order.pop();
    }
  };
  extend(base, p.leaves[tour] ?? 0, 0);
  return best;
}

interface Grown {
  readonly stops: readonly number[];
  readonly service: number;
  readonly highest: number;
  readonly days: Days;
}

/**
 * Minutes by which a drive from a to c may outlast those from a to b and from b to c: rounding, and
 * a map that is not quite flat. With it, what no tour of few stops can hold no longer one can.
 */
const DETOUR_SLACK = 1;

/**
 * All tours of all classes; `undefined` when there are more than `limit`. They grow by one stop at a
 * time from tours that can be driven, or nearly so (see DETOUR_SLACK).
 */
export function columnsOf(p: RouteProblem, limit: number): TourColumns | undefined {
  const classes = classesOf(p);
  const columns: TourColumn[] = [];
  for (const [index, tourClass] of classes.entries())
    if (!growTours(p, index, tourClass, columns, limit)) return undefined;
  return { classes, columns };
}

function growTours(
  p: RouteProblem,
  index: number,
  tourClass: TourClass,
  columns: TourColumn[],
  limit: number,
): boolean {
  const tour = tourClass.teamDays[0] ?? 0;
  const most = p.most[tour] ?? 0;
  const nearly = { ...p, drive: p.drive.map((d) => Math.max(0, d - DETOUR_SLACK * most)) };
  const time = (p.backBy[tour] ?? 0) - (p.leaves[tour] ?? 0);
  const daysOfStop = Array.from({ length: p.stops }, (_, stop) => daysOf(p, stop, tourClass));
  const allDays = new Uint32Array(Math.ceil(tourClass.teamDays.length / 32)).fill(0xffff_ffff);
  const add = (stops: readonly number[], drive: number, days: Days) => {
    const prizes = stops.reduce((sum, stop) => sum + (p.prize[stop] ?? 0), 0);
    columns.push({ tourClass: index, stops, drive, worth: prizes - drive * p.driveCost, days });
  };
  const fixed = fixedOn(p, tour);
  if (tourClass.locked) add(fixed, driveOf(p, fixed, tour), allDays);
  const service = fixed.reduce((sum, stop) => sum + (p.service[stop] ?? 0), 0);
  let grown: Grown[] = [{ stops: fixed, service, highest: -1, days: allDays }];
  // Which pairs can share a tour, found when tours have grown to two.
  const pairs = tourClass.locked ? undefined : new Uint8Array(p.stops * p.stops);
  for (let size = fixed.length; size < most; size++) {
    const next: Grown[] = [];
    for (const from of grown) {
      for (let stop = from.highest + 1; stop < p.stops; stop++) {
        const longer = from.service + (p.service[stop] ?? 0);
        const free = daysOfStop[stop];
        if (longer > time || !free || p.fixed[stop] === 1) continue;
        if (pairs && size >= 2 && from.stops.some((other) => !pairs[other * p.stops + stop]))
          continue;
        const days = shared(from.days, free);
        if (!days) continue;
        const stops = [...from.stops, stop];
        const order = bestOrder(p, stops, tour);
        if (!order && !bestOrder(nearly, stops, tour)) continue;
        if (pairs && size === 1) pairs[(from.stops[0] ?? 0) * p.stops + stop] = 1;
        next.push({ stops, service: longer, highest: stop, days });
        if (!order) continue;
        if (columns.length >= limit) return false;
        add(order.stops, order.drive, days);
      }
    }
    grown = next;
  }
  return true;
}

/**
 * Tours that leave a team-day much as it was published: all its visits that can stay, at their hours,
 * or all but one, with what fits beside them. Their worth counts what staying is worth in `calm`.
 */
export function keptColumnsOf(calm: RouteProblem, classes: readonly TourClass[]): TourColumn[] {
  const columns: TourColumn[] = [];
  classes.forEach(({ teamDays }, tourClass) => {
    teamDays.forEach((tour, day) => {
      const days = new Uint32Array(Math.ceil(teamDays.length / 32));
      days[day >> 5] = 1 << (day & 31);
      const add = ({ stops, drive }: { stops: number[]; drive: number }) => {
        const prizes = stops.reduce((sum, stop) => {
          const stays = calm.keptTour[stop] === tour ? (calm.keepBonus[stop] ?? 0) : 0;
          return sum + (calm.prize[stop] ?? 0) + stays;
        }, 0);
        columns.push({ tourClass, stops, drive, worth: prizes - drive * calm.driveCost, days });
      };
      for (const stops of keptSetsOf(calm, tour)) growBeside(calm, stops, tour, add);
    });
  });
  return columns;
}

function keptSetsOf(calm: RouteProblem, tour: number): number[][] {
  const fixed = fixedOn(calm, tour);
  const kept: number[] = [];
  for (let stop = 0; stop < calm.stops; stop++)
    if (calm.keptTour[stop] === tour && calm.fixed[stop] === 0) kept.push(stop);
  const fewer = kept.length < 2 ? [] : kept.map((stop) => kept.filter((other) => other !== stop));
  return kept.length === 0 ? [] : [kept, ...fewer].map((stops) => [...fixed, ...stops]);
}

function growBeside(
  calm: RouteProblem,
  kept: readonly number[],
  tour: number,
  add: (order: { stops: number[]; drive: number }) => void,
): void {
  const whole = kept.length <= (calm.most[tour] ?? 0) && bestOrder(calm, kept, tour);
  if (!whole) return;
  add(whole);
  const beside: number[] = [];
  for (let stop = 0; stop < calm.stops && kept.length < (calm.most[tour] ?? 0); stop++) {
    if (calm.keptTour[stop] === tour || calm.allowed[tour * calm.stops + stop] === 0) continue;
    const order = bestOrder(calm, [...kept, stop], tour);
    if (!order) continue;
    add(order);
    beside.push(stop);
  }
  if (kept.length + 2 > (calm.most[tour] ?? 0)) return;
  for (const [k, a] of beside.entries())
    for (const b of beside.slice(k + 1)) {
      const order = bestOrder(calm, [...kept, a, b], tour);
      if (order) add(order);
    }
}
