/** Score (ร้อยละความสำเร็จ) and band of a report. */
import * as z from 'zod';
import { type Dimension, dimensions } from './framework.ts';
import {
  COMPLETED,
  type Decision,
  decisionSchema,
  ONGOING,
  type ReportLine,
  UNABLE,
  type UnableReason,
} from './report.ts';
import type { Round } from './round.ts';

/** How many rows stand where; `total` is all of them. */
export const countsSchema = z.object({
  completed: z.int().min(0),
  ongoing: z.int().min(0),
  unable: z.int().min(0),
  /** รอการรายงานผล */
  awaiting: z.int().min(0),
  total: z.int().min(0),
});
export type Counts = z.infer<typeof countsSchema>;

export const bandSchema = z.enum(['green', 'orange', 'red', 'none']);
export type Band = z.infer<typeof bandSchema>;

export const scoreSchema = z.object({
  /** Per cent with two decimals, rounded half up; `null` where there is nothing to score. */
  percent: z.number().min(0).max(100).nullable(),
  band: bandSchema,
});
export type Score = z.infer<typeof scoreSchema>;

/** Lowest per cent of the green and of the orange band (half-open: 49.5 is orange where green begins at 50). */
const bandRulesSchema = z.record(
  z.enum(['6M', '12M']),
  z.object({ green: z.number(), orange: z.number() }),
);
export type BandRules = z.infer<typeof bandRulesSchema>;

/** As in e-PlanNACC. */
const standardBands: BandRules = {
  '6M': { green: 50, orange: 20 },
  '12M': { green: 80, orange: 50 },
};

export function countLines(lines: readonly Pick<ReportLine, 'status'>[]): Counts {
  const having = (status: ReportLine['status']) =>
    lines.filter((line) => line.status === status).length;
  return {
    completed: having(COMPLETED),
    ongoing: having(ONGOING),
    unable: having(UNABLE),
    awaiting: having(null),
    total: lines.length,
  };
}

/** Counts for each dimension, and for rows whose dimension is blank. */
export function countByDimension(
  lines: readonly Pick<ReportLine, 'status' | 'dimension'>[],
): ReadonlyMap<Dimension | null, Counts> {
  return new Map(
    [...dimensions, null].map((dimension) => [
      dimension,
      countLines(lines.filter((line) => line.dimension === dimension)),
    ]),
  );
}

/** What a report comes to beyond its counts; kept with each version, so that a province adds up its heads. */
export const figuresSchema = z.object({
  /** By dimension, `1` to `4`, and `none` for rows whose dimension is blank. */
  byDimension: z.record(z.enum(['1', '2', '3', '4', 'none']), countsSchema),
  /** How often each reason for "unable" was given, `1` to `4`. */
  unableReasons: z.record(z.enum(['1', '2', '3', '4']), z.int().min(0)),
  decisions: z.record(decisionSchema, z.int().min(0)),
});
export type Figures = z.infer<typeof figuresSchema>;

export function figuresOf(lines: readonly ReportLine[]): Figures {
  const of = (dimension: Dimension | null) =>
    countLines(lines.filter((line) => line.dimension === dimension));
  const reasons = (reason: UnableReason) => lines.filter((line) => line.reason === reason).length;
  // A row without a decision is carried on: the default.
  const decided = (decision: Decision) =>
    lines.filter((line) => (line.decision ?? 'continue') === decision).length;
  return {
    byDimension: { 1: of(1), 2: of(2), 3: of(3), 4: of(4), none: of(null) },
    unableReasons: { 1: reasons(1), 2: reasons(2), 3: reasons(3), 4: reasons(4) },
    decisions: {
      continue: decided('continue'),
      improve: decided('improve'),
      revise: decided('revise'),
      expand: decided('expand'),
      terminate: decided('terminate'),
    },
  };
}

/** All of `figures` together. */
export function addFigures(figures: readonly Figures[]): Figures {
  return figures.reduce(
    (total, one) => ({
      byDimension: addRecords(total.byDimension, one.byDimension, addCounts),
      unableReasons: addRecords(total.unableReasons, one.unableReasons, add),
      decisions: addRecords(total.decisions, one.decisions, add),
    }),
    figuresOf([]),
  );
}

function addRecords<Key extends string, Value>(
  a: Readonly<Record<Key, Value>>,
  b: Readonly<Record<Key, Value>>,
  plus: (a: Value, b: Value) => Value,
): Record<Key, Value> {
  const sums: Record<Key, Value> = { ...a };
  for (const key in b) sums[key] = plus(a[key], b[key]);
  return sums;
}

function addCounts(a: Counts, b: Counts): Counts {
  return addRecords(a, b, add);
}

function add(a: number, b: number): number {
  return a + b;
}

/** (completed + ½ ongoing) ÷ total × 100. */
export function scoreOf(counts: Counts, round: Round, bands: BandRules = standardBands): Score {
  if (counts.total === 0) return { percent: null, band: 'none' };
  // Twice the points, so that halves stay whole numbers and a band's edge is met exactly.
  const doubled = 2 * counts.completed + counts.ongoing;
  const reaches = (percent: number) => doubled * 50 >= percent * counts.total;
  const { green, orange } = bands[round];
  return {
    percent: Math.floor((doubled * 10_000) / (2 * counts.total) + 0.5) / 100,
    band: reaches(green) ? 'green' : reaches(orange) ? 'orange' : 'red',
  };
}
