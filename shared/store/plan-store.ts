/** Plans and their items. */
import { type Plan, type PlanItem, planItemSchema, planSchema } from '../domain/plan.ts';
import { parseItem, type Table } from './table.ts';

export interface PlanStore {
  /** The plans of an organization, oldest first. */
  plans(orgId: string): Promise<readonly Plan[]>;
  items(orgId: string): Promise<readonly PlanItem[]>;
  savePlan(plan: Plan): Promise<void>;
  saveItem(orgId: string, item: PlanItem): Promise<void>;
}

export function planStore(table: Table): PlanStore {
  return {
    async plans(orgId) {
      const items = await table.queryAll(`ORG#${orgId}`, { begins: 'PLAN#' });
      return items.map((item) => parseItem(planSchema, item));
    },
    async items(orgId) {
      const items = await table.queryAll(`ORG#${orgId}`, { begins: 'ITEM#' });
      return items.map((item) => parseItem(planItemSchema, item));
    },
    savePlan(plan) {
      return table.put({ pk: `ORG#${plan.orgId}`, sk: `PLAN#${plan.from}-${plan.to}` }, plan);
    },
    saveItem(orgId, item) {
      return table.put({ pk: `ORG#${orgId}`, sk: `ITEM#${item.itemId}` }, item);
    },
  };
}
