/** Charts of results: by dimension and status, by band, by timeliness. */
import type { FC } from 'hono/jsx';
import type { ProvinceSummary } from '../../shared/domain/evaluation.ts';
import { dimensions } from '../../shared/domain/framework.ts';
import type { Round } from '../../shared/domain/round.ts';
import type { Figures } from '../../shared/domain/score.ts';
import { bandLabels, dimensionLabel } from '../../shared/text/thai.ts';
import { StackedBars } from '../../shared/web/charts.tsx';

export const roundShort: Record<Round, string> = { '6M': 'รอบ 6 เดือน', '12M': 'รอบ 12 เดือน' };

/** Items by dimension and status, of all current reports. */
export const DimensionChart: FC<{ figures: Pick<Figures, 'byDimension'> }> = ({ figures }) => {
  const rows = dimensions.map((dimension) => {
    const { completed, ongoing, unable } = figures.byDimension[dimension];
    return { label: dimensionLabel(dimension), values: [completed, ongoing, unable] };
  });
  if (rows.every(({ values }) => values.every((value) => value === 0))) {
    return <p class="govuk-body">ยังไม่มีรายงานที่ส่งแล้ว</p>;
  }
  return (
    <StackedBars
      id="chart-dimensions"
      title="จำนวนโครงการ/กิจกรรม/มาตรการ ตามมิติและสถานะ"
      rowHead="มิติ"
      parts={[
        { label: 'ดำเนินการแล้วเสร็จ', tone: 'green' },
        { label: 'อยู่ระหว่างดำเนินการ', tone: 'yellow' },
        { label: 'ไม่สามารถดำเนินการได้', tone: 'red' },
      ]}
      rows={rows}
    />
  );
};

/** Bands and timeliness of one round or of both. */
export const ResultCharts: FC<{
  summaries: readonly { readonly label: string; readonly summary: ProvinceSummary }[];
}> = ({ summaries }) => (
  <>
    <StackedBars
      id="chart-bands"
      title="จำนวน อปท. ตามระดับคะแนน"
      rowHead="รอบ"
      parts={[
        { label: bandLabels.green, tone: 'green' },
        { label: bandLabels.orange, tone: 'orange' },
        { label: bandLabels.red, tone: 'red' },
        { label: bandLabels.none, tone: 'grey' },
      ]}
      rows={summaries.map(({ label, summary: { byBand } }) => ({
        label,
        values: [byBand.green, byBand.orange, byBand.red, byBand.none],
      }))}
    />
    <StackedBars
      id="chart-timeliness"
      title="จำนวน อปท. ตามการส่งรายงาน"
      rowHead="รอบ"
      parts={[
        { label: 'ส่งภายในกำหนด', tone: 'green' },
        { label: 'ส่งหลังกำหนด', tone: 'orange' },
        { label: 'ไม่พบรายงาน', tone: 'red' },
        { label: 'ยังไม่ถึงกำหนด', tone: 'grey' },
      ]}
      rows={summaries.map(({ label, summary: { byTimeliness } }) => ({
        label,
        values: [
          byTimeliness['on-time'],
          byTimeliness.late,
          byTimeliness.missing,
          byTimeliness.awaited,
        ],
      }))}
    />
  </>
);
