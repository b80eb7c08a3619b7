/** The two report rounds of a fiscal year, the season of visits, and the dates that bind them. */
import * as z from 'zod';
import { endYearOf, type FiscalYear, fiscalYearWindow, type Window } from './fiscal-year.ts';
import {
  addDays,
  daysBetween,
  type LocalDate,
  laterOf,
  localDate,
  localDateSchema,
} from './local-date.ts';
import { isWorkingDay, type WorkCalendar, workingDayOnOrAfter } from './work-calendar.ts';

/** รอบ 6 เดือนแรก | รอบ 12 เดือน */
export const roundSchema = z.enum(['6M', '12M']);
export type Round = z.infer<typeof roundSchema>;
export const rounds: readonly Round[] = ['6M', '12M'];

/** `MM-DD` in the Common Era year in which the fiscal year ends. */
const dayOfYearSchema = z.string().regex(/^\d{2}-\d{2}$/);

const roundRuleSchema = z.object({
  opens: dayOfYearSchema,
  due: dayOfYearSchema,
  /** Last day on which a report is taken, late as it is, without an extension. */
  lock: dayOfYearSchema,
  /** Whether a due day that is no working day is forgiven until the next working day. */
  grace: z.enum(['none', 'next-working-day']),
  /** Whether the chief executive has to sign before the report is handed in. */
  signoff: z.enum(['required', 'not-required']),
});
export type RoundRule = z.infer<typeof roundRuleSchema>;

export const cycleRulesSchema = z.object({
  rounds: z.record(roundSchema, roundRuleSchema),
  visits: z.object({ opens: dayOfYearSchema, closes: dayOfYearSchema }),
  /** First day of the visits' proposal, and the day it is made anew from what is known then. */
  proposal: z.object({ first: dayOfYearSchema, refreshed: dayOfYearSchema }),
  /** Days after a visit within which its supervision report is due. */
  supervisionReportDays: z.int().min(1).max(120),
  /** On this day the cycle closes, whatever is still open. */
  closes: dayOfYearSchema,
});
export type CycleRules = z.infer<typeof cycleRulesSchema>;

/**
 * April, May–June and October.
 *
 * @see รายงานผลการดำเนินงาน รอบ 6 เดือน พ.ศ. 2563 อบต.ท่าเสม็ด, คำนำ; grace, lock and the 15 days are our own.
 */
export const standardRules: CycleRules = {
  rounds: {
    '6M': { opens: '04-01', due: '04-30', lock: '06-30', grace: 'none', signoff: 'required' },
    '12M': { opens: '10-01', due: '10-31', lock: '11-30', grace: 'none', signoff: 'required' },
  },
  visits: { opens: '05-01', closes: '06-30' },
  proposal: { first: '04-16', refreshed: '05-01' },
  supervisionReportDays: 15,
  closes: '12-01',
};

/** The dates of one round of one year; all days included. */
export const roundDatesSchema = z.object({
  opens: localDateSchema,
  due: localDateSchema,
  /** Last day that still counts as on time; the due day unless that was forgiven. */
  graceUntil: localDateSchema,
  lock: localDateSchema,
});
export type RoundDates = z.infer<typeof roundDatesSchema>;

/** @throws {CalendarMissingError} where grace depends on a year of which no holidays are known. */
export function roundDates(
  round: Round,
  year: FiscalYear,
  rules: CycleRules,
  calendar: WorkCalendar,
): RoundDates {
  const rule = rules.rounds[round];
  const due = dayIn(year, rule.due);
  const forgiven = rule.grace === 'next-working-day' && !isWorkingDay(calendar, due);
  return {
    opens: dayIn(year, rule.opens),
    due,
    graceUntil: forgiven ? workingDayOnOrAfter(calendar, due) : due,
    lock: dayIn(year, rule.lock),
  };
}

/** `dates` for an organization whose extension (ขยายเวลา) was granted until `until`, included. */
export function extended(dates: RoundDates, until: LocalDate | undefined): RoundDates {
  if (!until) return dates;
  return {
    opens: dates.opens,
    due: laterOf(dates.due, until),
    graceUntil: laterOf(dates.graceUntil, until),
    lock: laterOf(dates.lock, until),
  };
}

/** When organizations are visited in the cycle of `year`. */
export function visitWindow(year: FiscalYear, rules: CycleRules): Window {
  return { opens: dayIn(year, rules.visits.opens), closes: dayIn(year, rules.visits.closes) };
}

/** When the cycle of `year` is open: from the first day of the fiscal year to its closing, 14 months later. */
export function cycleWindow(year: FiscalYear, rules: CycleRules): Window {
  return { opens: fiscalYearWindow(year).opens, closes: dayIn(year, rules.closes) };
}

/** `MM-DD` of the Common Era year in which `year` ends. */
export function dayIn(year: FiscalYear, monthAndDay: string): LocalDate {
  return localDate(`${endYearOf(year)}-${monthAndDay}`);
}

/**
 * Days by which a report received on `received` is late, counted from the due day; 0 when on time.
 * Fixed by the first valid submission.
 */
export function daysLate(received: LocalDate, dates: RoundDates): number {
  return received <= dates.graceUntil ? 0 : daysBetween(dates.due, received);
}

/** Whether a report may be handed in on `day`. */
export function submissionWindow(
  day: LocalDate,
  dates: RoundDates,
): 'early' | 'open' | 'late' | 'locked' {
  if (day < dates.opens) return 'early';
  if (day <= dates.graceUntil) return 'open';
  return day <= dates.lock ? 'late' : 'locked';
}

/** The period that `round` of `year` reports on. */
export function reportedPeriod(round: Round, year: FiscalYear): Window {
  const { opens, closes } = fiscalYearWindow(year);
  return round === '12M' ? { opens, closes } : { opens, closes: addDays(dayIn(year, '04-01'), -1) };
}
