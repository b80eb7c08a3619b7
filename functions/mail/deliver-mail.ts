/**
 * Sends what is due in the outbox: one runner at a time, at a measured pace.
 *
 * The guarantee: every notice leaves at least once or its row says why not, and none leaves twice without its
 * row saying that it may have.
 */
import {
  isOpen,
  ledgerKeyText,
  ledgerTag,
  type NoticeRow,
  putOff,
  rejected,
  sent,
  superseded,
  unanswered,
  waitedOut,
} from '../../shared/domain/ledger.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { NoticeStore, Pointer } from '../../shared/store/notice-store.ts';
import type { Sending, SendMail } from './send-mail.ts';
import type { StillDue } from './still-due.ts';

export interface Dependencies {
  readonly notices: Pick<
    NoticeStore,
    'look' | 'find' | 'claim' | 'settle' | 'tidy' | 'takeLease' | 'returnLease'
  >;
  readonly stillDue: StillDue;
  readonly write: (row: NoticeRow) => Promise<Uint8Array>;
  readonly send: SendMail;
  /** What the account may send now. */
  readonly quota: () => Promise<Quota>;
  readonly newToken: () => string;
  readonly now: () => Date;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface Quota {
  /** Mails a second; bulk mail uses 80 % of them and leaves the rest to codes. */
  readonly perSecond: number;
  /** How many more bulk mails may leave at present; none while SES holds the account in its sandbox. */
  readonly left: number;
}

export interface DeliveryRun {
  readonly sent: number;
  readonly superseded: number;
  readonly failed: number;
  /** Instant (ISO, UTC) at which to run again; `null` when nothing waits. */
  readonly nextDueAt: string | null;
}

const LEASE_MS = 60_000;
/** No mail is begun after this, so that the run has ended within 55 s although SES may take 4 to answer. */
const WORK_MS = 51_000;
const BATCH = 200;
const SHARE = 0.8;
/** So many mails may be under way at once: SES takes longer to answer than the gap between two mails. */
const AT_ONCE = 12;
/** So many troubled sendings in a row, and the run ends: the trouble is not with the mails. */
const MOST_TROUBLED = 5;

export function createDeliverMail(dependencies: Dependencies) {
  const { notices, now, newToken } = dependencies;
  /** @throws {AggregateError} at the end of the run, where rows could not be dealt with */
  return async (): Promise<DeliveryRun> => {
    const holder = newToken();
    const begun = now().valueOf();
    const leaseEnds = new Date(begun + LEASE_MS);
    if (!(await notices.takeLease(holder, new Date(begun), leaseEnds))) {
      return { sent: 0, superseded: 0, failed: 0, nextDueAt: leaseEnds.toISOString() };
    }
    try {
      const run = newRun(dependencies, await dependencies.quota(), begun + WORK_MS);
      await run.work();
      if (run.broken.size > 0) {
        const keys = [...run.broken.keys()].join(', ');
        throw new AggregateError(run.broken.values(), `notices that cannot be dealt with: ${keys}`);
      }
      const next = run.nextDueAt();
      // Trouble is given a minute, even where more is due.
      const earliest = run.troubled() ? now().valueOf() + 60_000 : 0;
      const nextDueAt = next && new Date(Math.max(Date.parse(next), earliest)).toISOString();
      return { ...run.counts, nextDueAt };
    } finally {
      await notices.returnLease(holder);
    }
  };
}

function newRun(dependencies: Dependencies, quota: Quota, end: number) {
  const { notices, stillDue, write, send, newToken, now, pause } = dependencies;
  const counts = { sent: 0, superseded: 0, failed: 0 };
  /** What went wrong with rows that nothing could be done about: they must not hold up the others. */
  const broken = new Map<string, unknown>();
  const gap = 1000 / (quota.perSecond * SHARE);
  /** When there is something to look at again, as far as is known; nobody else takes rows on meanwhile. */
  let nextDueAt: string | null = null;
  let nextSlot = 0;
  let left = quota.left;
  let troubledInARow = 0;
  const troubled = () => troubledInARow >= MOST_TROUBLED || left <= 0;
  const isOver = () => now().valueOf() >= end || troubled();

  async function work() {
    for (;;) {
      const { due, nextDueAt: others } = await notices.look(now(), BATCH);
      nextDueAt = others;
      const pointers = due.filter(({ key }) => !broken.has(ledgerKeyText(key)));
      if (pointers.length === 0) return;
      const waiting = pointers.values();
      await Promise.all(Array.from({ length: AT_ONCE }, () => followEach(waiting)));
      // What has become due meanwhile is for the next run: most runs then look only once.
      if (isOver() || due.length < BATCH) return;
    }
  }

  /** Several of these share `waiting`: each takes the next one when it is done with the one before. */
  async function followEach(waiting: Iterable<Pointer>) {
    for (const pointer of waiting) {
      if (isOver()) comeBackAt(pointer.dueAt);
      else await follow(pointer).catch((error) => broken.set(ledgerKeyText(pointer.key), error));
    }
  }

  function comeBackAt(dueAt: string) {
    if (nextDueAt === null || dueAt < nextDueAt) nextDueAt = dueAt;
  }

  async function follow(pointer: Pointer) {
    const row = await notices.find(pointer.key);
    const isDue = row && isOpen(row) && row.dueAt <= now().toISOString();
    const left = isDue ? await advance(row) : row;
    await notices.tidy(pointer, left);
    if (left && isOpen(left)) comeBackAt(left.dueAt);
  }

  async function advance(row: NoticeRow): Promise<NoticeRow> {
    if (row.state === 'sending') {
      const waited = await notices.settle(row, (each) => waitedOut(each, now()));
      if (waited.state === 'failed') counts.failed += 1;
      return waited;
    }
    if (!(await stillDue(row, localDateAt(now())))) {
      counts.superseded += 1;
      return notices.settle(row, (each) => superseded(each, now()));
    }
    await slot();
    if (isOver()) return row;
    left -= 1;
    const token = newToken();
    const claimed = await notices.claim(row, token, now());
    if (!claimed) return (await notices.find(row)) ?? row;
    const sending = await attempt(claimed);
    return notices.settle(claimed, (each) => settle(each, token, sending, now()));
  }

  async function attempt(row: NoticeRow): Promise<Sending> {
    const sending = await written(row).then((mime) =>
      mime instanceof Uint8Array ? send(row.to, mime, tagsOf(row)) : mime,
    );
    if (sending.outcome === 'sent') counts.sent += 1;
    if (sending.outcome === 'rejected') counts.failed += 1;
    const trouble = sending.outcome === 'busy' || sending.outcome === 'unknown';
    troubledInARow = trouble ? troubledInARow + 1 : 0;
    return sending;
  }

  /** A row that cannot be written fails alone. */
  async function written(row: NoticeRow): Promise<Uint8Array | Sending> {
    try {
      return await write(row);
    } catch (error) {
      return { outcome: 'rejected', why: `cannot be written: ${error}` };
    }
  }

  /** Resolves when the next mail may begin, however long the ones before take. */
  async function slot() {
    const at = Math.max(nextSlot, now().valueOf());
    nextSlot = at + gap;
    const wait = at - now().valueOf();
    if (wait >= 1) await pause(wait);
  }

  return { work, counts, troubled, broken, nextDueAt: () => nextDueAt };
}

function settle(row: NoticeRow, token: string, sending: Sending, now: Date): NoticeRow {
  switch (sending.outcome) {
    case 'sent':
      return sent(row, token, sending.messageId, now);
    case 'rejected':
      return rejected(row, token, sending.why, now);
    case 'busy':
      return putOff(row, token, sending.why, now);
    case 'unknown':
      return unanswered(row, token, sending.why, now);
  }
}

function tagsOf(row: NoticeRow) {
  return { ledger: ledgerTag(row), attempt: String(row.attempt) };
}
