/** Plans and their items. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import { type Plan, type PlanItem, planItemSchema, planSchema } from '../domain/plan.ts';
import { type Item, type Key, parseItem, type Table } from './table.ts';

/** An act that is written but not yet in the audit trail: whoever opens the plan next appends it. */
const pending = { pendingAudit: auditEventSchema.optional() };
const keptPlanSchema = planSchema.extend(pending);
export type KeptPlan = z.infer<typeof keptPlanSchema>;
const keptItemSchema = planItemSchema.extend(pending);
export type KeptItem = z.infer<typeof keptItemSchema>;

export interface PlanStore {
  /** The plans of an organization, oldest first. */
  plans(orgId: string): Promise<readonly KeptPlan[]>;
  /** Of all its plans. */
  items(orgId: string): Promise<readonly KeptItem[]>;
  /** Puts it, whatever is there. */
  savePlan(plan: Plan): Promise<void>;
  saveItem(orgId: string, item: PlanItem): Promise<void>;
  /**
   * Puts a plan that is not there yet (no `rev`), or one over the `rev` that was read, and raises it.
   * `undefined` when somebody else was quicker.
   */
  changePlan(next: Plan, audit: AuditEvent): Promise<KeptPlan | undefined>;
  /** Adds an item unless its `itemId` is taken; says whether it did. */
  addItem(orgId: string, item: PlanItem): Promise<boolean>;
  /**
   * Puts an item over the `rev` that was read, and raises it; `undefined` when somebody else was quicker.
   * Without an event where the plan's own event tells of the act.
   */
  changeItem(orgId: string, next: PlanItem, audit?: AuditEvent): Promise<KeptItem | undefined>;
  /** Forgets the pending audit event, once it stands in the trail. */
  planAuditSettled(plan: KeptPlan): Promise<void>;
  itemAuditSettled(orgId: string, item: KeptItem): Promise<void>;
}

export function planStore(table: Table): PlanStore {
  return {
    async plans(orgId) {
      const items = await table.queryAll(`ORG#${orgId}`, { begins: 'PLAN#' });
      return items.map((item) => parseItem(keptPlanSchema, item));
    },
    async items(orgId) {
      const items = await table.queryAll(`ORG#${orgId}`, { begins: 'ITEM#' });
      return items.map((item) => parseItem(keptItemSchema, item));
    },
    savePlan(plan) {
      return table.put(planKey(plan), plan);
    },
    saveItem(orgId, item) {
      return table.put(itemKey(orgId, item), item);
    },
    async changePlan(next, audit) {
      const { rev = 0, ...plan } = planSchema.parse(next);
      const kept = { ...plan, rev: rev + 1, pendingAudit: audit };
      return (await landed(table, planKey(next), kept, next.rev, audit)) ? kept : undefined;
    },
    addItem(orgId, item) {
      return table.putNew(itemKey(orgId, item), planItemSchema.parse({ ...item, rev: 1 }));
    },
    async changeItem(orgId, next, audit) {
      const { rev = 0, ...item } = planItemSchema.parse(next);
      const kept = { ...item, rev: rev + 1, ...(audit && { pendingAudit: audit }) };
      return (await landed(table, itemKey(orgId, next), kept, next.rev, audit)) ? kept : undefined;
    },
    async planAuditSettled({ pendingAudit, ...plan }) {
      if (pendingAudit) await table.replace(planKey(plan), plan, 'rev', plan.rev);
    },
    async itemAuditSettled(orgId, { pendingAudit, ...item }) {
      if (pendingAudit) await table.replace(itemKey(orgId, item), item, 'rev', item.rev);
    },
  };
}

async function landed(
  table: Table,
  key: Key,
  item: Item,
  read: number | undefined,
  audit: AuditEvent | undefined,
): Promise<boolean> {
  if (await table.replace(key, item, 'rev', read)) return true;
  return audit !== undefined && isOwn(table, key, audit);
}

/** The write may have landed with its answer lost: then the item holds our own event. */
async function isOwn(table: Table, key: Key, { eventId }: AuditEvent): Promise<boolean> {
  const stored = await table.get(key);
  return z.object(pending).safeParse(stored).data?.pendingAudit?.eventId === eventId;
}

function planKey({ orgId, from, to }: Pick<Plan, 'orgId' | 'from' | 'to'>) {
  return { pk: `ORG#${orgId}`, sk: `PLAN#${from}-${to}` };
}

function itemKey(orgId: string, { itemId }: Pick<PlanItem, 'itemId'>) {
  return { pk: `ORG#${orgId}`, sk: `ITEM#${itemId}` };
}
