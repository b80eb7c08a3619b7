/** Plans visits in a thread of its own: planning takes seconds, in which the site must go on answering. */
import { Worker } from 'node:worker_threads';
import {
  type Proposal,
  proposalSchema,
  type VisitInstance,
} from '../../shared/domain/visit-plan.ts';

/** A planner whose every run is a new thread that runs `planner-worker.ts`, as it was built, at `worker`. */
export function plannerInThread(worker: URL) {
  return (instance: VisitInstance): Promise<Proposal> =>
    new Promise((resolve, reject) => {
      const thread = new Worker(worker, { workerData: instance });
      thread.once('message', (proposal: unknown) => resolve(proposalSchema.parse(proposal)));
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`the planner ended with status ${code}`)));
    });
}
