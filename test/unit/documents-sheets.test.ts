import { strToU8 } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { archiveOf, settled } from '../../shared/documents/archive.ts';
import { slidesOf } from '../../shared/documents/slides.ts';
import { csvOf, workbookOf } from '../../shared/documents/workbook.ts';
import { decisionSchema, type ReportLine } from '../../shared/domain/report.ts';
import { importedContent } from '../../shared/imports/imported-content.ts';
import { matchRows } from '../../shared/imports/match-rows.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import { aLine, anItem, fy2563 } from '../support/builders.ts';
import { partsOf, someFacts } from '../support/papers.ts';
import { thaSametLines } from '../support/tha-samet.ts';

describe('the presentation', () => {
  test('goes through the three topics of a visit, dimension by dimension', async () => {
    const parts = partsOf(await slidesOf(someFacts()));
    const slides = [...parts].filter(([name]) => /slides\/slide\d+\.xml$/.test(name));
    const titles = slides
      .map(([, xml]) => /name="Title"[\s\S]*?<a:t>([^<]*)</.exec(xml)?.[1])
      .filter(Boolean);
    expect(titles).toEqual(
      expect.arrayContaining([
        '๑. ข้อมูลแนะนำหน่วยงาน',
        '๒. ผลการดำเนินงานในภาพรวม',
        '๒. มิติที่ ๔ การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการ',
        '๓. ปัญหา อุปสรรค และข้อเสนอแนะ: การจัดทำแผน',
        '๓. ปัญหา อุปสรรค และข้อเสนอแนะ: การนำแผนไปสู่การปฏิบัติ',
      ]),
    );
  });

  test('has a chart of its own with the figures of each dimension', async () => {
    const chart = partsOf(await slidesOf(someFacts())).get('ppt/charts/chart1.xml') ?? '';
    const values = [...chart.matchAll(/<c:val>([\s\S]*?)<\/c:val>/g)].map(([, part = '']) =>
      [...part.matchAll(/<c:v>(\d+)<\/c:v>/g)].map(([, value]) => Number(value)),
    );
    // From the bottom bar up: no dimension, 4, 3, 2, 1.
    expect(values).toEqual([
      [0, 1, 4, 5, 3],
      [1, 3, 6, 4, 5],
    ]);
  });

  test('comes out the same, byte for byte', async () => {
    expect(Buffer.from(await slidesOf(someFacts())).equals(await slidesOf(someFacts()))).toBe(true);
  });
});

