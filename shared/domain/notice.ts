/** Which notices are due to whom on a day: one pure function over data. */
import * as z from 'zod';
import { addDays, type LocalDate } from './local-date.ts';
import {
  awaitsSignature,
  isAwaited,
  numberOf,
  type Obligation,
  type RungOutcome,
  timesWithdrawn,
} from './obligation.ts';
import { type Contact, contactRoleSchema, recipientsOf } from './organization.ts';
import { extended, type RoundDates } from './round.ts';
import { type WorkCalendar, workingDayOnOrAfter, workingDayOnOrBefore } from './work-calendar.ts';

export const noticeKinds = [
  'opening',
  'reminder',
  'due-today',
  'late',
  'signoff',
  'receipt',
  'returned',
  'accepted',
  'withdrawn',
  'extension-granted',
  'extension-refused',
  'digest',
  'visit-notice',
  'visit-chase',
  'visit-reminder',
  'visit-moved',
  'visit-cancelled',
  'visit-team',
  'visit-unserved',
  'visit-result',
  'supervision-overdue',
  'advice',
  'advice-reminder',
  'advice-overdue',
  'advice-more',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

const rungSchema = z.object({
  /** Names the rung for good: a notice is sent once for each. */
  rung: z.string().regex(/^[A-Za-z0-9+-]+$/),
  kind: z.enum(noticeKinds),
  anchor: z.enum(['opens', 'due', 'visit']),
  /** Days after the anchor; before it when negative. */
  offset: z.int(),
  /** Where the day is no working day: the working day before, that very day, or the one after. */
  dayOff: z.enum(['before', 'stay', 'after']),
  roles: z.array(contactRoleSchema).min(1),
  /** Must go out, however late; others are recorded as skipped once the next rung's day has come. */
  indispensable: z.boolean().optional(),
  /** The office gets a digest on this rung's day. */
  digest: z.boolean().optional(),
});
export type Rung = z.infer<typeof rungSchema>;

const everyone = ['coordinator', 'executive', 'administrator'] as const;

/** The ladder of a report round: 14, 7, 3, 1 days before, on the day, and 1, 7, 15 days after it. */
export const reportLadder: readonly Rung[] = [
  rung('open', 'opening', 'opens', 0, 'after', ['coordinator', 'executive'], true),
  rung('D-14', 'reminder', 'due', -14, 'before', ['coordinator']),
  rung('D-7', 'reminder', 'due', -7, 'before', ['coordinator'], true),
  rung('D-3', 'reminder', 'due', -3, 'before', ['coordinator']),
  rung('D-1', 'reminder', 'due', -1, 'before', ['coordinator']),
  rung('D0', 'due-today', 'due', 0, 'stay', ['coordinator'], true),
  rung('L+1', 'late', 'due', 1, 'after', [...everyone], true),
  rung('L+7', 'late', 'due', 7, 'after', [...everyone], true),
  rung('L+15', 'late', 'due', 15, 'after', [...everyone], true),
];

/** The ladder of a visit: notice 14 days ahead, a chase and a reminder. */
export const visitLadder: readonly Rung[] = [
  {
    ...rung('notice', 'visit-notice', 'visit', -14, 'before', ['executive', 'coordinator']),
    indispensable: true,
  },
  rung('chase', 'visit-chase', 'visit', -7, 'before', ['coordinator']),
  rung('reminder', 'visit-reminder', 'visit', -3, 'before', ['coordinator', 'executive']),
];

function rung(
  name: string,
  kind: NoticeKind,
  anchor: Rung['anchor'],
  offset: number,
  dayOff: Rung['dayOff'],
  roles: Rung['roles'],
  digest = false,
): Rung {
  return { rung: name, kind, anchor, offset, dayOff, roles, digest };
}

/** The day on which `rung` is to go out. @throws {CalendarMissingError} */
export function rungDay(rung: Rung, anchorDay: LocalDate, calendar: WorkCalendar): LocalDate {
  const day = addDays(anchorDay, rung.offset);
  switch (rung.dayOff) {
    case 'before':
      return workingDayOnOrBefore(calendar, day);
    case 'after':
      return workingDayOnOrAfter(calendar, day);
    case 'stay':
      return day;
  }
}

/** Rung → the day it goes out, for a round with `dates`. */
export function ladderDays(
  ladder: readonly Rung[],
  dates: Pick<RoundDates, 'opens' | 'due'>,
  calendar: WorkCalendar,
): ReadonlyMap<Rung, LocalDate> {
  const anchors = { opens: dates.opens, due: dates.due, visit: dates.due };
  return new Map(ladder.map((rung) => [rung, rungDay(rung, anchors[rung.anchor], calendar)]));
}

export interface Standing {
  readonly due: readonly Rung[];
  /** Rungs whose time went by unused; recorded, never sent in a burst. */
  readonly missed: readonly Rung[];
}

/** Which rungs are due on `today`, given when each goes out and which are settled already. */
export function standing(
  days: ReadonlyMap<Rung, LocalDate>,
  settled: Readonly<Record<string, RungOutcome>>,
  today: LocalDate,
): Standing {
  const reached = [...days]
    .filter(([, day]) => day <= today)
    // Days off may push two rungs onto one day: the ladder's later one then speaks for both.
    .toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([rung]) => rung);
  const current = reached.at(-1);
  const open = reached.filter(({ rung }) => !settled[rung]);
  const isDue = (rung: Rung) => rung === current || rung.indispensable === true;
  return { due: open.filter(isDue), missed: open.filter((rung) => !isDue(rung)) };
}

