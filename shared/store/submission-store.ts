/** A season's submissions to the committee: one item, so that no report is in two of them. */
import type { AuditEvent } from '../domain/audit.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { type Submissions, submissionsSchema } from '../domain/submission-bundles.ts';
import { replaceAudited, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

export interface SubmissionStore {
  /** None, of revision 0, while nothing was drawn up. */
  find(year: FiscalYear, province: string): Promise<Submissions>;
  /** Replaces those that had `next.rev`; `undefined` when somebody else was quicker. */
  save(next: Submissions, audit: AuditEvent): Promise<Submissions | undefined>;
  auditSettled(submissions: Submissions): Promise<void>;
}

export function submissionStore(table: Table): SubmissionStore {
  const store: SubmissionStore = {
    async find(fiscalYear, province) {
      const item = await table.get(keyOf(fiscalYear, province));
      return item
        ? parseItem(submissionsSchema, item)
        : { schemaVersion: 1, fiscalYear, province, bundles: [], rev: 0 };
    },

    save({ pendingAudit: _, ...next }, audit) {
      const { fiscalYear, province, rev } = next;
      const saved = { ...next, rev: rev + 1 };
      const guard = { field: 'rev', expected: rev === 0 ? undefined : rev };
      const read = () => store.find(fiscalYear, province);
      return replaceAudited(table, keyOf(fiscalYear, province), saved, guard, audit, read);
    },

    auditSettled: ({ fiscalYear, province, pendingAudit }) =>
      settleAudit(table, keyOf(fiscalYear, province), pendingAudit),
  };
  return store;
}

function keyOf(year: FiscalYear, province: string) {
  return { pk: `SEASON#${year}#${province}`, sk: 'SUBMISSIONS' };
}
