/**
 * The ledger of notices: one row for each notice to each contact, from being queued to its fate.
 *
 * queued → sending → sent → delivered | bounced | complained | suppressed; or failed, or superseded.
 * Every transition is pure and may be repeated: applied to a row that is past it, it changes nothing.
 */
import * as z from 'zod';
import { addDays, instantAt, type LocalDate, localDateAt } from './local-date.ts';
import { type NoticeKind, noticeKinds } from './notice.ts';
import { isWorkingDay, type WorkCalendar, workingDayOnOrAfter } from './work-calendar.ts';

const noticeStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'suppressed',
  'failed',
  'superseded',
] as const;
export type NoticeState = (typeof noticeStates)[number];

/** An organization, or the office of a province. */
const noticeOwnerSchema = z.templateLiteral([
  z.enum(['ORG#', 'OFFICE#']),
  z.string().regex(/^\d{2}(-\d{4})?$/),
]);
export type NoticeOwner = z.infer<typeof noticeOwnerSchema>;

/** What names a row for good. No part contains `#`. */
const ledgerKeySchema = z.object({
  owner: noticeOwnerSchema,
  /**
   * A round (`2563-6M`), a visit (`2563-V1`; to the office, with its host, `2563-V1-80-0711`), or the day of an
   * office's digest (`2020-04-24`).
   */
  about: z.string().regex(/^\d{4}-(6M|12M|V\d{1,3}(-\d{2}-\d{4})?|\d{2}-\d{2})$/),
  kind: z.enum(noticeKinds),
  rung: z.string().regex(/^[A-Za-z0-9+-]{1,40}$/),
  contactId: z.string().regex(/^[a-z0-9-]{1,40}$/),
});
export type LedgerKey = z.infer<typeof ledgerKeySchema>;

export const noticeRowSchema = ledgerKeySchema.extend({
  schemaVersion: z.literal(1),
  /** As the roster has it; the mail service judges whether it is an address. */
  to: z.string().min(1).max(254),
  /** What the message says, as data; the words are made when it is sent. */
  facts: z.record(z.string(), z.unknown()),
  /** When the row is to be looked at next: to be sent or, while an answer is awaited, to stop waiting. */
  dueAt: z.iso.datetime(),
  /** Goes before others that are due. */
  urgent: z.boolean(),
  state: z.enum(noticeStates),
  /** How often sending was begun. */
  attempt: z.int().min(0),
  /** Token of the latest attempt, and until when its answer or news of it is awaited. */
  claim: z.string().optional(),
  claimBy: z.iso.datetime().optional(),
  /** The mail service's own name for it. */
  messageId: z.string().optional(),
  /** An earlier attempt got no answer, so that the recipient may have it twice. */
  maybeDuplicate: z.boolean(),
  /** The worst that the mail service has reported. */
  fate: z.enum(['given-up', 'delivered', 'unreachable', 'suppressed', 'complained']).optional(),
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      state: z.enum(noticeStates),
      attempt: z.int().min(0),
      note: z.string().max(300).optional(),
    }),
  ),
  rev: z.int().min(1),
});
export type NoticeRow = z.infer<typeof noticeRowSchema>;

export type NewNotice = LedgerKey & Pick<NoticeRow, 'to' | 'facts' | 'dueAt' | 'urgent'>;

/** An unanswered attempt waits this long for news of it. */
const PATIENCE_MS = 15 * 60_000;
/** After so many unanswered attempts nobody tries again: each may have reached the recipient. */
const MOST_UNANSWERED = 8;

export function queued(notice: NewNotice, now: Date): NoticeRow {
  const dueAt = new Date(notice.dueAt).toISOString();
  return entered(
    {
      ...notice,
      // One form, since instants are compared as text.
      dueAt,
      schemaVersion: 1,
      state: 'queued',
      attempt: 0,
      maybeDuplicate: false,
      history: [],
      rev: 1,
    },
    'queued',
    now,
  );
}

