/** What comes after a report: the plan of the next year from its decisions, and the plan of the next period. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { type FiscalYear, fiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { coversYear } from '../../shared/domain/framework.ts';
import { decidedItem, type Proposed, proposedFor } from '../../shared/domain/next-plan.ts';
import { currentVersion } from '../../shared/domain/obligation.ts';
import { PLAN_YEARS, type Plan, type PlanItem, planYears } from '../../shared/domain/plan.ts';
import type { ReportLine } from '../../shared/domain/report.ts';
import { decisionLabels, dimensionLabel } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  type FieldError,
  Select,
  Tag,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createChangePlan, type ItemFields } from './change-plan.ts';
import {
  mustWrite,
  type OpenPlan,
  openPlan,
  periodName,
  planCrumbs,
  planPath,
  refusedPlan,
} from './plan-frame.tsx';
import { periodFrom } from './plan-input.ts';
import { refusalProblem } from './report-acts.ts';
import { type Form, readForm } from './request-body.ts';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const yearPathSchema = z.object({ year: z.coerce.number().pipe(fiscalYearSchema) });

export function planNextPages(dependencies: WebDependencies) {
  const { obligations, reports, editions } = dependencies;
  const acts = createChangePlan(dependencies);

  return {
    async nextYearForm(c: Context<WebEnv>) {
      const proposal = await openProposal(c);
      return answerNextYear(c, proposal);
    },

    async nextYear(c: Context<WebEnv>) {
      const { user, place, base, proposed, year } = await openProposal(c);
      const form = await readForm(c);
      const chosen = chosenFrom(form, proposed);
      const goOn = chosen.filter(({ goesOn }) => goesOn).length;
      const note = `ปี ${year + 1}: อยู่ในแผน ${goOn} รายการ ไม่ดำเนินการต่อ ${chosen.length - goOn} รายการ`;
      const on = todayOf(dependencies);
      const reason = `ไม่ดำเนินการต่อ ตามผลการประเมินรอบ 12 เดือน ปีงบประมาณ พ.ศ. ${year}`;
      const byId = new Map(chosen.map((each) => [each.item.itemId, each]));
      const outcome = await acts.changeSeveral(
        user,
        place,
        { act: 'plan-next-year', note },
        (item) => {
          const one = byId.get(item.itemId);
          return one ? decidedItem({ ...one, item }, year, { on, reason }) : item;
        },
      );
      if ('changed' in outcome) return c.redirect(`${base}?done=next-year`, 303);
      if (outcome.refused !== 'changed') return refusedPlan(outcome);
      throw refusalProblem({ refused: 'changed' });
    },

    async carryOverForm(c: Context<WebEnv>) {
      return answerCarryOver(c, await openCarryOver(c), []);
    },

    async carryOver(c: Context<WebEnv>) {
      const opened = await openCarryOver(c);
      const { user, plan, proposed } = opened;
      const form = await readForm(c);
      const period = periodFrom(form);
      const errors: FieldError[] = 'errors' in period ? [...period.errors] : [];
      const editionId = form.get('editionId') ?? '';
      if (!(await editions.all()).some((edition) => edition.editionId === editionId)) {
        errors.push({ id: 'editionId', message: 'กรุณาเลือกกรอบแผนที่ใช้' });
      }
      const chosen = chosenFrom(form, proposed).filter(({ goesOn }) => goesOn);
      if (chosen.length === 0) {
        errors.push({ id: 'goes-on', message: 'กรุณาเลือกรายการที่จะยกไปอย่างน้อยหนึ่งรายการ' });
      }
      if ('errors' in period || errors.length > 0) return answerCarryOver(c, opened, errors, form);

      const next: Plan = {
        schemaVersion: 1,
        orgId: plan.orgId,
        ...period,
        editionId,
        ...(plan.workingGroup && { workingGroup: plan.workingGroup }),
      };
      const started = await acts.start(user, next);
      if ('refused' in started) {
        if (started.refused === 'changed') throw refusalProblem({ refused: 'changed' });
        if (started.refused !== 'overlap') return refusedPlan(started);
        const message = `มีแผน ${periodName(started.other)} ซึ่งครอบคลุมบางปีของแผนนี้อยู่แล้ว`;
        return answerCarryOver(c, opened, [{ id: 'from', message }], form);
      }
      const outcome = await acts.add(
        user,
        next,
        chosen.map(({ item }) => carriedFields(item, next)),
        // Made of the two periods: carrying over twice adds nothing twice.
        tokenOf(plan, next),
        {
          act: 'plan-carried-over',
          goesOnFrom: chosen.map(({ item }) => item.itemId),
        },
      );
      if ('added' in outcome) return c.redirect(`${planPath(next)}?done=carried-over`, 303);
      if (outcome.refused === 'changed') throw refusalProblem({ refused: 'changed' });
      return refusedPlan(outcome);
    },
  };

  /** What the report on the year before the one in the path proposes for it. */
  async function openProposal(c: Context<WebEnv>) {
    const opened = mustWrite(await openPlan(c, acts));
    const next = pathOf(c, yearPathSchema).year;
    const year = fiscalYear(next - 1);
    if (!coversYear(opened.plan, next) || !coversYear(opened.plan, year)) {
      throw new ProblemError(404);
    }
    const lines = await decisionsOf(opened.orgId, year);
    return { ...opened, year, lines, proposed: proposedFor(opened.items, lines, year) };
  }

  /** All items that the plan still has in its last year, as that year's report decided. */
  async function openCarryOver(c: Context<WebEnv>) {
    const opened = mustWrite(await openPlan(c, acts));
    const { to } = opened.plan;
    const lines = await decisionsOf(opened.orgId, to);
    const last = opened.items.filter(({ years }) => years.includes(to));
    const reported = new Map(lines.map((line) => [line.itemId, line]));
    const all = last.map(({ itemId }) => reported.get(itemId) ?? { itemId, decision: null });
    const proposed = proposedFor(last, all, to).map((each) =>
      reported.has(each.item.itemId) ? each : { ...each, decision: undefined },
    );
    return { ...opened, lines, proposed };
  }

  async function decisionsOf(orgId: string, year: FiscalYear): Promise<readonly ReportLine[]> {
    const round = { fiscalYear: year, round: '12M' } as const;
    const obligation = await obligations.find(orgId, round);
    const version = obligation && currentVersion(obligation);
    const submission = version && (await reports.submission(orgId, round, version.submissionId));
    return submission?.content.lines ?? [];
  }
}

