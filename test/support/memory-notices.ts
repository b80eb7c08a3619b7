/** A ledger and outbox in memory, for runs too large for the engine: the store's own code on plain maps. */
import { type NoticeStore, noticeStore } from '../../shared/store/notice-store.ts';
import type { Item, Key, Table } from '../../shared/store/table.ts';

export function memoryNotices(): NoticeStore {
  let lease = { holder: '', until: '' };
  return {
    ...noticeStore(memoryTable()),
    async takeLease(holder, now, until) {
      if (lease.until > now.toISOString() && lease.holder !== holder) return false;
      lease = { holder, until: until.toISOString() };
      return true;
    },
    async returnLease(holder) {
      if (lease.holder === holder) lease = { holder, until: '' };
    },
  };
}

function memoryTable(): Table {
  const partitions = new Map<string, Map<string, Item>>();
  const of = (pk: string) => {
    const found = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, found);
    return found;
  };
  const put = ({ pk, sk }: Key, item: Item) => {
    of(pk).set(sk, { ...item, pk, sk });
    return true;
  };
  const table: Table = {
    async get({ pk, sk }) {
      return of(pk).get(sk);
    },
    async put(key, item) {
      put(key, item);
    },
    async putNew(key, item) {
      return !of(key.pk).has(key.sk) && put(key, item);
    },
    async replace(key, item, field, expected) {
      return of(key.pk).get(key.sk)?.[field] === expected && put(key, item);
    },
    async update() {
      throw new Error('only the lease is updated in place');
    },
    async remove({ pk, sk }) {
      of(pk).delete(sk);
    },
    async query(pk, { range, limit = Number.POSITIVE_INFINITY } = {}) {
      const { from, to } = bounds(range);
      const keys = [...of(pk).keys()].filter((sk) => sk >= from && sk <= to).sort();
      const items = keys.slice(0, limit).map((sk) => of(pk).get(sk) ?? {});
      return { items, cursor: null };
    },
    async queryAll(pk, range) {
      return (await table.query(pk, { ...(range && { range }) })).items;
    },
  };
  return table;
}

function bounds(range: Parameters<Table['queryAll']>[1]): { from: string; to: string } {
  if (!range) return { from: '', to: '\uffff' };
  return 'begins' in range ? { from: range.begins, to: `${range.begins}\uffff` } : range;
}
