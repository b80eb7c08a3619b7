/** From the draft to the receipt: the check, what is confirmed, the chief executive's signature, handing in. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { capacitySchema } from '../../shared/domain/actor.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { checkReport } from '../../shared/domain/report.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createAskSignoff } from './ask-signoff.ts';
import { refusalProblem } from './report-acts.ts';
import type { ReportDesk, ReportPlace } from './report-desk.ts';
import {
  crumbs,
  elsewhere,
  openDesk,
  placeOf,
  REPORT,
  reportPath,
  versionFrom,
} from './report-frame.ts';
import { type Form, readForm, thaiDateFrom } from './request-body.ts';
import { createSaveDraft } from './save-draft.ts';
import { createSignReport, type PaperSignature } from './sign-report.ts';
import { createSubmitReport } from './submit-report.ts';
import {
  authorized,
  page,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function checkRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { files } = dependencies;
  const saveDraft = createSaveDraft(dependencies);
  const askSignoff = createAskSignoff(dependencies);
  const signReport = createSignReport(dependencies);
  const submitReport = createSubmitReport(dependencies);
  const app = new Hono<WebEnv>();
  const report = REPORT;

  app.get(`${report}/check`, async (c) => {
    const { user, place, desk } = await openDesk(c);
    const redirect = elsewhere(user, place, desk.obligation);
    if (redirect) return c.redirect(redirect, 303);
    return checkPage(c, user, place, desk, []);
  });

  app.post(`${report}/confirm-whole-year`, async (c) => {
    const { user, place, desk } = await openDesk(c);
    const form = await readForm(c);
    if (form.get('wholeYearConfirmed') !== 'yes') {
      const message = 'กรุณาทำเครื่องหมายเพื่อยืนยัน หรือกลับไปแก้ไขสถานะของรายการเหล่านี้';
      return checkPage(c, user, place, desk, [{ id: 'wholeYearConfirmed', message }]);
    }
    const content = { ...desk.content, wholeYearConfirmed: true };
    const outcome = await saveDraft(user, place, content, versionFrom(form));
    if ('refused' in outcome) throw refusalProblem(outcome);
    return c.redirect(`${reportPath(place)}/check`, 303);
  });

  app.post(`${report}/ask-signoff`, async (c) => {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const outcome = await askSignoff(user, place, versionFrom(await readForm(c)));
    if ('refused' in outcome) throw refusalProblem(outcome);
    return c.redirect(`${reportPath(place)}/check`, 303);
  });

  app.post(`${report}/paper-signoff`, async (c) => {
    const { user, place, desk } = await openDesk(c);
    const form = await readForm(c);
    const paper = paperFrom(form);
    if ('errors' in paper) return checkPage(c, user, place, desk, paper.errors, form);
    const outcome = await signReport(
      user,
      place,
      { mode: 'paper', ...paper },
      form.get('contentHash') ?? '',
    );
    if ('refused' in outcome && outcome.refused === 'signed-in-future') {
      const message = 'วันที่ลงนามต้องไม่หลังวันนี้';
      return checkPage(c, user, place, desk, [{ id: 'signedOn', message }], form);
    }
    if ('refused' in outcome) throw refusalProblem(outcome);
    return c.redirect(`${reportPath(place)}/check`, 303);
  });

  app.post(`${report}/submit`, async (c) => {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const form = await readForm(c);
    const submissionId = z.uuid().safeParse(form.get('submissionId'));
    if (!submissionId.success) {
      throw new ProblemError(400, {
        code: 'submission-id-missing',
        detail: 'คำขอมาไม่ครบ ยังไม่มีการส่งรายงาน กรุณากลับไปที่หน้าตรวจสอบก่อนส่ง',
      });
    }
    const received = form.has('paperReceivedOn-day')
      ? thaiDateFrom(form, 'paperReceivedOn')
      : { date: undefined };
    const again = async (message: string) => {
      const { desk } = await openDesk(c);
      return checkPage(c, user, place, desk, [{ id: 'paperReceivedOn', message }], form);
    };
    if ('message' in received) return again(received.message);
    const outcome = await submitReport(user, place, {
      submissionId: submissionId.data,
      what: { draftVersion: versionFrom(form) },
      channel: 'web',
      paperReceivedOn: received.date,
    });
    if ('refused' in outcome) {
      if (outcome.refused === 'received-in-future') {
        return again('วันที่ได้รับเอกสารต้องไม่หลังวันนี้');
      }
      if (outcome.refused === 'invalid') return c.redirect(`${reportPath(place)}/check`, 303);
      throw refusalProblem(outcome);
    }
    return c.redirect(`${reportPath(place)}/versions/${outcome.version.version}`, 303);
  });

  return app;

  async function checkPage(
    c: Context<WebEnv>,
    user: User,
    place: ReportPlace,
    desk: ReportDesk,
    fieldProblems: readonly FieldError[],
    typed?: Form,
  ) {
    const { obligation, content, context } = desk;
    const check = checkReport(content, context);
    const scans = await files.lists(place.orgId, `${place.fiscalYear}-${place.round}-scan`);
    const { CheckPage } = await import('./check-page.tsx');
    return page(
      c,
      {
        title: 'ตรวจสอบก่อนส่ง',
        line: `${obligation.organization.shortName} · ปีงบประมาณ พ.ศ. ${place.fiscalYear}`,
        breadcrumbs: crumbs(user, place, obligation, 'ตรวจสอบก่อนส่ง', true),
        errors: fieldProblems,
        status: fieldProblems.length > 0 ? 422 : 200,
      },
      <CheckPage
        {...{ desk, check, typed, user, scans }}
        base={reportPath(place)}
        today={todayOf(dependencies)}
        errors={fieldProblems}
        submissionId={randomUUID()}
      />,
    );
  }
}

function paperFrom(form: Form): PaperSignature | { errors: FieldError[] } {
  const position = (form.get('position') ?? '').trim();
  const capacity = capacitySchema.safeParse(form.get('capacity'));
  const signedOn = thaiDateFrom(form, 'signedOn');
  const errors: FieldError[] = [];
  if (position === '' || position.length > 200) {
    errors.push({ id: 'position', message: 'กรุณากรอกตำแหน่งของผู้ลงนาม' });
  }
  if (!capacity.success) errors.push({ id: 'capacity', message: 'กรุณาเลือกฐานะของผู้ลงนาม' });
  if ('message' in signedOn) errors.push({ id: 'signedOn', message: signedOn.message });
  if (errors.length > 0 || !capacity.success || 'message' in signedOn) return { errors };
  return { position, capacity: capacity.data, signedOn: signedOn.date };
}
