/** What offices and organizations supply for their papers, and the texts that the nation sets for an edition. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import {
  type Letterhead,
  letterheadSchema,
  type StandingTextChanges,
  standardLetterhead,
  standingTextChangesSchema,
} from '../domain/letterhead.ts';
import { paperNumbersSchema } from '../domain/papers.ts';
import type { Round } from '../domain/round.ts';
import type { AuditOwner } from './audit-store.ts';
import { ours, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

const keepingSchema = z.object({
  /** Raised by every change; those from before there were any bear none. */
  rev: z.int().min(1).optional(),
  pendingAudit: auditEventSchema.optional(),
});
export type KeptLetterhead = z.infer<typeof keepingSchema> & { readonly letterhead: Letterhead };

const keptNumbersSchema = keepingSchema.extend({ letters: paperNumbersSchema });
export type KeptNumbers = z.infer<typeof keptNumbersSchema>;

export interface NumberedReport {
  readonly orgId: string;
  readonly fiscalYear: FiscalYear;
  readonly round: Round;
  readonly version: number;
}

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
  /** Numbers and dates of the letters that go with one version of a report. */
  numbers(report: NumberedReport): Promise<KeptNumbers>;
  /** Replaces what had `next.rev`; `undefined` when somebody else was quicker. */
  changeNumbers(
    report: NumberedReport,
    next: KeptNumbers,
    audit: AuditEvent,
  ): Promise<KeptNumbers | undefined>;
  numbersSettled(report: NumberedReport, kept: KeptNumbers): Promise<void>;
  /** Texts for one edition of the framework; none while nobody has set any. */
  editionTexts(editionId: string): Promise<StandingTextChanges>;
  saveEditionTexts(editionId: string, texts: StandingTextChanges): Promise<void>;
}

export function letterheadStore(table: Table): LetterheadStore {
  const keyOf = (pk: AuditOwner) => ({ pk, sk: 'LETTERHEAD' });
  const numbersKey = ({ orgId, fiscalYear, round, version }: NumberedReport) => ({
    pk: `ORG#${orgId}`,
    sk: `LETTER#${fiscalYear}#${round}#${version}`,
  });
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

    async numbers(report) {
      const item = await table.get(numbersKey(report));
      return item ? parseItem(keptNumbersSchema, item) : { letters: {} };
    },

    async changeNumbers(report, { letters, rev }, audit) {
      const changed = { letters, rev: (rev ?? 0) + 1, pendingAudit: audit };
      if (await table.replace(numbersKey(report), { schemaVersion: 1, ...changed }, 'rev', rev)) {
        return changed;
      }
      return ours(await store.numbers(report), audit);
    },

    async numbersSettled(report, { pendingAudit }) {
      if (pendingAudit) await settleAudit(table, numbersKey(report), pendingAudit);
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
