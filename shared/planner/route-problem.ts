/**
 * The routing problem beneath a plan: stops to choose among, tours to put them in.
 *
 * Stops are 0 … `stops` − 1; the places after them are where tours begin and end. All quantities are
 * integers in units of the caller's choice, so that no machine rounds differently from another.
 */
export interface RouteProblem {
  readonly stops: number;
  /** Stops and bases. */
  readonly places: number;
  /** Drive from place a to place b at `a * places + b`; symmetric. */
  readonly drive: Int32Array;
  /** Time a stop takes; its start lies in `opens` … `closes`, both included. */
  readonly service: Int32Array;
  readonly opens: Int32Array;
  readonly closes: Int32Array;
  readonly prize: Float64Array;
  readonly tours: number;
  /** The place at which a tour begins and ends. */
  readonly base: Int32Array;
  readonly leaves: Int32Array;
  readonly backBy: Int32Array;
  /** Most stops of a tour. */
  readonly most: Int32Array;
  /** 1 at `tour * stops + stop` where the stop may lie on the tour. */
  readonly allowed: Uint8Array;
  /** No stop may be under way at this instant (it may end or begin then); −1 for none. */
  readonly pause: number;
  /** Starts are whole multiples of this. */
  readonly step: number;
  /** What a unit of driving costs, in units of prize. */
  readonly driveCost: number;
  /** Districts that want visits: stop s gives `counts` to each in `districtsOf[s]`. */
  readonly districtsOf: readonly (readonly { district: number; count: number }[])[];
  readonly wanted: Int32Array;
  /** What a district loses for each visit short of `wanted`. */
  readonly missed: Float64Array;
  /** The tour on which a stop was published, at exactly `keptStart`; −1 for none. */
  readonly keptTour: Int32Array;
  readonly keptStart: Int32Array;
  /** What staying there is worth. */
  readonly keepBonus: Float64Array;
  /** 1 for stops that never leave their kept tour. */
  readonly fixed: Uint8Array;
  /** 1 for tours that have such stops. */
  readonly fixedTours: Uint8Array;
}

/** Tours as lists of stops, in order, and what they are worth. */
export interface RouteSolution {
  readonly tours: number[][];
  readonly value: number;
}

const NEVER = 0x3fff_ffff;

/** The first start of `stop` on `tour` not before `time`; beyond every horizon when there is none. */
export function earliestStart(p: RouteProblem, stop: number, tour: number, time: number): number {
  if (p.keptTour[stop] === tour) {
    const kept = p.keptStart[stop] ?? 0;
    return time <= kept ? kept : NEVER;
  }
  let start = Math.max(time, p.opens[stop] ?? 0);
  if (p.step > 1) start = Math.ceil(start / p.step) * p.step;
  if (start < p.pause && start + (p.service[stop] ?? 0) > p.pause) start = p.pause;
  return start <= (p.closes[stop] ?? 0) ? start : NEVER;
}

/** The last start of `stop` on `tour` not after `time`; −1 when there is none. */
export function latestStart(p: RouteProblem, stop: number, tour: number, time: number): number {
  if (p.keptTour[stop] === tour) {
    const kept = p.keptStart[stop] ?? 0;
    return time >= kept ? kept : -1;
  }
  let start = Math.min(time, p.closes[stop] ?? 0);
  if (p.step > 1) start = Math.floor(start / p.step) * p.step;
  if (start < p.pause && start + (p.service[stop] ?? 0) > p.pause)
    start = Math.floor((p.pause - (p.service[stop] ?? 0)) / p.step) * p.step;
  return start >= (p.opens[stop] ?? 0) ? start : -1;
}

/** The starts of `stops` in this order on `tour`, each as early as can be; none if it cannot be. */
export function startsOf(
  p: RouteProblem,
  stops: readonly number[],
  tour: number,
): number[] | undefined {
  if (stops.length > (p.most[tour] ?? 0)) return undefined;
  const base = p.base[tour] ?? 0;
  const starts: number[] = [];
  let time = p.leaves[tour] ?? 0;
  let at = base;
  for (const stop of stops) {
    if (p.allowed[tour * p.stops + stop] === 0) return undefined;
    const start = earliestStart(p, stop, tour, time + (p.drive[at * p.places + stop] ?? 0));
    if (start === NEVER) return undefined;
    starts.push(start);
    time = start + (p.service[stop] ?? 0);
    at = stop;
  }
  const back = time + (p.drive[at * p.places + base] ?? 0);
  return back <= (p.backBy[tour] ?? 0) ? starts : undefined;
}

/** Driving of a tour through `stops`, from its base and back. */
export function driveOf(p: RouteProblem, stops: readonly number[], tour: number): number {
  const base = p.base[tour] ?? 0;
  let sum = 0;
  let at = base;
  for (const stop of stops) {
    sum += p.drive[at * p.places + stop] ?? 0;
    at = stop;
  }
  return stops.length === 0 ? 0 : sum + (p.drive[at * p.places + base] ?? 0);
}

/** What `tours` are worth: prizes and bonuses less driving less what districts miss. */
export function worthOf(p: RouteProblem, tours: readonly (readonly number[])[]): number {
  const visited = new Int32Array(p.wanted.length);
  let worth = 0;
  tours.forEach((stops, tour) => {
    worth -= driveOf(p, stops, tour) * p.driveCost;
    for (const stop of stops) {
      worth += p.prize[stop] ?? 0;
      if (p.keptTour[stop] === tour) worth += p.keepBonus[stop] ?? 0;
      for (const { district, count } of p.districtsOf[stop] ?? [])
        visited[district] = (visited[district] ?? 0) + count;
    }
  });
  p.wanted.forEach((wanted, district) => {
    const short = Math.max(0, wanted - (visited[district] ?? 0));
    worth -= short * (p.missed[district] ?? 0);
  });
  return worth;
}

/** The fixed stops of `tour`, in order. */
export function fixedOn(p: RouteProblem, tour: number): number[] {
  const stops: number[] = [];
  for (let stop = 0; stop < p.stops; stop++)
    if (p.fixed[stop] === 1 && p.keptTour[stop] === tour) stops.push(stop);
  return stops.sort((a, b) => (p.keptStart[a] ?? 0) - (p.keptStart[b] ?? 0));
}
