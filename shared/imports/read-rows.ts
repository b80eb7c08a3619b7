/** What the rows of a table say, and what in them cannot be taken over, by row and column. Pure. */
import { type FiscalYear, isFiscalYear } from '../domain/fiscal-year.ts';
import { type Dimension, dimensionSchema } from '../domain/framework.ts';
import { MOST_ITEMS } from '../domain/plan.ts';
import {
  type Decision,
  decisionSchema,
  isCutOff,
  OTHER_REASON,
  type Status,
  statusSchema,
  UNABLE,
  type UnableReason,
  unableReasonSchema,
} from '../domain/report.ts';
import { type Round, rounds } from '../domain/round.ts';
import { satangFrom } from '../text/money.ts';
import { decisionLabels, statusLabels, unableReasonLabels } from '../text/thai.ts';
import { type Field, findHeadings, type Headings, repeatsHeadings } from './headings.ts';
import type { SourceRow, SourceTable } from './source-table.ts';
import { arabicDigits, cleanText, comparableName } from './thai-text.ts';

export interface RowProblem {
  readonly field: Field;
  readonly code:
    | 'no-missing'
    | 'no-unreadable'
    | 'name-missing'
    | 'name-cut-off'
    | 'too-long'
    | 'dimension-missing'
    | 'dimension-unknown'
    | 'status-missing'
    | 'status-unknown'
    | 'status-not-started'
    | 'several-ticks'
    | 'decision-unknown'
    | 'no-amount'
    | 'other-year'
    | 'formula-without-value'
    | 'formula-error';
  /** Where it stands: `D12` in a sheet, otherwise the column's number; absent where the table lacks the column. */
  readonly cell?: string;
  /** What stands there. */
  readonly text?: string;
  /** Letters that the field takes at most. */
  readonly most?: number;
}

/** A row of the table; what is blank in it, or cannot be read, is absent. */
export interface ImportedRow {
  /** As whoever looks at the source counts it. */
  readonly at: number;
  /** Which of several tables. */
  readonly table: string;
  readonly itemId?: string;
  readonly no?: number;
  readonly dimension?: Dimension;
  readonly name: string;
  readonly status?: Status;
  readonly reason?: UnableReason;
  readonly reasonText?: string;
  /** Empty where a dash says that there is none. */
  readonly remark?: string;
  readonly decision?: Decision;
  readonly budgetSatang?: number;
  readonly spentSatang?: number;
  readonly problems: readonly RowProblem[];
}

/** A year that the table tells in its title, as typed and in the Buddhist Era. */
export interface YearFound {
  readonly typed: number;
  readonly year: FiscalYear;
}

export interface TableReading {
  readonly rows: readonly ImportedRow[];
  /** Headings of the columns that are not used. */
  readonly unused: readonly string[];
  /** There are no headings: the columns are taken in the order of the official form. */
  readonly guessed: boolean;
  /** Years and rounds in the words around the table. */
  readonly years: readonly YearFound[];
  readonly rounds: readonly Round[];
}

export interface ReadingRefused {
  readonly refused: 'no-headings' | 'no-rows' | 'too-many-items';
}

/** Reads `table`, whose rows are wanted for `year`. */
export function readRows(table: SourceTable, year: FiscalYear): TableReading | ReadingRefused {
  const headings = findHeadings(table.rows);
  if (!headings) return { refused: 'no-headings' };
  const rows = tableRows(table, headings).map((row) => importedRow(row, table, year));
  if (rows.length === 0) return { refused: 'no-rows' };
  if (rows.length > MOST_ITEMS) return { refused: 'too-many-items' };
  const words = [table.title, table.above, ...textsAbove(table, headings)].join('\n');
  return {
    rows,
    unused: headings.unused,
    guessed: headings.guessed ?? false,
    years: yearsIn(words),
    rounds: rounds.filter((round) => roundPatterns[round].test(arabicDigits(words))),
  };
}

