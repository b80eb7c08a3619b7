/** One visit at the office: its page, answers taken by phone, the supervision report, closing. */
import { type Context, Hono } from 'hono';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion } from '../../shared/domain/obligation.ts';
import { nameOn, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import {
  type PhoneCall,
  type SupervisionReport,
  supervisionReportSchema,
} from '../../shared/domain/supervision.ts';
import { clock, longDate } from '../../shared/text/thai.ts';
import {
  Button,
  DateInput,
  Field,
  type FieldError,
  Notification,
  Radios,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { adviceFrom } from './advice-lines.ts';
import { createAnswerVisit, findVisit, type VisitAnswer } from './answer-visit.ts';
import { refuse, VISIT_PATH, visitPath } from './province-frame.tsx';
import {
  createRecordSupervision,
  type RecordOutcome,
  type SupervisionRecord,
} from './record-supervision.ts';
import { dateTyped, type Form, readForm, thaiDateFrom } from './request-body.ts';
import { letterFrom, seenIn } from './season-forms.tsx';
import { plannersFrame, type SeasonFrame, seasonFrame, seasonOptions } from './season-frame.tsx';
import { hoursOf, REPORT_TEXTS } from './visit-words.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const success: Readonly<Record<string, string>> = {
  move: 'กำหนดวันใหม่แล้ว ระบบแจ้งหน่วยงานและปรับนัดหมายปฏิทินให้แล้ว',
  postpone: 'เลื่อนแล้ว ระบบแจ้งหน่วยงานให้แล้ว',
  cancel: 'ยกเลิกแล้ว ระบบแจ้งหน่วยงานให้แล้ว',
  letter: 'บันทึกเลขที่หนังสือของแห่งนี้แล้ว',
  phone: 'บันทึกคำตอบของหน่วยงานแล้ว',
  draft: 'บันทึกร่างรายงานการนิเทศแล้ว',
  submit: 'เสนอรายงานการนิเทศแล้ว ข้อเสนอแนะเข้าสู่การติดตามผล',
  close: 'ปิดเรื่องการนิเทศนี้แล้ว',
};

export function visitRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const acting = { ...dependencies, audit: dependencies.audits };
  const recordSupervision = createRecordSupervision(acting);
  const answerVisit = createAnswerVisit(acting);
  const routes = new Hono<WebEnv>();
  const path = `/provinces/:province/visits/:year/${VISIT_PATH}`;

  routes.get(path, async (c) => answerVisitPage(c, dependencies, await seasonFrame(c)));

  routes.post(`${path}/report`, async (c) => {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const act = form.get('do') === 'submit' ? 'submit' : 'draft';
    const report = reportFrom(form);
    const letter = letterFrom(form);
    const errors = [
      ...('errors' in report ? report.errors : []),
      ...(letter && 'errors' in letter ? letter.errors : []),
    ];
    if ('errors' in report || (letter && 'errors' in letter)) {
      return answerVisitPage(c, dependencies, frame, errors, form);
    }
    const record: SupervisionRecord =
      act === 'submit' ? { act, report, ...(letter && { letter }) } : { act, report };
    const outcome = await recordSupervision(
      frame.user,
      idOf(c, frame),
      form.get('seen') ?? '',
      record,
    );
    return answerRecorded(c, frame, act, outcome, form);
  });

  routes.post(`${path}/close`, async (c) => {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const letter = letterFrom(form);
    if (letter && 'errors' in letter) {
      return answerVisitPage(c, dependencies, frame, letter.errors, form);
    }
    const outcome = await recordSupervision(frame.user, idOf(c, frame), form.get('seen') ?? '', {
      act: 'close',
      ...(letter && { letter }),
    });
    return answerRecorded(c, frame, 'close', outcome, form);
  });

  routes.get(`${path}/phone`, async (c) =>
    answerPhone(c, dependencies, await plannersFrame(c), []),
  );

  routes.post(`${path}/phone`, async (c) => {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const answer = answerFrom(form);
    const call = callFrom(form);
    const errors = [
      ...('errors' in call ? call.errors : []),
      ...('errors' in answer ? answer.errors : []),
    ];
    if ('errors' in answer || 'errors' in call) {
      return answerPhone(c, dependencies, frame, errors, form);
    }
    const id = idOf(c, frame);
    const outcome = await answerVisit(frame.user, id, seenIn(form, 'sequence'), answer, call);
    if ('answered' in outcome) return c.redirect(`${visitBase(c, frame)}?done=phone`, 303);
    throw answerProblem(outcome);
  });

  function answerRecorded(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    act: 'draft' | 'submit' | 'close',
    outcome: RecordOutcome,
    form: Form,
  ) {
    if ('recorded' in outcome) return c.redirect(`${visitBase(c, frame)}?done=${act}#report`, 303);
    switch (outcome.refused) {
      case 'not-found':
      case 'forbidden':
        return refuse({ refused: outcome.refused });
      case 'held-ahead':
        return answerVisitPage(
          c,
          dependencies,
          frame,
          [{ id: 'heldOn', message: 'วันที่นิเทศต้องไม่หลังวันนี้' }],
          form,
        );
      case 'not-yet':
        throw conflict('not-yet', `บันทึกรายงานการนิเทศได้ตั้งแต่${longDate(outcome.on)}`);
      case 'changed':
        throw conflict(
          'changed',
          `รายงานการนิเทศนี้${outcome.visit.report ? `ถูกบันทึกโดย ${outcome.visit.report.recordedBy.position}` : 'เปลี่ยนไป'} หลังจากที่ท่านเปิดหน้า ยังไม่มีการบันทึกสิ่งที่ท่านกรอก กดย้อนกลับเพื่อคัดลอกข้อความของท่าน แล้วเปิดหน้าใหม่`,
        );
      case 'submitted':
        throw conflict('submitted', 'เสนอรายงานการนิเทศนี้ไปแล้ว จึงแก้ไขไม่ได้');
      case 'not-submitted':
        throw conflict('not-submitted', 'ต้องเสนอรายงานการนิเทศก่อนจึงจะปิดเรื่องได้');
      case 'closed':
        throw conflict('closed', 'ปิดเรื่องการนิเทศนี้ไปแล้ว');
      case 'off':
        throw conflict('off', 'การนิเทศนี้เลื่อนหรือยกเลิกไว้ ต้องกำหนดวันใหม่ก่อน');
    }
  }

  return routes;
}

