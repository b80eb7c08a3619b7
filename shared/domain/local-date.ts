/** Calendar days in Thailand. */
import * as z from 'zod';

/** A calendar day in Thailand, `YYYY-MM-DD`, Common Era. Sorts and compares as text. */
export type LocalDate = string & { readonly unit: 'LocalDate' };

const DAY_MS = 86_400_000;
/** Thailand has kept UTC+7 without summer time since 1920. */
const THAI_OFFSET_MS = 7 * 3_600_000;

export function isLocalDate(value: unknown): value is LocalDate {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const month = Number(value.slice(5, 7));
  const day = Number(value.slice(8));
  if (month < 1 || month > 12 || day < 1) return false;
  // Every item that is read holds a dozen days: this is asked a million times a year.
  return day <= 28 || day <= daysIn(Number(value.slice(0, 4)), month);
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export const localDateSchema = z.custom<LocalDate>(isLocalDate, 'not a calendar date');

/** @throws {RangeError} if `text` is not a real day of the calendar, for example `2020-02-30`. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a calendar date: ${JSON.stringify(text)}`);
  return text;
}

/** The calendar day it is in Thailand at `instant`. */
export function localDateAt(instant: Date): LocalDate {
  return localDate(new Date(instant.valueOf() + THAI_OFFSET_MS).toISOString().slice(0, 10));
}

/** The instant at which the clocks of Thailand show `hour`:`minute` on `date`. */
export function instantAt(date: LocalDate, hour = 0, minute = 0): Date {
  return new Date(Date.parse(date) - THAI_OFFSET_MS + (hour * 60 + minute) * 60_000);
}

/** The day `days` after `date`; before it when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate(new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10));
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Day of the week, 0 = Sunday to 6 = Saturday. */
export function weekday(date: LocalDate): number {
  return new Date(date).getUTCDay();
}

/** Every day from `from` to `to`, both included; none when `to` comes first. */
export function daysFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) => addDays(from, n));
}

export function laterOf(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? b : a;
}
