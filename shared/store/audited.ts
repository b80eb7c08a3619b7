/** Items whose own write carries the event of the act, until the event stands in the trail. */
import type { AuditEvent } from '../domain/audit.ts';
import type { Item, Key, Table } from './table.ts';

interface Audited {
  readonly pendingAudit?: AuditEvent | undefined;
}

/** Which field says that the item is the one that was read, and what it said then. */
interface Guard {
  readonly field: string;
  readonly expected: number | undefined;
}

/**
 * Replaces the item that `guard` names by `next` with its event; what is stored then, or `undefined` when
 * somebody else was quicker. `read` reads the item again, for the write may have landed with its answer lost.
 */
export async function replaceAudited<Value extends Audited & Item>(
  table: Table,
  key: Key,
  next: Value,
  { field, expected }: Guard,
  audit: AuditEvent,
  read: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const audited = { ...next, pendingAudit: audit };
  if (await table.replace(key, audited, field, expected)) return audited;
  return ours(await read(), audit);
}

/** What is stored, if it holds our own event. */
export function ours<Value extends Audited>(
  stored: Value | undefined,
  audit: AuditEvent,
): Value | undefined {
  return stored?.pendingAudit?.eventId === audit.eventId ? stored : undefined;
}

/** The event stands in the trail. */
export async function settleAudit(table: Table, key: Key, event: AuditEvent): Promise<void> {
  await table.update(key, {
    set: { pendingAudit: undefined },
    condition: { expression: '#pendingAudit.eventId = :id', values: { ':id': event.eventId } },
  });
}
