/** The audit trail (ประวัติการดำเนินการ): who did what, in whose name, in an unbroken chain. */
import * as z from 'zod';
import { type Actor, actorSchema } from './actor.ts';

export const auditEventSchema = z.object({
  eventId: z.string().min(1),
  /** Instant (ISO, UTC). */
  at: z.iso.datetime(),
  actor: actorSchema,
  /** Name of the act, for example `report-submitted`. */
  act: z.string().min(1),
  /** What it was done to, for example `2563#6M`. */
  subject: z.string().min(1),
  /** SHA-256 of what was there before and after, where the act changes content. */
  before: z.string().optional(),
  after: z.string().optional(),
  note: z.string().max(2000).optional(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** What the system does by rule, and whoever runs it by a command. */
export const systemActor: Actor = { userId: 'system', position: 'ระบบ', role: 'system' };

/** Acts of coming in: many and, as those on accounts, no part of the story of a report or a visit. */
const accessActs: readonly string[] = ['signed-in', 'signed-out', 'key-used'];

/** Whether the event belongs to a story that people read, and not only to the full trail. */
export function isOfficial({ act }: Pick<AuditEvent, 'act'>): boolean {
  return !accessActs.includes(act) && !act.startsWith('account-');
}

/** An event in its place: `hash` covers the event and the hash of the one before it. */
export const auditEntrySchema = auditEventSchema.extend({
  schemaVersion: z.literal(1),
  seq: z.int().min(1),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Where a chain stood: its last event at that time. */
export const auditHeadSchema = z.object({ seq: z.int().min(1), hash: z.string() });
export type AuditHead = z.infer<typeof auditHeadSchema>;

/** How all chains stood on a day, to be kept where whoever can write the table cannot: a cut tail shows by it. */
export const auditAnchorSchema = z.object({
  schemaVersion: z.literal(1),
  /** Instant (ISO, UTC). */
  at: z.iso.datetime(),
  /** By owner, such as `ORG#80-0711`, `PROVINCE#80` or `NATION`. */
  heads: z.record(z.string(), auditHeadSchema),
});
export type AuditAnchor = z.infer<typeof auditAnchorSchema>;
