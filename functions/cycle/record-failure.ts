/** `Record failure`: notes what went wrong with a step, so that an alarm rings and the office sees it. */
import { executionStateSchema } from '../../shared/domain/cycle.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';

interface Dependencies {
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly now: () => Date;
}

export function createRecordFailure({ cycles, now }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const { fiscalYear, province, next, failure } = executionStateSchema.parse(input);
    const cause = failure?.Cause
      ? `${failure.Error}: ${failure.Cause}`
      : (failure?.Error ?? 'unknown');
    const work = next?.step.action ?? 'next-step';
    const noted = { at: now().toISOString(), work, message: cause.slice(0, 500) };
    // biome-ignore lint/suspicious/noConsole: the log line is what the alarm counts.
    console.error(
      JSON.stringify({ level: 'error', event: 'step-failed', fiscalYear, province, ...noted }),
    );
    await cycles.change(fiscalYear, province, (cycle) => ({ ...cycle, failure: noted }));
  };
}
