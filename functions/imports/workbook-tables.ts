/**
 * The sheets of an .xlsx workbook as tables: values as they are shown, merged cells told apart, formulas noted.
 *
 * A reader of its own, since the packages for it tell neither merged cells nor formulas, and hold a whole tree of
 * the XML in memory.
 *
 * @see ECMA-376, Part 1, 18.3.1 (worksheets), 18.4 (shared strings), 18.8.30 (number formats)
 */
import {
  LONGEST_CELL,
  MOST_COLUMNS,
  MOST_SOURCE_ROWS,
  type SourceRow,
  type SourceTable,
} from '../../shared/imports/source-table.ts';
import { readXml } from './read-xml.ts';
import { Unreadable } from './unreadable.ts';
import type { ZipParts } from './zip-parts.ts';

/** @throws {Unreadable} */
export function workbookTables(parts: ZipParts): SourceTable[] {
  const strings = sharedStrings(parts.text('xl/sharedStrings.xml'));
  const dates = dateStyles(parts.text('xl/styles.xml'));
  const targets = targetsOf(parts.text('xl/_rels/workbook.xml.rels'));
  return sheetsOf(parts.text('xl/workbook.xml'))
    .flatMap(({ title, relation }) => {
      const target = targets.get(relation);
      const sheet = target === undefined ? undefined : parts.text(target);
      return sheet === undefined ? [] : [{ title, ...sheetTable(sheet, strings, dates) }];
    })
    .filter(({ rows }) => rows.length > 0)
    .map((table) => ({ ...table, kind: 'sheet' as const, above: '' }));
}

const MAIN = {
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'x',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'p',
};

/** Sheets in their order; hidden ones hold lists and old years, not what an officer means. */
function sheetsOf(xml: string | undefined): { title: string; relation: string }[] {
  const sheets: { title: string; relation: string }[] = [];
  readXml(xml ?? '<none/>', MAIN, {
    open(name, attribute) {
      if (name !== 'x:sheet' || (attribute('state') ?? 'visible') !== 'visible') return;
      sheets.push({ title: attribute('name') ?? '', relation: attribute('r:id') ?? '' });
    },
  });
  return sheets;
}

function targetsOf(xml: string | undefined): Map<string, string> {
  const targets = new Map<string, string>();
  readXml(xml ?? '<none/>', MAIN, {
    open(name, attribute) {
      if (name !== 'p:Relationship') return;
      const target = attribute('Target') ?? '';
      targets.set(
        attribute('Id') ?? '',
        target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
      );
    },
  });
  return targets;
}

/** Texts of all sheets of a workbook; more would take more memory than reading may. */
const MOST_STRINGS = 200_000;

/** Texts that cells refer to by number; those of phonetic hints are left out. */
function sharedStrings(xml: string | undefined): string[] {
  const strings: string[] = [];
  let text: string | undefined;
  let inText = false;
  let hints = 0;
  readXml(xml ?? '<none/>', MAIN, {
    open(name) {
      if (name === 'x:si') text = '';
      if (name === 'x:rPh') hints++;
      inText = name === 'x:t';
    },
    text(part) {
      if (inText && hints === 0) text = (text ?? '') + part;
    },
    close(name) {
      if (name === 'x:t') inText = false;
      if (name === 'x:rPh') hints--;
      // Office writes a carriage return within a text so.
      if (name === 'x:si') strings.push((text ?? '').replaceAll('_x000D_', ''));
      if (strings.length > MOST_STRINGS) throw new Unreadable('too-large-inside');
    },
  });
  return strings;
}

/** Built-in formats of dates, and those that are Thai. @see ECMA-376, Part 1, 18.8.30 */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 36) ||
  (id >= 50 && id <= 58) ||
  (id >= 71 && id <= 81);