function conflict(code: string, detail: string): ProblemError {
  return new ProblemError(409, { code, detail });
}

/** @throws {ProblemError} 404 for an organization of another province */
function idOf(c: Context<WebEnv>, { season }: SeasonFrame) {
  const { orgId, visitNo } = pathOf(c, visitPath);
  if (provinceOf(orgId) !== season.province) throw new ProblemError(404);
  return { fiscalYear: season.fiscalYear, orgId, visitNo };
}

function visitBase(c: Context<WebEnv>, { base }: SeasonFrame): string {
  const { orgId, visitNo } = pathOf(c, visitPath);
  return `${base}/${orgId}/${visitNo}`;
}

async function answerVisitPage(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const { seasons, roster, obligations, reports, files } = dependencies;
  const id = idOf(c, frame);
  const { fiscalYear, province } = frame.season;
  const round = { fiscalYear, round: '6M' as const };
  const [schedule, seen, teams, organization, obligation, followUps, lists] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    findVisit(seasons, id),
    seasons.teams(fiscalYear, province),
    roster.find(id.orgId),
    obligations.find(id.orgId, round),
    seasons.recommendations(province, id.orgId),
    files.lists(id.orgId, `${fiscalYear}-visit-${id.visitNo}-`),
  ]);
  const { entry, visit } = found(seen);
  const version = obligation && currentVersion(obligation);
  const submission = version && (await reports.submission(id.orgId, round, version.submissionId));
  const today = todayOf(dependencies);
  const name = nameOn(found(organization), today);
  const done = success[c.req.query('done') ?? ''];
  const { VisitPage } = await import('./visit-page.tsx');
  return page(
    c,
    {
      ...seasonOptions(frame, name.shortName),
      title: `การนิเทศติดตาม ${name.shortName}`,
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      {done && errors.length === 0 && <Notification kind="success" title={done} />}
      <VisitPage
        {...{ entry, visit, teams, obligation, submission, today, errors, form, lists }}
        schedule={found(schedule)}
        recommendations={followUps.filter(
          ({ state, fiscalYear: year, visitNo }) =>
            state !== 'verified' && !(year === fiscalYear && visitNo === id.visitNo),
        )}
        name={name.shortName}
        caption={`${name.name} · อำเภอ${organization?.amphoe.name ?? ''}`}
        base={visitBase(c, frame)}
        mayPlan={frame.mayPlan}
        mayRecord={can(frame.user, 'record-supervision', { orgId: id.orgId })}
      />
    </>,
  );
}