/** Several readings as one, such as a table for each dimension. */
export function joinReadings(readings: readonly TableReading[]): TableReading | ReadingRefused {
  const rows = readings.flatMap((reading) => reading.rows);
  if (rows.length > MOST_ITEMS) return { refused: 'too-many-items' };
  const years = new Map(readings.flatMap((reading) => reading.years).map((y) => [y.typed, y]));
  return {
    rows,
    unused: [...new Set(readings.flatMap(({ unused }) => unused))],
    guessed: readings.some(({ guessed }) => guessed),
    years: [...years.values()],
    rounds: [...new Set(readings.flatMap((reading) => reading.rounds))],
  };
}

function textsAbove({ rows }: SourceTable, { below }: Headings): string[] {
  return rows.slice(0, below).map(({ cells }) => cells.join(' '));
}

const roundPatterns: Record<Round, RegExp> = {
  '6M': /รอบ\s*(ระยะเวลา)?\s*6\s*เดือน/,
  '12M': /รอบ\s*(ระยะเวลา)?\s*12\s*เดือน/,
};

/** ปีงบประมาณ พ.ศ. 2563, ปี 2563, ปีงบประมาณ 2020; not the years of a plan: (พ.ศ. 2562 – 2564). */
function yearsIn(words: string): YearFound[] {
  const pattern = /ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)?\s*(\d{4})(?!\s*[–—-]\s*\d{4})/g;
  const found = new Map<number, YearFound>();
  for (const [, figures] of arabicDigits(cleanText(words)).matchAll(pattern)) {
    const year = yearFrom(figures ?? '');
    if (year) found.set(year.typed, year);
  }
  return [...found.values()];
}

/** A year of either era; two figures are of the Buddhist Era: 63. */
function yearFrom(text: string): YearFound | undefined {
  const figures = /\d{4}|(?<!\d)\d{2}(?!\d)/.exec(arabicDigits(text))?.[0];
  if (figures === undefined) return undefined;
  const typed = Number(figures);
  const year = typed < 100 ? typed + 2500 : typed < 2200 ? typed + 543 : typed;
  return isFiscalYear(year) ? { typed, year } : undefined;
}

/** A row of the table whose cells are known by their columns. */
interface KnownRow {
  readonly at: number;
  readonly cells: ReadonlyMap<Field, KnownCell>;
  /** Statuses that are ticked, where each has a column of its own. */
  readonly ticked: readonly Status[] | undefined;
}

interface KnownCell {
  readonly text: string;
  readonly column: number;
}

function tableRows(table: SourceTable, headings: Headings): KnownRow[] {
  const rows: KnownRow[] = [];
  let previous: readonly (string | null)[] = [];
  let dimension: string | undefined;
  for (const source of table.rows.slice(headings.below)) {
    if (repeatsHeadings(source, headings) || isNoise(source)) continue;
    const title = groupTitle(source, headings);
    if (title !== undefined) {
      dimension = title;
      continue;
    }
    const row = knownRow(source, previous, headings);
    const last = rows.at(-1);
    // What the merged cells above hold holds for this row, too.
    previous = source.cells.map((cell, column) => cell ?? previous[column] ?? '');
    if (last && goesOn(row, last, source, headings)) rows[rows.length - 1] = joinedRows(last, row);
    else if (saysSomething(row)) rows.push(withDimension(row, dimension));
  }
  return rows;
}

