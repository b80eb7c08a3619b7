/**
 * The report book (รูปเล่มรายงาน): every part that the source book has, made from one report.
 *
 * @see รายงานผลการดำเนินงาน รอบ ๖ เดือน พ.ศ. ๒๕๖๓ อบต.ท่าเสม็ด, for its parts; ส่วนที่ ๒ and ๓ are ours, since
 *   their headings are lost there.
 */

import { UNABLE } from '../domain/report.ts';
import { dateTime } from '../text/thai.ts';
import { type ReportFacts, signatureLines, signedBy } from './facts.ts';
import {
  type Block,
  clause,
  type Gaps,
  gaps,
  heading,
  type Paper,
  paragraph,
  plain,
} from './paper.ts';
import { oneLine, printable } from './printable.ts';
import { announcementBlocks } from './report-letters.ts';
import { resources } from './report-money.ts';
import {
  decisionCounts,
  dimensionChart,
  dimensionsOf,
  dimensionTable,
  emblemGap,
  frameOf,
  overallSentence,
  type ReportWords,
  remarkOf,
  resultTable,
  scoreSentence,
  wordsOf,
} from './report-words.ts';

export function reportBook(facts: ReportFacts): Paper {
  const missing = gaps();
  const words = wordsOf(facts);
  emblemGap(facts, missing);
  return {
    ...frameOf(facts, 'รูปเล่มรายงาน'),
    title: `รูปเล่ม${words.subject} ${oneLine(facts.organization.name)}`,
    sections: [
      { blocks: cover(facts, words, missing) },
      {
        numbered: 'letters',
        restart: true,
        blocks: [
          ...preface(facts, words),
          { kind: 'page-break' },
          { kind: 'contents', title: 'สารบัญ' },
        ],
      },
      {
        numbered: 'letters',
        blocks: announcementBlocks(facts, words),
      },
      {
        numbered: 'figures',
        restart: true,
        blocks: [
          ...introduction(facts, words, missing),
          { kind: 'page-break' },
          ...results(facts, words),
          { kind: 'page-break' },
          ...analysis(facts, words),
        ],
      },
      {
        numbered: 'figures',
        landscape: facts.round === '12M',
        blocks: summaryTable(facts, words, missing),
      },
      { numbered: 'figures', blocks: printout(facts, words, missing) },
    ],
    gaps: missing.names(),
  };
}

