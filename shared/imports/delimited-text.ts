/**
 * Tables as plain text: what Excel and Word put on the clipboard, and CSV files.
 *
 * Not a strict CSV reader: officers' names hold lone quotation marks (มาตรการ"ดำเนินการ…), which Excel's
 * clipboard leaves as they are, so a mark quotes a cell only where it opens it and a matching one closes it.
 */

export type Delimiter = '\t' | ',' | ';';

export interface DelimitedRow {
  /** Line of the text on which the row begins; 1 is the first. */
  readonly at: number;
  readonly cells: readonly string[];
}

/** The delimiter of a table: tabs if there are any, else whichever of comma and semicolon the first lines use more. */
export function delimiterOf(text: string): Delimiter {
  if (text.includes('\t')) return '\t';
  const beginning = text.slice(0, 2000);
  const count = (mark: string) => beginning.split(mark).length;
  return count(';') > count(',') ? ';' : ',';
}

/** What is read at most; whoever finds one more has found too many. */
interface Most {
  readonly rows: number;
  readonly columns: number;
}

/** The rows of `text`, up to one more than `most`; lines without any content are left out. */
export function rowsOf(
  text: string,
  delimiter: Delimiter,
  most: Most = { rows: Infinity, columns: Infinity },
): DelimitedRow[] {
  const rows: DelimitedRow[] = [];
  let at = 1;
  let line = 1;
  let cells: string[] = [];
  const endRow = () => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ at, cells });
    cells = [];
  };
  for (let position = 0; position < text.length && rows.length <= most.rows; ) {
    if (cells.length === 0) at = line;
    const { cell, end } = cellAt(text, position, delimiter);
    // Empty cells at the end of a line are none; another one is one too many, however many follow.
    const isFirstTooMany = cells.length === most.columns && cell.trim() !== '';
    if (cells.length < most.columns || isFirstTooMany) cells.push(cell.replace(/\r\n?/g, '\n'));
    line += text.slice(position, end).split('\n').length - 1;
    const mark = text[end];
    position = end + 1;
    if (mark === delimiter) continue;
    endRow();
    if (mark === '\r' && text[position] === '\n') position++;
    line++;
  }
  if (cells.length > 0) endRow();
  return rows;
}

/** The cell that begins at `start`, and where the delimiter or line end after it stands. */
function cellAt(text: string, start: number, delimiter: Delimiter): { cell: string; end: number } {
  const quoted = text[start] === '"' ? quotedAt(text, start, delimiter) : undefined;
  if (quoted) return quoted;
  let end = start;
  while (end < text.length && !isEnd(text[end], delimiter)) end++;
  return { cell: text.slice(start, end), end };
}

function quotedAt(text: string, start: number, delimiter: Delimiter) {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return undefined;
  const end = close + 1;
  if (end < text.length && !isEnd(text[end], delimiter)) return undefined;
  return { cell: text.slice(start + 1, close).replaceAll('""', '"'), end };
}

function isEnd(mark: string | undefined, delimiter: Delimiter): boolean {
  return mark === delimiter || mark === '\n' || mark === '\r';
}

/**
 * Rows that a line break inside a cell has torn apart, joined again: Word puts each paragraph of a cell on a line
 * of its own. A row that is too short goes on in the next one as long as both together are not too long.
 */
export function joinTornRows(rows: readonly DelimitedRow[]): DelimitedRow[] {
  const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  const joined: DelimitedRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const [first = '', ...rest] = row.cells;
    const isTorn =
      last !== undefined &&
      last.cells.length > 1 &&
      last.cells.length < width &&
      last.cells.length + rest.length <= width &&
      !/^\s*[\d๐-๙]+[.)]?\s*$/.test(first);
    if (isTorn) {
      const before = last.cells.slice(0, -1);
      const torn = `${last.cells.at(-1) ?? ''}\n${first}`;
      joined[joined.length - 1] = { at: last.at, cells: [...before, torn, ...rest] };
    } else {
      joined.push(row);
    }
  }
  return joined;
}
