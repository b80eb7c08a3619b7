/** Wires the visit planner to AWS and to the embedded mode. */
import * as z from 'zod';
import { planVisits as plan } from '../../shared/planner/plan-visits.ts';
import type { Platform } from '../../shared/platform.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createPlanVisits, type Plan } from './plan-visits.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Path of `highs.wasm`, where it lies beside the bundle. */
  HIGHS_WASM: z.string().optional(),
});

type Needs = Pick<Platform, 'env' | 'documents' | 'now'> & {
  /** Plans elsewhere, such as in a thread of its own. @default in this thread */
  readonly plan?: Plan;
};

export function wire({ env, documents, now, ...elsewhere }: Needs) {
  const { TABLE_NAME, HIGHS_WASM } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  return {
    planVisits: createPlanVisits({
      roster: rosterStore(table),
      obligations: obligationStore(table),
      season: seasonStore(table),
      cycles: cycleStore(table),
      settings: settingsStore(table),
      plan: (instance, onProgress) => plan(instance, onProgress, { wasmPath: HIGHS_WASM }),
      now,
      ...elsewhere,
    }),
  };
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const planVisits = (input: unknown) => onAws().planVisits(input);
