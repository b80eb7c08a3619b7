/**
 * `Evaluate`: a province's figures of both rounds, added up whole from the heads of its obligations.
 *
 * Nothing is added up across calls, so it may be repeated at will.
 */
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { summarize } from '../../shared/domain/evaluation.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { rounds } from '../../shared/domain/round.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { RollupStore } from '../../shared/store/rollup-store.ts';

interface Dependencies {
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly rollups: Pick<RollupStore, 'save'>;
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly now: () => Date;
}

export function createEvaluate({ obligations, rollups, cycles, now }: Dependencies) {
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province } = executionStateSchema.parse(input);
    const at = now();
    const today = localDateAt(at);
    for (const round of rounds) {
      const board = await obligations.board(province, { fiscalYear, round });
      const summary = summarize(board, today);
      const rollup = { schemaVersion: 1 as const, province, asAt: at.toISOString(), ...summary };
      await rollups.save(rollup, { fiscalYear, round });
    }
    await cycles.change(fiscalYear, province, (cycle) => workDone(cycle, 'results', today));
    return { action: 'results', more: false, cursor: null };
  };
}
