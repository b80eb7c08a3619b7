/** One page of a day's sweep, as the state machine asks for it. */
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { NoticeStore } from '../../shared/store/notice-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';
import { type RoundSweepDependencies, type SweepContext, sweepRound } from './sweep-round.ts';
import { type SupervisionSweepDependencies, sweepSupervision } from './sweep-supervision.ts';

interface Dependencies extends RoundSweepDependencies, SupervisionSweepDependencies {
  readonly roster: Pick<RosterStore, 'page' | 'find' | 'office'>;
  readonly notices: Pick<NoticeStore, 'enqueue' | 'ofOwner' | 'repair'>;
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

type Sweep = 'monitoring' | 'supervision' | 'evaluation';

export function createSweep(dependencies: Dependencies) {
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province, next } = executionStateSchema.parse(input);
    const step = next?.step;
    if (!step || !isSweep(step.action) || !('cursor' in step)) {
      throw new RangeError(`no sweep to do: ${JSON.stringify(step)}`);
    }
    const context = await contextOf(dependencies, fiscalYear, province);
    const cursor = await sweepPage(dependencies, context, step.action, step.cursor);
    if (cursor === null) {
      const today = localDateAt(context.now);
      const { action } = step;
      await dependencies.cycles.change(fiscalYear, province, (cycle) =>
        workDone(cycle, action, today),
      );
    }
    return { action: step.action, more: cursor !== null, cursor };
  };
}

function isSweep(action: NextStep['action']): action is Sweep {
  return action === 'monitoring' || action === 'supervision' || action === 'evaluation';
}

function sweepPage(
  dependencies: Dependencies,
  context: SweepContext,
  sweep: Sweep,
  cursor: string | null,
): Promise<string | null> {
  switch (sweep) {
    case 'monitoring':
      return sweepRound(dependencies, context, '6M', cursor);
    case 'evaluation':
      return sweepRound(dependencies, context, '12M', cursor);
    case 'supervision':
      return sweepSupervision(dependencies, context, cursor);
  }
}

/** @throws {RangeError} where the province has no office: nobody could be named in a notice */
async function contextOf(
  { roster, settings, now }: Dependencies,
  fiscalYear: SweepContext['cycle']['fiscalYear'],
  province: string,
): Promise<SweepContext> {
  const [{ rules, calendarOverrides }, office] = await Promise.all([
    settings.load(),
    roster.office(province),
  ]);
  if (!office) throw new RangeError(`province ${province} has no office`);
  const calendar = workCalendar(province, calendarOverrides);
  return { cycle: { fiscalYear, province }, office, rules, calendar, now: now() };
}
