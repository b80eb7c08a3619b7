/** Papers as Word files to edit: the same blocks as the PDF, in TH Sarabun at 16 points. */
import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  Header,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type ISectionOptions,
  LeaderType,
  LineRuleType,
  NumberFormat,
  Packer,
  PageNumber,
  PageOrientation,
  PageReference,
  Paragraph,
  type ParagraphChild,
  SectionType,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { ChartRun } from 'docx/charts';
import { settled } from './archive.ts';
import {
  type Block,
  type Chart,
  type Field,
  type Paper,
  type Section,
  type Table as SheetTable,
  staysWithNext,
} from './paper.ts';
import { unbrokenFigures } from './printable.ts';

const FONT = 'TH SarabunPSK';
const CM = 567;
const A4 = { width: 11_906, height: 16_838 };
const MARGIN = {
  left: 3 * CM,
  right: 2 * CM,
  top: Math.round(2.5 * CM),
  bottom: 2 * CM,
  header: 851,
};
const BODY_POINTS = 16;
/** Of A4 between the margins, in points. */
const PAGE_HEIGHT = 714;

/**
 * Lines as high as the PDF has them. By themselves they would be as high as the font asks, which differs between
 * the fonts that bear the name of TH Sarabun, and a letter of one page would take two.
 */
function lineOf(points: number) {
  return { line: Math.round(points * 1.15 * 20), lineRule: LineRuleType.EXACT };
}
/** Pictures and charts need the room that they need. */
const AUTO = { line: 240, lineRule: LineRuleType.AUTO };

/** A paper with the names of the places in it that its table of contents leads to. */
interface Bookmarked extends Paper {
  readonly bookmarks: ReadonlyMap<Block, string>;
}

export async function docxOf(plain: Paper): Promise<Uint8Array> {
  const headings = plain.sections.flatMap(({ blocks }) => blocks).filter(isListed);
  const bookmarks = new Map(headings.map((heading, n) => [heading, `part${n + 1}`]));
  const paper = { ...plain, bookmarks };
  const document = new Document({
    title: paper.title,
    creator: paper.author,
    lastModifiedBy: paper.author,
    styles: styles(),
    sections: paper.sections.map((section, index) => sectionOf(section, index, paper)),
  });
  const file = await Packer.toBuffer(document);
  return settled(new Uint8Array(file), paper.date);
}

function styles() {
  const run = (points: number, bold = false) => ({
    font: { ascii: FONT, hAnsi: FONT, cs: FONT, eastAsia: FONT },
    size: points * 2,
    sizeComplexScript: points * 2,
    bold,
    boldComplexScript: bold,
    color: '000000',
    language: { value: 'th-TH', bidirectional: 'th-TH' },
  });
  const headings = { spacing: { before: 200, after: 80, ...lineOf(BODY_POINTS) }, keepNext: true };
  return {
    default: {
      document: {
        run: run(BODY_POINTS),
        paragraph: { spacing: { ...lineOf(BODY_POINTS), after: 40 } },
      },
      heading1: {
        run: run(18, true),
        paragraph: { ...headings, spacing: { ...headings.spacing, ...lineOf(18) } },
      },
      heading2: { run: run(16, true), paragraph: headings },
      heading3: { run: run(16, true), paragraph: headings },
    },
    paragraphStyles: [
      { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', run: run(BODY_POINTS) },
      {
        id: 'TOC2',
        name: 'toc 2',
        basedOn: 'Normal',
        run: run(BODY_POINTS),
        paragraph: { indent: { left: CM } },
      },
    ],
  };
}

function sectionOf(section: Section, index: number, paper: Bookmarked): ISectionOptions {
  const { landscape = false, numbered, restart } = section;
  const figures = paper.thaiNumerals ? NumberFormat.THAI_NUMBERS : NumberFormat.DECIMAL;
  const numbers = new Header({ children: [pageNumber(numbered === 'letters')] });
  const nothing = new Header({ children: [new Paragraph({})] });
  // A letter's emblem stands 1.5 cm from the edge of the page, above the margin of the text.
  const isLetter = hasLetterHead([section]);
  const first = isLetter
    ? new Header({ children: [emblem(paper, 3, { alignment: AlignmentType.CENTER })] })
    : nothing;
  return {
    properties: {
      ...(index > 0 && { type: SectionType.NEXT_PAGE }),
      titlePage: numbered === 'after-first' && restart === true,
      page: {
        size: {
          ...A4,
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: MARGIN,
        pageNumbers: {
          ...(restart && { start: 1 }),
          formatType: numbered === 'letters' ? NumberFormat.THAI_LETTERS : figures,
        },
      },
    },
    headers: numbered ? { default: numbers, first } : { default: nothing },
    children: section.blocks.flatMap((block, n) =>
      childrenOf(block, paper, section, staysWithNext(section.blocks, n)),
    ),
  };
}

function pageNumber(bare: boolean): Paragraph {
  const children = bare ? [PageNumber.CURRENT] : ['– ', PageNumber.CURRENT, ' –'];
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children })] });
}

