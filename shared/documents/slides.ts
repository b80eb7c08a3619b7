/**
 * The presentation that a visit asks for: the organization, its results by the four dimensions, its problems
 * and suggestions. Charts are PowerPoint's own, so that their figures can be mended.
 */
import pptxgenjs from 'pptxgenjs';
import type { ReportLine } from '../domain/report.ts';
import { executiveOf } from '../domain/titles.ts';
import { statusLabel } from '../text/thai.ts';
import { settled } from './archive.ts';
import type { ReportFacts } from './facts.ts';
import { oneLine, printable } from './printable.ts';
import {
  chartParts,
  decisionCounts,
  dimensionsOf,
  overallSentence,
  partsOf,
  type ReportWords,
  remarkOf,
  scoreSentence,
  wordsOf,
} from './report-words.ts';

const FONT = 'TH SarabunPSK';
const INK = '1D2B36';
const ACCENT = '1F5C4D';
const PALE = 'EEF3F1';
const LINE = 'C5CED3';
/** Inches, as PowerPoint's wide page has them. */
const PAGE = { width: 13.33, height: 7.5, margin: 0.7 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
/** Points in tables of items. */
const SMALL = 20;
/** Lines of text that the table of a slide has room for, its rows' edges taken off. */
const TABLE_LINES = 12;
/** Beyond this a name would need more lines than its row has. */
const LONGEST_NAME = 130;
const LINES_A_SLIDE = 8;
const LETTERS_A_LINE = 85;

// The package's types are those of its CommonJS build, where the class is a property; Node loads the other one.
const PptxGenJS = 'default' in pptxgenjs ? pptxgenjs.default : pptxgenjs;
type Deck = InstanceType<typeof PptxGenJS>;
type Slide = ReturnType<Deck['addSlide']>;

export async function slidesOf(facts: ReportFacts): Promise<Uint8Array> {
  const words = wordsOf(facts);
  const deck = new PptxGenJS();
  deck.layout = 'LAYOUT_WIDE';
  deck.title = words.subject;
  deck.author = oneLine(facts.organization.name);
  deck.company = oneLine(facts.organization.name);
  deck.theme = { headFontFace: FONT, bodyFontFace: FONT };
  cover(deck, facts, words);
  introduction(deck, facts, words);
  overall(deck, facts, words);
  for (const dimension of dimensionsOf(facts)) dimensionSlides(deck, dimension, words);
  if (facts.round === '12M') decisions(deck, facts, words);
  problems(
    deck,
    words.figures.text('3. ปัญหา อุปสรรค และข้อเสนอแนะ: การจัดทำแผน'),
    facts.problemsMaking,
  );
  problems(
    deck,
    words.figures.text('3. ปัญหา อุปสรรค และข้อเสนอแนะ: การนำแผนไปสู่การปฏิบัติ'),
    facts.problemsCarryingOut,
  );
  const file = await deck.write({ outputType: 'uint8array' });
  if (!(file instanceof Uint8Array)) throw new TypeError('the presentation did not come as bytes');
  return settled(file, facts.issuedOn);
}

function cover(deck: Deck, { organization }: ReportFacts, words: ReportWords) {
  const slide = deck.addSlide();
  slide.background = { color: ACCENT };
  const line = (text: string, y: number, fontSize: number, bold = false) =>
    slide.addText(text, {
      x: PAGE.margin,
      y,
      w: WIDTH,
      h: 0.9,
      align: 'center',
      fontFace: FONT,
      fontSize,
      bold,
      color: 'FFFFFF',
      fit: 'shrink',
    });
  line('รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต', 1.7, 44, true);
  line(`${words.round} ${words.year}`, 2.6, 40, true);
  line(oneLine(organization.name), 4.2, 36, true);
  line(`อำเภอ${organization.amphoe} จังหวัด${organization.provinceName}`, 5, 30);
}

/** A slide with its title, which readers and the outline know as such. */
function titled(deck: Deck, title: string): Slide {
  const slide = deck.addSlide();
  slide.addShape('rect', { x: 0, y: 0, w: PAGE.width, h: 0.16, fill: { color: ACCENT } });
  slide.addText(title, {
    x: PAGE.margin,
    y: 0.4,
    w: WIDTH,
    h: 0.85,
    fontFace: FONT,
    fontSize: 34,
    bold: true,
    color: INK,
    valign: 'middle',
    fit: 'shrink',
    objectName: 'Title',
  });
  slide.slideNumber = {
    x: PAGE.width - 1,
    y: PAGE.height - 0.5,
    fontFace: FONT,
    fontSize: 16,
    color: INK,
  };
  return slide;
}

function introduction(deck: Deck, facts: ReportFacts, words: ReportWords) {
  const { organization, plan } = facts;
  const group = plan.workingGroup;
  const slide = titled(deck, words.figures.text('1. ข้อมูลแนะนำหน่วยงาน'));
  const rows: [string, string][] = [
    ['หน่วยงาน', oneLine(organization.name)],
    ['ที่ตั้ง', `อำเภอ${organization.amphoe} จังหวัด${organization.provinceName}`],
    ['ผู้บริหารท้องถิ่น', executiveOf(organization)],
    ['แผนที่ใช้บังคับ', words.plan],
    [
      'คณะทำงาน',
      group
        ? words.figures.text(`คำสั่ง ที่ ${group.orderNo} จำนวน ${group.members.length} ตำแหน่ง`)
        : '(โปรดระบุคณะทำงาน)',
    ],
    ['ช่วงเวลาที่รายงาน', words.period],
    ['เว็บไซต์', oneLine(organization.website ?? '') || '(โปรดระบุเว็บไซต์ของหน่วยงาน)'],
  ];
  slide.addTable(
    rows.map(([label, text]) => [cell(label, { bold: true, fill: { color: PALE } }), cell(text)]),
    {
      x: PAGE.margin,
      y: 1.5,
      w: WIDTH,
      colW: [3.2, WIDTH - 3.2],
      border: { type: 'solid', color: LINE, pt: 1 },
    },
  );
}

function overall(deck: Deck, facts: ReportFacts, words: ReportWords) {
  const slide = titled(deck, words.figures.text('2. ผลการดำเนินงานในภาพรวม'));
  slide.addText(`${words.overall}\n${scoreSentence(facts, words)}`, {
    x: PAGE.margin,
    y: 1.3,
    w: WIDTH,
    h: 1.2,
    fontFace: FONT,
    fontSize: 24,
    color: INK,
    valign: 'top',
    fit: 'shrink',
  });
  const results = dimensionsOf(facts).toReversed();
  const labels = results.map(({ short }) => words.figures.text(short));
  const used = chartParts
    .map((part, index) => ({
      ...part,
      values: results.map(({ counts }) => partsOf(counts)[index] ?? 0),
    }))
    .filter(({ values }) => values.some((value) => value > 0));
  if (used.length === 0) return;
  slide.addChart(
    deck.ChartType.bar,
    used.map(({ name, values }) => ({ name, labels, values })),
    {
      x: PAGE.margin,
      y: 2.5,
      w: WIDTH,
      h: 4.5,
      barDir: 'bar',
      barGrouping: 'stacked',
      barGapWidthPct: 40,
      chartColors: used.map(({ shade }) => shade),
      catAxisLabelFontFace: FONT,
      catAxisLabelFontSize: 20,
      valAxisLabelFontFace: FONT,
      valAxisLabelFontSize: 16,
      valAxisMajorUnit: 2,
      showLegend: true,
      legendPos: 'b',
      legendFontFace: FONT,
      legendFontSize: 20,
      showValue: true,
      dataLabelFontFace: FONT,
      dataLabelFontSize: 18,
      dataLabelColor: 'FFFFFF',
      // Nothing is written where there is nothing to count.
      dataLabelFormatCode: '0;;',
      altText: words.overall,
    },
  );
}

function dimensionSlides(
  deck: Deck,
  { label, counts, lines }: ReturnType<typeof dimensionsOf>[number],
  words: ReportWords,
) {
  const pages = tablePages(lines);
  for (const [page, shown] of pages.entries()) {
    const part = pages.length === 1 ? '' : ` (${page + 1}/${pages.length})`;
    const slide = titled(deck, words.figures.text(`2. ${label}${part}`));
    slide.addText(overallSentence(counts, words.figures), {
      x: PAGE.margin,
      y: 1.2,
      w: WIDTH,
      h: 0.5,
      fontFace: FONT,
      fontSize: 22,
      color: INK,
      fit: 'shrink',
    });
    if (shown.length > 0) slide.addTable(itemRows(shown, words), tableFrame);
  }
}

/** As much on the last slide as on the first, as far as rows allow: not one row by itself. */
function tablePages(lines: readonly ReportLine[]): ReportLine[][] {
  const heights = lines.map(rowHeight);
  const whole = heights.reduce((sum, height) => sum + height, 0);
  const room = whole / Math.max(1, Math.ceil(whole / TABLE_LINES));
  const pages: ReportLine[][] = [[]];
  let filled = 0;
  for (const [n, line] of lines.entries()) {
    const height = heights[n] ?? 1;
    const full = filled + height > TABLE_LINES || filled + height / 2 > room;
    if (full && pages.at(-1)?.length) {
      pages.push([]);
      filled = 0;
    }
    pages.at(-1)?.push(line);
    filled += height;
  }
  return pages;
}

/** In lines, by how many letters of Thai its columns hold; the edges of a row take a bit of one. */
function rowHeight(line: ReportLine): number {
  const [NAME, REMARK, EDGES] = [48, 24, 0.25];
  const lines = (text: string, width: number) => Math.ceil(text.length / width);
  const name = lines(shortened(oneLine(line.name)), NAME);
  return Math.max(1, name, lines(shortened(remarkOf(line), 70), REMARK)) + EDGES;
}

const tableFrame = {
  x: PAGE.margin,
  y: 1.8,
  w: WIDTH,
  colW: [0.9, WIDTH - 0.9 - 2.7 - 3, 2.7, 3],
  border: { type: 'solid' as const, color: LINE, pt: 1 },
  fontSize: SMALL,
};

function itemRows(lines: readonly ReportLine[], { figures }: ReportWords) {
  const head = ['ลำดับ', 'ชื่อโครงการ/กิจกรรม/มาตรการ', 'สถานะ', 'หมายเหตุ'].map((text) =>
    cell(text, { bold: true, fill: { color: PALE }, align: 'center', fontSize: SMALL }),
  );
  return [
    head,
    ...lines.map((line) => [
      cell(figures.text(line.no), { align: 'center', fontSize: SMALL }),
      cell(shortened(oneLine(line.name)), { fontSize: SMALL }),
      cell(statusLabel(line.status), { fontSize: SMALL }),
      cell(shortened(remarkOf(line), 70), { fontSize: SMALL }),
    ]),
  ];
}

function decisions(deck: Deck, { lines }: ReportFacts, { figures }: ReportWords) {
  const slide = titled(deck, figures.text('2. การนำผลการประเมินไปใช้'));
  slide.addTable(
    [
      ['การตัดสินใจ', 'จำนวนรายการ'].map((text) =>
        cell(text, { bold: true, fill: { color: PALE }, align: 'center' }),
      ),
      ...decisionCounts(lines).map(([label, count]) => [
        cell(label),
        cell(figures.text(count), { align: 'center' }),
      ]),
    ],
    {
      x: PAGE.margin,
      y: 1.5,
      w: WIDTH,
      colW: [WIDTH - 3, 3],
      border: { type: 'solid', color: LINE, pt: 1 },
    },
  );
}

/** As many slides as the text needs; what is too long for a line counts as several. */
function problems(deck: Deck, title: string, text: string) {
  const said = printable(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const pages = paged(said.length > 0 ? said : ['ไม่มีปัญหา อุปสรรค หรือข้อเสนอแนะที่รายงานในรอบนี้']);
  for (const lines of pages) {
    titled(deck, title).addText(
      lines.map((line) => ({ text: line, options: { bullet: { indent: 18 }, breakLine: true } })),
      {
        x: PAGE.margin,
        y: 1.5,
        w: WIDTH,
        h: 5.3,
        fontFace: FONT,
        fontSize: 26,
        color: INK,
        valign: 'top',
        fit: 'shrink',
      },
    );
  }
}

function paged(lines: readonly string[]): string[][] {
  const pages: string[][] = [[]];
  let room = LINES_A_SLIDE;
  for (const line of lines) {
    const needs = Math.ceil(line.length / LETTERS_A_LINE);
    if (needs > room && pages.at(-1)?.length) {
      pages.push([]);
      room = LINES_A_SLIDE;
    }
    pages.at(-1)?.push(line);
    room -= needs;
  }
  return pages;
}

function cell(text: string, options: Record<string, unknown> = {}) {
  return {
    text,
    options: { fontFace: FONT, fontSize: 24, color: INK, valign: 'middle' as const, ...options },
  };
}

/** A slide is looked at from afar: the whole name is in the book. */
function shortened(text: string, most = LONGEST_NAME): string {
  return text.length > most ? `${text.slice(0, most).trimEnd()}…` : text;
}
