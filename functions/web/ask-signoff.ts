/** The officer lays the report before the chief executive (เสนอผู้บริหาร). */
import { type Obligation, signoffAsked } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { checkReport } from '../../shared/domain/report.ts';
import { eventOf, saveObligation } from './acting.ts';
import { actorFor, mayWrite, type ReportRefusal } from './report-acts.ts';
import {
  type DeskDependencies,
  draftVersion,
  type ReportPlace,
  reportDesk,
} from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

export function createAskSignoff(
  dependencies: DeskDependencies & Pick<WebDependencies, 'audits' | 'now' | 'tellObligation'>,
) {
  const { obligations, audits, now, tellObligation } = dependencies;

  return async function askSignoff(
    user: User,
    place: ReportPlace,
    /** Version of the draft that the officer has checked. */
    read: number,
  ): Promise<{ readonly asked: Obligation } | ReportRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    for (;;) {
      const desk = await reportDesk(dependencies, place);
      if (!desk) return { refused: 'not-found' };
      const { obligation, content, context } = desk;
      if (draftVersion(desk) !== read) return { refused: 'stale' };
      // A second click finds it asked.
      if (obligation.state === 'awaiting_signoff' && !obligation.signature)
        return { asked: obligation };
      const check = checkReport(content, context);
      if (check.errors.length > 0) return { refused: 'invalid', check, lines: content.lines };
      const outcome = signoffAsked(obligation);
      if ('refused' in outcome) return outcome;

      const subject = `${place.fiscalYear}#${place.round}`;
      const event = eventOf(user, now(), { act: 'signoff-asked', subject });
      const change = { before: obligation, next: outcome.next };
      const asked = await saveObligation(obligations, audits, change, {
        ...event,
        actor: actorFor(user, obligation),
        // What is read and signed from here on; asking does not change it.
        before: desk.contentHash,
        after: desk.contentHash,
      });
      if (!asked) continue;
      await tellObligation(asked);
      return { asked };
    }
  };
}
