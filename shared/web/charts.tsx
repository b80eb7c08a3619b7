/** Charts drawn on the server as SVG, each with its table: nothing is said by colour or shape alone. */
import type { FC } from 'hono/jsx';
import { addDays, daysBetween, type LocalDate } from '../domain/local-date.ts';
import { shortDate } from '../text/thai.ts';
import { Table } from './components.tsx';

/** Fill and the colour of figures on it; each pair has a contrast of at least 4.5 to 1. */
const tones = {
  green: ['#00703c', '#ffffff'],
  yellow: ['#f3b300', '#0b0c0c'],
  orange: ['#f47738', '#0b0c0c'],
  red: ['#c22c15', '#ffffff'],
  blue: ['#5694ca', '#0b0c0c'],
  navy: ['#1d3c6e', '#ffffff'],
  grey: ['#b1b4b6', '#0b0c0c'],
} as const;

interface ChartPart {
  readonly label: string;
  readonly tone: keyof typeof tones;
}

interface ChartRow {
  readonly label: string;
  /** One for each part. */
  readonly values: readonly number[];
}

interface StackedBarsProps {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly ChartPart[];
  readonly rows: readonly ChartRow[];
  /** What the first column of the table holds. */
  readonly rowHead: string;
}

/** About as wide as a phone shows it: its words are then read there at their own size, and larger on a desk. */
const WIDTH = 360;
const LABEL_WIDTH = 88;
const BAR = 26;
const GAP = 10;

/** A bar for each row, its parts one after the other. */
export const StackedBars: FC<StackedBarsProps> = ({ id, title, parts, rows, rowHead }) => {
  const totals = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const scale = (WIDTH - LABEL_WIDTH - 4) / Math.max(1, ...totals);
  const height = rows.length * (BAR + GAP);
  return (
    <figure class="figure">
      <Legend parts={parts} />
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-labelledby={`${id}-title`}
      >
        <title id={`${id}-title`}>{title}</title>
        {rows.map(({ label, values }, row) => (
          <g transform={`translate(0 ${row * (BAR + GAP)})`}>
            <text x={LABEL_WIDTH - 8} y={BAR / 2 + 5} text-anchor="end" font-size="14">
              {label}
            </text>
            <Segments values={values} parts={parts} scale={scale} />
          </g>
        ))}
      </svg>
      <AsTable
        caption={title}
        head={[rowHead, ...parts.map(({ label }) => label)]}
        rows={rows.map(({ label, values }) => [label, ...values.map(String)])}
      />
    </figure>
  );
};

const Segments: FC<{ values: readonly number[]; parts: readonly ChartPart[]; scale: number }> = ({
  values,
  parts,
  scale,
}) => {
  const starts = values.map((_, place) =>
    values.slice(0, place).reduce((sum, value) => sum + value, 0),
  );
  return (
    <>
      {parts.map(({ tone }, place) => {
        const value = values[place] ?? 0;
        const x = LABEL_WIDTH + (starts[place] ?? 0) * scale;
        const width = value * scale;
        const [fill, ink] = tones[tone];
        return value === 0 ? null : (
          <>
            <rect x={round(x)} y="0" width={round(width)} height={BAR} fill={fill} />
            {width > 9 * String(value).length + 6 && (
              <text
                x={round(x + width / 2)}
                y={BAR / 2 + 5}
                text-anchor="middle"
                font-size="14"
                fill={ink}
              >
                {value}
              </text>
            )}
          </>
        );
      })}
    </>
  );
};

