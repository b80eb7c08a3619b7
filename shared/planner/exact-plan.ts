/**
 * The best plan, by set packing: which tours to drive is decided first, on which days after it.
 *
 * Without days the packing is small enough for HiGHS. If the tours it chooses find days, no plan can
 * be worth more. If some do not, Hall's theorem names a set of days that too many of them want; a row
 * that forbids just that is added, and the packing solved again.
 */
import { solveMilp } from './milp.ts';
import type { RouteProblem } from './route-problem.ts';
import {
  columnsOf,
  hasDay,
  keptColumnsOf,
  type TourColumn,
  type TourColumns,
} from './tour-columns.ts';

export interface ExactOptions {
  readonly wasmPath?: string | undefined;
  /** More columns than this are left to the search. */
  readonly columns: number;
  /** Stops that must be visited, if they can be. */
  readonly mandatory: readonly number[];
  /** The same problem with what staying as published is worth: tours much as they were join in. */
  readonly calm?: RouteProblem | undefined;
  /** Tours to keep on their days where they are chosen again. */
  readonly like?: readonly (readonly number[])[] | undefined;
}

export type ExactPlan =
  | { readonly outcome: 'too-many-columns' }
  | {
      readonly outcome: 'solved';
      /** By tour of the problem; `placed` is false when some chosen tours found no day. */
      readonly tours: number[][];
      readonly placed: boolean;
      readonly bound: number;
      /** Mandatory stops that could not all be visited: as many were as can be. */
      readonly unmet: readonly number[];
    };

/** A set of days of a class for which no more tours may be chosen than there are days. */
interface DayCut {
  readonly tourClass: number;
  readonly days: ReadonlySet<number>;
}

const TREE_NODES = 20_000;
const MOST_CUTS = 12;

interface Row {
  lower: number;
  upper: number;
}

/** The packing as a program. `slack` is how many mandatory stops may be left out; −1 asks how many. */
export function programOf(
  p: RouteProblem,
  { classes, columns }: TourColumns,
  mandatory: readonly number[],
  cuts: readonly DayCut[],
  slack: number,
) {
  const required = new Set(mandatory);
  const rows: Row[] = [];
  for (let stop = 0; stop < p.stops; stop++)
    rows.push({ lower: required.has(stop) ? 1 : 0, upper: 1 });
  for (const { teamDays, locked } of classes)
    rows.push({ lower: locked ? 1 : 0, upper: teamDays.length });
  const districtRow = rows.length;
  for (const wanted of p.wanted) rows.push({ lower: wanted, upper: Number.POSITIVE_INFINITY });
  const cutRow = rows.length;
  for (const { days } of cuts) rows.push({ lower: 0, upper: days.size });
  const slackRow = rows.length;
  if (slack > 0) rows.push({ lower: 0, upper: slack });

  const worth: number[] = [];
  const upper: number[] = [];
  const whole: number[] = [];
  const starts: number[] = [0];
  const entryRows: number[] = [];
  const entries: number[] = [];
  const add = (value: number, most: number, integer: boolean, at: readonly [number, number][]) => {
    worth.push(value);
    upper.push(most);
    whole.push(integer ? 1 : 0);
    for (const [row, entry] of at) {
      entryRows.push(row);
      entries.push(entry);
    }
    starts.push(entryRows.length);
  };
  for (const column of columns) {
    const at = new Map<number, number>();
    const count = (row: number, by: number) => at.set(row, (at.get(row) ?? 0) + by);
    for (const stop of column.stops) {
      count(stop, 1);
      for (const each of p.districtsOf[stop] ?? []) count(districtRow + each.district, each.count);
    }
    count(p.stops + column.tourClass, 1);
    if (cuts.length > 0) for (const k of cutsOver(column, cuts, classes)) count(cutRow + k, 1);
    add(slack < 0 ? 0 : column.worth, 1, true, [...at]);
  }
  p.wanted.forEach((wanted, district) => {
    add(slack < 0 ? 0 : -(p.missed[district] ?? 0), wanted, false, [[districtRow + district, 1]]);
  });
  if (slack !== 0)
    for (const stop of mandatory)
      add(slack < 0 ? -1 : 0, 1, true, [
        [stop, 1],
        ...(slack > 0 ? [[slackRow, 1] as [number, number]] : []),
      ]);
  return {
    worth: Float64Array.from(worth),
    lower: new Float64Array(worth.length),
    upper: Float64Array.from(upper),
    whole: Int32Array.from(whole),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    starts: Int32Array.from(starts),
    rows: Int32Array.from(entryRows),
    entries: Float64Array.from(entries),
  };
}

/** The cuts that hold for `column`: those that name every day on which it can be driven. */
function cutsOver(
  { tourClass, days }: TourColumn,
  cuts: readonly DayCut[],
  classes: TourColumns['classes'],
): number[] {
  const count = classes[tourClass]?.teamDays.length ?? 0;
  const list = Array.from({ length: count }, (_, day) => day).filter((day) => hasDay(days, day));
  return cuts.flatMap((cut, k) => {
    const holds =
      cut.tourClass === tourClass &&
      list.length <= cut.days.size &&
      list.every((day) => cut.days.has(day));
    return holds ? [k] : [];
  });
}

interface Placing {
  /** By day of the class, which of the chosen columns. */
  readonly byDay: Map<number, number>;
  /** Days that too many of them want. */
  readonly crowded: ReadonlySet<number> | undefined;
}

