/** What a year's two reports and its visits come to, for one organization and for a province. */
import * as z from 'zod';
import { isSettled } from './follow-up.ts';
import type { LocalDate } from './local-date.ts';
import {
  currentVersion,
  isAwaited,
  type Obligation,
  type ObligationState,
  obligationStates,
} from './obligation.ts';
import { addFigures, type Band, bandSchema, type Figures, type Score } from './score.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Visit,
  visitOf,
  visitState,
} from './supervision.ts';

/** ภายในกำหนด | หลังกำหนด | ไม่พบรายงาน (the window has passed) | ยังไม่ถึงกำหนด | ไม่ต้องรายงาน */
export const timelinessSchema = z.enum(['on-time', 'late', 'missing', 'awaited', 'waived']);
export type Timeliness = z.infer<typeof timelinessSchema>;

export function timelinessOf(obligation: Obligation, today: LocalDate): Timeliness {
  if (obligation.state === 'waived') return 'waived';
  if (obligation.daysLate !== undefined) return obligation.daysLate === 0 ? 'on-time' : 'late';
  return today > obligation.dates.graceUntil ? 'missing' : 'awaited';
}

export interface RoundResult {
  readonly timeliness: Timeliness;
  readonly daysLate: number | undefined;
  readonly score: Score;
}

export function roundResult(obligation: Obligation, today: LocalDate): RoundResult {
  return {
    timeliness: timelinessOf(obligation, today),
    daysLate: obligation.daysLate,
    score: currentVersion(obligation)?.score ?? { percent: null, band: 'none' },
  };
}

export interface ProvinceSummary {
  readonly organizations: number;
  readonly byState: Readonly<Record<ObligationState, number>>;
  readonly byBand: Readonly<Record<Band, number>>;
  readonly byTimeliness: Readonly<Record<Timeliness, number>>;
  /** Mean of the scores there are, two decimals; `null` without any. */
  readonly meanPercent: number | null;
  /** Of all current reports. */
  readonly figures: Figures;
}

/** A province's round at a glance, as of `today`. */
export function summarize(obligations: readonly Obligation[], today: LocalDate): ProvinceSummary {
  const results = obligations.map((obligation) => roundResult(obligation, today));
  const percents = results.flatMap(({ score }) => (score.percent === null ? [] : [score.percent]));
  const sum = percents.reduce((total, percent) => total + percent, 0);
  return {
    organizations: obligations.length,
    byState: tally(
      obligationStates,
      obligations.map(({ state }) => state),
    ),
    byBand: tally(
      bandSchema.options,
      results.map(({ score }) => score.band),
    ),
    byTimeliness: tally(
      timelinessSchema.options,
      results.map(({ timeliness }) => timeliness),
    ),
    meanPercent: percents.length === 0 ? null : Math.round((sum / percents.length) * 100) / 100,
    figures: addFigures(
      obligations.flatMap((obligation) => currentVersion(obligation)?.figures ?? []),
    ),
  };
}

/** What the cycle leaves open when it closes. */
export function openAtClosing(obligations: readonly Obligation[]): readonly string[] {
  return obligations.filter((obligation) => isAwaited(obligation)).map(({ orgId }) => orgId);
}

/** How everything stands that a year leaves open: reports, visits without a report handed in, recommendations. */
export function openStates(
  rounds: readonly { readonly round: string; readonly board: readonly Obligation[] }[],
  { entries, visits, recommendations }: SeasonLeft,
  today: LocalDate,
): Record<string, Record<string, string>> {
  const reports = rounds.map(
    ({ round, board }) =>
      [
        round,
        Object.fromEntries(
          board.filter((one) => isAwaited(one)).map(({ orgId, state }) => [orgId, state]),
        ),
      ] as const,
  );
  const settled = ['report_submitted', 'closed', 'cancelled'];
  const open = entries
    .map((entry) => ({ entry, state: visitState(entry, visitOf(entry, visits), today) }))
    .filter(({ state }) => !settled.includes(state));
  const advice = recommendations.filter((one) => !isSettled(one));
  return {
    ...Object.fromEntries(reports),
    visits: Object.fromEntries(
      open.map(({ entry: { orgId, visitNo }, state }) => [`${orgId}#${visitNo}`, state]),
    ),
    recommendations: Object.fromEntries(
      advice.map(({ orgId, visitNo, no, state }) => [`${orgId}#${visitNo}#${no}`, state]),
    ),
  };
}

interface SeasonLeft {
  readonly entries: readonly ScheduleEntry[];
  readonly visits: readonly Visit[];
  /** Of the year. */
  readonly recommendations: readonly Recommendation[];
}

/** How often each of `keys` is among `values`. */
export function tally<Key extends string>(
  keys: readonly Key[],
  values: readonly Key[],
): Record<Key, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  for (const value of values) counts[value] += 1;
  return counts;
}
