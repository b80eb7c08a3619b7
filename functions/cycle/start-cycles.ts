/**
 * Daily: opens the cycles of the year and starts an execution for each open one that has none running.
 *
 * Executions are disposable. A closed execution's name stays taken for 90 days, so each gets the next number.
 */
import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Cycle, newCycle } from '../../shared/domain/cycle.ts';
import {
  endYearOf,
  type FiscalYear,
  fiscalYear,
  fiscalYearOf,
} from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { type CycleRules, cycleWindow } from '../../shared/domain/round.ts';
import { knowsYear, workCalendar } from '../../shared/domain/work-calendar.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';

interface Dependencies {
  readonly cycles: CycleStore;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly sfn: Pick<SFNClient, 'send'>;
  readonly stateMachineArn: string;
  readonly now: () => Date;
}

export interface CyclesStarted {
  /** Names of the executions that were started. */
  readonly started: readonly string[];
}

export function createStartCycles(dependencies: Dependencies) {
  return async (): Promise<CyclesStarted> => {
    const { settings, now } = dependencies;
    const { provinces, rules, firstYear } = await settings.load();
    const today = localDateAt(now());
    const started: string[] = [];
    for (const province of provinces) {
      for (const year of yearsAt(today)) {
        if (firstYear !== undefined && year < firstYear) continue;
        const cycle = await openCycle(dependencies, year, province, rules, today);
        const name = cycle && (await keepRunning(dependencies, cycle));
        if (name) started.push(name);
      }
    }
    return { started };
  };
}

/** The 12-month round of a year is reported in the next one, so two cycles are open at once. */
function yearsAt(today: LocalDate): FiscalYear[] {
  const year = fiscalYearOf(today);
  return [fiscalYear(year - 1), year];
}

/** The cycle, opened if its time has come; nothing where it is over, or where its holidays are unknown. */
async function openCycle(
  { cycles, now }: Dependencies,
  year: FiscalYear,
  province: string,
  rules: CycleRules,
  today: LocalDate,
): Promise<Cycle | undefined> {
  const stored = await cycles.find(year, province);
  if (!stored && today >= cycleWindow(year, rules).closes) return undefined;
  const cycle = stored ?? (await cycles.open(newCycle(year, province)));
  if (cycle.state === 'closed') return undefined;
  // Every date of a cycle that depends on holidays lies in the year in which the fiscal year ends.
  if (knowsYear(workCalendar(province), endYearOf(year))) return cycle;
  const message = `no holidays of ${endYearOf(year)} are known`;
  const failure = { at: now().toISOString(), work: 'calendar', message };
  await cycles.change(year, province, (latest) =>
    latest.failure?.message === message ? latest : { ...latest, failure },
  );
  return undefined;
}

async function keepRunning(dependencies: Dependencies, cycle: Cycle): Promise<string | undefined> {
  const { cycles, sfn, stateMachineArn, now } = dependencies;
  const { fiscalYear, province } = cycle;
  if (cycle.executionArn && (await isRunning(sfn, cycle.executionArn))) return undefined;
  // Claims the number: of two starters only one goes on.
  const claimed = await cycles.save({ ...cycle, run: cycle.run + 1 });
  if (!claimed) return undefined;
  const name = `cycle-${fiscalYear}-${province}-r${claimed.run}`;
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      name,
      input: JSON.stringify({ fiscalYear, province, startedAt: now().toISOString() }),
    }),
  );
  await cycles.change(fiscalYear, province, ({ failure: _, ...latest }) => ({
    ...latest,
    ...(executionArn && { executionArn }),
  }));
  return name;
}

async function isRunning(sfn: Pick<SFNClient, 'send'>, executionArn: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING';
  } catch (error) {
    // AWS forgets executions after 90 days, the embedded engine at every restart.
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return false;
    throw error;
  }
}
