/** Recording a merger: a form, what it would bring about, and the act; or taking one back. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import * as z from 'zod';
import {
  isMerged,
  nameOn,
  type Organization,
  orgIdSchema,
} from '../../shared/domain/organization.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { createMergeOrganization, type Merger, type MergerRefusal } from './merge-organization.ts';
import { MergedPage, MergerForm, MergerPreview } from './merger-page.tsx';
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

const pathSchema = z.object({ orgId: orgIdSchema });
const LONGEST_TEXT = 500;

const refusals = {
  'no-such-successor': {
    id: 'into',
    message: 'กรุณาเลือกหน่วยงานอื่นในจังหวัดเดียวกัน ซึ่งยังคงอยู่ในวันที่การรวมมีผล',
  },
  'merged-already': { id: 'into', message: 'บันทึกการรวมหน่วยงานนี้กับหน่วยงานอื่นหรือวันอื่นไว้แล้ว' },
  changed: { id: 'into', message: 'มีผู้อื่นบันทึกการรวมหน่วยงานนี้ไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่' },
} satisfies Record<MergerRefusal, FieldError>;

export function createMergerDesk(dependencies: WebDependencies) {
  const { roster } = dependencies;
  const acts = createMergeOrganization(dependencies);

  return {
    async show(c: Context<WebEnv>) {
      const { organization } = await open(c);
      return organization.merged
        ? answerMerged(c, organization)
        : answerForm(c, organization, c.req.query('into') ?? '');
    },

    /** Without `confirm` it only shows what the merger would bring about. */
    async take(c: Context<WebEnv>) {
      const { user, organization } = await open(c);
      const form = await readForm(c);
      const read = mergerFrom(form);
      if ('errors' in read) return answerForm(c, organization, '', form, read.errors);
      const { merger } = read;
      const confirmed = form.get('confirm') === 'yes';
      const outcome = confirmed
        ? await acts.merge(user, organization, merger)
        : await acts.foresee(organization, merger);
      if ('refused' in outcome) {
        return answerForm(c, organization, '', form, [refusals[outcome.refused]]);
      }
      if (confirmed) return c.redirect(`/organizations/${organization.orgId}/merger?done`, 303);
      return answer(
        c,
        organization,
        { title: 'ตรวจก่อนบันทึกการรวมหน่วยงาน' },
        <MergerPreview foreseen={outcome} merger={merger} today={todayOf(dependencies)} />,
      );
    },

    async undo(c: Context<WebEnv>) {
      const { user, organization } = await open(c);
      const reason = ((await readForm(c)).get('reason') ?? '').trim();
      if (reason === '' || reason.length > LONGEST_TEXT) {
        const message = `กรุณากรอกเหตุผลไม่เกิน ${LONGEST_TEXT} ตัวอักษร`;
        return answerMerged(c, organization, [{ id: 'reason', message }]);
      }
      await acts.undo(user, organization, reason);
      return c.redirect(`/organizations/${organization.orgId}`, 303);
    },
  };

  async function open(c: Context<WebEnv>) {
    const { orgId } = pathOf(c, pathSchema);
    const user = authorized(c, 'administer', 'nation');
    return { user, organization: found(await roster.find(orgId)) };
  }

  async function answerForm(
    c: Context<WebEnv>,
    organization: Organization,
    into: string,
    form?: Form,
    errors: readonly FieldError[] = [],
  ) {
    const today = todayOf(dependencies);
    const others = (await roster.all(organization.province)).filter(
      (other) => other.orgId !== organization.orgId && !isMerged(other, today),
    );
    return answer(
      c,
      organization,
      { title: 'บันทึกการรวมหน่วยงาน', errors },
      <MergerForm {...{ organization, others, today, errors, form, into }} />,
    );
  }

  async function answerMerged(
    c: Context<WebEnv>,
    organization: Organization,
    errors: readonly FieldError[] = [],
  ) {
    const successor = organization.merged && (await roster.find(organization.merged.into));
    if (!successor) return answerForm(c, organization, '');
    return answer(
      c,
      organization,
      { title: 'การรวมหน่วยงาน', errors },
      <MergedPage
        {...{ organization, successor, errors }}
        today={todayOf(dependencies)}
        done={c.req.query('done') !== undefined && errors.length === 0}
      />,
    );
  }

  function answer(
    c: Context<WebEnv>,
    organization: Organization,
    { title, errors = [] }: { title: string; errors?: readonly FieldError[] },
    content: Child,
  ) {
    const { orgId } = organization;
    const { shortName } = nameOn(organization, todayOf(dependencies));
    return page(
      c,
      {
        title,
        line: shortName,
        errors,
        status: errors.length > 0 ? 422 : 200,
        breadcrumbs: [
          { text: 'จังหวัด', href: '/provinces' },
          { text: shortName, href: `/organizations/${orgId}` },
          { text: 'การรวมหน่วยงาน' },
        ],
      },
      content,
    );
  }
}

function mergerFrom(form: Form): { merger: Merger } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const into = orgIdSchema.safeParse(form.get('into'));
  const on = thaiDateFrom(form, 'on');
  const order = (form.get('order') ?? '').trim();
  if (!into.success) errors.push({ id: 'into', message: 'กรุณาเลือกหน่วยงานที่รับโอนภารกิจ' });
  if ('message' in on) errors.push({ id: 'on', message: on.message });
  if (order === '' || order.length > LONGEST_TEXT) {
    const message = `กรุณากรอกประกาศหรือคำสั่งที่ให้รวมหน่วยงาน ไม่เกิน ${LONGEST_TEXT} ตัวอักษร`;
    errors.push({ id: 'order', message });
  }
  if (errors.length > 0 || !into.success || 'message' in on) return { errors };
  return { merger: { into: into.data, on: on.date, order } };
}
