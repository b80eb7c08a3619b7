/** The audit trail of an organization or an office: a chain that is only ever added to. */
import { createHash } from 'node:crypto';
import { type AuditEntry, type AuditEvent, auditEntrySchema } from '../domain/audit.ts';
import { canonicalJson } from './content-hash.ts';
import { parseItem, type Table } from './table.ts';

/** `ORG#<orgId>` or `PROVINCE#<province>`. */
export type AuditOwner = `ORG#${string}` | `PROVINCE#${string}`;

export interface AuditStore {
  /** Adds `event` at the end of the chain, unless one of the latest entries is that event already. */
  append(owner: AuditOwner, event: AuditEvent): Promise<void>;
  /** The latest entries, newest first. */
  latest(owner: AuditOwner, limit: number): Promise<readonly AuditEntry[]>;
}

const BEGINNING = '0'.repeat(64);
/** An event that is still pending is repaired within a day; so many acts never lie between. */
const LOOK_BACK = 25;

export function auditStore(table: Table): AuditStore {
  const store: AuditStore = {
    async append(owner, event) {
      for (;;) {
        const latest = await store.latest(owner, LOOK_BACK);
        if (latest.some(({ eventId }) => eventId === event.eventId)) return;
        const last = latest[0];
        const previousHash = last?.hash ?? BEGINNING;
        const seq = (last?.seq ?? 0) + 1;
        const entry: AuditEntry = {
          schemaVersion: 1,
          ...event,
          seq,
          previousHash,
          hash: chainHash(event, previousHash),
        };
        if (await table.putNew({ pk: owner, sk: sortKey(seq) }, entry)) return;
      }
    },

    async latest(owner, limit) {
      const range = { begins: 'AUDIT#' };
      const { items } = await table.query(owner, { range, limit, descending: true });
      return items.map((item) => parseItem(auditEntrySchema, item));
    },
  };
  return store;
}

/** Whether `entries`, oldest first, form an unbroken and unchanged chain. */
export function chainHolds(entries: readonly AuditEntry[]): boolean {
  return entries.every((entry, index) => {
    const { schemaVersion: _, seq: _seq, previousHash, hash, ...event } = entry;
    const before = entries[index - 1];
    return hash === chainHash(event, previousHash) && (!before || before.hash === previousHash);
  });
}

function chainHash(event: AuditEvent, previousHash: string): string {
  return createHash('sha256').update(previousHash).update(canonicalJson(event)).digest('hex');
}

function sortKey(seq: number): string {
  return `AUDIT#${String(seq).padStart(8, '0')}`;
}
