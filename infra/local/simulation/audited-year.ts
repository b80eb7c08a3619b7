/**
 * The auditor's own calendar and timetable of a year, written once more from the process's documents.
 *
 * Nothing here may come from what is audited; only the list of holidays is shared, which is data.
 */
import { HOLIDAYS, YEARS_WITH_HOLIDAYS } from '../../../shared/domain/holidays-th.ts';

/** `YYYY-MM-DD` in Thailand. */
export type Day = string;
export type RoundName = '6M' | '12M';
export type Role = 'coordinator' | 'executive' | 'administrator' | 'saraban';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BANGKOK_AHEAD_MS = 7 * 60 * MINUTE_MS;

export const OFFICE_OPENS = 8 * 60 + 30;
export const OFFICE_CLOSES = 16 * 60 + 30;

export function dayAt(instant: number): Day {
  return new Date(instant + BANGKOK_AHEAD_MS).toISOString().slice(0, 10);
}

/** Minutes after Thai midnight. */
export function minuteAt(instant: number): number {
  return Math.floor(((instant + BANGKOK_AHEAD_MS) % DAY_MS) / MINUTE_MS);
}

/** Milliseconds since 1970 at `minute` after Thai midnight of `day`. */
export function instantOn(day: Day, minute: number): number {
  return Date.parse(`${day}T00:00:00Z`) - BANGKOK_AHEAD_MS + minute * MINUTE_MS;
}

export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

export interface WorkingDays {
  isWorking(day: Day): boolean;
  /** `day` itself, or the nearest working day before it. */
  before(day: Day): Day;
  /** `day` itself, or the nearest working day after it. */
  after(day: Day): Day;
  /** When offices next are open, from `instant` on; `instant` itself within their hours. */
  openFrom(instant: number): number;
}

/** @throws {RangeError} when asked about a year without data */
export function workingDaysOf(province: string): WorkingDays {
  const off = new Set<string>(
    HOLIDAYS.filter(({ provinces }) => provinces?.includes(province) ?? true).map(
      ({ date }) => date,
    ),
  );
  const isWorking = (day: Day) => {
    if (!YEARS_WITH_HOLIDAYS.includes(Number(day.slice(0, 4)))) {
      throw new RangeError(`no holidays are known for ${day}`);
    }
    const weekday = new Date(Date.parse(day)).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !off.has(day);
  };
  const nearest = (from: Day, step: number) => {
    let day = from;
    while (!isWorking(day)) day = plusDays(day, step);
    return day;
  };
  return {
    isWorking,
    before: (day) => nearest(day, -1),
    after: (day) => nearest(day, 1),
    openFrom(instant) {
      const day = dayAt(instant);
      const minute = minuteAt(instant);
      if (isWorking(day) && minute < OFFICE_CLOSES) {
        return minute < OFFICE_OPENS ? instantOn(day, OFFICE_OPENS) : instant;
      }
      return instantOn(nearest(plusDays(day, 1), 1), OFFICE_OPENS);
    },
  };
}

export interface RoundDays {
  readonly opens: Day;
  readonly due: Day;
  readonly lock: Day;
}

/** The rounds of a fiscal year (Buddhist Era): April, and October after the year's end. */
export function roundDaysOf(fiscalYear: number): Record<RoundName, RoundDays> {
  const year = fiscalYear - 543;
  return {
    '6M': { opens: `${year}-04-01`, due: `${year}-04-30`, lock: `${year}-06-30` },
    '12M': { opens: `${year}-10-01`, due: `${year}-10-31`, lock: `${year}-11-30` },
  };
}

interface LadderStep {
  readonly kind: 'opening' | 'reminder' | 'due-today' | 'late';
  readonly from: 'opens' | 'due';
  readonly days: number;
  readonly dayOff: 'before' | 'stay' | 'after';
  readonly roles: readonly Role[];
  /** The office gets its digest. */
  readonly digest: boolean;
}

/** DESIGN §5: opening; 14, 7, 3, 1 days before; the due day; 1, 7, 15 days after. */
const LADDER: readonly LadderStep[] = [
  step('opening', 'opens', 0, 'after', ['coordinator', 'executive'], true),
  step('reminder', 'due', -14, 'before', ['coordinator'], false),
  step('reminder', 'due', -7, 'before', ['coordinator'], true),
  step('reminder', 'due', -3, 'before', ['coordinator'], false),
  step('reminder', 'due', -1, 'before', ['coordinator'], false),
  step('due-today', 'due', 0, 'stay', ['coordinator'], true),
  step('late', 'due', 1, 'after', ['coordinator', 'executive', 'administrator'], true),
  step('late', 'due', 7, 'after', ['coordinator', 'executive', 'administrator'], true),
  step('late', 'due', 15, 'after', ['coordinator', 'executive', 'administrator'], true),
];

function step(
  kind: LadderStep['kind'],
  from: LadderStep['from'],
  days: number,
  dayOff: LadderStep['dayOff'],
  roles: readonly Role[],
  digest: boolean,
): LadderStep {
  return { kind, from, days, dayOff, roles, digest };
}

/** The ladder of a round with the day of each step. */
export function ladderOf(
  days: RoundDays,
  { before, after }: WorkingDays,
): readonly (LadderStep & { readonly day: Day })[] {
  const moved = { before, after, stay: (day: Day) => day };
  const steps = LADDER.map((rung) => ({
    ...rung,
    day: moved[rung.dayOff](plusDays(days[rung.from], rung.days)),
  }));
  // Days off may push two steps onto one day: the later one speaks for both.
  return steps.filter(({ day }, place) => !steps.slice(place + 1).some((step) => step.day === day));
}
