/** The office edits the schedule in the making: takes visits up, moves, pins and drops them. */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import {
  checkSchedule,
  type DraftSchedule,
  entriesOf,
  inOrder,
  newEntry,
  type ScheduleConflict,
  type ScheduleContext,
  type VisitTime,
  withEntry,
  withTime,
} from '../../shared/domain/schedule.ts';
import type { Schedule, ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { WorkCalendar } from '../../shared/domain/work-calendar.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { PlanningRun, SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';

export interface ScheduleSources {
  readonly seasons: Pick<SeasonStore, 'teams' | 'schedule' | 'latestRun' | 'draftSchedule'>;
  readonly roster: Pick<RosterStore, 'all'>;
  readonly calendarOf: (province: string) => Promise<WorkCalendar>;
}

export interface EditDependencies extends ScheduleSources {
  readonly seasons: ScheduleSources['seasons'] & Pick<SeasonStore, 'saveDraftSchedule'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export interface Season {
  readonly fiscalYear: FiscalYear;
  readonly province: string;
}

export type ScheduleEdit =
  /** Takes the organization up, or gives its visit another day, team or time. */
  | { readonly edit: 'set'; readonly orgId: string; readonly when: VisitTime }
  | { readonly edit: 'pin'; readonly orgId: string; readonly pinned: boolean }
  | { readonly edit: 'drop'; readonly orgId: string }
  /** Begins anew from the latest proposal; pinned visits stay. */
  | { readonly edit: 'adopt' };

export type EditOutcome =
  | { readonly edited: DraftSchedule }
  | NotAllowed
  | { readonly refused: 'changed'; readonly draft: DraftSchedule | undefined }
  | { readonly refused: 'conflicts'; readonly conflicts: readonly ScheduleConflict[] };

/** Names of the edits in the audit trail. */
const editActs: Record<ScheduleEdit['edit'], string> = {
  set: 'schedule-visit-set',
  pin: 'schedule-visit-pinned',
  drop: 'schedule-visit-dropped',
  adopt: 'schedule-adopted',
};

function subjectOf({ fiscalYear }: Season, edit: ScheduleEdit): string {
  return 'orgId' in edit ? `${fiscalYear}#${edit.orgId}` : String(fiscalYear);
}

export function createEditSchedule(dependencies: EditDependencies) {
  const { seasons, audit, now } = dependencies;

  /** `seenVersion`: of the draft on the officer's screen, 0 for a proposal not edited yet. */
  return async function editSchedule(
    user: User,
    season: Season,
    seenVersion: number,
    edit: ScheduleEdit,
  ): Promise<EditOutcome> {
    const refusal = refusalOf(user, 'plan-visits', season);
    if (refusal) return refusal;
    const at = now();
    const plan = await loadPlan(dependencies, season, localDateAt(at));
    const version = plan.draft?.version ?? 0;
    if (version !== seenVersion) return { refused: 'changed', draft: plan.draft };

    const entries = edited(plan, edit);
    if (edit.edit === 'set') {
      const conflicts = conflictsOf(entries, plan).filter(({ orgId }) => orgId === edit.orgId);
      if (conflicts.length > 0) return { refused: 'conflicts', conflicts };
    }
    const runId = edit.edit === 'adopt' ? plan.run?.runId : (plan.draft ?? plan.run)?.runId;
    const next: DraftSchedule = {
      schemaVersion: 1,
      ...season,
      version: version + 1,
      ...(runId !== undefined && { runId }),
      entries,
      savedAt: at.toISOString(),
      savedBy: actorOf(user),
    };
    if (await seasons.saveDraftSchedule(next)) {
      const event = { act: editActs[edit.edit], subject: subjectOf(season, edit) };
      await audit.append(`PROVINCE#${season.province}`, eventOf(user, at, event));
      return { edited: next };
    }
    return {
      refused: 'changed',
      draft: await seasons.draftSchedule(season.fiscalYear, season.province),
    };
  };
}

/** All that a page or an act needs to know of a season's plan. */
export interface SeasonPlan {
  readonly run: PlanningRun | undefined;
  readonly draft: DraftSchedule | undefined;
  readonly schedule: Schedule | undefined;
  /** Visits in the making: the draft's, or those of the proposal where nobody has edited it. */
  readonly entries: readonly ScheduleEntry[];
  readonly context: ScheduleContext;
  /** Of the province. */
  readonly organizations: readonly Organization[];
}

export async function loadPlan(
  { seasons, roster, calendarOf }: ScheduleSources,
  { fiscalYear, province }: Season,
  today: LocalDate,
): Promise<SeasonPlan> {
  const [run, draft, schedule, teams, organizations, calendar] = await Promise.all([
    seasons.latestRun(fiscalYear, province),
    seasons.draftSchedule(fiscalYear, province),
    seasons.schedule(fiscalYear, province),
    seasons.teams(fiscalYear, province),
    roster.all(province),
    calendarOf(province),
  ]);
  const published = schedule?.entries ?? [];
  const orgIds = new Set(organizations.map(({ orgId }) => orgId));
  return {
    run,
    draft,
    schedule,
    entries: draft ? withoutPlaced(draft.entries, published) : proposedEntries(run, published),
    context: { teams, calendar, today, orgIds, published },
    organizations,
  };
}

/** What stands against the visits in the making, beside those that are published. */
export function conflictsOf(
  entries: readonly ScheduleEntry[],
  { context }: Pick<SeasonPlan, 'context'>,
): ScheduleConflict[] {
  const made = new Set(entries.map(visitOf));
  const others = context.published.filter((entry) => !made.has(visitOf(entry)));
  return checkSchedule([...others, ...entries], context);
}

function edited(plan: SeasonPlan, edit: ScheduleEdit): ScheduleEntry[] {
  const { entries, context, run } = plan;
  switch (edit.edit) {
    case 'set': {
      const before = entries.find(({ orgId }) => orgId === edit.orgId);
      const entry = before
        ? withTime(before, edit.when)
        : newEntry(edit.orgId, edit.when, context.published);
      return withEntry(entries, entry);
    }
    case 'pin':
      return entries.map((entry) =>
        entry.orgId === edit.orgId ? { ...entry, pinned: edit.pinned } : entry,
      );
    case 'drop':
      return entries.filter(({ orgId }) => orgId !== edit.orgId);
    case 'adopt': {
      const kept = entries.filter(({ pinned }) => pinned);
      const keptIds = new Set(kept.map(({ orgId }) => orgId));
      const proposed = proposedEntries(run, context.published);
      return inOrder([...kept, ...proposed.filter(({ orgId }) => !keptIds.has(orgId))]);
    }
  }
}

function proposedEntries(
  run: PlanningRun | undefined,
  published: readonly ScheduleEntry[],
): ScheduleEntry[] {
  const proposal = run?.proposal;
  return proposal?.outcome === 'planned' ? inOrder(entriesOf(proposal.visits, published)) : [];
}

/** A draft outlives its publishing: what has been published since is no longer in the making. */
function withoutPlaced(
  entries: readonly ScheduleEntry[],
  published: readonly ScheduleEntry[],
): ScheduleEntry[] {
  const placed = new Set(published.map(visitOf));
  return entries.filter((entry) => !placed.has(visitOf(entry)));
}

function visitOf({ orgId, visitNo }: Pick<ScheduleEntry, 'orgId' | 'visitNo'>): string {
  return `${orgId}#${visitNo}`;
}