/** Gives each of `chosen` a day of its class: by augmenting paths, those `preferred` first. */
function place(
  chosen: readonly TourColumn[],
  count: number,
  preferred: readonly (number | undefined)[],
): Placing {
  const byDay = new Map<number, number>();
  let crowded: Set<number> | undefined;
  const seat = (column: number, seen: Set<number>): boolean => {
    const tour = chosen[column];
    if (!tour) return false;
    for (let day = 0; day < count; day++) {
      if (seen.has(day) || !hasDay(tour.days, day)) continue;
      seen.add(day);
      const other = byDay.get(day);
      if (other === undefined || seat(other, seen)) {
        byDay.set(day, column);
        return true;
      }
    }
    return false;
  };
  const waiting: number[] = [];
  chosen.forEach((tour, column) => {
    const day = preferred[column];
    if (day !== undefined && !byDay.has(day) && hasDay(tour.days, day)) byDay.set(day, column);
    else waiting.push(column);
  });
  for (const column of waiting) {
    const seen = new Set<number>();
    if (!seat(column, seen)) crowded ??= seen;
  }
  return { byDay, crowded };
}

interface Placed {
  readonly tours: number[][];
  readonly cuts: readonly DayCut[];
}

function placeAll(
  p: RouteProblem,
  { classes }: TourColumns,
  chosen: readonly TourColumn[],
  like: readonly (readonly number[])[] | undefined,
): Placed {
  const tours: number[][] = Array.from({ length: p.tours }, () => []);
  const liked = new Map<string, number>();
  like?.forEach((stops, tour) => {
    if (stops.length > 0) liked.set([...stops].sort((a, b) => a - b).join(), tour);
  });
  const cuts: DayCut[] = [];
  classes.forEach(({ teamDays }, tourClass) => {
    // The most valuable first, so that they come early in the season.
    const own = chosen
      .filter((column) => column.tourClass === tourClass)
      .sort((a, b) => b.worth - a.worth || (a.stops[0] ?? 0) - (b.stops[0] ?? 0));
    const preferred = own.map(({ stops }) => {
      const day = teamDays.indexOf(liked.get([...stops].sort((a, b) => a - b).join()) ?? -1);
      return day < 0 ? undefined : day;
    });
    const { byDay, crowded } = place(own, teamDays.length, preferred);
    if (crowded) cuts.push({ tourClass, days: crowded });
    for (const [day, column] of byDay) tours[teamDays[day] ?? 0] = [...(own[column]?.stops ?? [])];
  });
  return { tours, cuts };
}

const chosenOf = (columns: readonly TourColumn[], x: Float64Array) =>
  columns.filter((_, k) => (x[k] ?? 0) > 0.5);

/** Tours that can be driven on one day only would else crowd there. */
function oneTourADay(classes: TourColumns['classes']): DayCut[] {
  return classes.flatMap(({ teamDays }, tourClass) =>
    teamDays.map((_, day) => ({ tourClass, days: new Set([day]) })),
  );
}

/** Solves `p` exactly, unless it has too many columns. `progress` counts the packings solved. */
export async function solveExactly(
  p: RouteProblem,
  options: ExactOptions,
  progress: (solved: number) => void | Promise<void>,
): Promise<ExactPlan> {
  const fresh = columnsOf(p, options.columns);
  if (!fresh) return { outcome: 'too-many-columns' };
  const kept = options.calm ? keptColumnsOf(options.calm, fresh.classes) : [];
  const all = { classes: fresh.classes, columns: [...kept, ...fresh.columns] };
  const limits = { wasmPath: options.wasmPath, nodes: TREE_NODES };
  const cuts: DayCut[] = kept.length > 0 ? oneTourADay(fresh.classes) : [];
  let slack = 0;
  let bound = Number.POSITIVE_INFINITY;
  let tours: number[][] = [];
  for (let round = 0; round < MOST_CUTS; round++) {
    await progress(round);
    const answer = await solveMilp(programOf(p, all, options.mandatory, cuts, slack), limits);
    if (answer.status === 'infeasible') {
      const least = await solveMilp(programOf(p, all, options.mandatory, cuts, -1), limits);
      if (least.status === 'infeasible') throw new Error('the packing has no solution at all');
      const needed = Math.round(-least.bound);
      if (needed <= slack)
        throw new Error('the packing has no solution with what it may leave out');
      slack = needed;
      // What was worth more left out fewer than can be.
      bound = Number.POSITIVE_INFINITY;
      continue;
    }
    // The proof tells whole numbers apart; a hundredth covers what the solver's tolerance may hide.
    bound = Math.min(bound, Math.floor(answer.bound + 0.01));
    const placed = placeAll(p, all, chosenOf(all.columns, answer.x), options.like);
    tours = placed.tours;
    if (placed.cuts.length === 0) {
      const visited = new Set(tours.flat());
      const unmet = options.mandatory.filter((stop) => !visited.has(stop));
      return { outcome: 'solved', tours, placed: answer.x.length > 0, bound, unmet };
    }
    cuts.push(...placed.cuts);
  }
  const visited = new Set(tours.flat());
  const unmet = options.mandatory.filter((stop) => !visited.has(stop));
  return { outcome: 'solved', tours, placed: false, bound, unmet };
}
