/** How often somebody asks, counted by the minute so that many at once are counted rightly. */
import { expiring, type Table } from './table.ts';

export interface RateStore {
  /**
   * Counts one more request of `who` in the minute of `at`; `false`, and nothing is counted, when there were `most`.
   * What is counted is gone an hour later.
   */
  count(who: string, most: number, at: Date): Promise<boolean>;
}

const KEPT_MS = 60 * 60_000;

export function rateStore(table: Table): RateStore {
  return {
    count(who, most, at) {
      const instant = at.toISOString();
      const until = new Date(at.valueOf() + KEPT_MS).toISOString();
      return table.update(
        { pk: `LIMIT#RATE#${who}`, sk: instant.slice(0, 16) },
        {
          set: expiring(until),
          // The SDK may repeat an addition whose answer was lost: of a rate one more does no harm.
          add: { count: 1 },
          condition: {
            expression: 'attribute_not_exists(#count) OR #count < :most',
            values: { ':most': most },
          },
        },
      );
    },
  };
}