function cover({ organization }: ReportFacts, words: ReportWords, missing: Gaps): Block[] {
  return [
    { kind: 'space', lines: 1 },
    { kind: 'emblem', heightCm: 4 },
    { kind: 'space', lines: 2 },
    { kind: 'title', text: 'รายงานผลการดำเนินงาน', points: 28 },
    { kind: 'title', text: 'ตามแผนปฏิบัติการป้องกันการทุจริต', points: 28 },
    { kind: 'title', text: words.plan.replace(/^[^(]*/, ''), points: 22 },
    { kind: 'title', text: '(Monitoring & Review Evaluation Report)', points: 20 },
    { kind: 'space', lines: 1 },
    { kind: 'title', text: words.round, points: 26 },
    { kind: 'title', text: words.year, points: 26 },
    { kind: 'fill' },
    { kind: 'title', text: oneLine(organization.name), points: 26 },
    {
      kind: 'title',
      text: `อำเภอ${organization.amphoe} จังหวัด${organization.provinceName}`,
      points: 22,
    },
    {
      kind: 'title',
      text: missing.or(organization.website, 'เว็บไซต์ของหน่วยงาน'),
      points: 18,
    },
  ];
}

function preface({ organization, issuedOn }: ReportFacts, words: ReportWords): Block[] {
  return [
    heading(1, 'คำนำ', true),
    ...words.texts.preface.map(paragraph),
    { kind: 'space', lines: 2 },
    { kind: 'signature', lines: [oneLine(organization.name), words.figures.date(issuedOn)] },
  ];
}

function introduction(facts: ReportFacts, words: ReportWords, missing: Gaps): Block[] {
  const { texts, figures } = words;
  const { text } = figures;
  const numbered = (items: readonly string[]) =>
    items.map((item, index) => clause(text(`${index + 1}.`), item));
  return [
    heading(1, text('ส่วนที่ 1 บทนำ'), true),
    heading(2, text('1.1 คำนิยาม')),
    ...texts.definitions.map(([word, meaning]) => clause('', `“${word}” หมายถึง ${meaning}`)),
    heading(2, text('1.2 ความสำคัญของการติดตามและประเมินผล')),
    ...texts.importance.map(paragraph),
    plain('การจัดทำและรายงานผลตามแผนอาศัยฐานกฎหมายและนโยบาย ดังนี้'),
    ...numbered(texts.legalBasis),
    heading(2, text('1.3 คณะทำงานผู้รับผิดชอบ')),
    ...workingGroup(facts, words, missing),
    plain('คณะทำงานมีหน้าที่ ดังนี้'),
    ...numbered(texts.duties),
    heading(2, text('1.4 วัตถุประสงค์')),
    ...numbered(texts.objectives),
    heading(2, text('1.5 การนิเทศติดตาม')),
    heading(3, 'หัวข้อการนิเทศติดตาม'),
    ...numbered(texts.supervisionTopics),
    heading(3, 'วัตถุประสงค์ของการนิเทศติดตาม'),
    ...numbered(texts.supervisionPurposes),
    heading(3, 'วิธีการนิเทศติดตาม'),
    ...texts.supervisionMethod.map(paragraph),
    heading(2, text('1.6 ประโยชน์ที่คาดว่าจะได้รับ')),
    ...numbered(texts.benefits),
  ];
}

function workingGroup(
  { organization, plan }: ReportFacts,
  words: ReportWords,
  missing: Gaps,
): Block[] {
  const { text, date } = words.figures;
  const group = plan.workingGroup;
  if (!group || group.members.length === 0)
    return [plain(missing.missing('คณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง'))];
  return [
    paragraph(
      `${oneLine(organization.name)} ได้แต่งตั้งคณะทำงานตามคำสั่ง ที่ ${text(group.orderNo)} ลงวันที่ ${date(group.orderDate)} ประกอบด้วย`,
    ),
    {
      kind: 'table',
      summary: 'คณะทำงาน',
      columns: [
        { title: 'ลำดับ', widthCm: 1.5, align: 'centre' },
        { title: 'ตำแหน่ง' },
        { title: 'หน้าที่ในคณะทำงาน', widthCm: 5 },
      ],
      rows: group.members.map(({ position, role }, index) => [
        text(index + 1),
        oneLine(position),
        oneLine(role),
      ]),
    },
    { kind: 'space', lines: 0.5 },
  ];
}

function results(facts: ReportFacts, words: ReportWords): Block[] {
  const { text } = words.figures;
  return [
    heading(1, text('ส่วนที่ 2 ผลการดำเนินงาน'), true),
    heading(2, text('2.1 ผลการดำเนินงานในภาพรวม')),
    paragraph(
      `${text(`${words.round} (${words.period})`)} ${oneLine(facts.organization.name)} ${overallSentence(words.counts, words.figures)} ${scoreSentence(facts, words)}`,
    ),
    dimensionTable(facts, words),
    { kind: 'space', lines: 0.5 },
    dimensionChart(facts, words),
    heading(2, text('2.2 ผลการดำเนินงานจำแนกตามมิติ')),
    ...dimensionsOf(facts).flatMap(({ label, counts, lines }): Block[] => [
      heading(3, text(label)),
      paragraph(
        counts.total === 0 ? 'ไม่มีโครงการในมิตินี้ที่ต้องรายงาน' : overallSentence(counts, words.figures),
      ),
      ...lines
        .filter(({ status }) => status === UNABLE)
        .map((line) =>
          clause(
            '–',
            `${text(`รายการที่ ${line.no}`)} ${oneLine(line.name)} ไม่สามารถดำเนินการได้ ${remarkOf(line)}`,
          ),
        ),
    ]),
    heading(2, text('2.3 ความเหมาะสมของการใช้ทรัพยากร')),
    ...resources(facts, words.figures),
  ];
}

function analysis(facts: ReportFacts, words: ReportWords): Block[] {
  const { text } = words.figures;
  const said = (problems: string) =>
    problems.trim() === ''
      ? [paragraph('ไม่มีปัญหา อุปสรรค หรือข้อเสนอแนะที่รายงานในรอบนี้')]
      : printable(problems)
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => paragraph(line.trim()));
  return [
    heading(1, text('ส่วนที่ 3 การวิเคราะห์ ปัญหา อุปสรรค และข้อเสนอแนะ'), true),
    heading(2, text('3.1 ผลการวิเคราะห์')),
    paragraph(
      text(
        `${scoreSentence(facts, words)} โดยคิดจากรายการที่ดำเนินการแล้วเสร็จเต็มจำนวน และรายการที่อยู่ระหว่างดำเนินการกึ่งหนึ่ง เทียบกับรายการทั้งหมด ${words.counts.total} รายการ`,
      ),
    ),
    heading(2, text('3.2 ปัญหา อุปสรรค และข้อเสนอแนะในการจัดทำแผน')),
    ...said(facts.problemsMaking),
    heading(2, text('3.3 ปัญหา อุปสรรค และข้อเสนอแนะในการนำแผนไปสู่การปฏิบัติ')),
    ...said(facts.problemsCarryingOut),
    ...(facts.round === '12M' ? decisions(facts, words) : []),
  ];
}

