/** What offices and organizations supply for their papers, and the texts that the nation sets for an edition. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import {
  type Letterhead,
  letterheadSchema,
  type StandingTextChanges,
  standardLetterhead,
  standingTextChangesSchema,
} from '../domain/letterhead.ts';
import type { AuditOwner } from './audit-store.ts';
import { ours, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

const keepingSchema = z.object({
  /** Raised by every change; those from before there were any bear none. */
  rev: z.int().min(1).optional(),
  pendingAudit: auditEventSchema.optional(),
});
export type KeptLetterhead = z.infer<typeof keepingSchema> & { readonly letterhead: Letterhead };

export interface LetterheadStore {
  /** An organization's; the standard one while it has set none. */
  ofOrganization(orgId: string): Promise<Letterhead>;
  ofOffice(province: string): Promise<Letterhead>;
  /** The letterhead as it is kept, for whoever changes it. */
  kept(owner: AuditOwner): Promise<KeptLetterhead>;
  /** Replaces what had `next.rev`; `undefined` when somebody else was quicker. */
  change(
    owner: AuditOwner,
    next: KeptLetterhead,
    audit: AuditEvent,
  ): Promise<KeptLetterhead | undefined>;
  auditSettled(owner: AuditOwner, kept: KeptLetterhead): Promise<void>;
  /** Texts for one edition of the framework; none while nobody has set any. */
  editionTexts(editionId: string): Promise<StandingTextChanges>;
  saveEditionTexts(editionId: string, texts: StandingTextChanges): Promise<void>;
}

export function letterheadStore(table: Table): LetterheadStore {
  const keyOf = (pk: AuditOwner) => ({ pk, sk: 'LETTERHEAD' });
  const store: LetterheadStore = {
    ofOrganization: async (orgId) => (await store.kept(`ORG#${orgId}`)).letterhead,
    ofOffice: async (province) => (await store.kept(`PROVINCE#${province}`)).letterhead,

    async kept(owner) {
      const item = await table.get(keyOf(owner));
      if (!item) return { letterhead: standardLetterhead };
      return { ...parseItem(keepingSchema, item), letterhead: parseItem(letterheadSchema, item) };
    },

    async change(owner, { letterhead, rev }, audit) {
      const changed = { rev: (rev ?? 0) + 1, pendingAudit: audit };
      if (await table.replace(keyOf(owner), { ...letterhead, ...changed }, 'rev', rev)) {
        return { letterhead, ...changed };
      }
      return ours(await store.kept(owner), audit);
    },

    async auditSettled(owner, { pendingAudit }) {
      if (pendingAudit) await settleAudit(table, keyOf(owner), pendingAudit);
    },

    async editionTexts(editionId) {
      const item = await table.get({ pk: 'SETTINGS', sk: `TEXTS#${editionId}` });
      return item ? parseItem(standingTextChangesSchema, item) : {};
    },
    saveEditionTexts: (editionId, texts) =>
      table.put({ pk: 'SETTINGS', sk: `TEXTS#${editionId}` }, { ...texts }),
  };
  return store;
}
