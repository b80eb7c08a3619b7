/** How a report reads: its score, its rows, the official table. */
import type { FC } from 'hono/jsx';
import { dimensions } from '../../shared/domain/framework.ts';
import { daysBetween, type LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf, type Obligation } from '../../shared/domain/obligation.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import {
  type Finding,
  type ReportContent,
  type ReportLine,
  UNABLE,
} from '../../shared/domain/report.ts';
import type { Round } from '../../shared/domain/round.ts';
import { type Counts, countByDimension, countLines, scoreOf } from '../../shared/domain/score.ts';
import { findingText, rowOf } from '../../shared/text/findings.ts';
import { baht } from '../../shared/text/money.ts';
import {
  decisionLabels,
  dimensionLabel,
  longDate,
  roundLabels,
  shortDate,
} from '../../shared/text/thai.ts';
import { StackedBars } from '../../shared/web/charts.tsx';
import { type FieldError, SummaryCard, SummaryCards, Table } from '../../shared/web/components.tsx';
import { ScoreCard } from '../../shared/web/tags.tsx';
import { statusWords } from './report-form.tsx';
import { controlId } from './report-input.ts';

type Named = Pick<Obligation, 'fiscalYear' | 'round'>;

/** รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2563 */
export function roundName({ fiscalYear, round }: Named): string {
  return `${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear}`;
}

/** สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช */
export function officeName(province: string): string {
  return `สำนักงาน ป.ป.ช. ประจำจังหวัด${provinceNames[province] ?? ''}`;
}

/** องค์การบริหารส่วนตำบลท่าเสม็ด · อำเภอชะอวด จังหวัดนครศรีธรรมราช */
export function placeName({
  organization,
  province,
}: Pick<Obligation, 'organization' | 'province'>) {
  return `${organization.name} · อำเภอ${organization.amphoe} จังหวัด${provinceNames[province] ?? ''}`;
}

/** กำหนดส่งภายในวันพฤหัสบดีที่ 30 เมษายน 2563 (เหลืออีก 14 วัน) */
export function dueWords(
  obligation: Pick<Obligation, 'dates' | 'extendedUntil'>,
  today: LocalDate,
): string {
  const { opens, due, graceUntil, lock } = datesOf(obligation);
  const left = daysBetween(today, due);
  const day = `กำหนดส่งภายใน${longDate(due)}`;
  if (today < opens) return `${day} เปิดรับรายงานตั้งแต่${longDate(opens)}`;
  if (left > 0) return `${day} (เหลืออีก ${left} วัน)`;
  if (left === 0) return `${day} (ครบกำหนดวันนี้)`;
  if (today <= graceUntil) return `${day} ส่งได้ถึง${longDate(graceUntil)} โดยไม่ถือว่าเกินกำหนด`;
  if (today <= lock) return `${day} (เกินกำหนด ${-left} วัน) ส่งได้ถึง${longDate(lock)}`;
  return `${day} ปิดรับรายงานแล้วเมื่อ${longDate(lock)}`;
}

/** What an organization asked for, and what the office answered. */
export function requestWords({
  until,
  reason,
  on,
  answer,
}: NonNullable<Obligation['extensionRequest']>): string {
  const asked = `ขอถึง ${shortDate(until)} เมื่อ ${shortDate(on)}: ${reason}`;
  if (!answer) return `${asked} – รอพิจารณา`;
  return `${asked} – ${answer.granted ? 'อนุญาตแล้ว' : 'ไม่อนุญาต'} ${shortDate(answer.on)}: ${answer.note}`;
}

/** Errors of the check, each tied to its field on the form. */
export function fieldErrors(
  findings: readonly Finding[],
  lines: readonly ReportLine[],
): FieldError[] {
  return findings.map((finding) => {
    const { itemId, no, field } = finding;
    const message = findingText(finding);
    const name = lines.find((line) => line.itemId === itemId)?.name ?? '';
    return {
      id: itemId === undefined ? field : controlId(field, itemId),
      message,
      summary: no === undefined ? message : `${rowOf(no, name)}: ${message}`,
    };
  });
}

const parts = [
  { label: 'ดำเนินการแล้วเสร็จ', tone: 'green' },
  { label: 'อยู่ระหว่างดำเนินการ', tone: 'yellow' },
  { label: 'ไม่สามารถดำเนินการได้', tone: 'red' },
  { label: 'รอการรายงานผล', tone: 'grey' },
] as const;