describe('the workbook', () => {
  test('has the rows in order with their codes, and loses nothing when read back', async () => {
    const [sheet] = await readXlsxFile(Buffer.from(await workbookOf(someFacts())));
    const rows = sheet?.data ?? [];
    expect(rows[0]?.slice(0, 5)).toEqual([
      'ลำดับ',
      'มิติที่',
      'ชื่อโครงการ/กิจกรรม/มาตรการ',
      'รหัสสถานะ',
      'สถานะ',
    ]);
    expect(
      rows.slice(1).map(([no, dimension, name, status, , , , remark, wholeYear, itemId]) => ({
        no,
        dimension,
        name,
        status,
        remark: remark ?? '',
        wholeYear: wholeYear === 1,
        itemId,
      })),
    ).toEqual(
      thaSametLines.map(({ no, dimension, name, status, remark, wholeYear, itemId }) => ({
        no,
        dimension,
        name,
        status,
        remark,
        wholeYear,
        itemId,
      })),
    );
  });

  test('keeps a name that looks like a formula as a name', async () => {
    const name = '=HYPERLINK("http://example.org","ดู")';
    const file = await workbookOf(someFacts({ lines: [aLine({ name })] }));
    expect(partsOf(file).get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
    const [sheet] = await readXlsxFile(Buffer.from(file));
    expect(sheet?.data[1]?.[2]).toBe(name);
  });

  test('comes out the same, byte for byte', async () => {
    expect(Buffer.from(await workbookOf(someFacts())).equals(await workbookOf(someFacts()))).toBe(
      true,
    );
  });
});

describe('the workbook, read by our own import', () => {
  const strange = {
    status: 4,
    reason: 4,
    reasonText: '=1+1 ผู้รับจ้าง "ทิ้งงาน"',
    remark: '- เลื่อนไปไตรมาสที่ 4 & <b>',
  } as const;
  const lines: ReportLine[] = thaSametLines.map((line, n) => ({
    ...line,
    decision: decisionSchema.options[n % decisionSchema.options.length] ?? 'continue',
    ...(n % 3 === 0 && { budgetSatang: n * 1_234_567, spentSatang: n * 1_000_001 }),
    ...(n === 8 && strange),
    ...(n === 9 && { status: 4, reason: 2 }),
    ...(n === 10 && { name: `${'ชื่อยาว '.repeat(70)}จบ` }),
    ...(n === 11 && { status: null }),
  }));
  const items = lines.map(({ itemId, no, name, dimension, wholeYear }) =>
    anItem({ itemId, no, name, dimension, wholeYear, years: [fy2563] }),
  );
  const empty = lines.map(
    ({ budgetSatang: _, spentSatang: __, ...line }): ReportLine => ({
      ...line,
      status: null,
      reason: null,
      reasonText: '',
      remark: '',
      decision: null,
    }),
  );

  test.each(['workbook', 'CSV'])(
    'loses nothing on the way out and in again as %s: answers, reasons, remarks, money, decisions',
    async (form) => {
      const facts = someFacts({ round: '12M', lines });
      const file = form === 'CSV' ? csvOf(facts) : await workbookOf(facts);
      const read = await readTable({ base64: Buffer.from(file).toString('base64') });
      const [table] = 'tables' in read ? read.tables : [];
      const reading = table && readRows(table, fy2563);
      if (!reading || 'refused' in reading) throw new TypeError('the table could not be read');
      const matches = matchRows(
        reading.rows,
        items.map(({ itemId, no, name }) => ({ itemId, no, names: [name] })),
      );
      expect(matches.every(({ confidence }) => confidence === 'exact')).toBe(true);
      const rows = new Map(matches.map(({ itemId = '' }, n) => [itemId, reading.rows[n]]));
      const imported = importedContent(
        { ...emptyContent, lines: empty },
        new Map([...rows].flatMap(([id, row]) => (row ? [[id, row]] : []))),
        items,
        () => false,
      );
      expect(imported.lines).toEqual(lines);
    },
  );
});

const emptyContent = { problemsMaking: '', problemsCarryingOut: '', wholeYearConfirmed: false };

describe('the CSV', () => {
  const rowOf = (name: string) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      csvOf(someFacts({ lines: [aLine({ name })] })),
    );

  test('begins with a mark that Excel knows UTF-8 by, and parts lines by CRLF', () => {
    expect(rowOf('ก')).toMatch(/^\uFEFFลำดับ,มิติที่,[^\n]*\r\n1,4,ก,3,/);
  });

  test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx'])('takes the sting out of %j', (name) => {
    expect(rowOf(name)).not.toMatch(/,"?[=+@\t]|,"?-\d/);
    expect(rowOf(name)).toContain(name.trim());
  });

  test('quotes commas, quotation marks and line breaks', () => {
    expect(rowOf('ก, "ข"\nค')).toContain('"ก, ""ข""\nค"');
  });
});

test('a zip has the same bytes whenever it is made', () => {
  const files = [{ name: 'รายงาน.txt', bytes: new TextEncoder().encode('ก') }];
  expect(archiveOf(files)).toEqual(archiveOf(files));
  expect([...partsOf(archiveOf(files)).keys()]).toEqual(['รายงาน.txt']);
});

test('what the libraries count on or draw by lot leaves no trace', () => {
  const made = (first: number, random: string) =>
    settled(
      archiveOf([
        { name: 'word/document.xml', bytes: strToU8(`<a r:id="rId${random}"/><b r:id="rId7"/>`) },
        ...[first, first + 1].map((number, place) => ({
          name: `word/charts/chart${number}.xml`,
          bytes: strToU8(`<c>${place}</c>`),
        })),
      ]),
      '2020-04-16',
    );
  const file = made(9, 'abcdefghij0123456789-');
  expect(Buffer.from(file).equals(made(1, '-_zyxwvuts9876543210z'))).toBe(true);
  expect(partsOf(file).get('word/charts/chart2.xml')).toBe('<c>1</c>');
  expect(partsOf(file).get('word/document.xml')).toContain('rId7');
});
