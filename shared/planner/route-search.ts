// biome-ignore-all lint/style/noNonNullAssertion: the indices of the typed arrays are bounded by construction.
/**
 * Large-neighbourhood search: some stops are taken out, others put in, and the result is kept when
 * it is better or, as long as the search is warm, not much worse (simulated annealing).
 *
 * It takes its time in rounds of a caller's choosing, draws from one seed and reckons in integers or
 * by single additions and multiplications, which every engine rounds alike.
 */
import { randomFrom } from './random.ts';
import {
  earliestStart,
  fixedOn,
  latestStart,
  type RouteProblem,
  type RouteSolution,
  worthOf,
} from './route-problem.ts';

export interface RouteSearch {
  /**
   * Makes `rounds` rounds. `warmth` 1 … 0 falls from the first call of a schedule to its last.
   */
  run(rounds: number, warmth: number): void;
  best(): RouteSolution;
  /** Goes on from `tours`. @throws if they break a rule of the problem. */
  resume(tours: readonly (readonly number[])[]): void;
}

const NEVER = 0x3fff_ffff;
const THRESHOLDS = 1024;

/** Percent of the stops on tours that a round takes out at most. */
const SHARE = 25;

/** Tours of few stops are taken apart whole now and then, lest a search be caught among them. */
const FEWEST = 10;

/** The temperature at full warmth, in average prizes. */
const HEAT = 1.5;

/** Stale offers that are reckoned one by one before all of a tour are. */
const PATIENCE = 10;

/** −ln((k + ½) / 1024) for k = 0 … 1023, by its series. */
function acceptanceThresholds(): Float64Array {
  const ln2 = Math.LN2;
  return Float64Array.from({ length: THRESHOLDS }, (_, k) => {
    let x = (k + 0.5) / THRESHOLDS;
    let ln = 0;
    while (x < 0.75) {
      x *= 2;
      ln -= ln2;
    }
    const y = (x - 1) / (x + 1);
    let power = y;
    let sum = 0;
    for (let n = 1; n <= 31; n += 2) {
      sum += power / n;
      power *= y * y;
    }
    return Math.round(-(ln + 2 * sum) * 1e6) / 1e6;
  });
}

const thresholds = acceptanceThresholds();

