/** The chief executive agrees to the report: signs it in the system, or has signed it on paper. */

import type { Capacity } from '../../shared/domain/actor.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { type Obligation, signed } from '../../shared/domain/obligation.ts';
import { can, outOfTerm, type User } from '../../shared/domain/permissions.ts';
import { checkReport, type Signature } from '../../shared/domain/report.ts';
import { eventOf, refusalOf, saveObligation } from './acting.ts';
import { actorFor, mayWrite, type ReportRefusal } from './report-acts.ts';
import {
  type DeskDependencies,
  type ReportDesk,
  type ReportPlace,
  reportDesk,
} from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

/** What an officer states of a signature on paper. */
export interface PaperSignature {
  readonly position: string;
  readonly capacity: Capacity;
  readonly signedOn: LocalDate;
}

export type Signing =
  /** ข้อสั่งการของผู้บริหาร */
  | { readonly mode: 'system'; readonly instruction: string }
  | ({ readonly mode: 'paper' } & PaperSignature);

export function createSignReport(
  dependencies: DeskDependencies & Pick<WebDependencies, 'audits' | 'now'>,
) {
  const { obligations, audits, now } = dependencies;

  return async function signReport(
    user: User,
    place: ReportPlace,
    signing: Signing,
    /** Hash of the content that was read. */
    readHash: string,
  ): Promise<{ readonly signed: Obligation } | ReportRefusal> {
    const { orgId } = place;
    const refusal =
      signing.mode === 'system' ? refusalOf(user, 'sign-report', { orgId }) : mayWrite(user, orgId);
    if (refusal) return refusal;
    for (;;) {
      const desk = await reportDesk(dependencies, place);
      if (!desk) return { refused: 'not-found' };
      const { obligation, content, context } = desk;
      if (desk.contentHash !== readHash) return { refused: 'changed' };
      const check = checkReport(content, context);
      if (check.errors.length > 0) return { refused: 'invalid', check, lines: content.lines };
      const at = now();
      const bar = signing.mode === 'system' && outOfTerm(user, localDateAt(at));
      if (bar) return { refused: 'out-of-term', ...bar };
      if (signing.mode === 'paper' && signing.signedOn > localDateAt(at)) {
        return { refused: 'signed-in-future' };
      }
      const outcome = signed(obligation, signatureOf(user, signing, desk, localDateAt(at)));
      if ('refused' in outcome) return outcome;

      const event = eventOf(user, at, {
        act: signing.mode === 'system' ? 'report-signed' : 'report-signed-on-paper',
        subject: `${place.fiscalYear}#${place.round}`,
        note: signing.mode === 'system' ? signing.instruction : undefined,
      });
      const actor = can(user, 'sign-report', { orgId }) ? event.actor : actorFor(user, obligation);
      const saved = await saveObligation(
        obligations,
        audits,
        { before: obligation, next: outcome.next },
        {
          ...event,
          actor,
          // What was signed; signing does not change it.
          before: readHash,
          after: readHash,
        },
      );
      if (saved) return { signed: saved };
    }
  };
}

/** `signing` of the content on the desk, to be kept with the version. */
export function signatureOf(
  user: User,
  signing: Signing,
  { contentHash }: Pick<ReportDesk, 'contentHash'>,
  today: LocalDate,
): Signature {
  if (signing.mode === 'paper') return { ...signing, contentHash };
  const { position, capacity = 'holder', userId } = user;
  const instruction = signing.instruction.trim();
  return {
    mode: 'system',
    contentHash,
    position,
    capacity,
    signedOn: today,
    userId,
    ...(instruction && { instruction }),
  };
}
