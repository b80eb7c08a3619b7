/**
 * Works out what a published plan becomes after something has happened. The run lies in the store already, as
 * the office asked for it; here it gets its answer.
 */
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { provinceSchema } from '../../shared/domain/organization.ts';
import { type ScheduleEntry, visitOf, visitState } from '../../shared/domain/supervision.ts';
import { visitInstance } from '../../shared/domain/visit-instance.ts';
import type { PublishedPlan, PublishedVisit } from '../../shared/domain/visit-plan.ts';
import type { VisitPlanner } from '../../shared/planner/plan-visits.ts';
import type { PlanningStore, ReplanningRun } from '../../shared/store/planning-store.ts';
import { keepProgress } from './keep-progress.ts';
import { loadSeason, type SeasonFacts, type SeasonSources } from './season-facts.ts';

interface Dependencies extends SeasonSources {
  readonly plannings: Pick<PlanningStore, 'replanning' | 'saveReplanning'>;
  readonly planner: Pick<VisitPlanner, 'replanVisits'>;
}

const inputSchema = z.object({
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  runId: z.string().max(60),
});

export function createReplanVisits(dependencies: Dependencies) {
  const { plannings, planner } = dependencies;
  return async (input: unknown): Promise<void> => {
    const { fiscalYear, province, runId } = inputSchema.parse(input);
    const run = await plannings.replanning(fiscalYear, province, runId);
    // Called twice for one request: the answer is there already.
    if (run?.state !== 'running') return;
    const save = (changes: Partial<ReplanningRun>) =>
      plannings.saveReplanning(province, { ...run, ...changes });
    try {
      const facts = await loadSeason(dependencies, fiscalYear, province);
      const published = publishedPlan(facts, runId);
      const proposal = await planner.replanVisits(published, run.changes, keepProgress(save));
      await save({ state: 'done', progress: 100, proposal });
    } catch (error) {
      await save({ state: 'failed' });
      throw error;
    }
  };
}

/** The plan as it is published, and the season as it was before the events that `runId` is about. */
function publishedPlan(facts: SeasonFacts, runId: string): PublishedPlan {
  const entries = facts.schedule?.entries ?? [];
  const setup = {
    ...facts.setup,
    events: facts.setup.events.filter(({ eventId }) => eventId !== runId),
  };
  const instance = visitInstance({ ...facts, setup, fixed: entries });
  const minutes = new Map(
    instance.locked.map(({ organizationId, durationMinutes }) => [organizationId, durationMinutes]),
  );
  const dates = instance.locked.map(({ date }) => date);
  return {
    instance: {
      ...instance,
      // A visit beyond the season stays possible where it is.
      workingDays: [...new Set([...instance.workingDays, ...dates])],
      // A visit stays as long as it was announced.
      organizations: instance.organizations.map((organization) => ({
        ...organization,
        visitMinutes: minutes.get(organization.id) ?? organization.visitMinutes,
      })),
      locked: [],
    },
    visits: instance.locked.map((visit): PublishedVisit => {
      const entry = entries.findLast(
        ({ orgId, state }) => orgId === visit.organizationId && state === 'scheduled',
      );
      return {
        ...visit,
        pinned: entry?.pinned ?? false,
        state: entry ? standing(entry, facts) : 'scheduled',
      };
    }),
    today: facts.today,
  };
}

function standing(entry: ScheduleEntry, { visits, today }: SeasonFacts): PublishedVisit['state'] {
  const state = visitState(entry, visitOf(entry, visits), today);
  if (state === 'acknowledged') return 'acknowledged';
  const isPast = state === 'held' || state === 'report_draft';
  const isReported = ['report_signed', 'report_submitted', 'closed'].includes(state);
  return isPast || isReported ? 'held' : 'scheduled';
}
