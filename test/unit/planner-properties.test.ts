import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedInstance } from '../../shared/domain/visit-changes.ts';
import type { PlannedProposal, Proposal } from '../../shared/domain/visit-plan.ts';
import { verify } from '../../shared/domain/visit-plan-verify.ts';
import { planVisits, replanVisits } from '../../shared/planner/plan-visits.ts';
import { visitChanges, visitInstance } from '../support/visit-instances.ts';

// `npm run check:planner` asks for more.
const { NITHET_PLANNER_RUNS = '500' } = process.env;
const runs = Number(NITHET_PLANNER_RUNS);
const minutes = 60_000 * Math.max(2, runs / 100);
const parameters = (share: number) => ({
  numRuns: Math.ceil(runs * share),
  seed: 2563,
  // Shrinking would solve thousands of seasons.
  endOnFailure: true,
});

function planned(plan: Proposal): PlannedProposal {
  if (plan.outcome === 'refused') throw new Error('a season with teams and days was refused');
  return plan;
}

describe('any season', () => {
  it(
    'is planned soundly by the exact solver',
    async () => {
      const law = fc.asyncProperty(visitInstance, async (instance) => {
        expect(verify(planned(await planVisits(instance)), instance)).toEqual([]);
      });
      await fc.assert(law, parameters(0.5));
    },
    minutes,
  );

  it(
    'is planned soundly by the search, which never beats what is proved optimal',
    async () => {
      const law = fc.asyncProperty(visitInstance, async (instance) => {
        const searched = planned(await planVisits(instance, undefined, { columns: 0 }));
        expect(verify(searched, instance)).toEqual([]);
        const unmet = (plan: PlannedProposal) =>
          plan.problems.filter((problem) => problem.kind === 'mandatory-unmet').length;
        const exact = planned(await planVisits(instance));
        // Only plans that meet as many mandatory visits can be compared.
        if (unmet(exact) === unmet(searched)) {
          expect(searched.value).toBeLessThanOrEqual(exact.bound);
          expect(exact.value).toBeLessThanOrEqual(searched.bound);
        } else expect(unmet(exact)).toBeLessThan(unmet(searched));
      });
      await fc.assert(law, parameters(0.3));
    },
    minutes,
  );

  it(
    'is replanned soundly, and what is held stays',
    async () => {
      const law = fc.asyncProperty(visitInstance, visitChanges, async (instance, changes) => {
        const before = planned(await planVisits(instance));
        const days = [...new Set(before.visits.map((visit) => visit.date))];
        const today = days[0] ?? instance.workingDays[0];
        if (!today) throw new Error('a season without days');
        const visits = before.visits.map((visit) => ({ ...visit, state: 'scheduled' as const }));
        const after = planned(await replanVisits({ instance, visits, today }, changes));
        const locked = after.visits.filter((visit) => visit.pinned);
        expect(verify(after, changedInstance({ ...instance, locked }, changes))).toEqual([]);
        const held = before.visits.filter((visit) => visit.date <= today);
        expect(after.visits).toEqual(
          expect.arrayContaining(held.map((visit) => ({ ...visit, pinned: true }))),
        );
      });
      await fc.assert(law, parameters(0.2));
    },
    minutes,
  );
});
