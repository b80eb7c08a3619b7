/** The page on which the office gives one organization a place in the schedule in the making. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, laterOf } from '../../shared/domain/local-date.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { WhyNot } from '../../shared/domain/visit-plan.ts';
import type { WhyNotRun } from '../../shared/store/planning-store.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  type FieldError,
  SummaryList,
} from '../../shared/web/components.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import { type Form, queryForm } from './request-body.ts';
import { RunProgress, refreshSoon, standingOf } from './run-progress.tsx';
import { TimeFields } from './season-forms.tsx';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { factorLabels, hoursOf, reasonLabels, shortNames, teamName } from './visit-words.ts';
import { found, page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const planPath = z.object({ orgId: orgIdSchema });

interface EditProps {
  readonly frame: SeasonFrame;
  readonly plan: SeasonPlan;
  readonly errors: readonly FieldError[];
  readonly form?: Form | undefined;
}

export async function answerEdit(
  c: Context<WebEnv>,
  { settings, plannings, now }: Pick<WebDependencies, 'settings' | 'plannings' | 'now'>,
  { frame, plan, errors, form }: EditProps,
) {
  const { orgId } = pathOf(c, planPath);
  const organization = found(plan.organizations.find((one) => one.orgId === orgId));
  const [{ rules }, run] = await Promise.all([
    settings.load(),
    plannings.whyNot(frame.season.fiscalYear, frame.season.province, orgId),
  ]);
  const asked = run && { ...run, standing: standingOf(run, now()) };
  if (asked?.standing === 'running') refreshSoon(c);
  const { today } = plan.context;
  const { fiscalYear } = frame.season;
  const entry = plan.entries.find((one) => one.orgId === orgId);
  const name = nameOn(organization, today);
  const names = shortNames(plan.organizations, today);
  // Whoever comes from the week's board has chosen a day already.
  const typed = form ?? (c.req.query('date') ? queryForm(c) : undefined);
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
      <WhyNotAnswer {...{ plan, orgId, asked, names }} action={`${frame.base}/plan/${orgId}`} />
      <form
        method="post"
        action={`${frame.base}/plan/${orgId}`}
        novalidate
        data-check={`${frame.base}/check?${new URLSearchParams({ orgId })}`}
      >
        <input type="hidden" name="draft" value={String(plan.draft?.version ?? 0)} />
        <TimeFields {...{ plan, from, to, errors, form: typed }} chosen={entry ?? {}} />
        <div class="check-answer" role="status" data-check-answer=""></div>
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
      {entry && <GroupForm {...{ frame, plan, entry, names, errors, form }} />}
    </>,
  );
}

/** Who comes to this visit, for a group visit at this organization's place. */
const GroupForm: FC<EditProps & { entry: ScheduleEntry; names: ReadonlyMap<string, string> }> = ({
  frame,
  plan,
  entry,
  names,
  errors,
  form,
}) => {
  const { orgId, hostOrgId } = entry;
  if (hostOrgId !== undefined) {
    return (
      <p class="govuk-body">
        เข้าร่วมนิเทศรวมกลุ่มที่{' '}
        <a class="govuk-link" href={`${frame.base}/plan/${hostOrgId}`}>
          {names.get(hostOrgId)}
        </a>{' '}
        การบันทึกวันใหม่ในหน้านี้จะแยกแห่งนี้ออกจากกลุ่ม
      </p>
    );
  }
  const guests = plan.entries.filter((one) => one.hostOrgId === orgId);
  return (
    <section aria-labelledby="group">
      <h2 class="govuk-heading-m" id="group">
        นิเทศรวมกลุ่มที่แห่งนี้
      </h2>
      <form method="post" action={`${frame.base}/plan/${orgId}/cluster`} novalidate>
        <input type="hidden" name="draft" value={String(plan.draft?.version ?? 0)} />
        <Field
          name="attending"
          label="หน่วยงานที่เข้าร่วม"
          hint="ชื่อย่อหรือรหัส คั่นด้วยจุลภาค ไม่เกิน 20 แห่ง เว้นว่างเพื่อเลิกกลุ่ม เวลาของทั้งกลุ่มตามแห่งนี้ และตัดแห่งนี้ออกจากร่างจะตัดทั้งกลุ่ม"
          value={form?.get('attending') ?? guests.map((one) => names.get(one.orgId)).join(', ')}
          errors={errors}
        />
        <Button kind="secondary">บันทึกกลุ่ม</Button>
      </form>
    </section>
  );
};

