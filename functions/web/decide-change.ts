/** What a change does to the published schedule: pure decisions, each of the schedule and what else it needs to know. */
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  acceptedMoves,
  cancelled,
  moved,
  onItsOwn,
  postponed,
  type ScheduleConflict,
  togetherWith,
  type VisitTime,
} from '../../shared/domain/schedule.ts';
import {
  citing,
  keptFromCircular,
  markedUrgent,
  needsUrgency,
  numbered,
} from '../../shared/domain/served-notice.ts';
import {
  type Letter,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  type Visit,
} from '../../shared/domain/supervision.ts';
import type { PlannedVisit, VisitMove } from '../../shared/domain/visit-plan.ts';
import type { NotAllowed } from './acting.ts';
import { conflictsWith, drivingOf, type SeasonPlan } from './edit-schedule.ts';

interface WhichVisit {
  readonly orgId: string;
  readonly visitNo: number;
  readonly reason: string;
}

export type VisitsChange =
  | ({
      readonly change: 'move';
      readonly when: VisitTime;
      /** The office knows that the team can drive it, whatever the reckoning says. */
      readonly drivable?: boolean;
      /** Why it is made less than seven days after notice of it. */
      readonly urgency?: string;
      /** Of the notice of the new day, where it has a number already. */
      readonly letter?: Letter;
    } & WhichVisit)
  /** Leaves the day, and says why the visit is made although notice of it was late. */
  | ({ readonly change: 'urgent' } & WhichVisit)
  | ({ readonly change: 'postpone' } & WhichVisit)
  | ({ readonly change: 'cancel' } & WhichVisit)
  /** No replanning moves a pinned visit. */
  | {
      readonly change: 'pin';
      readonly orgId: string;
      readonly visitNo: number;
      readonly pinned: boolean;
    }
  /** Takes over moves of a proposal that was made after something had happened. */
  | {
      readonly change: 'accept';
      readonly moves: readonly VisitMove[];
      /** Of the same proposal. */
      readonly visits: readonly PlannedVisit[];
      readonly reason: string;
      readonly urgency?: string;
    }
  | {
      readonly change: 'postpone-many';
      readonly orgIds: readonly string[];
      /** Both ends included. */
      readonly days: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
      readonly reason: string;
    }
  /** The circular, one number for all whose day no letter has given notice of; or for all, to mend a slip. */
  | { readonly change: 'letter'; readonly letter: Letter; readonly mends?: boolean }
  /** Numbers of single notices. */
  | { readonly change: 'letters'; readonly letters: readonly NumberedNotice[] };

export interface NumberedNotice {
  readonly orgId: string;
  readonly visitNo: number;
  readonly letter: Letter;
}

/** Why a change cannot be made as the schedule stands. */
export type ChangeRefusal =
  /** It took place: there is a supervision report. */
  | { readonly refused: 'held' }
  | { readonly refused: 'nothing' }
  /** The new day comes before notice of it could be served, and nobody has said why it is urgent. */
  | { readonly refused: 'not-urgent'; readonly entries: readonly ScheduleEntry[] }
  | { readonly refused: 'conflicts'; readonly conflicts: readonly ScheduleConflict[] };

/** The entries as they are to be, or why not. */
export type Decision = readonly ScheduleEntry[] | NotAllowed | ChangeRefusal;

/** A changed visit with the letter that named the day before, so that the next one can cite it. */
export function withEarlierLetter(next: ScheduleEntry, schedule: Schedule): ScheduleEntry {
  const before = schedule.entries.find(
    ({ orgId, visitNo }) => orgId === next.orgId && visitNo === next.visitNo,
  );
  return before && next.awaitsLetter && !next.letter ? citing(next, before, schedule) : next;
}

/** Those of whose day no letter gives notice; where it mends a slip, all that had the circular's number. */
export function withCircular(
  schedule: Schedule,
  { letter, mends = false }: Extract<VisitsChange, { change: 'letter' }>,
): ScheduleEntry[] {
  const { entries, letter: before } = schedule;
  const numberless = entries.filter(
    (entry) => entry.state === 'scheduled' && !noticeLetterOf(entry, schedule),
  );
  const covered = numberless.map((entry) => numbered(entry, schedule, letter));
  if (!before) return covered;
  const others = entries.filter((entry) => !numberless.includes(entry));
  return mends
    ? [...covered, ...others.filter((one) => isSameLetter(one.letter, before)).map(takesIt)]
    : [...covered, ...keptFromCircular(others, before)];

  function takesIt(entry: ScheduleEntry): ScheduleEntry {
    return { ...entry, letter };
  }
}

/** Those whose number is new or another than before. */
export function withLetters(schedule: Schedule, letters: readonly NumberedNotice[]): Decision {
  const { entries } = schedule;
  const wanted = letters.map(({ orgId, visitNo, letter }) => {
    const entry = entries.find((one) => one.orgId === orgId && one.visitNo === visitNo);
    return entry && entry.state !== 'cancelled' ? { entry, letter } : undefined;
  });
  const known = wanted.filter((one) => one !== undefined);
  if (known.length < letters.length) return { refused: 'not-found' };
  const changed = known.filter(
    ({ entry, letter }) => entry.awaitsLetter || !isSameLetter(entry.letter, letter),
  );
  if (changed.length === 0) return { refused: 'nothing' };
  return changed.map(({ entry, letter }) => numbered(entry, schedule, letter));
}

export function isSameLetter(a: Letter | undefined, b: Letter): boolean {
  return a?.no === b.no && a.date === b.date;
}

