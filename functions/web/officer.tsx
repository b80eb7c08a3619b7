/** The organization's own pages: what it owes, the report form, the check, sign-off, submission, receipts. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { capacitySchema } from '../../shared/domain/actor.ts';
import { isOfficial } from '../../shared/domain/audit.ts';
import type { FileList } from '../../shared/domain/evidence.ts';
import { type FiscalYear, fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  datesOf,
  isEditable,
  type Obligation,
  type ReportVersion,
} from '../../shared/domain/obligation.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { checkReport, reportLineSchema } from '../../shared/domain/report.ts';
import { rounds, submissionWindow } from '../../shared/domain/round.ts';
import { canonicalJson, contentHash } from '../../shared/store/content-hash.ts';
import { dateTime } from '../../shared/text/thai.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError, wantsJson } from '../../shared/web/problem.tsx';
import { createAskSignoff } from './ask-signoff.ts';
import { countsOf, filesPath } from './file-links.tsx';
import { FormNotes } from './form-notes.tsx';
import { takenOver } from './merged.ts';
import { isOfferedPasskey, PasskeyOffer } from './passkey-offer.tsx';
import { refusalProblem } from './report-acts.ts';
import { type ReportDesk, type ReportPlace, reportDesk, writingAs } from './report-desk.ts';
import { ReportForm, type ReportFormProps } from './report-form.tsx';
import { contentFromForm, lengthErrors, moneyErrors, withSharedRemark } from './report-input.ts';
import { NewRows, OpenRecommendations } from './report-october.tsx';
import { dueWords, fieldErrors, officeName, placeName, roundName } from './report-views.tsx';
import { type Form, readForm, thaiDateFrom } from './request-body.ts';
import { createSaveDraft } from './save-draft.ts';
import { createSignReport, type PaperSignature } from './sign-report.ts';
import { createSubmitReport } from './submit-report.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  roundPathSchema,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const orgPathSchema = z.object({ orgId: orgIdSchema });
const reportPathSchema = orgPathSchema.extend(roundPathSchema.shape);
const versionPathSchema = reportPathSchema.extend({ version: z.coerce.number().int().min(1) });

/** Where the pages of one report lie. */
export function reportPath({ orgId, fiscalYear, round }: ReportPlace): string {
  return `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
}

/** The report that the path names. @throws {ProblemError} 404 */
export function placeOf(c: Context<WebEnv>): ReportPlace {
  const { orgId, year, round } = pathOf(c, reportPathSchema);
  return { orgId, fiscalYear: year, round };
}

export function officerRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { obligations, reports, roster, seasons, audits, files } = dependencies;
  const saveDraft = createSaveDraft(dependencies);
  const askSignoff = createAskSignoff(dependencies);
  const signReport = createSignReport(dependencies);
  const submitReport = createSubmitReport(dependencies);
  const app = new Hono<WebEnv>();
  const report = '/organizations/:orgId/reports/:year/:round';

  app.get('/organizations/:orgId', async (c) => {
    const { orgId } = pathOf(c, orgPathSchema);
    const user = authorized(c, 'read-organization', { orgId });
    const today = todayOf(dependencies);
    const organization = found(await roster.find(orgId));
    const years = openYears(today);
    const [owed, joined, successor, schedules, recommendations, history] = await Promise.all([
      obligationsOf(orgId, years),
      joinedTo(orgId, years),
      organization.merged && roster.find(organization.merged.into),
      Promise.all(years.map((year) => seasons.schedule(year, organization.province))),
      seasons.recommendations(organization.province, orgId),
      audits.latest(`ORG#${orgId}`, 100),
    ]);
    const entries = schedules
      .filter((schedule) => schedule !== undefined)
      .flatMap((schedule) =>
        schedule.entries
          .filter((entry) => entry.orgId === orgId)
          .map((entry) => ({ fiscalYear: schedule.fiscalYear, entry })),
      );
    const visits = await Promise.all(
      entries.map(async ({ fiscalYear, entry }) => ({
        fiscalYear,
        entry,
        visit: await seasons.visit({ fiscalYear, orgId, visitNo: entry.visitNo }),
      })),
    );
    const { OrganizationPage } = await import('./organization-page.tsx');
    const isOffered = user.orgId === orgId && (await isOfferedPasskey(c, user, dependencies));
    return page(
      c,
      {
        title: nameOn(organization, today).name,
        line: `${nameOn(organization, today).shortName} · ปีงบประมาณ พ.ศ. ${fiscalYearOf(today)}`,
        ...(!user.orgId && {
          breadcrumbs: [
            {
              text: `จังหวัด${provinceNames[organization.province]}`,
              href: `/provinces/${organization.province}`,
            },
            { text: nameOn(organization, today).shortName },
          ],
        }),
      },
      <OrganizationPage
        {...{ user, organization, owed, joined, successor, visits, recommendations, today }}
        history={history.filter(isOfficial).slice(0, 20)}
        offer={isOffered && <PasskeyOffer back={`/organizations/${orgId}`} />}
      />,
    );
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

  app.get(`${report}/print`, async (c) => {
    const { place, desk } = await openDesk(c);
    const organization = found(await roster.find(place.orgId));
    const { obligation, content } = desk;
    const { PrintedReport } = await import('./report-print.tsx');
    return page(
      c,
      { title: 'ร่างรายงานสำหรับเสนอผู้บริหาร', line: obligation.organization.shortName },
      <PrintedReport {...{ organization, obligation, content }} on={todayOf(dependencies)} />,
    );
  });

  app.get(`${report}/versions/:version`, async (c) => {
    const { place, user, obligation, version } = await openVersion(c);
    const { ReceiptPage } = await import('./receipt-page.tsx');
    const [submission, lists] = await Promise.all([
      reports.submission(place.orgId, place, version.submissionId),
      files.lists(place.orgId, `${place.fiscalYear}-${place.round}-`),
    ]);
    return page(
      c,
      {
        title: `ใบยืนยันการส่งรายงาน ${version.receipt}`,
        line: obligation.organization.shortName,
        breadcrumbs: crumbs(user, place, obligation, `ฉบับที่ ${version.version}`),
      },
      <ReceiptPage {...{ obligation, version, submission, lists }} base={reportPath(place)} />,
    );
  });

  app.get(`${report}/versions/:version/print`, async (c) => {
    const { place, obligation, version } = await openVersion(c);
    const [organization, submission] = await Promise.all([
      roster.find(place.orgId),
      reports.submission(place.orgId, place, version.submissionId),
    ]);
    const { PrintedReport } = await import('./report-print.tsx');
    return page(
      c,
      { title: `รายงานฉบับที่ ${version.version}`, line: obligation.organization.shortName },
      <PrintedReport
        organization={found(organization)}
        obligation={obligation}
        content={found(submission).content}
        version={version}
      />,
    );
  });

  app.get(`${report}/versions/:version/verify`, async (c) => {
    const { place, user, obligation } = await openVersion(c);
    const { verify, VerifyPage } = await import('./verify-page.tsx');
    const verified = await Promise.all(
      obligation.versions.map(async (version) =>
        verify(version, await reports.submission(place.orgId, place, version.submissionId)),
      ),
    );
    return page(
      c,
      {
        title: 'ตรวจสอบเนื้อหาของรายงาน',
        line: obligation.organization.shortName,
        breadcrumbs: crumbs(user, place, obligation, 'ตรวจสอบเนื้อหา'),
      },
      <VerifyPage {...{ obligation, verified }} base={reportPath(place)} />,
    );
  });

  // Byte for byte what the hash is made of.
  app.get(`${report}/versions/:version/content.json`, async (c) => {
    const { place, version } = await openVersion(c);
    const submission = found(await reports.submission(place.orgId, place, version.submissionId));
    c.header('content-type', 'application/json; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${version.receipt}.json"`);
    return c.body(canonicalJson(submission.content));
  });

  return app;

  async function openDesk(c: Context<WebEnv>) {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    return { place, user, desk: found(await reportDesk(dependencies, place)) };
  }

  async function openVersion(c: Context<WebEnv>) {
    const { orgId, year, round, version } = pathOf(c, versionPathSchema);
    const place: ReportPlace = { orgId, fiscalYear: year, round };
    const user = authorized(c, 'read-organization', place);
    const obligation = found(await obligations.find(orgId, place));
    const wanted = obligation.versions.find((candidate) => candidate.version === version);
    return { place, user, obligation, version: found(wanted) };
  }

  async function joinedTo(orgId: string, years: readonly FiscalYear[]) {
    const organizations = await takenOver(roster, orgId, todayOf(dependencies));
    return Promise.all(
      organizations.map(async (one) => ({
        organization: one,
        owed: await obligationsOf(one.orgId, years),
      })),
    );
  }

  async function obligationsOf(orgId: string, years: readonly FiscalYear[]) {
    const owed = await Promise.all(
      years.flatMap((year) =>
        rounds.map((round) => obligations.find(orgId, { fiscalYear: year, round })),
      ),
    );
    return owed.filter((obligation) => obligation !== undefined);
  }

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

/** The cycles that may still be open: the year of today, and the year before until its 12 months are reported. */
function openYears(today: LocalDate): FiscalYear[] {
  const year = fiscalYearOf(today);
  return [year, fiscalYear(year - 1)];
}

/** Where else this belongs, for those who may not write on it, or where nothing is left to write. */
function elsewhere(user: User, place: ReportPlace, obligation: Obligation): string | undefined {
  const { orgId } = place;
  const last: ReportVersion | undefined = obligation.versions.at(-1);
  if (!isEditable(obligation)) {
    return last ? `${reportPath(place)}/versions/${last.version}` : `/organizations/${orgId}`;
  }
  if (writingAs(user, orgId)) return undefined;
  return can(user, 'sign-report', { orgId })
    ? `${reportPath(place)}/sign-off`
    : `/organizations/${orgId}`;
}

function crumbs(
  user: User,
  place: ReportPlace,
  obligation: Obligation,
  here: string,
  afterForm = false,
) {
  const mine = user.orgId === place.orgId;
  return [
    {
      text: mine ? 'งานของหน่วยงาน' : obligation.organization.shortName,
      href: `/organizations/${place.orgId}`,
    },
    ...(afterForm ? [{ text: 'แบบรายงาน', href: reportPath(place) }] : []),
    { text: here },
  ];
}

function versionFrom(form: Form): number {
  const version = z.coerce.number().int().min(0).safeParse(form.get('version'));
  return version.success ? version.data : -1;
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
