/** Which column of a table is which, by its Thai heading. */
import type { Status } from '../domain/report.ts';
import { statusLabels } from '../text/thai.ts';
import type { SourceRow } from './source-table.ts';
import { arabicDigits, cleanText } from './thai-text.ts';

export type Field =
  | 'itemId'
  | 'no'
  | 'dimension'
  | 'name'
  | 'statusCode'
  | 'status'
  | 'reasonCode'
  | 'reason'
  | 'remark'
  | 'budget'
  | 'spent'
  | 'decision'
  | 'year';

/** A column of answers, or one of several that are ticked. */
export type Column = Field | { readonly ticked: Status };

/** Headings as officers write them. The first of each is the one of the official form, or ours. */
const dictionary: Readonly<Record<Field, readonly string[]>> = {
  itemId: ['รหัสรายการ'],
  no: ['ลำดับ', 'ลำดับที่', 'ที่', 'เลขที่', 'ข้อ', 'ข้อที่', 'ลำดับในแผน', 'no'],
  dimension: ['มิติที่', 'มิติ', 'มิติของแผน', 'มิติแผน'],
  name: [
    'ชื่อโครงการ/กิจกรรม/มาตรการ',
    'โครงการ/กิจกรรม/มาตรการ',
    'ชื่อโครงการ/กิจกรรม',
    'โครงการ/กิจกรรม',
    'ชื่อโครงการ',
    'ชื่อกิจกรรม',
    'ชื่อรายการ',
    'โครงการ',
    'กิจกรรม',
    'มาตรการ',
    'รายการ',
    'แผนงาน/โครงการ',
    'แผนงาน/โครงการ/กิจกรรม',
    'โครงการตามแผน',
  ],
  statusCode: ['รหัสสถานะ'],
  status: [
    'สถานะ',
    'สถานะการดำเนินงาน',
    'สถานะการดำเนินการ',
    'สถานะโครงการ',
    'ผลการดำเนินงาน',
    'ผลการดำเนินการ',
    'ผลดำเนินการ',
    'ความคืบหน้า',
    'ความก้าวหน้า',
  ],
  reasonCode: ['รหัสสาเหตุ', 'รหัสเหตุผล'],
  reason: ['เหตุผล', 'สาเหตุ', 'เหตุผลที่ไม่สามารถดำเนินการได้', 'สาเหตุที่ไม่สามารถดำเนินการได้'],
  remark: ['หมายเหตุ', 'หมายเหตุ/คำชี้แจง', 'คำชี้แจง', 'ข้อสังเกต'],
  // Not งบประมาณ alone: that may be the plan's.
  budget: [
    'งบประมาณในข้อบัญญัติ',
    'งบประมาณในเทศบัญญัติ',
    'งบประมาณตามข้อบัญญัติ',
    'งบประมาณตามเทศบัญญัติ',
    'งบประมาณที่ตั้งไว้',
    'งบประมาณที่ได้รับ',
  ],
  spent: ['เบิกจ่ายแล้ว', 'เบิกจ่าย', 'ผลการเบิกจ่าย', 'งบประมาณที่เบิกจ่าย', 'งบประมาณที่ใช้', 'งบประมาณที่ใช้จริง'],
  decision: ['ปีต่อไป', 'การนำผลไปใช้', 'การตัดสินใจสำหรับปีต่อไป'],
  year: ['ปีงบประมาณ', 'ปี', 'ปีงบประมาณพ.ศ.'],
};

