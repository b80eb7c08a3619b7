/** The office records a visit: drafts of its report, signing, corrections of what was signed, closing. */
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../shared/domain/actor.ts';
import { evidenceOf } from '../../shared/domain/evidence.ts';
import { missingAdvice, rewordedAdvice } from '../../shared/domain/follow-up.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import {
  type Letter,
  type StoredReport,
  type Visit,
  versionOf,
} from '../../shared/domain/supervision.ts';
import {
  type DraftedReport,
  isSigned,
  lacksOf,
  type ReportSignature,
  type SupervisionReport,
  supervisionReportSchema,
} from '../../shared/domain/supervision-report.ts';
import { formOf } from '../../shared/domain/visit-form.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { hashOf } from '../../shared/store/content-hash.ts';
import type { FileStore } from '../../shared/store/file-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { VisitFormStore } from '../../shared/store/visit-form-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveVisit } from './acting.ts';
import { findVisit, subjectOf, type VisitId } from './answer-visit.ts';

export interface RecordDependencies {
  readonly seasons: Pick<
    SeasonStore,
    | 'schedule'
    | 'visit'
    | 'saveVisit'
    | 'visitAuditSettled'
    | 'archiveReport'
    | 'recommend'
    | 'recommendations'
    | 'saveRecommendation'
  >;
  readonly files: Pick<FileStore, 'lists'>;
  readonly visitForms: Pick<VisitFormStore, 'all'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export type SupervisionRecord =
  | { readonly act: 'draft'; readonly report: SupervisionReport }
  /** Signs the draft as it is stored; it changes no more. */
  | { readonly act: 'sign'; readonly signatures: readonly ReportSignature[] }
  /** Begins the next version of a signed report. */
  | { readonly act: 'correct'; readonly reason: string }
  /** Gives up the correction that was begun. */
  | { readonly act: 'drop-correction' }
  /** The host has been told of the results. */
  | { readonly act: 'close'; readonly letter?: Letter };

type Refusal =
  | NotAllowed
  /** The visit's day has not come, or it is off. */
  | { readonly refused: 'not-yet'; readonly on: LocalDate }
  | { readonly refused: 'off' }
  /** `heldOn` lies ahead. */
  | { readonly refused: 'held-ahead' }
  /** What the form asks for and is not there, by name. */
  | { readonly refused: 'incomplete'; readonly lacks: readonly string[] }
  | { readonly refused: 'signed' | 'not-signed' | 'no-draft' | 'closed' }
  /** Somebody else has written meanwhile; `visit` is how it stands. */
  | { readonly refused: 'changed'; readonly visit: Visit };

export type RecordOutcome = { readonly recorded: Visit } | Refusal;

const events = {
  draft: 'supervision-drafted',
  sign: 'supervision-signed',
  correct: 'supervision-correction-begun',
  'drop-correction': 'supervision-correction-dropped',
  close: 'visit-closed',
} as const satisfies Record<SupervisionRecord['act'], string>;

export function createRecordSupervision(dependencies: RecordDependencies) {
  const { seasons, audit, now } = dependencies;
  /** `seen`: mark of the report on the officer's screen, as `reportMark` gives it. */
  return async function recordSupervision(
    user: User,
    id: VisitId,
    seen: string,
    record: SupervisionRecord,
  ): Promise<RecordOutcome> {
    const refusal = refusalOf(user, 'record-supervision', { orgId: id.orgId });
    if (refusal) return refusal;
    for (;;) {
      const found = await findVisit(seasons, id);
      if (!found) return { refused: 'not-found' };
      const { entry, visit } = found;
      const at = now();
      const today = localDateAt(at);
      if (entry.state !== 'scheduled') return { refused: 'off' };
      if (today < entry.date) return { refused: 'not-yet', on: entry.date };
      if (isRepetition(visit, record, user)) {
        await recommend(seasons, visit);
        return { recorded: visit };
      }
      if (reportMark(visit) !== seen) return { refused: 'changed', visit };
      const next = await decide(dependencies, visit, record, actorOf(user), today);
      if ('refused' in next) return next;

      // Before the version that takes its place: what was signed must never be lost.
      if (next.report && visit.report && versionOf(next.report) > versionOf(visit.report)) {
        await seasons.archiveReport(id, { schemaVersion: 1, ...visit.report });
      }
      const note = record.act === 'correct' ? record.reason : undefined;
      const event = eventOf(user, at, { act: events[record.act], subject: subjectOf(id), note });
      const recorded = await saveVisit(seasons, audit, { before: visit, next }, event);
      if (!recorded) continue;
      if (record.act === 'sign') await recommend(seasons, recorded);
      return { recorded };
    }
  };
}

/** What is being written now, if anything is. */
export function draftOf({ report, correction }: Visit): DraftedReport | undefined {
  return correction ?? (report && !isSigned(report) ? report : undefined);
}

/** Changes whenever the report does, and never by a sweep's or a host's writes. */
export function reportMark({ report, correction, closed }: Visit): string {
  if (!report) return 'none';
  // What becomes of a signed report on its way to the committee is no change of it.
  const { submitted: _, letter: _letter, ...content } = report;
  const what = [content, correction ?? null, closed?.on ?? null];
  return hashOf(what).slice(0, 16);
}

async function decide(
  dependencies: RecordDependencies,
  visit: Visit,
  record: SupervisionRecord,
  by: Actor,
  today: LocalDate,
): Promise<Visit | Refusal> {
  const { report, correction } = visit;
  switch (record.act) {
    case 'close': {
      if (visit.closed) return { refused: 'closed' };
      if (!isSigned(report)) return { refused: 'not-signed' };
      const { letter } = record;
      return { ...visit, closed: { on: today, by, ...(letter && { letter }) } };
    }
    case 'draft': {
      if (isSigned(report) && !correction) return { refused: 'signed' };
      if (record.report.heldOn > today) return { refused: 'held-ahead' };
      const written = { ...record.report, recordedOn: today, recordedBy: by };
      return correction
        ? { ...visit, correction: { ...written, reason: correction.reason } }
        : { ...visit, report: { ...written, submitted: false } };
    }
    case 'correct': {
      if (!isSigned(report)) return { refused: 'not-signed' };
      if (correction) return { refused: 'changed', visit };
      const content = supervisionReportSchema.parse(report);
      const { reason } = record;
      return { ...visit, correction: { ...content, reason, recordedOn: today, recordedBy: by } };
    }
    case 'drop-correction': {
      if (!correction) return { refused: 'no-draft' };
      const { correction: _, ...rest } = visit;
      return rest;
    }
    case 'sign':
      return signed(dependencies, visit, record.signatures, by, today);
  }
}

async function signed(
  { files, visitForms }: RecordDependencies,
  visit: Visit,
  signatures: readonly ReportSignature[],
  by: Actor,
  today: LocalDate,
): Promise<Visit | Refusal> {
  const draft = draftOf(visit);
  if (!draft) return { refused: isSigned(visit.report) ? 'signed' : 'no-draft' };
  const lacks = lacksOf(draft, formOf(draft, await visitForms.all()));
  if (lacks.length > 0) return { refused: 'incomplete', lacks };
  const { correction: _, ...rest } = visit;
  const before = visit.correction && visit.report;
  const evidence = evidenceOf(
    await files.lists(visit.orgId, `${visit.fiscalYear}-visit-${visit.visitNo}-report`),
  );
  const report: StoredReport = {
    ...draft,
    recordedOn: today,
    recordedBy: by,
    version: before ? versionOf(before) + 1 : 1,
    signatures: [...signatures],
    signedBy: by,
    contentHash: hashOf(supervisionReportSchema.parse(draft)),
    ...(evidence.length > 0 && { evidence }),
    submitted: false,
  };
  if (!before) return { ...rest, report };
  const { recordedOn, recordedBy, submitted } = before;
  const gone = {
    version: versionOf(before),
    signedOn: recordedOn,
    signedBy: recordedBy,
    submitted,
  };
  return { ...rest, report, earlier: [...(visit.earlier ?? []), gone] };
}

/** A second click, or a signing whose recommendations a crash has kept from being written. */
function isRepetition(
  { report, correction }: Visit,
  record: SupervisionRecord,
  user: User,
): boolean {
  if (record.act === 'correct') return correction?.reason === record.reason;
  if (record.act !== 'sign' || correction || !isSigned(report)) return false;
  return (
    report.signedBy?.userId === user.userId &&
    isDeepStrictEqual(report.signatures, record.signatures)
  );
}

/** The sweep does so too, where a crash comes between. */
async function recommend(
  seasons: Pick<SeasonStore, 'recommend' | 'recommendations' | 'saveRecommendation'>,
  visit: Visit,
): Promise<void> {
  const kept = await seasons.recommendations(provinceOf(visit.orgId), visit.orgId);
  for (const recommendation of missingAdvice(visit, kept)) await seasons.recommend(recommendation);
  for (const reworded of rewordedAdvice(visit, kept)) await seasons.saveRecommendation(reworded);
}
