/** The office mends an address that mail does not reach. */
import type { Organization } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { hashOf } from '../../shared/store/content-hash.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';

export interface MendDependencies {
  readonly roster: Pick<RosterStore, 'find' | 'saveContacts' | 'contactsSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export interface Mending {
  readonly orgId: string;
  readonly contactId: string;
  readonly email: string;
  readonly phone?: string | undefined;
}

export type MendOutcome =
  | { readonly mended: Organization }
  | NotAllowed
  /** That very address has bounced: mail to it would bounce again. */
  | { readonly refused: 'same-address' };

export function createMendContact({ roster, audit, now }: MendDependencies) {
  return async function mendContact(
    user: User,
    { orgId, contactId, email, phone }: Mending,
  ): Promise<MendOutcome> {
    const refusal = refusalOf(user, 'review-report', { orgId });
    if (refusal) return refusal;
    for (;;) {
      const organization = await roster.find(orgId);
      const contact = organization?.contacts.find((other) => other.contactId === contactId);
      if (!organization || !contact) return { refused: 'not-found' };
      if (contact.health !== 'ok' && contact.email === email) return { refused: 'same-address' };

      const mended = { ...contact, email, health: 'ok' as const, ...(phone && { phone }) };
      const contacts = organization.contacts.map((other) => (other === contact ? mended : other));
      const saved = await saveWithEvent(audit, {
        owner: `ORG#${orgId}`,
        before: organization,
        next: { ...organization, contacts },
        // Addresses of persons stay out of the trail, which nothing is ever taken out of.
        event: {
          ...eventOf(user, now(), { act: 'contact-mended', subject: contactId }),
          before: hashOf(contact),
          after: hashOf(mended),
        },
        save: async (event) =>
          (await roster.saveContacts(organization, contacts, event))
            ? { ...organization, contacts, pendingAudit: event }
            : undefined,
        settle: roster.contactsSettled,
      });
      if (saved) return { mended: saved };
    }
  };
}