function decisions({ lines }: ReportFacts, { figures }: ReportWords): Block[] {
  return [
    heading(2, figures.text('3.4 การนำผลการประเมินไปใช้')),
    paragraph('ผลการดำเนินงานนำไปใช้ประกอบการตัดสินใจและการจัดทำแผนในปีถัดไป ดังนี้'),
    {
      kind: 'table',
      summary: 'การนำผลการประเมินไปใช้',
      columns: [{ title: 'การตัดสินใจ' }, { title: 'จำนวนรายการ', widthCm: 4, align: 'centre' }],
      rows: [
        ...decisionCounts(lines).map(([label, count]) => [label, figures.text(count)]),
        ['รวม', figures.text(lines.length)],
      ],
      total: true,
    },
  ];
}

function summaryTable(facts: ReportFacts, words: ReportWords, missing: Gaps): Block[] {
  return [
    heading(1, 'สรุปแบบรายงานความคืบหน้าและผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต', true),
    { kind: 'title', text: '(Monitoring & Review Evaluation Report)', points: 16 },
    { kind: 'title', text: `${words.round} ${words.year}`, points: 16 },
    { kind: 'title', text: oneLine(facts.organization.name), points: 16 },
    resultTable(facts, words, missing),
    { kind: 'space', lines: 0.5 },
    // Should the signature come to a page of its own, it still says to what.
    plain(
      `${words.figures.text(`รวม ${words.counts.total} รายการ`)} ${scoreSentence(facts, words)}`,
    ),
    { kind: 'space', lines: 1 },
    {
      kind: 'signature',
      lines: [signedBy('ผู้รับรองรายงาน'), ...signatureLines(facts.signatory)],
    },
  ];
}

function printout(facts: ReportFacts, words: ReportWords, missing: Gaps): Block[] {
  const { text } = words.figures;
  const { handedIn, organization } = facts;
  const channels = {
    web: 'แบบรายงานในระบบ',
    api: 'เชื่อมต่อข้อมูลระหว่างระบบ',
    'on-behalf': 'สำนักงานบันทึกแทน',
  };
  const rows: [string, string][] = [
    ['หน่วยงาน', oneLine(organization.name)],
    ['รหัสหน่วยงาน', organization.orgId],
    ['รอบการรายงาน', `${words.round} ${words.year}`],
    ['เลขอ้างอิง', missing.or(handedIn?.receipt, 'เลขอ้างอิง เมื่อส่งรายงานแล้ว')],
    ['ฉบับที่', handedIn ? text(handedIn.version) : '-'],
    ['ส่งเมื่อ', handedIn ? text(dateTime(new Date(handedIn.receivedAt))) : '-'],
    [
      'กำหนดเวลา',
      handedIn
        ? handedIn.daysLate === 0
          ? 'ภายในกำหนด'
          : text(`ส่งหลังกำหนด ${handedIn.daysLate} วัน`)
        : '-',
    ],
    ['ช่องทาง', handedIn ? channels[handedIn.channel] : '-'],
    ['ผู้ส่งรายงาน', handedIn ? submitter(handedIn.submittedBy) : '-'],
    ['จำนวนรายการ', text(words.counts.total)],
    ['ผลการดำเนินงาน', scoreSentence(facts, words)],
    ['รหัสตรวจสอบเนื้อหา (SHA-256)', handedIn?.contentHash ?? '-'],
  ];
  return [
    heading(1, text('ส่วนที่ 4 ข้อมูลจากระบบรายงาน'), true),
    {
      kind: 'table',
      summary: 'ข้อมูลการส่งรายงานจากระบบ',
      columns: [{ title: 'รายการ', widthCm: 5.2 }, { title: 'ข้อมูล' }],
      rows,
    },
  ];
}

function submitter({ position, onBehalfOf }: NonNullable<ReportFacts['handedIn']>['submittedBy']) {
  return onBehalfOf ? `${oneLine(position)} บันทึกแทน ${oneLine(onBehalfOf)}` : oneLine(position);
}
