/** The roster of a province: its organizations with their contacts, and its office. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import {
  type Contact,
  type Office,
  type Organization,
  officeSchema,
  organizationSchema,
  orgIdSchema,
  provinceOf,
} from '../domain/organization.ts';
import { ours, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

export interface RosterPage {
  readonly organizations: readonly Organization[];
  readonly cursor: string | null;
}

const pending = { pendingAudit: auditEventSchema.optional() };
const keptOrganizationSchema = organizationSchema.extend(pending);
/** An organization with the act on its contacts that may not stand in the audit trail yet. */
export type KeptOrganization = z.infer<typeof keptOrganizationSchema>;
const keptOfficeSchema = officeSchema.extend({
  /** Raised by every change; those from before there were any bear none. */
  rev: z.int().min(1).optional(),
  ...pending,
});
export type KeptOffice = z.infer<typeof keptOfficeSchema>;

export interface RosterStore {
  find(orgId: string): Promise<KeptOrganization | undefined>;
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
  saveContacts(
    read: Organization,
    contacts: readonly Contact[],
    audit?: AuditEvent,
  ): Promise<boolean>;
  contactsSettled(organization: KeptOrganization): Promise<void>;
  /**
   * Notes what has become of an organization, or that nothing has, over what was read of it; says whether that
   * still stood.
   */
  setMerged(read: Organization, merged: Organization['merged']): Promise<boolean>;
  /** Ids of those that have, or may have, become part of `orgId`: each of them tells whether and since when. */
  joined(orgId: string): Promise<readonly string[]>;
  office(province: string): Promise<KeptOffice | undefined>;
  /** Puts it, whatever is there. */
  saveOffice(office: Office): Promise<void>;
  /** Replaces the office that had `next.rev`, or adds one; `undefined` when somebody else was quicker. */
  changeOffice(next: KeptOffice, audit?: AuditEvent): Promise<KeptOffice | undefined>;
  officeSettled(office: KeptOffice): Promise<void>;
}

export function rosterStore(table: Table): RosterStore {
  const store: RosterStore = {
    async find(orgId) {
      const item = await table.get(keyOf(orgId));
      return item && parseItem(keptOrganizationSchema, item);
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

    async saveContacts({ orgId, contactsRev = 0 }, contacts, audit) {
      // A counter, since the embedded engine never finds two lists of maps equal.
      const saved = await table.update(keyOf(orgId), {
        set: { contacts, contactsRev: contactsRev + 1, ...(audit && { pendingAudit: audit }) },
        condition:
          contactsRev === 0
            ? { expression: 'attribute_not_exists(#contactsRev)' }
            : { expression: '#contactsRev = :read', values: { ':read': contactsRev } },
      });
      return saved || (audit ? ours(await store.find(orgId), audit) !== undefined : false);
    },

    async contactsSettled({ orgId, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, keyOf(orgId), pendingAudit);
    },

    async setMerged({ orgId, merged: before }, merged) {
      // Found from its successor first: one that turns out not to be merged is passed over there.
      if (merged) await table.put(joinedKey(merged.into, orgId), { orgId });
      return table.update(keyOf(orgId), {
        set: { merged },
        condition: before
          ? {
              expression: '#merged.#on = :on AND #merged.#into = :into',
              names: { '#on': 'on', '#into': 'into' },
              values: { ':on': before.on, ':into': before.into },
            }
          : { expression: 'attribute_not_exists(#merged)' },
      });
    },

    async joined(orgId) {
      const begins = joinedKey(orgId, '').sk;
      const items = await table.queryAll(`PROVINCE#${provinceOf(orgId)}`, { begins });
      return items.map((item) => parseItem(joinedSchema, item).orgId);
    },

    async office(province) {
      const item = await table.get(officeKey(province));
      return item && parseItem(keptOfficeSchema, item);
    },

    saveOffice(office) {
      return table.put(officeKey(office.province), office);
    },

    async changeOffice(next, audit) {
      const changed = {
        ...next,
        rev: (next.rev ?? 0) + 1,
        ...(audit && { pendingAudit: audit }),
      };
      if (await table.replace(officeKey(next.province), changed, 'rev', next.rev)) return changed;
      return audit && ours(await store.office(next.province), audit);
    },

    async officeSettled({ province, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, officeKey(province), pendingAudit);
    },
  };
  return store;
}

const joinedSchema = z.object({ orgId: orgIdSchema });

function joinedKey(successor: string, orgId: string) {
  return { pk: `PROVINCE#${provinceOf(successor)}`, sk: `JOINED#${successor}#${orgId}` };
}

function officeKey(province: string) {
  return { pk: `PROVINCE#${province}`, sk: 'OFFICE' };
}

function keyOf(orgId: string) {
  return { pk: `PROVINCE#${provinceOf(orgId)}`, sk: `ORG#${orgId}` };
}
