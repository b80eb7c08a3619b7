/** Which addresses of a province's calendar feeds are good: a feed's address changes with its generation. */
import * as z from 'zod';
import { provinceSchema } from '../domain/organization.ts';
import { parseItem, type Table } from './table.ts';

const feedsSchema = z.object({
  schemaVersion: z.literal(1),
  province: provinceSchema,
  /** Feed (`office` or a team's id) → how often its address was changed. */
  generations: z.record(z.string(), z.int().min(0)),
  rev: z.int().min(1),
});
export type CalendarFeeds = z.infer<typeof feedsSchema>;

export interface FeedStore {
  /** Those of the province; none ever changed while nothing is kept. */
  feeds(province: string): Promise<CalendarFeeds>;
  /** Replaces what had `next.rev`; says whether it did. */
  save(next: CalendarFeeds): Promise<boolean>;
}

export function feedStore(table: Table): FeedStore {
  const keyOf = (province: string) => ({ pk: `PROVINCE#${province}`, sk: 'CALENDARS' });
  return {
    async feeds(province) {
      const item = await table.get(keyOf(province));
      return item
        ? parseItem(feedsSchema, item)
        : { schemaVersion: 1, province, generations: {}, rev: 1 };
    },
    save(next) {
      const before = next.rev === 1 ? undefined : next.rev;
      return table.replace(keyOf(next.province), { ...next, rev: next.rev + 1 }, 'rev', before);
    },
  };
}
