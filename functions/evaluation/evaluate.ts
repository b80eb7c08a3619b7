/**
 * `Evaluate`: a province's figures of both rounds, drawn up whole from every current report.
 *
 * 334 bodies of 3 KB are read a few at a time; nothing is added up across calls, so it may be repeated at will.
 */
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { countDecisions, summarize } from '../../shared/domain/evaluation.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { type ReportLine, unableReasonSchema } from '../../shared/domain/report.ts';
import { type Round, rounds } from '../../shared/domain/round.ts';
import { countByDimension } from '../../shared/domain/score.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import type { RollupStore } from '../../shared/store/rollup-store.ts';

interface Dependencies {
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly reports: Pick<ReportStore, 'submission'>;
  readonly rollups: Pick<RollupStore, 'save'>;
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly now: () => Date;
}

/** Bodies read at the same time. */
const AT_ONCE = 16;

export function createEvaluate(dependencies: Dependencies) {
  const { cycles, now } = dependencies;
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province } = executionStateSchema.parse(input);
    for (const round of rounds) await evaluateRound(dependencies, fiscalYear, province, round);
    const today = localDateAt(now());
    await cycles.change(fiscalYear, province, (cycle) => workDone(cycle, 'results', today));
    return { action: 'results', more: false, cursor: null };
  };
}

async function evaluateRound(
  dependencies: Dependencies,
  fiscalYear: FiscalYear,
  province: string,
  round: Round,
): Promise<void> {
  const { obligations, rollups, now } = dependencies;
  const board = await obligations.board(province, { fiscalYear, round });
  const lines = await currentLines(dependencies, board);
  const byDimension = [...countByDimension(lines)].map(([dimension, counts]) => [
    dimension ?? 'none',
    counts,
  ]);
  await rollups.save(
    {
      schemaVersion: 1,
      province,
      asAt: now().toISOString(),
      ...summarize(board, localDateAt(now())),
      byDimension: Object.fromEntries(byDimension),
      unableReasons: Object.fromEntries(
        [...unableReasonSchema.values].map((reason) => [
          reason,
          lines.filter((line) => line.reason === reason).length,
        ]),
      ),
      ...(round === '12M' && { decisions: countDecisions(lines) }),
    },
    { fiscalYear, round },
  );
}

/** The rows of every report handed in, as its current version has them. */
async function currentLines(
  { reports }: Dependencies,
  board: readonly Obligation[],
): Promise<ReportLine[]> {
  const lines: ReportLine[] = [];
  const handedIn = board.filter(({ versions }) => versions.length > 0);
  for (let at = 0; at < handedIn.length; at += AT_ONCE) {
    const bodies = await Promise.all(
      handedIn.slice(at, at + AT_ONCE).map((obligation) => {
        const submissionId = currentVersion(obligation)?.submissionId ?? '';
        return reports.submission(obligation.orgId, obligation, submissionId);
      }),
    );
    lines.push(...bodies.flatMap((body) => body?.content.lines ?? []));
  }
  return lines;
}
