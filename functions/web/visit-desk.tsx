/** One visit at the office: its page, answers taken by phone, closing. */
import type { Context } from 'hono';
import { nameOn } from '../../shared/domain/organization.ts';
import { longDate } from '../../shared/text/thai.ts';
import { Button, type FieldError, Notification } from '../../shared/web/components.tsx';
import { createAnswerVisit, findVisit } from './answer-visit.ts';
import { CallFields, callFrom } from './phone-call.tsx';
import { createRecordSupervision, type SupervisionRecord } from './record-supervision.ts';
import { type Form, readForm } from './request-body.ts';
import { letterFrom, seenIn } from './season-forms.tsx';
import { plannersFrame, type SeasonFrame, seasonFrame, seasonOptions } from './season-frame.tsx';
import { AnswerFields, answerDays, answerFrom, answerProblem } from './visit-answer-form.tsx';
import { idOf, recordProblem, visitBase, visitFacts } from './visit-facts.ts';
import { VisitPage } from './visit-page.tsx';
import { hoursOf } from './visit-words.ts';
import { found, page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const success: Readonly<Record<string, string>> = {
  move: 'กำหนดวันใหม่แล้ว ระบบแจ้งหน่วยงานและปรับนัดหมายปฏิทินให้แล้ว',
  postpone: 'เลื่อนแล้ว ระบบแจ้งหน่วยงานให้แล้ว',
  cancel: 'ยกเลิกแล้ว ระบบแจ้งหน่วยงานให้แล้ว',
  urgent: 'ทำเครื่องหมายเร่งด่วนแล้ว หน่วยงานที่ทราบวันนี้แล้วได้รับแจ้งอีกครั้งพร้อมเหตุผล',
  letter: 'บันทึกเลขที่หนังสือของแห่งนี้แล้ว',
  phone: 'บันทึกคำตอบของหน่วยงานแล้ว',
  sign: 'ลงนามรายงานการนิเทศแล้ว ข้อเสนอแนะเข้าสู่การติดตามผล',
  drop: 'ยกเลิกฉบับแก้ไขแล้ว ฉบับที่ลงนามไว้ยังใช้อยู่',
  close: 'ปิดเรื่องการนิเทศนี้แล้ว หากบันทึกเลขที่หนังสือแจ้งผลไว้ ระบบส่งอีเมลแจ้งผลให้หน่วยงานด้วย',
};

/** What answers the routes of `visit.ts`. */
export function visitDesk(dependencies: WebDependencies) {
  const acting = { ...dependencies, audit: dependencies.audits };
  const recordSupervision = createRecordSupervision(acting);
  const answerVisit = createAnswerVisit(acting);

  async function answerPage(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[] = [],
    form?: Form,
  ) {
    const facts = await visitFacts(c, dependencies, frame);
    const done = success[c.req.query('done') ?? ''];
    return page(
      c,
      {
        ...seasonOptions(frame, facts.name),
        title: `การนิเทศติดตาม ${facts.name}`,
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {done && errors.length === 0 && <Notification kind="success" title={done} />}
        <VisitPage {...facts} errors={errors} form={form} />
      </>,
    );
  }

  async function takeClosing(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const letter = letterFrom(form);
    if (letter && 'errors' in letter) return answerPage(c, frame, letter.errors, form);
    await record(c, frame, form, { act: 'close', ...(letter && { letter }) });
    const { orgId } = idOf(c, frame);
    const { fiscalYear, province } = frame.season;
    const schedule = await dependencies.seasons.schedule(fiscalYear, province);
    if (letter && schedule) await dependencies.tellVisits(schedule, [orgId]);
    return c.redirect(`${visitBase(c, frame)}?done=close#report`, 303);
  }

  /** Begins a correction of the signed report, or gives it up. */
  async function takeCorrection(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const base = visitBase(c, frame);
    if (form.get('do') === 'drop') {
      await record(c, frame, form, { act: 'drop-correction' });
      return c.redirect(`${base}?done=drop#report`, 303);
    }
    const reason = (form.get('reason') ?? '').trim();
    if (reason === '' || reason.length > 500) {
      const message = 'กรุณากรอกเหตุผลที่ต้องแก้ไข ไม่เกิน 500 ตัวอักษร';
      return answerPage(c, frame, [{ id: 'reason', message }], form);
    }
    await record(c, frame, form, { act: 'correct', reason });
    return c.redirect(`${base}/report`, 303);
  }

  /** @throws {ProblemError} where it is refused */
  async function record(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    form: Form,
    act: Exclude<SupervisionRecord, { act: 'draft' | 'sign' }>,
  ): Promise<void> {
    const seen = form.get('seen') ?? '';
    const outcome = await recordSupervision(frame.user, idOf(c, frame), seen, act);
    if ('recorded' in outcome) return;
    if (outcome.refused === 'held-ahead' || outcome.refused === 'incomplete') {
      throw new RangeError(`${act.act} cannot be refused as ${outcome.refused}`);
    }
    throw recordProblem(outcome);
  }

  async function takePhone(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const answer = answerFrom(form, await answerDays(dependencies, frame.province));
    const call = callFrom(form, todayOf(dependencies));
    const errors = [
      ...('errors' in call ? call.errors : []),
      ...('errors' in answer ? answer.errors : []),
    ];
    if ('errors' in answer || 'errors' in call) return answerPhone(c, frame, errors, form);
    const id = idOf(c, frame);
    const outcome = await answerVisit(frame.user, id, seenIn(form, 'sequence'), answer, call);
    if ('answered' in outcome) return c.redirect(`${visitBase(c, frame)}?done=phone`, 303);
    throw answerProblem(outcome);
  }

  async function answerPhone(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const id = idOf(c, frame);
    const { entry } = found(await findVisit(dependencies.seasons, id));
    const organization = found(await dependencies.roster.find(id.orgId));
    const today = todayOf(dependencies);
    const title = 'บันทึกการตอบรับทางโทรศัพท์';
    const base = visitBase(c, frame);
    return page(
      c,
      { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
      <>
        <span class="govuk-caption-l">
          {nameOn(organization, today).shortName} · {longDate(entry.date)} {hoursOf(entry)}
        </span>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">โทรศัพท์หน่วยงาน {organization.phone ?? 'ไม่มีข้อมูล'}</p>
        <form method="post" action={`${base}/phone`} novalidate>
          <input type="hidden" name="sequence" value={String(entry.sequence)} />
          <CallFields errors={errors} form={form} today={today} now={dependencies.now()} />
          <AnswerFields errors={errors} form={form} />
          <div class="actions">
            <Button>บันทึกคำตอบ</Button>
            <a class="govuk-link" href={base}>
              ไม่ทำรายการ กลับไปหน้าก่อน
            </a>
          </div>
        </form>
      </>,
    );
  }

  return {
    show: async (c: Context<WebEnv>) => answerPage(c, await seasonFrame(c)),
    showPhone: async (c: Context<WebEnv>) => answerPhone(c, await plannersFrame(c), []),
    takePhone,
    takeClosing,
    takeCorrection,
  };
}
