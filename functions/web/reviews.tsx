/** Where the office reviews a report: the page itself, and a form with its confirmation for each decision. */
import { type Context, Hono } from 'hono';
import type { Child, FC } from 'hono/jsx';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion, datesOf, type Obligation } from '../../shared/domain/obligation.ts';
import { orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { checkReport, type ReportLine } from '../../shared/domain/report.ts';
import { longDate, obligationLabels, roundLabels, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  DateInput,
  type FieldError,
  Notification,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  crumbsTo,
  lineOf,
  type ProvinceFrame,
  provinceFrame,
  provinceRoundPath,
  refuse,
} from './province-frame.tsx';
import { refusalProblem } from './report-acts.ts';
import { reportDesk } from './report-desk.ts';
import { placeName, roundName } from './report-views.tsx';
import { dateTyped, type Form, readForm, thaiDateFrom } from './request-body.ts';
import {
  createReviewReport,
  type Review,
  type ReviewOutcome,
  seenOf,
  seenSchema,
} from './review-report.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const reviewPath = provinceRoundPath.extend({ orgId: orgIdSchema });
const decisions = ['accept', 'return', 'extend', 'waive'] as const;
type Decision = (typeof decisions)[number];

const titles: Record<Decision, string> = {
  accept: 'รับรายงาน',
  return: 'ส่งกลับให้แก้ไข',
  extend: 'ขยายเวลา',
  waive: 'ไม่ต้องรายงานรอบนี้',
};

const done: Record<Decision, string> = {
  accept: 'รับรายงานแล้ว',
  return: 'ส่งกลับให้แก้ไขแล้ว',
  extend: 'ขยายเวลาแล้ว',
  waive: 'บันทึกแล้วว่าไม่ต้องรายงานรอบนี้',
};

export function reviewRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { obligations, reports } = dependencies;
  const reviewReport = createReviewReport({ ...dependencies, audit: dependencies.audits });
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/reports/:orgId/:year/:round';

  routes.get(path, async (c) => answerReview(c, dependencies));

  for (const decision of decisions) {
    routes.get(`${path}/${decision}`, async (c) => {
      const place = await openReview(c);
      return answerForm(c, place, decision, { errors: [] });
    });

    routes.post(`${path}/${decision}`, async (c) => {
      const place = await openReview(c);
      const form = await readForm(c);
      const review = reviewFrom(form, decision, place.lines);
      if ('errors' in review)
        return answerForm(c, place, decision, { errors: review.errors, form });
      const seen = seenSchema.safeParse({ state: form.get('state'), version: form.get('version') });
      const { orgId, fiscalYear, round } = place.obligation;
      const outcome = await reviewReport(
        place.frame.user,
        { orgId, fiscalYear, round, seen: seen.data ?? seenOf(place.obligation) },
        review,
      );
      if ('reviewed' in outcome) return c.redirect(`${place.base}?done=${decision}`, 303);
      return answerRefusal(c, place, decision, form, outcome);
    });
  }

  async function openReview(c: Context<WebEnv>): Promise<ReviewPlace> {
    const frame = await provinceFrame(c);
    const { orgId, year, round, province } = pathOf(c, reviewPath);
    if (provinceOf(orgId) !== province) throw new ProblemError(404);
    if (!can(frame.user, 'review-report', { orgId })) refuse({ refused: 'forbidden' });
    const obligation = found(await obligations.find(orgId, { fiscalYear: year, round }));
    const version = currentVersion(obligation);
    const submission =
      version && (await reports.submission(orgId, obligation, version.submissionId));
    return {
      frame,
      obligation,
      lines: submission?.content.lines ?? [],
      base: reviewBase(obligation),
      today: todayOf(dependencies),
    };
  }

  return routes;
}

interface ReviewPlace {
  readonly frame: ProvinceFrame;
  readonly obligation: Obligation;
  readonly lines: readonly ReportLine[];
  readonly base: string;
  readonly today: LocalDate;
}

function reviewBase({ province, orgId, fiscalYear, round }: Obligation): string {
  return `/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`;
}

