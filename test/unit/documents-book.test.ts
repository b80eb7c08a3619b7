import { describe, expect, test } from 'vitest';
import { docxOf } from '../../shared/documents/docx.ts';
import { oneLine } from '../../shared/documents/printable.ts';
import { reportBook } from '../../shared/documents/report-book.ts';
import { remarkOf } from '../../shared/documents/report-words.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { statusLabels, thaiDigits } from '../../shared/text/thai.ts';
import { aLine } from '../support/builders.ts';
import { partsOf, press, readDocx, readPdf, someFacts, squeezed } from '../support/papers.ts';
import { completedLines, thaSametLines } from '../support/tha-samet.ts';

const book = reportBook(someFacts());
const printed = (await press()).print(book);
const pdf = await readPdf(printed);

describe('the report book of ท่าเสม็ด as PDF', () => {
  test('has the 32 rows in order, each with its status', () => {
    const table = pdf.pages.slice(
      pdf.pages.findIndex((page) => page.includes('ชื่อโครงการ/กิจกรรม/มาตรการ')),
    );
    let at = 0;
    const text = table.join('');
    for (const { name, status } of thaSametLines) {
      // A row may go on after a page's number and header, never within.
      const cell = squeezed(name) + statusLabels[status ?? 2];
      const found = text.indexOf(cell, at);
      expect(found, `${name} after ${at}`).toBeGreaterThanOrEqual(at);
      at = found + cell.length;
    }
    const count = (label: string) => text.split(label).length - 1;
    expect([count('ดำเนินการแล้วเสร็จ'), count('อยู่ระหว่างดำเนินการ')]).toEqual([13, 19]);
  });

  test('repeats the header of its table on each of the pages that it fills', () => {
    const header = 'ลำดับมิติที่ชื่อโครงการ/กิจกรรม/มาตรการสถานะหมายเหตุ';
    const pages = pdf.pages.flatMap((page, index) => (page.includes(header) ? [index] : []));
    expect(pages).toHaveLength(3);
    expect(pages).toEqual([pages[0], (pages[0] ?? 0) + 1, (pages[0] ?? 0) + 2]);
  });

  test('has every part of the source book in its outline', () => {
    expect(pdf.titles).toEqual(
      expect.arrayContaining([
        'คำนำ',
        'ประกาศองค์การบริหารส่วนตำบลท่าเสม็ด',
        'ส่วนที่ ๑ บทนำ',
        '๑.๑ คำนิยาม',
        '๑.๓ คณะทำงานผู้รับผิดชอบ',
        '๑.๔ วัตถุประสงค์',
        '๑.๕ การนิเทศติดตาม',
        '๑.๖ ประโยชน์ที่คาดว่าจะได้รับ',
        'ส่วนที่ ๒ ผลการดำเนินงาน',
        'ส่วนที่ ๓ การวิเคราะห์ ปัญหา อุปสรรค และข้อเสนอแนะ',
        'สรุปแบบรายงานความคืบหน้าและผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต',
        'ส่วนที่ ๔ ข้อมูลจากระบบรายงาน',
      ]),
    );
  });

  test('is tagged, says its score, and numbers its body from one', () => {
    expect(pdf.tagged).toBe(true);
    expect(pdf.whole).toContain('ร้อยละ๗๐.๓๑');
    expect(pdf.pages.find((page) => page.includes('ส่วนที่๑บทนำ') && page.startsWith('–'))).toMatch(
      /^–๑–/,
    );
    expect(pdf.pages).toHaveLength(13);
  });

  test('embeds its fonts and fetches nothing', () => {
    const file = Buffer.from(printed).toString('latin1');
    const fonts = file.match(/\/FontName \/[A-Z]{6}\+Sarabun-(Regular|Bold)/g) ?? [];
    expect(fonts).toHaveLength(2);
    expect(file.match(/\/FontFile2/g)).toHaveLength(2);
    expect(file).not.toMatch(/\/URI|\/JavaScript|\/Launch/);
  });

  test('comes out the same, byte for byte', async () => {
    expect(Buffer.from((await press()).print(book)).equals(printed)).toBe(true);
  });

  test('tells what is missing: the dimension of row 7', () => {
    expect(book.gaps).toEqual(['มิติของรายการที่ ๗']);
    expect(reportBook(someFacts({ lines: completedLines() })).gaps).toEqual([]);
  });
});

