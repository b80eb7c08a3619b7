/** An organization's action plan for preventing corruption (แผนปฏิบัติการป้องกันการทุจริต) and its items. */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from './fiscal-year.ts';
import { dimensionSchema } from './framework.ts';
import { localDateSchema } from './local-date.ts';
import { orgIdSchema } from './organization.ts';

/** A plan may be long; beyond this the largest item of the table would not fit (measured in the store's tests). */
export const MOST_ITEMS = 300;

export const planItemSchema = z.object({
  schemaVersion: z.literal(1),
  /** Stable: renaming keeps it. */
  itemId: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
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
  /** In satang; `null` is "no budget", which is not 0. */
  budgetSatang: z.int().min(0).nullable(),
  state: z.enum(['active', 'cancelled', 'replaced']),
  /** `false` once the province has marked it ไม่สอดคล้อง with its dimension: it then needs no report. */
  consistent: z.boolean(),
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
    .object({ orderNo: z.string(), orderDate: localDateSchema, members: z.array(memberSchema) })
    .optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** The source left its name or its dimension blank: the officer gives both with the report. */
export function isIncomplete({ name, dimension }: Pick<PlanItem, 'name' | 'dimension'>): boolean {
  return dimension === null || name.trim() === '';
}

/** The items that are to be reported in `year`, in the plan's order. */
export function itemsToReport(items: readonly PlanItem[], year: FiscalYear): PlanItem[] {
  return items
    .filter((item) => item.state === 'active' && item.consistent && item.years.includes(year))
    .toSorted((a, b) => a.no - b.no);
}
