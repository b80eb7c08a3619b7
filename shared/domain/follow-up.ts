/**
 * Follow-up of a team's recommendations (ติดตามผลการดำเนินการตามข้อเสนอแนะ).
 *
 * open → accepted → in_progress → done → verified | needs_more → in_progress …; or cannot_do with a reason. The
 * organization answers, the office verifies; whoever says nothing is asked again by the ladder.
 */

import type { Actor } from './actor.ts';
import type { AuditEvent } from './audit.ts';
import type { FiscalYear } from './fiscal-year.ts';
import { addDays, type LocalDate } from './local-date.ts';
import { ladderDays, type NoticeKind, type Rung, standing } from './notice.ts';
import type { RungOutcome } from './obligation.ts';
import type { ContactRole } from './organization.ts';
import type { PhoneCall, Recommendation, Visit } from './supervision.ts';
import { isSigned } from './supervision-report.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** What the organization answers: รับไปดำเนินการ | กำลังดำเนินการ | ดำเนินการแล้ว | ไม่สามารถดำเนินการได้ */
export const hostActs = ['accept', 'start', 'finish', 'decline'] as const;
/** What the office says of it: ยืนยันผล | ขอข้อมูลเพิ่มเติม */
export const officeActs = ['verify', 'ask-more'] as const;

export type FollowUpAct =
  | { readonly act: 'accept' | 'start' | 'verify'; readonly note: string }
  /** `note` tells the result. */
  | { readonly act: 'finish'; readonly note: string }
  /** `note` gives the reason. */
  | { readonly act: 'decline'; readonly note: string }
  /** `note` says what is missing, to be told by `until`. */
  | { readonly act: 'ask-more'; readonly note: string; readonly until: LocalDate };

type State = Recommendation['state'];

const awaitsHost: readonly State[] = ['open', 'accepted', 'in_progress', 'needs_more'];

const transitions: Record<FollowUpAct['act'], { from: readonly State[]; to: State }> = {
  accept: { from: ['open', 'needs_more'], to: 'accepted' },
  start: { from: ['open', 'accepted', 'needs_more'], to: 'in_progress' },
  finish: { from: [...awaitsHost, 'cannot_do'], to: 'done' },
  decline: { from: awaitsHost, to: 'cannot_do' },
  verify: { from: ['done'], to: 'verified' },
  'ask-more': { from: ['done', 'cannot_do'], to: 'needs_more' },
};

/** Where `act` leads. */
export function stateAfter(act: FollowUpAct['act']): State {
  return transitions[act].to;
}

/** Names of the acts in the audit trail. */
export const followUpEvents = {
  accept: 'advice-accepted',
  start: 'advice-started',
  finish: 'advice-finished',
  decline: 'advice-declined',
  verify: 'advice-verified',
  'ask-more': 'advice-more-asked',
} as const satisfies Record<FollowUpAct['act'], AuditEvent['act']>;

/** Acts that fit where the recommendation stands. */
export function actsFor<Act extends FollowUpAct['act']>(
  { state }: Pick<Recommendation, 'state'>,
  acts: readonly Act[],
): Act[] {
  return acts.filter((act) => transitions[act].from.includes(state));
}

export type FollowedUp =
  | { readonly next: Recommendation }
  /** It stands where the act leads nowhere. */
  | { readonly refused: 'not-now'; readonly state: State }
  /** Told without a word of what was done, why not, or what is missing. */
  | { readonly refused: 'no-word' }
  | { readonly refused: 'past-day' };

const needsWord: readonly FollowUpAct['act'][] = ['finish', 'decline', 'ask-more'];

/** `recommendation` after `act`, or why not. */
export function followedUp(
  recommendation: Recommendation,
  act: FollowUpAct,
  by: Actor,
  today: LocalDate,
  byPhone?: PhoneCall,
): FollowedUp {
  const { from, to } = transitions[act.act];
  const { state, history } = recommendation;
  if (!from.includes(state)) return { refused: 'not-now', state };
  if (needsWord.includes(act.act) && act.note === '') return { refused: 'no-word' };
  if (act.act === 'ask-more' && act.until <= today) return { refused: 'past-day' };
  return {
    next: {
      ...recommendation,
      state: to,
      ...(act.act === 'ask-more' && { dueOn: act.until }),
      history: [
        ...history,
        { on: today, by, state: to, note: act.note, ...(byPhone && { byPhone }) },
      ],
    },
  };
}

