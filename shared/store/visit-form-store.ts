/** The editions of the form on a visit: those that come with the product, then those the central office has added. */
import * as z from 'zod';
import { auditEventSchema } from '../domain/audit.ts';
import { type VisitForm, visitFormSchema } from '../domain/visit-form.ts';
import { standardVisitForms } from '../domain/visit-form-editions.ts';
import { parseItem, type Table } from './table.ts';

const keptSchema = z.object({
  schemaVersion: z.literal(1),
  added: z.array(visitFormSchema).max(30),
  rev: z.int().min(1).optional(),
  /** An act that is not yet in the trail: whoever writes next appends it. */
  pendingAudit: auditEventSchema.optional(),
});
export type KeptVisitForms = z.infer<typeof keptSchema>;

export interface VisitFormStore {
  all(): Promise<readonly VisitForm[]>;
  load(): Promise<KeptVisitForms>;
  /** Replaces what was read, and raises its `rev`; `undefined` when somebody else was quicker. */
  save(next: KeptVisitForms): Promise<KeptVisitForms | undefined>;
}

const KEY = { pk: 'SETTINGS', sk: 'VISIT-FORMS' };

export function visitFormStore(table: Table): VisitFormStore {
  const store: VisitFormStore = {
    async all() {
      return [...standardVisitForms, ...(await store.load()).added];
    },

    async load() {
      const item = await table.get(KEY);
      return item ? parseItem(keptSchema, item) : { schemaVersion: 1, added: [] };
    },

    async save(next) {
      const kept = { ...next, rev: (next.rev ?? 0) + 1 };
      return (await table.replace(KEY, kept, 'rev', next.rev)) ? kept : undefined;
    },
  };
  return store;
}
