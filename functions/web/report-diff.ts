/** What changed from one version of a report to the next, row by row. Pure. */
import type { ReportLine } from '../../shared/domain/report.ts';
import { baht } from '../../shared/text/money.ts';
import { decisionLabels, dimensionLabel } from '../../shared/text/thai.ts';
import { statusWords } from './report-form.tsx';

export interface RowDifference {
  readonly no: number;
  readonly name: string;
  /** `from` is empty for a row that was added, `to` for one that was taken out. */
  readonly changes: readonly {
    readonly what: string;
    readonly from: string;
    readonly to: string;
  }[];
}

const fields: readonly { what: string; words: (line: ReportLine) => string }[] = [
  { what: 'ชื่อ', words: ({ name }) => name },
  { what: 'มิติ', words: ({ dimension }) => dimensionLabel(dimension) },
  { what: 'สถานะ', words: (line) => statusWords(line) },
  { what: 'หมายเหตุ', words: ({ remark }) => remark },
  { what: 'งบประมาณ (บาท)', words: ({ budgetSatang }) => amount(budgetSatang) },
  { what: 'เบิกจ่าย (บาท)', words: ({ spentSatang }) => amount(spentSatang) },
  { what: 'ปีต่อไป', words: ({ decision }) => (decision ? decisionLabels[decision] : '') },
];

function amount(satang: number | undefined): string {
  return satang === undefined ? '' : baht(satang);
}

export function differences(
  before: readonly ReportLine[],
  after: readonly ReportLine[],
): RowDifference[] {
  const earlier = new Map(before.map((line) => [line.itemId, line]));
  const later = new Map(after.map((line) => [line.itemId, line]));
  const rows = [...after, ...before.filter(({ itemId }) => !later.has(itemId))];
  return rows
    .map((row) => ({
      no: row.no,
      name: row.name,
      changes: changesOf(earlier.get(row.itemId), later.get(row.itemId)),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesOf(before: ReportLine | undefined, after: ReportLine | undefined) {
  return fields
    .map(({ what, words }) => ({
      what,
      from: before ? words(before) : '',
      to: after ? words(after) : '',
    }))
    .filter(({ from, to }) => from !== to);
}
