/**
 * `Propose visits`: plans the season from what is known today and keeps the proposal for the office.
 *
 * The state machine asks for it once for a day, so that a retried step overwrites its own run; an officer's
 * request brings a run id of its own.
 */
import * as z from 'zod';
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import { visitInstance } from '../../shared/domain/visit-instance.ts';
import type { VisitPlanner } from '../../shared/planner/plan-visits.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { PlanningRun, PlanningStore } from '../../shared/store/planning-store.ts';
import { keepProgress } from './keep-progress.ts';
import { loadSeason, type SeasonSources } from './season-facts.ts';

interface Dependencies extends SeasonSources {
  readonly plannings: Pick<PlanningStore, 'saveRun' | 'keepInstance'>;
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly planner: Pick<VisitPlanner, 'planVisits'>;
}

const inputSchema = executionStateSchema.extend({ runId: z.string().max(60).optional() });

export function createPlanVisits(dependencies: Dependencies) {
  const { season, plannings, cycles, planner, now } = dependencies;
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear, province, runId } = inputSchema.parse(input);
    const today = localDateAt(now());
    const run: PlanningRun = {
      schemaVersion: 1,
      runId: runId ?? today,
      fiscalYear,
      startedAt: now().toISOString(),
      state: 'running',
      progress: 0,
    };
    const save = (changes: Partial<PlanningRun>) =>
      plannings.saveRun(province, { ...run, ...changes });
    await save({});
    try {
      const [facts, draft] = await Promise.all([
        loadSeason(dependencies, fiscalYear, province),
        season.draftSchedule(fiscalYear, province),
      ]);
      const instance = visitInstance({
        ...facts,
        workingDays: facts.workingDays.filter((day) => day > today),
        fixed: fixedVisits(facts.schedule?.entries ?? [], draft?.entries ?? []),
      });
      await plannings.keepInstance(fiscalYear, province, run.runId, instance);
      const proposal = await planner.planVisits(instance, keepProgress(save));
      await save({ state: 'done', progress: 100, proposal });
    } catch (error) {
      // An officer waits for this run: its page must not show it as under way for ever.
      await save({ state: 'failed' });
      throw error;
    }
    await cycles.change(fiscalYear, province, (cycle) => workDone(cycle, 'visits', today));
    return { action: 'visits', more: false, cursor: null };
  };
}

/** What is published, and what the office has pinned in the schedule it is making. */
function fixedVisits(
  published: readonly ScheduleEntry[],
  drafted: readonly ScheduleEntry[],
): ScheduleEntry[] {
  const placed = new Set(published.map(({ orgId, visitNo }) => `${orgId}#${visitNo}`));
  const pinned = drafted.filter(
    ({ orgId, visitNo, pinned: isPinned }) => isPinned && !placed.has(`${orgId}#${visitNo}`),
  );
  return [...published, ...pinned];
}
