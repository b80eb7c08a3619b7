/** The organization's own pages: what it owes, the report form; with them the check, versions and receipts. */
import { type Context, Hono } from 'hono';
import type { FileList } from '../../shared/domain/evidence.ts';
import { datesOf } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { checkReport, reportLineSchema } from '../../shared/domain/report.ts';
import { submissionWindow } from '../../shared/domain/round.ts';
import { contentHash } from '../../shared/store/content-hash.ts';
import { dateTime } from '../../shared/text/thai.ts';
import { ProblemError, wantsJson } from '../../shared/web/problem.tsx';
import { countsOf, filesPath } from './file-links.tsx';
import { FormNotes } from './form-notes.tsx';
import { refusalProblem } from './report-acts.ts';
import { checkRoutes } from './report-check.tsx';
import { type ReportPlace, reportDesk } from './report-desk.ts';
import { ReportForm, type ReportFormProps } from './report-form.tsx';
import {
  crumbs,
  elsewhere,
  openDesk,
  placeOf,
  REPORT,
  reportPath,
  versionFrom,
} from './report-frame.ts';
import { contentFromForm, lengthErrors, moneyErrors, withSharedRemark } from './report-input.ts';
import { NewRows, OpenRecommendations } from './report-october.tsx';
import { versionRoutes } from './report-versions.tsx';
import { dueWords, fieldErrors, officeName, placeName, roundName } from './report-views.tsx';
import { readForm } from './request-body.ts';
import { createSaveDraft } from './save-draft.ts';
import {
  authorized,
  found,
  page,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function officerRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { files } = dependencies;
  const saveDraft = createSaveDraft(dependencies);
  const app = new Hono<WebEnv>();
  const report = REPORT;

  app.get('/organizations/:orgId', async (c) => {
    const { answerOrganization } = await import('./organization-answers.tsx');
    return answerOrganization(c, dependencies);
  });

  app.get(report, async (c) => {
    const { user, place, desk } = await openDesk(c);
    const redirect = elsewhere(user, place, desk.obligation);
    if (redirect) return c.redirect(redirect, 303);
    const checked =
      c.req.query('check') === undefined ? [] : checkReport(desk.content, desk.context).errors;
    const errors = fieldErrors(checked, desk.content.lines);
    return formPage(c, user, place, { desk, content: desk.content, errors });
  });

  app.post(report, async (c) => {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const form = await readForm(c);
    const desk = found(await reportDesk(dependencies, place));
    const typed = contentFromForm(form, desk);
    const remarked = withSharedRemark(form, typed, desk);
    const content = 'errors' in remarked ? typed : remarked.content;
    const elsewhereTo = afterSaving(place, form.get('go'));
    // On the way to a row's files nothing may have been typed: then nothing is saved, and a signature stands.
    if (elsewhereTo && contentHash(content) === desk.contentHash)
      return c.redirect(elsewhereTo, 303);
    const forScript = wantsJson({ path: c.req.path, header: (name) => c.req.header(name) });
    const errors = [
      ...('errors' in remarked ? remarked.errors : []),
      ...moneyErrors(form, content.lines),
      ...lengthErrors(content),
    ];
    if (errors.length > 0) {
      if (!forScript) return formPage(c, user, place, { desk, content, errors, typed: form });
      const detail = errors.map(({ summary, message }) => summary ?? message).join(' ');
      throw new ProblemError(422, { code: 'unusable-fields', detail });
    }
    const outcome = await saveDraft(user, place, content, versionFrom(form));
    if ('saved' in outcome) {
      const { version, savedAt } = outcome.saved;
      const words = `บันทึกร่างแล้ว ${dateTime(new Date(savedAt))}`;
      if (forScript) return c.json({ version, savedAt, words });
      const next = form.get('go') === 'check' ? '/check' : '?saved';
      return c.redirect(elsewhereTo ?? `${reportPath(place)}${next}`, 303);
    }
    if (outcome.refused !== 'stale' || forScript) throw refusalProblem(outcome);
    return formPage(c, user, place, { desk, content, errors: [], theirs: outcome.draft });
  });

  app.route('/', checkRoutes(dependencies));
  app.route('/', versionRoutes(dependencies));
  return app;

  async function formPage(
    c: Context<WebEnv>,
    user: User,
    place: ReportPlace,
    form: Pick<ReportFormProps, 'desk' | 'content' | 'errors' | 'theirs' | 'typed'>,
  ) {
    const { obligation } = form.desk;
    const today = todayOf(dependencies);
    const recommendations =
      place.round === '12M'
        ? await dependencies.seasons.recommendations(obligation.province, place.orgId)
        : [];
    const locked =
      obligation.versions.length === 0 && submissionWindow(today, datesOf(obligation)) === 'locked';
    return page(
      c,
      {
        title: `แบบรายงาน ${roundName(obligation)}`,
        line: `${obligation.organization.shortName} · ปีงบประมาณ พ.ศ. ${place.fiscalYear}`,
        breadcrumbs: crumbs(user, place, obligation, 'แบบรายงาน'),
        errors: form.errors,
        hasStickyBar: true,
        status: form.theirs ? 409 : form.typed ? 422 : 200,
      },
      <>
        <span class="govuk-caption-l">{placeName(obligation)}</span>
        <h1 class="govuk-heading-l">
          แบบรายงาน{place.round === '6M' ? 'ความคืบหน้า ' : 'ผลการดำเนินงาน '}
          {roundName(obligation)}
        </h1>
        <p class="govuk-body">{dueWords(obligation, today)}</p>
        <FormNotes
          obligation={obligation}
          user={user}
          saved={c.req.query('saved') !== undefined}
          theirs={form.theirs}
        />
        {form.desk.items.length === 0 ? (
          <p class="govuk-inset-text">
            ยังไม่มีโครงการ/กิจกรรม/มาตรการในแผนของปีงบประมาณ พ.ศ. {place.fiscalYear} กรุณาติดต่อ
            {officeName(obligation.province)}
          </p>
        ) : locked ? (
          <p class="govuk-inset-text">
            ปิดรับรายงานรอบนี้แล้ว หากยังต้องส่ง กรุณา
            <a href={`${reportPath(place)}/extension`}>ขอขยายเวลา</a>กับ
            {officeName(obligation.province)}
          </p>
        ) : (
          <>
            <p class="govuk-body">
              <a class="govuk-link" href={`${reportPath(place)}/import`}>
                นำเข้าตารางจาก Excel หรือ Word
              </a>
            </p>
            <OpenRecommendations recommendations={recommendations} orgId={place.orgId} />
            <NewRows desk={form.desk} />
            <ReportForm
              {...form}
              action={reportPath(place)}
              owner={user.userId}
              evidence={byItem(
                await files.lists(place.orgId, `${place.fiscalYear}-${place.round}-row-`),
              )}
            />
          </>
        )}
      </>,
    );
  }
}

/** Where else than to the form an officer goes on from it: to the files of one row. */
function afterSaving(place: ReportPlace, go: string | undefined): string | undefined {
  const { success, data } = reportLineSchema.shape.itemId
    .regex(/^[A-Za-z0-9-]+$/)
    .safeParse(go?.replace(/^files-/, ''));
  if (!success || !go?.startsWith('files-')) return undefined;
  return filesPath(place.orgId, { of: 'row', ...roundOf(place), itemId: data });
}

function roundOf({ fiscalYear, round }: ReportPlace) {
  return { fiscalYear, round };
}

/** How many files each row has. */
function byItem(lists: readonly FileList[]): ReadonlyMap<string, number> {
  return new Map(
    [...countsOf(lists)].map(([place, count]) => [place.split('-row-')[1] ?? '', count]),
  );
}