function crumbsOf(frame: ProvinceFrame, obligation: Obligation, last?: string) {
  const { organization, fiscalYear, round, province } = obligation;
  const board = `/provinces/${province}/rounds/${fiscalYear}/${round}`;
  return crumbsTo(
    frame,
    { text: roundLabels[round], href: board },
    last
      ? { text: organization.shortName, href: reviewBase(obligation) }
      : { text: organization.shortName },
    ...(last ? [{ text: last }] : []),
  );
}

async function answerReview(c: Context<WebEnv>, dependencies: WebDependencies) {
  const frame = await provinceFrame(c);
  const { orgId, year, round, province } = pathOf(c, reviewPath);
  if (provinceOf(orgId) !== province) throw new ProblemError(404);
  const { reports, audits, files } = dependencies;
  const { ReviewPage, versionAsked } = await import('./review-page.tsx');
  const [desk, history, lists] = await Promise.all([
    reportDesk(dependencies, { orgId, fiscalYear: year, round }),
    audits.latest(`ORG#${orgId}`, 100),
    files.lists(orgId, `${year}-${round}-`),
  ]);
  const { obligation, context } = found(desk);
  const shown = versionAsked(obligation, c.req.query('version'));
  const earlier = shown && obligation.versions[shown.version - 2];
  const [submission, before] = await Promise.all(
    [shown, earlier].map((version) =>
      version ? reports.submission(orgId, obligation, version.submissionId) : undefined,
    ),
  );
  const check = submission && checkReport(submission.content, context);
  const asked = decisions.find((decision) => decision === c.req.query('done'));
  return page(
    c,
    {
      title: `รายงาน${roundName(obligation)} ${obligation.organization.shortName}`,
      line: lineOf(frame, year),
      breadcrumbs: crumbsOf(frame, obligation),
    },
    <>
      {asked && <Done decision={asked} obligation={obligation} />}
      <ReviewPage
        {...{ obligation, shown, submission, before, history, lists }}
        warnings={check?.warnings ?? []}
        today={todayOf(dependencies)}
        base={reviewBase(obligation)}
        mayReview={can(frame.user, 'review-report', { orgId })}
      />
    </>,
  );
}

const Done: FC<{ decision: Decision; obligation: Obligation }> = ({ decision, obligation }) => (
  <Notification kind="success" title={done[decision]}>
    <p class="govuk-body">
      {decision === 'accept' && (
        <>
          ระบบแจ้งหน่วยงานทางอีเมลให้แล้ว หากกดผิดหรือพบข้อที่ต้องแก้ไข{' '}
          <a class="govuk-notification-banner__link" href={`${reviewBase(obligation)}/return`}>
            ส่งกลับให้แก้ไขได้
          </a>
        </>
      )}
      {decision === 'return' && 'ระบบแจ้งหน่วยงานทางอีเมลพร้อมข้อความของแต่ละรายการให้แล้ว'}
      {decision === 'extend' &&
        `หน่วยงานส่งได้ถึง${longDate(datesOf(obligation).due)} และการแจ้งเตือนเลื่อนตามวันใหม่`}
      {decision === 'waive' && 'ระบบจะไม่แจ้งเตือนหน่วยงานนี้ในรอบนี้อีก'}
    </p>
  </Notification>
);

/** What the form says, or what is wrong with it. */
function reviewFrom(
  form: Form,
  decision: Decision,
  lines: readonly ReportLine[],
): Review | { errors: FieldError[] } {
  const reason = (form.get('reason') ?? '').trim();
  const until = thaiDateFrom(form, 'until');
  switch (decision) {
    case 'accept':
      return { act: 'accept', note: (form.get('note') ?? '').trim().slice(0, 2000) };
    case 'waive': {
      const errors = reasonErrors(reason);
      return errors.length > 0 ? { errors } : { act: 'waive', reason };
    }
    case 'extend':
    case 'return': {
      const errors = reasonErrors(reason);
      if ('message' in until)
        return { errors: [...errors, { id: 'until', message: until.message }] };
      if (errors.length > 0) return { errors };
      return decision === 'extend'
        ? { act: 'extend', until: until.date, reason }
        : { act: 'return', until: until.date, reason, rows: rowsFrom(form, lines) };
    }
  }
}

