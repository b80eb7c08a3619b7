/** Wires the steps of the state machine, and what starts it. */
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { Platform } from '../../shared/platform.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rollupStore } from '../../shared/store/rollup-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { submissionStore } from '../../shared/store/submission-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createCloseCycle } from './close-cycle.ts';
import { createNextStep } from './next-step.ts';
import { createRecordFailure } from './record-failure.ts';
import { createStartCycles } from './start-cycles.ts';
import { createSweep } from './sweep.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Only `start-cycles` needs it. */
  STATE_MACHINE_ARN: z.string().optional(),
});

export function wire({
  env,
  documents,
  sfn,
  now,
}: Pick<Platform, 'env' | 'documents' | 'sfn' | 'now'>) {
  const { TABLE_NAME, STATE_MACHINE_ARN = '' } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  const cycles = cycleStore(table);
  const settings = settingsStore(table);
  const obligations = obligationStore(table);
  return {
    startCycles: createStartCycles({
      cycles,
      settings,
      sfn,
      stateMachineArn: STATE_MACHINE_ARN,
      now,
    }),
    nextStep: createNextStep({ cycles, settings, now }),
    sweep: createSweep({
      cycles,
      settings,
      obligations,
      roster: rosterStore(table),
      plans: planStore(table),
      reports: reportStore(table),
      notices: noticeStore(table),
      rollups: rollupStore(table),
      season: seasonStore(table),
      submissions: submissionStore(table),
      audit: auditStore(table),
      now,
    }),
    closeCycle: createCloseCycle({ cycles, obligations, season: seasonStore(table), now }),
    recordFailure: createRecordFailure({ cycles, now }),
  };
}

const onAws = once(() =>
  wire({
    env: process.env,
    documents: documentClient(),
    sfn: new SFNClient(),
    now: () => new Date(),
  }),
);

export const startCycles = () => onAws().startCycles();
export const nextStep = (input: unknown) => onAws().nextStep(input);
export const sweep = (input: unknown) => onAws().sweep(input);
export const closeCycle = (input: unknown) => onAws().closeCycle(input);
export const recordFailure = (input: unknown) => onAws().recordFailure(input);