/** Letters only: brackets, spaces and marks of a heading say nothing about its column. */
function keyOf(heading: string): string {
  return arabicDigits(cleanText(heading))
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

const fields: readonly Field[] = [
  ...(['itemId', 'no', 'dimension', 'name', 'statusCode', 'status'] as const),
  ...(['reasonCode', 'reason', 'remark', 'budget', 'spent', 'decision', 'year'] as const),
];
const statuses: readonly Status[] = [2, 3, 4];

const byKey = new Map<string, Column>([
  ...statuses.map((ticked): [string, Column] => [keyOf(statusLabels[ticked]), { ticked }]),
  ...fields.flatMap((field) =>
    dictionary[field].map((heading): [string, Column] => [keyOf(heading), field]),
  ),
]);

/** Long headings may go on: ผลการดำเนินงาน ณ วันที่ 31 มีนาคม 2563. */
const LONG = 8;
const longKeys = [...byKey]
  .filter(([key]) => [...key].length >= LONG)
  .toSorted(([a], [b]) => b.length - a.length);

/** Letters; a sentence is no heading. */
const LONGEST_HEADING = 100;

function columnOf(heading: string | null | undefined): Column | undefined {
  if (!heading || heading.length > LONGEST_HEADING) return undefined;
  const key = keyOf(heading);
  return byKey.get(key) ?? longKeys.find(([long]) => key.startsWith(long))?.[1];
}

export interface Headings {
  /** Index of the first row below the headings. */
  readonly below: number;
  /** Which column is which; `undefined` for one that is not used. */
  readonly columns: readonly (Column | undefined)[];
  /** Headings of the columns that are not used. */
  readonly unused: readonly string[];
  /** There are no headings: the columns are taken in the order of the official form. */
  readonly guessed?: boolean;
}

/** Rows above the headings that are looked through; a title takes a few. */
const MOST_ABOVE = 60;

/** The columns of a table by its first row, or first two rows, of headings. */
export function findHeadings(rows: readonly SourceRow[]): Headings | undefined {
  for (const [index, row] of rows.slice(0, MOST_ABOVE).entries()) {
    const columns = columnsOf(row);
    if (!isHeading(columns)) continue;
    const second = rows[index + 1];
    const both = second && joinedHeadings(row, second);
    const heads = both ?? { columns, texts: row.cells };
    return {
      below: index + (both ? 2 : 1),
      columns: withoutRepeated(heads.columns),
      unused: heads.texts.flatMap((text, column) =>
        text && heads.columns[column] === undefined && cleanText(text) ? [cleanText(text)] : [],
      ),
    };
  }
  return officialOrder(rows);
}

/** Whether `row` repeats the headings, as printed tables do at the top of every page. */
export function repeatsHeadings(row: SourceRow, { columns, guessed }: Headings): boolean {
  if (guessed) return false;
  const found = columnsOf(row);
  const filled = row.cells.filter((cell) => cell && cell.trim() !== '').length;
  const same = found.filter(
    (column, index) => column !== undefined && sameColumn(column, columns[index]),
  ).length;
  return same > 0 && same === filled;
}

function columnsOf({ cells }: SourceRow): (Column | undefined)[] {
  return cells.map(columnOf);
}

/** The rows' names, or our own codes for them, and something that is said of them. */
function isHeading(columns: readonly (Column | undefined)[]): boolean {
  const found = columns.filter((column) => column !== undefined);
  const named = found.some((column) => column === 'name' || column === 'itemId');
  return named && found.some((column) => column !== 'name' && column !== 'itemId');
}

/** Headings in two rows, the upper one reaching over several columns of the lower one. */
function joinedHeadings(upper: SourceRow, lower: SourceRow) {
  const below = columnsOf(lower);
  const filled = lower.cells.filter((cell) => cell && cell.trim() !== '').length;
  const found = below.filter((column) => column !== undefined).length;
  if (found === 0 || found < filled) return undefined;
  const above = columnsOf(upper);
  const width = Math.max(above.length, below.length);
  const columns = Array.from({ length: width }, (_, index) => below[index] ?? above[index]);
  const repeated = below.every((column, index) => !column || sameColumn(column, above[index]));
  if (repeated) return undefined;
  return { columns, texts: columns.map((_, index) => lower.cells[index] || upper.cells[index]) };
}

/** The first of two columns with one heading counts. */
function withoutRepeated(columns: readonly (Column | undefined)[]): (Column | undefined)[] {
  return columns.map((column, index) =>
    column && columns.findIndex((other) => other && sameColumn(other, column)) === index
      ? column
      : undefined,
  );
}

function sameColumn(a: Column, b: Column | undefined): boolean {
  return typeof a === 'string' ? a === b : typeof b === 'object' && a.ticked === b.ticked;
}

const OFFICIAL: readonly Field[] = ['no', 'dimension', 'name', 'status', 'remark'];

/** Rows copied without their headings: five columns, most rows with a status in the fourth. */
function officialOrder(rows: readonly SourceRow[]): Headings | undefined {
  const labels = new Set(Object.values(statusLabels).map(keyOf));
  const wide = rows.every(({ cells }) => cells.length <= OFFICIAL.length);
  const withStatus = rows.filter(({ cells }) => labels.has(keyOf(cells[3] ?? ''))).length;
  return wide && withStatus > 0 && withStatus * 2 >= rows.length
    ? { below: 0, columns: OFFICIAL, unused: [], guessed: true }
    : undefined;
}
