/** A host answers the notice of its visit: the day suits (ตอบรับวันนิเทศ), or another day is asked for (ขอเปลี่ยนวัน). */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import type { PhoneCall, Schedule, ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveVisit } from './acting.ts';

export interface AnswerDependencies {
  readonly seasons: Pick<SeasonStore, 'schedule' | 'visit' | 'saveVisit' | 'visitAuditSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export interface VisitId {
  readonly fiscalYear: FiscalYear;
  readonly orgId: string;
  readonly visitNo: number;
}

export type VisitAnswer =
  | {
      readonly answer: 'acknowledge';
      readonly place: string;
      readonly receivedBy: string;
      readonly mobile: string;
    }
  | {
      readonly answer: 'other-day';
      readonly reason: string;
      /** Days that would suit the host. */
      readonly days: readonly LocalDate[];
    };

export type AnswerOutcome =
  | { readonly answered: Visit; readonly entry: ScheduleEntry }
  | NotAllowed
  /** The office has set another day meanwhile, or the visit is off. */
  | { readonly refused: 'changed'; readonly entry: ScheduleEntry }
  | { readonly refused: 'past' };

export function createAnswerVisit({ seasons, audit, now }: AnswerDependencies) {
  /**
   * `seenSequence`: of the notice that is answered. With `byPhone` the office takes down what the host said.
   */
  return async function answerVisit(
    user: User,
    id: VisitId,
    seenSequence: number,
    answer: VisitAnswer,
    byPhone?: PhoneCall,
  ): Promise<AnswerOutcome> {
    const refusal = byPhone
      ? refusalOf(user, 'plan-visits', { orgId: id.orgId })
      : refusalOf(user, 'answer-visit', { orgId: id.orgId });
    if (refusal) return refusal;
    for (;;) {
      const found = await findVisit(seasons, id);
      if (!found) return { refused: 'not-found' };
      const { entry, visit } = found;
      if (entry.sequence !== seenSequence || entry.state !== 'scheduled') {
        return { refused: 'changed', entry };
      }
      const at = now();
      const today = localDateAt(at);
      if (visit.report || entry.date < today) return { refused: 'past' };

      const facts = { sequence: entry.sequence, on: today, ...(byPhone && { byPhone }) };
      const { acknowledged: _, otherDayAsked: _asked, ...unanswered } = visit;
      const next: Visit =
        answer.answer === 'acknowledge'
          ? { ...unanswered, acknowledged: { ...facts, by: actorOf(user), ...placeOf(answer) } }
          : {
              ...unanswered,
              otherDayAsked: { ...facts, reason: answer.reason, days: [...answer.days] },
            };
      const act = answer.answer === 'acknowledge' ? 'visit-acknowledged' : 'visit-other-day-asked';
      const note = byPhone && `ทางโทรศัพท์ ${byPhone.answeredBy}`;
      const event = eventOf(user, at, { act, subject: subjectOf(id), note });
      const answered = await saveVisit(seasons, audit, { before: visit, next }, event);
      if (answered) return { answered, entry };
    }
  };
}

function placeOf({ place, receivedBy, mobile }: Extract<VisitAnswer, { answer: 'acknowledge' }>) {
  return { place, receivedBy, mobile };
}

export function subjectOf({ fiscalYear, orgId, visitNo }: VisitId): string {
  return `${fiscalYear}#${orgId}#${visitNo}`;
}

/** A published visit, the schedule it stands in, and what has happened to it so far. */
export async function findVisit(
  seasons: Pick<SeasonStore, 'schedule' | 'visit'>,
  id: VisitId,
): Promise<{ schedule: Schedule; entry: ScheduleEntry; visit: Visit } | undefined> {
  const [schedule, visit] = await Promise.all([
    seasons.schedule(id.fiscalYear, provinceOf(id.orgId)),
    seasons.visit(id),
  ]);
  const entry = schedule?.entries.find(
    ({ orgId, visitNo }) => orgId === id.orgId && visitNo === id.visitNo,
  );
  return (
    schedule &&
    entry && { schedule, entry, visit: visit ?? { schemaVersion: 1, ...id, rungs: {}, rev: 1 } }
  );
}
