/** What the papers on one report say of it: names, figures, cells; the same words in each of them. */
import { dimensions, dimensionTitle } from '../domain/framework.ts';
import type { StandingTexts } from '../domain/letterhead.ts';
import type { LocalDate } from '../domain/local-date.ts';
import { decisionSchema, OTHER_REASON, type ReportLine, UNABLE } from '../domain/report.ts';
import { reportedPeriod } from '../domain/round.ts';
import { type Counts, countByDimension, countLines, scoreOf } from '../domain/score.ts';
import { executiveOf, isBangkok } from '../domain/titles.ts';
import { wholeEmblem } from '../objects/whole-picture.ts';
import { filledTexts, textTemplates } from '../text/standing-texts.ts';
import {
  bandLabels,
  decisionLabels,
  roundLabels,
  statusLabel,
  unableReasonLabels,
} from '../text/thai.ts';
import type { ReportFacts } from './facts.ts';
import type { Chart, Gaps, Table } from './paper.ts';
import { type Figures, figuresIn, oneLine } from './printable.ts';

const WHOLE_YEAR = 'เป็นกิจกรรมที่ดำเนินการทั้งปีงบประมาณ';

export interface ReportWords {
  readonly figures: Figures;
  readonly plan: string;
  /** รอบ ๖ เดือนแรก */
  readonly round: string;
  /** ปีงบประมาณ พ.ศ. ๒๕๖๓ */
  readonly year: string;
  /** ๑ ตุลาคม ๒๕๖๒ – ๓๑ มีนาคม ๒๕๖๓ */
  readonly period: string;
  /** รายงานผลการดำเนินงานตามแผน… รอบ … ปีงบประมาณ … */
  readonly subject: string;
  readonly executive: string;
  readonly texts: StandingTexts;
  readonly counts: Counts;
  readonly overall: string;
}

export function wordsOf(facts: ReportFacts): ReportWords {
  const { organization, plan, round, fiscalYear, letterhead, lines } = facts;
  const figures = figuresIn(letterhead.numerals);
  const { opens, closes } = reportedPeriod(round, fiscalYear);
  const planName = `แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. ${plan.from}–${plan.to})`;
  const counts = countLines(lines);
  const period = `${figures.date(opens)} – ${figures.date(closes)}`;
  const values = {
    organization: oneLine(organization.name),
    shortName: oneLine(organization.shortName),
    executive: executiveOf(organization),
    amphoe: organization.amphoe,
    province: organization.provinceName,
    office: facts.officeName,
    plan: planName,
    round: roundLabels[round],
    fiscalYear: String(fiscalYear),
    period,
    committee: letterhead.committee,
  };
  const words = {
    figures,
    plan: figures.text(planName),
    round: figures.text(roundLabels[round]),
    year: figures.text(`ปีงบประมาณ พ.ศ. ${fiscalYear}`),
    period,
    subject: figures.text(
      `รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear}`,
    ),
    executive: values.executive,
    texts: inFigures(
      filledTexts(
        textTemplates(
          { type: organization.type, bangkok: isBangkok(organization), planFrom: plan.from },
          [facts.editionTexts, letterhead.texts],
        ),
        values,
      ),
      figures,
    ),
    counts,
  };
  return { ...words, overall: overallSentence(counts, figures) };
}

/** Fields that every paper on a report has in common. */
export function frameOf(facts: ReportFacts, what: string) {
  const { organization, fiscalYear, round, issuedOn, letterhead } = facts;
  const emblem = wholeEmblem(letterhead);
  return {
    fileName: fileNameOf(what, organization.shortName, String(fiscalYear), round),
    author: oneLine(organization.name),
    date: issuedOn,
    thaiNumerals: letterhead.numerals === 'thai',
    ...(emblem && { emblem }),
    unbroken: placesOf([organization]),
  };
}

/** Names of places as they stand in organizations' names; no line breaks within one. */
export function placesOf(
  organizations: readonly Pick<ReportFacts['organization'], 'name'>[],
): string[] {
  const TYPE = /^(องค์การบริหารส่วน(ตำบล|จังหวัด)|เทศบาล(นคร|เมือง|ตำบล))/;
  const LONGEST = 24;
  const names = organizations.map(({ name }) => oneLine(name).replace(TYPE, ''));
  return [...new Set(names)].filter((name) => name !== '' && name.length <= LONGEST);
}

