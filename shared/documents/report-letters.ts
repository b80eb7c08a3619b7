/** The letters and notices that go with a report: memorandum, announcement, covering letter. */
import { executiveOf } from '../domain/titles.ts';
import { administratorOf, type ReportFacts, signatureLines } from './facts.ts';
import { type Block, type Gaps, gaps, heading, type Paper, paragraph, plain } from './paper.ts';
import { oneLine, printable } from './printable.ts';
import {
  dateWithEra,
  emblemGap,
  frameOf,
  type ReportWords,
  resultTable,
  scoreSentence,
  wordsOf,
} from './report-words.ts';

/** Where the office's own register writes the number. */
const TO_BE_NUMBERED = '.............';

/** บันทึกข้อความ by which the officer lays the report before the chief executive. */
export function memorandum(facts: ReportFacts): Paper {
  const words = wordsOf(facts);
  const missing = gaps();
  emblemGap(facts, missing);
  const { organization, letterhead, issuedOn, handedIn, signatory, instruction, numbers } = facts;
  const { text, date } = words.figures;
  const phone = letterhead.phone && ` โทร. ${text(letterhead.phone)}`;
  return {
    ...frameOf(facts, 'บันทึกข้อความ'),
    title: `บันทึกข้อความ ${words.subject}`,
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: [
          { kind: 'heading', level: 1, text: 'บันทึกข้อความ', hidden: true },
          {
            kind: 'memo-head',
            unit: `${letterhead.unit || oneLine(organization.name)}${phone}`,
            no: numbers.memorandum
              ? text(numbers.memorandum.no)
              : letterNumber(letterhead.letterPrefix, text),
            date: date(numbers.memorandum?.date ?? issuedOn),
            subject: words.subject,
          },
          { kind: 'fields', rows: [{ label: 'เรียน', text: executiveOf(organization) }] },
          paragraph(
            `ตามที่${oneLine(organization.name)} ได้จัดทำ${words.plan} และต้องรายงานผลการดำเนินงาน ${words.round} ${words.year} ต่อผู้บริหารท้องถิ่น และต่อสำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ ผ่าน${facts.officeName} นั้น`,
          ),
          paragraph(
            `บัดนี้ ได้รวบรวมผลการดำเนินงานระหว่างวันที่ ${words.period} เรียบร้อยแล้ว ${words.overall} ${scoreSentence(facts, words)}${handedIn ? ` เลขอ้างอิงของรายงานในระบบ ${handedIn.receipt}` : ''}`,
          ),
          paragraph('จึงเรียนมาเพื่อโปรดทราบ และโปรดลงนามในประกาศและหนังสือนำส่งรายงานที่เสนอมาพร้อมนี้'),
          { kind: 'space', lines: 1.5 },
          {
            kind: 'signature',
            lines: signatureLines({
              position: oneLine(handedIn?.submittedBy.position ?? 'ผู้จัดทำรายงาน'),
              capacity: 'holder',
            }),
          },
          { kind: 'paragraph', text: `ความเห็นของ${administratorOf(organization)}`, bold: true },
          { kind: 'lines', count: 2 },
          { kind: 'space', lines: 1 },
          {
            kind: 'signature',
            lines: signatureLines({ position: administratorOf(organization), capacity: 'holder' }),
          },
          { kind: 'paragraph', text: 'ข้อสั่งการของผู้บริหาร', bold: true },
          instruction ? paragraph(printable(instruction)) : { kind: 'lines', count: 2 },
          { kind: 'space', lines: 1 },
          { kind: 'signature', lines: signatureLines(signatory) },
        ],
      },
    ],
    gaps: missing.names(),
  };
}

/** ประกาศ: the notice to the public, with the table as its annex. */
export function announcement(facts: ReportFacts): Paper {
  const words = wordsOf(facts);
  const missing = gaps();
  emblemGap(facts, missing);
  return {
    ...frameOf(facts, 'ประกาศ'),
    title: `ประกาศ${oneLine(facts.organization.name)} เรื่อง ${words.subject}`,
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: announcementBlocks(facts, words),
      },
      {
        numbered: 'after-first',
        landscape: facts.round === '12M',
        blocks: [
          { kind: 'heading', level: 1, text: 'บัญชีแนบท้ายประกาศ', centred: true },
          { kind: 'title', text: `${words.round} ${words.year}`, points: 16 },
          resultTable(facts, words, missing),
        ],
      },
    ],
    gaps: missing.names(),
  };
}