interface Proposal extends OpenPlan {
  readonly lines: readonly ReportLine[];
  readonly proposed: readonly Proposed[];
}

/** What is ticked goes on. */
function chosenFrom(form: Form, proposed: readonly Proposed[]): Proposed[] {
  const ticked = new Set(form.all('goes-on'));
  return proposed.map((each) => ({ ...each, goesOn: ticked.has(each.item.itemId) }));
}

/** The same work in the years of the next plan; its budgets are yet to be decided. */
function carriedFields(item: PlanItem, next: Plan): ItemFields {
  const { name, dimension, wholeYear, kind, quarter, targetGroups, objective, remark } = item;
  return {
    name,
    dimension,
    wholeYear,
    years: planYears(next),
    ...(kind && { kind }),
    ...(quarter && { quarter }),
    ...(targetGroups && { targetGroups }),
    ...(objective && { objective }),
    ...(remark && { remark }),
  };
}

function tokenOf(plan: Plan, next: Plan): string {
  const text = `${plan.orgId} ${plan.from}-${plan.to} ${next.from}-${next.to}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function answerNextYear(c: Context<WebEnv>, proposal: Proposal & { readonly year: FiscalYear }) {
  const { plan, base, proposed, lines, year } = proposal;
  const title = `แผนปีงบประมาณ พ.ศ. ${year + 1}`;
  return page(
    c,
    {
      title,
      ...planCrumbs(proposal, { text: `แผน ${periodName(plan)}`, href: base }, { text: title }),
    },
    <>
      <span class="govuk-caption-l">{proposal.shortName}</span>
      <h1 class="govuk-heading-l">
        {title} จากผลการประเมินปี {year}
      </h1>
      <NoReport lines={lines} year={year} />
      <form method="post" novalidate>
        <ProposedRows proposed={proposed} head={`อยู่ในแผนปี ${year + 1}`} form={undefined} />
        <p class="govuk-body">
          รายการที่ไม่เลือกจะออกจากแผนตั้งแต่ปี {year + 1} รายงานของปีก่อนหน้ายังคงเดิม
          และคืนรายการเข้าแผนได้จากหน้ารายการ
        </p>
        <div class="actions">
          <Button>บันทึกแผนปี {year + 1}</Button>
          <a class="govuk-link" href={base}>
            ไม่ทำรายการ
          </a>
        </div>
      </form>
    </>,
  );
}

async function answerCarryOver(
  c: Context<WebEnv>,
  opened: Proposal,
  errors: readonly FieldError[],
  form?: Form,
) {
  const { plan, base, proposed, lines } = opened;
  const title = 'ยกไปแผนรอบถัดไป';
  const editions = await c.get('dependencies').editions.all();
  return page(
    c,
    {
      title,
      ...planCrumbs(opened, { text: `แผน ${periodName(plan)}`, href: base }, { text: title }),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <span class="govuk-caption-l">แผน {periodName(plan)}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      <NoReport lines={lines} year={plan.to} />
      <form method="post" novalidate>
        <Field
          name="from"
          label="ปีงบประมาณแรกของแผนใหม่ (พ.ศ.)"
          inputmode="numeric"
          width={4}
          value={form?.get('from') ?? String(plan.to + 1)}
          errors={errors}
        />
        <Field
          name="to"
          label="ปีงบประมาณสุดท้ายของแผนใหม่ (พ.ศ.)"
          hint={`แผนมีระยะเวลา ${PLAN_YEARS.least}–${PLAN_YEARS.most} ปีงบประมาณ`}
          inputmode="numeric"
          width={4}
          value={form?.get('to')}
          errors={errors}
        />
        <Select
          name="editionId"
          label="กรอบแผนที่ใช้"
          value={form?.get('editionId')}
          options={[
            { value: '', text: 'เลือกกรอบแผน' },
            ...editions.map(({ editionId, from, to }) => ({
              value: editionId,
              text: `พ.ศ. ${from}–${to}`,
            })),
          ]}
          errors={errors}
        />
        <ProposedRows proposed={proposed} head="ยกไป" form={form} />
        <p class="govuk-body">
          รายการที่ยกไปจะได้ลำดับใหม่และดำเนินการทุกปีของแผนใหม่ ส่วนงบประมาณให้กรอกใหม่ทีละรายการ
        </p>
        <div class="actions">
          <Button>ยกรายการที่เลือกไปแผนใหม่</Button>
          <a class="govuk-link" href={base}>
            ไม่ทำรายการ
          </a>
        </div>
      </form>
    </>,
  );
}

const NoReport: FC<{ lines: readonly ReportLine[]; year: FiscalYear }> = ({ lines, year }) =>
  lines.length > 0 ? null : (
    <EmptyState>
      ยังไม่มีรายงานรอบ 12 เดือน ปีงบประมาณ พ.ศ. {year} ที่ส่งแล้ว รายการด้านล่างจึงเสนอตามแผนเดิม
    </EmptyState>
  );

interface RowsProps {
  readonly proposed: readonly Proposed[];
  readonly head: string;
  readonly form: Form | undefined;
}

const ProposedRows: FC<RowsProps> = ({ proposed, head, form }) => {
  const ticked = form && new Set(form.all('goes-on'));
  return (
    <table class="govuk-table stacked">
      <caption class="govuk-table__caption govuk-table__caption--m">
        รายการในแผน {proposed.length} รายการ
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {[head, 'มิติ', 'ชื่อโครงการ/กิจกรรม/มาตรการ', 'ผลการประเมิน'].map((column) => (
            <th scope="col" class="govuk-table__header">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {proposed.map(({ item, decision, goesOn }, index) => {
          const id = index === 0 ? 'goes-on' : `goes-on-${item.itemId}`;
          return (
            <tr class="govuk-table__row">
              <td class="govuk-table__cell">
                <div class="govuk-checkboxes govuk-checkboxes--small">
                  <div class="govuk-checkboxes__item">
                    <input
                      class="govuk-checkboxes__input"
                      type="checkbox"
                      id={id}
                      name="goes-on"
                      value={item.itemId}
                      checked={ticked?.has(item.itemId) ?? goesOn}
                    />
                    <label class="govuk-label govuk-checkboxes__label" for={id}>
                      {item.no}
                      <span class="govuk-visually-hidden"> {item.name}</span>
                    </label>
                  </div>
                </div>
              </td>
              <td class="govuk-table__cell no-wrap" data-label="มิติ">
                {dimensionLabel(item.dimension)}
              </td>
              <th scope="row" class="govuk-table__header report-form__name">
                {item.name}
              </th>
              <td class="govuk-table__cell no-wrap" data-label="ผลการประเมิน">
                <DecisionTag decision={decision} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

const DecisionTag: FC<{ decision: Proposed['decision'] }> = ({ decision }) => {
  if (decision === undefined) return <>ไม่ได้รายงาน</>;
  const tones = {
    continue: 'green',
    improve: 'yellow',
    revise: 'yellow',
    expand: 'blue',
    terminate: 'grey',
  } as const;
  return <Tag tone={tones[decision]}>{decisionLabels[decision]}</Tag>;
};