/** A name for files on any system: parts joined, what file systems forbid left out. */
export function fileNameOf(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      oneLine(part)
        .replace(/[\\/:*?"<>|\s]+/g, '')
        .slice(0, 60),
    )
    .filter(Boolean)
    .join('-');
}

/** Says so where the emblem that the office supplied is no picture. */
export function emblemGap({ letterhead }: Pick<ReportFacts, 'letterhead'>, missing: Gaps): void {
  if (letterhead.emblem && !wholeEmblem(letterhead))
    missing.missing('ตราสัญลักษณ์เป็นไฟล์ภาพ PNG หรือ JPEG ที่สมบูรณ์');
}

/** ๑๖ เมษายน พ.ศ. ๒๕๖๓, as announcements and orders write it. */
export function dateWithEra(figures: Figures, date: LocalDate): string {
  return figures.date(date).replace(/ (\S+)$/, ' พ.ศ. $1');
}

/** The reason, the remark and the whole-year note of a row; a dash where there is nothing to say. */
export function remarkOf({ status, reason, reasonText, remark, wholeYear }: ReportLine): string {
  const why =
    status !== UNABLE || reason === null
      ? ''
      : reason === OTHER_REASON && reasonText.trim() !== ''
        ? `สาเหตุ: ${oneLine(reasonText)}`
        : `สาเหตุ: ${unableReasonLabels[reason]}`;
  const said = oneLine(remark);
  const noted = said === '' && wholeYear ? WHOLE_YEAR : said;
  return [why, noted].filter(Boolean).join(' ') || '-';
}

/** The table that the form prescribes; for 12 months with April beside October, and the decisions. */
export function resultTable(facts: ReportFacts, words: ReportWords, missing: Gaps): Table {
  const { text } = words.figures;
  const april = new Map(facts.april.map((line) => [line.itemId, line.status]));
  const year = facts.round === '12M';
  const ordered = facts.lines.toSorted((a, b) => a.no - b.no);
  if (ordered.length === 0) missing.missing('รายการโครงการ/กิจกรรม/มาตรการของรายงาน');
  return {
    kind: 'table',
    summary: words.subject,
    columns: [
      { title: 'ลำดับ', widthCm: 1.3, align: 'centre' },
      { title: 'มิติที่', widthCm: 1.3, align: 'centre' },
      { title: 'ชื่อโครงการ/กิจกรรม/มาตรการ' },
      ...(year ? [{ title: text('รอบ 6 เดือน'), widthCm: 3.6 }] : []),
      { title: year ? text('รอบ 12 เดือน') : 'สถานะ', widthCm: 3.6 },
      ...(year ? [{ title: 'การนำผลไปใช้', widthCm: 3 }] : []),
      { title: 'หมายเหตุ', widthCm: year ? 4.6 : 3.3 },
    ],
    rows: ordered.map((line) => [
      text(line.no),
      line.dimension === null
        ? shortGap(missing, text(`มิติของรายการที่ ${line.no}`))
        : text(line.dimension),
      missing.or(oneLine(line.name), text(`ชื่อโครงการของรายการที่ ${line.no}`)),
      ...(year ? [statusLabel(april.get(line.itemId) ?? null)] : []),
      statusLabel(line.status),
      ...(year ? [decisionLabels[line.decision ?? 'continue']] : []),
      remarkOf(line),
    ]),
  };
}

/** How many rows of each dimension stand where, with a total. */
export function dimensionTable(facts: ReportFacts, { figures, counts }: ReportWords): Table {
  const cells = (label: string, of: Counts) => [
    label,
    ...[of.total, of.completed, of.ongoing, of.unable, of.awaiting].map(figures.text),
    scoreCell(of, facts, figures),
  ];
  return {
    kind: 'table',
    summary: 'ผลการดำเนินงานจำแนกตามมิติ',
    columns: [
      { title: 'มิติ' },
      { title: 'จำนวน', widthCm: 1.5, align: 'centre' },
      { title: 'แล้วเสร็จ', widthCm: 1.9, align: 'centre' },
      { title: 'อยู่ระหว่างดำเนินการ', widthCm: 2.1, align: 'centre' },
      { title: 'ไม่สามารถดำเนินการได้', widthCm: 2.5, align: 'centre' },
      { title: 'รอผล', widthCm: 1.3, align: 'centre' },
      { title: 'ร้อยละ', widthCm: 1.6, align: 'centre' },
    ],
    rows: [
      ...dimensionsOf(facts).map(({ label, counts: of }) => cells(figures.text(label), of)),
      cells('รวม', counts),
    ],
    total: true,
  };
}

/** In a column too narrow for the name of what is missing; the column's title says it. */
function shortGap(missing: Gaps, name: string): string {
  missing.missing(name);
  return 'โปรด\nระบุ';
}

export interface DimensionResult {
  /** มิติที่ 1 การสร้างสังคม… */
  readonly label: string;
  readonly short: string;
  readonly counts: Counts;
  readonly lines: readonly ReportLine[];
}

/** The four dimensions and, where there are such rows, those without one. */
export function dimensionsOf({
  lines,
  dimensionTitles,
}: Pick<ReportFacts, 'lines' | 'dimensionTitles'>): DimensionResult[] {
  const counts = countByDimension(lines);
  return [...dimensions, null].flatMap((dimension) => {
    const of = counts.get(dimension);
    if (!of || (dimension === null && of.total === 0)) return [];
    const short = dimension === null ? 'ยังไม่ระบุมิติ' : `มิติที่ ${dimension}`;
    const title = dimension === null ? '' : ` ${dimensionTitle(dimension, dimensionTitles)}`;
    return [
      {
        label: `${short}${title}`,
        short,
        counts: of,
        lines: lines.filter((line) => line.dimension === dimension),
      },
    ];
  });
}

/** Names and shades of the parts of every chart: dark to light, so that they part in black and white, too. */
export const chartParts = [
  { name: 'ดำเนินการแล้วเสร็จ', shade: '1F5C4D' },
  { name: 'อยู่ระหว่างดำเนินการ', shade: 'B9791F' },
  { name: 'ไม่สามารถดำเนินการได้', shade: '8C2F39' },
  { name: 'รอการรายงานผล', shade: '7A858E' },
];

export function partsOf({ completed, ongoing, unable, awaiting }: Counts): number[] {
  return [completed, ongoing, unable, awaiting];
}

export function dimensionChart(facts: ReportFacts, { figures }: ReportWords): Chart {
  return {
    kind: 'chart',
    title: 'จำนวนโครงการจำแนกตามมิติและสถานะ',
    parts: chartParts,
    bars: dimensionsOf(facts).map(({ short, counts }) => ({
      label: figures.text(short),
      values: partsOf(counts),
    })),
  };
}

/** รวม 32 รายการ: แล้วเสร็จ 13 รายการ (ร้อยละ 40.63) … */
export function overallSentence(counts: Counts, { text }: Pick<Figures, 'text'>): string {
  const share = (of: number) =>
    counts.total === 0 ? '' : ` (ร้อยละ ${((of * 100) / counts.total).toFixed(2)})`;
  const parts = [
    ['ดำเนินการแล้วเสร็จ', counts.completed],
    ['อยู่ระหว่างดำเนินการ', counts.ongoing],
    ['ไม่สามารถดำเนินการได้', counts.unable],
    ['รอการรายงานผล', counts.awaiting],
  ] as const;
  const said = parts
    .filter(([, of]) => of > 0)
    .map(([name, of]) => `${name} ${of} รายการ${share(of)}`);
  return text(`รวม ${counts.total} รายการ${said.length > 0 ? ` จำแนกเป็น ${said.join(' ')}` : ''}`);
}

/** ร้อยละ 70.31 อยู่ในระดับสีเขียว */
export function scoreSentence(facts: ReportFacts, { figures, counts }: ReportWords): string {
  const { percent, band } = scoreOf(counts, facts.round);
  if (percent === null) return 'ยังไม่มีคะแนน เนื่องจากไม่มีรายการที่ต้องรายงาน';
  return figures.text(
    `ผลการดำเนินงานคิดเป็นร้อยละ ${percent.toFixed(2)} ของแผน อยู่ใน${bandLabels[band]}`,
  );
}

function scoreCell(counts: Counts, { round }: ReportFacts, { text }: Figures): string {
  const { percent } = scoreOf(counts, round);
  return percent === null ? '-' : text(percent.toFixed(2));
}

function inFigures(texts: StandingTexts, { text }: Figures): StandingTexts {
  const list = (items: readonly string[]) => items.map(text);
  return {
    preface: list(texts.preface),
    announcement: list(texts.announcement),
    definitions: texts.definitions.map(([word, meaning]) => [text(word), text(meaning)]),
    importance: list(texts.importance),
    legalBasis: list(texts.legalBasis),
    acts: texts.acts,
    duties: list(texts.duties),
    objectives: list(texts.objectives),
    supervisionTopics: list(texts.supervisionTopics),
    supervisionPurposes: list(texts.supervisionPurposes),
    supervisionMethod: list(texts.supervisionMethod),
    benefits: list(texts.benefits),
  };
}

/** How often each decision was taken; a row without one carries on, the default. */
export function decisionCounts(lines: readonly ReportLine[]): [string, number][] {
  return decisionSchema.options.map((option) => [
    decisionLabels[option],
    lines.filter(({ decision }) => (decision ?? 'continue') === option).length,
  ]);
}
