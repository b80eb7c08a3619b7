import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../shared/domain/visit-plan-verify.ts';
import { planVisits } from '../../shared/planner/plan-visits.ts';
import { visitInstance } from '../support/visit-instances.ts';

// `npm run check:planner` asks for more.
const { NITHET_PLANNER_RUNS = '500' } = process.env;
const numRuns = Number(NITHET_PLANNER_RUNS);
const minutes = 60_000 * Math.max(2, numRuns / 100);

describe('any season', () => {
  it(
    'is planned soundly, by the exact solver and by the search',
    async () => {
      await fc.assert(
        fc.asyncProperty(visitInstance, fc.boolean(), async (instance, exact) => {
          const plan = await planVisits(instance, undefined, exact ? {} : { columns: 0 });
          if (plan.outcome === 'refused')
            throw new Error('a season with teams and days was refused');
          expect(verify(plan, instance)).toEqual([]);
        }),
        { numRuns, seed: 2563, endOnFailure: true },
      );
    },
    minutes,
  );
});