/** Days in which a recommendation is to be done where the office sets no day. */
const ADVICE_DAYS = 60;

export function dueDayOf({ dueOn, madeOn }: Pick<Recommendation, 'dueOn' | 'madeOn'>): LocalDate {
  return dueOn ?? addDays(madeOn, ADVICE_DAYS);
}

/** The day that the form offers for a visit held on `heldOn`. */
export function usualDueDay(heldOn: LocalDate): LocalDate {
  return addDays(heldOn, ADVICE_DAYS);
}

/** Nobody has to do anything about it any more. */
export function isSettled({ state }: Pick<Recommendation, 'state'>): boolean {
  return state === 'verified' || state === 'cannot_do';
}

/** The organization has still to act on it, or to answer. */
export function awaitsAnswer({ state }: Pick<Recommendation, 'state'>): boolean {
  return awaitsHost.includes(state);
}

export function isAdviceOverdue(
  recommendation: Pick<Recommendation, 'state' | 'dueOn' | 'madeOn'>,
  today: LocalDate,
): boolean {
  return awaitsAnswer(recommendation) && dueDayOf(recommendation) < today;
}

/** Those of one organization that its 12-month report of `year` has to speak of: open ones, past years' too. */
export function openAdvice(
  recommendations: readonly Recommendation[],
  orgId: string,
  year: FiscalYear,
): Recommendation[] {
  return recommendations.filter(
    (one) => one.orgId === orgId && one.fiscalYear <= year && !isSettled(one),
  );
}

/** What a submitted report calls for and is not kept yet: a crash may have come between the two. */
export function missingAdvice(
  visit: Visit | undefined,
  kept: readonly Recommendation[],
): Recommendation[] {
  const { report } = visit ?? {};
  if (!visit || !isSigned(report)) return [];
  const { orgId, fiscalYear, visitNo } = visit;
  const numbers = kept
    .filter((one) => one.orgId === orgId && one.fiscalYear === fiscalYear)
    .filter((one) => one.visitNo === visitNo)
    .map(({ no }) => no);
  return report.recommendations.flatMap((text, index) => {
    const no = index + 1;
    if (numbers.includes(no)) return [];
    const dueOn = report.dueDays?.[index] ?? usualDueDay(report.heldOn);
    const what = { schemaVersion: 1, orgId, fiscalYear, visitNo, no, text } as const;
    const told = { history: [], rungs: {}, rev: 1 };
    return [{ ...what, state: 'open' as const, madeOn: report.recordedOn, dueOn, ...told }];
  });
}

/** Kept recommendations that a corrected report words otherwise; what was answered and its due day stand. */
export function rewordedAdvice(
  visit: Visit | undefined,
  kept: readonly Recommendation[],
): Recommendation[] {
  const { report, orgId, fiscalYear, visitNo } = visit ?? {};
  if (!isSigned(report) || report.version === undefined || report.version === 1) return [];
  const ofVisit = kept.filter(
    (one) => one.orgId === orgId && one.fiscalYear === fiscalYear && one.visitNo === visitNo,
  );
  return changedAdvice(report.recommendations, ofVisit).flatMap(({ before, text }) =>
    text === undefined ? [] : [{ ...before, text }],
  );
}

/**
 * What the open ones among `kept`, all of one visit, become by a report that recommends `texts`, each under its number.
 * One without a text is not in the report any more; it stays open until it is settled.
 */
export function changedAdvice(
  texts: readonly string[],
  kept: readonly Recommendation[],
): { before: Recommendation; text: string | undefined }[] {
  return kept
    .filter((one) => !isSettled(one))
    .map((before) => ({ before, text: texts[before.no - 1] }))
    .filter(({ before, text }) => text !== before.text);
}

const host = ['coordinator', 'executive'] as const;
const everyone = [...host, 'administrator'] as const;

