/** Five tables with the quirks of real ones, MADE UP; each with the rows that are to come of it. */
import type { PlanItem } from '../../shared/domain/plan.ts';
import type { Status } from '../../shared/domain/report.ts';
import { anItem, fy2563 } from './builders.ts';
import { type Grid, type Sheet, wordFile, workbookFile } from './import-files.ts';

export interface QuirkyTable {
  /** What is odd about it. */
  readonly quirk: string;
  readonly file: () => Promise<Buffer> | Buffer;
  readonly items: readonly PlanItem[];
  /** Number in the plan, status, remark; `undefined` for what the table leaves open. */
  readonly rows: readonly (readonly [number, Status | undefined, string | undefined])[];
  /** Problems that are found, by row of the source and code. */
  readonly problems: readonly string[];
}

function itemsNamed(...names: readonly string[]): PlanItem[] {
  return names.map((name, index) =>
    anItem({ itemId: `q${index + 1}`, no: index + 1, name, dimension: 1, years: [fy2563] }),
  );
}

const shortNames = [
  'โครงการอบรมคุณธรรมจริยธรรมพนักงานเทศบาล',
  'มาตรการจัดซื้อจัดจ้างโปร่งใส',
  'กิจกรรมวันต่อต้านคอร์รัปชันสากล',
  'โครงการส่งเสริมการใช้น้ำอย่างรู้คุณค่า',
] as const;

/** Columns in another order, a title above, dimensions merged over several rows, Thai digits. */
const merged: QuirkyTable = {
  quirk: 'columns in another order, Thai digits, a dimension merged over its rows',
  file: () =>
    workbookFile({
      title: '6 เดือน',
      grid: [
        ['สรุปผลการดำเนินงาน รอบ ๖ เดือน ประจำปีงบประมาณ พ.ศ. ๒๕๖๓'],
        ['หมายเหตุ', 'สถานะการดำเนินงาน', 'โครงการ/กิจกรรม', 'ที่', 'มิติ', 'งบประมาณ'],
        ['-', 'ดำเนินการแล้วเสร็จ', shortNames[0], '๑', 'มิติที่ ๑', 20_000],
        ['ไม่ใช้งบประมาณ', 'แล้วเสร็จ', shortNames[1], '๒.', '', ''],
        ['', 'อยู่ระหว่างการดำเนินการ', shortNames[2], '๓', 'มิติที่ ๓', ''],
        ['', '๔', shortNames[3], '๔', '', 5000],
        ['รวม ๔ โครงการ', '', '', '', '', 25_000],
      ],
      merged: ['E3:E4', 'E5:E6', 'A1:F1'],
    }),
  items: itemsNamed(...shortNames),
  rows: [
    [1, 3, ''],
    [2, 3, 'ไม่ใช้งบประมาณ'],
    [3, 2, undefined],
    [4, 4, undefined],
  ],
  problems: [],
};

/** A table for each dimension, the dimension in a row of its own, names over several paragraphs. */
const byDimension: QuirkyTable = {
  quirk: 'a Word document with the dimensions as rows, cells of several paragraphs, pages torn',
  file: () =>
    wordFile({
      above: ['รายงานผล รอบ 6 เดือน ปีงบประมาณ 2563'],
      grid: [
        ['ลำดับที่', 'ชื่อโครงการ', 'ผลการดำเนินงาน', 'หมายเหตุ'],
        ['มิติที่ 1 การสร้างสังคมที่ไม่ทนต่อการทุจริต', '', '', ''],
        ['1', 'โครงการอบรมคุณธรรม\nจริยธรรมพนักงานเทศบาล', 'ดำเนินการ\nแล้วเสร็จ', '-'],
        ['2', 'มาตรการจัดซื้อจัดจ้าง', 'อยู่ระหว่างดำเนินการ', 'กำหนดดำเนินการ'],
        ['', 'โปร่งใส', '', 'ในไตรมาสที่ 3–4'],
        ['', '', '', ''],
        ['- 2 -', '', '', ''],
        ['มิติที่ 2 การบริหารราชการ', '', '', ''],
        ['3', shortNames[2], 'ไม่สามารถดำเนินการได้ (ไม่ได้รับงบประมาณ)', ''],
        ['4', shortNames[3], 'ยังไม่ได้ดำเนินการ', ''],
      ],
    }),
  items: itemsNamed(...shortNames),
  rows: [
    [1, 3, ''],
    [2, 2, 'กำหนดดำเนินการในไตรมาสที่ 3–4'],
    [3, 4, undefined],
    [4, undefined, undefined],
  ],
  problems: ['10 status-not-started'],
};

