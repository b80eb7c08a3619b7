/** A province's year for the committee: what its reports, visits and recommendations come to, as rows of figures. */

import { type ProvinceSummary, summarize, tally } from './evaluation.ts';
import type { FiscalYear } from './fiscal-year.ts';
import { isAdviceOverdue } from './follow-up.ts';
import type { LocalDate } from './local-date.ts';
import type { Obligation } from './obligation.ts';
import {
  type Recommendation,
  recommendationStates,
  type ScheduleEntry,
  type Visit,
  type VisitState,
  visitOf,
  visitState,
  visitStates,
} from './supervision.ts';

export interface YearOfProvince {
  readonly april: readonly Obligation[];
  readonly october: readonly Obligation[];
  readonly entries: readonly ScheduleEntry[];
  readonly visits: readonly Visit[];
  /** Of any year; only those of the year count. */
  readonly recommendations: readonly Recommendation[];
}

export interface CommitteeSummary {
  readonly april: ProvinceSummary;
  readonly october: ProvinceSummary;
  readonly visits: Readonly<Record<VisitState, number>>;
  readonly recommendations: Readonly<Record<Recommendation['state'], number>>;
  readonly overdue: number;
}

export function committeeSummary(
  { april, october, entries, visits, recommendations }: YearOfProvince,
  year: FiscalYear,
  today: LocalDate,
): CommitteeSummary {
  const states = entries.map((entry) => visitState(entry, visitOf(entry, visits), today));
  const ofYear = recommendations.filter(({ fiscalYear }) => fiscalYear === year);
  return {
    april: summarize(april, today),
    october: summarize(october, today),
    visits: tally(visitStates, states),
    recommendations: tally(
      recommendationStates,
      ofYear.map(({ state }) => state),
    ),
    overdue: ofYear.filter((one) => isAdviceOverdue(one, today)).length,
  };
}

/** Figures of both rounds side by side, by dimension and status; rows of no dimension come last where there are any. */
export function dimensionRows({ april, october }: Pick<CommitteeSummary, 'april' | 'october'>) {
  const names = [...dimensionNames, 'none'] as const;
  return names.flatMap((name) => {
    const six = april.figures.byDimension[name];
    const twelve = october.figures.byDimension[name];
    return name === 'none' && six.total + twelve.total === 0 ? [] : [{ name, six, twelve }];
  });
}

const dimensionNames = ['1', '2', '3', '4'] as const;