const sides = {
  left: AlignmentType.LEFT,
  centre: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

/** The head of a letter has its emblem in the margin. */
function hasLetterHead(sections: readonly Section[]): boolean {
  return sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'letter-head'));
}

/** In points, what is left of a page above its last lines: nothing in letters, whose length nobody knows. */
function roomLeft(blocks: readonly Block[]): number {
  if (
    blocks.some(
      ({ kind }) => kind !== 'emblem' && kind !== 'title' && kind !== 'space' && kind !== 'fill',
    )
  )
    return 6;
  const WIDTH = 453;
  const heights = blocks.map((block) => {
    if (block.kind === 'emblem') return block.heightCm * 28.35 + 6;
    if (block.kind === 'space') return block.lines * 12 + 1;
    if (block.kind !== 'title') return 0;
    const lines = Math.ceil((block.text.length * block.points * 0.34) / WIDTH);
    return lines * block.points * 1.15;
  });
  return Math.max(6, PAGE_HEIGHT - 40 - heights.reduce((sum, height) => sum + height, 0));
}

function childrenOf(
  block: Block,
  paper: Bookmarked,
  section: Section,
  keepNext: boolean,
): ISectionOptions['children'][number][] {
  const widthCm = section.landscape ? 24.7 : 16;
  switch (block.kind) {
    case 'emblem':
      return [emblem(paper, block.heightCm, { alignment: AlignmentType.CENTER })];
    case 'title':
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          keepNext,
          spacing: { after: 0, ...lineOf(block.points) },
          children: runs(block.text, { bold: true, points: block.points }),
        }),
      ];
    case 'heading':
      return block.hidden ? [] : [headingOf(block, paper.bookmarks.get(block))];
    case 'paragraph':
      return [paragraphOf(block, widthCm, keepNext)];
    case 'clause':
      return [clauseOf(block)];
    case 'fields':
      return block.rows.map(field);
    case 'letter-head':
      return [letterHead(block)];
    case 'memo-head':
      return memoHead(block, paper);
    case 'table':
      return [tableOf(block, widthCm)];
    case 'chart':
      return chartOf(block);
    case 'signature':
      return block.lines.map(
        (line, index) =>
          new Paragraph({
            alignment: AlignmentType.CENTER,
            indent: { left: Math.round(widthCm * 0.4 * CM) },
            spacing: { after: 0 },
            keepNext: index < block.lines.length - 1,
            keepLines: true,
            children: runs(line),
          }),
      );
    case 'space':
      return [
        new Paragraph({
          keepNext,
          spacing: { before: Math.round(block.lines * 240), after: 0, line: 20, lineRule: 'exact' },
        }),
      ];
    case 'lines':
      return Array.from({ length: block.count }, () => handLine(Math.round(widthCm * CM)));
    case 'fill':
      return [
        new Paragraph({
          spacing: {
            before: Math.round(roomLeft(section.blocks) * 20),
            after: 0,
            line: 20,
            lineRule: 'exact',
          },
        }),
      ];
    case 'page-break':
      return [
        new Paragraph({
          pageBreakBefore: true,
          spacing: { after: 0, line: 20, lineRule: 'exact' },
        }),
      ];
    case 'contents':
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          children: runs(block.title, { bold: true, points: 18 }),
        }),
        ...contents(paper, widthCm),
      ];
  }
}

/** A dotted line to write on. */
function handLine(position: number): Paragraph {
  return new Paragraph({
    spacing: { before: 100, after: 0, ...lineOf(BODY_POINTS) },
    tabStops: [{ type: TabStopType.RIGHT, position, leader: LeaderType.DOT }],
    children: [new TextRun({ children: [new Tab()] })],
  });
}

type Heading = Extract<Block, { kind: 'heading' }>;

/** Whether the table of contents leads to it. */
function isListed(block: Block): block is Heading {
  return block.kind === 'heading' && !block.hidden && block.level < 3;
}

/**
 * A line for each heading, with a reference to its page. Word's own table of contents would stay without numbers in
 * other programs; each of these asks for its page wherever it is opened.
 */
