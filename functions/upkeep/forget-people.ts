/** Forgets by date who people were that have left: accounts, and contacts of organizations. */
import { systemActor } from '../../shared/domain/audit.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { forgottenFrom, isBygone } from '../../shared/domain/personal-data.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { AccountStore, Membership } from '../../shared/store/account-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import {
  type ForgetDependencies,
  forgetAccount,
  isForgotten,
} from '../../shared/store/forget-account.ts';
import type { KeptOrganization, RosterStore } from '../../shared/store/roster-store.ts';

export interface ForgetPeopleDependencies extends ForgetDependencies {
  readonly accounts: ForgetDependencies['accounts'] & Pick<AccountStore, 'members'>;
  readonly provinces: readonly string[];
  readonly roster: Pick<RosterStore, 'all' | 'find' | 'saveContacts' | 'contactsSettled'>;
}

export interface PeopleForgotten {
  readonly accounts: number;
  readonly contacts: number;
}

/** Organizations that are looked at at once. */
const AT_ONCE = 25;

export function createForgetPeople(dependencies: ForgetPeopleDependencies) {
  const { accounts, audits, provinces, roster, now } = dependencies;

  return async function forgetPeople(): Promise<PeopleForgotten> {
    const forgotten = { accounts: 0, contacts: 0 };
    forgotten.accounts += await forgetMembers('NATION');
    for (const province of provinces) {
      forgotten.accounts += await forgetMembers(`PROVINCE#${province}`);
      const serve = async (organization: Organization) => {
        forgotten.accounts += await forgetMembers(`ORG#${organization.orgId}`);
        forgotten.contacts += await forgetContacts(organization);
      };
      await inParallel(await roster.all(province), serve, AT_ONCE);
    }
    return forgotten;
  };

  async function forgetMembers(owner: Membership): Promise<number> {
    const today = localDateAt(now());
    let count = 0;
    for (const user of await accounts.members(owner)) {
      const from = isForgotten(user) ? undefined : forgottenFrom(user);
      if (from === undefined || today < from) continue;
      // Of an invitation that nobody has answered the account is still open; it opens nothing.
      const closed =
        user.invitation && user.lastDay === undefined ? { ...user, active: false } : user;
      // Where somebody changes the account just now, tomorrow is another day.
      if ('forgotten' in (await forgetAccount(dependencies, closed))) count++;
    }
    return count;
  }

  async function forgetContacts({ orgId, contacts: seen }: Organization): Promise<number> {
    const today = localDateAt(now());
    if (!seen.some((contact) => isBygone(contact, today))) return 0;
    const organization = await roster.find(orgId);
    if (!organization) return 0;
    const contacts = organization.contacts.filter((contact) => !isBygone(contact, today));
    const count = organization.contacts.length - contacts.length;
    const saved = await saveWithEvent<KeptOrganization>(audits, {
      owner: `ORG#${orgId}`,
      before: organization,
      next: { ...organization, contacts },
      event: {
        eventId: `contacts-forgotten-${orgId}-${today}`,
        at: now().toISOString(),
        actor: systemActor,
        act: 'contacts-forgotten',
        subject: orgId,
        note: `${count} ราย`,
      },
      save: async (event) =>
        (await roster.saveContacts(organization, contacts, event))
          ? { ...organization, contacts, pendingAudit: event }
          : undefined,
      settle: roster.contactsSettled,
    });
    return saved ? count : 0;
  }
}