function reportFrom(form: Form): SupervisionReport | { errors: FieldError[] } {
  const text = (name: string) => (form.get(name) ?? '').trim();
  const heldOn = thaiDateFrom(form, 'heldOn');
  const advice = adviceFrom(form);
  const errors: FieldError[] = [
    ...('message' in heldOn ? [{ id: 'heldOn', message: heldOn.message }] : []),
    ...(text('attendees') === '' ? [{ id: 'attendees', message: 'กรุณากรอกผู้เข้าร่วม' }] : []),
    ...(text('findings') === '' ? [{ id: 'findings', message: 'กรุณากรอกข้อสังเกต' }] : []),
    ...('errors' in advice ? advice.errors : []),
    ...REPORT_TEXTS.filter(
      ([name, , , most]) => name !== 'recommendations' && text(name).length > most,
    ).map(([name, label, , most]) => ({
      id: name,
      message: `${label} ยาวได้ไม่เกิน ${most.toLocaleString('th-TH')} ตัวอักษร`,
    })),
  ];
  if (errors.length > 0 || 'message' in heldOn || 'errors' in advice) return { errors };
  return supervisionReportSchema.parse({
    heldOn: heldOn.date,
    attendees: text('attendees'),
    byDimension: ['dimension1', 'dimension2', 'dimension3', 'dimension4'].map(text),
    problemsMaking: text('problemsMaking'),
    problemsCarryingOut: text('problemsCarryingOut'),
    findings: text('findings'),
    ...advice,
  });
}

/** A host's answer, from its own form or the office's. */
export function answerFrom(form: Form): VisitAnswer | { errors: FieldError[] } {
  const text = (name: string, most: number) => (form.get(name) ?? '').trim().slice(0, most);
  if (form.get('answer') === 'other-day') {
    const reason = text('reason', 1000);
    return reason === ''
      ? { errors: [{ id: 'reason', message: 'กรุณากรอกเหตุผลและช่วงวันที่สะดวก' }] }
      : { answer: 'other-day', reason };
  }
  if (form.get('answer') !== 'acknowledge') {
    return { errors: [{ id: 'answer', message: 'กรุณาเลือกว่าตอบรับหรือขอเปลี่ยนวัน' }] };
  }
  const place = text('place', 300);
  if (place === '') return { errors: [{ id: 'place', message: 'กรุณากรอกสถานที่' }] };
  return {
    answer: 'acknowledge',
    place,
    receivedBy: text('receivedBy', 200),
    mobile: text('mobile', 60),
  };
}