function reasonErrors(reason: string): FieldError[] {
  if (reason === '') return [{ id: 'reason', message: 'กรุณากรอกเหตุผล' }];
  return reason.length > 2000
    ? [{ id: 'reason', message: 'เหตุผลยาวเกินไป กรอกได้ไม่เกิน 2,000 ตัวอักษร' }]
    : [];
}

/** Rows that are ticked or commented on. */
function rowsFrom(form: Form, lines: readonly ReportLine[]) {
  const ticked = new Set(form.all('row'));
  return lines
    .map(({ itemId, no }) => ({
      itemId,
      no,
      comment: (form.get(`comment-${itemId}`) ?? '').trim().slice(0, 500),
    }))
    .filter(({ itemId, comment }) => ticked.has(itemId) || comment !== '');
}

interface Filled {
  readonly errors: readonly FieldError[];
  readonly form?: Form;
  readonly notice?: Child;
  readonly status?: 200 | 409 | 422;
}

function answerRefusal(
  c: Context<WebEnv>,
  place: ReviewPlace,
  decision: Decision,
  form: Form,
  outcome: Exclude<ReviewOutcome, { reviewed: Obligation }>,
) {
  switch (outcome.refused) {
    case 'changed': {
      const changed = { ...place, obligation: outcome.obligation };
      return answerForm(c, changed, decision, {
        errors: [],
        form,
        status: 409,
        notice: <Changed obligation={outcome.obligation} />,
      });
    }
    case 'day-too-early': {
      const message = `กรุณากรอกวันที่หลัง${longDate(outcome.after)}`;
      return answerForm(c, place, decision, { errors: [{ id: 'until', message }], form });
    }
    default:
      throw refusalProblem(outcome);
  }
}

/** What the colleague who was quicker has decided. */
const Changed: FC<{ obligation: Obligation }> = ({ obligation }) => {
  const { state, accepted, returned, versions } = obligation;
  const by = state === 'accepted' ? accepted?.by : state === 'returned' ? returned?.by : undefined;
  const on = state === 'accepted' ? accepted?.on : returned?.on;
  return (
    <Notification title="รายงานนี้เปลี่ยนไปหลังจากที่ท่านเปิดหน้า">
      <p class="govuk-body">
        ขณะนี้สถานะคือ “{obligationLabels[state]}” ฉบับที่ {versions.length}
        {by && on && ` โดย ${by.position} เมื่อ ${shortDate(on)}`} ยังไม่มีการบันทึกสิ่งที่ท่านกรอก
        โปรดตรวจสอบก่อนทำรายการอีกครั้ง{' '}
        <a class="govuk-notification-banner__link" href={reviewBase(obligation)}>
          ดูรายงานล่าสุด
        </a>
      </p>
    </Notification>
  );
};

function answerForm(
  c: Context<WebEnv>,
  place: ReviewPlace,
  decision: Decision,
  { errors, form, notice, status = errors.length > 0 ? 422 : 200 }: Filled,
) {
  const { frame, obligation, base } = place;
  const { state, version } = seenOf(obligation);
  return page(
    c,
    {
      title: `${titles[decision]} ${obligation.organization.shortName}`,
      line: lineOf(frame, obligation.fiscalYear),
      breadcrumbs: crumbsOf(frame, obligation, titles[decision]),
      errors,
      status,
    },
    <>
      {notice}
      <span class="govuk-caption-l">{placeName(obligation)}</span>
      <h1 class="govuk-heading-l">{titles[decision]}</h1>
      <form method="post" action={`${base}/${decision}`} novalidate>
        <input type="hidden" name="state" value={state} />
        <input type="hidden" name="version" value={String(version)} />
        <DecisionFields {...place} decision={decision} errors={errors} form={form} />
        <div class="actions">
          <Button kind={decision === 'waive' ? 'warning' : 'primary'}>{titles[decision]}</Button>
          <a class="govuk-link" href={base}>
            ไม่ทำรายการ กลับไปหน้ารายงาน
          </a>
        </div>
      </form>
    </>,
  );
}

