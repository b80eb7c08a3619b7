/** Answers the JSON API by the acts that the pages are answered by. */
import type { Context } from 'hono';
import * as z from 'zod';
import type { Cycle } from '../../shared/domain/cycle.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf, type Obligation, type ReportVersion } from '../../shared/domain/obligation.ts';
import { orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import { checkReport } from '../../shared/domain/report.ts';
import { servedOn } from '../../shared/domain/served-notice.ts';
import { type Schedule, type Visit, visitOf, visitState } from '../../shared/domain/supervision.ts';
import { longDate } from '../../shared/text/thai.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  askExtensionBodySchema,
  type ExtensionView,
  type lineInputSchema,
  type ProvinceYear,
  type ReportView,
  saveDraftBodySchema,
  submitBodySchema,
} from './api-schemas.ts';
import { createRequestExtension } from './extensions.ts';
import { publicFacts } from './public-facts.ts';
import { problemFinding, refusalProblem } from './report-acts.ts';
import { draftVersion, type ReportDesk, type ReportPlace, reportDesk } from './report-desk.ts';
import { readJson } from './request-body.ts';
import { createSaveDraft } from './save-draft.ts';
import { createSubmitReport } from './submit-report.ts';
import {
  authorized,
  found,
  pathOf,
  roundPathSchema,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const orgPathSchema = z.object({ orgId: orgIdSchema });
const reportPathSchema = orgPathSchema.extend(roundPathSchema.shape);
const provincePathSchema = z.object({
  province: provinceSchema,
  year: roundPathSchema.shape.year,
});

/** What each route of the API answers, by what it is for. */
export function apiAnswers(dependencies: WebDependencies) {
  const { cycles, seasons } = dependencies;
  const saveDraft = createSaveDraft(dependencies);
  const submitReport = createSubmitReport(dependencies);
  const requestExtension = createRequestExtension(dependencies);
  return {
    organization: async (c: Context<WebEnv>) => {
      const { orgId } = pathOf(c, orgPathSchema);
      return c.json(found(await publicFacts(dependencies, orgId, todayOf(dependencies))));
    },

    provinceYear: async (c: Context<WebEnv>) => {
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
    },

    report: async (c: Context<WebEnv>) => {
      const { place } = writer(c);
      return c.json(viewOf(found(await reportDesk(dependencies, place))));
    },

    saveDraft: async (c: Context<WebEnv>) => {
      const { user, place } = writer(c);
      const { version, content } = await readJson(c, saveDraftBodySchema);
      mayDecide(place, content.lines);
      const outcome = await saveDraft(user, place, content, version);
      if ('refused' in outcome) throw refusalProblem(outcome);
      const desk = found(await reportDesk(dependencies, place));
      const { saved } = outcome;
      return c.json({ version: saved.version, savedAt: saved.savedAt, ...findingsOf(desk) });
    },

    submit: async (c: Context<WebEnv>) => {
      const { user, place } = writer(c);
      const body = await readJson(c, submitBodySchema);
      const { submissionId, version, content, signature, paperReceivedOn } = body;
      mayDecide(place, content?.lines ?? []);
      const outcome = await submitReport(user, place, {
        submissionId,
        what: content ? { content } : { draftVersion: version ?? 0 },
        paper: signature,
        channel: 'api',
        paperReceivedOn,
      });
      if ('refused' in outcome) throw refusalProblem(outcome);
      const { submitted, version: made, repeated } = outcome;
      const receipt = {
        ...receiptOf(made),
        counts: made.counts,
        daysLate: submitted.daysLate ?? 0,
      };
      return c.json(receipt, repeated ? 200 : 201);
    },

    askExtension: async (c: Context<WebEnv>) => {
      const { user, place } = writer(c);
      const asked = await readJson(c, askExtensionBodySchema);
      const outcome = await requestExtension(user, place, asked);
      if (!('refused' in outcome)) return c.json(extensionOf(outcome.requested));
      if (outcome.refused !== 'day-too-early') throw refusalProblem(outcome);
      const message = `กรุณากรอกวันที่หลัง${longDate(outcome.after)}`;
      throw new ProblemError(422, {
        code: 'day-too-early',
        detail: message,
        errors: [{ field: 'until', code: 'day-too-early', message }],
      });
    },
  };
}

/** What becomes of an item is decided on after twelve months. @throws {ProblemError} 422 */
function mayDecide({ round }: ReportPlace, lines: readonly z.infer<typeof lineInputSchema>[]) {
  const decided = round === '6M' ? lines.filter(({ decision }) => decision !== null) : [];
  if (decided.length === 0) return;
  throw new ProblemError(422, {
    code: 'decision-too-early',
    detail: 'รอบ 6 เดือนแรกยังไม่มีการตัดสินใจว่าจะทำต่ออย่างไร กรุณาส่ง decision ในรอบ 12 เดือนเท่านั้น',
    errors: decided.map(({ no, itemId }) => ({
      row: no,
      itemId,
      field: 'decision',
      code: 'decision-too-early',
      message: 'ระบุ decision ได้เฉพาะรอบ 12 เดือน',
    })),
  });
}

/** More time that was asked for or allowed. */
function extensionOf({ extendedUntil, extensionRequest }: Obligation): ExtensionView {
  if (!extensionRequest) return { ...(extendedUntil && { extendedUntil }) };
  const { until, reason, on, answer } = extensionRequest;
  return {
    ...(extendedUntil && { extendedUntil }),
    request: {
      until,
      reason,
      on,
      ...(answer && { granted: answer.granted, answeredOn: answer.on, note: answer.note }),
    },
  };
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
      const visit = visitOf(entry, visits);
      const served = servedOn(entry, schedule, visit);
      return {
        ...{ orgId, visitNo, teamId, date, startMinute, durationMinutes, sequence },
        state: visitState(entry, visit, today),
        ...(served && { servedOn: served }),
        ...(entry.urgent && { urgent: entry.urgent.reason }),
      };
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
    extension: extensionOf(obligation),
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