export function createRouteSearch(p: RouteProblem, seed: number): RouteSearch {
  const n = p.stops;
  const m = p.tours;
  const { places, drive, service, opens, closes, prize, leaves, backBy, most, allowed } = p;
  const { base: bases, keptTour, districtsOf, driveCost } = p;
  const cap = Math.max(
    1,
    Math.min(
      n,
      most.reduce((a, b) => Math.max(a, b), 0),
    ),
  );
  const random = randomFrom(seed);
  const below = (limit: number) => random() % limit;

  const sequence = new Int32Array(m * cap);
  const length = new Int32Array(m);
  const start = new Int32Array(n);
  const latest = new Int32Array(n);
  const tourOf = new Int32Array(n).fill(-1);
  const driven = new Float64Array(m);
  const visitedIn = new Int32Array(p.wanted.length);
  // The cheapest place for a stop on a tour: time it costs, driving it adds, position.
  const cost = new Int32Array(m * n).fill(NEVER);
  const extra = new Int32Array(m * n);
  const position = new Int32Array(m * n);
  // A tour's version counts its changes; an offer bears that of the tour it was reckoned for. Stops
  // put in since can only have made it dearer.
  const version = new Int32Array(m);
  const stamp = new Int32Array(m * n).fill(-1);
  const bestTour = new Int32Array(n).fill(-1);
  const bestCost = new Int32Array(n).fill(NEVER);

  const simple = p.step === 1 && p.pause < 0;
  const keeps = keptTour.some((tour) => tour >= 0);
  const special = (stop: number, tour: number) => !simple || (keeps && keptTour[stop] === tour);
  let value = 0;

  // The gaps of a tour: after which place, when one leaves it, which place follows, by when one must
  // arrive there and when one does now.
  const wide = cap + 1;
  const gaps = new Int32Array(m);
  const gapAfter = new Int32Array(m * wide);
  const gapLeaves = new Int32Array(m * wide);
  const gapNext = new Int32Array(m * wide);
  const gapLimit = new Int32Array(m * wide);
  const gapArrives = new Int32Array(m * wide);

  function openGaps(tour: number): void {
    const count = length[tour]!;
    const first = tour * wide;
    const base = bases[tour]!;
    gaps[tour] = count >= most[tour]! ? 0 : count + 1;
    let at = base;
    let leaving = leaves[tour]!;
    for (let k = 0; k <= count; k++) {
      const next = k === count ? base : sequence[tour * cap + k]!;
      gapAfter[first + k] = at;
      gapLeaves[first + k] = leaving;
      gapNext[first + k] = next;
      gapLimit[first + k] = k === count ? backBy[tour]! : latest[next]!;
      gapArrives[first + k] = count === 0 ? leaving : leaving + drive[at * places + next]!;
      if (k < count) leaving = start[next]! + service[next]!;
      at = next;
    }
  }

  /** Finds the cheapest gap of `tour` for `stop`. */
  function evaluate(stop: number, tour: number): void {
    const at = tour * n + stop;
    cost[at] = NEVER;
    stamp[at] = version[tour]!;
    if (allowed[at] === 0) return;
    const shut = closes[stop]!;
    const open = opens[stop]!;
    const takes = service[stop]!;
    const row = stop * places;
    const odd = special(stop, tour);
    const soonest = odd ? 0 : open + takes;
    const first = tour * wide;
    const end = first + gaps[tour]!;
    let cheapest = NEVER;
    let where = 0;
    for (let k = first; k < end; k++) {
      const limit = gapLimit[k]!;
      if (limit < soonest) continue;
      const leaving = gapLeaves[k]!;
      if (leaving > shut) break;
      let begins = leaving + drive[row + gapAfter[k]!]!;
      if (odd) begins = earliestStart(p, stop, tour, begins);
      else if (begins < open) begins = open;
      if (begins > shut) continue;
      const reaches = begins + takes + drive[row + gapNext[k]!]!;
      if (reaches > limit) continue;
      const push = reaches - gapArrives[k]!;
      if (push < cheapest) {
        cheapest = push;
        where = k;
      }
    }
    if (cheapest === NEVER) return;
    const before = gapAfter[where]!;
    const next = gapNext[where]!;
    cost[at] = Math.max(1, cheapest);
    position[at] = where - first;
    extra[at] =
      drive[row + before]! +
      drive[row + next]! -
      (length[tour] === 0 ? 0 : drive[before * places + next]!);
  }

  function chooseTour(stop: number): void {
    let tourBest = -1;
    let costBest = NEVER;
    for (let tour = 0; tour < m; tour++) {
      const c = cost[tour * n + stop]!;
      if (c < costBest) {
        costBest = c;
        tourBest = tour;
      }
    }
    if (keeps) {
      const kept = keptTour[stop]!;
      if (kept >= 0 && cost[kept * n + stop]! < NEVER) {
        tourBest = kept;
        costBest = cost[kept * n + stop]!;
      }
    }
    bestTour[stop] = tourBest;
    bestCost[stop] = costBest;
  }

  /** Reckons the times of a tour after its stops have changed. */
  function retime(tour: number): void {
    const from = tour * cap;
    const count = length[tour]!;
    const base = bases[tour]!;
    let at = base;
    let time = leaves[tour]!;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const stop = sequence[from + k]!;
      const leg = drive[at * places + stop]!;
      time += leg;
      if (special(stop, tour)) time = earliestStart(p, stop, tour, time);
      else if (time < opens[stop]!) time = opens[stop]!;
      start[stop] = time;
      time += service[stop]!;
      sum += leg;
      at = stop;
    }
    driven[tour] = count === 0 ? 0 : sum + drive[at * places + base]!;
    let next = base;
    let limit = backBy[tour]!;
    for (let k = count - 1; k >= 0; k--) {
      const stop = sequence[from + k]!;
      limit -= drive[stop * places + next]! + service[stop]!;
      if (special(stop, tour)) limit = latestStart(p, stop, tour, limit);
      else if (limit > closes[stop]!) limit = closes[stop]!;
      latest[stop] = limit;
      next = stop;
    }
    version[tour] = version[tour]! + 1;
    openGaps(tour);
  }

  /** Reckons where the stops that are out could join `tour`. */
  function offer(tour: number): void {
    for (let stop = 0; stop < n; stop++) {
      if (tourOf[stop]! >= 0) continue;
      evaluate(stop, tour);
      const c = cost[tour * n + stop]!;
      if (bestTour[stop] === tour || keeps) chooseTour(stop);
      else if (c < bestCost[stop]!) {
        bestCost[stop] = c;
        bestTour[stop] = tour;
      }
    }
  }

  function worthOfStop(stop: number): number {
    let worth = prize[stop]!;
    const districts = districtsOf[stop]!;
    for (let k = 0; k < districts.length; k++) {
      const { district, count } = districts[k]!;
      const short = p.wanted[district]! - visitedIn[district]!;
      if (short > 0) worth += Math.min(short, count) * p.missed[district]!;
    }
    return worth;
  }

  function insert(stop: number, tour: number, k: number): void {
    const from = tour * cap;
    const count = length[tour]!;
    sequence.copyWithin(from + k + 1, from + k, from + count);
    sequence[from + k] = stop;
    length[tour] = count + 1;
    value += worthOfStop(stop) + driven[tour]! * driveCost;
    if (keptTour[stop] === tour) value += p.keepBonus[stop]!;
    tourOf[stop] = tour;
    for (const { district, count: more } of districtsOf[stop]!)
      visitedIn[district] = visitedIn[district]! + more;
    retime(tour);
    value -= driven[tour]! * driveCost;
  }

  const touched = new Uint8Array(m);
  const touchedTours: number[] = [];
  function touch(tour: number): void {
    if (touched[tour] === 1) return;
    touched[tour] = 1;
    touchedTours.push(tour);
  }

  const takenOut: number[] = [];
  function takeOut(stop: number): void {
    const tour = tourOf[stop]!;
    if (tour < 0 || p.fixed[stop] === 1) return;
    const from = tour * cap;
    const count = length[tour]!;
    const k = sequence.indexOf(stop, from);
    sequence.copyWithin(k, k + 1, from + count);
    length[tour] = count - 1;
    tourOf[stop] = -1;
    for (const { district, count: less } of districtsOf[stop]!)
      visitedIn[district] = visitedIn[district]! - less;
    value -= worthOfStop(stop);
    if (keptTour[stop] === tour) value -= p.keepBonus[stop]!;
    takenOut.push(stop);
    touch(tour);
  }

  const routed: number[] = [];
  function listRouted(): void {
    routed.length = 0;
    for (let tour = 0; tour < m; tour++)
      for (let k = 0; k < length[tour]!; k++) routed.push(sequence[tour * cap + k]!);
  }

  function removeRandom(count: number): void {
    for (let k = 0; k < count; k++) takeOut(routed[below(routed.length)]!);
  }

  function removeSegments(count: number): void {
    let left = count;
    for (let tries = 0; left > 0 && tries < 8; tries++) {
      const tour = tourOf[routed[below(routed.length)]!]!;
      if (tour < 0) continue;
      const size = Math.min(length[tour]!, 1 + below(left));
      const first = below(length[tour]! - size + 1);
      const stops = Array.from(sequence.subarray(tour * cap + first, tour * cap + first + size));
      for (const stop of stops) takeOut(stop);
      left -= size;
    }
  }

  const distance = new Float64Array(n);
  function removeRelated(count: number): void {
    const seedStop = below(n);
    for (const stop of routed) {
      const gap = Math.abs(start[stop]! - opens[seedStop]!);
      const far = drive[seedStop * places + stop]!;
      distance[stop] = (far + (relatedByTime ? gap / 4 : 0)) * (64 + below(64));
    }
    const near = routed.slice().sort((a, b) => distance[a]! - distance[b]! || a - b);
    for (let k = 0; k < Math.min(count, near.length); k++) takeOut(near[k]!);
  }
  let relatedByTime = false;

  function removeCostly(count: number): void {
    for (const stop of routed) {
      const tour = tourOf[stop]!;
      const from = tour * cap;
      const k = sequence.indexOf(stop, from) - from;
      const before = k === 0 ? bases[tour]! : sequence[from + k - 1]!;
      const after = k === length[tour]! - 1 ? bases[tour]! : sequence[from + k + 1]!;
      const saved =
        drive[before * places + stop]! +
        drive[stop * places + after]! -
        drive[before * places + after]! +
        service[stop]!;
      distance[stop] = (prize[stop]! / (saved + 1)) * (64 + below(128));
    }
    const poor = routed.slice().sort((a, b) => distance[a]! - distance[b]! || a - b);
    for (let k = 0; k < Math.min(count, poor.length); k++) takeOut(poor[k]!);
  }

  function settleRemovals(): void {
    for (const tour of touchedTours) {
      value += driven[tour]! * driveCost;
      retime(tour);
      value -= driven[tour]! * driveCost;
    }
    for (let tour = 0; tour < m; tour++) {
      if (touched[tour] === 1) continue;
      for (const stop of takenOut) evaluate(stop, tour);
    }
    for (const stop of takenOut) chooseTour(stop);
    for (const tour of touchedTours) offer(tour);
  }

  const taste = new Float64Array(n);
  function setTaste(): void {
    const squared = below(2) === 0;
    const noise = below(3) * 0.25;
    for (let stop = 0; stop < n; stop++) {
      const points = prize[stop]!;
      taste[stop] = (squared ? points : 1) * (1 + (noise * below(1024)) / 1024);
    }
  }

  const score = new Float64Array(n);
  function rate(stop: number): void {
    score[stop] = 0;
    const tour = bestTour[stop]!;
    if (tourOf[stop]! >= 0 || tour < 0) return;
    let gain = worthOfStop(stop) - extra[tour * n + stop]! * driveCost;
    if (keeps && keptTour[stop] === tour) gain += p.keepBonus[stop]!;
    if (gain > 0) score[stop] = (gain * taste[stop]!) / bestCost[stop]!;
  }

  /** Puts in what fits, the best first. Offers are reckoned anew only when they come to the top. */
  function fill(): void {
    for (let stop = 0; stop < n; stop++) rate(stop);
    let misses = 0;
    for (;;) {
      let chosen = -1;
      let top = 0;
      for (let stop = 0; stop < n; stop++) {
        if (score[stop]! > top) {
          top = score[stop]!;
          chosen = stop;
        }
      }
      if (chosen < 0) return;
      const tour = bestTour[chosen]!;
      const at = tour * n + chosen;
      const fresh = stamp[at] === version[tour];
      if (!fresh) evaluate(chosen, tour);
      // An offer renewed in a round that was taken back is fresh, but the choice of tour is not.
      if (!fresh || cost[at] !== bestCost[chosen]) {
        chooseTour(chosen);
        rate(chosen);
        misses++;
        // Many offers have gone stale, as when a tour is full: all of them are reckoned anew at once.
        if (misses > PATIENCE) {
          offer(tour);
          for (let stop = 0; stop < n; stop++) rate(stop);
          misses = 0;
        }
        continue;
      }
      rate(chosen);
      if (score[chosen]! < top) continue;
      touch(tour);
      insert(chosen, tour, position[at]!);
      score[chosen] = 0;
      misses = 0;
    }
  }

  // What the current solution was before a round, to go back to.
  const was = {
    sequence: sequence.slice(),
    length: length.slice(),
    driven: driven.slice(),
    start: start.slice(),
    latest: latest.slice(),
    tourOf: tourOf.slice(),
    visitedIn: visitedIn.slice(),
    cost: cost.slice(),
    extra: extra.slice(),
    position: position.slice(),
    stamp: stamp.slice(),
    version: version.slice(),
    bestTour: bestTour.slice(),
    bestCost: bestCost.slice(),
    value: 0,
  };

  const rows: [Int32Array, Int32Array, number][] = [
    [sequence, was.sequence, cap],
    [cost, was.cost, n],
    [extra, was.extra, n],
    [position, was.position, n],
    [stamp, was.stamp, n],
  ];
  const wholes: [Int32Array, Int32Array][] = [
    [length, was.length],
    [version, was.version],
    [start, was.start],
    [latest, was.latest],
    [tourOf, was.tourOf],
    [visitedIn, was.visitedIn],
    [bestTour, was.bestTour],
    [bestCost, was.bestCost],
  ];

  function keep(): void {
    for (const [now, then, width] of rows) {
      if (touchedTours.length * 2 > m) then.set(now);
      else
        for (const tour of touchedTours)
          then.set(now.subarray(tour * width, (tour + 1) * width), tour * width);
    }
    // Stops that were taken out were offered to every tour.
    if (touchedTours.length * 2 <= m)
      for (const stop of takenOut)
        for (let tour = 0; tour < m; tour++) {
          const at = tour * n + stop;
          was.cost[at] = cost[at]!;
          was.extra[at] = extra[at]!;
          was.position[at] = position[at]!;
          was.stamp[at] = stamp[at]!;
        }
    for (const [now, then] of wholes) then.set(now);
    was.driven.set(driven);
    was.value = value;
  }

  function goBack(): void {
    for (const [now, then, width] of rows) {
      if (touchedTours.length * 2 > m) now.set(then);
      else
        for (const tour of touchedTours)
          now.set(then.subarray(tour * width, (tour + 1) * width), tour * width);
    }
    for (const [now, then] of wholes) now.set(then);
    driven.set(was.driven);
    value = was.value;
    for (const tour of touchedTours) openGaps(tour);
  }

  function forgetTouched(): void {
    for (const tour of touchedTours) touched[tour] = 0;
    touchedTours.length = 0;
    takenOut.length = 0;
  }

  // Locked visits may cost more driving than they are worth: even the first tours may be worth less than none.
  let best: RouteSolution = { tours: [], value: Number.NEGATIVE_INFINITY };
  function toursNow(): number[][] {
    return Array.from({ length: m }, (_, tour) =>
      Array.from(sequence.subarray(tour * cap, tour * cap + length[tour]!)),
    );
  }

  function restart(tours: readonly (readonly number[])[]): void {
    tourOf.fill(-1);
    visitedIn.fill(0);
    length.fill(0);
    bestTour.fill(-1);
    bestCost.fill(NEVER);
    tours.forEach((stops, tour) => {
      sequence.set(stops, tour * cap);
      length[tour] = stops.length;
      for (const stop of stops) {
        tourOf[stop] = tour;
        for (const { district, count } of districtsOf[stop]!)
          visitedIn[district] = visitedIn[district]! + count;
      }
    });
    for (let tour = 0; tour < m; tour++) {
      retime(tour);
      touch(tour);
    }
    value = worthOf(p, tours);
    for (let tour = 0; tour < m; tour++) offer(tour);
  }

  const averagePrize = n === 0 ? 0 : prize.reduce((a, b) => a + b, 0) / n;

  function begin(tours: readonly (readonly number[])[]): void {
    restart(tours);
    setTaste();
    fill();
    keep();
    forgetTouched();
    if (value > best.value) best = { tours: toursNow(), value };
  }

  function round(temperature: number): void {
    listRouted();
    if (routed.length > 0) {
      const share = Math.floor((routed.length * SHARE) / 100);
      const most = Math.max(FEWEST, Math.min(40, share));
      const count = 1 + below(most);
      const kind = below(8);
      if (kind < 3) removeSegments(count);
      else if (kind < 5) removeRandom(count);
      else if (kind < 7) {
        relatedByTime = below(2) === 0;
        removeRelated(count);
      } else removeCostly(count);
    }
    settleRemovals();
    setTaste();
    fill();
    const threshold = temperature * thresholds[below(THRESHOLDS)]!;
    if (value >= was.value - threshold) {
      keep();
      if (value > best.value) best = { tours: toursNow(), value };
    } else goBack();
    forgetTouched();
  }

  begin(Array.from({ length: m }, (_, tour) => fixedOn(p, tour)));
  return {
    run(rounds, warmth) {
      const temperature = averagePrize * HEAT * warmth;
      for (let k = 0; k < rounds; k++) round(temperature);
    },
    best: () => best,
    resume: begin,
  };
}
