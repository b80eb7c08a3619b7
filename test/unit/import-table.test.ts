import { describe, expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { matchRows } from '../../shared/imports/match-rows.ts';
import { type ImportedRow, readRows } from '../../shared/imports/read-rows.ts';
import { type SourceTable, tableFromText } from '../../shared/imports/source-table.ts';
import { fy2563 } from '../support/builders.ts';
import {
  csvFile,
  pasted,
  pastedFromWord,
  wordFile,
  workbookFile,
} from '../support/import-files.ts';
import { quirkyTables } from '../support/import-tables.ts';
import { thaSametItems, thaSametLines } from '../support/tha-samet.ts';
import { thaSametGrid } from '../support/tha-samet-table.ts';

async function tablesOf(file: Buffer): Promise<readonly SourceTable[]> {
  const output = await readTable({ base64: file.toString('base64') });
  if ('refused' in output) throw new Error(output.refused);
  return output.tables;
}

function only(tables: readonly SourceTable[]): SourceTable {
  const [table, second] = tables;
  if (!table || second) throw new Error(`${tables.length} tables`);
  return table;
}

function fromText(text: string): SourceTable {
  const output = tableFromText(text);
  if ('refused' in output) throw new Error(output.refused);
  return only(output.tables);
}

function rowsIn(table: SourceTable): readonly ImportedRow[] {
  const reading = readRows(table, fy2563);
  if ('refused' in reading) throw new Error(reading.refused);
  return reading.rows;
}

const candidates = thaSametItems.map(({ itemId, no, name }) => ({ itemId, no, names: [name] }));

describe('the table of ท่าเสม็ด', () => {
  const grid = thaSametGrid;
  const ways: [string, () => Promise<SourceTable>][] = [
    ['pasted from Excel', async () => fromText(pasted(grid))],
    ['pasted from Word', async () => fromText(pastedFromWord(grid))],
    ['an .xlsx file', async () => only(await tablesOf(workbookFile({ title: 'Sheet1', grid })))],
    ['a .docx file', async () => only(await tablesOf(await wordFile({ grid })))],
    ['a .csv file', async () => only(await tablesOf(csvFile(grid, 'utf-8')))],
    ['a .csv file with a mark', async () => only(await tablesOf(csvFile(grid, 'utf-8-mark')))],
    ['a .csv file in Windows-874', async () => only(await tablesOf(csvFile(grid, 'windows-874')))],
  ];

  test.for(ways)('comes as the same 32 rows from %s, row 7 flagged', async ([, read]) => {
    const rows = rowsIn(await read());
    const matches = matchRows(rows, candidates);
    const read32 = rows.map(({ status, remark }, index) => ({
      itemId: matches[index]?.itemId,
      confidence: matches[index]?.confidence,
      status,
      remark,
    }));
    expect(read32).toEqual(
      thaSametLines.map(({ itemId, status, remark }) => ({
        itemId,
        confidence: 'exact',
        status,
        remark,
      })),
    );
    const flagged = rows.flatMap(({ problems }, index) =>
      problems.map(({ code }) => `${index + 1} ${code}`),
    );
    expect(flagged).toEqual(['7 name-cut-off', '7 no-missing', '7 dimension-missing']);
  });
});

describe('tables as officers make them', () => {
  test.for(quirkyTables)('with $quirk', async ({ file, items, rows, problems }) => {
    const imported = rowsIn(only(await tablesOf(await file())));
    const named = items.map(({ itemId, no, name }) => ({ itemId, no, names: [name] }));
    const matches = matchRows(imported, named);
    const noOf = new Map(items.map(({ itemId, no }) => [itemId, no]));
    const found = imported.flatMap(({ status, remark }, index) => {
      const no = noOf.get(matches[index]?.itemId ?? '');
      return no === undefined ? [] : [[no, status, remark]];
    });
    expect(found).toEqual(rows);
    expect(imported.flatMap((row) => row.problems.map(({ code }) => `${row.at} ${code}`))).toEqual(
      problems,
    );
  });
});
