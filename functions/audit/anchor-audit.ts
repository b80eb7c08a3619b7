/** Puts where every audit chain stands out of the table's reach, once a day: a cut-off end then shows. */
import type { AuditAnchor, AuditHead } from '../../shared/domain/audit.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { type ObjectStore, objectKey } from '../../shared/objects/object-store.ts';
import type { AuditOwner, AuditStore } from '../../shared/store/audit-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';

export interface AnchorDependencies {
  readonly provinces: readonly string[];
  readonly roster: Pick<RosterStore, 'all'>;
  readonly audits: Pick<AuditStore, 'head'>;
  readonly objects: Pick<ObjectStore, 'put'>;
  readonly now: () => Date;
}

/** Chains that are looked at at once. */
const AT_ONCE = 25;

export function createAnchorAudit(dependencies: AnchorDependencies) {
  const { provinces, roster, audits, objects, now } = dependencies;

  return async function anchorAudit(): Promise<{ readonly chains: number }> {
    const at = now();
    const heads: Record<string, AuditHead> = {};
    const note = async (owner: AuditOwner) => {
      const head = await audits.head(owner);
      if (head) heads[owner] = head;
    };
    await note('NATION');
    for (const province of provinces) {
      const organizations = await roster.all(province);
      const owners: AuditOwner[] = organizations.map(({ orgId }) => `ORG#${orgId}` as const);
      await note(`PROVINCE#${province}`);
      for (let index = 0; index < owners.length; index += AT_ONCE) {
        await Promise.all(owners.slice(index, index + AT_ONCE).map(note));
      }
    }
    const anchor: AuditAnchor = { schemaVersion: 1, at: at.toISOString(), heads };
    await objects.put(
      objectKey('anchor', `${localDateAt(at)}.json`),
      new TextEncoder().encode(JSON.stringify(anchor)),
      'application/json',
    );
    return { chains: Object.keys(heads).length };
  };
}
