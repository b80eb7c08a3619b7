/** The roster of a province: its organizations with their contacts, and its office. */
import {
  type Contact,
  type Office,
  type Organization,
  officeSchema,
  organizationSchema,
  provinceOf,
} from '../domain/organization.ts';
import { parseItem, type Table } from './table.ts';

export interface RosterPage {
  readonly organizations: readonly Organization[];
  readonly cursor: string | null;
}

export interface RosterStore {
  find(orgId: string): Promise<Organization | undefined>;
  /** At most `limit` organizations after `cursor`, in order of `orgId`. */
  page(province: string, limit: number, cursor: string | null): Promise<RosterPage>;
  all(province: string): Promise<readonly Organization[]>;
  save(organization: Organization): Promise<void>;
  /** Puts one that is not there yet; says whether it was not. */
  add(organization: Organization): Promise<boolean>;
  /** Sets what an import tells of an organization that is there, and leaves its contacts alone. */
  describe(
    orgId: string,
    facts: Pick<Organization, 'names' | 'amphoe' | 'position'>,
  ): Promise<boolean>;
  /**
   * Notes whether mail reaches `email`, for every contact of the organization that has this address.
   * Says whether that changed anything.
   */
  noteHealth(orgId: string, email: string, health: Contact['health']): Promise<boolean>;
  /** Gives the organization, as it was read, other contacts; says whether its old ones still stood. */
  saveContacts(read: Organization, contacts: readonly Contact[]): Promise<boolean>;
  office(province: string): Promise<Office | undefined>;
  saveOffice(office: Office): Promise<void>;
}

export function rosterStore(table: Table): RosterStore {
  const store: RosterStore = {
    async find(orgId) {
      const item = await table.get(keyOf(orgId));
      return item && parseItem(organizationSchema, item);
    },

    async page(province, limit, cursor) {
      const { items, cursor: next } = await table.query(`PROVINCE#${province}`, {
        range: { begins: 'ORG#' },
        limit,
        after: cursor,
      });
      return {
        organizations: items.map((item) => parseItem(organizationSchema, item)),
        cursor: next,
      };
    },

    async all(province) {
      const items = await table.queryAll(`PROVINCE#${province}`, { begins: 'ORG#' });
      return items.map((item) => parseItem(organizationSchema, item));
    },

    save(organization) {
      return table.put(keyOf(organization.orgId), organization);
    },

    add(organization) {
      return table.putNew(keyOf(organization.orgId), organization);
    },

    describe(orgId, { names, amphoe, position }) {
      return table.update(keyOf(orgId), {
        set: { names, amphoe, position },
        condition: { expression: 'attribute_exists(pk)' },
      });
    },

    async noteHealth(orgId, email, health) {
      for (;;) {
        const organization = await store.find(orgId);
        const stale = organization?.contacts.some(
          (contact) => contact.email === email && contact.health !== health,
        );
        if (!organization || !stale) return false;
        const contacts = organization.contacts.map((contact) =>
          contact.email === email ? { ...contact, health } : contact,
        );
        // Only over the contacts that were read: an officer may be mending one at the same moment.
        if (await store.saveContacts(organization, contacts)) return true;
      }
    },

    saveContacts({ orgId, contactsRev = 0 }, contacts) {
      // A counter, since the embedded engine never finds two lists of maps equal.
      return table.update(keyOf(orgId), {
        set: { contacts, contactsRev: contactsRev + 1 },
        condition:
          contactsRev === 0
            ? { expression: 'attribute_not_exists(#contactsRev)' }
            : { expression: '#contactsRev = :read', values: { ':read': contactsRev } },
      });
    },

    async office(province) {
      const item = await table.get({ pk: `PROVINCE#${province}`, sk: 'OFFICE' });
      return item && parseItem(officeSchema, item);
    },

    saveOffice(office) {
      return table.put({ pk: `PROVINCE#${office.province}`, sk: 'OFFICE' }, office);
    },
  };
  return store;
}

function keyOf(orgId: string) {
  return { pk: `PROVINCE#${provinceOf(orgId)}`, sk: `ORG#${orgId}` };
}
