/**
 * `Propose visits`: plans the season from what is known today and keeps the proposal for the office.
 *
 * The state machine asks for it once for a day, so that a retried step overwrites its own run; an officer's
 * request brings a run id of its own.
 */
import * as z from 'zod';
import { executionStateSchema, type NextStep, workDone } from '../../shared/domain/cycle.ts';
import { type FiscalYear, fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { addDays, laterOf, localDateAt } from '../../shared/domain/local-date.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { type ScheduleEntry, visitOf, visitState } from '../../shared/domain/supervision.ts';
import { visitInstance } from '../../shared/domain/visit-instance.ts';
import {
  defaultPriorityWeights,
  type PlanProgress,
  type Proposal,
  type VisitInstance,
} from '../../shared/domain/visit-plan.ts';
import { workCalendar, workingDays } from '../../shared/domain/work-calendar.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { PlanningRun, SeasonStore } from '../../shared/store/season-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';

/** Proposes visits; `planVisits` of the planner, wherever it runs. */
export type Plan = (
  instance: VisitInstance,
  onProgress: (progress: PlanProgress) => void,
) => Promise<Proposal>;

interface Dependencies {
  readonly roster: Pick<RosterStore, 'all'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly season: Pick<SeasonStore, 'teams' | 'schedule' | 'draftSchedule' | 'visits' | 'saveRun'>;
  readonly cycles: Pick<CycleStore, 'change'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly plan: Plan;
  readonly now: () => Date;
}

const inputSchema = executionStateSchema.extend({ runId: z.string().max(60).optional() });

/** Seasons looked back on to see how long an organization has not been visited. */
const YEARS_BACK = 4;

export function createPlanVisits(dependencies: Dependencies) {
  const { season, cycles, plan, now } = dependencies;
  return async (input: unknown): Promise<NextStep> => {
    const { fiscalYear: year, province, runId } = inputSchema.parse(input);
    const today = localDateAt(now());
    const run: PlanningRun = {
      schemaVersion: 1,
      runId: runId ?? today,
      fiscalYear: year,
      startedAt: now().toISOString(),
      state: 'running',
      progress: 0,
    };
    await season.saveRun(province, run);
    try {
      const instance = await loadInstance(dependencies, year, province);
      const proposal = await plan(instance, () => undefined);
      await season.saveRun(province, { ...run, state: 'done', progress: 100, proposal });
    } catch (error) {
      // An officer waits for this run: its page must not show it as under way for ever.
      await season.saveRun(province, { ...run, state: 'failed' });
      throw error;
    }
    await cycles.change(year, province, (cycle) => workDone(cycle, 'visits', today));
    return { action: 'visits', more: false, cursor: null };
  };
}

async function loadInstance(
  { roster, obligations, season, settings, now }: Dependencies,
  year: FiscalYear,
  province: string,
): Promise<VisitInstance> {
  const { rules, calendarOverrides } = await settings.load();
  const { opens, closes } = visitWindow(year, rules);
  const today = localDateAt(now());
  const from = laterOf(opens, addDays(today, 1));
  const calendar = workCalendar(province, calendarOverrides);
  const [organizations, board, teams, schedule, draft, visitedIn] = await Promise.all([
    roster.all(province),
    obligations.board(province, { fiscalYear: year, round: '6M' }),
    season.teams(year, province),
    season.schedule(year, province),
    season.draftSchedule(year, province),
    pastVisits(season, year, province),
  ]);
  return visitInstance({
    today,
    workingDays: from > closes ? [] : workingDays(calendar, from, closes),
    teams,
    organizations,
    obligations: board,
    visitedIn,
    fixed: fixedVisits(schedule?.entries ?? [], draft?.entries ?? []),
    fiscalYear: year,
    weights: defaultPriorityWeights,
  });
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

async function pastVisits(
  season: Dependencies['season'],
  year: FiscalYear,
  province: string,
): Promise<ReadonlyMap<string, readonly FiscalYear[]>> {
  const years = Array.from({ length: YEARS_BACK }, (_, back) => fiscalYear(year - 1 - back));
  const visited = new Map<string, FiscalYear[]>();
  for (const past of years) {
    const [schedule, visits] = await Promise.all([
      season.schedule(past, province),
      season.visits(past, province),
    ]);
    for (const entry of schedule?.entries ?? []) {
      const state = visitState(entry, visitOf(entry, visits));
      if (state !== 'report_draft' && state !== 'report_submitted' && state !== 'closed') continue;
      visited.set(entry.orgId, [...(visited.get(entry.orgId) ?? []), past]);
    }
  }
  return visited;
}
