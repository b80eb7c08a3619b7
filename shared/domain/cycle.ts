/** The yearly cycle of one province, and what its state machine does next. */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { type FiscalYear, fiscalYearSchema, fiscalYearWindow } from './fiscal-year.ts';
import {
  addDays,
  daysBetween,
  instantAt,
  type LocalDate,
  localDateAt,
  localDateSchema,
  weekday,
} from './local-date.ts';
import { provinceSchema } from './organization.ts';
import { type CycleRules, cycleWindow, dayIn, visitWindow } from './round.ts';

/** The work of the state machine, in the order in which a day's share is done. */
const workSchema = z.enum([
  'monitoring',
  'visits',
  'supervision',
  'evaluation',
  'results',
  'close',
]);
export type Work = z.infer<typeof workSchema>;

export const cycleSchema = z.object({
  schemaVersion: z.literal(1),
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  state: z.enum(['open', 'closed']),
  /** Work → the last day on which it was done to its end. */
  done: z.partialRecord(workSchema, localDateSchema),
  /** Number of the latest execution (`cycle-<year>-<province>-r<n>`); 0 before the first. */
  run: z.int().min(0),
  executionArn: z.string().optional(),
  /** The latest failure of a step, for the alarm and the office's page. */
  failure: z.object({ at: z.iso.datetime(), work: z.string(), message: z.string() }).optional(),
  /** What was open when the cycle closed, by round. */
  leftOpen: z.record(z.string(), z.array(z.string())).optional(),
  /** How each of what was open then stood: `12M`, `visits` or `recommendations` → whose or which → its state. */
  openStates: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /**
   * Why it stays open, in the office's words: `visits/held` → of all that stood so, `visits/80-0711#1` → of this one.
   * None where the clock closed the cycle.
   */
  whyOpen: z.record(z.string(), z.string().max(500)).optional(),
  /** Who closed it, where that was not the clock. */
  closedBy: actorSchema.optional(),
  pendingAudit: auditEventSchema.optional(),
  rev: z.int().min(1),
});
export type Cycle = z.infer<typeof cycleSchema>;

/** Every day's work begins at this hour of Thai time, before offices open. */
const DAY_BEGINS = 6;
/** An execution may last a year and 25,000 events; it hands over long before. */
export const LONGEST_RUN_DAYS = 180;

const nextStepSchema = z.discriminatedUnion('action', [
  z.object({ action: workSchema, more: z.boolean(), cursor: z.string().nullable() }),
  z.object({ action: z.literal('wait'), until: z.iso.datetime() }),
  /** This execution ends; `start-cycles` starts the next one if the cycle is still open. */
  z.object({ action: z.literal('end') }),
]);
export type NextStep = z.infer<typeof nextStepSchema>;

/** What an execution carries from step to step; each step parses it and answers the next `step`. */
export const executionStateSchema = z.object({
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  startedAt: z.iso.datetime(),
  next: z.object({ step: nextStepSchema }).optional(),
  failure: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});

/** A cycle of which nothing is done yet. */
export function newCycle(fiscalYear: FiscalYear, province: string): Cycle {
  return { schemaVersion: 1, fiscalYear, province, state: 'open', done: {}, run: 0, rev: 1 };
}

/** `cycle` with `work` done on `today`, which mends an earlier failure; a later day already noted stands. */
export function workDone(cycle: Cycle, work: Work, today: LocalDate): Cycle {
  if (doneOn(cycle, work, today)) return cycle;
  const { failure: _, ...mended } = cycle;
  return { ...mended, done: { ...cycle.done, [work]: today } };
}

/**
 * What to do now: the first work of today that is not done, else wait until tomorrow's morning.
 *
 * It follows from the stored cycle and the clock alone, so any two executions agree.
 */
export function nextStep(
  cycle: Pick<Cycle, 'fiscalYear' | 'state' | 'done'>,
  rules: CycleRules,
  now: Date,
  startedAt: Date,
): NextStep {
  const today = localDateAt(now);
  if (cycle.state === 'closed') return { action: 'end' };
  if (daysBetween(localDateAt(startedAt), today) >= LONGEST_RUN_DAYS) return { action: 'end' };
  const begins = instantAt(today, DAY_BEGINS);
  if (now < begins) return { action: 'wait', until: begins.toISOString() };
  const work = workSchema.options.find(
    (candidate) => isCalledFor(candidate, cycle, rules, today) && !doneOn(cycle, candidate, today),
  );
  if (work) return { action: work, more: true, cursor: null };
  return { action: 'wait', until: instantAt(addDays(today, 1), DAY_BEGINS).toISOString() };
}

function doneOn({ done }: Pick<Cycle, 'done'>, work: Work, today: LocalDate): boolean {
  const last = done[work];
  return last !== undefined && last >= today;
}

/** Whether `work` belongs to `today`. Stages overlap and end on dates, never on completeness. */
function isCalledFor(
  work: Work,
  { fiscalYear, done }: Pick<Cycle, 'fiscalYear' | 'done'>,
  rules: CycleRules,
  today: LocalDate,
): boolean {
  const { opens, closes } = cycleWindow(fiscalYear, rules);
  if (today < opens) return false;
  // The results are drawn up for the last time on the day on which the cycle closes.
  if (today >= closes) return work === 'results' || work === 'close';
  switch (work) {
    case 'monitoring':
      return done.monitoring === undefined || roundIsSwept('6M', fiscalYear, rules, today);
    case 'evaluation':
      return done.evaluation === undefined || roundIsSwept('12M', fiscalYear, rules, today);
    case 'visits':
      return proposalIsDue(fiscalYear, done.visits, rules, today);
    case 'supervision':
      return supervisionIsSwept(fiscalYear, rules, today);
    case 'results':
      return today >= dayIn(fiscalYear, rules.rounds['12M'].opens) && weekday(today) === 1;
    case 'close':
      return false;
  }
}

/** Daily while notices climb the ladder, then on Mondays: the roster and the mail still change. */
function roundIsSwept(round: '6M' | '12M', year: FiscalYear, rules: CycleRules, today: LocalDate) {
  const { opens, due, lock } = rules.rounds[round];
  const daily = today >= dayIn(year, opens) && today <= addDays(dayIn(year, due), 21);
  const monday = weekday(today) === 1;
  return daily || (monday && today <= dayIn(year, lock));
}

function proposalIsDue(
  year: FiscalYear,
  last: LocalDate | undefined,
  rules: CycleRules,
  today: LocalDate,
): boolean {
  const first = dayIn(year, rules.proposal.first);
  const refreshed = dayIn(year, rules.proposal.refreshed);
  if (today < first || today > visitWindow(year, rules).closes) return false;
  return last === undefined || (last < refreshed && today >= refreshed);
}

/**
 * Daily from the first proposal until the reports of the year's last possible visits are due, for a visit that
 * was put off may be held on any day of the fiscal year; then on Mondays until the cycle closes.
 */
function supervisionIsSwept(year: FiscalYear, rules: CycleRules, today: LocalDate): boolean {
  const first = dayIn(year, rules.proposal.first);
  const last = addDays(fiscalYearWindow(year).closes, rules.supervisionReportDays + 15);
  return today >= first && (today <= last || weekday(today) === 1);
}

/**
 * Whether the office is reminded of overdue reports of visits on `today`: daily in the season and a month after it,
 * then on Mondays.
 */
export function officeIsReminded(year: FiscalYear, rules: CycleRules, today: LocalDate): boolean {
  const last = addDays(visitWindow(year, rules).closes, rules.supervisionReportDays + 15);
  return today <= last || weekday(today) === 1;
}
