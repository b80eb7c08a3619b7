/** An organization's action plan for preventing corruption (แผนปฏิบัติการป้องกันการทุจริต) and its items. */
import * as z from 'zod';
import { type FiscalYear, fiscalYear, fiscalYearSchema } from './fiscal-year.ts';
import { coversYear, dimensionSchema } from './framework.ts';
import { localDateSchema } from './local-date.ts';
import { orgIdSchema } from './organization.ts';

/** A plan may be long; beyond this the largest item of the table would not fit (measured in the store's tests). */
export const MOST_ITEMS = 300;

/** What becomes of an item after twelve months: ดำเนินการต่อ | ปรับปรุง | แก้ไข | ขยายขอบเขต | ยุติ. */
export const decisions = ['continue', 'improve', 'revise', 'expand', 'terminate'] as const;

/** e-PlanNACC knows nine. */
export const MOST_TARGET_GROUPS = 9;

export const itemIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);

/** At most ten thousand million baht. */
const satangSchema = z.int().min(0).max(1_000_000_000_000);

/** How an item left the plan: by the chief executive's announcement (ประกาศ), without a step of the council. */
const endingSchema = z.object({
  on: localDateSchema,
  reason: z.string().min(1).max(1000),
  /** First fiscal year that it is no longer reported in: what came before stays as it was. */
  from: fiscalYearSchema,
  /** Day of the announcement that changed the plan. */
  announcedOn: localDateSchema.optional(),
  replacedBy: itemIdSchema.optional(),
});

export const planItemSchema = z.object({
  schemaVersion: z.literal(1),
  /** Stable: renaming keeps it. */
  itemId: itemIdSchema,
  /** The item's number in the plan's table (ลำดับ). */
  no: z.int().min(1).max(MOST_ITEMS),
  /** โครงการ | กิจกรรม | มาตรการ | แนวปฏิบัติงาน; free, since editions differ. */
  kind: z.string().max(60).optional(),
  name: z.string().max(600),
  /** `null` where the source left it blank; such a line cannot be submitted. */
  dimension: dimensionSchema.nullable(),
  years: z.array(fiscalYearSchema).min(1),
  /** เป็นกิจกรรมที่ดำเนินการทั้งปีงบประมาณ: apart from status, since such work may be complete in month 6. */
  wholeYear: z.boolean(),
  /** In satang, the same in each of its years; `null` is "no budget", which is not 0. */
  budgetSatang: satangSchema.nullable(),
  /** In satang, where years differ: it then stands instead of `budgetSatang`. A year left out has no budget. */
  budgets: z.array(z.object({ year: fiscalYearSchema, satang: satangSchema })).optional(),
  /** Quarter (ไตรมาส) of the fiscal year in which it is to be carried out. */
  quarter: z.literal([1, 2, 3, 4]).optional(),
  /** กลุ่มเป้าหมาย, in the organization's own words. */
  targetGroups: z.array(z.string().min(1).max(100)).max(MOST_TARGET_GROUPS).optional(),
  objective: z.string().max(1000).optional(),
  /** หมายเหตุ of the plan's own table; what is remarked in a report is said there. */
  remark: z.string().max(1000).optional(),
  state: z.enum(['active', 'cancelled', 'replaced']),
  /** Present where it is cancelled or replaced. */
  ended: endingSchema.optional(),
  /** Items of an earlier period or plan that it goes on from, or takes the place of. */
  goesOnFrom: itemIdSchema.optional(),
  /** What the 12-month report of `year` decided for the year after it, once that is in the plan. */
  decided: z.object({ year: fiscalYearSchema, decision: z.enum(decisions) }).optional(),
  /** `false` once the province has marked it ไม่สอดคล้อง with its dimension: it then needs no report. */
  consistent: z.boolean(),
  /** Why it is not consistent, and since when. */
  inconsistency: z.object({ on: localDateSchema, note: z.string().max(1000) }).optional(),
  /** Raised by every change: two officers never overwrite each other. */
  rev: z.int().min(1).optional(),
});
export type PlanItem = z.infer<typeof planItemSchema>;