/** Statuses as columns to tick, under a heading that reaches over them. */
const ticked: QuirkyTable = {
  quirk: 'two rows of headings, statuses ticked in columns of their own, formulas for the numbers',
  file: () =>
    workbookFile({
      title: 'Sheet1',
      grid: [
        ['ลำดับ', 'โครงการ/กิจกรรม/มาตรการ', 'ผลการดำเนินงาน', '', '', 'หมายเหตุ'],
        ['', '', 'ดำเนินการแล้วเสร็จ', 'อยู่ระหว่างดำเนินการ', 'ไม่สามารถดำเนินการได้', ''],
        [1, shortNames[0], '✓', '', '', ''],
        ['=', shortNames[1], '', '/', '', 'จัดซื้อแล้ว 3 รายการ'],
        ['=', shortNames[2], '√', '√', '', ''],
        [4, shortNames[3], '', '', '', ''],
      ],
      merged: ['C1:E1', 'A1:A2', 'B1:B2', 'F1:F2'],
      formulas: { A4: '2', A5: null },
    }),
  items: itemsNamed(...shortNames),
  rows: [
    [1, 3, undefined],
    [2, 2, 'จัดซื้อแล้ว 3 รายการ'],
    [3, undefined, undefined],
    [4, undefined, undefined],
  ],
  problems: ['5 formula-without-value', '5 no-missing', '5 several-ticks', '6 status-missing'],
};

/** Spellings that look the same and are not. */
const lookAlike: QuirkyTable = {
  quirk:
    'look-alike spellings, free words, a dimension 5, a row of another year, a name written anew',
  file: () =>
    workbookFile({
      title: 'รายงาน',
      grid: [
        ['ลำดับ', 'มิติที่', 'ชื่อโครงการ/กิจกรรม/มาตรการ', 'สถานะ', 'หมายเหตุ', 'ปี'],
        [1, 1, 'โครงการอบรมคุณธรรมจริยธรรมพนักงาน เทศบาล', 'ดำเนินการเเล้วเสร็จ', '-', '2563'],
        [2, 5, 'มาตรการจัดซื้อ\u200Bจัดจ้างโปร่งใส', 'เสร็จไปครึ่งหนึ่ง', '-', '2020'],
        [3, 1, 'วันต่อต้านคอร์รัปชันสากล ประจำปี', 'กำลังดำเนินการ', '-', 'พ.ศ. 2563'],
        ['', 1, 'ส่งเสริมการใช้น\u0E4D\u0E49\u0E32อย่างรู้คุณค่า', 'อยู่ระหว่างดำเนินการ', '', '63'],
        [5, 1, 'โครงการปีก่อน', 'ดำเนินการแล้วเสร็จ', '-', '2562'],
      ],
    }),
  items: itemsNamed(...shortNames),
  rows: [
    [1, 3, ''],
    [2, undefined, ''],
    [3, 2, ''],
    [4, 2, undefined],
  ],
  problems: ['3 dimension-unknown', '3 status-unknown', '5 no-missing', '6 other-year'],
};

const MANY = 300;
const longName = (no: number) =>
  `โครงการที่ ${no} ${'ส่งเสริมและพัฒนาคุณธรรม จริยธรรม และความโปร่งใสในการปฏิบัติราชการ '.repeat(8)}`
    .slice(0, 590)
    .trim();
const longRemark = (no: number) =>
  `ดำเนินการครั้งที่ ${no} ${'ผู้เข้าร่วมได้รับความรู้และนำไปใช้ในการปฏิบัติงานได้จริง '.repeat(17)}`
    .slice(0, 990)
    .trim();

/** The largest legal report: 300 rows with names and remarks near their limits. */
export const longGrid: Grid = [
  ['ลำดับ', 'มิติที่', 'ชื่อโครงการ/กิจกรรม/มาตรการ', 'สถานะ', 'หมายเหตุ'],
  ...Array.from({ length: MANY }, (_, index) => [
    index + 1,
    (index % 4) + 1,
    longName(index + 1),
    index % 3 === 0 ? 'ดำเนินการแล้วเสร็จ' : 'อยู่ระหว่างดำเนินการ',
    longRemark(index + 1),
  ]),
];

const long: QuirkyTable = {
  quirk: '300 rows with long names and remarks',
  file: () => workbookFile({ title: 'แผนทั้งหมด', grid: longGrid } satisfies Sheet),
  items: itemsNamed(...Array.from({ length: MANY }, (_, index) => longName(index + 1))),
  rows: Array.from({ length: MANY }, (_, index) => [
    index + 1,
    index % 3 === 0 ? 3 : 2,
    longRemark(index + 1),
  ]),
  problems: [],
};

export const quirkyTables: readonly QuirkyTable[] = [merged, byDimension, ticked, lookAlike, long];