interface FieldsProps extends ReviewPlace {
  readonly decision: Decision;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

const DecisionFields: FC<FieldsProps> = (props) => {
  const { decision, errors, form, obligation, today } = props;
  switch (decision) {
    case 'accept':
      return (
        <>
          <p class="govuk-body">
            รับรายงาน{roundName(obligation)} ฉบับที่ {obligation.versions.length} ไว้เป็นทางการ
            หน่วยงานจะแก้ไขไม่ได้ จนกว่าสำนักงานจะส่งกลับ
          </p>
          <Textarea
            name="note"
            label="บันทึกถึงหน่วยงาน (ถ้ามี)"
            rows={3}
            maxlength={2000}
            value={form?.get('note')}
            errors={errors}
          />
        </>
      );
    case 'waive':
      return (
        <>
          <p class="govuk-body">หน่วยงานนี้จะไม่ถูกนับเป็นผู้ที่ต้องรายงานในรอบนี้ และจะไม่ได้รับการแจ้งเตือน</p>
          <ReasonField
            form={form}
            errors={errors}
            hint="เช่น ไม่มีแผนในปีงบประมาณนี้ หรือยุบรวมกับหน่วยงานอื่น"
          />
        </>
      );
    case 'extend':
      return (
        <>
          <p class="govuk-body">กำหนดส่งปัจจุบัน {longDate(datesOf(obligation).due)}</p>
          <DateInput
            name="until"
            label="อนุญาตให้ส่งถึงวันที่"
            errors={errors}
            {...dateTyped(form, 'until')}
          />
          <ReasonField form={form} errors={errors} hint="หน่วยงานจะเห็นเหตุผลนี้" />
        </>
      );
    case 'return':
      return (
        <>
          <ReasonField form={form} errors={errors} hint="หน่วยงานจะได้รับข้อความนี้ทางอีเมล" />
          <DateInput
            name="until"
            label="ขอรับคืนภายในวันที่"
            hint="วันที่ส่งครั้งแรกยังคงใช้พิจารณาว่าส่งภายในกำหนดหรือไม่"
            errors={errors}
            {...dateTyped(form, 'until', addDays(today, 7))}
          />
          <ReturnRows {...props} />
        </>
      );
  }
};

const ReasonField: FC<Pick<FieldsProps, 'form' | 'errors'> & { hint: string }> = ({
  form,
  errors,
  hint,
}) => (
  <Textarea
    name="reason"
    label="เหตุผล"
    hint={hint}
    rows={3}
    maxlength={2000}
    value={form?.get('reason')}
    errors={errors}
  />
);

/** Rows to mend; none reopens the whole report. */
const ReturnRows: FC<FieldsProps> = ({ lines, form }) => {
  const ticked = new Set(form?.all('row'));
  return (
    <table class="govuk-table stacked">
      <caption class="govuk-table__caption govuk-table__caption--m">
        รายการที่ให้แก้ไข (ถ้าไม่เลือกเลย จะเปิดให้แก้ไขทุกรายการ)
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            ให้แก้ไข
          </th>
          <th scope="col" class="govuk-table__header">
            รายการ
          </th>
          <th scope="col" class="govuk-table__header">
            ข้อความถึงหน่วยงาน
          </th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {lines.map(({ itemId, no, name }) => (
          <tr class="govuk-table__row">
            <td class="govuk-table__cell">
              <div class="govuk-checkboxes govuk-checkboxes--small">
                <div class="govuk-checkboxes__item">
                  <input
                    class="govuk-checkboxes__input"
                    type="checkbox"
                    name="row"
                    id={`row-${itemId}`}
                    value={itemId}
                    checked={ticked.has(itemId)}
                  />
                  <label class="govuk-label govuk-checkboxes__label" for={`row-${itemId}`}>
                    {no}
                    <span class="govuk-visually-hidden"> {name}</span>
                  </label>
                </div>
              </div>
            </td>
            <th scope="row" class="govuk-table__header">
              {name}
            </th>
            <td class="govuk-table__cell half">
              <input
                class="govuk-input"
                type="text"
                name={`comment-${itemId}`}
                maxlength={500}
                aria-label={`ข้อความของลำดับที่ ${no}`}
                value={form?.get(`comment-${itemId}`) ?? ''}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
