/** The chief executive's one page: read the report, sign it or send it back. */
import { type Context, Hono } from 'hono';
import { isEditable } from '../../shared/domain/obligation.ts';
import { can, outOfTerm } from '../../shared/domain/permissions.ts';
import { capacityLabels } from '../../shared/text/thai.ts';
import {
  ConfirmForm,
  type FieldError,
  Notification,
  Textarea,
} from '../../shared/web/components.tsx';
import { refusalProblem, termText } from './report-acts.ts';
import { reportDesk } from './report-desk.ts';
import { placeOf, reportPath } from './report-frame.ts';
import { dueWords, placeName, ReportRows, roundName, ScorePreview } from './report-views.tsx';
import { readForm } from './request-body.ts';
import { createSendBackReport } from './send-back-report.ts';
import { createSignReport } from './sign-report.ts';
import {
  authorized,
  found,
  page,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function executiveRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const signReport = createSignReport(dependencies);
  const sendBackReport = createSendBackReport(dependencies);
  const app = new Hono<WebEnv>();
  const report = '/organizations/:orgId/reports/:year/:round';

  app.get(`${report}/sign-off`, (c) => signOffPage(c, []));

  app.post(`${report}/sign`, async (c) => {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const form = await readForm(c);
    const instruction = (form.get('instruction') ?? '').trim().slice(0, 1000);
    const hash = form.get('contentHash') ?? '';
    const outcome = await signReport(user, place, { mode: 'system', instruction }, hash);
    if ('refused' in outcome) throw refusalProblem(outcome);
    return c.redirect(`${reportPath(place)}/sign-off?signed`, 303);
  });

  app.post(`${report}/send-back`, async (c) => {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const reason = ((await readForm(c)).get('reason') ?? '').trim().slice(0, 1000);
    if (reason === '') {
      return signOffPage(c, [{ id: 'reason', message: 'กรุณาบอกสิ่งที่ต้องการให้แก้ไข' }]);
    }
    const outcome = await sendBackReport(user, place, reason);
    if ('refused' in outcome) throw refusalProblem(outcome);
    return c.redirect(`${reportPath(place)}/sign-off?sent-back`, 303);
  });

  return app;

  async function signOffPage(c: Context<WebEnv>, errors: readonly FieldError[]) {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const { obligation, content, context, contentHash } = found(
      await reportDesk(dependencies, place),
    );
    if (!isEditable(obligation)) return c.redirect(`/organizations/${place.orgId}`, 303);
    const base = reportPath(place);
    const signed = obligation.signature?.contentHash === contentHash;
    const bar = outOfTerm(user, todayOf(dependencies));
    const mayAct = can(user, 'sign-report', place) && !bar;
    const waits = obligation.state === 'awaiting_signoff' && !signed;
    return page(
      c,
      {
        title: `ลงนามรายงาน ${roundName(obligation)}`,
        line: `${obligation.organization.shortName} · ปีงบประมาณ พ.ศ. ${place.fiscalYear}`,
        breadcrumbs: [
          { text: 'งานของหน่วยงาน', href: `/organizations/${place.orgId}` },
          { text: 'ลงนามรายงาน' },
        ],
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {signed && (
          <Notification kind="success" title="ลงนามเห็นชอบแล้ว">
            <p class="govuk-body">เจ้าหน้าที่ของท่านส่งรายงานให้สำนักงาน ป.ป.ช. ประจำจังหวัดต่อไปได้</p>
          </Notification>
        )}
        {!signed && c.req.query('sent-back') !== undefined && (
          <Notification kind="success" title="ส่งคืนให้เจ้าหน้าที่แก้ไขแล้ว" />
        )}
        <span class="govuk-caption-l">{placeName(obligation)}</span>
        <h1 class="govuk-heading-l">รายงาน{roundName(obligation)}</h1>
        <p class="govuk-body">{dueWords(obligation, todayOf(dependencies))}</p>
        {!waits && !signed && (
          <p class="govuk-inset-text">รายงานนี้ยังไม่ได้เสนอให้ลงนาม เจ้าหน้าที่กำลังจัดทำ</p>
        )}
        <ScorePreview lines={content.lines} round={context.round} />
        <ReportRows content={content} round={context.round} caption="รายการทั้งหมดในรายงาน" />
        {bar && user.role === 'executive' && <p class="govuk-inset-text">{termText(bar)}</p>}
        {mayAct && waits && (
          <>
            <section class="panel-plain" aria-label="ลงนามเห็นชอบ">
              <h2 class="govuk-heading-m">ลงนามเห็นชอบ</h2>
              <ConfirmForm action={`${base}/sign`} button="ลงนามเห็นชอบ" hidden={{ contentHash }}>
                <p class="govuk-body">
                  ลงนามในตำแหน่ง {user.position} ({capacityLabels[user.capacity ?? 'holder']})
                </p>
                <Textarea name="instruction" label="ข้อสั่งการ (ถ้ามี)" rows={2} maxlength={1000} />
              </ConfirmForm>
            </section>
            <section class="panel-plain" aria-label="ส่งคืนให้แก้ไข">
              <h2 class="govuk-heading-m">ส่งคืนให้แก้ไข</h2>
              <ConfirmForm action={`${base}/send-back`} button="ส่งคืนให้แก้ไข" kind="secondary">
                <Textarea
                  name="reason"
                  label="สิ่งที่ต้องการให้แก้ไข"
                  rows={2}
                  maxlength={1000}
                  errors={errors}
                />
              </ConfirmForm>
            </section>
          </>
        )}
      </>,
    );
  }
}