function contents({ bookmarks }: Bookmarked, widthCm: number): Paragraph[] {
  const right = {
    type: TabStopType.RIGHT,
    position: Math.round(widthCm * CM),
    leader: LeaderType.DOT,
  };
  return [...bookmarks].flatMap(([heading, name]) =>
    heading.kind === 'heading'
      ? [
          new Paragraph({
            style: `TOC${heading.level}`,
            tabStops: [right],
            spacing: { after: 0 },
            children: [
              new TextRun({ text: heading.text }),
              new TextRun({ children: [new Tab()] }),
              new PageReference(name),
            ],
          }),
        ]
      : [],
  );
}

const FIGURES = new RegExp(unbrokenFigures.join('|'), 'g');

/** Word breaks no line at a space of this kind. */
function together(text: string): string {
  return text.replace(FIGURES, (figure) => figure.replaceAll(' ', '\u00A0'));
}

interface RunOptions {
  readonly bold?: boolean | undefined;
  readonly points?: number | undefined;
}

/** One run for each line of `text`. */
function runs(text: string, { bold = false, points }: RunOptions = {}): TextRun[] {
  return text.split('\n').map(
    (line, index) =>
      new TextRun({
        text: line,
        ...(index > 0 && { break: 1 }),
        ...(bold && { bold, boldComplexScript: true }),
        ...(points && { size: points * 2, sizeComplexScript: points * 2 }),
      }),
  );
}

const levels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

function headingOf({ level, text, centred = false }: Heading, bookmark: string | undefined) {
  const run = new TextRun({ text });
  return new Paragraph({
    heading: levels[level - 1] ?? HeadingLevel.HEADING_3,
    alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
    children: [bookmark ? new Bookmark({ id: bookmark, children: [run] }) : run],
  });
}

function paragraphOf(
  { text, indent = 'none', align = 'left', bold, small }: Extract<Block, { kind: 'paragraph' }>,
  widthCm: number,
  keepNext: boolean,
): Paragraph {
  const HALF = Math.round((widthCm / 2) * CM);
  return new Paragraph({
    alignment: sides[align],
    keepNext,
    ...(indent === 'first' && { indent: { firstLine: Math.round(2.5 * CM) } }),
    ...(indent === 'signature' && { indent: { left: HALF } }),
    children: runs(together(text), { bold, points: small ? 14 : undefined }),
  });
}

function clauseOf({ marker, text, level }: Extract<Block, { kind: 'clause' }>): Paragraph {
  const HANGING = Math.round(0.8 * CM);
  const left = Math.round((1.5 + (level - 1)) * CM) + HANGING;
  return new Paragraph({
    spacing: { after: 0 },
    indent: { left, hanging: HANGING },
    tabStops: [{ type: TabStopType.LEFT, position: left }],
    children: [
      ...(marker ? [new TextRun({ text: marker }), new TextRun({ children: [new Tab()] })] : []),
      ...runs(together(text)),
    ],
  });
}

function field({ label, text }: Field): Paragraph {
  const left = label.length > 6 ? Math.round(2.8 * CM) : Math.round(1.5 * CM);
  return new Paragraph({
    indent: { left, hanging: left },
    tabStops: [{ type: TabStopType.LEFT, position: left }],
    children: [
      new TextRun({ text: label }),
      new TextRun({ children: [new Tab()] }),
      ...runs(together(text)),
    ],
  });
}

function letterHead(block: Extract<Block, { kind: 'letter-head' }>): Table {
  const noBorder = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const borders = { top: noBorder, bottom: noBorder, left: noBorder, right: noBorder };
  const widths = [Math.round(8 * CM), Math.round(8 * CM)];
  const cell = (lines: readonly string[], width = 0) =>
    new TableCell({
      borders,
      margins: { left: 0, right: 0 },
      width: { size: width, type: WidthType.DXA },
      children: lines.map((line) => new Paragraph({ spacing: { after: 0 }, children: runs(line) })),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    width: { size: 16 * CM, type: WidthType.DXA },
    borders: { ...borders, insideHorizontal: noBorder, insideVertical: noBorder },
    rows: [
      new TableRow({ children: [cell([block.no], widths[0]), cell(block.address, widths[1])] }),
    ],
  });
}

function memoHead(
  { unit, no, date, subject }: Extract<Block, { kind: 'memo-head' }>,
  paper: Paper,
) {
  const label = (text: string) =>
    new TextRun({
      text: `${text} `,
      bold: true,
      boldComplexScript: true,
      size: 40,
      sizeComplexScript: 40,
    });
  const dotted = (text: string) => new TextRun({ text, underline: { type: 'dotted' } });
  const leader = () => new TextRun({ children: [new Tab()] });
  const stop = (position: number, type: 'left' | 'right') => ({
    type,
    position,
    leader: LeaderType.DOT,
  });
  const line = (children: ParagraphChild[], stops: ReturnType<typeof stop>[]) =>
    new Paragraph({ spacing: { after: 0, ...lineOf(20) }, tabStops: stops, children });
  const right = stop(16 * CM, 'right');
  return [
    emblem(paper, 1.5, {
      tabStops: [{ type: TabStopType.CENTER, position: 8 * CM }],
      children: [
        new TextRun({ children: [new Tab()] }),
        new TextRun({
          text: 'บันทึกข้อความ',
          bold: true,
          boldComplexScript: true,
          size: 58,
          sizeComplexScript: 58,
        }),
      ],
    }),
    line([label('ส่วนราชการ'), dotted(unit), leader()], [right]),
    line(
      [label('ที่'), dotted(no), leader(), label('วันที่'), dotted(date), leader()],
      [stop(8 * CM, 'left'), right],
    ),
    line([label('เรื่อง'), dotted(subject), leader()], [right]),
  ];
}

