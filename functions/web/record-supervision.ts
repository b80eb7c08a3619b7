/** The office records a visit: its supervision report (รายงานการนิเทศติดตาม), recommendations, closing. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { missingAdvice } from '../../shared/domain/follow-up.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import type { Letter, SupervisionReport, Visit } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveVisit } from './acting.ts';
import { findVisit, subjectOf, type VisitId } from './answer-visit.ts';

export interface RecordDependencies {
  readonly seasons: Pick<
    SeasonStore,
    'schedule' | 'visit' | 'saveVisit' | 'visitAuditSettled' | 'recommend'
  >;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export type SupervisionRecord =
  | { readonly act: 'draft'; readonly report: SupervisionReport }
  /** เสนอรายงาน; `letter` took it to the committee. */
  | { readonly act: 'submit'; readonly report: SupervisionReport; readonly letter?: Letter }
  /** The host has been told of the results. */
  | { readonly act: 'close'; readonly letter?: Letter };

export type RecordOutcome =
  | { readonly recorded: Visit }
  | NotAllowed
  /** The visit's day has not come, or it is off. */
  | { readonly refused: 'not-yet'; readonly on: LocalDate }
  | { readonly refused: 'off' }
  /** `heldOn` lies ahead. */
  | { readonly refused: 'held-ahead' }
  | { readonly refused: 'submitted' | 'not-submitted' | 'closed' }
  /** Somebody else has written meanwhile; `visit` is how it stands. */
  | { readonly refused: 'changed'; readonly visit: Visit };

const events = {
  draft: 'supervision-drafted',
  submit: 'supervision-submitted',
  close: 'visit-closed',
} as const satisfies Record<SupervisionRecord['act'], string>;

export function createRecordSupervision({ seasons, audit, now }: RecordDependencies) {
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
      if (isRepetition(visit, record)) {
        await recommend(seasons, visit);
        return { recorded: visit };
      }
      if (reportMark(visit) !== seen) return { refused: 'changed', visit };
      const next = decide(visit, record, user, today);
      if ('refused' in next) return next;

      const event = eventOf(user, at, { act: events[record.act], subject: subjectOf(id) });
      const recorded = await saveVisit(seasons, audit, { before: visit, next }, event);
      if (!recorded) continue;
      if (record.act === 'submit') await recommend(seasons, recorded);
      return { recorded };
    }
  };
}

/** Changes whenever the report does, and never by a sweep's or a host's writes. */
export function reportMark({ report, closed }: Visit): string {
  if (closed) return 'closed';
  if (!report) return 'none';
  return createHash('sha256').update(JSON.stringify(report)).digest('base64url').slice(0, 16);
}

function decide(
  visit: Visit,
  record: SupervisionRecord,
  user: User,
  today: LocalDate,
): Visit | Exclude<RecordOutcome, { recorded: Visit }> {
  if (visit.closed) return { refused: 'closed' };
  const by = actorOf(user);
  if (record.act === 'close') {
    if (!visit.report?.submitted) return { refused: 'not-submitted' };
    const { letter } = record;
    return { ...visit, closed: { on: today, by, ...(letter && { letter }) } };
  }
  if (visit.report?.submitted) return { refused: 'submitted' };
  if (record.report.heldOn > today) return { refused: 'held-ahead' };
  const letter = record.act === 'submit' ? record.letter : undefined;
  return {
    ...visit,
    report: {
      ...record.report,
      recordedOn: today,
      recordedBy: by,
      submitted: record.act === 'submit',
      ...(letter && { letter }),
    },
  };
}

/** A second click, or a submission whose recommendations a crash has kept from being written. */
function isRepetition({ report }: Visit, record: SupervisionRecord): boolean {
  if (!report?.submitted || record.act !== 'submit') return false;
  const {
    recordedOn: _,
    recordedBy: _by,
    submitted: _submitted,
    letter: _letter,
    ...content
  } = report;
  return isDeepStrictEqual(content, record.report);
}

/** The sweep adds them too, where a crash comes between. */
async function recommend(seasons: Pick<SeasonStore, 'recommend'>, visit: Visit): Promise<void> {
  for (const recommendation of missingAdvice(visit, [])) await seasons.recommend(recommendation);
}