export type AdviceKind = Extract<NoticeKind, `advice${string}`>;
interface AdviceRung extends Rung {
  readonly kind: AdviceKind;
}

/** Told at once, asked for an answer after two weeks, reminded two weeks ahead, then chased. */
export const adviceLadder: readonly AdviceRung[] = [
  { ...rung('made', 'advice', 'opens', 0, 'after', host), indispensable: true },
  rung('A+14', 'advice-reminder', 'opens', 14, 'after', ['coordinator']),
  rung('D-14', 'advice-reminder', 'due', -14, 'before', ['coordinator']),
  rung('L+1', 'advice-overdue', 'due', 1, 'after', everyone),
  rung('L+15', 'advice-overdue', 'due', 15, 'after', everyone),
  rung('L+30', 'advice-overdue', 'due', 30, 'after', everyone),
];

function rung(
  name: string,
  kind: AdviceKind,
  anchor: Rung['anchor'],
  offset: number,
  dayOff: Rung['dayOff'],
  roles: readonly ContactRole[],
): AdviceRung {
  return { rung: name, kind, anchor, offset, dayOff, roles: [...roles] };
}

export interface AdviceDue {
  /** As the recommendation's `rungs` and the ledger know it; the same for all of a visit with one due day. */
  readonly rung: string;
  readonly kind: AdviceKind;
  readonly roles: readonly ContactRole[];
}

/** What its organization is to be told of `recommendation` on `today`. */
export function adviceDue(
  recommendation: Recommendation,
  ladder: readonly AdviceRung[],
  calendar: WorkCalendar,
  today: LocalDate,
): { due: AdviceDue[]; skipped: { rung: string; why: NonNullable<RungOutcome['why']> }[] } {
  const { state, rungs, madeOn } = recommendation;
  if (!awaitsAnswer(recommendation)) return { due: [], skipped: [] };
  const due = dueDayOf(recommendation);
  const nameOf = (name: string) => adviceRung(name, due);
  const settled = Object.fromEntries(
    ladder.flatMap(({ rung: name }) => {
      const outcome = rungs[nameOf(name)];
      return outcome ? [[name, outcome] as const] : [];
    }),
  );
  const days = ladderDays(ladder, { opens: madeOn, due }, calendar);
  const reached = standing(days, settled, today);
  // Whoever has answered is not asked for an answer.
  const wanted = ladder
    .filter((one) => reached.due.includes(one))
    .filter(({ rung: name }) => name !== 'A+14' || state === 'open');
  const more = { rung: nameOf('more'), kind: 'advice-more', roles: host } as const;
  const news = state === 'needs_more' && !rungs[more.rung] ? [more] : [];
  const first = wanted.filter(({ kind }) => kind === 'advice');
  // Whoever hears of it this very day is not reminded of it besides.
  const isNew = news.length > 0 || first.length > 0;
  const told = isNew ? first : wanted;
  const named = told.map(({ rung: name, kind, roles }) => ({ rung: nameOf(name), kind, roles }));
  const spokenFor = wanted.filter((one) => !told.includes(one));
  return {
    due: [...news, ...named],
    skipped: [
      ...reached.missed.map((one) => ({ rung: nameOf(one.rung), why: 'missed' as const })),
      ...spokenFor.map((one) => ({ rung: nameOf(one.rung), why: 'already-told' as const })),
    ],
  };
}

/** `L+1-20200801`: a new due day climbs the ladder anew; that it was made is told once. */
function adviceRung(name: string, due: LocalDate): string {
  return name === 'made' ? name : `${name}-${due.replaceAll('-', '')}`;
}

/** Whether a queued notice still has something to say, about the recommendations of one visit. */
export function adviceStillDue(
  { kind, rung: name }: { readonly kind: NoticeKind; readonly rung: string },
  recommendations: readonly Recommendation[],
): boolean {
  return recommendations.filter(awaitsAnswer).some((one) => {
    if (kind === 'advice') return true;
    if (!name.endsWith(adviceRung('', dueDayOf(one)))) return false;
    if (kind === 'advice-more') return one.state === 'needs_more';
    return !name.startsWith('A+14') || one.state === 'open';
  });
}
