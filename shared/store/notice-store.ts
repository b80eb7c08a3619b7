/**
 * The ledger of notices, and the outbox that says which of its rows are to be looked at when.
 *
 * A row is the truth; an outbox item only points to it. The row is written first, so that a crash between the
 * two leaves a row without a pointer, which `enqueue` and `repair` mend, or a pointer without need, which
 * `tidy` removes.
 */
import {
  claimed,
  isOpen,
  type LedgerKey,
  ledgerKeyText,
  type NewNotice,
  type NoticeOwner,
  type NoticeRow,
  noticeRowSchema,
  parseLedgerKey,
  queued,
} from '../domain/ledger.ts';
import { pack, unpack } from './packed.ts';
import { type Item, parseItem, type Table } from './table.ts';

/** Says that the row `key` is to be looked at from `dueAt` (ISO, UTC) on. */
export interface Pointer {
  readonly urgent: boolean;
  readonly dueAt: string;
  readonly key: LedgerKey;
}

export interface Outlook {
  /** Pointers that are due: urgent ones first, then the earliest; at most as many as asked for. */
  readonly due: readonly Pointer[];
  /** Instant (ISO, UTC) at which the next of the others is due; `null` where there is none. */
  readonly nextDueAt: string | null;
}

export interface NoticeStore {
  /** Adds the notice unless the ledger has it; says whether it is new. */
  enqueue(notice: NewNotice, now: Date): Promise<boolean>;
  find(key: LedgerKey): Promise<NoticeRow | undefined>;
  /** All notices of an organization or office; of one round, visit or day with `about`. */
  ofOwner(owner: NoticeOwner, about?: string): Promise<readonly NoticeRow[]>;
  /** What the outbox holds, by one Query a shard. */
  look(now: Date, limit: number): Promise<Outlook>;
  /** Takes a due row for one attempt under the fresh token `claim`; `undefined` when somebody else has it. */
  claim(row: NoticeRow, claim: string, now: Date): Promise<NoticeRow | undefined>;
  /** Applies a transition to the row as it stands now, once more whenever somebody else was quicker. */
  settle(row: NoticeRow, transition: (row: NoticeRow) => NoticeRow): Promise<NoticeRow>;
  /** Brings `pointer` in line with the row it points to. */
  tidy(pointer: Pointer, row: NoticeRow | undefined): Promise<void>;
  /** Points once more to those of `rows` that are open: for sweeps, which have read them anyway. */
  repair(rows: readonly NoticeRow[]): Promise<void>;
  /** Whether `holder` may be the one runner until `until`; asked again, it stays so. */
  takeLease(holder: string, now: Date, until: Date): Promise<boolean>;
  returnLease(holder: string): Promise<void>;
}

const SHARDS = 8;
/** Urgent notices have a shard to themselves, so that thousands of others cannot keep them waiting. */
const URGENT_SHARD = 0;
const LEASE = { pk: 'LEASE', sk: 'deliver-mail' };

