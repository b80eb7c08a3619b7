/**
 * A table that an officer has brought in and not yet taken over, and the draft as it was before one was: one item
 * for each officer and report, which goes by itself after some days.
 */
import * as z from 'zod';
import { reportContentSchema } from '../domain/report.ts';
import { sourceTableSchema } from '../imports/source-table.ts';
import type { RoundOf } from './obligation-store.ts';
import { pack, unpack } from './packed.ts';
import { EXPIRY_ATTRIBUTE, type Table } from './table.ts';

const keptImportSchema = z.object({
  schemaVersion: z.literal(1),
  importId: z.string().min(1),
  /** Name of the file, or none for a text. */
  file: z.string(),
  keptAt: z.iso.datetime(),
  /** Instant from which it is not there any more. */
  expiresAt: z.iso.datetime(),
  tables: z.array(sourceTableSchema),
  /** Which of the tables is meant: its place, or all of them; absent while it is to be chosen. */
  chosen: z.int().min(0).or(z.literal('all')).optional(),
  /** Once it was taken over: what the draft was before, and which version it became. */
  taken: z
    .object({
      before: reportContentSchema,
      version: z.int().min(1),
      at: z.iso.datetime(),
      /** Rows that were left out. */
      leftOut: z.int().min(0),
      undone: z.boolean(),
    })
    .optional(),
});
export type KeptImport = z.infer<typeof keptImportSchema>;

/** Whose import of which report. */
export interface ImportOwner extends RoundOf {
  readonly orgId: string;
  readonly userId: string;
}

export interface ImportStore {
  /** The last one, unless it has expired by `now`. */
  find(owner: ImportOwner, now: Date): Promise<KeptImport | undefined>;
  /** In place of the one before. @throws {BodyTooLargeError} */
  keep(owner: ImportOwner, kept: KeptImport): Promise<void>;
}

export function importStore(table: Table): ImportStore {
  return {
    async find(owner, now) {
      const item = await table.get(keyOf(owner));
      const kept = item && unpack(keptImportSchema, item['body']);
      return kept && new Date(kept.expiresAt) > now ? kept : undefined;
    },
    keep(owner, kept) {
      const expires = Math.ceil(new Date(kept.expiresAt).valueOf() / 1000);
      const item = { schemaVersion: 1, body: pack(kept), [EXPIRY_ATTRIBUTE]: expires };
      return table.put(keyOf(owner), item);
    },
  };
}

function keyOf({ orgId, fiscalYear, round, userId }: ImportOwner) {
  return { pk: `ORG#${orgId}`, sk: `IMPORT#${fiscalYear}#${round}#${userId}` };
}
