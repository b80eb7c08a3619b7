/** The office edits the schedule in the making: takes visits up, moves, pins, groups and drops them. */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import {
  checkSchedule,
  clustered,
  type DraftSchedule,
  entriesOf,
  inOrder,
  newEntry,
  onItsOwn,
  type ScheduleConflict,
  type ScheduleContext,
  togetherWith,
  type VisitTime,
  withEntry,
  withTime,
} from '../../shared/domain/schedule.ts';
import { daysAway, type SeasonSetup, teamDaysOff } from '../../shared/domain/season-setup.ts';
import type { Schedule, ScheduleEntry } from '../../shared/domain/supervision.ts';
import { drivingConflicts } from '../../shared/domain/team-day.ts';
import type { WorkCalendar } from '../../shared/domain/work-calendar.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import type { PlanningRun, PlanningStore } from '../../shared/store/planning-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SeasonSetupStore } from '../../shared/store/season-setup-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';

export interface ScheduleSources {
  readonly seasons: Pick<SeasonStore, 'teams' | 'schedule' | 'draftSchedule'>;
  readonly plannings: Pick<PlanningStore, 'latestRun'>;
  readonly setups: Pick<SeasonSetupStore, 'setup' | 'absences'>;
  readonly roster: Pick<RosterStore, 'all'>;
  readonly calendarOf: (province: string) => Promise<WorkCalendar>;
}

export interface EditDependencies extends ScheduleSources {
  readonly seasons: ScheduleSources['seasons'] &
    Pick<SeasonStore, 'saveDraftSchedule' | 'draftAuditSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export interface Season {
  readonly fiscalYear: FiscalYear;
  readonly province: string;
}

export type ScheduleEdit =
  /** Takes the organization up, or gives its visit another day, team or time. */
  | {
      readonly edit: 'set';
      readonly orgId: string;
      readonly when: VisitTime;
      /** The office knows that the team can drive it, whatever the reckoning says. */
      readonly drivable?: boolean;
    }
  | { readonly edit: 'pin'; readonly orgId: string; readonly pinned: boolean }
  /** With all that attend its visit. */
  | { readonly edit: 'drop'; readonly orgId: string }
  /** A group visit (นิเทศรวมกลุ่ม) at the organization's place; of nobody else where none attend. */
  | {
      readonly edit: 'cluster';
      readonly orgId: string;
      readonly attending: readonly string[];
    }
  /** Begins anew from the latest proposal; pinned visits stay. */
  | { readonly edit: 'adopt' };

export type EditOutcome =
  | { readonly edited: DraftSchedule }
  | NotAllowed
  | { readonly refused: 'changed'; readonly draft: DraftSchedule | undefined }
  | { readonly refused: 'conflicts'; readonly conflicts: readonly ScheduleConflict[] };

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
    if (!entries) return { refused: 'not-found' };
    const conflicts = editConflicts(entries, plan, edit);
    if (conflicts.length === 0) conflicts.push(...editDriving(entries, plan, edit));
    if (conflicts.length > 0) return { refused: 'conflicts', conflicts };
    const runId = edit.edit === 'adopt' ? plan.run?.runId : (plan.draft ?? plan.run)?.runId;
    const next: DraftSchedule = {
      ...plan.draft,
      schemaVersion: 1,
      ...season,
      version: version + 1,
      ...(runId !== undefined && { runId }),
      entries,
      savedAt: at.toISOString(),
      savedBy: actorOf(user),
    };
    const event = eventOf(user, at, eventOfEdit(season, edit));
    const saved = await saveWithEvent(audit, {
      owner: `PROVINCE#${season.province}`,
      before: plan.draft,
      next,
      event,
      save: (sealed) => seasons.saveDraftSchedule(next, sealed),
      settle: seasons.draftAuditSettled,
    });
    if (saved) return { edited: saved };
    return {
      refused: 'changed',
      draft: await seasons.draftSchedule(season.fiscalYear, season.province),
    };
  };
}

/** Names of the edits in the audit trail. */
const acts = {
  set: 'schedule-visit-set',
  pin: 'schedule-visit-pinned',
  drop: 'schedule-visit-dropped',
  cluster: 'schedule-clustered',
  adopt: 'schedule-adopted',
} as const satisfies Record<ScheduleEdit['edit'], string>;

function eventOfEdit({ fiscalYear }: Season, edit: ScheduleEdit) {
  const subject = 'orgId' in edit ? `${fiscalYear}#${edit.orgId}` : `${fiscalYear}`;
  const note =
    edit.edit === 'set'
      ? `${edit.when.date} ${edit.when.teamId}`
      : edit.edit === 'cluster'
        ? edit.attending.join(' ')
        : undefined;
  return { act: acts[edit.edit], subject, note };
}

/** What stands against the visits that `edit` is about; what was wrong before does not keep others from being mended. */
export function editConflicts(
  entries: readonly ScheduleEntry[],
  plan: Pick<SeasonPlan, 'context'>,
  edit: ScheduleEdit,
): ScheduleConflict[] {
  if (edit.edit !== 'set' && edit.edit !== 'cluster') return [];
  const concerned = new Set(
    entries
      .filter(({ orgId, hostOrgId }) => orgId === edit.orgId || hostOrgId === edit.orgId)
      .map(({ orgId }) => orgId),
  );
  return conflictsWith(concerned, entries, plan);
}

