/** The published instances of the team orienteering problem with time windows. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RouteProblem } from '../shared/planner/route-problem.ts';

/** One case: an instance with a number of tours, and the best score anybody has published. */
export interface ToptwCase {
  readonly name: string;
  readonly best: number;
  readonly problem: RouteProblem;
  /** The score of `tours`. @throws if they break a rule of the instance, reckoned from its file. */
  score(tours: readonly (readonly number[])[]): number;
}

/** A point of score weighs as much as so many units of distance: driving only decides between equals. */
const SCORE_UNIT = 1000;

interface Row {
  readonly x: number;
  readonly y: number;
  readonly service: number;
  readonly score: number;
  readonly opens: number;
  readonly closes: number;
}

function readRows(text: string): Row[] {
  const lines = text.trim().split(/\r?\n/).slice(2);
  return lines.map((line) => {
    const numbers = line.trim().split(/\s+/).map(Number);
    const [, x = 0, y = 0, service = 0, score = 0] = numbers;
    const [opens = 0, closes = 0] = numbers.slice(-2);
    return { x, y, service, score, opens, closes };
  });
}

function toProblem(rows: readonly Row[], tours: number, scale: number): RouteProblem {
  const [depot, ...stops] = rows;
  if (!depot) throw new Error('an instance without a depot');
  const places = [...stops, depot];
  const drive = new Int32Array(places.length * places.length);
  places.forEach((a, i) => {
    places.forEach((b, j) => {
      const straight = Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
      drive[i * places.length + j] = Math.floor(straight * scale + 1e-9);
    });
  });
  const scaled = (numbers: readonly number[]) =>
    Int32Array.from(numbers, (n) => Math.round(n * scale));
  const each = (value: number) => new Int32Array(tours).fill(value);
  return {
    stops: stops.length,
    places: places.length,
    drive,
    service: scaled(stops.map((s) => s.service)),
    opens: scaled(stops.map((s) => s.opens)),
    closes: scaled(stops.map((s) => s.closes)),
    prize: Float64Array.from(stops, (s) => s.score * SCORE_UNIT * scale),
    tours,
    base: each(stops.length),
    leaves: each(Math.round(depot.opens * scale)),
    backBy: each(Math.round(depot.closes * scale)),
    most: each(stops.length),
    allowed: new Uint8Array(tours * stops.length).fill(1),
    pause: -1,
    step: 1,
    driveCost: 1,
    districtsOf: stops.map(() => []),
    wanted: new Int32Array(0),
    missed: new Float64Array(0),
    keptTour: new Int32Array(stops.length).fill(-1),
    keptStart: new Int32Array(stops.length),
    keepBonus: new Float64Array(stops.length),
    fixed: new Uint8Array(stops.length),
    fixedTours: new Uint8Array(tours),
  };
}

/** Checks `found` against the rows of the file alone, and adds up its scores. */
function scoreOf(
  rows: readonly Row[],
  most: number,
  scale: number,
  found: readonly (readonly number[])[],
): number {
  const depot = rows[0];
  const seen = new Set<Row>();
  if (!depot || found.length > most) throw new Error(`more than ${most} tours`);
  for (const tour of found) {
    let at = depot;
    let time = depot.opens;
    for (const row of [...tour.map((stop) => rows[stop + 1]), depot]) {
      if (!row || seen.has(row)) throw new Error('a stop twice, or one that is not there');
      if (row !== depot) seen.add(row);
      const distance = Math.floor(Math.hypot(at.x - row.x, at.y - row.y) * scale + 1e-9) / scale;
      time = Math.max(time + at.service + distance, row.opens);
      // Sums of decimals stray by less than this.
      if (time > row.closes + 1e-6) throw new Error(`arrives at ${time}, closed at ${row.closes}`);
      at = row;
    }
  }
  return [...seen].reduce((sum, row) => sum + row.score, 0);
}

/** The cases of `folder`, those with a published best. */
export function readToptwCases(folder: string): ToptwCase[] {
  const best = new Map<string, number>();
  const table = readFileSync(join(folder, 'toptw-best-known.csv'), 'utf8');
  for (const line of table.trim().split(/\r?\n/).slice(1)) {
    const [instance, tours, score] = line.split(',');
    best.set(`${instance} ${tours}`, Number(score));
  }
  const files = readdirSync(join(folder, 'toptw')).sort();
  return files.flatMap((file) => {
    const instance = basename(file, '.txt');
    const rows = readRows(readFileSync(join(folder, 'toptw', file), 'utf8'));
    // The published distances have two decimals in the pr instances, one in the others.
    const scale = instance.startsWith('pr') ? 100 : 10;
    return [1, 2, 3, 4].flatMap((tours) => {
      const known = best.get(`${instance} ${tours}`);
      if (known === undefined) return [];
      const problem = toProblem(rows, tours, scale);
      const score = (found: readonly (readonly number[])[]) => scoreOf(rows, tours, scale, found);
      return [{ name: `${instance}/${tours}`, best: known, problem, score }];
    });
  });
}