/** What becomes of the one visit that `change` is about, unless it is over: as `decided` of its entry. */
export function ofOneVisit(
  { entries }: Schedule,
  visit: Visit | undefined,
  { orgId, visitNo }: Pick<WhichVisit, 'orgId' | 'visitNo'>,
  decided: (entry: ScheduleEntry) => Decision,
): Decision {
  const entry = entries.find((one) => one.orgId === orgId && one.visitNo === visitNo);
  if (!entry || entry.state === 'cancelled') return { refused: 'not-found' };
  return visit?.report ? { refused: 'held' } : decided(entry);
}

/** The visit pinned, put off, cancelled or marked urgent. Those who attend a group visit share the fate of their host's. */
export function changedInPlace(
  { entries }: Schedule,
  entry: ScheduleEntry,
  change: Extract<VisitsChange, { change: 'pin' | 'postpone' | 'cancel' | 'urgent' }>,
  now: Date,
): Decision {
  const unit = togetherWith(entries, entry);
  switch (change.change) {
    case 'pin':
      return unit.map((one) => ({ ...one, pinned: change.pinned }));
    case 'postpone':
      if (entry.state === 'postponed') return { refused: 'nothing' };
      return unit.map((one) => postponed(one, change.reason));
    case 'cancel':
      return unit.map((one) => cancelled(one, change.reason, now));
    case 'urgent':
      if (entry.state !== 'scheduled' || entry.date < localDateAt(now))
        return { refused: 'nothing' };
      return unit.map((one) => markedUrgent(one, change.reason));
  }
}

/** The visit at another time, with those who attend it. */
export function movedInPlan(
  plan: SeasonPlan,
  schedule: Schedule,
  entry: ScheduleEntry,
  change: Extract<VisitsChange, { change: 'move' }>,
): Decision {
  const next = movedTogether(plan, entry, change);
  const driving = change.drivable ? [] : moveDriving(plan, next);
  const decision = allowed(plan, next, change.urgency, driving);
  const { letter } = change;
  return 'refused' in decision || !letter
    ? decision
    : decision.map((one) => numbered(withEarlierLetter(one, schedule), schedule, letter));
}

/** `next`, where nothing stands against it, with the reason for their urgency where notice comes late. */
function allowed(
  plan: Pick<SeasonPlan, 'context'>,
  next: readonly ScheduleEntry[],
  urgency: string | undefined,
  driving: readonly ScheduleConflict[] = [],
): Extract<Decision, { refused: 'conflicts' | 'not-urgent' }> | readonly ScheduleEntry[] {
  const conflicts = changeConflicts(plan, next);
  if (conflicts.length > 0) return { refused: 'conflicts', conflicts };
  if (driving.length > 0) return { refused: 'conflicts', conflicts: driving };
  const soon = next.filter(
    ({ state, date }) => state === 'scheduled' && needsUrgency(date, plan.context.today),
  );
  if (soon.length > 0 && !urgency) return { refused: 'not-urgent', entries: soon };
  return next.map((entry) =>
    urgency && soon.includes(entry) ? { ...entry, urgent: { reason: urgency } } : entry,
  );
}

/** The published visit at its new time, with those who attend it; one that attended another is then on its own. */
export function movedTogether(
  plan: Pick<SeasonPlan, 'context'>,
  entry: ScheduleEntry,
  { when, reason }: { readonly when: VisitTime; readonly reason: string },
): ScheduleEntry[] {
  return togetherWith(plan.context.published, entry).map((one) =>
    moved(one === entry ? onItsOwn(one) : one, when, reason),
  );
}

/** Those of moved visits that their team has not the time to drive to. */
export function moveDriving(
  plan: Pick<SeasonPlan, 'context' | 'organizations'>,
  next: readonly ScheduleEntry[],
): ScheduleConflict[] {
  return drivingOf(next, new Set(next.map(({ orgId }) => orgId)), plan);
}

/** What stands against changing published visits to `entries`. */
export function changeConflicts(
  plan: Pick<SeasonPlan, 'context'>,
  entries: readonly ScheduleEntry[],
): ScheduleConflict[] {
  const concerned = new Set(entries.map(({ orgId }) => orgId));
  return conflictsWith(concerned, entries, plan);
}

/** Moves of a proposal, where nothing has overtaken them. */
export function accepted(
  plan: SeasonPlan,
  { entries }: Schedule,
  visits: readonly Visit[],
  change: Extract<VisitsChange, { change: 'accept' }>,
): Decision {
  if (change.moves.length === 0) return { refused: 'nothing' };
  const next = acceptedMoves(entries, change.moves, change.visits, change.reason);
  if (!next) return { refused: 'nothing' };
  if (next.some((entry) => isHeld(entry, visits))) return { refused: 'held' };
  return allowed(plan, next, change.urgency);
}

/** A flood closes districts for some days: all their visits of those days that lie ahead, group visits whole. */
export function postponedMany(
  { entries }: Schedule,
  visits: readonly Visit[],
  { orgIds, days, reason }: Extract<VisitsChange, { change: 'postpone-many' }>,
  today: LocalDate,
): Decision {
  const ahead = entries.filter(({ date, state }) => state === 'scheduled' && date >= today);
  const concerned = ahead.filter(
    (entry) =>
      orgIds.includes(entry.orgId) &&
      days.some(({ from, to }) => from <= entry.date && entry.date <= to) &&
      !isHeld(entry, visits),
  );
  if (concerned.length === 0) return { refused: 'nothing' };
  const whole = new Set(concerned.flatMap((entry) => togetherWith(ahead, entry)));
  return [...whole].map((entry) => postponed(entry, reason));
}

/** A visit with a supervision report took place; its day is a fact. */
function isHeld({ orgId, visitNo }: ScheduleEntry, visits: readonly Visit[]): boolean {
  return visits.some(
    (visit) => visit.orgId === orgId && visit.visitNo === visitNo && visit.report !== undefined,
  );
}