describe('the report book as DOCX', () => {
  test('has the table as the data has it, cell by cell', async () => {
    const { tables } = await readDocx(await docxOf(book));
    const table = tables.find(([head]) => head?.includes('ชื่อโครงการ/กิจกรรม/มาตรการ'));
    expect(table?.slice(1)).toEqual(
      thaSametLines.map((line) => [
        thaiDigits(line.no),
        line.dimension === null ? 'โปรดระบุ' : thaiDigits(line.dimension),
        oneLine(line.name),
        statusLabels[line.status ?? 2],
        remarkOf(line),
      ]),
    );
  });

  test('repeats the header, keeps rows whole, and names TH Sarabun at 16 points', async () => {
    const parts = partsOf(await docxOf(book));
    const body = parts.get('word/document.xml') ?? '';
    expect(body.match(/<w:tblHeader\/>/g)?.length).toBeGreaterThanOrEqual(4);
    expect(body.match(/<w:cantSplit\/>/g)?.length).toBeGreaterThan(32);
    expect(parts.get('word/styles.xml')).toMatch(
      /w:cs="TH SarabunPSK"[\s\S]*<w:szCs w:val="32"\/>/,
    );
    expect([...parts.keys()].filter((name) => name.includes('charts/chart'))).toContain(
      'word/charts/chart1.xml',
    );
  });

  test('comes out the same, byte for byte', async () => {
    expect(Buffer.from(await docxOf(book)).equals(await docxOf(book))).toBe(true);
  });
});

describe('a book of 12 months', () => {
  const lines = Array.from({ length: 300 }, (_, n) => ({
    ...aLine({ dimension: 3 }),
    itemId: `i${n + 1}`,
    no: n + 1,
    name: `โครงการที่มีชื่อยาวสำหรับทดสอบการตัดบรรทัด ลำดับ ${n + 1} ${'เพื่อเสริมสร้างธรรมาภิบาล '.repeat(n % 9)}`.trim(),
    status: 3 as const,
    decision: n === 0 ? ('terminate' as const) : null,
  }));
  const facts = someFacts({
    round: '12M',
    lines,
    april: thaSametLines,
    issuedOn: localDate('2020-10-16'),
  });

  test('of 300 rows with long names has April beside October, in order, on wide pages', async () => {
    const year = await readPdf((await press()).print(reportBook(facts)));
    const page = year.pages.findIndex((text) =>
      text.includes('รอบ๖เดือนรอบ๑๒เดือนการนำผลไปใช้หมายเหตุ'),
    );
    expect(await year.landscape(page + 1)).toBe(true);
    const order = [...year.whole.matchAll(/การตัดบรรทัดลำดับ(\d+?)(?=เพื่อ|อยู่|ดำเนิน|รอการ)/g)].map(
      ([, no]) => Number(no),
    );
    expect(order).toEqual(lines.map(({ no }) => no));
    expect(year.whole).toContain('อยู่ระหว่างดำเนินการดำเนินการแล้วเสร็จดำเนินการต่อ');
    expect(year.whole).toContain('ยุติ๑');
  });

  test('has all its rows in Word, too, whole and in order', async () => {
    const { tables } = await readDocx(await docxOf(reportBook(facts)));
    const rows = tables.find(([head]) => head?.[5] === 'การนำผลไปใช้' || head?.[5] === 'หมายเหตุ');
    expect(rows?.slice(1).map(([no, , name]) => [no, name])).toEqual(
      lines.map(({ no, name }) => [thaiDigits(String(no)), oneLine(name)]),
    );
  });
});

