/** Contacts, to whom notices go, follow the accounts of people. */
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Contact } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';

interface Dependencies {
  readonly roster: Pick<RosterStore, 'find' | 'saveContacts' | 'office' | 'changeOffice'>;
}

export function createPeopleContacts({ roster }: Dependencies) {
  return { addContact, changeContact, changeOfficeContact };

  /** Notices go to contacts: whoever joins an organization becomes one. */
  async function addContact({ orgId, userId, ...user }: User, since: LocalDate): Promise<void> {
    if (!orgId) return;
    await changeContacts(orgId, (contacts) => {
      if (contacts.some(({ email, until }) => email === user.email && !until)) return contacts;
      const contact: Contact = {
        contactId: userId,
        role: contactRoleOf(user),
        position: user.position,
        email: user.email,
        since,
        health: 'ok',
      };
      return [...contacts.filter(({ contactId }) => contactId !== userId), contact];
    });
  }

  /** Changes the contacts who have the address of `other`. */
  async function changeContact(
    { orgId, email }: User,
    next: (contact: Contact) => Contact,
  ): Promise<void> {
    if (!orgId) return;
    await changeContacts(orgId, (contacts) =>
      contacts.map((contact) => (contact.email === email ? next(contact) : contact)),
    );
  }

  /** Where digests of the office went to `other`, they go to `next`; to the office's own address where nobody is left. */
  async function changeOfficeContact(
    { role, provinces: [province], email }: User,
    next: Pick<User, 'email' | 'position'> | undefined,
  ): Promise<void> {
    for (;;) {
      const office = role === 'provincial' && province ? await roster.office(province) : undefined;
      if (!office?.contacts.some((contact) => contact.email === email)) return;
      const left = office.contacts.flatMap((contact) => {
        if (contact.email !== email) return contact;
        return next ? { ...contact, email: next.email, position: next.position } : [];
      });
      const own = { contactId: 'office', position: office.name, email: office.email };
      const contacts = left.length > 0 ? left : [own];
      if (await roster.changeOffice({ ...office, contacts })) return;
    }
  }

  async function changeContacts(
    orgId: string,
    next: (contacts: readonly Contact[]) => readonly Contact[],
  ): Promise<void> {
    for (;;) {
      const organization = await roster.find(orgId);
      if (!organization) return;
      if (await roster.saveContacts(organization, next(organization.contacts))) return;
    }
  }
}

function contactRoleOf({ role, mailbox }: Pick<User, 'role' | 'mailbox'>): Contact['role'] {
  if (mailbox === 'shared') return 'saraban';
  return role === 'executive' ? 'executive' : 'coordinator';
}