const PAGE_NUMBER = /^[-–—\s]*(หน้า(ที่)?\s*)?\d+(\s*(\/|จาก|of)\s*\d+)?[-–—\s]*$/;
const SUM = /^รวม(ทั้งสิ้น|ทั้งหมด)?(\s|\d|$)/;
const CLOSING = /^(\(?ลงชื่อ|ผู้รายงาน|หมายเหตุ\s*:|ข้อมูล ณ)/;

/** A page's number, a sum, a signature: rows that report nothing. */
function isNoise(row: SourceRow): boolean {
  const texts = firstTexts(row);
  const [only = ''] = texts;
  if (texts.length === 0) return true;
  if (SUM.test(only)) return true;
  return texts.length === 1 && (PAGE_NUMBER.test(arabicDigits(only)) || CLOSING.test(only));
}

/** The first texts of a row that are not the same: one for a row that a merged cell fills, two for others. */
function firstTexts({ cells }: SourceRow): string[] {
  const texts: string[] = [];
  for (const cell of cells) {
    const text = cell === null || texts.includes(cell) ? '' : cleanText(cell);
    if (text !== '' && !texts.includes(text)) texts.push(text);
    if (texts.length > 1) break;
  }
  return texts;
}

/** มิติที่ 1 การสร้างสังคม…: a row of its own above the rows of that dimension. */
function groupTitle(row: SourceRow, { columns }: Headings): string | undefined {
  if (columns.includes('dimension')) return undefined;
  const texts = firstTexts(row);
  const match = /^มิติ(?:ที่)?\s*(\d)/.exec(arabicDigits(texts[0] ?? ''));
  return texts.length === 1 ? match?.[1] : undefined;
}

function knownRow(
  { at, cells }: SourceRow,
  previous: readonly (string | null)[],
  { columns }: Headings,
): KnownRow {
  const known = new Map<Field, KnownCell>();
  const ticks: Status[] = [];
  columns.forEach((column, index) => {
    if (column === undefined) return;
    const merged = cells[index] === null && column !== 'name' && column !== 'no';
    const text = cleanText(merged ? (previous[index] ?? '') : (cells[index] ?? ''));
    if (typeof column === 'string') known.set(column, { text, column: index });
    else if (isTick(text)) ticks.push(column.ticked);
  });
  const hasTicks = columns.some((column) => typeof column === 'object');
  return { at, cells: known, ticked: hasTicks ? ticks : undefined };
}

function isTick(text: string): boolean {
  return text !== '' && !/^[-–—0๐✗×]+$/.test(text);
}

/** The row only goes on with the texts of the one above: a cell cut by a page, or merged over both. */
function goesOn(row: KnownRow, last: KnownRow, { cells }: SourceRow, { columns }: Headings) {
  const text = (field: Field) => row.cells.get(field)?.text ?? '';
  const isMerged = (field: Field) => {
    const index = columns.indexOf(field);
    return index >= 0 && cells[index] === null;
  };
  if (isMerged('name')) return true;
  const name = text('name');
  const same = name !== '' && name === last.cells.get('name')?.text;
  if (same && text('no') !== '' && text('no') === last.cells.get('no')?.text) return true;
  // Only where rows have numbers can a lost one tell.
  if (!last.cells.get('no')?.text) return false;
  const silent = (['itemId', 'no', 'dimension', 'status', 'statusCode'] as const).every(
    (field) => text(field) === '' || isMerged(field),
  );
  return silent && (row.ticked ?? []).length === 0 && (name !== '' || text('remark') !== '');
}

function joinedRows(last: KnownRow, row: KnownRow): KnownRow {
  const cells = new Map(last.cells);
  for (const field of ['name', 'reason', 'remark'] as const) {
    const [before, after] = [last.cells.get(field), row.cells.get(field)];
    if (!after?.text || before?.text === after.text) continue;
    cells.set(field, { ...after, text: cleanText(`${before?.text ?? ''}\n${after.text}`) });
  }
  return { ...last, cells };
}

/** A number alone, as in a form's blank rows, says nothing. */
function saysSomething({ cells, ticked = [] }: KnownRow): boolean {
  return (
    ticked.length > 0 ||
    [...cells].some(([field, { text }]) => field !== 'no' && text !== '' && text !== '-')
  );
}

function withDimension(row: KnownRow, dimension: string | undefined): KnownRow {
  if (dimension === undefined || row.cells.has('dimension')) return row;
  const cell = { text: dimension, column: -1 };
  return { ...row, cells: new Map([...row.cells, ['dimension', cell]]) };
}

const MOST_LETTERS = { name: 600, remark: 1000, reasonText: 300 } as const;

function importedRow(row: KnownRow, table: SourceTable, year: FiscalYear): ImportedRow {
  const problems: RowProblem[] = [];
  const text = (field: Field) => row.cells.get(field)?.text ?? '';
  const note = (field: Field, code: RowProblem['code'], facts: Partial<RowProblem> = {}) => {
    const cell = row.cells.get(field);
    const at = cell && cell.column >= 0 ? { cell: addressOf(table, row.at, cell.column) } : {};
    problems.push({ field, code, ...at, ...(cell?.text && { text: cell.text }), ...facts });
  };
  const short = (field: 'name' | 'remark', most: number): string | undefined => {
    const value = text(field);
    if ([...value].length <= most) return value;
    note(field, 'too-long', { most });
    return undefined;
  };
  noteFormulas(row, table, note);
  noteYear(text('year'), year, note);
  const name = short('name', MOST_LETTERS.name) ?? '';
  if (text('name') === '') note('name', 'name-missing');
  else if (isCutOff(name)) note('name', 'name-cut-off');
  const no = numberIn(text('no'));
  if (row.cells.has('no') && no === undefined)
    note('no', text('no') === '' ? 'no-missing' : 'no-unreadable');
  const dimension = dimensionIn(text('dimension'));
  if (row.cells.has('dimension') && dimension === undefined)
    note('dimension', isBlank(text('dimension')) ? 'dimension-missing' : 'dimension-unknown');
  const remark = isBlank(text('remark')) ? undefined : short('remark', MOST_LETTERS.remark);
  const answer = answerIn(row, note);
  return {
    at: row.at,
    table: table.title,
    name,
    ...(text('itemId') && { itemId: text('itemId') }),
    ...(no !== undefined && { no }),
    ...(dimension !== undefined && { dimension }),
    ...(isDash(text('remark')) ? { remark: '' } : remark !== undefined && { remark }),
    ...answer,
    ...moneyIn(row, note),
    problems,
  };
}

type Note = (field: Field, code: RowProblem['code'], facts?: Partial<RowProblem>) => void;

function isDash(text: string): boolean {
  return /^[-–—]+$/.test(text);
}

function isBlank(text: string): boolean {
  return text === '' || isDash(text);
}

function numberIn(text: string): number | undefined {
  const figures = /^(?:ลำดับ(?:ที่)?\s*)?(\d{1,3})(?:\.0*)?[.)]?$/.exec(arabicDigits(text))?.[1];
  const no = Number(figures);
  return no >= 1 && no <= MOST_ITEMS ? no : undefined;
}