describe('the money of a report', () => {
  const lines = [
    aLine({ itemId: 'i1', no: 1, name: 'อบรม', budgetSatang: 20_000_000, spentSatang: 15_000_050 }),
    aLine({ itemId: 'i2', no: 2, name: 'ประกาศเจตจำนง', budgetSatang: 0 }),
    aLine({ itemId: 'i3', no: 3, name: 'ศูนย์ร้องเรียน' }),
  ];
  const facts = someFacts({ lines, planBudgets: { i1: 25_000_000, i3: null } });

  test('stands beside the rows that tell it: none is not the same as nought, nor as not told', async () => {
    const { tables, text } = await readDocx(await docxOf(reportBook(facts)));
    const money = tables.find(([head]) => head?.[2]?.startsWith('งบประมาณ'));
    expect(money).toEqual([
      [
        'ลำดับ',
        'ชื่อโครงการ/กิจกรรม/มาตรการ',
        'งบประมาณตามแผน (บาท)',
        'งบประมาณตามข้อบัญญัติ (บาท)',
        'เบิกจ่าย (บาท)',
        'ร้อยละ',
      ],
      ['๑', 'อบรม', '๒๕๐,๐๐๐', '๒๐๐,๐๐๐', '๑๕๐,๐๐๐.๕๐', '๗๕.๐๐'],
      ['๒', 'ประกาศเจตจำนง', '-', '๐', '-', '-'],
      ['', 'รวม', '๒๕๐,๐๐๐', '๒๐๐,๐๐๐', '๑๕๐,๐๐๐.๕๐', '๗๕.๐๐'],
    ]);
    expect(squeezed(text)).toContain('รายการที่ระบุงบประมาณมี๒รายการจาก๓รายการ');
  });

  test('of a municipality is that of its own kind of ordinance', async () => {
    const { organization } = someFacts();
    const town = someFacts({ ...facts, organization: { ...organization, type: 'town' } });
    const { text } = await readDocx(await docxOf(reportBook(town)));
    expect(text).toContain('งบประมาณตามเทศบัญญัติ');
  });

  test('is not made up where no row tells it', async () => {
    const { text } = await readDocx(await docxOf(reportBook(someFacts())));
    expect(text).toContain('ไม่มีรายการใดระบุงบประมาณตามข้อบัญญัติและการเบิกจ่าย');
  });
});

describe('what an office may choose', () => {
  test('Arabic numerals reach every figure of ours', () => {
    const paper = reportBook(
      someFacts({ letterhead: { ...standardLetterhead, numerals: 'arabic' } }),
    );
    expect(JSON.stringify(paper.sections)).not.toMatch(/[๐-๙]/);
  });

  test('its own texts take the place of the standard ones, an edition’s those of the nation', () => {
    const paper = reportBook(
      someFacts({
        editionTexts: { preface: ['คำนำของฉบับแผน'], benefits: ['ประโยชน์ตามฉบับแผน'] },
        letterhead: { ...standardLetterhead, texts: { preface: ['คำนำของ{organization}'] } },
      }),
    );
    const text = JSON.stringify(paper.sections);
    expect(text).toContain('คำนำขององค์การบริหารส่วนตำบลท่าเสม็ด');
    expect(text).not.toContain('คำนำของฉบับแผน');
    expect(text).toContain('ประโยชน์ตามฉบับแผน');
  });

  test.each([
    [
      '80-0001',
      'pao',
      'องค์การบริหารส่วนจังหวัดนครศรีธรรมราช',
      'พระราชบัญญัติองค์การบริหารส่วนจังหวัด พ.ศ. ๒๕๔๐',
    ],
    ['80-0002', 'city', 'เทศบาลนครตัวอย่าง', 'พระราชบัญญัติเทศบาล พ.ศ. ๒๔๙๖'],
    ['20-0001', 'special', 'เมืองพัทยา', 'พระราชบัญญัติระเบียบบริหารราชการเมืองพัทยา'],
    ['10-0001', 'special', 'กรุงเทพมหานคร', 'พระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร'],
  ] as const)('%s rests on the Act of its own type', (orgId, type, name, act) => {
    const { organization } = someFacts();
    const paper = reportBook(someFacts({ organization: { ...organization, orgId, type, name } }));
    expect(JSON.stringify(paper.sections)).toContain(act);
    expect(JSON.stringify(paper.sections)).not.toContain('สภาตำบล');
  });
});
