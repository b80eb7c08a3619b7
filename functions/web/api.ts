/** The JSON API: the same acts and rules as the pages, with problem details for errors. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Cycle } from '../../shared/domain/cycle.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf, type ReportVersion } from '../../shared/domain/obligation.ts';
import { orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import { checkReport } from '../../shared/domain/report.ts';
import { type Schedule, type Visit, visitOf, visitState } from '../../shared/domain/supervision.ts';
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { byKey } from './api-access.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function apiRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const report = '/api/organizations/:orgId/reports/:year/:round';
  // Loaded when somebody first asks: most people use the pages.
  const answers = once(async () => {
    const { apiAnswers } = await import('./api-answers.ts');
    return apiAnswers(dependencies);
  });
  const office = once(() => import('./api-office.ts'));
  const document = once(async () => {
    const { apiDocument } = await import('./api-document.ts');
    return apiDocument(dependencies.publicUrl);
  });

  app.get('/api/openapi.json', async (c) => c.json(await document()));

  app.get('/api/organizations/:orgId', async (c) => {
    const { orgId } = pathOf(c, orgPathSchema);
    return c.json(found(await publicFacts(dependencies, orgId, todayOf(dependencies))));
  });

  app.get('/api/provinces/:province/years/:year', byKey('read'), async (c) => {
    const { province, year } = pathOf(c, provincePathSchema);
    authorized(c, 'read-province', { province });
    const [office, cycle, schedule, visits] = await Promise.all([
      dependencies.roster.office(province),
      cycles.find(year, province),
      seasons.schedule(year, province),
      seasons.visits(year, province),
    ]);
    found(office);
    const today = todayOf(dependencies);
    return c.json(yearOf({ fiscalYear: year, province, cycle, schedule, visits, today }));
  });

  app.get(report, byKey('read'), async (c) => {
    const { place } = writer(c);
    return c.json(viewOf(found(await reportDesk(dependencies, place))));
  });

  app.put(`${report}/draft`, byKey('save-draft'), async (c) => {
    const { user, place } = writer(c);
    const { version, content } = await readJson(c, saveDraftBodySchema);
    const outcome = await saveDraft(user, place, content, version);
    if ('refused' in outcome) throw refusalProblem(outcome);
    const desk = found(await reportDesk(dependencies, place));
    const { saved } = outcome;
    return c.json({ version: saved.version, savedAt: saved.savedAt, ...findingsOf(desk) });
  });

  app.post(`${report}/submissions`, byKey('submit'), async (c) => {
    const { user, place } = writer(c);
    const body = await readJson(c, submitBodySchema);
    const { submissionId, version, content, signature } = body;
    const outcome = await submitReport(user, place, {
      submissionId,
      what: content ? { content } : { draftVersion: version ?? 0 },
      paper: signature,
      channel: 'api',
    });
    if ('refused' in outcome) throw refusalProblem(outcome);
    const { submitted, version: made, repeated } = outcome;
    const receipt = { ...receiptOf(made), counts: made.counts, daysLate: submitted.daysLate ?? 0 };
    return c.json(receipt, repeated ? 200 : 201);
  });

  return app;
}

/** Whoever asks, and for which report. @throws {ProblemError} 401 | 404 */
function writer(c: Context<WebEnv>) {
  const { orgId, year, round } = pathOf(c, reportPathSchema);
  const place: ReportPlace = { orgId, fiscalYear: year, round };
  return { place, user: authorized(c, 'read-organization', place) };
}

function yearOf(found: {
  fiscalYear: FiscalYear;
  province: string;
  cycle: Cycle | undefined;
  schedule: Schedule | undefined;
  visits: readonly Visit[];
  today: LocalDate;
}): ProvinceYear {
  const { fiscalYear, province, cycle, schedule, visits, today } = found;
  const { '6M': april = [], '12M': october = [] } = cycle?.leftOpen ?? {};
  return {
    province,
    fiscalYear,
    cycle: cycle?.state ?? 'none',
    leftOpen: { '6M': april, '12M': october },
    schedule: schedule?.version ?? 0,
    visits: (schedule?.entries ?? []).map((entry) => {
      const { orgId, visitNo, teamId, date, startMinute, durationMinutes, sequence } = entry;
      const state = visitState(entry, visitOf(entry, visits), today);
      return { orgId, visitNo, teamId, date, startMinute, durationMinutes, sequence, state };
    }),
  };
}

function viewOf(desk: ReportDesk): ReportView {
  const { obligation, content, contentHash, april, context, signoff } = desk;
  const { orgId, fiscalYear, round, state, versions } = obligation;
  return {
    orgId,
    fiscalYear,
    round,
    state,
    ...datesOf(obligation),
    signoff,
    draftVersion: draftVersion(desk),
    content,
    contentHash,
    april: [...april],
    reopenedItems: [...(context.reopened?.itemIds ?? [])],
    ...findingsOf(desk),
    receipts: versions.map(receiptOf),
  };
}

function findingsOf({ content, context }: ReportDesk) {
  const { errors, warnings } = checkReport(content, context);
  return { errors: errors.map(problemFinding), warnings: warnings.map(problemFinding) };
}

function receiptOf({
  receipt,
  submissionId,
  version,
  receivedAt,
  contentHash,
  score,
}: ReportVersion) {
  return { receipt, submissionId, version, receivedAt, contentHash, score };
}
  app.get('/api/organizations/:orgId', async (c) => (await answers()).organization(c));
  app.get('/api/provinces/:province/rounds/:year/:round', byKey('read'), async (c) =>
    (await office()).answerRound(c, dependencies),
  );
  app.get('/api/provinces/:province/years/:year', byKey('read'), async (c) =>
    (await answers()).provinceYear(c),
  );
  app.get(report, byKey('read'), async (c) => (await answers()).report(c));
  app.put(`${report}/draft`, byKey('save-draft'), async (c) => (await answers()).saveDraft(c));
  app.post(`${report}/submissions`, byKey('submit'), async (c) => (await answers()).submit(c));
  return app;
}
