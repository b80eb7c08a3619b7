/** A province's figures for a round, overwritten whole by the sweeps: true as of `asAt`. */
import * as z from 'zod';
import { timelinessSchema } from '../domain/evaluation.ts';
import { obligationStates } from '../domain/obligation.ts';
import { bandSchema, figuresSchema } from '../domain/score.ts';
import type { RoundOf } from './obligation-store.ts';
import { parseItem, type Table } from './table.ts';

const count = z.int().min(0);

const rollupSchema = z.object({
  schemaVersion: z.literal(1),
  province: z.string(),
  asAt: z.iso.datetime(),
  organizations: count,
  byState: z.record(z.enum(obligationStates), count),
  byBand: z.record(bandSchema, count),
  byTimeliness: z.record(timelinessSchema, count),
  meanPercent: z.number().nullable(),
  figures: figuresSchema,
});
export type Rollup = z.infer<typeof rollupSchema>;

export interface RollupStore {
  find(province: string, round: RoundOf): Promise<Rollup | undefined>;
  save(rollup: Rollup, round: RoundOf): Promise<void>;
  /** Every province that has figures for the round. */
  nation(round: RoundOf): Promise<readonly Rollup[]>;
}

export function rollupStore(table: Table): RollupStore {
  return {
    async find(province, round) {
      const item = await table.get(keyOf(province, round));
      return item && parseItem(rollupSchema, item);
    },
    save(rollup, round) {
      return table.put(keyOf(rollup.province, round), rollup);
    },
    async nation(round) {
      const items = await table.queryAll(partition(round), { begins: 'PROVINCE#' });
      return items.map((item) => parseItem(rollupSchema, item));
    },
  };
}

function partition({ fiscalYear, round }: RoundOf): string {
  return `ROLLUP#${fiscalYear}#${round}`;
}

function keyOf(province: string, round: RoundOf) {
  return { pk: partition(round), sk: `PROVINCE#${province}` };
}
