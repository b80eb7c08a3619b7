/** The working days (วันทำการ) of government offices in a province. */
import * as z from 'zod';
import { HOLIDAYS, YEARS_WITH_HOLIDAYS } from './holidays-th.ts';
import { addDays, daysFrom, type LocalDate, localDateSchema, weekday } from './local-date.ts';

/** What an office adds to the listed holidays, or takes from them, for the whole country or for some provinces. */
export const calendarOverrideSchema = z.strictObject({
  date: localDateSchema,
  name: z.string().trim().min(1).max(300),
  kind: z.enum(['holiday', 'working-day']),
  /** Two-digit province codes; absent: the whole country. */
  provinces: z
    .array(z.string().regex(/^[1-9]\d$/, 'not a province code'))
    .min(1)
    .exactOptional(),
  /** The resolution or announcement, with its date. */
  source: z.string().trim().min(1).max(500),
  confirmed: z.boolean(),
});
export type CalendarOverride = z.infer<typeof calendarOverrideSchema>;

export type DayKind =
  | { readonly kind: 'working' }
  | { readonly kind: 'weekend' }
  | {
      readonly kind: 'holiday';
      readonly name: string;
      readonly source: string;
      readonly confirmed: boolean;
    }
  /** The day lies in a year without data: nobody can say. */
  | { readonly kind: 'unknown' };

/** The days of one province that differ from plain weeks. Plain data: it may be stored or sent. */
export interface WorkCalendar {
  readonly province: string;
  /** Common Era. */
  readonly years: readonly number[];
  readonly days: Readonly<Record<LocalDate, DayKind>>;
}

/** The calendar was asked about a year whose holidays are not known. */
export class CalendarMissingError extends Error {
  /** Common Era. */
  readonly year: number;

  constructor(year: number) {
    super(`no holidays are known for the year ${year}`);
    this.name = 'CalendarMissingError';
    this.year = year;
  }
}

/**
 * The calendar of `province` (two-digit code). An override beats the listed holidays, and among
 * either a provincial day beats a national one; of two equals the later in the list holds.
 */
export function workCalendar(
  province: string,
  overrides: readonly CalendarOverride[] = [],
): WorkCalendar {
  const days = { ...listedDays(province) };
  for (const override of nationalThenProvincial(overrides, province)) {
    const { date, kind, name, source, confirmed } = override;
    days[date] = kind === 'holiday' ? { kind, name, source, confirmed } : { kind: 'working' };
  }
  return { province, years: YEARS_WITH_HOLIDAYS, days };
}

const listed = new Map<string, Readonly<Record<LocalDate, DayKind>>>();

/** The listed holidays of a province; every page and every mail asks for them. */
function listedDays(province: string): Readonly<Record<LocalDate, DayKind>> {
  const known = listed.get(province);
  if (known) return known;
  const days: Record<LocalDate, DayKind> = {};
  for (const { date, name, source, confirmed } of nationalThenProvincial(HOLIDAYS, province)) {
    days[date] = { kind: 'holiday', name, source, confirmed };
  }
  listed.set(province, days);
  return days;
}

/** What `date` is; a holiday that falls on a weekend is told as the holiday. */
export function dayKind(calendar: WorkCalendar, date: LocalDate): DayKind {
  // Before the overrides: the odd one entered early must not make its year look known.
  if (!knowsYear(calendar, yearOf(date))) return { kind: 'unknown' };
  const onWeekend = weekday(date) === 0 || weekday(date) === 6;
  return calendar.days[date] ?? { kind: onWeekend ? 'weekend' : 'working' };
}

/** @throws {CalendarMissingError} if the year of `date` has no data. */
export function isWorkingDay(calendar: WorkCalendar, date: LocalDate): boolean {
  const { kind } = dayKind(calendar, date);
  if (kind === 'unknown') throw new CalendarMissingError(yearOf(date));
  return kind === 'working';
}

/** Whether the holidays of `year` (Common Era) are listed; overrides alone do not make it known. */
export function knowsYear(calendar: WorkCalendar, year: number): boolean {
  return calendar.years.includes(year);
}

/** `date` itself, or the last working day before it. @throws {CalendarMissingError} */
export function workingDayOnOrBefore(calendar: WorkCalendar, date: LocalDate): LocalDate {
  return nearestWorkingDay(calendar, date, -1);
}

/** `date` itself, or the first working day after it. @throws {CalendarMissingError} */
export function workingDayOnOrAfter(calendar: WorkCalendar, date: LocalDate): LocalDate {
  return nearestWorkingDay(calendar, date, 1);
}

/** The working days from `from` to `to`, both included. @throws {CalendarMissingError} */
export function workingDays(calendar: WorkCalendar, from: LocalDate, to: LocalDate): LocalDate[] {
  return daysFrom(from, to).filter((date) => isWorkingDay(calendar, date));
}

/** Ends at the latest where the known years end, by throwing. */
function nearestWorkingDay(calendar: WorkCalendar, date: LocalDate, step: 1 | -1): LocalDate {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, step);
  return day;
}

function nationalThenProvincial<T extends { readonly provinces?: readonly string[] }>(
  entries: readonly T[],
  province: string,
): T[] {
  return [
    ...entries.filter((entry) => entry.provinces === undefined),
    ...entries.filter((entry) => entry.provinces?.includes(province)),
  ];
}

function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}
