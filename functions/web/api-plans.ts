/** Plans by the JSON API: read, and written by the acts that the pages are answered by. */
import type { Context } from 'hono';
import { coversYear, titlesFor } from '../../shared/domain/framework.ts';
import { itemsOfPlan, type Plan, type PlanItem } from '../../shared/domain/plan.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  addItemsBodySchema,
  cancelItemBodySchema,
  editItemBodySchema,
  type ItemInput,
  type PlanItemView,
  type PlansView,
} from './api-plan-schemas.ts';
import { createChangePlan, type ItemFields, type PlanRefusal } from './change-plan.ts';
import { openItem, openPlan, planFrame, refusedPlan } from './plan-frame.tsx';
import { refusalProblem } from './report-acts.ts';
import { readJson } from './request-body.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function apiPlans(dependencies: WebDependencies) {
  const { plans, editions } = dependencies;
  const acts = createChangePlan(dependencies);
  return {
    all: async (c: Context<WebEnv>) => {
      const { orgId } = await planFrame(c);
      const [all, items, known] = await Promise.all([
        plans.plans(orgId),
        plans.items(orgId),
        editions.all(),
      ]);
      const answer: PlansView = {
        plans: all.map((plan) => {
          const { from, to, editionId, announcedOn, workingGroup } = plan;
          return {
            period: `${from}-${to}`,
            from,
            to,
            editionId,
            dimensionTitles: titlesFor(known, editionId, from),
            ...(announcedOn && { announcedOn }),
            ...(workingGroup && { workingGroup }),
            items: itemsOfPlan(items, plan).map(viewOf),
          };
        }),
      };
      return c.json(answer);
    },

    add: async (c: Context<WebEnv>) => {
      const { user, place, plan } = await openPlan(c, acts);
      const { token, items } = await readJson(c, addItemsBodySchema);
      const fields = items.map((each, index) => fieldsOf(each, plan, `items.${index}.`));
      const outcome = await acts.add(user, place, fields, token);
      if ('refused' in outcome) throw problemOf(outcome);
      const ids = items.map((_, index) => `${token}-${index + 1}`);
      const kept = (await acts.open(place))?.items ?? [];
      const made = kept.filter(({ itemId }) => ids.includes(itemId)).map(viewOf);
      return c.json({ items: made }, outcome.added.length > 0 ? 201 : 200);
    },

    edit: async (c: Context<WebEnv>) => {
      const { user, place, plan, item } = await openItem(c, acts);
      const { rev, item: typed } = await readJson(c, editItemBodySchema);
      const fields = fieldsOf(typed, plan, 'item.');
      const act = { act: 'edit', fields } as const;
      const outcome = await acts.changeItem(user, place, item.itemId, act, rev);
      if ('refused' in outcome) throw problemOf(outcome);
      return c.json(viewOf(outcome.item));
    },

    cancel: async (c: Context<WebEnv>) => {
      const { user, place, plan, item } = await openItem(c, acts);
      const { rev, announcedOn, ...ending } = await readJson(c, cancelItemBodySchema);
      if (!coversYear(plan, ending.from)) throw yearOutside('from');
      const act = { act: 'cancel', ...ending, ...(announcedOn && { announcedOn }) } as const;
      const outcome = await acts.changeItem(user, place, item.itemId, act, rev);
      if ('refused' in outcome) throw problemOf(outcome);
      return c.json(viewOf(outcome.item));
    },
  };
}

/** @throws {ProblemError} 422 for years that the plan does not cover */
function fieldsOf(input: ItemInput, plan: Plan, path: string): ItemFields {
  const { kind, budgets, quarter, targetGroups, objective, remark, ...rest } = input;
  if (!rest.years.every((year) => coversYear(plan, year))) throw yearOutside(`${path}years`);
  const outside = (budgets ?? []).some(({ year }) => !coversYear(plan, year));
  if (outside) throw yearOutside(`${path}budgets`);
  return {
    ...rest,
    years: [...new Set(rest.years)].toSorted(),
    ...(kind && { kind }),
    ...(budgets && budgets.length > 0 && { budgets }),
    ...(quarter && { quarter }),
    ...(targetGroups && targetGroups.length > 0 && { targetGroups }),
    ...(objective && { objective }),
    ...(remark && { remark }),
  };
}

function yearOutside(field: string): ProblemError {
  const message = 'ปีงบประมาณต้องอยู่ในระยะเวลาของแผน';
  const code = 'year-outside-plan';
  return new ProblemError(422, { code, detail: message, errors: [{ field, code, message }] });
}

function problemOf(refusal: PlanRefusal): ProblemError {
  // Another writer was quicker: the words of a draft fit a row as well.
  if (refusal.refused === 'changed') return refusalProblem({ refused: 'changed' });
  return refusedPlan(refusal);
}

function viewOf({ schemaVersion: _, rev = 0, ...item }: PlanItem): PlanItemView {
  return { ...item, rev };
}
