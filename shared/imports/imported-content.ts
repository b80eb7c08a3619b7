/** Rows of a table put into the report. Pure. */
import { isIncomplete, type PlanItem } from '../domain/plan.ts';
import {
  keepsConfirmation,
  type ReportContent,
  type ReportLine,
  UNABLE,
} from '../domain/report.ts';
import type { ImportedRow } from './read-rows.ts';

/**
 * `content` with what the table says: rows by the item that each was matched to, which nobody else's row may have.
 * What is blank in the table stays as it was; so does everything in rows that `isClosed`.
 */
export function importedContent(
  content: ReportContent,
  rows: ReadonlyMap<string, ImportedRow>,
  items: readonly PlanItem[],
  isClosed: (itemId: string) => boolean,
): ReportContent {
  const incomplete = new Map(
    items.filter(isIncomplete).map((item) => [item.itemId, item] as const),
  );
  const lines = content.lines.map((line) => {
    const row = rows.get(line.itemId);
    if (!row || isClosed(line.itemId)) return line;
    return importedLine(line, row, incomplete.get(line.itemId));
  });
  const wholeYearConfirmed = content.wholeYearConfirmed && keepsConfirmation(content.lines, lines);
  return { ...content, lines, wholeYearConfirmed };
}

function importedLine(line: ReportLine, row: ImportedRow, incomplete: PlanItem | undefined) {
  const status = row.status ?? line.status;
  const unable = status === UNABLE;
  const { reason, reasonText } = row.reason === undefined ? line : row;
  // The table's copy of a name that the plan has lost the beginning of is no better than the plan's.
  const named = incomplete && row.name !== '' && row.name !== incomplete.name.trim();
  return {
    ...line,
    status,
    reason: unable ? (reason ?? null) : null,
    reasonText: unable ? (reasonText ?? '') : '',
    remark: row.remark ?? line.remark,
    decision: row.decision ?? line.decision,
    ...(row.budgetSatang !== undefined && { budgetSatang: row.budgetSatang }),
    ...(row.spentSatang !== undefined && { spentSatang: row.spentSatang }),
    ...(named && { name: row.name }),
    ...(incomplete && { dimension: row.dimension ?? line.dimension }),
  };
}
