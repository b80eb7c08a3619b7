/** The audit trail of an organization or an office: a chain that is only ever added to. */
import { createHash } from 'node:crypto';
import {
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  auditEntrySchema,
  auditHeadSchema,
} from '../domain/audit.ts';
import { canonicalJson } from './content-hash.ts';
import { parseItem, type Table } from './table.ts';

/** `ORG#<orgId>`, `PROVINCE#<province>`, or the central office. */
export type AuditOwner = `ORG#${string}` | `PROVINCE#${string}` | 'NATION';

export interface AuditStore {
  /** Adds `event` at the end of the chain, unless it stands there already. */
  append(owner: AuditOwner, event: AuditEvent): Promise<void>;
  /** The latest entries, newest first; those before `before`, where that is given. */
  latest(owner: AuditOwner, limit: number, before?: number): Promise<readonly AuditEntry[]>;
  /** Where the chain ended when it was last added to; nothing where it has not begun. */
  head(owner: AuditOwner): Promise<AuditHead | undefined>;
  /** Reads the whole chain, oldest first, and tells what is wrong with it. */
  verify(owner: AuditOwner, marks: readonly AuditHead[]): Promise<ChainVerdict>;
}

export interface ChainVerdict {
  /** Entries that were found. */
  readonly entries: number;
  readonly flaws: readonly ChainFlaw[];
}

export interface ChainFlaw {
  /** `changed`: not what was written; `removed`: not there, though later ones are; `cut-off`: the end is missing. */
  readonly flaw: 'changed' | 'removed' | 'cut-off';
  /** Number of the first entry concerned. */
  readonly seq: number;
}

const BEGINNING = '0'.repeat(64);
/** Entries that are looked at first: nearly always they reach back to before the event. */
const LOOK_BACK = 25;
/** By so much clocks may differ. */
const HOUR_MS = 3_600_000;
/** Entries that are read at once. */
const PAGE = 500;

export function auditStore(table: Table): AuditStore {
  const store: AuditStore = {
    async append(owner, event) {
      for (;;) {
        const latest = await store.latest(owner, LOOK_BACK);
        if (await stands(latest)) return;
        const last = latest[0];
        const previousHash = last?.hash ?? BEGINNING;
        const seq = (last?.seq ?? 0) + 1;
        const hash = chainHash(event, previousHash);
        const entry: AuditEntry = { schemaVersion: 1, ...event, seq, previousHash, hash };
        if (!(await table.putNew({ pk: owner, sk: sortKey(seq) }, entry))) continue;
        // Of two at once the earlier may come last here: the head may lag behind, it never runs ahead.
        await table.put(headKey(owner), { seq, hash });
        return;
      }

      /** Whether the event is among the entries since it happened, however many there are. */
      async function stands(entries: readonly AuditEntry[]): Promise<boolean> {
        if (entries.some(({ eventId }) => eventId === event.eventId)) return true;
        const oldest = entries.at(-1);
        const isAllSince = !oldest || oldest.seq === 1 || oldest.at < before(event.at);
        return !isAllSince && stands(await store.latest(owner, PAGE, oldest.seq));
      }
    },

    async latest(owner, limit, before) {
      const range =
        before === undefined
          ? { begins: 'AUDIT#' }
          : { from: sortKey(0), to: sortKey(Math.max(0, before - 1)) };
      const { items } = await table.query(owner, { range, limit, descending: true });
      return items.map((item) => parseItem(auditEntrySchema, item));
    },

    async head(owner) {
      const item = await table.get(headKey(owner));
      return item && parseItem(auditHeadSchema, item);
    },

    async verify(owner, marks) {
      // Read before the entries: what is added meanwhile is no flaw.
      const head = await store.head(owner);
      const check = chainCheck(head ? [...marks, head] : marks);
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<Table['query']>> = await table.query(owner, {
          range: { begins: 'AUDIT#' },
          limit: PAGE,
          after,
        });
        for (const item of page.items) check.add(Number(String(item['sk']).slice(6)), item);
        after = page.cursor;
      } while (after !== null);
      return check.end();
    },
  };
  return store;
}

/** Follows a chain entry by entry, oldest first. */
function chainCheck(marks: readonly AuditHead[]) {
  const flaws: ChainFlaw[] = [];
  const markedHashes = Map.groupBy(marks, ({ seq }) => seq);
  let entries = 0;
  let last = { seq: 0, hash: BEGINNING };
  return {
    add(seq: number, item: unknown): void {
      entries++;
      if (seq > last.seq + 1) flaws.push({ flaw: 'removed', seq: last.seq + 1 });
      const follows = seq === last.seq + 1;
      const entry = auditEntrySchema.safeParse(item).data;
      const isWhole =
        entry !== undefined &&
        entry.seq === seq &&
        entry.hash === ownHash(entry) &&
        (!follows || entry.previousHash === last.hash) &&
        (markedHashes.get(seq) ?? []).every(({ hash }) => hash === entry.hash);
      if (!isWhole) flaws.push({ flaw: 'changed', seq });
      last = { seq, hash: entry?.hash ?? '' };
    },
    end(): ChainVerdict {
      const furthest = Math.max(0, ...marks.map(({ seq }) => seq));
      if (furthest > last.seq) flaws.push({ flaw: 'cut-off', seq: last.seq + 1 });
      return { entries, flaws };
    },
  };
}

function before(instant: string): string {
  return new Date(Date.parse(instant) - HOUR_MS).toISOString();
}

function ownHash({ schemaVersion: _, seq: _seq, previousHash, hash: _hash, ...event }: AuditEntry) {
  return chainHash(event, previousHash);
}

function chainHash(event: AuditEvent, previousHash: string): string {
  return createHash('sha256').update(previousHash).update(canonicalJson(event)).digest('hex');
}

function sortKey(seq: number): string {
  return `AUDIT#${String(seq).padStart(8, '0')}`;
}

function headKey(owner: AuditOwner) {
  return { pk: owner, sk: 'AUDITHEAD' };
}
