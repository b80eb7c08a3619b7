/**
 * The report's rows as a workbook and as CSV, in the order and with the codes of e-PlanNACC, so that nobody
 * types them twice.
 */
import writeXlsxFile from 'write-excel-file/node';
import { type ReportLine, UNABLE } from '../domain/report.ts';
import { decisionLabels, statusLabel, unableReasonLabels } from '../text/thai.ts';
import { settled } from './archive.ts';
import { ordinanceOf, type ReportFacts } from './facts.ts';
import { printable } from './printable.ts';
import { wordsOf } from './report-words.ts';

interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  readonly value: (line: ReportLine) => string | number | null;
}

/** Columns in order; codes beside the words for them. */
function columnsOf({ round, planBudgets, organization }: ReportFacts): Column[] {
  const inBaht = (satang: number | null | undefined) =>
    satang === undefined || satang === null ? null : satang / 100;
  const year: Column[] = [
    {
      title: 'การนำผลไปใช้',
      width: 18,
      value: ({ decision }) => decisionLabels[decision ?? 'continue'],
    },
  ];
  return [
    { title: 'ลำดับ', width: 8, value: ({ no }) => no },
    { title: 'มิติที่', width: 8, value: ({ dimension }) => dimension },
    { title: 'ชื่อโครงการ/กิจกรรม/มาตรการ', width: 70, value: ({ name }) => printable(name) },
    { title: 'รหัสสถานะ', width: 13, value: ({ status }) => status },
    { title: 'สถานะ', width: 24, value: ({ status }) => statusLabel(status) },
    { title: 'รหัสสาเหตุ', width: 13, value: ({ reason }) => reason },
    {
      title: 'สาเหตุ',
      width: 28,
      value: ({ status, reason, reasonText }) =>
        status === UNABLE && reason !== null
          ? printable(reasonText) || unableReasonLabels[reason]
          : null,
    },
    { title: 'หมายเหตุ', width: 40, value: ({ remark }) => printable(remark) || null },
    { title: 'ทั้งปีงบประมาณ', width: 17, value: ({ wholeYear }) => (wholeYear ? 1 : 0) },
    ...(round === '12M' ? year : []),
    { title: 'รหัสรายการ', width: 14, value: ({ itemId }) => itemId },
    {
      title: 'งบประมาณตามแผน (บาท)',
      width: 24,
      value: ({ itemId }) => inBaht(planBudgets[itemId]),
    },
    {
      title: `งบประมาณตาม${ordinanceOf(organization)} (บาท)`,
      width: 24,
      value: ({ budgetSatang }) => inBaht(budgetSatang),
    },
    { title: 'เบิกจ่าย (บาท)', width: 18, value: ({ spentSatang }) => inBaht(spentSatang) },
  ];
}

function rowsOf(facts: ReportFacts) {
  const columns = columnsOf(facts);
  const lines = facts.lines.toSorted((a, b) => a.no - b.no);
  return { columns, rows: lines.map((line) => columns.map(({ value }) => value(line))) };
}

/** Texts are stored as texts: a name that begins with = stays a name. */
export async function workbookOf(facts: ReportFacts): Promise<Uint8Array> {
  const { columns, rows } = rowsOf(facts);
  const head = columns.map(({ title }) => ({
    value: title,
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#EBEBEB',
    borderStyle: 'thin' as const,
    align: 'center' as const,
    alignVertical: 'center' as const,
    // Two lines: what is cut off at its head nobody knows.
    height: 2 * LINE,
    wrap: true,
  }));
  const cells = rows.map((row) => {
    const height = heightOf(row, columns);
    return row.map((value) => {
      if (value === null || value === '') return null;
      return typeof value === 'number'
        ? { value, type: Number, align: 'center' as const, alignVertical: 'top' as const, height }
        : { value, type: String, wrap: true, alignVertical: 'top' as const, height };
    });
  });
  const words = wordsOf({ ...facts, letterhead: { ...facts.letterhead, numerals: 'arabic' } });
  const file = await writeXlsxFile(
    [head, ...cells],
    {
      sheet: `${words.round} ${facts.fiscalYear}`,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape',
    },
    { fontFamily: 'TH SarabunPSK', fontSize: 14 },
  ).toBuffer();
  return settled(new Uint8Array(file), facts.issuedOn);
}

/** In points, of 14-point letters. */
const LINE = 21;

/** In points, so that wrapped texts show whole; a Thai letter with its marks counts as more than one. */
function heightOf(row: readonly (string | number | null)[], columns: readonly Column[]): number {
  const MOST_THAT_EXCEL_TAKES = 409;
  const lines = row.map(
    (value, column) => String(value ?? '').length / (columns[column]?.width ?? 1),
  );
  return Math.min(MOST_THAT_EXCEL_TAKES, LINE * Math.max(1, ...lines.map(Math.ceil)));
}

const BYTE_ORDER_MARK = '\uFEFF';

/** For Excel, hence the mark at the beginning; what Excel would take for a formula gets an apostrophe. */
export function csvOf(facts: ReportFacts): Uint8Array {
  const { columns, rows } = rowsOf(facts);
  const lines = [columns.map(({ title }) => title), ...rows].map((row) =>
    row.map(csvCell).join(','),
  );
  return new TextEncoder().encode(`${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`);
}

/** @see OWASP, CSV injection; a lone dash is a usual remark and starts nothing. */
function csvCell(value: string | number | null): string {
  const text = String(value ?? '');
  const harmless = /^[=+\-@\t]/.test(text) && text !== '-' ? `'${text}` : text;
  return /[",\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
