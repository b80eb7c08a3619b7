/** `Next step`: what the state machine does now, from the stored cycle and the clock alone. */
import { executionStateSchema, type NextStep, nextStep } from '../../shared/domain/cycle.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';

interface Dependencies {
  readonly cycles: Pick<CycleStore, 'find'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

export function createNextStep({ cycles, settings, now }: Dependencies) {
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province, startedAt } = executionStateSchema.parse(input);
    const [cycle, { rules }] = await Promise.all([
      cycles.find(fiscalYear, province),
      settings.load(),
    ]);
    return cycle ? nextStep(cycle, rules, now(), new Date(startedAt)) : { action: 'end' };
  };
}
