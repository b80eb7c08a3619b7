import jpeg from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { docxOf } from '../../shared/documents/docx.ts';
import { printable } from '../../shared/documents/printable.ts';
import { reportBook } from '../../shared/documents/report-book.ts';
import { announcement } from '../../shared/documents/report-letters.ts';
import { slidesOf } from '../../shared/documents/slides.ts';
import { emblemOf } from '../../shared/domain/emblem.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { aLine, fy2563 } from '../support/builders.ts';
import { partsOf, press, readDocx, readPdf, someFacts, squeezed } from '../support/papers.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PNG_END = Buffer.from(PIXEL, 'base64').subarray(-12);

async function printed(name: string) {
  const paper = announcement(someFacts({ lines: [aLine({ name })] }));
  const pdf = await readPdf((await press()).print(paper));
  const { tables } = await readDocx(await docxOf(paper));
  return { pdf: pdf.whole, docx: tables.at(-1)?.[1]?.[2] };
}

describe('a name that is not just a name', () => {
  test.each([
    '=1+1 #set text(red) $x$ *ก* _ข_ `ค` @label <label> // ง',
    '#panic("no") \\ [จ] {ฉ} ~ --- ...',
    '<b>หนา</b> & "ในเครื่องหมาย" \'เดี่ยว\' ]]> &amp;',
    `{organization} \${name} \\u{0041} %s`,
  ])('%s is printed as it stands', async (name) => {
    const { pdf, docx } = await printed(name);
    expect(docx).toBe(name);
    expect(pdf).toContain(squeezed(name));
  });

  test('loses what nobody can see: marks of width zero and of direction', async () => {
    const { pdf, docx } = await printed('กิจ\u200Bกรรม\u202E ที่\uFEFF ๑\u2066');
    expect(docx).toBe('กิจกรรม ที่ ๑');
    expect(pdf).toContain('กิจกรรมที่๑');
  });

  test('keeps an emoji in Word; on paper, where the font lacks it, its number stands for it', async () => {
    const { pdf, docx } = await printed('โครงการ 🌱 ปลูกป่า');
    expect(docx).toBe('โครงการ 🌱 ปลูกป่า');
    expect(pdf).toContain('โครงการ‹U+1F331›ปลูกป่า');
  });

  test('of 2,000 characters without a space is printed whole, within its column', async () => {
    const name = 'ก'.repeat(1000) + 'x'.repeat(1000);
    const { pdf, docx } = await printed(name);
    expect(docx).toBe(name);
    const cut = pdf.replace(/–[๐-๙]+–|ลำดับมิติที่ชื่อโครงการ\/กิจกรรม\/มาตรการสถานะหมายเหตุ/g, '');
    expect([...cut].filter((letter) => letter === 'x')).toHaveLength(1000);
  });

  test('is put together where its vowels came in parts', () => {
    expect(printable('น\u0E4D\u0E49\u0E32 เเผน')).toBe('น้ำ แผน');
  });

  test('stays well-formed in every part of Word and PowerPoint', async () => {
    const facts = someFacts({
      lines: [aLine({ name: '<a:t>&"\u0000\u0008' })],
      problemsMaking: '</a:t>\u0001&',
    });
    for (const file of [await slidesOf(facts), await docxOf(reportBook(facts))])
      for (const [name, xml] of partsOf(file))
        if (name.endsWith('.xml')) {
          expect(xml, name).not.toMatch(/[\p{Cc}--[\t\n\r]]/v);
          expect(
            xml.replace(/&(amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);/g, ''),
            name,
          ).not.toContain('&');
        }
  });
});

describe('what is missing', () => {
  test('no rows, no working group, no site: the book is printed with gaps that name them', async () => {
    const { organization } = someFacts();
    const paper = reportBook(
      someFacts({
        lines: [],
        organization: { ...organization, website: undefined },
        plan: { from: fy2563, to: fy2563 },
      }),
    );
    expect(paper.gaps).toEqual([
      'เว็บไซต์ของหน่วยงาน',
      'คณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง',
      'รายการโครงการ/กิจกรรม/มาตรการของรายงาน',
    ]);
    const { whole } = await readPdf((await press()).print(paper));
    expect(whole).toContain('(โปรดระบุคณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง)');
    expect(whole).toContain('ยังไม่มีคะแนน');
    expect((await docxOf(paper)).length).toBeGreaterThan(1000);
    expect((await slidesOf(someFacts({ lines: [] }))).length).toBeGreaterThan(1000);
  });

  test('an emblem that is no picture gives way to the placeholder, and the office is told', async () => {
    const emblem = Buffer.from('<svg onload="alert(1)"/>').toString('base64');
    const paper = announcement(someFacts({ letterhead: { ...standardLetterhead, emblem } }));
    expect(paper.emblem).toBeUndefined();
    expect(paper.gaps).toContain('ตราสัญลักษณ์เป็นไฟล์ภาพ PNG หรือ JPEG ที่สมบูรณ์');
    expect((await readPdf((await press()).print(paper))).whole).toContain('ตราสัญลักษณ์');
  });

  const photo = jpeg.encode({ width: 16, height: 16, data: Buffer.alloc(16 * 16 * 4, 120) }).data;
  const damagedAt = (file: Uint8Array, at: number) => {
    const broken = Buffer.from(file);
    broken[at] = (broken[at] ?? 0) ^ 0x55;
    return broken;
  };
  test.each([
    ['PNG whose rows are damaged', damagedAt(Buffer.from(PIXEL, 'base64'), 46)],
    ['PNG cut short', Buffer.concat([Buffer.from(PIXEL, 'base64').subarray(0, 45), PNG_END])],
    ['JPEG without its picture', Buffer.concat([photo.subarray(0, -30), photo.subarray(-2)])],
    ['JPEG whose tables are damaged', damagedAt(photo, 180)],
  ])(
    'an emblem that is a %s is named as missing, and the paper is made without it',
    async (_, file) => {
      expect(emblemOf(file)).toBeDefined();
      const letterhead = { ...standardLetterhead, emblem: file.toString('base64') };
      const paper = announcement(someFacts({ letterhead }));
      expect(paper.emblem).toBeUndefined();
      expect(paper.gaps).toContain('ตราสัญลักษณ์เป็นไฟล์ภาพ PNG หรือ JPEG ที่สมบูรณ์');
      expect((await press()).print(paper).length).toBeGreaterThan(1000);
    },
  );

  test('an emblem that is a whole JPEG stands in both', async () => {
    const letterhead = { ...standardLetterhead, emblem: photo.toString('base64') };
    const paper = announcement(someFacts({ letterhead }));
    expect(paper.gaps).not.toContain('ตราสัญลักษณ์เป็นไฟล์ภาพ PNG หรือ JPEG ที่สมบูรณ์');
    expect(Buffer.from((await press()).print(paper)).toString('latin1')).toContain('/DCTDecode');
    expect(
      [...partsOf(await docxOf(paper)).keys()].some((name) => /media\/.*\.jpg$/.test(name)),
    ).toBe(true);
  });

  test('an emblem that is a picture stands in PDF and Word', async () => {
    const paper = announcement(someFacts({ letterhead: { ...standardLetterhead, emblem: PIXEL } }));
    expect(Buffer.from((await press()).print(paper)).toString('latin1')).toContain(
      '/Subtype /Image',
    );
    expect(
      [...partsOf(await docxOf(paper)).keys()].some((name) => /media\/.*\.png$/.test(name)),
    ).toBe(true);
  });
});
