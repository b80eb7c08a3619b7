/** Score (ร้อยละความสำเร็จ) and band of a report. */
import * as z from 'zod';
import { type Dimension, dimensions } from './framework.ts';
import { COMPLETED, ONGOING, type ReportLine, UNABLE } from './report.ts';
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
export const bandRulesSchema = z.record(
  z.enum(['6M', '12M']),
  z.object({ green: z.number(), orange: z.number() }),
);
export type BandRules = z.infer<typeof bandRulesSchema>;

/** As in e-PlanNACC. */
export const standardBands: BandRules = {
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
