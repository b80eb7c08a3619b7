/** Everything about one report of one organization, as its pages and its acts need it. */

import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { coversYear, type DimensionTitles, titlesFor } from '../../shared/domain/framework.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { currentVersion, openReturn } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { can } from '../../shared/domain/permissions.ts';
import { hasEnded, itemsToReport, type PlanItem } from '../../shared/domain/plan.ts';
import {
  alignedWithPlan,
  type CheckContext,
  prefilledLines,
  type ReportContent,
  type ReportLine,
  type Submission,
} from '../../shared/domain/report.ts';
import type { RoundRule } from '../../shared/domain/round.ts';
import { contentHash } from '../../shared/store/content-hash.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import type { Draft } from '../../shared/store/report-store.ts';
import type { WebDependencies } from './web-environment.tsx';

export interface ReportPlace extends RoundOf {
  readonly orgId: string;
}

export interface ReportDesk {
  readonly obligation: Obligation;
  readonly items: readonly PlanItem[];
  /** Of the edition of the framework that the plan follows. */
  readonly dimensionTitles: DimensionTitles;
  /** The current answers of the six-month round; none in that round itself. */
  readonly april: readonly ReportLine[];
  /** Rows of the six-month round that are no part of this one, and why. */
  readonly gone: readonly { readonly line: ReportLine; readonly why: string }[];
  /** What was handed in last, where anything was. */
  readonly before: Submission | undefined;
  readonly draft: Draft | undefined;
  /** The draft, or what the form begins with; in line with the plan as it stands. */
  readonly content: ReportContent;
  readonly contentHash: string;
  readonly context: CheckContext;
  readonly signoff: RoundRule['signoff'];
}

export type DeskDependencies = Pick<
  WebDependencies,
  'obligations' | 'plans' | 'editions' | 'reports' | 'settings'
>;

/** `undefined` where the organization owes no such report. */
export async function reportDesk(
  dependencies: DeskDependencies,
  place: ReportPlace,
): Promise<ReportDesk | undefined> {
  const { obligations, plans, editions, reports, settings } = dependencies;
  const { orgId, fiscalYear, round } = place;
  const [obligation, allPlans, allItems, allEditions, draft, { rules }, april] = await Promise.all([
    obligations.find(orgId, place),
    plans.plans(orgId),
    plans.items(orgId),
    editions.all(),
    reports.draft(orgId, place),
    settings.load(),
    round === '12M' ? aprilLines(dependencies, place) : [],
  ]);
  if (!obligation) return undefined;
  const before = await lastSubmission(dependencies, obligation);
  const items = itemsToReport(allItems, fiscalYear);
  const start = draft?.content ?? before?.content ?? emptyReport(items, april);
  const content = { ...start, lines: currentLines(start.lines, items, april) };
  const reopenedRows = openReturn(obligation)?.rows.map(({ itemId }) => itemId) ?? [];
  return {
    obligation,
    items,
    dimensionTitles: titlesFor(
      allEditions,
      allPlans.find((plan) => coversYear(plan, fiscalYear))?.editionId,
      fiscalYear,
    ),
    april,
    gone: goneFrom(april, allItems, fiscalYear),
    before,
    draft,
    content,
    contentHash: contentHash(content),
    context: {
      round,
      items,
      april,
      ...(before &&
        reopenedRows.length > 0 && {
          reopened: { itemIds: reopenedRows, before: before.content.lines },
        }),
    },
    signoff: rules.rounds[round].signoff,
  };
}

/** Rows that may not be written on: all but the returned ones, where some were returned. */
export function isClosedRow({ context }: Pick<ReportDesk, 'context'>, itemId: string): boolean {
  return context.reopened !== undefined && !context.reopened.itemIds.includes(itemId);
}

/** How `user` may write on the organization's report: as its officer, in its place, or not at all. */
export function writingAs(user: User, orgId: string): 'officer' | 'on-behalf' | undefined {
  if (can(user, 'edit-report', { orgId })) return 'officer';
  return can(user, 'report-on-behalf', { orgId }) ? 'on-behalf' : undefined;
}

/** The version of the content that `read` refers to: 0 before the first draft. */
export function draftVersion({ draft }: Pick<ReportDesk, 'draft'>): number {
  return draft?.version ?? 0;
}

async function aprilLines(
  dependencies: Pick<DeskDependencies, 'obligations' | 'reports'>,
  { orgId, fiscalYear }: ReportPlace,
): Promise<readonly ReportLine[]> {
  const april = await dependencies.obligations.find(orgId, { fiscalYear, round: '6M' });
  return (april && (await lastSubmission(dependencies, april))?.content.lines) ?? [];
}

async function lastSubmission(
  { reports }: Pick<DeskDependencies, 'reports'>,
  obligation: Obligation,
): Promise<Submission | undefined> {
  const version = currentVersion(obligation);
  return version && reports.submission(obligation.orgId, obligation, version.submissionId);
}

/** What April reported on and the plan of the year no longer asks for. */
function goneFrom(
  april: readonly ReportLine[],
  items: readonly PlanItem[],
  year: FiscalYear,
): ReportDesk['gone'] {
  const asked = new Set(itemsToReport(items, year).map(({ itemId }) => itemId));
  return april
    .filter(({ itemId }) => !asked.has(itemId))
    .map((line) => {
      const item = items.find(({ itemId }) => itemId === line.itemId);
      const by = items.find(({ itemId }) => itemId === item?.ended?.replacedBy);
      const why = !item
        ? 'ไม่อยู่ในแผนแล้ว'
        : item.ended && hasEnded(item, year)
          ? `${by ? `แทนด้วยลำดับที่ ${by.no}` : 'ยกเลิก'}: ${item.ended.reason}`
          : item.consistent
            ? `ไม่อยู่ในแผนปี ${year}`
            : `ไม่สอดคล้องกับกรอบแผน: ${item.inconsistency?.note ?? ''}`;
      return { line, why };
    });
}

function emptyReport(items: readonly PlanItem[], april: readonly ReportLine[]): ReportContent {
  return {
    lines: prefilledLines(items, april),
    problemsMaking: '',
    problemsCarryingOut: '',
    wholeYearConfirmed: false,
  };
}

/** The plan may have changed since: gone items leave, new ones join, in the plan's order. */
function currentLines(
  lines: readonly ReportLine[],
  items: readonly PlanItem[],
  april: readonly ReportLine[],
): ReportLine[] {
  const written = new Map(alignedWithPlan(lines, items).map((line) => [line.itemId, line]));
  return prefilledLines(items, april).map((line) => written.get(line.itemId) ?? line);
}
