/** The central office adds an edition of the framework, or corrects one that no plan follows yet. */
import type { AuditEvent } from '../../shared/domain/audit.ts';
import { allEditions, type Edition } from '../../shared/domain/framework.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { withHashes } from '../../shared/store/audited.ts';
import type { KeptEditions } from '../../shared/store/edition-store.ts';
import { eventOf } from './acting.ts';
import type { WebDependencies } from './web-environment.tsx';

type Outcome =
  | { readonly done: Edition }
  /** Another edition has that period; a plan follows it already; there is none such. */
  | { readonly refused: 'taken' | 'used' | 'not-found' };

export function createChangeEditions({
  editions,
  audits,
  now,
}: Pick<WebDependencies, 'editions' | 'audits' | 'now'>) {
  return {
    /** The same edition again changes nothing. */
    add: (user: User, edition: Edition) =>
      change(user, 'edition-added', edition, ({ added }) =>
        isTaken(added, edition.editionId) ? { refused: 'taken' } : { added: [...added, edition] },
      ),

    /** Puts `edition` in the place of the one called `editionId`. */
    correct: (user: User, editionId: string, edition: Edition) =>
      change(user, 'edition-corrected', edition, ({ added }) => {
        const old = allEditions(added).find((known) => known.editionId === editionId);
        if (!old) return { refused: 'not-found' };
        if (old.used) return { refused: 'used' };
        const others = added.filter((known) => known.editionId !== editionId);
        if (isTaken(others, edition.editionId)) return { refused: 'taken' };
        return { added: [...others, edition] };
      }),
  };

  async function change(
    user: User,
    act: string,
    edition: Edition,
    decide: (
      kept: KeptEditions,
    ) => Pick<KeptEditions, 'added'> | { readonly refused: 'taken' | 'used' | 'not-found' },
  ): Promise<Outcome> {
    for (;;) {
      const { pendingAudit, ...kept } = await editions.load();
      if (pendingAudit) await audits.append('NATION', pendingAudit);
      if (kept.added.some((known) => isSame(known, edition))) return { done: edition };
      const outcome = decide(kept);
      if ('refused' in outcome) return outcome;
      const note = `พ.ศ. ${edition.from}–${edition.to}: ${edition.dimensionTitles.join(' / ')}`;
      const event: AuditEvent = withHashes(
        eventOf(user, now(), { act, subject: edition.editionId, note }),
        kept,
        { ...kept, ...outcome },
      );
      const saved = await editions.save({ ...kept, ...outcome, pendingAudit: event });
      if (!saved) continue;
      await audits.append('NATION', event);
      return { done: edition };
    }
  }
}

function isTaken(added: KeptEditions['added'], editionId: string): boolean {
  return allEditions(added).some((known) => known.editionId === editionId);
}

function isSame(known: Edition, { editionId, dimensionTitles }: Edition): boolean {
  return known.editionId === editionId && known.dimensionTitles.join() === dimensionTitles.join();
}
