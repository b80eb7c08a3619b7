/** Answers why an organization is not visited: by planning once more with that visit forced in. */
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import type { VisitPlanner } from '../../shared/planner/plan-visits.ts';
import type { PlanningStore, WhyNotRun } from '../../shared/store/planning-store.ts';
import { keepProgress } from './keep-progress.ts';

interface Dependencies {
  readonly plannings: Pick<PlanningStore, 'latestRun' | 'instance' | 'whyNot' | 'saveWhyNot'>;
  readonly planner: Pick<VisitPlanner, 'whyNot'>;
}

const inputSchema = z.object({
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  orgId: orgIdSchema,
});

export function createAnswerWhyNot({ plannings, planner }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const { fiscalYear, province, orgId } = inputSchema.parse(input);
    const asked = await plannings.whyNot(fiscalYear, province, orgId);
    if (asked?.state !== 'running') return;
    const save = (changes: Partial<WhyNotRun>) =>
      plannings.saveWhyNot(province, { ...asked, ...changes });
    try {
      const [run, instance] = await Promise.all([
        plannings.latestRun(fiscalYear, province),
        plannings.instance(fiscalYear, province, asked.runId),
      ]);
      const proposal = run?.runId === asked.runId ? run.proposal : undefined;
      // A newer proposal has been made meanwhile, or this one is none: there is nothing to compare with.
      if (!instance || proposal?.outcome !== 'planned') return save({ state: 'failed' });
      const answer = await planner.whyNot(instance, proposal, orgId, keepProgress(save));
      await save({ state: 'done', progress: 100, answer });
    } catch (error) {
      await save({ state: 'failed' });
      throw error;
    }
  };
}