/** 2 · ๒ · มิติที่ 2 · มิติที่ 2 การบริหารราชการ… */
function dimensionIn(text: string): Dimension | undefined {
  const figures = /^(?:มิติ(?:ที่)?\s*)?(\d+)(?:\.0*)?(?:\D.*)?$/.exec(arabicDigits(text))?.[1];
  return figures === undefined ? undefined : dimensionSchema.safeParse(Number(figures)).data;
}

/** Words for a status, beyond the official ones; compared by `comparableName`. */
const statusWords: readonly (readonly [Status, readonly string[]])[] = [
  [
    2,
    [statusLabels[2], 'อยู่ระหว่างการดำเนินการ', 'อยู่ระหว่างดำเนินงาน', 'กำลังดำเนินการ', 'ระหว่างดำเนินการ'],
  ],
  [3, [statusLabels[3], 'แล้วเสร็จ', 'ดำเนินการเสร็จแล้ว', 'ดำเนินการเสร็จสิ้น', 'ดำเนินการเสร็จเรียบร้อยแล้ว']],
  [3, ['ดำเนินการแล้ว', 'เสร็จสิ้น', 'เสร็จแล้ว', 'ดำเนินการเสร็จ', 'ดำเนินการเรียบร้อยแล้ว']],
  [4, [statusLabels[4], 'ไม่สามารถดำเนินการ', 'ไม่ได้ดำเนินการ', 'ไม่ดำเนินการ', 'ดำเนินการไม่ได้', 'ยกเลิก']],
];
const notStarted = [
  'ยังไม่ดำเนินการ',
  'ยังไม่ได้ดำเนินการ',
  'รอการรายงานผล',
  'ยังไม่เริ่มดำเนินการ',
  'ยังไม่เริ่ม',
];
const statusByKey = new Map(
  statusWords.flatMap(([status, words]) => words.map((word) => [comparableName(word), status])),
);
const notStartedKeys = new Set(notStarted.map(comparableName));

type Answer = Pick<ImportedRow, 'status' | 'reason' | 'reasonText' | 'decision'>;

function answerIn(row: KnownRow, note: Note): Answer {
  const text = (field: Field) => row.cells.get(field)?.text ?? '';
  const { status, rest } = row.ticked
    ? { status: tickedStatus(row.ticked, note), rest: '' }
    : statusIn(text('statusCode'), text('status'), note);
  const decision = decisionIn(text('decision'), note);
  return {
    ...(status !== undefined && { status }),
    ...(status === UNABLE && reasonIn(text('reasonCode'), text('reason') || rest, note)),
    ...(decision && { decision }),
  };
}

