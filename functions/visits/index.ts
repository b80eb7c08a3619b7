/** Wires the visit planner to AWS and to the embedded mode. */
import * as z from 'zod';
import * as planner from '../../shared/planner/plan-visits.ts';
import type { Platform } from '../../shared/platform.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planningStore } from '../../shared/store/planning-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonSetupStore } from '../../shared/store/season-setup-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createAnswerWhyNot } from './answer-why-not.ts';
import { createPlanVisits } from './plan-visits.ts';
import { createReplanVisits } from './replan-visits.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Path of `highs.wasm`, where it lies beside the bundle. */
  HIGHS_WASM: z.string().optional(),
});

type Needs = Pick<Platform, 'env' | 'documents' | 'now'> & {
  /** Plans elsewhere, such as in a thread of its own. @default in this thread */
  readonly planner?: planner.VisitPlanner;
};

/** What the planner is asked for; the state machine asks for a plan and names no task. */
const taskSchema = z.object({ task: z.enum(['plan', 'replan', 'why-not']).default('plan') });

export function wire({ env, documents, now, ...elsewhere }: Needs) {
  const { TABLE_NAME, HIGHS_WASM } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  const options = { wasmPath: HIGHS_WASM };
  const inThisThread: planner.VisitPlanner = {
    planVisits: (instance, onProgress) => planner.planVisits(instance, onProgress, options),
    replanVisits: (published, changes, onProgress) =>
      planner.replanVisits(published, changes, onProgress, options),
    whyNot: (instance, proposal, organizationId, onProgress) =>
      planner.whyNot(instance, proposal, organizationId, onProgress, options),
  };
  const dependencies = {
    roster: rosterStore(table),
    obligations: obligationStore(table),
    season: seasonStore(table),
    setups: seasonSetupStore(table),
    plannings: planningStore(table),
    cycles: cycleStore(table),
    settings: settingsStore(table),
    planner: elsewhere.planner ?? inThisThread,
    now,
  };
  const plan = createPlanVisits(dependencies);
  const replan = createReplanVisits(dependencies);
  const answerWhyNot = createAnswerWhyNot(dependencies);
  return {
    planVisits: async (input: unknown): Promise<unknown> => {
      const { task } = taskSchema.parse(input);
      switch (task) {
        case 'plan':
          return plan(input);
        case 'replan':
          return replan(input);
        case 'why-not':
          return answerWhyNot(input);
      }
    },
  };
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const planVisits = (input: unknown) => onAws().planVisits(input);