const Legend: FC<{ parts: readonly ChartPart[] }> = ({ parts }) => (
  <ul class="legend">
    {parts.map(({ label, tone }) => (
      <li>
        <svg class="legend__mark" viewBox="0 0 16 16" aria-hidden="true">
          <rect width="16" height="16" fill={tones[tone][0]} />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);

interface CumulativeProps {
  readonly id: string;
  readonly title: string;
  readonly opens: LocalDate;
  readonly due: LocalDate;
  /** Last day of the axis. */
  readonly until: LocalDate;
  readonly today: LocalDate;
  /** Days on which something came in, in any order; a day may come more than once. */
  readonly days: readonly LocalDate[];
  readonly total: number;
}

const PLOT = { left: 34, right: 354, top: 24, bottom: 170, height: 196 };

/** How many had come in by each day, against the due day. */
export const Cumulative: FC<CumulativeProps> = (props) => {
  const { id, title, opens, due, until, today, days, total } = props;
  const counts = countedBy(days);
  const x = (day: LocalDate) =>
    PLOT.left +
    (daysBetween(opens, day) / Math.max(1, daysBetween(opens, until))) * (PLOT.right - PLOT.left);
  const y = (count: number) =>
    PLOT.bottom - (count / Math.max(1, total)) * (PLOT.bottom - PLOT.top);
  const ticks = ticksUpTo(total);
  const dueX = round(x(due));
  return (
    <figure class="figure">
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${PLOT.height}`}
        role="img"
        aria-labelledby={`${id}-title`}
      >
        <title id={`${id}-title`}>{title}</title>
        {ticks.map((tick) => (
          <>
            <line
              x1={PLOT.left}
              x2={PLOT.right}
              y1={round(y(tick))}
              y2={round(y(tick))}
              stroke="#dfe1e5"
            />
            <text x={PLOT.left - 6} y={round(y(tick) + 4)} text-anchor="end" font-size="13">
              {tick}
            </text>
          </>
        ))}
        <path d={linePath(counts, { opens, today, until, x, y })} class="chart__line" />
        <line
          x1={dueX}
          x2={dueX}
          y1={PLOT.top}
          y2={PLOT.bottom}
          stroke="#c22c15"
          stroke-dasharray="5 4"
        />
        <text x={dueX - 5} y="16" text-anchor="end" font-size="13" fill="#a32413">
          {`กำหนดส่ง ${dayAndMonth(due)}`}
        </text>
        <text x={PLOT.left} y={PLOT.bottom + 18} font-size="13">
          {dayAndMonth(opens)}
        </text>
        <text x={PLOT.right} y={PLOT.bottom + 18} text-anchor="end" font-size="13">
          {dayAndMonth(until)}
        </text>
      </svg>
      <AsTable
        caption={title}
        head={['วันที่', 'ส่งรวม (แห่ง)']}
        rows={[...counts].map(([day, count]) => [shortDate(day), String(count)])}
      />
    </figure>
  );
};

/** Round figures from 0, at most six of them, none beyond `total`. */
function ticksUpTo(total: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, total / 5)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => total / one <= 5) ?? total;
  return Array.from({ length: Math.floor(total / step) + 1 }, (_, place) => place * step);
}

/** Day → how many had come in by its end, for the days on which the number rose. */
function countedBy(days: readonly LocalDate[]): ReadonlyMap<LocalDate, number> {
  const inOrder = days.toSorted();
  return new Map(inOrder.map((day, place) => [day, place + 1]));
}

function linePath(
  counts: ReadonlyMap<LocalDate, number>,
  {
    opens,
    today,
    until,
    x,
    y,
  }: {
    opens: LocalDate;
    today: LocalDate;
    until: LocalDate;
    x: (day: LocalDate) => number;
    y: (count: number) => number;
  },
): string {
  const end = today < until ? today : until;
  const points: string[] = [];
  let count = 0;
  for (let day = opens; day <= end; day = addDays(day, 1)) {
    count = counts.get(day) ?? count;
    points.push(`${round(x(day))} ${round(y(count))}`);
  }
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

const AsTable: FC<{
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}> = ({ caption, head, rows }) => (
  <details class="govuk-details figure__table">
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">ดูเป็นตาราง</span>
    </summary>
    <div class="govuk-details__text">
      {rows.length === 0 ? (
        <p class="govuk-body">ยังไม่มีข้อมูล</p>
      ) : (
        <Table
          caption={caption}
          columns={head.map((text, place) => ({
            head: text,
            cell: (row: readonly string[]) => row[place] ?? '',
            figure: place > 0,
            heads: place === 0,
          }))}
          rows={rows}
        />
      )}
    </div>
  </details>
);

/** 30 เม.ย. */
export function dayAndMonth(date: LocalDate): string {
  return shortDate(date).split(' ').slice(0, 2).join(' ');
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}