/** Choice and details of an answer, as hosts and the office fill them in. */
export function AnswerFields({
  errors,
  form,
}: {
  errors: readonly FieldError[];
  form: Form | undefined;
}) {
  return (
    <>
      <Radios
        name="answer"
        label="คำตอบของหน่วยงาน"
        options={[
          { value: 'acknowledge', text: 'ตอบรับวันนิเทศ' },
          { value: 'other-day', text: 'ขอเปลี่ยนวัน' },
        ]}
        value={form?.get('answer')}
        errors={errors}
      />
      <div data-for="acknowledge">
        <h2 class="govuk-heading-s">ถ้าตอบรับ</h2>
        <Field
          name="place"
          label="สถานที่ และที่จอดรถ"
          value={form?.get('place')}
          errors={errors}
          maxlength={300}
        />
        <Field
          name="receivedBy"
          label="ผู้ต้อนรับคณะ (ตำแหน่ง)"
          value={form?.get('receivedBy')}
          errors={errors}
          maxlength={200}
        />
        <Field
          name="mobile"
          label="โทรศัพท์มือถือสำหรับวันนิเทศ"
          type="tel"
          value={form?.get('mobile')}
          errors={errors}
          width={20}
          maxlength={60}
        />
      </div>
      <div data-for="other-day">
        <h2 class="govuk-heading-s">ถ้าขอเปลี่ยนวัน</h2>
        <Textarea
          name="reason"
          label="เหตุผล และช่วงวันที่สะดวก"
          rows={3}
          maxlength={1000}
          value={form?.get('reason')}
          errors={errors}
        />
      </div>
    </>
  );
}

/** Why an answer does not count. */
export function answerProblem(
  outcome: Exclude<
    Awaited<ReturnType<ReturnType<typeof createAnswerVisit>>>,
    { answered: unknown }
  >,
): ProblemError {
  switch (outcome.refused) {
    case 'changed': {
      const { entry } = outcome;
      const now =
        entry.state === 'scheduled'
          ? `วันใหม่คือ${longDate(entry.date)} เวลา ${hoursOf(entry)}`
          : 'การนิเทศนี้เลื่อนหรือยกเลิกแล้ว';
      return conflict('changed', `กำหนดการเปลี่ยนไปหลังจากที่ท่านเปิดหน้า ${now} คำตอบยังไม่ถูกบันทึก`);
    }
    case 'past':
      return conflict('past', 'วันนิเทศผ่านมาแล้ว จึงตอบรับหรือขอเปลี่ยนวันไม่ได้');
    default:
      return refuse(outcome);
  }
}

function callFrom(form: Form): PhoneCall | { errors: FieldError[] } {
  const answeredBy = (form.get('answeredBy') ?? '').trim().slice(0, 200);
  const date = thaiDateFrom(form, 'calledOn');
  const time = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec((form.get('calledAt') ?? '').trim());
  const errors: FieldError[] = [
    ...(answeredBy === '' ? [{ id: 'answeredBy', message: 'กรุณากรอกตำแหน่งของผู้ให้คำตอบ' }] : []),
    ...('message' in date ? [{ id: 'calledOn', message: date.message }] : []),
    ...(time ? [] : [{ id: 'calledAt', message: 'กรุณากรอกเวลาเป็นตัวเลข เช่น 14.05' }]),
  ];
  if (errors.length > 0 || 'message' in date || !time) return { errors };
  return { answeredBy, date: date.date, minute: Number(time[1]) * 60 + Number(time[2]) };
}

async function answerPhone(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[],
  form?: Form,
) {
  const id = idOf(c, frame);
  const { entry } = found(await findVisit(dependencies.seasons, id));
  const organization = found(await dependencies.roster.find(id.orgId));
  const today: LocalDate = todayOf(dependencies);
  const now = clock(dependencies.now()).replace(' น.', '');
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
        <Field
          name="answeredBy"
          label="ผู้ให้คำตอบ (ตำแหน่ง)"
          value={form?.get('answeredBy')}
          errors={errors}
        />
        <DateInput
          name="calledOn"
          label="วันที่โทร"
          errors={errors}
          {...dateTyped(form, 'calledOn', today)}
        />
        <Field
          name="calledAt"
          label="เวลาที่โทร"
          value={form?.get('calledAt') ?? now}
          errors={errors}
          width={5}
        />
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
