/** Tables as officers have them: on the clipboard, as .csv, as .xlsx and as .docx. */
import {
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx';
import { strToU8, type Zippable, zipSync } from 'fflate';

/** Cells of a table as they are typed; a number stays one in a workbook. */
export type Cell = string | number;
export type Grid = readonly (readonly Cell[])[];

/** As Excel puts cells on the clipboard: only those with line breaks are quoted. */
export function pasted(grid: Grid): string {
  const cell = (content: Cell) =>
    String(content).includes('\n') ? `"${String(content).replaceAll('"', '""')}"` : content;
  return grid.map((row) => `${row.map(cell).join('\t')}\r\n`).join('');
}

/** As Word puts a table on the clipboard: each paragraph of a cell on a line of its own. */
export function pastedFromWord(grid: Grid): string {
  return grid.map((row) => `${row.join('\t')}\r\n`).join('');
}

export function csvFile(grid: Grid, encoding: 'utf-8' | 'utf-8-mark' | 'windows-874'): Buffer {
  const cell = (content: Cell) =>
    /[",\n]/.test(String(content)) ? `"${String(content).replaceAll('"', '""')}"` : content;
  const text = grid.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
  if (encoding === 'windows-874') return Buffer.from([...text].map(windows874));
  return Buffer.from(encoding === 'utf-8' ? text : `\uFEFF${text}`);
}

function windows874(letter: string): number {
  const code = letter.charCodeAt(0);
  if (code < 0x80) return code;
  if (code >= 0x0e01 && code <= 0x0e5b) return code - 0x0e01 + 0xa1;
  const others: Record<string, number> = { '“': 0x93, '”': 0x94, '–': 0x96, '…': 0x85 };
  const found = others[letter];
  if (found === undefined) throw new RangeError(`no ${letter} in Windows-874`);
  return found;
}

export interface Sheet {
  readonly title: string;
  readonly grid: Grid;
  /** Such as `B2:B9`. */
  readonly merged?: readonly string[];
  /** By reference: the value that Excel has kept, `null` where it kept none. */
  readonly formulas?: Readonly<Record<string, string | null>>;
  readonly hidden?: boolean;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook as Excel lays them out, with shared strings. */
export function workbookParts(sheets: readonly Sheet[]): Record<string, string> {
  const strings: string[] = [];
  const parts = Object.fromEntries(
    sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet, strings)]),
  );
  const list = sheets.map(
    ({ title, hidden }, index) =>
      `<sheet name="${escaped(title)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  const relations = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...parts,
  };
}

export function workbookFile(...sheets: readonly Sheet[]): Buffer {
  return zipped(workbookParts(sheets));
}

export function zipped(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const bytes: Zippable = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      typeof part === 'string' ? strToU8(part) : part,
    ]),
  );
  return Buffer.from(zipSync(bytes));
}

function sheetXml({ grid, merged = [], formulas = {} }: Sheet, strings: string[]): string {
  const rows = grid.map((row, index) => {
    const cells = row.map((content, column) => {
      const reference = `${String.fromCharCode(65 + column)}${index + 1}`;
      const formula = formulas[reference];
      if (formula !== undefined) {
        const value = formula === null ? '' : `<v>${escaped(formula)}</v>`;
        return `<c r="${reference}" t="str"><f>VLOOKUP(A1,Z1:Z9,1)</f>${value}</c>`;
      }
      if (content === '') return '';
      if (typeof content === 'number') return `<c r="${reference}"><v>${content}</v></c>`;
      strings.push(content);
      return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
    });
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData>${merges && `<mergeCells>${merges}</mergeCells>`}</worksheet>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export interface WordTable {
  /** Paragraphs above it. */
  readonly above?: readonly string[];
  readonly grid: Grid;
  /** Columns whose equal neighbours below one another are merged. */
  readonly mergedDown?: readonly number[];
}

/** Lines of a cell are paragraphs of their own, as Word keeps them. */
export async function wordFile(...tables: readonly WordTable[]): Promise<Buffer> {
  const children = tables.flatMap(({ above = [], grid, mergedDown = [] }) => [
    ...above.map((text) => new Paragraph(text)),
    new Table({
      rows: grid.map((row, index) => {
        const cells = row.map((content, column) => {
          const sameAs = (other: number) =>
            mergedDown.includes(column) && content !== '' && grid[other]?.[column] === content;
          const merge = sameAs(index - 1)
            ? { verticalMerge: VerticalMergeType.CONTINUE }
            : sameAs(index + 1)
              ? { verticalMerge: VerticalMergeType.RESTART }
              : {};
          const text = sameAs(index - 1) ? '' : String(content);
          const paragraphs = text
            .split('\n')
            .map((line) => new Paragraph({ children: runsOf(line) }));
          return new TableCell({ ...merge, children: paragraphs });
        });
        return new TableRow({ children: cells });
      }),
    }),
  ]);
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** Word breaks texts into runs wherever spelling or language changes. */
function runsOf(line: string): TextRun[] {
  const middle = Math.floor(line.length / 2);
  return [line.slice(0, middle), line.slice(middle)]
    .filter(Boolean)
    .map((text) => new TextRun(text));
}
