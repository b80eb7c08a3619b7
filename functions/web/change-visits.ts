/** The office changes what is published: a new day, a postponement, a cancellation, the letter's number. */
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { withEntry } from '../../shared/domain/schedule.ts';
import type { Schedule, ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, publishSchedule, refusalOf } from './acting.ts';
import {
  accepted,
  type ChangeRefusal,
  changedInPlace,
  type Decision,
  movedInPlan,
  ofOneVisit,
  postponedMany,
  type VisitsChange,
  withCircular,
  withEarlierLetter,
  withLetters,
} from './decide-change.ts';
import { loadPlan, type ScheduleSources, type Season } from './edit-schedule.ts';
import type { TellVisits } from './publish-visits.ts';

export interface ChangeDependencies extends ScheduleSources {
  readonly seasons: ScheduleSources['seasons'] &
    Pick<SeasonStore, 'publish' | 'scheduleAuditSettled' | 'visits' | 'visit'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly tellVisits: TellVisits;
  readonly now: () => Date;
}

export type ChangeOutcome =
  | { readonly changed: Schedule; readonly entries: readonly ScheduleEntry[] }
  | NotAllowed
  | { readonly refused: 'changed'; readonly schedule: Schedule }
  | ChangeRefusal;

/** The published schedule, and what a change makes of it. */
interface Judged {
  readonly schedule: Schedule | undefined;
  readonly decide: (schedule: Schedule) => Decision;
}

export function createChangeVisits(dependencies: ChangeDependencies) {
  const { seasons, audit, tellVisits, now } = dependencies;

  /** `seenVersion`: of the schedule on the officer's screen. */
  return async function changeVisits(
    user: User,
    season: Season,
    seenVersion: number,
    change: VisitsChange,
  ): Promise<ChangeOutcome> {
    const refusal = refusalOf(user, 'plan-visits', season);
    if (refusal) return refusal;
    const at = now();
    const { schedule, decide } = await judged(season, at, change);
    if (!schedule) return { refused: 'not-found' };
    if (schedule.version !== seenVersion) return { refused: 'changed', schedule };
    const decision = decide(schedule);
    if ('refused' in decision) return decision;

    const entries = decision.map((entry) => withEarlierLetter(entry, schedule));
    const next: Schedule = {
      ...schedule,
      version: schedule.version + 1,
      entries: entries.reduce<ScheduleEntry[]>(withEntry, schedule.entries),
      ...(change.change === 'letter' && { letter: change.letter }),
    };
    const published = await publishSchedule(
      seasons,
      audit,
      { before: schedule, next },
      eventOfChange(user, at, season, change),
    );
    if (!published) {
      const current = await seasons.schedule(season.fiscalYear, season.province);
      return { refused: 'changed', schedule: current ?? schedule };
    }
    await tellVisits(
      published,
      entries.map(({ orgId }) => orgId),
    );
    return { changed: published, entries };
  };

  /** Reads as much as `change` needs: most the schedule, and only a new time the whole plan. */
  async function judged(season: Season, at: Date, change: VisitsChange): Promise<Judged> {
    const { fiscalYear, province } = season;
    const today = localDateAt(at);
    const published = () => seasons.schedule(fiscalYear, province);
    const allVisits = () => seasons.visits(fiscalYear, province);
    switch (change.change) {
      case 'letter':
        return { schedule: await published(), decide: (was) => withCircular(was, change) };
      case 'letters':
        return { schedule: await published(), decide: (was) => withLetters(was, change.letters) };
      case 'postpone-many': {
        const [schedule, visits] = await Promise.all([published(), allVisits()]);
        return { schedule, decide: (was) => postponedMany(was, visits, change, today) };
      }
      case 'accept': {
        const [plan, visits] = await Promise.all([
          loadPlan(dependencies, season, today),
          allVisits(),
        ]);
        return { schedule: plan.schedule, decide: (was) => accepted(plan, was, visits, change) };
      }
      case 'move': {
        const [plan, visit] = await Promise.all([
          loadPlan(dependencies, season, today),
          seasons.visit({ fiscalYear, ...change }),
        ]);
        const moved = (was: Schedule) => (entry: ScheduleEntry) =>
          movedInPlan(plan, was, entry, change);
        return {
          schedule: plan.schedule,
          decide: (was) => ofOneVisit(was, visit, change, moved(was)),
        };
      }
      case 'pin':
      case 'urgent':
      case 'postpone':
      case 'cancel': {
        const [schedule, visit] = await Promise.all([
          published(),
          seasons.visit({ fiscalYear, ...change }),
        ]);
        const changed = (was: Schedule) => (entry: ScheduleEntry) =>
          changedInPlace(was, entry, change, at);
        return { schedule, decide: (was) => ofOneVisit(was, visit, change, changed(was)) };
      }
    }
  }
}

const events = {
  move: 'visit-moved',
  urgent: 'visit-marked-urgent',
  postpone: 'visit-postponed',
  cancel: 'visit-cancelled',
  'postpone-many': 'visits-postponed',
  pin: 'visit-fixed',
  accept: 'visits-replanned',
  letter: 'visits-letter-set',
  letters: 'visits-letter-set',
} as const satisfies Record<VisitsChange['change'], string>;

function eventOfChange(user: User, at: Date, { fiscalYear }: Season, change: VisitsChange) {
  const subject =
    'orgId' in change ? `${fiscalYear}#${change.orgId}#${change.visitNo}` : `${fiscalYear}`;
  return eventOf(user, at, { act: events[change.change], subject, note: noteOf(change) });
}

/** Characters that a note of the audit trail holds. */
const LONGEST_NOTE = 2000;

function noteOf(change: VisitsChange): string | undefined {
  if ('urgency' in change && change.urgency) {
    return `${change.reason} (เร่งด่วน: ${change.urgency})`.slice(0, LONGEST_NOTE);
  }
  if ('reason' in change) return change.reason;
  switch (change.change) {
    case 'letter':
      return `${change.letter.no} ${change.letter.date}`;
    case 'letters': {
      const each = change.letters.map(
        ({ orgId, letter }) => `${orgId} ${letter.no} ${letter.date}`,
      );
      return `${each.length} แห่ง: ${each.join('; ')}`.slice(0, LONGEST_NOTE);
    }
    default:
      return undefined;
  }
}
