/** Wires the evaluation to AWS and to the embedded mode. */
import * as z from 'zod';
import type { Platform } from '../../shared/platform.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rollupStore } from '../../shared/store/rollup-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createEvaluate } from './evaluate.ts';

const environment = z.object({ TABLE_NAME: z.string().min(3) });

export function wire({ env, documents, now }: Pick<Platform, 'env' | 'documents' | 'now'>) {
  const table = dynamoTable(documents, environment.parse(env).TABLE_NAME);
  return {
    evaluate: createEvaluate({
      obligations: obligationStore(table),
      rollups: rollupStore(table),
      cycles: cycleStore(table),
      now,
    }),
  };
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const evaluate = (input: unknown) => onAws().evaluate(input);
