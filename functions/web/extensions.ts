/** More time for a report: an organization asks, the office answers one, a district or the whole province. */
import { type LocalDate, laterOf, localDateAt } from '../../shared/domain/local-date.ts';
import {
  datesOf,
  extensionGranted,
  extensionRequested,
  isAwaited,
  type Obligation,
  openRequest,
  type Refused,
} from '../../shared/domain/obligation.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveObligation } from './acting.ts';
import { actorFor, mayWrite } from './report-acts.ts';
import type { ReportPlace } from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

type Dependencies = Pick<WebDependencies, 'obligations' | 'audits' | 'tellObligation' | 'now'>;

/** Organizations that are served at once. */
const AT_ONCE = 8;

export type RequestOutcome =
  | { readonly requested: Obligation }
  | NotAllowed
  | Refused
  | { readonly refused: 'day-too-early'; readonly after: LocalDate };

export function createRequestExtension({ obligations, audits, now }: Dependencies) {
  return async function requestExtension(
    user: User,
    place: ReportPlace,
    { until, reason }: { readonly until: LocalDate; readonly reason: string },
  ): Promise<RequestOutcome> {
    const { orgId } = place;
    const refusal = mayWrite(user, orgId);
    if (refusal) return refusal;
    for (;;) {
      const obligation = await obligations.find(orgId, place);
      if (!obligation) return { refused: 'not-found' };
      const at = now();
      const today = localDateAt(at);
      const { due } = datesOf(obligation);
      const after = laterOf(due, today);
      if (until <= after) return { refused: 'day-too-early', after };
      const asked = openRequest(obligation);
      // A second click finds it asked.
      if (asked?.until === until && asked.reason === reason) {
        return { requested: obligation };
      }
      const request = { until, reason, on: today, by: actorFor(user, obligation) };
      const outcome = extensionRequested(obligation, request);
      if ('refused' in outcome) return outcome;
      const subject = `${place.fiscalYear}#${place.round}`;
      const event = eventOf(user, at, { act: 'extension-requested', subject, note: reason });
      const saved = await saveObligation(
        obligations,
        audits,
        { before: obligation, next: outcome.next },
        {
          ...event,
          actor: request.by,
        },
      );
      if (saved) return { requested: saved };
    }
  };
}

export interface Granting extends RoundOf {
  readonly province: string;
  /** Only this district; the whole province without it. */
  readonly amphoe: string | undefined;
  readonly until: LocalDate;
  readonly reason: string;
}

export type GrantOutcome =
  | { readonly granted: number; readonly passedOver: number }
  | NotAllowed
  | { readonly refused: 'day-too-early'; readonly after: LocalDate };

/** Grants more time to all that have handed in nothing. Who has as much already is passed over: it may be repeated. */
export function createGrantExtensions({ obligations, audits, tellObligation, now }: Dependencies) {
  return async function grantExtensions(user: User, granting: Granting): Promise<GrantOutcome> {
    const { province, amphoe, until, reason } = granting;
    const refusal = refusalOf(user, 'review-report', { province });
    if (refusal) return refusal;
    const today = localDateAt(now());
    if (until <= today) return { refused: 'day-too-early', after: today };
    const board = await obligations.board(province, granting);
    const meant = board
      .filter((obligation) => isAwaited(obligation))
      .filter(({ organization }) => amphoe === undefined || organization.amphoe === amphoe);
    let granted = 0;
    for (let start = 0; start < meant.length; start += AT_ONCE) {
      const done = await Promise.all(meant.slice(start, start + AT_ONCE).map(grant));
      granted += done.filter(Boolean).length;
    }
    return { granted, passedOver: meant.length - granted };

    async function grant({ orgId }: Obligation): Promise<boolean> {
      for (;;) {
        const obligation = await obligations.find(orgId, granting);
        if (!obligation || datesOf(obligation).due >= until) return false;
        const at = now();
        const answering = { on: localDateAt(at), by: actorOf(user), note: reason };
        const outcome = extensionGranted(obligation, until, answering);
        if ('refused' in outcome) return false;
        const subject = `${granting.fiscalYear}#${granting.round}`;
        const event = eventOf(user, at, { act: 'extension-granted', subject, note: reason });
        const saved = await saveObligation(
          obligations,
          audits,
          { before: obligation, next: outcome.next },
          event,
        );
        if (!saved) continue;
        await tellObligation(saved);
        return true;
      }
    }
  };
}
