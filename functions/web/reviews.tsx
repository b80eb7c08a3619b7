/** Where the office reviews a report: the page itself, and a form with its confirmation for each decision. */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import { currentVersion, datesOf, type Obligation } from '../../shared/domain/obligation.ts';
import { orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { checkReport } from '../../shared/domain/report.ts';
import { longDate, obligationLabels, roundLabels, shortDate } from '../../shared/text/thai.ts';
import { Button, type FieldError, Notification } from '../../shared/web/components.tsx';
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
import { type Form, readForm } from './request-body.ts';
import {
  DecisionFields,
  doneWords,
  type ReviewPlace,
  reviewFrom,
  titles,
} from './review-forms.tsx';
import { ReviewPage, versionAsked } from './review-page.tsx';
import {
  createReviewReport,
  type Decision,
  decisions,
  type ReviewOutcome,
  seenOf,
  seenSchema,
  withdrawnIn,
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
export function reviewPages(dependencies: WebDependencies) {
  const { obligations, reports } = dependencies;
  const reviewReport = createReviewReport({ ...dependencies, audit: dependencies.audits });

  return {
    report: (c: Context<WebEnv>) => answerReview(c, dependencies),

    async form(c: Context<WebEnv>, decision: Decision) {
      return answerForm(c, await openReview(c), decision, { errors: [] });
    },

    async decide(c: Context<WebEnv>, decision: Decision) {
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
    },
  };

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
      withdrawn: await withdrawnIn(dependencies, obligation),
      base: reviewBase(obligation),
      today: todayOf(dependencies),
    };
  }
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
  <Notification kind="success" title={doneWords[decision]}>
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
      {decision === 'withdraw' && 'รายงานกลับไปรอตรวจสอบ รับใหม่หรือส่งกลับให้แก้ไขได้'}
      {decision === 'refuse' && 'หน่วยงานเห็นเหตุผลนี้ในหน้าของหน่วยงาน และกำหนดส่งคงเดิม'}
      {decision === 'waive' && 'ระบบจะไม่แจ้งเตือนหน่วยงานนี้ในรอบนี้อีก'}
    </p>
  </Notification>
);

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
    case 'unconfirmed': {
      const errors = outcome.rows.map(({ itemId, no }) => ({
        id: `confirmed-${itemId}`,
        message: `กรุณายืนยันการเปลี่ยนสถานะของลำดับที่ ${no} หรือส่งกลับให้แก้ไข`,
      }));
      return answerForm(c, place, decision, { errors, form });
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
