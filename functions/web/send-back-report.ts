/** The chief executive sends the report back to the officer (ส่งคืนให้แก้ไข). */
import { type Obligation, sentBack } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { eventOf, refusalOf, saveObligation } from './acting.ts';
import type { ReportRefusal } from './report-acts.ts';
import type { ReportPlace } from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

export function createSendBackReport({
  obligations,
  audits,
  now,
}: Pick<WebDependencies, 'obligations' | 'audits' | 'now'>) {
  return async function sendBackReport(
    user: User,
    place: ReportPlace,
    reason: string,
  ): Promise<{ readonly sentBack: Obligation } | ReportRefusal> {
    const refusal = refusalOf(user, 'sign-report', { orgId: place.orgId });
    if (refusal) return refusal;
    for (;;) {
      const obligation = await obligations.find(place.orgId, place);
      if (!obligation) return { refused: 'not-found' };
      // A second click finds it sent back.
      if (obligation.state === 'in_progress') return { sentBack: obligation };
      const outcome = sentBack(obligation);
      if ('refused' in outcome) return outcome;

      const subject = `${place.fiscalYear}#${place.round}`;
      const event = eventOf(user, now(), { act: 'signoff-sent-back', subject, note: reason });
      const saved = await saveObligation(
        obligations,
        audits,
        { before: obligation, next: outcome.next },
        event,
      );
      if (saved) return { sentBack: saved };
    }
  };
}
