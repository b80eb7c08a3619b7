/** The page on which the office gives one organization a place in the schedule in the making. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, laterOf } from '../../shared/domain/local-date.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { Button, type FieldError, SummaryList } from '../../shared/web/components.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import type { Form } from './request-body.ts';
import { TimeFields } from './season-forms.tsx';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { factorLabels, reasonLabels } from './visit-words.ts';
import { found, page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const planPath = z.object({ orgId: orgIdSchema });

interface EditProps {
  readonly frame: SeasonFrame;
  readonly plan: SeasonPlan;
  readonly errors: readonly FieldError[];
  readonly form?: Form;
}

export async function answerEdit(
  c: Context<WebEnv>,
  { settings }: Pick<WebDependencies, 'settings'>,
  { frame, plan, errors, form }: EditProps,
) {
  const { orgId } = pathOf(c, planPath);
  const organization = found(plan.organizations.find((one) => one.orgId === orgId));
  const { rules } = await settings.load();
  const { today } = plan.context;
  const { fiscalYear } = frame.season;
  const entry = plan.entries.find((one) => one.orgId === orgId);
  const name = nameOn(organization, today);
  const title = `${entry ? 'แก้ไข' : 'เพิ่ม'}การนิเทศ ${name.shortName}`;
  const from = laterOf(visitWindow(fiscalYear, rules).opens, addDays(today, 1));
  const to = laterOf(fiscalYearWindow(fiscalYear).closes, from);
  return page(
    c,
    { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <span class="govuk-caption-l">
        {name.name} · อำเภอ{organization.amphoe.name}
      </span>
      <h1 class="govuk-heading-l">{entry ? 'แก้ไขร่างกำหนดการ' : 'เพิ่มในร่างกำหนดการ'}</h1>
      <Reasons plan={plan} orgId={orgId} />
      <form method="post" action={`${frame.base}/plan/${orgId}`} novalidate>
        <input type="hidden" name="draft" value={String(plan.draft?.version ?? 0)} />
        <TimeFields {...{ plan, from, to, errors, form }} chosen={entry ?? {}} />
        <div class="actions">
          <Button>บันทึกในร่าง</Button>
          {entry && (
            <Button kind="warning" name="do" value="drop">
              ตัดออกจากร่าง
            </Button>
          )}
          <a class="govuk-link" href={`${frame.base}#draft`}>
            กลับโดยไม่บันทึก
          </a>
        </div>
      </form>
    </>,
  );
}

/** Each factor with its points, as the latest proposal reckoned them. */
const Reasons: FC<{ plan: SeasonPlan; orgId: string }> = ({ plan, orgId }) => {
  const proposal = plan.run?.proposal;
  const why =
    proposal?.outcome === 'planned'
      ? proposal.organizations.find(({ organizationId }) => organizationId === orgId)
      : undefined;
  return why ? (
    <SummaryList
      rows={[
        {
          key: 'ข้อเสนอของระบบ',
          value: `${why.chosen ? 'เลือก' : 'ไม่เลือก'}: ${reasonLabels[why.reason]}`,
        },
        {
          key: `คะแนนความจำเป็น ${why.priority.points}`,
          value: why.priority.factors.map(({ factor, points }) => (
            <span class="cell-note">
              {factorLabels[factor]} +{points}
            </span>
          )),
        },
      ]}
    />
  ) : null;
};
