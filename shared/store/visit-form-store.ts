/** The editions of the form on a visit: those that come with the product, then those the central office has added. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import { type VisitForm, visitFormSchema } from '../domain/visit-form.ts';
import { standardVisitForms } from '../domain/visit-form-editions.ts';
import { settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

const addedSchema = z.object({
  schemaVersion: z.literal(1),
  forms: z.array(visitFormSchema).max(50),
  pendingAudit: auditEventSchema.optional(),
});

export interface VisitFormStore {
  all(): Promise<readonly VisitForm[]>;
  /** Adds `form` with its event; says whether its name was free. What was added never changes. */
  add(form: VisitForm, event: AuditEvent): Promise<boolean>;
  auditSettled(event: AuditEvent): Promise<void>;
}

const KEY = { pk: 'SETTINGS', sk: 'VISIT-FORMS' };

export function visitFormStore(table: Table): VisitFormStore {
  const load = async () => {
    const item = await table.get(KEY);
    return item ? parseItem(addedSchema, item).forms : [];
  };
  return {
    async all() {
      return [...standardVisitForms, ...(await load())];
    },

    async add(form, event) {
      for (;;) {
        const added = await load();
        const taken = [...standardVisitForms, ...added].some(
          ({ editionId }) => editionId === form.editionId,
        );
        if (taken) return false;
        const next = { schemaVersion: 1, forms: [...added, form], count: added.length + 1 };
        const before = added.length === 0 ? undefined : added.length;
        if (await table.replace(KEY, { ...next, pendingAudit: event }, 'count', before))
          return true;
      }
    },

    auditSettled: (event) => settleAudit(table, KEY, event),
  };
}
