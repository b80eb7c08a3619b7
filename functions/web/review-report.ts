/** The office looks at a report: takes note of it or takes that back, sends it back, waives it, or allows more time. */
import * as z from 'zod';
import { addDays, type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  acceptanceWithdrawn,
  accepted,
  currentVersion,
  datesOf,
  extensionGranted,
  extensionRefused,
  isAwaited,
  type Obligation,
  type Outcome,
  obligationStates,
  type Refused,
  returned,
  waived,
} from '../../shared/domain/obligation.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import { type ReportLine, withdrawnCompletions } from '../../shared/domain/report.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { ObligationStore, RoundOf } from '../../shared/store/obligation-store.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveObligation } from './acting.ts';

export interface ReviewDependencies {
  readonly obligations: Pick<ObligationStore, 'find' | 'save' | 'auditSettled'>;
  readonly reports: Pick<ReportStore, 'submission'>;
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

/** What the office may decide; each has a form of its own. */
export const decisions = ['accept', 'withdraw', 'return', 'extend', 'refuse', 'waive'] as const;
export type Decision = (typeof decisions)[number];

export type Review =
  | {
      readonly act: 'accept';
      readonly note: string;
      /** Items whose completion in April was withdrawn, and is confirmed. */
      readonly confirmed: readonly string[];
    }
  | { readonly act: 'withdraw'; readonly reason: string }
  | {
      readonly act: 'return';
      readonly reason: string;
      readonly rows: readonly { itemId: string; no: number; comment: string }[];
      readonly until: LocalDate;
    }
  | { readonly act: 'waive'; readonly reason: string }
  | { readonly act: 'extend'; readonly until: LocalDate; readonly reason: string }
  | { readonly act: 'refuse'; readonly reason: string };

export type ReviewOutcome =
  | { readonly reviewed: Obligation }
  | NotAllowed
  | Refused
  /** Somebody else has decided meanwhile; `obligation` is how it stands. */
  | { readonly refused: 'changed'; readonly obligation: Obligation }
  /** The day given is past, or no later than the day that holds already. */
  | { readonly refused: 'day-too-early'; readonly after: LocalDate }
  /** Rows completed in April are so no more, and the office has not confirmed these. */
  | { readonly refused: 'unconfirmed'; readonly rows: readonly ReportLine[] };

const events = {
  accept: 'report-accepted',
  return: 'report-returned',
  waive: 'report-waived',
  extend: 'extension-granted',
  refuse: 'extension-refused',
  withdraw: 'acceptance-withdrawn',
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

      if (review.act === 'accept') {
        const rows = (await withdrawnIn(dependencies, obligation)).filter(
          ({ itemId }) => !review.confirmed.includes(itemId),
        );
        if (rows.length > 0) return { refused: 'unconfirmed', rows };
      }

      const at = now();
      const outcome = decide(obligation, review, user, localDateAt(at));
      if ('refused' in outcome) return outcome;

      const note = review.act === 'accept' ? review.note : review.reason;
      const subject = `${round.fiscalYear}#${round.round}`;
      const event = eventOf(user, at, { act: events[review.act], subject, note });
      const saved = await saveObligation(
        obligations,
        audit,
        { before: obligation, next: outcome.next },
        event,
      );
      if (!saved) continue;
      await tellObligation(saved);
      return { reviewed: saved };
    }
  };
}

/** Rows of the current version that were completed in April and are so no more. */
export async function withdrawnIn(
  { obligations, reports }: Pick<ReviewDependencies, 'obligations' | 'reports'>,
  obligation: Obligation,
): Promise<ReportLine[]> {
  const { orgId, fiscalYear, round } = obligation;
  if (round !== '12M') return [];
  const april = await obligations.find(orgId, { fiscalYear, round: '6M' });
  const [before, now] = await Promise.all(
    [april, obligation].map((one) => {
      const version = one && currentVersion(one);
      return version && reports.submission(orgId, one, version.submissionId);
    }),
  );
  return withdrawnCompletions(now?.content.lines ?? [], before?.content.lines ?? []);
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
      return accepted(obligation, today, by, review);
    case 'withdraw':
      return acceptanceWithdrawn(obligation, today, by, review.reason);
    case 'return': {
      if (review.until < today) return { refused: 'day-too-early', after: addDays(today, -1) };
      const { reason, rows, until } = review;
      return returned(obligation, { on: today, by, reason, rows: [...rows], until });
    }
    case 'waive':
      return waived(obligation, today, by, review.reason);
    case 'refuse':
      return extensionRefused(obligation, { on: today, by, note: review.reason });
    case 'extend': {
      const { due } = datesOf(obligation);
      const after = due >= today ? due : addDays(today, -1);
      if (review.until <= after) return { refused: 'day-too-early', after };
      return extensionGranted(obligation, review.until, { on: today, by, note: review.reason });
    }
  }
}
