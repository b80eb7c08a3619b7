/**
 * Notice of a visit that counts (การแจ้งเป็นหนังสือ): by a numbered letter, seven days ahead, or the visit is
 * marked urgent with its reason.
 */
import { addDays, type LocalDate } from './local-date.ts';
import {
  type Letter,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  toldOf,
  type Visit,
} from './supervision.ts';

/** A notice is served at least so many days before its visit. */
const SERVED_AHEAD_DAYS = 7;
/** So many days before the last day for serving a notice the office begins to be chased for it. */
const CHASED_AHEAD_DAYS = 3;

/** Last day on which a notice of a visit on `date` is served in time. */
function lastServingDay(date: LocalDate): LocalDate {
  return addDays(date, -SERVED_AHEAD_DAYS);
}

/** A visit set for `date` on `today` can be given notice of in time only if it is marked urgent. */
export function needsUrgency(date: LocalDate, today: LocalDate): boolean {
  return lastServingDay(date) < today;
}

/**
 * Since when the host has a numbered notice of the visit's present day: by mail, or since it answered while there
 * was one. Before mails were told apart, every mail of a visit with a letter is taken for its notice.
 */
export function servedOn(
  entry: ScheduleEntry,
  schedule: Pick<Schedule, 'letter'> | undefined,
  visit: Visit | undefined,
): LocalDate | undefined {
  const letter = noticeLetterOf(entry, schedule);
  if (!letter) return undefined;
  const told = visit?.told;
  const mail = toldOf(entry, visit);
  const mailed =
    told?.sequence === entry.sequence
      ? told.servedOn
      : mail?.outcome === 'queued'
        ? mail.on
        : undefined;
  const { acknowledged } = visit ?? {};
  const hasAnswered = acknowledged?.sequence === entry.sequence && acknowledged.on >= letter.date;
  return mailed ?? (hasAnswered ? acknowledged.on : undefined);
}

/** What keeps notice of a visit from counting: no number, no mail that could be sent, or it came too late. */
export type NoticeLack = 'unnumbered' | 'unsent' | 'late';

export interface LackingNotice {
  readonly lack: NoticeLack;
  /** Last day for serving the notice; past where the visit has to be marked urgent or moved. */
  readonly by: LocalDate;
}

/** What is wrong with the notice of a visit that draws near; nothing of urgent ones and of those that are off. */
export function lackingNotice(
  entry: ScheduleEntry,
  schedule: Pick<Schedule, 'letter'> | undefined,
  visit: Visit | undefined,
  today: LocalDate,
): LackingNotice | undefined {
  const { state, urgent, date } = entry;
  const by = lastServingDay(date);
  const isNear = addDays(today, CHASED_AHEAD_DAYS) >= by;
  if (state !== 'scheduled' || urgent || date < today || !isNear || visit?.report) return undefined;
  const served = servedOn(entry, schedule, visit);
  if (served !== undefined) return served <= by ? undefined : { lack: 'late', by };
  return { lack: noticeLetterOf(entry, schedule) ? 'unsent' : 'unnumbered', by };
}

/** `entry` with the number of the letter that gives notice of its present day. */
export function numbered(
  entry: ScheduleEntry,
  schedule: Pick<Schedule, 'letter'> | undefined,
  letter: Letter,
): ScheduleEntry {
  const { awaitsLetter: _, ...rest } = entry;
  const isFirst = noticeLetterOf(entry, schedule) === undefined;
  const earlier = entry.awaitsLetter && entry.letter;
  return {
    ...rest,
    letter,
    ...(isFirst && { revisions: (entry.revisions ?? 0) + 1 }),
    ...(isFirst && earlier && { earlierLetter: earlier }),
  };
}

/** `next`, changed from `before`, with the letter that named the day before, the circular's too. */
export function citing(
  next: ScheduleEntry,
  before: ScheduleEntry,
  schedule: Pick<Schedule, 'letter'> | undefined,
): ScheduleEntry {
  const letter = before.awaitsLetter ? before.letter : noticeLetterOf(before, schedule);
  return letter ? { ...next, letter } : next;
}

/** `entry` marked as urgent; the host is told anew. */
export function markedUrgent(entry: ScheduleEntry, reason: string): ScheduleEntry {
  return { ...entry, urgent: { reason }, revisions: (entry.revisions ?? 0) + 1 };
}

/**
 * `entries` with the circular that they have had so far as their own letter, before another circular takes its
 * place; whoever had none keeps having none.
 */
export function keptFromCircular(
  entries: readonly ScheduleEntry[],
  circular: Letter | undefined,
): ScheduleEntry[] {
  return entries.map((entry) => {
    if (entry.letter || entry.awaitsLetter) return entry;
    return circular ? { ...entry, letter: circular } : { ...entry, awaitsLetter: true };
  });
}
