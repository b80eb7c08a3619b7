import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { rowsOf } from '../../shared/imports/delimited-text.ts';
import { matchRows } from '../../shared/imports/match-rows.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import { readTableOutputSchema, tableFromText } from '../../shared/imports/source-table.ts';
import { arabicDigits, cleanText, comparableName } from '../../shared/imports/thai-text.ts';
import { fy2563 } from '../support/builders.ts';
import { csvFile, type Grid, pasted, wordFile, workbookFile } from '../support/import-files.ts';
import { thaSametItems } from '../support/tha-samet.ts';
import { thaSametGrid } from '../support/tha-samet-table.ts';

/** Letters, marks, spaces and oddities that Thai cells are made of. */
const thaiText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x0e01, max: 0x0e4e }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0xf700, max: 0xf71a }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        'เ',
        'เ',
        '\u0E4D',
        '\u0E32',
        '\u0E48',
        '\u200B',
        ' ',
        '\n',
        '"',
        '๕',
        '1.',
        'อบต.',
      ),
      fc.constantFrom('โครงการ', 'กิจกรรม', 'มาตรการ', 'ก', 'A', '(', ')'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

test('what is cleaned once stays as it is', () => {
  fc.assert(
    fc.property(thaiText, (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
      expect(comparableName(comparableName(text))).toBe(comparableName(text));
      expect(comparableName(cleanText(text))).toBe(comparableName(text));
    }),
    { numRuns: 2000 },
  );
});

test.for([
  ['nikhahit and sara aa for sara am', 'น\u0E4D\u0E32ใจ', 'น\u0E33ใจ'],
  ['with a tone between them', 'น\u0E4D\u0E49\u0E32', 'น\u0E49\u0E33'],
  ['with the tone before them', 'น\u0E49\u0E4D\u0E32', 'น\u0E49\u0E33'],
  ['with the tone after sara am', 'น\u0E33\u0E49', 'น\u0E49\u0E33'],
  ['sara e twice for sara ae', 'เเล้วเสร็จ', 'แล้วเสร็จ'],
  ['a tone before its vowel mark', 'ท\u0E48\u0E35', 'ท\u0E35\u0E48'],
  ['zero-width spaces', 'การ\u200Bทุจริต\uFEFF', 'การทุจริต'],
  ['shifted marks of old fonts', 'ป\uF70Bา', 'ป\u0E49า'],
  ['a mark struck twice', 'ที\u0E48\u0E48', 'ที\u0E48'],
  ['lines of a cell', 'เรื่องร้องเรียน\nกรณีมีบุคคล', 'เรื่องร้องเรียนกรณีมีบุคคล'],
] as const)('%s are spelt in one way', ([, typed, cleaned]) => {
  expect(cleanText(typed)).toBe(cleaned);
});

test('kinds of work, numbers and abbreviations make no difference to a name', () => {
  const names = [
    'โครงการ อบต. พบประชาชน',
    '3. โครงการ องค์การบริหารส่วนตำบล พบประชาชน',
    '๓) “อ.บ.ต. พบประชาชน”',
  ];
  expect(new Set(names.map(comparableName)).size).toBe(1);
  expect(arabicDigits('๒๕๖๓')).toBe('2563');
});

test('cells survive a .csv file, whatever stands in them', () => {
  const cell = fc.stringMatching(/^[ก-๙a-z",;\n 0-9]{0,12}$/).map((text) => text.trim());
  const grid = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  const filled = (rows: Grid) => rows.filter((row) => row.some((text) => text !== ''));
  fc.assert(
    fc.property(grid, (rows) => {
      const cells = rowsOf(csvFile(rows, 'utf-8').toString(), ',').map((row) => row.cells);
      expect(cells).toEqual(filled(rows));
    }),
    { numRuns: 300 },
  );
});

test('any order of the columns gives the same rows', () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  const reading = (grid: Grid) => {
    const output = tableFromText(pasted(grid));
    const [table] = 'refused' in output ? [] : output.tables;
    const read = table && readRows(table, fy2563);
    if (!read || 'refused' in read) throw new Error('unreadable');
    const candidates = thaSametItems.map(({ itemId, no, name }) => ({ itemId, no, names: [name] }));
    return read.rows.map(({ problems, ...row }, index) => ({
      row,
      codes: problems.map(({ code }) => code),
      itemId: matchRows(read.rows, candidates)[index]?.itemId,
    }));
  };
  const straight = reading(thaSametGrid);
  fc.assert(
    fc.property(order, (columns) => {
      const mixed = thaSametGrid.map((row) => columns.map((column) => row[column] ?? ''));
      expect(reading(mixed)).toEqual(straight);
    }),
    { numRuns: 30 },
  );
});

test('a row finds its item although words were added or left out, and never two rows one item', () => {
  const candidates = thaSametItems.map(({ itemId, no, name }) => ({ itemId, no, names: [name] }));
  const row = (name: string) => ({ at: 1, table: '', name, problems: [] });
  const match = (name: string) => matchRows([row(name)], candidates)[0];
  expect(match('การจัดทำรายงานการควบคุมภายใน ประจำปี')).toMatchObject({
    confidence: 'near',
    itemId: 'i18',
  });
  expect(match('การลดขั้นตอนปฏิบัติ')).toMatchObject({ confidence: 'unsure', itemId: 'i31' });
  expect(match('ปลูกป่าชายเลน')).toMatchObject({ confidence: 'none' });
  fc.assert(
    fc.property(fc.array(fc.nat(31), { minLength: 1, maxLength: 20 }), (picks) => {
      const rows = picks.map((pick) => row(`${thaSametItems[pick]?.name.slice(2)} ปี`));
      const given = matchRows(rows, candidates).flatMap(({ itemId }) => itemId ?? []);
      expect(new Set(given).size).toBe(given.length);
    }),
    { numRuns: 50 },
  );
});

test('a file with any of its bytes changed, or cut off anywhere, is read or refused, and nothing else', async () => {
  const files = [
    workbookFile({ title: 'ก', grid: thaSametGrid, merged: ['B2:B4'], formulas: { D3: '3' } }),
    await wordFile({ grid: thaSametGrid, mergedDown: [1] }),
    csvFile(thaSametGrid, 'windows-874'),
    // Stored as it is, so that the XML itself is hit.
    Buffer.from(zipSync(unzipSync(workbookFile({ title: 'ก', grid: thaSametGrid })), { level: 0 })),
  ];
  const change = fc.record({
    file: fc.constantFrom(...files),
    bytes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      maxLength: 12,
    }),
    kept: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ file, bytes, kept }) => {
      const changed = Buffer.from(file.subarray(0, Math.floor(file.length * kept)));
      for (const [place, byte] of bytes) changed[Math.floor(place * changed.length)] = byte;
      const output = readTableOutputSchema.parse(
        await readTable({ base64: changed.toString('base64') }),
      );
      if ('refused' in output) return;
      for (const table of output.tables) readRows(table, fy2563);
    }),
    { numRuns: 500 },
  );
});
