/** `Close`: ends a cycle, with a record of what is still open. */
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { openAtClosing } from '../../shared/domain/evaluation.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { rounds } from '../../shared/domain/round.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';

interface Dependencies {
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly now: () => Date;
}

export function createCloseCycle({ cycles, obligations, now }: Dependencies) {
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province } = executionStateSchema.parse(input);
    const open = await Promise.all(
      rounds.map(async (round) => {
        const board = await obligations.board(province, { fiscalYear, round });
        return [round, openAtClosing(board)] as const;
      }),
    );
    const leftOpen = Object.fromEntries(open.map(([round, orgIds]) => [round, [...orgIds]]));
    const today = localDateAt(now());
    await cycles.change(fiscalYear, province, (cycle) =>
      cycle.state === 'closed'
        ? cycle
        : { ...workDone(cycle, 'close', today), state: 'closed', leftOpen },
    );
    return { action: 'close', more: false, cursor: null };
  };
}
