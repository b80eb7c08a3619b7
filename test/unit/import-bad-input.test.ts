import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import { importRefusalText, problemText } from '../../shared/text/imports.ts';
import { fy2563 } from '../support/builders.ts';
import { csvFile, wordFile, workbookFile, workbookParts, zipped } from '../support/import-files.ts';
import { HEADINGS } from '../support/tha-samet-table.ts';

async function outcomeOf(file: Buffer) {
  const output = await readTable({ base64: file.toString('base64') });
  if ('refused' in output) return output;
  const [table] = output.tables;
  if (!table) throw new Error('no table');
  const reading = readRows(table, fy2563);
  return 'refused' in reading ? reading : { ...reading, table };
}

const row = ['1', '1', 'โครงการหนึ่ง', 'ดำเนินการแล้วเสร็จ', '-'];
const good = workbookFile({ title: 'Sheet1', grid: [HEADINGS, row] });

/** A zip whose list of parts claims another size than the part has. */
function lying(file: Buffer, declared: number): Buffer {
  const changed = Buffer.from(file);
  for (let at = 0; at + 28 < changed.length; at++)
    if (changed.readUInt32LE(at) === 0x02014b50) changed.writeUInt32LE(declared, at + 24);
  return changed;
}

/** A zip whose first sheet has lost some bytes. */
function damaged(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const start = changed.indexOf('sheet1.xml') + 'sheet1.xml'.length;
  return changed.fill(0xff, start, start + 30);
}

/** A workbook whose parts lie in it as they are, and one letter of which is another than when it was saved. */
function retyped(): Buffer {
  const file = Buffer.from(zipSync(unzipSync(good), { level: 0 }));
  file.write('5', file.indexOf('โครงการหนึ่ง'));
  return file;
}

const spaces = ' '.repeat(17_000_000);
const bomb = () => zipped({ ...workbookParts([]), 'xl/sharedStrings.xml': spaces });

describe('what cannot be read is refused, whatever it calls itself', () => {
  test.for<[string, () => Buffer | Promise<Buffer>, string]>([
    ['an empty file', () => Buffer.alloc(0), 'empty'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n…'), 'pdf'],
    ['a picture', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'picture'],
    ['an old workbook', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'old-office'],
    ['a program', () => Buffer.from([0x4d, 0x5a, 0, 3, 0, 0]), 'other-type'],
    ['a page of the web', () => Buffer.from('<html><table>…'), 'other-type'],
    ['some other archive', () => zipped({ 'readme.txt': 'x' }), 'other-type'],
    ['an OpenDocument sheet', () => zipped({ 'content.xml': '<x/>' }), 'open-document'],
    [
      'a workbook with macros',
      () => zipped({ ...workbookParts([]), 'xl/vbaProject.bin': 'x' }),
      'macros',
    ],
    [
      'a document with macros',
      () => zipped({ 'word/document.xml': '<x/>', 'word/vbaProject.bin': 'x' }),
      'macros',
    ],
    ['an upload that was cut off', () => good.subarray(0, good.length - 40), 'broken'],
    ['a part that was damaged', () => damaged(good), 'broken'],
    ['a part with one letter changed on the way', () => retyped(), 'broken'],
    [
      'XML that does not close',
      () => zipped({ ...workbookParts([]), 'xl/workbook.xml': '<workbook><sheets' }),
      'broken',
    ],
    ['a zip bomb that says so', bomb, 'too-large-inside'],
    ['a zip bomb that lies', () => lying(bomb(), 1000), 'too-large-inside'],
    ['a workbook without a table', () => workbookFile({ title: 'Sheet1', grid: [] }), 'no-table'],
    ['a document without a table', () => wordFile(), 'no-table'],
    [
      'other columns',
      () =>
        csvFile(
          [
            ['วันที่', 'ผู้เข้าร่วม'],
            ['1', '2'],
          ],
          'utf-8',
        ),
      'no-headings',
    ],
    ['headings and nothing below', () => csvFile([HEADINGS], 'utf-8'), 'no-rows'],
    [
      '301 items',
      () =>
        csvFile(
          [HEADINGS, ...Array.from({ length: 301 }, (_, at) => [at, ...row.slice(1)])],
          'utf-8',
        ),
      'too-many-items',
    ],
    [
      '10,000 rows of a sheet',
      () => workbookFile({ title: 'ก', grid: Array.from({ length: 10_000 }, () => row) }),
      'too-many-rows',
    ],
    [
      '10,000 rows of a text',
      () =>
        csvFile(
          Array.from({ length: 10_000 }, () => row),
          'utf-8',
        ),
      'too-many-rows',
    ],
  ])('%s', async ([, file, refused]) => {
    const outcome = await outcomeOf(await file());
    if (!('refused' in outcome)) throw new Error('not refused');
    expect(outcome).toEqual({ refused });
    expect(importRefusalText(outcome)).toMatch(/^(ไฟล์|เนื้อหา|ข้อความ|ตาราง|ไม่พบ|พบ)/);
  });
});

describe('what is wrong in a row is told with its row and column', () => {
  async function wordsOf(cells: readonly (string | number)[], formulas = {}) {
    const file = workbookFile({ title: 'Sheet1', grid: [HEADINGS, [...cells]], formulas });
    const outcome = await outcomeOf(file);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.rows.flatMap(({ problems }) =>
      problems.map((problem) => problemText(problem, outcome.table.kind)),
    );
  }

  test('a dimension 5', async () => {
    expect(await wordsOf(['1', '5', 'ก', 'ดำเนินการแล้วเสร็จ', '-'])).toEqual([
      'ช่องมิติ (B2): มิติ “5” ไม่มีในแผน มิติมี 1 ถึง 4 จึงไม่ใช้ค่านี้',
    ]);
  });

  test('a row without a number', async () => {
    expect(await wordsOf(['', '1', 'ก', 'ดำเนินการแล้วเสร็จ', '-'])).toEqual([
      'ช่องลำดับ (A2): ไม่มีลำดับที่ ระบบจับคู่ด้วยชื่อแทน',
    ]);
  });

  test('a status in free words', async () => {
    const [words] = await wordsOf(['1', '1', 'ก', 'ทำไปแล้วครึ่งหนึ่ง', '-']);
    expect(words).toMatch(/^ช่องสถานะ \(D2\): “ทำไปแล้วครึ่งหนึ่ง” ไม่ใช่สถานะของแบบรายงาน/);
  });

  test('a remark over 1,000 letters, which is not cut', async () => {
    const [words] = await wordsOf(['1', '1', 'ก', 'ดำเนินการแล้วเสร็จ', 'ก'.repeat(1001)]);
    expect(words).toMatch(/^ช่องหมายเหตุ \(E2\): ยาว 1,001 ตัวอักษร เกินกำหนด 1,000 ตัวอักษร/);
  });

  test('a formula without a kept value; one with a value is read', async () => {
    const cells = ['1', '1', 'ก', '=', '-'];
    const [words] = await wordsOf(cells, { D2: null });
    expect(words).toContain('ช่องสถานะ (D2): เป็นสูตรที่ยังไม่มีผลคำนวณเก็บไว้');
    expect(await wordsOf(cells, { D2: 'ดำเนินการแล้วเสร็จ' })).toEqual([]);
  });
});
