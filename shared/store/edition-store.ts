/** Editions of the framework that the central office has added: one item, so that no two are the same. */
import * as z from 'zod';
import { auditEventSchema } from '../domain/audit.ts';
import { type AddedEdition, addedEditionSchema, allEditions } from '../domain/framework.ts';
import { parseItem, type Table } from './table.ts';

const keptSchema = z.object({
  schemaVersion: z.literal(1),
  added: z.array(addedEditionSchema),
  rev: z.int().min(1).optional(),
  /** An act that is not yet in the trail: whoever writes next appends it. */
  pendingAudit: auditEventSchema.optional(),
});
export type KeptEditions = z.infer<typeof keptSchema>;

export interface EditionStore {
  load(): Promise<KeptEditions>;
  /** All editions, also those in force when the system began; the earliest first. */
  all(): Promise<readonly AddedEdition[]>;
  /** Replaces what was read, and raises its `rev`; `undefined` when somebody else was quicker. */
  save(next: KeptEditions): Promise<KeptEditions | undefined>;
  /**
   * Keeps an edition from being changed, before a plan is written that follows it; says whether there is such an
   * edition.
   */
  use(editionId: string): Promise<boolean>;
}

const KEY = { pk: 'SETTINGS', sk: 'EDITIONS' };

export function editionStore(table: Table): EditionStore {
  const store: EditionStore = {
    async load() {
      const item = await table.get(KEY);
      return item ? parseItem(keptSchema, item) : { schemaVersion: 1, added: [] };
    },

    async all() {
      return allEditions((await store.load()).added);
    },

    async save(next) {
      const { rev = 0 } = next;
      const kept = { ...next, rev: rev + 1 };
      return (await table.replace(KEY, kept, 'rev', next.rev)) ? kept : undefined;
    },

    async use(editionId) {
      for (;;) {
        const kept = await store.load();
        const found = allEditions(kept.added).find((known) => known.editionId === editionId);
        if (!found || found.used) return found !== undefined;
        const added = kept.added.map((known) =>
          known.editionId === editionId ? { ...known, used: true } : known,
        );
        if (await store.save({ ...kept, added })) return true;
      }
    },
  };
  return store;
}