/** Which cell styles show a number as a date. */
function dateStyles(xml: string | undefined): boolean[] {
  const custom = new Set<number>();
  const styles: boolean[] = [];
  let inCells = false;
  readXml(xml ?? '<none/>', MAIN, {
    open(name, attribute) {
      if (name === 'x:numFmt') {
        const code = (attribute('formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
        if (/[dy]/i.test(code)) custom.add(Number(attribute('numFmtId')));
      }
      if (name === 'x:cellXfs') inCells = true;
      if (name === 'x:xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0);
        styles.push(isBuiltInDate(id) || custom.has(id));
      }
    },
    close(name) {
      if (name === 'x:cellXfs') inCells = false;
    },
  });
  return styles;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly isDate: boolean;
  formula: boolean;
  value: string;
}

type Sheet = Pick<SourceTable, 'rows' | 'formulas'>;

function sheetTable(xml: string, strings: readonly string[], dates: readonly boolean[]): Sheet {
  const rows: SourceRow[] = [];
  const formulas: SourceTable['formulas'] = [];
  const merged: string[] = [];
  let at = 0;
  let cells: (string | null)[] = [];
  let cell: Cell | undefined;
  let reading = false;
  readXml(xml, MAIN, {
    open(name, attribute) {
      switch (name) {
        case 'x:row':
          at = rowNumber(attribute('r')) ?? at + 1;
          cells = [];
          return;
        case 'x:c':
          cell = {
            column: columnOf(attribute('r')) ?? cells.length,
            type: attribute('t') ?? 'n',
            isDate: dates[Number(attribute('s') ?? -1)] ?? false,
            formula: false,
            value: '',
          };
          return;
        case 'x:f':
          if (cell) cell.formula = true;
          return;
        case 'x:v':
        case 'x:t':
          reading = true;
          return;
        case 'x:mergeCell':
          merged.push(attribute('ref') ?? '');
          return;
        default:
      }
    },
    text(part) {
      if (!reading || !cell) return;
      cell.value += part;
      if (cell.value.length > LONGEST_CELL) throw new Unreadable('too-much-text');
    },
    close(name) {
      if (name === 'x:v' || name === 'x:t') reading = false;
      if (name === 'x:c' && cell) {
        const text = shown(cell, strings);
        if (text !== '' && cell.column < MOST_COLUMNS + 1) {
          while (cells.length < cell.column) cells.push('');
          cells[cell.column] = text;
        }
        const formula = formulaOf(cell, text);
        if (formula) formulas.push({ at, column: cell.column, value: formula });
        cell = undefined;
      }
      if (name === 'x:row' && cells.some((text) => text)) {
        rows.push({ at, cells });
        if (rows.length > MOST_SOURCE_ROWS) throw new Unreadable('too-many-rows');
      }
    },
  });
  return { rows: withMerged(rows, merged), formulas };
}

function formulaOf({ formula, type, column }: Cell, text: string) {
  if (type === 'e') return 'error' as const;
  if (!formula || column >= MOST_COLUMNS) return undefined;
  return text === '' ? ('none' as const) : ('kept' as const);
}

function shown({ type, value, isDate }: Cell, strings: readonly string[]): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? '✓' : '';
    case 'e':
      return '';
    case 'n':
      return isDate && value !== '' ? dateOf(Number(value)) : figure(value);
    default:
      return value.replaceAll('_x000D_', '');
  }
}

/** 1 for 1.0; other figures as they stand. */
function figure(value: string): string {
  const number = Number(value);
  return value !== '' && Number.isInteger(number) ? String(number) : value;
}

const DAY_MS = 86_400_000;
/** 25569 days lie between Excel's day 0 and 1970. */
const EPOCH_DAYS = 25_569;

/** A day as 30/9/2563; whoever typed the Buddhist year into a foreign Excel has it kept as a Common Era one. */
function dateOf(serial: number): string {
  const day = new Date((Math.floor(serial) - EPOCH_DAYS) * DAY_MS);
  if (Number.isNaN(day.valueOf())) return String(serial);
  const year = day.getUTCFullYear();
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${year > 2400 ? year : year + 543}`;
}

function rowNumber(text: string | undefined): number | undefined {
  const row = Number(text);
  return Number.isSafeInteger(row) && row > 0 ? row : undefined;
}

/** 0 for A, 26 for AA. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** `null` below the first row of each merged range; whole rows of it that are empty otherwise stay left out. */
function withMerged(rows: readonly SourceRow[], ranges: readonly string[]): SourceRow[] {
  const marked = new Map(rows.map(({ at, cells }) => [at, [...cells]]));
  for (const range of ranges) {
    const match = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(range);
    const [first, last] = [columnOf(match?.[1]), columnOf(match?.[3])];
    const [top, bottom] = [Number(match?.[2]), Number(match?.[4])];
    if (first === undefined || last === undefined || last >= MOST_COLUMNS) continue;
    for (const at of marked.keys()) {
      if (at <= top || at > bottom) continue;
      const cells = marked.get(at) ?? [];
      while (cells.length <= last) cells.push('');
      for (let column = first; column <= last; column++) cells[column] = null;
    }
  }
  return rows.map(({ at }) => ({ at, cells: marked.get(at) ?? [] }));
}