/** The announcement's own page, also within the book. */
export function announcementBlocks(facts: ReportFacts, words: ReportWords): Block[] {
  const { organization, issuedOn, signatory } = facts;
  return [
    { kind: 'emblem', heightCm: 3 },
    { kind: 'space', lines: 0.5 },
    heading(1, `ประกาศ${oneLine(organization.name)}`, true),
    { kind: 'title', text: 'เรื่อง รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต', points: 16 },
    { kind: 'title', text: `${words.round} ${words.year}`, points: 16 },
    { kind: 'paragraph', text: '-'.repeat(28), align: 'centre', indent: 'none' },
    ...words.texts.announcement.map(paragraph),
    paragraph(`สรุปผลการดำเนินงาน ${words.overall}`),
    {
      kind: 'paragraph',
      text: `ประกาศ ณ วันที่ ${dateWithEra(words.figures, issuedOn)}`,
      indent: 'signature',
    },
    { kind: 'space', lines: 2 },
    { kind: 'signature', lines: signatureLines(signatory) },
  ];
}

/** หนังสือนำส่ง: the report goes to the provincial office. */
export function coveringLetter(facts: ReportFacts): Paper {
  const words = wordsOf(facts);
  const missing = gaps();
  emblemGap(facts, missing);
  const { organization, letterhead, issuedOn, handedIn, signatory } = facts;
  const numbered = facts.numbers['covering-letter'];
  const { text, date } = words.figures;
  const address = letterhead.address.filter((line) => line.trim() !== '');
  return {
    ...frameOf(facts, 'หนังสือนำส่ง'),
    title: `หนังสือนำส่ง${words.subject}`,
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: [
          { kind: 'heading', level: 1, text: 'หนังสือนำส่ง', hidden: true },
          {
            kind: 'letter-head',
            no: `ที่ ${numbered ? text(numbered.no) : letterNumber(letterhead.letterPrefix, text)}`,
            address: [
              oneLine(organization.name),
              ...(address.length > 0
                ? address.map(text)
                : [`อำเภอ${organization.amphoe}`, `จังหวัด${organization.provinceName}`]),
            ],
          },
          { kind: 'paragraph', text: date(numbered?.date ?? issuedOn), indent: 'signature' },
          {
            kind: 'fields',
            rows: [
              { label: 'เรื่อง', text: `ส่ง${words.subject}` },
              { label: 'เรียน', text: `ผู้อำนวยการ${facts.officeName}` },
              {
                label: 'สิ่งที่ส่งมาด้วย',
                text: text(
                  '1. รูปเล่มรายงานผลการดำเนินงาน จำนวน 1 เล่ม\n2. สำเนาประกาศรายงานผลการดำเนินงาน จำนวน 1 ฉบับ',
                ),
              },
            ],
          },
          paragraph(
            `ด้วย${oneLine(organization.name)} ได้ดำเนินงานตาม${words.plan} และได้ติดตามผลการดำเนินงาน ${words.round} ${words.year} เสร็จเรียบร้อยแล้ว`,
          ),
          paragraph(
            `${oneLine(organization.name)} จึงขอส่งรายงานผลการดำเนินงานดังกล่าว ${words.overall}${handedIn ? ` ทั้งนี้ ได้ส่งรายงานในระบบแล้ว เลขอ้างอิง ${handedIn.receipt}` : ''} รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย`,
          ),
          paragraph('จึงเรียนมาเพื่อโปรดทราบ'),
          { kind: 'space', lines: 0.5 },
          { kind: 'signature', lines: ['ขอแสดงความนับถือ', '', '', ...signatureLines(signatory)] },
          { kind: 'fill' },
          ...senderBlocks(letterhead, organization.phone, text, missing),
        ],
      },
    ],
    gaps: missing.names(),
  };
}

/** นศ ๗๕๓๐๑/............. : the register gives the number. */
export function letterNumber(prefix: string, text: (text: string) => string): string {
  return `${prefix ? text(prefix) : '............'}/${TO_BE_NUMBERED}`;
}

/** The unit that wrote the letter, at the foot of it; telephone numbers in the chosen numerals, addresses as they are. */
export function senderBlocks(
  { unit, phone, email }: Pick<ReportFacts['letterhead'], 'unit' | 'phone' | 'email'>,
  otherPhone: string | undefined,
  text: (text: string) => string,
  missing: Gaps,
): Block[] {
  const call = missing.or(phone || otherPhone, 'หมายเลขโทรศัพท์ในหนังสือ');
  const lines = [
    missing.or(unit, 'ส่วนราชการเจ้าของเรื่อง'),
    `โทร. ${text(call)}`,
    ...(email ? [`ไปรษณีย์อิเล็กทรอนิกส์ ${email}`] : []),
  ];
  return [plain(lines.join('\n'))];
}
