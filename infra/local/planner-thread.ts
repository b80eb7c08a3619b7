/** Plans visits in a thread of its own: planning takes seconds, in which the site must go on answering. */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import {
  plannedProposalSchema,
  planProgressSchema,
  proposalSchema,
  publishedPlanSchema,
  visitChangeSchema,
  visitInstanceSchema,
  whyNotSchema,
} from '../../shared/domain/visit-plan.ts';
import type { VisitPlanner } from '../../shared/planner/plan-visits.ts';

/** What a thread is asked. */
export const plannerTaskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('plan'), instance: visitInstanceSchema }),
  z.object({
    task: z.literal('replan'),
    published: publishedPlanSchema,
    changes: z.array(visitChangeSchema),
  }),
  z.object({
    task: z.literal('why-not'),
    instance: visitInstanceSchema,
    proposal: plannedProposalSchema,
    organizationId: z.string(),
  }),
]);

/** What it says: how far it is, and in the end its answer. */
const messageSchema = z.union([
  z.object({ progress: planProgressSchema }),
  z.object({ answer: z.unknown() }),
]);

/** A planner whose every run is a new thread that runs `planner-worker.ts`, as it was built, at `worker`. */
export function plannerInThread(worker: URL): VisitPlanner {
  const ask = (
    task: z.infer<typeof plannerTaskSchema>,
    onProgress: Parameters<VisitPlanner['planVisits']>[1],
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const thread = new Worker(worker, { workerData: task });
      // The answer counts only once all news of the run are kept: the last word is then its own.
      let told = Promise.resolve();
      thread.on('message', (message: unknown) => {
        const said = messageSchema.parse(message);
        told = told.then(() => ('progress' in said ? onProgress(said.progress) : undefined));
        told.catch(reject);
        if ('answer' in said) told.then(() => resolve(said.answer), reject);
      });
      thread.once('error', reject);
      thread.once('exit', (code) => {
        told
          .finally(() => reject(new Error(`the planner ended with status ${code}`)))
          .catch(reject);
      });
    });
  return {
    planVisits: async (instance, onProgress) =>
      proposalSchema.parse(await ask({ task: 'plan', instance }, onProgress)),
    replanVisits: async (published, changes, onProgress) =>
      proposalSchema.parse(
        await ask({ task: 'replan', published, changes: [...changes] }, onProgress),
      ),
    whyNot: async (instance, proposal, organizationId, onProgress) =>
      whyNotSchema.parse(
        await ask({ task: 'why-not', instance, proposal, organizationId }, onProgress),
      ),
  };
}
