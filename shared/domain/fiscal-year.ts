/**
 * The Thai fiscal year (ปีงบประมาณ).
 *
 * It runs 1 October – 30 September and is numbered in the Buddhist Era by the year it ends in
 * (B.E. = C.E. + 543): fiscal year 2563 is 2019-10-01 to 2020-09-30.
 */
import * as z from 'zod';
import { type LocalDate, localDate } from './local-date.ts';

/** Buddhist Era number of a fiscal year, for example 2563. Never a Common Era year. */
export type FiscalYear = number & { readonly unit: 'FiscalYear' };

/** A run of days; both ends are included. */
export interface Window {
  readonly opens: LocalDate;
  readonly closes: LocalDate;
}

const BUDDHIST_ERA_OFFSET = 543;
const OCTOBER = 10;

/** The bounds are wide, but leave out every Common Era year given by mistake. */
export function isFiscalYear(value: unknown): value is FiscalYear {
  return Number.isInteger(value) && Number(value) >= 2500 && Number(value) <= 2699;
}

export const fiscalYearSchema = z.custom<FiscalYear>(isFiscalYear, 'not a Buddhist Era year');

/** @throws {RangeError} if `year` is not a Buddhist Era year, for example `2020`. */
export function fiscalYear(year: number): FiscalYear {
  if (!isFiscalYear(year)) throw new RangeError(`not a Buddhist Era year: ${year}`);
  return year;
}

/** The fiscal year that `date` falls in. */
export function fiscalYearOf(date: LocalDate): FiscalYear {
  const year = Number(date.slice(0, 4)) + BUDDHIST_ERA_OFFSET;
  const month = Number(date.slice(5, 7));
  return fiscalYear(month >= OCTOBER ? year + 1 : year);
}

/** The Common Era year in which `year` ends: 2020 for 2563. */
export function endYearOf(year: FiscalYear): number {
  return year - BUDDHIST_ERA_OFFSET;
}

/** The first and the last day of `year`. */
export function fiscalYearWindow(year: FiscalYear): Window {
  const end = endYearOf(year);
  return { opens: localDate(`${end - 1}-10-01`), closes: localDate(`${end}-09-30`) };
}