const memberSchema = z.object({ position: z.string().min(1), role: z.string().min(1) });

export const planSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  /** Edition of the framework that it follows, for example `2562-2564`. */
  editionId: z.string(),
  from: fiscalYearSchema,
  /** Included. */
  to: fiscalYearSchema,
  announcedOn: localDateSchema.optional(),
  workingGroup: z
    .object({
      /** Of the order (คำสั่ง) that appointed it, such as 75/2560. */
      orderNo: z.string(),
      orderDate: localDateSchema,
      members: z.array(memberSchema),
    })
    .optional(),
  /** Highest number that was ever given to an item: two officers who add at once get different ones. */
  lastNumber: z.int().min(0).max(MOST_ITEMS).optional(),
  rev: z.int().min(1).optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** Fiscal years that a plan runs over, both included. */
export const PLAN_YEARS = { least: 3, most: 5 } as const;

/** The source left its name or its dimension blank: the officer gives both with the report. */
export function isIncomplete({ name, dimension }: Pick<PlanItem, 'name' | 'dimension'>): boolean {
  return dimension === null || name.trim() === '';
}

/** The items that are to be reported in `year`, in the plan's order. */
export function itemsToReport(items: readonly PlanItem[], year: FiscalYear): PlanItem[] {
  return items
    .filter((item) => item.consistent && item.years.includes(year) && !hasEnded(item, year))
    .toSorted((a, b) => a.no - b.no);
}

/** Cancelled or replaced by `year`: in its earlier years it stays what it was. */
export function hasEnded({ state, ended }: PlanItem, year: FiscalYear): boolean {
  return state !== 'active' && (ended === undefined || ended.from <= year);
}

/** In satang; `null` where it has no budget in `year`. */
export function budgetIn(
  { budgets, budgetSatang }: Pick<PlanItem, 'budgets' | 'budgetSatang'>,
  year: FiscalYear,
): number | null {
  if (!budgets) return budgetSatang;
  return budgets.find((budget) => budget.year === year)?.satang ?? null;
}

/** The fiscal years of a plan, in order. */
export function planYears({ from, to }: Pick<Plan, 'from' | 'to'>): FiscalYear[] {
  return Array.from({ length: to - from + 1 }, (_, index) => fiscalYear(from + index));
}

/** Those of `items` that belong to the plan: planned for one of its years at least. */
export function itemsOfPlan<Item extends PlanItem>(
  items: readonly Item[],
  plan: Pick<Plan, 'from' | 'to'>,
): Item[] {
  return items
    .filter(({ years }) => years.some((year) => coversYear(plan, year)))
    .toSorted((a, b) => a.no - b.no);
}

/** The highest number given in the plan so far: numbers go up, so that no two items ever share one. */
export function lastNumberOf({ lastNumber = 0 }: Plan, items: readonly PlanItem[]): number {
  return items.reduce((highest, { no }) => Math.max(highest, no), lastNumber);
}

/** Leaves the plan (ยกเลิก), or gives way to another item; a second time changes nothing. */
export function ended(item: PlanItem, ending: NonNullable<PlanItem['ended']>): PlanItem {
  if (item.state !== 'active') return item;
  return { ...item, state: ending.replacedBy ? 'replaced' : 'cancelled', ended: ending };
}

/** Back in the plan, where it was cancelled by mistake; what was replaced stays so. */
export function restored(item: PlanItem): PlanItem {
  if (item.state !== 'cancelled') return item;
  const { ended: _, ...rest } = item;
  return { ...rest, state: 'active' };
}

/** The province finds it inconsistent (ไม่สอดคล้อง) with the framework, or consistent again. */
export function judged(item: PlanItem, inconsistency: PlanItem['inconsistency']): PlanItem {
  const { inconsistency: _, ...rest } = item;
  return inconsistency
    ? { ...rest, consistent: false, inconsistency }
    : { ...rest, consistent: true };
}
