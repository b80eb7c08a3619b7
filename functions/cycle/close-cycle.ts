/** `Close`: ends a cycle, with a record of what is still open. */
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { openAtClosing, openStates } from '../../shared/domain/evaluation.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { rounds } from '../../shared/domain/round.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';

interface Dependencies {
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly season: Pick<SeasonStore, 'schedule' | 'visits' | 'recommendations'>;
  readonly now: () => Date;
}

export function createCloseCycle({ cycles, obligations, season, now }: Dependencies) {
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province } = executionStateSchema.parse(input);
    const boards = await Promise.all(
      rounds.map(async (round) => ({
        round,
        board: await obligations.board(province, { fiscalYear, round }),
      })),
    );
    const [schedule, visits, recommendations] = await Promise.all([
      season.schedule(fiscalYear, province),
      season.visits(fiscalYear, province),
      season.recommendations(province),
    ]);
    const today = localDateAt(now());
    const leftOpen = Object.fromEntries(
      boards.map(({ round, board }) => [round, [...openAtClosing(board)]]),
    );
    const ofYear = recommendations.filter((one) => one.fiscalYear === fiscalYear);
    const left = { entries: schedule?.entries ?? [], visits, recommendations: ofYear };
    const states = openStates(boards, left, today);
    await cycles.change(fiscalYear, province, (cycle) =>
      cycle.state === 'closed'
        ? cycle
        : { ...workDone(cycle, 'close', today), state: 'closed', leftOpen, openStates: states },
    );
    return { action: 'close', more: false, cursor: null };
  };
}