/** Still to be looked at by the runner. */
export function isOpen({ state }: Pick<NoticeRow, 'state'>): boolean {
  return state === 'queued' || state === 'sending';
}

/** Taken by one runner for one attempt; `undefined` when there is nothing to take. */
export function claimed(row: NoticeRow, claim: string, now: Date): NoticeRow | undefined {
  if (row.state !== 'queued' || row.dueAt > now.toISOString()) return undefined;
  const claimBy = later(now, PATIENCE_MS);
  const attempt = row.attempt + 1;
  return entered({ ...row, attempt, claim, claimBy, dueAt: claimBy }, 'sending', now);
}

/** The mail service has taken it. News of its fate may have come first, and then stands. */
export function sent(row: NoticeRow, claim: string, messageId: string, now: Date): NoticeRow {
  if (row.claim !== claim || row.messageId === messageId) return row;
  const known = { ...row, messageId };
  return isOpen(row) ? entered(known, 'sent', now) : known;
}

/** The mail service will never take it. */
export function rejected(row: NoticeRow, claim: string, why: string, now: Date): NoticeRow {
  return isSending(row, claim) ? entered(row, 'failed', now, why) : row;
}

/** The mail service surely did not take it, but may later: back to the queue, ever more patiently. */
export function putOff(row: NoticeRow, claim: string, why: string, now: Date): NoticeRow {
  if (!isSending(row, claim)) return row;
  const dueAt = later(now, Math.min(60, 2 ** (row.attempt - 1)) * 60_000);
  return entered({ ...row, dueAt }, 'queued', now, why);
}

/** Nobody knows whether it left: it waits for news until `claimBy`, as if the runner had died. */
export function unanswered(row: NoticeRow, claim: string, why: string, now: Date): NoticeRow {
  return isSending(row, claim) ? entered(row, 'sending', now, why) : row;
}

/**
 * No news came in time, of an unanswered attempt or of a runner that died: sent again, flagged as a possible
 * duplicate. The first time at once, then ever more patiently, and in the end not at all.
 */
export function waitedOut(row: NoticeRow, now: Date): NoticeRow {
  if (row.state !== 'sending' || !row.claimBy || row.claimBy > now.toISOString()) return row;
  const before = row.history.filter(({ note }) => note === NO_NEWS).length;
  if (before + 1 >= MOST_UNANSWERED) return entered(row, 'failed', now, NO_NEWS);
  const dueAt = later(now, before === 0 ? 0 : PATIENCE_MS * 2 ** (before - 1));
  return entered({ ...row, dueAt, maybeDuplicate: true }, 'queued', now, NO_NEWS);
}
const NO_NEWS = 'no news of the attempt';

/** What it was to say has been overtaken by events. */
export function superseded(row: NoticeRow, now: Date): NoticeRow {
  return row.state === 'queued' ? entered(row, 'superseded', now) : row;
}

export type Fate = NonNullable<NoticeRow['fate']>;

/** A later or a worse fate outranks the ones before it, so that the order of arrival does not matter. */
const rankOfFate = {
  'given-up': 0,
  delivered: 1,
  unreachable: 2,
  suppressed: 3,
  complained: 4,
} satisfies Record<Fate, number>;

const stateOfFate = {
  // Tried for hours and given up; the address itself may be right.
  'given-up': 'bounced',
  delivered: 'delivered',
  unreachable: 'bounced',
  suppressed: 'suppressed',
  complained: 'complained',
} satisfies Record<Fate, NoticeState>;

/** The mail service reports what became of it. */
export function fated(row: NoticeRow, fate: Fate, at: Date, note?: string): NoticeRow {
  if (row.fate !== undefined && rankOfFate[row.fate] >= rankOfFate[fate]) return row;
  return entered({ ...row, fate }, stateOfFate[fate], at, note);
}