/** The visit that is set, where its team's day is too short to drive and nobody knows better. */
export function editDriving(
  entries: readonly ScheduleEntry[],
  plan: Pick<SeasonPlan, 'context' | 'organizations'>,
  edit: ScheduleEdit,
): ScheduleConflict[] {
  if (edit.edit !== 'set' || edit.drivable) return [];
  return drivingOf(entries, new Set([edit.orgId]), plan);
}

/** Those of `concerned` that their team has not the time to drive to, beside all that is published. */
export function drivingOf(
  entries: readonly ScheduleEntry[],
  concerned: ReadonlySet<string>,
  { context, organizations }: Pick<SeasonPlan, 'context' | 'organizations'>,
): ScheduleConflict[] {
  const places = new Map(organizations.map(({ orgId, position }) => [orgId, position]));
  return drivingConflicts(besides(entries, context), concerned, context.teams, (orgId) =>
    places.get(orgId),
  );
}

/** What stands between the visits of `concerned` and others, told of the former. */
export function conflictsWith(
  concerned: ReadonlySet<string>,
  entries: readonly ScheduleEntry[],
  plan: Pick<SeasonPlan, 'context'>,
): ScheduleConflict[] {
  return conflictsOf(entries, plan).flatMap((conflict) => {
    const { orgId, other, ...rest } = conflict;
    if (concerned.has(orgId)) return [conflict];
    if (!other || !concerned.has(other.orgId)) return [];
    const there = [...entries, ...plan.context.published].find(
      (entry) => entry.orgId === orgId && entry.visitNo === conflict.visitNo,
    );
    return [
      { ...rest, orgId: other.orgId, visitNo: other.visitNo, ...(there && { other: there }) },
    ];
  });
}

/** All that a page or an act needs to know of a season's plan. */
export interface SeasonPlan {
  readonly run: PlanningRun | undefined;
  readonly draft: DraftSchedule | undefined;
  readonly schedule: Schedule | undefined;
  readonly setup: SeasonSetup;
  /** Visits in the making: the draft's, or those of the proposal where nobody has edited it. */
  readonly entries: readonly ScheduleEntry[];
  readonly context: ScheduleContext;
  /** Of the province. */
  readonly organizations: readonly Organization[];
}

export async function loadPlan(
  { seasons, plannings, setups, roster, calendarOf }: ScheduleSources,
  { fiscalYear, province }: Season,
  today: LocalDate,
): Promise<SeasonPlan> {
  const [run, draft, schedule, teams, organizations, calendar, setup, absences] = await Promise.all(
    [
      plannings.latestRun(fiscalYear, province),
      seasons.draftSchedule(fiscalYear, province),
      seasons.schedule(fiscalYear, province),
      seasons.teams(fiscalYear, province),
      roster.all(province),
      calendarOf(province),
      setups.setup(fiscalYear, province),
      setups.absences(fiscalYear, province),
    ],
  );
  const published = schedule?.entries ?? [];
  const amphoes = new Map(organizations.map(({ orgId, amphoe }) => [orgId, amphoe.code]));
  return {
    run,
    draft,
    schedule,
    setup,
    entries: draft ? withoutPlaced(draft.entries, published) : proposedEntries(run, published),
    context: {
      teams,
      calendar,
      today,
      orgIds: new Set(amphoes.keys()),
      teamsOff: new Map(teams.map((team) => [team.teamId, teamDaysOff(team, setup)])),
      away: daysAway(setup, absences, amphoes),
      published,
    },
    organizations,
  };
}

/** What stands against the visits in the making, beside those that are published. */
export function conflictsOf(
  entries: readonly ScheduleEntry[],
  { context }: Pick<SeasonPlan, 'context'>,
): ScheduleConflict[] {
  return checkSchedule(besides(entries, context), context);
}

/** `entries` and the other published ones. */
function besides(
  entries: readonly ScheduleEntry[],
  { published }: Pick<ScheduleContext, 'published'>,
): ScheduleEntry[] {
  const made = new Set(entries.map(visitOf));
  return [...published.filter((entry) => !made.has(visitOf(entry))), ...entries];
}

/** The visits in the making after `edit`; `undefined` where it is about one that is not among them. */
export function edited(plan: SeasonPlan, edit: ScheduleEdit): ScheduleEntry[] | undefined {
  const { entries, context, run } = plan;
  const before = 'orgId' in edit ? entries.find(({ orgId }) => orgId === edit.orgId) : undefined;
  const unit = new Set(before && togetherWith(entries, before).map(({ orgId }) => orgId));
  switch (edit.edit) {
    case 'set': {
      if (!before) return withEntry(entries, newEntry(edit.orgId, edit.when, context.published));
      const along = entries.filter(({ orgId }) => unit.has(orgId));
      const set = along.map((entry) =>
        // Whoever attends and gets a time of its own is visited at its own place.
        withTime(entry.orgId === edit.orgId ? onItsOwn(entry) : entry, edit.when),
      );
      return set.reduce<ScheduleEntry[]>(withEntry, [...entries]);
    }
    case 'pin':
      return entries.map((entry) =>
        unit.has(entry.orgId) ? { ...entry, pinned: edit.pinned } : entry,
      );
    case 'drop':
      return entries.filter(({ orgId }) => !unit.has(orgId));
    case 'cluster':
      return before && clustered(entries, onItsOwn(before), edit.attending, context.published);
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
  if (run?.proposal?.outcome !== 'planned') return [];
  return inOrder(entriesOf(run.proposal.visits, published, run.startedAt));
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
