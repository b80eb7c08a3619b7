/** Runs in a thread: plans the visits of the instance that it is given, and answers the proposal. */
import { parentPort, workerData } from 'node:worker_threads';
import { visitInstanceSchema } from '../../shared/domain/visit-plan.ts';
import { planVisits } from '../../shared/planner/plan-visits.ts';

parentPort?.postMessage(await planVisits(visitInstanceSchema.parse(workerData)));
