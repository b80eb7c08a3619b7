/** An officer saves what is written so far; it may hold errors. */
import { draftSaved, type Obligation, type Refused } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { itemsToReport } from '../../shared/domain/plan.ts';
import { alignedWithPlan, type ReportContent } from '../../shared/domain/report.ts';
import type { Draft } from '../../shared/store/report-store.ts';
import { eventOf, type NotAllowed, saveObligation } from './acting.ts';
import { actorFor, mayWrite } from './report-acts.ts';
import type { ReportPlace } from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

export type SaveDraftOutcome =
  | { readonly saved: Draft }
  | NotAllowed
  | Refused
  /** Somebody else has saved meanwhile; nothing is overwritten. */
  | { readonly refused: 'stale'; readonly draft: Draft | undefined };

export function createSaveDraft(
  dependencies: Pick<WebDependencies, 'obligations' | 'plans' | 'reports' | 'audits' | 'now'>,
) {
  const { obligations, plans, reports, audits, now } = dependencies;

  return async function saveDraft(
    user: User,
    place: ReportPlace,
    content: ReportContent,
    /** Version that the officer had before them; 0 where there was none. */
    read: number,
  ): Promise<SaveDraftOutcome> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const [obligation, allItems] = await Promise.all([
      obligations.find(place.orgId, place),
      plans.items(place.orgId),
    ]);
    if (!obligation) return { refused: 'not-found' };
    const outcome = draftSaved(obligation);
    if ('refused' in outcome) return outcome;

    const items = itemsToReport(allItems, place.fiscalYear);
    const aligned = { ...content, lines: alignedWithPlan(content.lines, items) };
    const draft = {
      content: aligned,
      savedAt: now().toISOString(),
      savedBy: actorFor(user, obligation),
    };
    const saved = await reports.saveDraft(place.orgId, place, draft, read);
    if (!saved) return { refused: 'stale', draft: await reports.draft(place.orgId, place) };
    await noteBegun(user, obligation, outcome.next);
    return { saved };
  };

  /** Writes only where the state changes: a draft that is saved every minute leaves the head alone. */
  async function noteBegun(user: User, before: Obligation, next: Obligation): Promise<void> {
    if (before.state === next.state && !before.signature) return;
    const subject = `${next.fiscalYear}#${next.round}`;
    const event = eventOf(user, now(), { act: 'report-drafted', subject });
    const actor = actorFor(user, next);
    // Where somebody else was quicker, the next save notes it.
    await saveObligation(obligations, audits, { before, next }, { ...event, actor });
  }
}
