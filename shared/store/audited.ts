/** Items whose own write carries the event of the act, until the event stands in the trail. */
import type { AuditEvent } from '../domain/audit.ts';
import type { AuditOwner, AuditStore } from './audit-store.ts';
import { hashOf } from './content-hash.ts';
import type { Item, Key, Table } from './table.ts';

/** The attribute that holds the event of an act. */
export const PENDING = 'pendingAudit';

interface Audited {
  readonly pendingAudit?: AuditEvent | undefined;
}

/** What somebody does to a stored thing. */
interface Act<Value> {
  /** In whose trail it stands. */
  readonly owner: AuditOwner;
  /** What was read; nothing where the act makes something new. */
  readonly before: Value | undefined;
  readonly next: Value;
  readonly event: AuditEvent;
  /** Writes `next` with the event that it is given; `undefined` when somebody else was quicker. */
  readonly save: (event: AuditEvent) => Promise<Value | undefined>;
  /** Takes the event off the item again, once it stands in the trail. */
  readonly settle: (saved: Value) => Promise<void>;
}

/**
 * Does an act so that its event is not lost, wherever a crash comes between: the item's own write carries it until it
 * stands in the trail. `undefined`, and nothing is told, when somebody else was quicker.
 */
export async function saveWithEvent<Value extends Audited>(
  trail: Pick<AuditStore, 'append'>,
  { owner, before, next, event, save, settle }: Act<Value>,
): Promise<Value | undefined> {
  // What a crash left pending would be overwritten by this act's own event.
  if (before?.pendingAudit) await trail.append(owner, before.pendingAudit);
  const sealed = withHashes(event, before, next);
  const saved = await save(sealed);
  if (!saved) return undefined;
  await trail.append(owner, sealed);
  await settle(saved);
  return saved;
}

/** `event` with the hashes of the thing before and after it, unless it tells those of a report's or file's content. */
export function withHashes(
  event: AuditEvent,
  before: object | undefined,
  next: object,
): AuditEvent {
  if (event.before !== undefined || event.after !== undefined) return event;
  return { ...event, ...(before && { before: stateHash(before) }), after: stateHash(next) };
}

/** Fields that keep a thing in order and say nothing of it. */
const bookkeeping = ['pendingAudit', 'rev', 'contactsRev', 'rungs', 'formerEmail'];

function stateHash(state: object): string {
  return hashOf(
    Object.fromEntries(Object.entries(state).filter(([field]) => !bookkeeping.includes(field))),
  );
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

/** Takes the event off the item: it stands in the trail. `done`: another field that has served with it. */
export async function settleAudit(
  table: Pick<Table, 'update'>,
  key: Key,
  event: AuditEvent | undefined,
  done?: string,
): Promise<void> {
  await table.update(key, {
    set: { pendingAudit: undefined, ...(done && { [done]: undefined }) },
    condition: event
      ? { expression: '#pendingAudit.eventId = :id', values: { ':id': event.eventId } }
      : { expression: 'attribute_not_exists(#pendingAudit)' },
  });
}
