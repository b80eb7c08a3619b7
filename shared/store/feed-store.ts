/** Which addresses of a province's calendar feeds are good: a feed's address changes with its generation. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import { provinceSchema } from '../domain/organization.ts';
import { replaceAudited, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

const feedsSchema = z.object({
  schemaVersion: z.literal(1),
  province: provinceSchema,
  /** Feed (`office` or a team's id) → how often its address was changed. */
  generations: z.record(z.string(), z.int().min(0)),
  rev: z.int().min(1),
  pendingAudit: auditEventSchema.optional(),
});
export type CalendarFeeds = z.infer<typeof feedsSchema>;

export interface FeedStore {
  /** Those of the province; none ever changed while nothing is kept. */
  feeds(province: string): Promise<CalendarFeeds>;
  /** Replaces what had `next.rev`; `undefined` when somebody else was quicker. */
  save(next: CalendarFeeds, audit: AuditEvent): Promise<CalendarFeeds | undefined>;
  auditSettled(feeds: CalendarFeeds): Promise<void>;
}

export function feedStore(table: Table): FeedStore {
  const keyOf = (province: string) => ({ pk: `PROVINCE#${province}`, sk: 'CALENDARS' });
  const store: FeedStore = {
    async feeds(province) {
      const item = await table.get(keyOf(province));
      return item
        ? parseItem(feedsSchema, item)
        : { schemaVersion: 1, province, generations: {}, rev: 1 };
    },

    save(next, audit) {
      const expected = next.rev === 1 ? undefined : next.rev;
      const changed = { ...next, rev: next.rev + 1 };
      const read = () => store.feeds(next.province);
      const guard = { field: 'rev', expected };
      return replaceAudited(table, keyOf(next.province), changed, guard, audit, read);
    },

    async auditSettled({ province, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, keyOf(province), pendingAudit);
    },
  };
  return store;
}
