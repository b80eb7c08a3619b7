/** Tables as they stand in a file or on the clipboard, before anything in them is understood. */
import * as z from 'zod';
import { delimiterOf, joinTornRows, rowsOf } from './delimited-text.ts';

/** Rows with content in one table; more are refused, whatever is in them. A plan has 300 items at most. */
export const MOST_SOURCE_ROWS = 1000;
/** Lines of a text; Word tears a row into one for each paragraph of its cells. */
const MOST_LINES = 5 * MOST_SOURCE_ROWS;
export const MOST_COLUMNS = 60;
/** Letters of all cells of a table together; the largest legal report has two thirds of it. */
export const MOST_LETTERS = 900_000;
/** Letters of one cell; Excel holds no more. */
export const LONGEST_CELL = 32_767;
/** Bytes of an uploaded file: what a request may carry, less the form around it. */
export const LARGEST_FILE = 1_900_000;

const sourceRowSchema = z.object({
  /** As whoever looks at the source counts it: row of the sheet, line of the text, row of the Word table. */
  at: z.int().min(1),
  /** Texts; `null` where the merged cell above reaches down to here. */
  cells: z.array(z.string().nullable()).max(MOST_COLUMNS),
});
export type SourceRow = z.infer<typeof sourceRowSchema>;

/** A cell whose value a formula computes: the value kept with it is used, if there is one. */
const formulaCellSchema = z.object({
  at: z.int().min(1),
  column: z.int().min(0),
  value: z.enum(['kept', 'none', 'error']),
});

export const sourceTableSchema = z.object({
  /** Name of the sheet, or which table of the document; empty where there is only one. */
  title: z.string(),
  kind: z.enum(['sheet', 'word', 'text']),
  /** What stands above the table outside it, such as the report's title. */
  above: z.string(),
  rows: z.array(sourceRowSchema).max(MOST_SOURCE_ROWS),
  formulas: z.array(formulaCellSchema),
});
export type SourceTable = z.infer<typeof sourceTableSchema>;

/** Why nothing could be read. */
export const readRefusalSchema = z.object({
  refused: z.enum([
    'empty',
    'pdf',
    'picture',
    'old-office',
    'open-document',
    'other-type',
    'macros',
    'locked',
    'broken',
    'too-large-inside',
    'too-many-rows',
    'too-many-columns',
    'too-much-text',
    'no-table',
  ]),
});
export type ReadRefusal = z.infer<typeof readRefusalSchema>;

export const readTableInputSchema = z.object({
  /** The file's bytes. */
  base64: z.base64().max(Math.ceil(LARGEST_FILE / 3) * 4),
});

export const readTableOutputSchema = z.union([
  z.object({ tables: z.array(sourceTableSchema).min(1).max(50) }),
  readRefusalSchema,
]);
export type ReadTableOutput = z.infer<typeof readTableOutputSchema>;

/** The table in a text from the clipboard or a CSV file. */
export function tableFromText(text: string): ReadTableOutput {
  const most = { rows: MOST_LINES, columns: MOST_COLUMNS };
  const lines = rowsOf(text.replace(/^\uFEFF/, ''), delimiterOf(text), most);
  if (lines.length === 0) return { refused: 'empty' };
  if (lines.length > MOST_LINES) return { refused: 'too-many-rows' };
  const rows = joinTornRows(lines);
  return withinLimits([
    {
      title: '',
      kind: 'text',
      above: '',
      rows: rows.map(({ at, cells }) => ({ at, cells: cells.map(withoutGuard) })),
      formulas: [],
    },
  ]);
}

/** A text that Excel would take for a formula has an apostrophe before it in CSV files, ours among them. */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t])/, '');
}

/** `tables` without trailing empty cells, or why they are too much. */
export function withinLimits(tables: readonly SourceTable[]): ReadTableOutput {
  const trimmed = tables.map((table) => ({ ...table, rows: table.rows.map(trimmedRow) }));
  if (trimmed.length === 0 || trimmed.length > 50) return { refused: 'no-table' };
  for (const { rows } of trimmed) {
    if (rows.length > MOST_SOURCE_ROWS) return { refused: 'too-many-rows' };
    if (rows.some(({ cells }) => cells.length > MOST_COLUMNS))
      return { refused: 'too-many-columns' };
    const letters = rows.reduce((sum, { cells }) => sum + cells.join('').length, 0);
    if (letters > MOST_LETTERS) return { refused: 'too-much-text' };
  }
  return { tables: trimmed };
}

function trimmedRow({ at, cells }: SourceRow): SourceRow {
  const last = cells.findLastIndex((cell) => cell === null || cell.trim() !== '');
  return { at, cells: cells.slice(0, last + 1) };
}
