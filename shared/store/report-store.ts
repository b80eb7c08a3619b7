/** What organizations write: drafts, one for each round, and submitted bodies, which never change. */
import * as z from 'zod';
import { actorSchema } from '../domain/actor.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { reportContentSchema, type Submission, submissionSchema } from '../domain/report.ts';
import type { Round } from '../domain/round.ts';
import type { RoundOf } from './obligation-store.ts';
import { pack, unpack } from './packed.ts';
import type { Table } from './table.ts';

const draftSchema = z.object({
  schemaVersion: z.literal(1),
  content: reportContentSchema,
  /** Raised by every save; whoever saves says which version was read. */
  version: z.int().min(1),
  savedAt: z.iso.datetime(),
  savedBy: actorSchema,
});
export type Draft = z.infer<typeof draftSchema>;

export interface ReportStore {
  draft(orgId: string, round: RoundOf): Promise<Draft | undefined>;
  /** Saves over the version that was read (0: there was none); `undefined` when another was saved meanwhile. */
  saveDraft(
    orgId: string,
    round: RoundOf,
    draft: Omit<Draft, 'version' | 'schemaVersion'>,
    read: number,
  ): Promise<Draft | undefined>;
  discardDraft(orgId: string, round: RoundOf): Promise<void>;
  /**
   * Keeps a body under its `submissionId`; it counts only once an obligation refers to it. `false`, and nothing
   * is changed, where a body is kept under that id already.
   */
  keep(submission: Submission): Promise<boolean>;
  submission(orgId: string, round: RoundOf, submissionId: string): Promise<Submission | undefined>;
}

export function reportStore(table: Table): ReportStore {
  return {
    async draft(orgId, round) {
      const item = await table.get(draftKey(orgId, round));
      return item && unpack(draftSchema, item['body']);
    },

    async saveDraft(orgId, round, draft, read) {
      const saved: Draft = { schemaVersion: 1, ...draft, version: read + 1 };
      const item = { schemaVersion: 1, version: saved.version, body: pack(saved) };
      const landed = await table.replace(
        draftKey(orgId, round),
        item,
        'version',
        read === 0 ? undefined : read,
      );
      return landed ? saved : undefined;
    },

    discardDraft(orgId, round) {
      return table.remove(draftKey(orgId, round));
    },

    keep(submission) {
      const key = reportKey(submission.orgId, submission, submission.submissionId);
      return table.putNew(key, { schemaVersion: 1, body: pack(submission) });
    },

    async submission(orgId, round, submissionId) {
      const item = await table.get(reportKey(orgId, round, submissionId));
      return item && unpack(submissionSchema, item['body']);
    },
  };
}

function draftKey(orgId: string, { fiscalYear, round }: { fiscalYear: FiscalYear; round: Round }) {
  return { pk: `ORG#${orgId}`, sk: `DRAFT#${fiscalYear}#${round}` };
}

function reportKey(orgId: string, { fiscalYear, round }: RoundOf, submissionId: string) {
  return { pk: `ORG#${orgId}`, sk: `REPORT#${fiscalYear}#${round}#${submissionId}` };
}