function tickedStatus(ticked: readonly Status[], note: Note): Status | undefined {
  if (ticked.length === 1) return ticked[0];
  note('status', ticked.length === 0 ? 'status-missing' : 'several-ticks');
  return undefined;
}

/** The status, and what stands in brackets behind it: ไม่สามารถดำเนินการได้ (ไม่ได้รับงบประมาณ). */
function statusIn(code: string, words: string, note: Note) {
  const [, label = '', inBrackets = ''] = /^(.*?)\s*(?:\((.*)\))?$/.exec(words) ?? [];
  const rest = inBrackets.trim();
  const figure = /^[234]$/.exec(arabicDigits(code) || arabicDigits(words))?.[0];
  if (figure) return { status: statusSchema.parse(Number(figure)), rest };
  const key = comparableName(label);
  const status = statusByKey.get(key) ?? statusByKey.get(comparableName(words));
  if (status !== undefined) return { status, rest };
  if (isBlank(words)) note('status', 'status-missing');
  else note('status', notStartedKeys.has(key) ? 'status-not-started' : 'status-unknown');
  return { status: undefined, rest: '' };
}

function reasonIn(code: string, words: string, note: Note): Pick<Answer, 'reason' | 'reasonText'> {
  const figure = /^[1234]$/.exec(arabicDigits(code) || arabicDigits(words))?.[0];
  const [, label = '', own = ''] = /^([^:]*?)\s*(?::\s*(.*))?$/s.exec(words) ?? [];
  const key = comparableName(label);
  const byName = reasons.find((reason) => comparableName(unableReasonLabels[reason]) === key);
  const reason = figure ? unableReasonSchema.parse(Number(figure)) : byName;
  const isCode = figure !== undefined && arabicDigits(words) === figure;
  const text = byName === undefined ? (isCode ? '' : words) : own;
  if ([...text].length > MOST_LETTERS.reasonText) {
    note('reason', 'too-long', { most: MOST_LETTERS.reasonText });
    return {};
  }
  if (reason !== undefined) return { reason, reasonText: reason === OTHER_REASON ? text : '' };
  // Words of their own are the fourth reason's.
  return isBlank(words) ? {} : { reason: OTHER_REASON, reasonText: words };
}

function moneyIn(row: KnownRow, note: Note): Pick<ImportedRow, 'budgetSatang' | 'spentSatang'> {
  const amount = (field: 'budget' | 'spent') => {
    const satang = satangFrom(row.cells.get(field)?.text ?? '');
    if (satang === undefined) note(field, 'no-amount');
    return satang ?? undefined;
  };
  const [budgetSatang, spentSatang] = [amount('budget'), amount('spent')];
  return {
    ...(budgetSatang !== undefined && { budgetSatang }),
    ...(spentSatang !== undefined && { spentSatang }),
  };
}

const reasons: readonly UnableReason[] = [1, 2, 3, 4];

function decisionIn(words: string, note: Note): Decision | undefined {
  if (isBlank(words)) return undefined;
  const key = comparableName(words);
  const found = decisionSchema.options.find(
    (decision) => comparableName(decisionLabels[decision]) === key,
  );
  if (!found) note('decision', 'decision-unknown');
  return found;
}

function noteYear(words: string, year: FiscalYear, note: Note): void {
  const found = yearFrom(words);
  if (found && found.year !== year) note('year', 'other-year');
}

function noteFormulas({ at, cells }: KnownRow, { formulas }: SourceTable, note: Note): void {
  for (const [field, { column }] of cells) {
    const formula = formulas.find((each) => each.at === at && each.column === column);
    if (formula?.value === 'none') note(field, 'formula-without-value');
    if (formula?.value === 'error') note(field, 'formula-error');
  }
}

/** D12 in a sheet; elsewhere columns have numbers. */
function addressOf({ kind }: SourceTable, at: number, column: number): string {
  return kind === 'sheet' ? `${letterOf(column)}${at}` : String(column + 1);
}

/** A, B, … Z, AA, … */
export function letterOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.floor(column / 26) - 1) + letter;
}
