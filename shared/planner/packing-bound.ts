/**
 * What no plan can be worth more than, where there are too many tours to choose among them exactly.
 *
 * The packing is solved in fractions over some of its tours; its prices then say which others are
 * worth taking in. At each round any prices give a bound: what the rows are worth at them, and what
 * each class could still gain if all its days held its best tour.
 */
import { programOf } from './exact-plan.ts';
import { type Milp, rowPricesOf } from './milp.ts';
import type { RouteProblem } from './route-problem.ts';
import { columnsOf, type TourColumns } from './tour-columns.ts';

/** Beyond so many tours not even their prices are asked for. */
const MOST_COLUMNS = 400_000;
const FIRST_COLUMNS = 8_000;
const MORE_COLUMNS = 4_000;
const ROUNDS = 25;
/** Ends when all that could still be gained is below this part of the bound. */
const CLOSE_ENOUGH = 0.0005;

/** A bound in units of the problem; infinite where none could be found. */
export async function packingBound(p: RouteProblem, wasmPath: string | undefined): Promise<number> {
  const all = columnsOf(p, MOST_COLUMNS);
  if (!all) return Number.POSITIVE_INFINITY;
  const chosen = firstColumns(all);
  let bound = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const columns = all.columns.filter((_, k) => chosen.has(k));
    const program = programOf(p, { classes: all.classes, columns }, [], [], 0);
    // Its stops let no tour be driven twice; a limit of its own would take a price away from them.
    program.upper.fill(Number.POSITIVE_INFINITY, 0, columns.length);
    const prices = await rowPricesOf(program, wasmPath);
    if (!prices) break;
    const gains = gainsOf(p, all, prices);
    const gain = classGain(all, gains);
    bound = Math.min(bound, rowsWorth(program, prices) + districtGain(p, all, prices) + gain);
    if (gain <= Math.abs(bound) * CLOSE_ENOUGH) break;
    const more = [...gains.keys()]
      .filter((k) => !chosen.has(k) && (gains[k] ?? 0) > 0)
      .sort((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0) || a - b)
      .slice(0, MORE_COLUMNS);
    if (more.length === 0) break;
    for (const k of more) chosen.add(k);
  }
  // A hundredth covers what sums of prices round away.
  return Math.floor(bound + 0.01);
}

/** Tours of one stop, those of locked visits, and the most valuable of the others. */
function firstColumns({ classes, columns }: TourColumns): Set<number> {
  const needed = [...columns.keys()].filter((k) => {
    const column = columns[k];
    return column && (column.stops.length < 2 || classes[column.tourClass]?.locked);
  });
  const dear = [...columns.keys()].sort(
    (a, b) => (columns[b]?.worth ?? 0) - (columns[a]?.worth ?? 0) || a - b,
  );
  return new Set([...needed, ...dear.slice(0, FIRST_COLUMNS)]);
}

/** What each tour is worth beyond the prices of all that it takes up. */
function gainsOf(p: RouteProblem, { classes, columns }: TourColumns, prices: Float64Array) {
  const districts = p.stops + classes.length;
  const stopPrice = Float64Array.from({ length: p.stops }, (_, stop) => {
    const wanted = (p.districtsOf[stop] ?? []).reduce(
      (sum, { district, count }) => sum + Math.min(0, prices[districts + district] ?? 0) * count,
      0,
    );
    return Math.max(0, prices[stop] ?? 0) + wanted;
  });
  return Float64Array.from(columns, ({ tourClass, stops, worth }) =>
    stops.reduce(
      (left, stop) => left - (stopPrice[stop] ?? 0),
      worth - classPrice(p, prices, tourClass, classes[tourClass]?.locked ?? false),
    ),
  );
}

/** A class that must be driven may cost; one that may be left at home cannot. */
function classPrice(p: RouteProblem, prices: Float64Array, tourClass: number, locked: boolean) {
  const price = prices[p.stops + tourClass] ?? 0;
  return locked ? price : Math.max(0, price);
}

function classGain({ classes, columns }: TourColumns, gains: Float64Array): number {
  const best = new Float64Array(classes.length);
  columns.forEach(({ tourClass }, k) => {
    best[tourClass] = Math.max(best[tourClass] ?? 0, gains[k] ?? 0);
  });
  return classes.reduce(
    (sum, { teamDays }, tourClass) => sum + teamDays.length * (best[tourClass] ?? 0),
    0,
  );
}

/** The rows filled to whichever end is dearer; a row without an upper end has no price above nothing. */
function rowsWorth({ rowLower, rowUpper }: Milp, prices: Float64Array): number {
  return prices.reduce((sum, price, row) => {
    const lower = rowLower[row] ?? 0;
    const upper = rowUpper[row] ?? 0;
    const end = price > 0 ? upper : lower;
    return Number.isFinite(end) ? sum + price * end : sum;
  }, 0);
}

/** What leaving districts out is worth beyond its price. */
function districtGain(p: RouteProblem, { classes }: TourColumns, prices: Float64Array): number {
  const first = p.stops + classes.length;
  return p.wanted.reduce((sum, wanted, district) => {
    const price = Math.min(0, prices[first + district] ?? 0);
    return sum + wanted * Math.max(0, -(p.missed[district] ?? 0) - price);
  }, 0);
}