/** Whether the address is to get no more mail until the office has mended it. */
export function spoilsAddress(fate: Fate): boolean {
  return rankOfFate[fate] >= rankOfFate.unreachable;
}

/** `ORG#80-0711#2563-6M#reminder#D-7#main`. */
export function ledgerKeyText({ owner, about, kind, rung, contactId }: LedgerKey): string {
  return [owner, about, kind, rung, contactId].join('#');
}

export function parseLedgerKey(text: string): LedgerKey | undefined {
  const [scope, id, about, kind, rung, contactId, ...rest] = text.split('#');
  if (rest.length > 0) return undefined;
  const key = { owner: `${scope}#${id}`, about, kind, rung, contactId };
  return ledgerKeySchema.safeParse(key).data;
}

/** The key in the letters that a tag of the mail service may have, at most 256 of them. */
export function ledgerTag(key: LedgerKey): string {
  return Buffer.from(ledgerKeyText(key)).toString('base64url');
}

export function parseLedgerTag(tag: string): LedgerKey | undefined {
  return parseLedgerKey(Buffer.from(tag, 'base64url').toString());
}

/** At once; on that very day, whatever day it is; or when offices are open. */
export type Sending = 'at-once' | 'that-day' | 'office-hours';

export const sendingOf = {
  opening: 'office-hours',
  reminder: 'office-hours',
  'due-today': 'that-day',
  late: 'office-hours',
  // Answers to what somebody has just done.
  signoff: 'at-once',
  receipt: 'at-once',
  returned: 'office-hours',
  accepted: 'office-hours',
  withdrawn: 'office-hours',
  // The due day may be today.
  'extension-granted': 'at-once',
  'extension-refused': 'at-once',
  digest: 'office-hours',
  'visit-notice': 'office-hours',
  'visit-chase': 'office-hours',
  'visit-reminder': 'office-hours',
  // A team or a host may be about to set out.
  'visit-moved': 'at-once',
  'visit-cancelled': 'at-once',
  // With the notice of the host, and as soon where that goes at once.
  'visit-team': 'office-hours',
  'visit-unserved': 'office-hours',
  'visit-result': 'office-hours',
  'supervision-overdue': 'office-hours',
  advice: 'office-hours',
  'advice-reminder': 'office-hours',
  'advice-overdue': 'office-hours',
  'advice-more': 'office-hours',
} satisfies Record<NoticeKind, Sending>;

/** Minutes after midnight; the end is left out. */
const OPENS = 8 * 60 + 30;
const CLOSES = 16 * 60 + 30;

/**
 * When a notice that is decided on at `from` is to leave: on working days from 08.30 until 16.30, unless it
 * goes at once or belongs to its day. @throws {CalendarMissingError}
 */
export function sendAt(from: LocalDate | Date, sending: Sending, calendar: WorkCalendar): Date {
  const now = typeof from === 'string' ? instantAt(from) : from;
  if (sending === 'at-once') return now;
  const today = localDateAt(now);
  const opens = instantAt(today, 0, OPENS);
  const inTime = new Date(Math.max(now.valueOf(), opens.valueOf()));
  if (sending === 'that-day') return inTime;
  const isOver = now >= instantAt(today, 0, CLOSES) || !isWorkingDay(calendar, today);
  if (isOver) return instantAt(workingDayOnOrAfter(calendar, addDays(today, 1)), 0, OPENS);
  return inTime;
}

function isSending(row: NoticeRow, claim: string): boolean {
  return row.state === 'sending' && row.claim === claim;
}

function entered(row: NoticeRow, state: NoticeState, at: Date, note?: string): NoticeRow {
  const entry = { at: at.toISOString(), state, attempt: row.attempt };
  return {
    ...row,
    state,
    history: [...row.history, { ...entry, ...(note && { note: note.slice(0, 300) }) }],
  };
}

function later(now: Date, milliseconds: number): string {
  return new Date(now.valueOf() + milliseconds).toISOString();
}
