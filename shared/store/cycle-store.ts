/** Cycles: what the state machine of a fiscal year and province has done. */
import { type Cycle, cycleSchema } from '../domain/cycle.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { parseItem, type Table } from './table.ts';

export interface CycleStore {
  find(fiscalYear: FiscalYear, province: string): Promise<Cycle | undefined>;
  /** Adds the cycle unless it is there; the stored one either way. */
  open(cycle: Cycle): Promise<Cycle>;
  /** Replaces the cycle that had `next.rev`; `undefined` when somebody else was quicker. */
  save(next: Cycle): Promise<Cycle | undefined>;
  /** Changes the stored cycle, however often others change it meanwhile; nothing where there is none. */
  change(fiscalYear: FiscalYear, province: string, change: (cycle: Cycle) => Cycle): Promise<void>;
}

export function cycleStore(table: Table): CycleStore {
  const store: CycleStore = {
    async find(fiscalYear, province) {
      const item = await table.get(keyOf(fiscalYear, province));
      return item && parseItem(cycleSchema, item);
    },
    async open(cycle) {
      await table.putNew(keyOf(cycle.fiscalYear, cycle.province), cycle);
      return (await store.find(cycle.fiscalYear, cycle.province)) ?? cycle;
    },
    async save(next) {
      const saved = { ...next, rev: next.rev + 1 };
      const landed = await table.replace(
        keyOf(next.fiscalYear, next.province),
        saved,
        'rev',
        next.rev,
      );
      return landed ? saved : undefined;
    },
    async change(fiscalYear, province, change) {
      for (;;) {
        const cycle = await store.find(fiscalYear, province);
        if (!cycle) return;
        const next = change(cycle);
        if (next === cycle || (await store.save(next))) return;
      }
    },
  };
  return store;
}

function keyOf(fiscalYear: FiscalYear, province: string) {
  return { pk: `SEASON#${fiscalYear}#${province}`, sk: 'CYCLE' };
}
