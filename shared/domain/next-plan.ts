/** From what the 12-month report decided for each item to the plan of the next fiscal year. */
import { type FiscalYear, fiscalYear } from './fiscal-year.ts';
import type { LocalDate } from './local-date.ts';
import { ended, hasEnded, type PlanItem } from './plan.ts';
import type { Decision, ReportLine } from './report.ts';

export interface Proposed {
  readonly item: PlanItem;
  /** What the report decided; `undefined` where it did not speak of the item. */
  readonly decision: Decision | undefined;
  /** Whether it is proposed for the next year. */
  readonly goesOn: boolean;
}

/**
 * The items of a plan for the year after `year`, as the lines of the 12-month report of `year` decided.
 *
 * All go on that were reported and not terminated; those planned for the next year anyway stay. What left the
 * plan earlier is not proposed. Before the report there are no lines, and the plan stays as it stands.
 */
export function proposedFor(
  items: readonly PlanItem[],
  lines: readonly Pick<ReportLine, 'itemId' | 'decision'>[],
  year: FiscalYear,
): Proposed[] {
  const next = fiscalYear(year + 1);
  const reported = new Map(lines.map((line) => [line.itemId, line.decision ?? 'continue']));
  return items
    .filter((item) => !hasEnded(item, next))
    .filter(({ itemId, years }) => reported.has(itemId) || years.includes(next))
    .map((item) => {
      const decision = reported.get(item.itemId);
      return { item, decision, goesOn: decision !== 'terminate' };
    })
    .toSorted((a, b) => a.item.no - b.item.no);
}

/** The item in the plan of the year after `year`: it goes on, or leaves it then for `reason`. */
export function decidedItem(
  { item, decision, goesOn }: Proposed,
  year: FiscalYear,
  { on, reason }: { readonly on: LocalDate; readonly reason: string },
): PlanItem {
  const next = fiscalYear(year + 1);
  const told = decision ? { ...item, decided: { year, decision } } : item;
  if (!goesOn) return ended(told, { on, reason, from: next });
  return told.years.includes(next)
    ? told
    : { ...told, years: [...told.years, next].toSorted((a, b) => a - b) };
}