/** What visiting the organization would cost, and what would have to change; or the question. */
const WhyNotAnswer: FC<{
  plan: SeasonPlan;
  orgId: string;
  asked: (WhyNotRun & { standing: WhyNotRun['state'] }) | undefined;
  names: ReadonlyMap<string, string>;
  action: string;
}> = ({ plan, orgId, asked, names, action }) => {
  const proposal = plan.run?.proposal;
  const left =
    proposal?.outcome === 'planned' &&
    proposal.organizations.some((one) => one.organizationId === orgId && !one.chosen);
  if (!left) return null;
  const current = asked?.runId === plan.run?.runId ? asked : undefined;
  if (current?.standing === 'running') {
    return <RunProgress title="กำลังคำนวณว่าถ้าต้องไปแห่งนี้ แผนจะเปลี่ยนอย่างไร" run={current} />;
  }
  if (current?.answer) return <Answer answer={current.answer} plan={plan} names={names} />;
  return (
    <form method="post" action={`${action}/why-not`}>
      {current?.standing === 'failed' && (
        <p class="govuk-body">คำนวณไม่สำเร็จ หรือมีข้อเสนอใหม่กว่าแล้ว ลองถามอีกครั้ง</p>
      )}
      <Button kind="secondary">ถ้าต้องไปแห่งนี้ แผนจะเสียอะไร</Button>
    </form>
  );
};

const impossible = {
  'no-free-day': 'ไปแห่งนี้ไม่ได้: ไม่มีวันที่ทั้งหน่วยงานและคณะนิเทศว่างตรงกัน',
  'does-not-fit-a-day': 'ไปแห่งนี้ไม่ได้: เดินทางไปกลับไม่ทันในวันเดียว',
  capacity: 'ไปแห่งนี้ไม่ได้: แห่งที่ต้องนิเทศใช้วันของคณะจนเต็มแล้ว',
};

const Answer: FC<{ answer: WhyNot; plan: SeasonPlan; names: ReadonlyMap<string, string> }> = ({
  answer,
  plan,
  names,
}) => {
  switch (answer.answer) {
    case 'already-chosen':
    case 'unknown-organization':
      return null;
    case 'impossible':
      return <EmptyState>{impossible[answer.reason]}</EmptyState>;
    case 'costs': {
      const list = (ids: readonly string[]) =>
        ids.map((id) => names.get(id) ?? id).join(', ') || '–';
      const { visit, cost, exact } = answer;
      const points = (Math.abs(cost) / 100).toLocaleString('th-TH');
      return (
        <section aria-labelledby="why-not">
          <h2 class="govuk-heading-m" id="why-not">
            ถ้าต้องไปแห่งนี้
          </h2>
          <SummaryList
            rows={[
              {
                key: cost < 0 ? 'แผนดีขึ้น' : 'แผนเสียไป',
                value: `${points} คะแนน${exact ? ' (คำตอบแน่นอน ไม่มีวิธีที่เสียน้อยกว่านี้)' : ' (โดยประมาณ)'}`,
              },
              {
                key: 'จะไปได้เมื่อ',
                value: `${longDate(visit.date)} ${hoursOf(visit)} ${teamName(plan.context.teams, visit.teamId)}`,
              },
              { key: 'แห่งที่ต้องตัดออก', value: list(answer.drops) },
              { key: 'แห่งที่ได้ไปแทน', value: list(answer.adds) },
              { key: 'แห่งที่ต้องย้ายวัน', value: list(answer.moves) },
            ]}
          />
        </section>
      );
    }
  }
};

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
