/** Runs in a thread: does one task of the planner, tells how far it is, and answers. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PlanProgress } from '../../shared/domain/visit-plan.ts';
import { planVisits, replanVisits, whyNot } from '../../shared/planner/plan-visits.ts';
import { plannerTaskSchema } from './planner-thread.ts';

const task = plannerTaskSchema.parse(workerData);
const onProgress = (progress: PlanProgress) => parentPort?.postMessage({ progress });

async function answer(): Promise<unknown> {
  switch (task.task) {
    case 'plan':
      return planVisits(task.instance, onProgress);
    case 'replan':
      return replanVisits(task.published, task.changes, onProgress);
    case 'why-not':
      return whyNot(task.instance, task.proposal, task.organizationId, onProgress);
  }
}

parentPort?.postMessage({ answer: await answer() });