function figures({ completed, ongoing, unable, awaiting }: Counts): number[] {
  return [completed, ongoing, unable, awaiting];
}

/** Score, band and figures, by dimension as a chart with its table. */
export const ScorePreview: FC<{ lines: readonly ReportLine[]; round: Round }> = ({
  lines,
  round,
}) => {
  const counts = countLines(lines);
  const byDimension = countByDimension(lines);
  const rows = ([...dimensions, null] as const).flatMap((dimension) => {
    const those = byDimension.get(dimension);
    return those && those.total > 0
      ? [{ label: dimensionLabel(dimension), values: figures(those) }]
      : [];
  });
  return (
    <>
      <SummaryCards>
        <ScoreCard
          score={
            // Before the first answer a red nought would blame for what nobody has said.
            counts.awaiting === counts.total
              ? { percent: null, band: 'none' }
              : scoreOf(counts, round)
          }
          label="คะแนนความสำเร็จ (แล้วเสร็จ + ครึ่งหนึ่งของที่อยู่ระหว่างดำเนินการ)"
        />
        <SummaryCard figure={counts.completed} label="ดำเนินการแล้วเสร็จ" />
        <SummaryCard figure={counts.ongoing} label="อยู่ระหว่างดำเนินการ" />
        <SummaryCard figure={counts.unable} label="ไม่สามารถดำเนินการได้" />
      </SummaryCards>
      <StackedBars
        id="by-dimension"
        title="จำนวนโครงการ/กิจกรรม/มาตรการตามมิติและสถานะ"
        rowHead="มิติ"
        parts={parts}
        rows={rows}
      />
    </>
  );
};

/** The rows to read, in the columns of the official table. */
export const ReportRows: FC<{ content: ReportContent; round: Round; caption: string }> = ({
  content,
  round,
  caption,
}) => (
  <div class="report-rows">
    <Table
      caption={caption}
      rows={content.lines}
      columns={[
        { head: 'ลำดับ', cell: ({ no }) => <span class="no-wrap">{no}</span> },
        { head: 'มิติที่', cell: ({ dimension }) => <span class="no-wrap">{dimension ?? '–'}</span> },
        { head: 'ชื่อโครงการ/กิจกรรม/มาตรการ', heads: true, cell: ({ name }) => name },
        {
          head: 'สถานะ',
          // A reason may be long; the bare status stays on one line.
          cell: (line) => (
            <span {...(line.status !== UNABLE && { class: 'no-wrap' })}>{statusWords(line)}</span>
          ),
        },
        { head: 'หมายเหตุ', cell: ({ remark }) => remark },
        ...moneyColumns(content.lines),
        ...(round === '12M'
          ? [
              {
                head: 'ปีต่อไป',
                cell: ({ decision }: ReportLine) => decisionLabels[decision ?? 'continue'],
              },
            ]
          : []),
      ]}
    />
    <Problems content={content} />
  </div>
);

/** Only where a row tells of money: most do not. */
function moneyColumns(lines: readonly ReportLine[]) {
  if (!tellsMoney(lines)) return [];
  const column = (head: string, of: (line: ReportLine) => number | undefined) => ({
    head,
    figure: true,
    cell: (line: ReportLine) => bahtOrDash(of(line)),
  });
  return [
    column('งบประมาณ (บาท)', ({ budgetSatang }) => budgetSatang),
    column('เบิกจ่าย (บาท)', ({ spentSatang }) => spentSatang),
  ];
}

export function tellsMoney(lines: readonly ReportLine[]): boolean {
  return lines.some((line) => line.budgetSatang !== undefined || line.spentSatang !== undefined);
}

/** Not told is a dash; nought is told. */
export function bahtOrDash(satang: number | undefined): string {
  return satang === undefined ? '–' : baht(satang);
}

export const Problems: FC<{ content: ReportContent }> = ({ content }) => {
  const boxes = [
    { head: 'ปัญหา อุปสรรค และข้อเสนอแนะด้านการจัดทำแผน', text: content.problemsMaking },
    { head: 'ปัญหา อุปสรรค และข้อเสนอแนะด้านการดำเนินการตามแผน', text: content.problemsCarryingOut },
  ].filter(({ text }) => text.trim() !== '');
  return (
    <>
      {boxes.map(({ head, text }) => (
        <>
          <h2 class="govuk-heading-s">{head}</h2>
          <p class="govuk-body text-as-typed">{text}</p>
        </>
      ))}
    </>
  );
};