export interface DueNotice {
  readonly rung: string;
  readonly kind: NoticeKind;
  readonly recipients: readonly Contact[];
}

export interface NoticesDue {
  readonly due: readonly DueNotice[];
  readonly skipped: readonly {
    readonly rung: string;
    readonly why: NonNullable<RungOutcome['why']>;
  }[];
}

export interface NoticeSnapshot {
  readonly obligation: Pick<
    Obligation,
    'state' | 'dates' | 'extendedUntil' | 'rungs' | keyof Answered
  >;
  readonly contacts: readonly Contact[];
  /** Addresses that the ledger already has a notice for, by rung. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Everything that is due to one organization in one round on `today`.
 *
 * Reminders and late notices go to those who have handed in nothing, and only those; a report that waits for
 * its signature reminds the executive and the ปลัด too. No address is told the same thing twice, whatever
 * calendar, contacts or extension changed in between.
 */
export function noticesDue(
  snapshot: NoticeSnapshot,
  ladder: readonly Rung[],
  calendar: WorkCalendar,
  today: LocalDate,
): NoticesDue {
  const { obligation } = snapshot;
  const ladderPart = isAwaited(obligation)
    ? ladderNotices(snapshot, ladder, calendar, today)
    : { due: [], skipped: [] };
  const states = stateNotices(obligation).filter(({ rung }) => !obligation.rungs[rung]);
  const statePart = states.map(({ rung, kind, roles }) =>
    addressed(snapshot, rung, kind, roles, today),
  );
  return {
    due: [...ladderPart.due, ...statePart.filter((notice) => 'recipients' in notice)],
    skipped: [...ladderPart.skipped, ...statePart.filter((notice) => 'why' in notice)],
  };
}

function ladderNotices(
  snapshot: NoticeSnapshot,
  ladder: readonly Rung[],
  calendar: WorkCalendar,
  today: LocalDate,
): NoticesDue {
  const { obligation } = snapshot;
  const dates = extended(obligation.dates, obligation.extendedUntil);
  const { due, missed } = standing(ladderDays(ladder, dates, calendar), obligation.rungs, today);
  const open = today <= dates.lock ? due : [];
  const late = today <= dates.lock ? [] : due;
  const waiting = awaitsSignature(obligation) ? everyone : [];
  const notices = open.map(({ rung, kind, roles }) =>
    addressed(snapshot, rung, kind, [...roles, ...waiting], today),
  );
  return {
    due: notices.filter((notice) => 'recipients' in notice),
    skipped: [
      ...[...missed, ...late].map(({ rung }) => ({ rung, why: 'missed' as const })),
      ...notices.filter((notice) => 'why' in notice),
    ],
  };
}

/** What of an obligation its state notices tell. */
export type Answered = Pick<
  Obligation,
  | 'state'
  | 'versions'
  | 'returned'
  | 'withdrawn'
  | 'extension'
  | 'extensionRequest'
  | 'signoffRequests'
  | 'signature'
>;

interface StateNotice {
  readonly rung: string;
  readonly kind: NoticeKind;
  readonly roles: readonly Contact['role'][];
}

/** Notices that follow from the state itself, so that a crash between act and mail loses none. */
export function stateNotices(obligation: Answered): StateNotice[] {
  const { state, versions, returned, signoffRequests } = obligation;
  const version = versions.length;
  const notices: StateNotice[] = [];
  if (version > 0) {
    notices.push({
      rung: `receipt-v${version}`,
      kind: 'receipt',
      roles: ['executive', 'coordinator'],
    });
  }
  if (awaitsSignature(obligation)) {
    notices.push({ rung: `signoff-${signoffRequests}`, kind: 'signoff', roles: ['executive'] });
  }
  if (state === 'returned' && returned) {
    notices.push({
      rung: `returned-v${returned.version}`,
      kind: 'returned',
      roles: ['coordinator'],
    });
  }
  if (state === 'accepted') {
    notices.push({
      rung: acceptedRung(obligation),
      kind: 'accepted',
      roles: ['coordinator', 'executive'],
    });
  }
  if (state === 'submitted' && timesWithdrawn(obligation) > 0) {
    notices.push({
      rung: withdrawnRung(obligation),
      kind: 'withdrawn',
      roles: ['coordinator', 'executive'],
    });
  }
  return [...notices, ...extensionNotices(obligation)];
}

/** A version that is accepted again is told of again. */
export function acceptedRung(obligation: Pick<Obligation, 'versions' | 'withdrawn'>): string {
  const times = timesWithdrawn(obligation);
  return `accepted-v${obligation.versions.length}${times > 0 ? `-${times + 1}` : ''}`;
}

export function withdrawnRung(obligation: Pick<Obligation, 'versions' | 'withdrawn'>): string {
  return `withdrawn-v${obligation.versions.length}-${timesWithdrawn(obligation)}`;
}

function extensionNotices(obligation: Answered): StateNotice[] {
  if (!isAwaited(obligation)) return [];
  const { extension, extensionRequest } = obligation;
  const roles = ['coordinator', 'executive'] as const;
  return [
    ...(extension
      ? [{ rung: grantedRung(obligation), kind: 'extension-granted' as const, roles }]
      : []),
    ...(extensionRequest?.answer?.granted === false
      ? [{ rung: refusedRung(obligation), kind: 'extension-refused' as const, roles }]
      : []),
  ];
}

/** An extension only ever grows, so that its day names it. */
export function grantedRung({ extension }: Pick<Obligation, 'extension'>): string {
  return `extended-${extension?.until}`;
}

export function refusedRung({ extensionRequest }: Pick<Obligation, 'extensionRequest'>): string {
  return `extension-refused-${numberOf(extensionRequest)}`;
}

function addressed(
  { contacts, told }: NoticeSnapshot,
  rung: string,
  kind: NoticeKind,
  roles: readonly Contact['role'][],
  today: LocalDate,
): DueNotice | NoticesDue['skipped'][number] {
  const already = told.get(rung);
  const meant = recipientsOf(contacts, roles, today);
  if (meant.length === 0) return { rung, why: already ? 'already-told' : 'no-recipient' };
  const recipients = meant.filter(({ email }) => !already?.has(email));
  return recipients.length > 0 ? { rung, kind, recipients } : { rung, why: 'already-told' };
}
