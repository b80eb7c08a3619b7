/** The office publishes the schedule in the making, and gives it the number of its circular letter. */
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { inOrder, type ScheduleConflict } from '../../shared/domain/schedule.ts';
import { keptFromCircular, needsUrgency } from '../../shared/domain/served-notice.ts';
import type { Letter, Schedule, ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, publishSchedule, refusalOf } from './acting.ts';
import { conflictsOf, loadPlan, type ScheduleSources, type Season } from './edit-schedule.ts';

export interface PublishDependencies extends ScheduleSources {
  readonly seasons: ScheduleSources['seasons'] &
    Pick<SeasonStore, 'publish' | 'scheduleAuditSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly tellVisits: TellVisits;
  readonly now: () => Date;
}

/** Lets the notices of these organizations' visits leave at once; the daily sweep would find them too. */
export type TellVisits = (schedule: Schedule, orgIds: readonly string[]) => Promise<unknown>;

export type PublishOutcome =
  | { readonly published: Schedule; readonly added: number }
  | NotAllowed
  | { readonly refused: 'changed'; readonly schedule: Schedule | undefined }
  | { readonly refused: 'nothing' }
  /** Notice of these cannot be served in time, and nobody has said why they are urgent. */
  | { readonly refused: 'not-urgent'; readonly entries: readonly ScheduleEntry[] }
  | { readonly refused: 'conflicts'; readonly conflicts: readonly ScheduleConflict[] };

/** Characters of a note about urgent visits in the audit trail. */
const LONGEST_NOTE = 1900;

/** The circular is for the visits of this publishing; whatever letter the earlier ones have had stays theirs. */
function withCircular(
  published: readonly ScheduleEntry[],
  added: readonly ScheduleEntry[],
  before: Letter | undefined,
  letter: Letter | undefined,
): ScheduleEntry[] {
  if (!letter) return [...published, ...(before ? keptFromCircular(added, undefined) : added)];
  const isSame = before?.no === letter.no && before.date === letter.date;
  return [...(isSame ? published : keptFromCircular(published, before)), ...added];
}

export function createPublishVisits(dependencies: PublishDependencies) {
  const { seasons, audit, tellVisits, now } = dependencies;

  /**
   * `seen`: versions on the officer's screen; 0 for a proposal not edited, and before the first publishing.
   * `letter`: the circular for what is published now. `urgency`: why visits less than seven days ahead are made.
   */
  return async function publishVisits(
    user: User,
    season: Season,
    seen: { readonly draft: number; readonly schedule: number },
    { letter, urgency }: { readonly letter?: Letter; readonly urgency?: string } = {},
  ): Promise<PublishOutcome> {
    const refusal = refusalOf(user, 'plan-visits', season);
    if (refusal) return refusal;
    const at = now();
    const plan = await loadPlan(dependencies, season, localDateAt(at));
    const { schedule, draft, entries } = plan;
    const stale =
      (draft?.version ?? 0) !== seen.draft || (schedule?.version ?? 0) !== seen.schedule;
    if (stale) return { refused: 'changed', schedule };
    if (entries.length === 0) return { refused: 'nothing' };
    const conflicts = conflictsOf(entries, plan);
    if (conflicts.length > 0) return { refused: 'conflicts', conflicts };

    const soon = entries.filter(({ date }) => needsUrgency(date, plan.context.today));
    if (soon.length > 0 && !urgency) return { refused: 'not-urgent', entries: soon };

    const marked = entries.map((entry) =>
      urgency && soon.includes(entry) ? { ...entry, urgent: { reason: urgency } } : entry,
    );
    const next: Schedule = {
      ...schedule,
      schemaVersion: 1,
      ...season,
      version: seen.schedule + 1,
      publishedAt: at.toISOString(),
      entries: inOrder(withCircular(plan.context.published, marked, schedule?.letter, letter)),
      ...(letter && { letter }),
    };
    const subject = `${season.fiscalYear}`;
    const note = [
      `${entries.length} แห่ง`,
      ...(soon.length > 0
        ? [`เร่งด่วน ${soon.map(({ orgId }) => orgId).join(' ')}: ${urgency}`.slice(0, LONGEST_NOTE)]
        : []),
    ].join(' ');
    const event = eventOf(user, at, { act: 'visits-published', subject, note });
    const published = await publishSchedule(seasons, audit, { before: schedule, next }, event);
    if (!published) {
      const current = await seasons.schedule(season.fiscalYear, season.province);
      return { refused: 'changed', schedule: current };
    }
    await tellVisits(
      published,
      entries.map(({ orgId }) => orgId),
    );
    return { published, added: entries.length };
  };
}
