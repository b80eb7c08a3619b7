/** The office looks at a report: takes note of it, sends it back, waives it, or allows more time. */
import * as z from 'zod';
import { addDays, type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  accepted,
  currentVersion,
  datesOf,
  extensionGranted,
  isAwaited,
  type Obligation,
  type Outcome,
  obligationStates,
  type Refused,
  returned,
  waived,
} from '../../shared/domain/obligation.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { ObligationStore, RoundOf } from '../../shared/store/obligation-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveObligation } from './acting.ts';

export interface ReviewDependencies {
  readonly obligations: Pick<ObligationStore, 'find' | 'save' | 'auditSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  /** Lets notices that follow from the new state leave at once; the daily sweep would find them too. */
  readonly tellObligation: (obligation: Obligation) => Promise<unknown>;
  readonly now: () => Date;
}

/** Whose report, and how it stood on the officer's screen. */
export interface Reviewed extends RoundOf {
  readonly orgId: string;
  readonly seen: Seen;
}

/** A sweep may write in between; only what an officer decides on counts as a change. */
export const seenSchema = z.object({
  state: z.enum(obligationStates),
  version: z.coerce.number().int().min(0),
});
export type Seen = z.infer<typeof seenSchema>;

export type Review =
  | { readonly act: 'accept'; readonly note: string }
  | {
      readonly act: 'return';
      readonly reason: string;
      readonly rows: readonly { itemId: string; no: number; comment: string }[];
      readonly until: LocalDate;
    }
  | { readonly act: 'waive'; readonly reason: string }
  | { readonly act: 'extend'; readonly until: LocalDate; readonly reason: string };

export type ReviewOutcome =
  | { readonly reviewed: Obligation }
  | NotAllowed
  | Refused
  /** Somebody else has decided meanwhile; `obligation` is how it stands. */
  | { readonly refused: 'changed'; readonly obligation: Obligation }
  /** The day given is past, or no later than the day that holds already. */
  | { readonly refused: 'day-too-early'; readonly after: LocalDate };

const events = {
  accept: 'report-accepted',
  return: 'report-returned',
  waive: 'report-waived',
  extend: 'extension-granted',
} as const satisfies Record<Review['act'], string>;

export function createReviewReport(dependencies: ReviewDependencies) {
  const { obligations, audit, tellObligation, now } = dependencies;

  return async function reviewReport(
    user: User,
    { orgId, seen, ...round }: Reviewed,
    review: Review,
  ): Promise<ReviewOutcome> {
    const refusal = refusalOf(user, 'review-report', { orgId });
    if (refusal) return refusal;
    for (;;) {
      const obligation = await obligations.find(orgId, round);
      if (!obligation) return { refused: 'not-found' };
      if (!sameSeen(seenOf(obligation), seen)) return { refused: 'changed', obligation };

      const at = now();
      const outcome = decide(obligation, review, user, localDateAt(at));
      if ('refused' in outcome) return outcome;

      const note = review.act === 'accept' ? review.note : review.reason;
      const subject = `${round.fiscalYear}#${round.round}`;
      const event = eventOf(user, at, { act: events[review.act], subject, note });
      const saved = await saveObligation(obligations, audit, outcome.next, event);
      if (!saved) continue;
      await tellObligation(saved);
      return { reviewed: saved };
    }
  };
}

export function seenOf(obligation: Obligation): Seen {
  return { state: obligation.state, version: currentVersion(obligation)?.version ?? 0 };
}

/** Drafting goes on under the office's eyes: among awaited states only the kind of state counts. */
function sameSeen(stored: Seen, seen: Seen): boolean {
  if (stored.version !== seen.version) return false;
  const awaited = ({ state }: Seen) => isAwaited({ state, versions: [] });
  return stored.state === seen.state || (awaited(stored) && awaited(seen));
}

function decide(
  obligation: Obligation,
  review: Review,
  user: User,
  today: LocalDate,
): Outcome | Extract<ReviewOutcome, { refused: 'day-too-early' }> {
  const by = actorOf(user);
  switch (review.act) {
    case 'accept':
      return accepted(obligation, today, by, review.note);
    case 'return': {
      if (review.until < today) return { refused: 'day-too-early', after: addDays(today, -1) };
      const { reason, rows, until } = review;
      return returned(obligation, { on: today, by, reason, rows: [...rows], until });
    }
    case 'waive':
      return waived(obligation, today, by, review.reason);
    case 'extend': {
      const { due } = datesOf(obligation);
      const after = due >= today ? due : addDays(today, -1);
      if (review.until <= after) return { refused: 'day-too-early', after };
      return extensionGranted(obligation, review.until);
    }
  }
}
