/** The plan of an organization: which one, how it begins, its edition and its working group. */
import type { Context } from 'hono';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Field,
  type FieldError,
} from '../../shared/web/components.tsx';
import { createChangePlan, planFor } from './change-plan.ts';
import { DetailFields } from './plan-details-form.tsx';
import {
  ChangedMeanwhile,
  mustWrite,
  type OpenPlan,
  openPlan,
  type PlanFrame,
  periodName,
  planCrumbs,
  planFrame,
  planPath,
  refusedPlan,
} from './plan-frame.tsx';
import { detailsFrom, periodFrom } from './plan-input.ts';
import { PlanPage, planQuerySchema } from './plan-page.tsx';
import { type Form, readForm } from './request-body.ts';

import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export function planPages(dependencies: WebDependencies) {
  const { plans, editions } = dependencies;
  const acts = createChangePlan(dependencies);

  return {
    /** The plan of this fiscal year; without any, how to begin one. */
    async current(c: Context<WebEnv>) {
      const frame = await planFrame(c);
      const all = await plans.plans(frame.orgId);
      const plan = planFor(all, fiscalYearOf(todayOf(dependencies)));
      if (plan) return c.redirect(planPath(plan), 303);
      return page(
        c,
        { title: 'แผนปฏิบัติการป้องกันการทุจริต', ...planCrumbs(frame, { text: 'แผน' }) },
        <>
          <h1 class="govuk-heading-l">แผนปฏิบัติการป้องกันการทุจริต</h1>
          <EmptyState>หน่วยงานนี้ยังไม่มีแผนในระบบ</EmptyState>
          {frame.writes && (
            <ButtonLink href={`/organizations/${frame.orgId}/plans/new`}>เริ่มจัดทำแผน</ButtonLink>
          )}
        </>,
      );
    },

    async startForm(c: Context<WebEnv>) {
      return answerStart(c, mustWrite(await planFrame(c)), []);
    },

    async start(c: Context<WebEnv>) {
      const frame = mustWrite(await planFrame(c));
      const form = await readForm(c);
      const period = periodFrom(form);
      const details = detailsFrom(form, await editions.all());
      if ('errors' in period || 'errors' in details) {
        const errors = [period, details].flatMap((each) => ('errors' in each ? each.errors : []));
        return answerStart(c, frame, errors, form);
      }
      const plan: Plan = {
        schemaVersion: 1,
        orgId: frame.orgId,
        ...period,
        ...details.details,
      };
      const outcome = await acts.start(frame.user, plan);
      if ('started' in outcome) return c.redirect(planPath(plan), 303);
      if (outcome.refused === 'changed') return c.redirect(planPath(plan), 303);
      if (outcome.refused !== 'overlap') return refusedPlan(outcome);
      const message = `มีแผน ${periodName(outcome.other)} ซึ่งครอบคลุมบางปีของแผนนี้อยู่แล้ว`;
      return answerStart(c, frame, [{ id: 'from', message }], form);
    },

    async plan(c: Context<WebEnv>) {
      const opened = await openPlan(c, acts);
      const query = planQuerySchema.parse(c.req.query());
      const others = (await plans.plans(opened.orgId)).filter(
        ({ from }) => from !== opened.plan.from,
      );
      const year = fiscalYearOf(todayOf(dependencies));
      return page(
        c,
        {
          title: `แผนปฏิบัติการป้องกันการทุจริต ${periodName(opened.plan)}`,
          ...planCrumbs(opened, { text: `แผน ${periodName(opened.plan)}` }),
        },
        <PlanPage
          {...opened}
          query={query}
          others={others}
          today={year}
          done={c.req.query('done')}
        />,
      );
    },

    async detailsForm(c: Context<WebEnv>) {
      return answerDetails(c, mustWrite(await openPlan(c, acts)), {});
    },

    async details(c: Context<WebEnv>) {
      const opened = mustWrite(await openPlan(c, acts));
      const form = await readForm(c);
      const typed = detailsFrom(form, await editions.all());
      if ('errors' in typed) return answerDetails(c, opened, { form, errors: typed.errors });
      const read = Number(form.get('rev'));
      const outcome = await acts.describe(opened.user, opened.place, typed.details, read);
      if ('described' in outcome) return c.redirect(`${opened.base}?done=details`, 303);
      if (outcome.refused !== 'changed') return refusedPlan(outcome);
      return answerDetails(c, await openPlan(c, acts), { form, changed: true });
    },
  };
}

async function answerStart(
  c: Context<WebEnv>,
  frame: PlanFrame,
  errors: readonly FieldError[],
  form?: Form,
) {
  const editions = await c.get('dependencies').editions.all();
  return page(
    c,
    {
      title: 'เริ่มจัดทำแผน',
      ...planCrumbs(frame, { text: 'เริ่มจัดทำแผน' }),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <span class="govuk-caption-l">{frame.shortName}</span>
      <h1 class="govuk-heading-l">เริ่มจัดทำแผนปฏิบัติการป้องกันการทุจริต</h1>
      <form method="post" novalidate>
        <Field
          name="from"
          label="ปีงบประมาณแรกของแผน (พ.ศ.)"
          inputmode="numeric"
          width={4}
          value={form?.get('from')}
          errors={errors}
        />
        <Field
          name="to"
          label="ปีงบประมาณสุดท้ายของแผน (พ.ศ.)"
          hint="แผนมีระยะเวลา 3–5 ปีงบประมาณ"
          inputmode="numeric"
          width={4}
          value={form?.get('to')}
          errors={errors}
        />
        <DetailFields editions={editions} form={form} errors={errors} plan={undefined} />
        <Button>บันทึกแผน</Button>
      </form>
    </>,
  );
}

interface DetailsFilled {
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
  readonly changed?: boolean;
}

async function answerDetails(
  c: Context<WebEnv>,
  opened: OpenPlan,
  { form, errors = [], changed = false }: DetailsFilled,
) {
  const { plan, base } = opened;
  const editions = await c.get('dependencies').editions.all();
  return page(
    c,
    {
      title: 'แก้ไขข้อมูลแผนและคณะทำงาน',
      ...planCrumbs(
        opened,
        { text: `แผน ${periodName(plan)}`, href: base },
        { text: 'ข้อมูลแผนและคณะทำงาน' },
      ),
      errors,
      status: changed ? 409 : errors.length > 0 ? 422 : 200,
    },
    <>
      {changed && <ChangedMeanwhile />}
      <span class="govuk-caption-l">{opened.shortName}</span>
      <h1 class="govuk-heading-l">ข้อมูลแผนและคณะทำงาน {periodName(plan)}</h1>
      <form method="post" novalidate>
        <input type="hidden" name="rev" value={String(plan.rev ?? 0)} />
        <DetailFields editions={editions} form={form} errors={errors} plan={plan} />
        <Button>บันทึกข้อมูลแผน</Button>
      </form>
    </>,
  );
}
