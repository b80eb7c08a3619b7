/** What the JSON API takes and gives of plans; the same limits as the pages'. */
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { dimensionSchema, editionSchema } from '../../shared/domain/framework.ts';
import { localDateSchema } from '../../shared/domain/local-date.ts';
import { MOST_ITEMS, planItemSchema, planSchema } from '../../shared/domain/plan.ts';

const item = planItemSchema.shape;

const itemInputSchema = z
  .strictObject({
    name: item.name.trim().min(1),
    dimension: dimensionSchema,
    kind: item.kind.meta({ example: 'โครงการ' }),
    years: item.years.meta({ description: 'Of the plan' }),
    wholeYear: item.wholeYear.default(false),
    budgets: item.budgets.meta({ description: 'In satang; a year left out has no budget' }),
    quarter: item.quarter,
    targetGroups: item.targetGroups,
    objective: item.objective,
    remark: item.remark,
  })
  .meta({ id: 'PlanItemInput' });
export type ItemInput = z.infer<typeof itemInputSchema>;

const revSchema = z
  .int()
  .min(0)
  .meta({ description: 'Of the item as it was read; another one is refused with 409' });

export const addItemsBodySchema = z
  .strictObject({
    token: z
      .string()
      .regex(/^[a-z0-9]{8,32}$/)
      .meta({ description: 'Chosen by the caller; the same one again adds nothing twice' }),
    items: z.array(itemInputSchema).min(1).max(MOST_ITEMS),
  })
  .meta({ id: 'AddPlanItems' });

export const editItemBodySchema = z
  .strictObject({ rev: revSchema, item: itemInputSchema })
  .meta({ id: 'EditPlanItem' });

export const cancelItemBodySchema = z
  .strictObject({
    rev: revSchema,
    reason: z.string().trim().min(1).max(1000),
    from: fiscalYearSchema.meta({
      description: 'First fiscal year that it is no longer reported in',
    }),
    announcedOn: localDateSchema.optional(),
  })
  .meta({ id: 'CancelPlanItem' });

export const planItemViewSchema = planItemSchema
  .omit({ schemaVersion: true })
  .extend({ rev: z.int() })
  .meta({ id: 'PlanItem' });
export type PlanItemView = z.infer<typeof planItemViewSchema>;

export const plansViewSchema = z
  .object({
    plans: z.array(
      planSchema
        .pick({ editionId: true, from: true, to: true, announcedOn: true, workingGroup: true })
        .extend({
          period: z.string().meta({ description: 'As it stands in paths', example: '2562-2564' }),
          dimensionTitles: editionSchema.shape.dimensionTitles,
          items: z.array(planItemViewSchema),
        }),
    ),
  })
  .meta({ id: 'Plans' });
export type PlansView = z.infer<typeof plansViewSchema>;

export const addedItemsSchema = z
  .object({ items: z.array(planItemViewSchema) })
  .meta({ id: 'AddedPlanItems' });
