/**
 * The tables of a .docx document: paragraphs of a cell as its lines, merged cells told apart, text that a tracked
 * change has deleted left out.
 *
 * @see ECMA-376, Part 1, 17.4 (tables), 17.13.5 (revisions)
 */
import {
  LONGEST_CELL,
  MOST_COLUMNS,
  MOST_LETTERS,
  MOST_SOURCE_ROWS,
  type SourceRow,
  type SourceTable,
} from '../../shared/imports/source-table.ts';
import { readXml } from './read-xml.ts';
import { Unreadable } from './unreadable.ts';
import type { ZipParts } from './zip-parts.ts';

const WORD = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
};
/** Letters of the paragraphs above a table that may tell its year and round. */
const MOST_ABOVE = 1000;

/** @throws {Unreadable} */
export function wordTables(parts: ZipParts): SourceTable[] {
  const tables: SourceTable[] = [];
  let depth = 0;
  let above = '';
  let rows: SourceRow[] = [];
  let cells: (string | null)[] = [];
  let text = '';
  let span = 1;
  let covered = false;
  let reading = false;
  let deleted = 0;
  let letters = 0;
  const add = (part: string) => {
    if (deleted > 0) return;
    letters += part.length;
    if (depth > 0) text += part;
    if (letters > MOST_LETTERS || text.length > LONGEST_CELL) throw new Unreadable('too-much-text');
    else above = (above + part).slice(-MOST_ABOVE);
  };
  readXml(parts.text('word/document.xml') ?? '<none/>', WORD, {
    open(name, attribute) {
      switch (name) {
        case 'w:tbl':
          depth++;
          if (depth === 1) rows = [];
          return;
        case 'w:tr':
          if (depth === 1) cells = [];
          return;
        case 'w:tc':
          if (depth === 1) [text, span, covered] = ['', 1, false];
          return;
        case 'w:gridSpan':
          if (depth === 1) span = Math.min(Number(attribute('w:val') ?? 1), MOST_COLUMNS);
          return;
        case 'w:vMerge':
          if (depth === 1) covered = attribute('w:val') !== 'restart';
          return;
        case 'w:t':
          reading = true;
          return;
        case 'w:br':
        case 'w:cr':
          return add('\n');
        case 'w:tab':
          return add(' ');
        case 'w:del':
        case 'w:moveFrom':
          deleted++;
          return;
        default:
      }
    },
    text(part) {
      if (reading) add(part);
    },
    close(name) {
      switch (name) {
        case 'w:t':
          reading = false;
          return;
        case 'w:p':
          return add('\n');
        case 'w:del':
        case 'w:moveFrom':
          deleted--;
          return;
        case 'w:tc':
          if (depth !== 1) return;
          cells.push(covered ? null : text.trim(), ...Array<string>(span - 1).fill(''));
          if (cells.length > MOST_COLUMNS + 1) cells.length = MOST_COLUMNS + 1;
          return;
        case 'w:tr':
          if (depth !== 1) return;
          rows.push({ at: rows.length + 1, cells });
          if (rows.length > MOST_SOURCE_ROWS) throw new Unreadable('too-many-rows');
          return;
        case 'w:tbl':
          depth--;
          if (depth > 0) return;
          tables.push({ title: '', kind: 'word', above: above.trim(), rows, formulas: [] });
          above = '';
          return;
        default:
      }
    },
  });
  const filled = tables.filter(({ rows: own }) => own.some(({ cells: row }) => row.some(Boolean)));
  return filled.map((table, index) => ({
    ...table,
    title: filled.length > 1 ? `ตารางที่ ${index + 1}` : '',
    rows: table.rows.filter(({ cells: row }) => row.some(Boolean)),
  }));
}
