/** What the rows of a report cost: the plan's budget, the ordinance's, and what was spent. */
import type { ReportLine } from '../domain/report.ts';
import { baht } from '../text/money.ts';
import { ordinanceOf, type ReportFacts } from './facts.ts';
import { type Block, paragraph } from './paper.ts';
import { type Figures, oneLine } from './printable.ts';

interface Money {
  readonly line: ReportLine;
  /** In satang; `null` is "no budget", absent is not told. */
  readonly planned?: number | null;
}

/** Whether the ordinance gave enough and it was spent, where rows tell their money; else that they do not. */
export function resources(facts: ReportFacts, figures: Figures): Block[] {
  const { text } = figures;
  const told = facts.lines
    .toSorted((a, b) => a.no - b.no)
    .map((line): Money => {
      const planned = facts.planBudgets[line.itemId];
      return planned === undefined ? { line } : { line, planned };
    })
    .filter(tellsMoney);
  const ordinance = ordinanceOf(facts.organization);
  if (told.length === 0) {
    return [
      paragraph(
        text(
          `ไม่มีรายการใดระบุงบประมาณตาม${ordinance}และการเบิกจ่าย ความเหมาะสมของการใช้ทรัพยากรจึงพิจารณาจากผลสำเร็จของโครงการ และปัญหา อุปสรรค ตามส่วนที่ 3`,
        ),
      ),
    ];
  }
  const sums = sumsOf(told);
  const amount = (satang: number) => text(`${baht(satang)} บาท`);
  return [
    paragraph(
      `${text(`รายการที่ระบุงบประมาณมี ${told.length} รายการ จาก ${facts.lines.length} รายการ`)} งบประมาณตามแผน ${amount(sums.planned)} งบประมาณตาม${ordinance} ${amount(sums.budget)} เบิกจ่ายแล้ว ${amount(sums.spent)}${shareSentence(told, text)}`,
    ),
    moneyTable(told, sums, ordinance, text),
  ];
}

function tellsMoney({ line, planned }: Money): boolean {
  return (
    line.budgetSatang !== undefined ||
    line.spentSatang !== undefined ||
    (planned !== undefined && planned !== null)
  );
}

function sumsOf(rows: readonly Money[]) {
  const sum = (of: (money: Money) => number | null | undefined) =>
    rows.reduce((total, money) => total + (of(money) ?? 0), 0);
  return {
    planned: sum(({ planned }) => planned),
    budget: sum(({ line }) => line.budgetSatang),
    spent: sum(({ line }) => line.spentSatang),
  };
}

/** Of rows that tell both: what was spent without a budget being told says nothing of how well it was used. */
function shareOf(rows: readonly Money[]): number | undefined {
  const both = rows.filter(
    ({ line }) => line.budgetSatang !== undefined && line.spentSatang !== undefined,
  );
  const { budget, spent } = sumsOf(both);
  return budget === 0 ? undefined : (spent * 100) / budget;
}

function shareSentence(rows: readonly Money[], text: Figures['text']): string {
  const share = shareOf(rows);
  return share === undefined
    ? ''
    : text(` คิดเป็นร้อยละ ${share.toFixed(2)} ของรายการที่ระบุทั้งงบประมาณและการเบิกจ่าย`);
}

function moneyTable(
  rows: readonly Money[],
  sums: ReturnType<typeof sumsOf>,
  ordinance: string,
  text: Figures['text'],
): Block {
  const share = (of: readonly Money[]) => text(shareOf(of)?.toFixed(2) ?? '-');
  const amount = (satang: number | null | undefined) =>
    satang === undefined ? '-' : satang === null ? 'ไม่มี' : text(baht(satang));
  return {
    kind: 'table',
    summary: 'งบประมาณและการเบิกจ่ายรายโครงการ',
    small: true,
    total: true,
    columns: [
      { title: 'ลำดับ', widthCm: 1.2, align: 'centre' },
      { title: 'ชื่อโครงการ/กิจกรรม/มาตรการ' },
      { title: 'งบประมาณ\nตามแผน (บาท)', widthCm: 2.9, align: 'right' },
      { title: `งบประมาณตาม\n${ordinance} (บาท)`, widthCm: 2.9, align: 'right' },
      { title: 'เบิกจ่าย (บาท)', widthCm: 2.9, align: 'right' },
      { title: 'ร้อยละ', widthCm: 1.5, align: 'right' },
    ],
    rows: [
      ...rows.map((money) => [
        text(money.line.no),
        oneLine(money.line.name),
        amount(money.planned),
        amount(money.line.budgetSatang),
        amount(money.line.spentSatang),
        share([money]),
      ]),
      ['', 'รวม', ...[sums.planned, sums.budget, sums.spent].map(amount), share(rows)],
    ],
  };
}