export function noticeStore(table: Table): NoticeStore {
  const point = (pointer: Pointer) => table.put(keyOfPointer(pointer), { schemaVersion: 1 });

  /** Replaces the row that has the revision `row.rev`. */
  async function save(row: NoticeRow): Promise<NoticeRow | undefined> {
    const saved = { ...row, rev: row.rev + 1 };
    return (await table.replace(keyOfRow(row), itemOf(saved), 'rev', row.rev)) ? saved : undefined;
  }

  const store: NoticeStore = {
    async enqueue(notice, now) {
      const row = queued(notice, now);
      const isNew = await table.putNew(keyOfRow(row), itemOf(row));
      const stored = isNew ? row : await store.find(row);
      if (stored && isOpen(stored)) await point(pointerTo(stored));
      return isNew;
    },

    async find(key) {
      const item = await table.get(keyOfRow(key));
      return item && parseRow(item);
    },

    async ofOwner(owner, about) {
      const begins = about === undefined ? 'NOTICE#' : `NOTICE#${about}#`;
      const items = await table.queryAll(owner, { begins });
      return items.map(parseRow);
    },

    async look(now, limit) {
      const pages = await Promise.all(shards().map((shard) => table.query(shard, { limit })));
      const pointers = pages.flatMap(({ items }) => items.flatMap(parsePointer));
      const due = pointers
        .filter(({ dueAt }) => dueAt <= now.toISOString())
        .sort((a, b) => Number(b.urgent) - Number(a.urgent) || (a.dueAt < b.dueAt ? -1 : 1))
        .slice(0, limit);
      const looked = new Set(due);
      const [nextDueAt = null] = pointers
        .filter((pointer) => !looked.has(pointer))
        .map(({ dueAt }) => dueAt)
        .sort();
      return { due, nextDueAt };
    },

    async claim(row, claim, now) {
      const taken = claimed(row, claim, now);
      if (!taken) return undefined;
      const saved = await save(taken);
      if (saved) return saved;
      // The write may have landed with its answer lost: then the row carries our token.
      const stored = await store.find(row);
      return stored?.claim === claim ? stored : undefined;
    },

    async settle(row, transition) {
      let current = row;
      for (;;) {
        const next = transition(current);
        if (next === current) return current;
        const saved = await save(next);
        if (saved) return saved;
        const stored = await store.find(current);
        if (!stored) throw new Error(`the ledger has lost ${ledgerKeyText(row)}`);
        current = stored;
      }
    },

    async tidy(pointer, row) {
      if (row && isOpen(row)) {
        if (row.dueAt === pointer.dueAt) return;
        await point(pointerTo(row));
      }
      await table.remove(keyOfPointer(pointer));
    },

    async repair(rows) {
      for (const row of rows.filter(isOpen)) await point(pointerTo(row));
    },

    takeLease(holder, now, until) {
      return table.update(LEASE, {
        set: { schemaVersion: 1, holder, until: until.toISOString() },
        condition: {
          expression: 'attribute_not_exists(pk) OR #until <= :now OR #holder = :holder',
          values: { ':now': now.toISOString() },
        },
      });
    },

    async returnLease(holder) {
      await table.update(LEASE, {
        set: { until: '' },
        condition: {
          expression: '#holder = :mine',
          names: { '#holder': 'holder' },
          values: { ':mine': holder },
        },
      });
    },
  };
  return store;
}

/** The facts are packed: a digest's may be long, and every step of a row writes it anew. */
function itemOf(row: NoticeRow): Item {
  return { ...row, facts: pack(row.facts) };
}

function parseRow(item: Item): NoticeRow {
  const facts = unpack(noticeRowSchema.shape.facts, item['facts']);
  return parseItem(noticeRowSchema, { ...item, facts });
}

function keyOfRow({ owner, about, kind, rung, contactId }: LedgerKey) {
  return { pk: owner, sk: `NOTICE#${about}#${kind}#${rung}#${contactId}` };
}

function pointerTo(row: NoticeRow): Pointer {
  return { urgent: row.urgent, dueAt: row.dueAt, key: row };
}

function keyOfPointer({ urgent, dueAt, key }: Pointer) {
  const text = ledgerKeyText(key);
  return { pk: shardName(urgent ? URGENT_SHARD : shardOf(text)), sk: `${dueAt}#${text}` };
}

function parsePointer({ pk, sk }: Item): Pointer[] {
  const [, dueAt = '', text = ''] = /^([^#]+)#(.+)$/.exec(String(sk)) ?? [];
  const key = parseLedgerKey(text);
  // One that nobody understands must not hold up the others.
  return key ? [{ urgent: pk === shardName(URGENT_SHARD), dueAt, key }] : [];
}

function shards(): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => shardName(shard));
}

function shardName(shard: number): string {
  return `OUTBOX#${shard}`;
}

/** Spreads the keys evenly over the other shards; the same key always comes to the same one. */
function shardOf(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return 1 + (sum % (SHARDS - 1));
}
