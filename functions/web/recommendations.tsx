/** Follow-up of recommendations: an organization answers each, the office verifies and sees who is overdue. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import {
  actsFor,
  type FollowUpAct,
  hostActs,
  isAdviceOverdue,
  isSettled,
  officeActs,
} from '../../shared/domain/follow-up.ts';
import { nameOn, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { type Recommendation, recommendationStates } from '../../shared/domain/supervision.ts';
import { recommendationLabels } from '../../shared/text/thai.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  adviceHref,
  advicePath,
  createFollowUp,
  findRecommendation,
  orgPath,
  type RecommendationId,
} from './follow-up.ts';
import { callFrom } from './phone-call.tsx';
import { crumbsTo, lineOf, provinceFrame, refuse } from './province-frame.tsx';
import { type Form, readForm, thaiDateFrom } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const filterSchema = z.object({
  state: z
    .enum([...recommendationStates, 'overdue', 'settled', 'all'])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
});
export type AdviceFilter = z.infer<typeof filterSchema>;

export function recommendationRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { seasons, roster } = dependencies;
  const followUp = createFollowUp({ ...dependencies, audit: dependencies.audits });
  const routes = new Hono<WebEnv>();
  const path = '/organizations/:orgId/recommendations/:year/:visitNo/:no';

  routes.get('/organizations/:orgId/recommendations', async (c) => {
    const { orgId } = pathOf(c, orgPath);
    authorized(c, 'read-organization', { orgId });
    const [organization, recommendations, { OrganizationAdvice }] = await Promise.all([
      roster.find(orgId),
      seasons.recommendations(provinceOf(orgId), orgId),
      import('./recommendations-page.tsx'),
    ]);
    const today = todayOf(dependencies);
    const { name, shortName } = nameOn(found(organization), today);
    return page(
      c,
      {
        title: 'ข้อเสนอแนะของคณะนิเทศ',
        line: shortName,
        breadcrumbs: [
          { text: shortName, href: `/organizations/${orgId}` },
          { text: 'ข้อเสนอแนะของคณะนิเทศ' },
        ],
      },
      <OrganizationAdvice name={name} recommendations={recommendations} today={today} />,
    );
  });

  routes.get(path, async (c) => answerOne(c, dependencies));

  routes.post(path, async (c) => follow(c, 'answer-visit', hostActs));

  routes.post(`${path}/judge`, async (c) => follow(c, 'record-supervision', officeActs));

  routes.post(`${path}/phone`, async (c) => follow(c, 'record-supervision', hostActs, true));

  async function follow(
    c: Context<WebEnv>,
    action: 'answer-visit' | 'record-supervision',
    acts: readonly FollowUpAct['act'][],
    phoned = false,
  ) {
    const id = idOf(c);
    const user = authorized(c, 'read-organization', id);
    if (!can(user, action, id)) refuse({ refused: 'forbidden' });
    const form = await readForm(c);
    const act = actFrom(form, acts);
    const call = phoned ? callFrom(form, todayOf(dependencies)) : undefined;
    const wrong = [
      ...(call && 'errors' in call ? call.errors : []),
      ...('errors' in act ? act.errors : []),
    ];
    if ('errors' in act || (call && 'errors' in call)) {
      return answerOne(c, dependencies, wrong, form);
    }
    const outcome = await followUp(user, id, act, call);
    if ('followed' in outcome) return c.redirect(`${adviceHref(id)}?done`, 303);
    switch (outcome.refused) {
      case 'no-word':
        return answerOne(c, dependencies, [{ id: 'note', message: wordless[act.act] }], form);
      case 'past-day':
        return answerOne(c, dependencies, [{ id: 'until', message: 'วันที่ขอต้องอยู่หลังวันนี้' }], form);
      case 'not-now':
        throw new ProblemError(409, {
          code: 'not-now',
          detail: `ข้อเสนอแนะนี้เปลี่ยนเป็น “${recommendationLabels[outcome.state]}” แล้ว จึงยังไม่มีการบันทึกสิ่งที่ท่านกรอก กรุณาเปิดหน้าใหม่`,
        });
      default:
        return refuse(outcome);
    }
  }

  routes.get('/provinces/:province/recommendations', async (c) => {
    const frame = await provinceFrame(c);
    const [organizations, all, { ProvinceAdvice }] = await Promise.all([
      roster.all(frame.province),
      seasons.recommendations(frame.province),
      import('./recommendations-page.tsx'),
    ]);
    const today = todayOf(dependencies);
    const filter = filterSchema.parse(c.req.query());
    const title = 'ติดตามผลตามข้อเสนอแนะ';
    return page(
      c,
      { title, line: lineOf(frame), breadcrumbs: crumbsTo(frame, { text: title }) },
      <ProvinceAdvice
        names={new Map(organizations.map((one) => [one.orgId, nameOn(one, today).shortName]))}
        chosen={all.filter((one) => isChosen(one, filter, today))}
        {...{ all, filter, today }}
      />,
    );
  });

  return routes;
}

function isChosen(one: Recommendation, { state }: AdviceFilter, today: ReturnType<typeof todayOf>) {
  switch (state) {
    case undefined:
      return !isSettled(one);
    case 'all':
      return true;
    case 'settled':
      return isSettled(one);
    case 'overdue':
      return isAdviceOverdue(one, today);
    default:
      return one.state === state;
  }
}

function idOf(c: Context<WebEnv>): RecommendationId {
  const { orgId, year, visitNo, no } = pathOf(c, advicePath);
  return { orgId, fiscalYear: year, visitNo, no };
}

const wordless: Record<FollowUpAct['act'], string> = {
  accept: '',
  start: '',
  verify: '',
  finish: 'กรุณากรอกผลการดำเนินการ',
  decline: 'กรุณากรอกเหตุผลที่ไม่สามารถดำเนินการได้',
  'ask-more': 'กรุณากรอกว่าขอข้อมูลหรือการดำเนินการใดเพิ่มเติม',
};

function actFrom(
  form: Form,
  acts: readonly FollowUpAct['act'][],
): FollowUpAct | { errors: FieldError[] } {
  const act = z.enum(acts).safeParse(form.get('act'));
  if (!act.success) return { errors: [{ id: 'act', message: 'กรุณาเลือกคำตอบ' }] };
  const note = (form.get('note') ?? '').trim();
  if (note.length > 2000) {
    return { errors: [{ id: 'note', message: 'ข้อความยาวได้ไม่เกิน 2,000 ตัวอักษร' }] };
  }
  if (act.data !== 'ask-more') return { act: act.data, note };
  const until = thaiDateFrom(form, 'until');
  return 'message' in until
    ? { errors: [{ id: 'until', message: until.message }] }
    : { act: act.data, note, until: until.date };
}

async function answerOne(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const id = idOf(c);
  const { orgId } = id;
  const user = authorized(c, 'read-organization', { orgId });
  const { seasons, roster } = dependencies;
  const [one, organization, { AdvicePage, renamed }] = await Promise.all([
    findRecommendation(seasons, id),
    roster.find(orgId),
    import('./recommendations-page.tsx'),
  ]);
  const recommendation = found(one);
  const today = todayOf(dependencies);
  const { name, shortName } = nameOn(found(organization), today);
  const mayRecord = can(user, 'record-supervision', { orgId });
  const acts = [
    ...(can(user, 'answer-visit', { orgId }) ? actsFor(recommendation, hostActs) : []),
    ...(mayRecord ? actsFor(recommendation, officeActs) : []),
  ];
  const phoned = mayRecord ? actsFor(recommendation, hostActs) : [];
  const list = `/organizations/${orgId}/recommendations`;
  return page(
    c,
    {
      title: `ข้อเสนอแนะข้อ ${id.no}`,
      line: shortName,
      errors: form?.has('answeredBy') ? renamed(errors) : errors,
      status: errors.length > 0 ? 422 : 200,
      breadcrumbs: [
        { text: shortName, href: `/organizations/${orgId}` },
        { text: 'ข้อเสนอแนะของคณะนิเทศ', href: list },
        { text: `ข้อ ${id.no}` },
      ],
    },
    <AdvicePage
      {...{ name, recommendation, acts, phoned, errors, form, today }}
      now={dependencies.now()}
      phone={organization?.phone}
      done={c.req.query('done') !== undefined && errors.length === 0}
    />,
  );
}
