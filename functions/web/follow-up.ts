/** A recommendation is answered by its organization, or its answer judged by the office. */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import {
  type FollowedUp,
  type FollowUpAct,
  followedUp,
  followUpEvents,
  officeActs,
  stateAfter,
} from '../../shared/domain/follow-up.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import type { PhoneCall, Recommendation } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';

export interface FollowUpDependencies {
  readonly seasons: Pick<
    SeasonStore,
    'recommendations' | 'saveRecommendation' | 'recommendationAuditSettled'
  >;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export const orgPath = z.object({ orgId: orgIdSchema });
/** A recommendation in paths: `:orgId … :year/:visitNo/:no`. */
export const advicePath = orgPath.extend({
  year: z.coerce.number().pipe(fiscalYearSchema),
  visitNo: z.coerce.number().int().min(1).max(99),
  no: z.coerce.number().int().min(1).max(99),
});

export interface RecommendationId {
  readonly orgId: string;
  readonly fiscalYear: FiscalYear;
  readonly visitNo: number;
  readonly no: number;
}

export type FollowUpOutcome =
  | { readonly followed: Recommendation }
  | NotAllowed
  | Exclude<FollowedUp, { next: unknown }>;

export function createFollowUp({ seasons, audit, now }: FollowUpDependencies) {
  /** With `byPhone` the office takes down what the organization said. */
  return async function followUp(
    user: User,
    id: RecommendationId,
    act: FollowUpAct,
    byPhone?: PhoneCall,
  ): Promise<FollowUpOutcome> {
    const { orgId } = id;
    const isOffice = byPhone !== undefined || officeActs.some((one) => one === act.act);
    const refusal = refusalOf(user, isOffice ? 'record-supervision' : 'answer-visit', { orgId });
    if (refusal) return refusal;
    for (;;) {
      const recommendation = await findRecommendation(seasons, id);
      if (!recommendation) return { refused: 'not-found' };
      if (isRepetition(recommendation, act, user)) return { followed: recommendation };
      const at = now();
      const outcome = followedUp(recommendation, act, actorOf(user), localDateAt(at), byPhone);
      if ('refused' in outcome) return outcome;

      const event = eventOf(user, at, {
        act: followUpEvents[act.act],
        subject: [id.fiscalYear, orgId, id.visitNo, id.no].join('#'),
        note: byPhone ? `ทางโทรศัพท์ ${byPhone.answeredBy}: ${act.note}`.slice(0, 2000) : act.note,
      });
      const saved = await saveWithEvent(audit, {
        owner: `ORG#${orgId}`,
        before: recommendation,
        next: outcome.next,
        event,
        save: (sealed) => seasons.saveRecommendation(outcome.next, sealed),
        settle: seasons.recommendationAuditSettled,
      });
      if (saved) return { followed: saved };
    }
  };
}

export async function findRecommendation(
  seasons: Pick<SeasonStore, 'recommendations'>,
  { orgId, fiscalYear, visitNo, no }: RecommendationId,
): Promise<Recommendation | undefined> {
  const all = await seasons.recommendations(provinceOf(orgId), orgId);
  return all.find(
    (one) => one.fiscalYear === fiscalYear && one.visitNo === visitNo && one.no === no,
  );
}

/** A second click: the last thing said is this very one. */
function isRepetition({ history, state }: Recommendation, act: FollowUpAct, user: User): boolean {
  const last = history.at(-1);
  return (
    last !== undefined &&
    last.state === state &&
    last.by.userId === user.userId &&
    last.note === act.note &&
    stateAfter(act.act) === state
  );
}

/** Page of the recommendation. */
export function adviceHref({ orgId, fiscalYear, visitNo, no }: RecommendationId): string {
  return `/organizations/${orgId}/recommendations/${fiscalYear}/${visitNo}/${no}`;
}