/** The office's emblem; a plain ring of text where it has supplied none. */
function emblem(paper: Paper, heightCm: number, options: IParagraphOptions): Paragraph {
  const { children = [], ...rest } = options;
  const picture = paper.emblem;
  const PIXELS_PER_CM = 37.8;
  const height = Math.round(heightCm * PIXELS_PER_CM);
  const mark: ParagraphChild = picture
    ? new ImageRun({
        type: picture.format,
        data: picture.bytes,
        transformation: {
          height,
          width: Math.round((height * picture.widthPixels) / picture.heightPixels),
        },
        altText: { name: 'emblem', title: 'ตราสัญลักษณ์', description: 'ตราสัญลักษณ์ของหน่วยงาน' },
      })
    : new TextRun({ text: '(ตราสัญลักษณ์)', color: '808080', size: 24, sizeComplexScript: 24 });
  // Without a picture its room is kept free for a stamp or print.
  const room = picture || children.length > 0 ? 0 : Math.round((heightCm / 2) * CM) - 150;
  return new Paragraph({
    ...rest,
    spacing: { before: room, after: room + 60, ...AUTO },
    children: [mark, ...children],
  });
}

function tableOf(table: SheetTable, widthCm: number): Table {
  const given = table.columns.reduce((sum, { widthCm: width = 0 }) => sum + width, 0);
  const widths = table.columns.map(({ widthCm: width }) =>
    Math.round((width ?? widthCm - given) * CM),
  );
  const points = table.small ? 14 : undefined;
  const cell = (text: string, column: number, head: boolean, bold: boolean) =>
    new TableCell({
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { left: 70, right: 70, top: 20, bottom: 20 },
      ...(head && {
        shading: { type: ShadingType.CLEAR, fill: 'EBEBEB', color: 'auto' },
        verticalAlign: VerticalAlignTable.CENTER,
      }),
      children: [
        new Paragraph({
          spacing: { after: 0, ...lineOf(points ?? BODY_POINTS) },
          alignment: head ? AlignmentType.CENTER : sides[table.columns[column]?.align ?? 'left'],
          children: runs(text, { bold: head || bold, points }),
        }),
      ],
    });
  const row = (cells: readonly string[], head: boolean, bold: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map((text, column) => cell(text, column, head, bold)),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: [
      row(
        table.columns.map(({ title }) => title),
        true,
        true,
      ),
      ...table.rows.map((cells, index) =>
        row(cells, false, table.total === true && index === table.rows.length - 1),
      ),
    ],
  });
}

/** TH Sarabun is small on its body. */
const CHART_FONT = { name: FONT, size: 14 };

function chartOf({ title, parts, bars }: Chart): Paragraph[] {
  // Word puts the first category at the bottom.
  const upward = bars.toReversed();
  const used = parts
    .map((part, index) => ({ part, index }))
    .filter(({ index }) => bars.some(({ values }) => (values[index] ?? 0) > 0));
  if (used.length === 0) return [];
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: AUTO,
      children: [
        new ChartRun({
          type: 'bar',
          stacking: 'stacked',
          legend: { position: 'bottom', font: CHART_FONT },
          font: { name: FONT },
          categoryAxis: { font: CHART_FONT },
          valueAxis: { font: CHART_FONT },
          categories: upward.map(({ label }) => label),
          series: used.map(({ part, index }) => ({
            name: part.name,
            color: part.shade,
            values: upward.map(({ values }) => values[index] ?? 0),
            // Nothing is written where there is nothing to count.
            dataLabels: {
              value: true,
              numberFormat: '0;;',
              font: { ...CHART_FONT, color: index % 2 === 0 ? 'FFFFFF' : '000000' },
            },
          })),
          transformation: { width: 560, height: 60 + 46 * bars.length },
          altText: { name: title, title, description: title },
        }),
      ],
    }),
    new Paragraph({ alignment: AlignmentType.CENTER, children: runs(title) }),
  ];
}
