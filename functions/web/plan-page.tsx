/** A plan to read: its facts, and its items by dimension, filtered as whoever reads likes. */
import type { Child, FC } from 'hono/jsx';
import * as z from 'zod';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import {
  type Dimension,
  type DimensionTitles,
  dimensions,
  dimensionTitle,
} from '../../shared/domain/framework.ts';
import {
  budgetIn,
  hasEnded,
  MOST_ITEMS,
  type Plan,
  type PlanItem,
  planYears,
} from '../../shared/domain/plan.ts';
import { baht } from '../../shared/text/money.ts';
import { dimensionLabel, mediumDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Field,
  Notification,
  Select,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { type OpenPlan, periodName, planPath } from './plan-frame.tsx';

export const planQuerySchema = z.object({
  dimension: z.coerce
    .number()
    .pipe(z.literal([1, 2, 3, 4]))
    .optional()
    .catch(undefined),
  state: z.enum(['active', 'ended', 'inconsistent']).optional().catch(undefined),
  year: z.string().max(4).catch(''),
  q: z.string().trim().max(200).catch(''),
});
type Query = z.infer<typeof planQuerySchema>;

const doneWords: Readonly<Record<string, string>> = {
  details: 'บันทึกข้อมูลแผนแล้ว',
  added: 'เพิ่มรายการในแผนแล้ว',
  cancelled: 'ยกเลิกรายการแล้ว',
  'next-year': 'บันทึกแผนของปีถัดไปแล้ว',
  'carried-over': 'ยกรายการมาไว้ในแผนนี้แล้ว',
};

interface PlanPageProps extends OpenPlan {
  readonly query: Query;
  readonly others: readonly Plan[];
  /** The fiscal year of today. */
  readonly today: FiscalYear;
  readonly done: string | undefined;
}

export const PlanPage: FC<PlanPageProps> = (props) => {
  const { plan, items, base, writes, query, others, orgId, shortName, done } = props;
  const shown = items.filter((item) => matches(item, query, plan));
  const groups = ([...dimensions, null] as const).flatMap((dimension) => {
    const rows = shown.filter((item) => item.dimension === dimension);
    return rows.length > 0 ? [{ dimension, rows }] : [];
  });
  const said = done && doneWords[done];
  return (
    <>
      {said && <Notification kind="success" title={said} />}
      <span class="govuk-caption-l">{shortName}</span>
      <h1 class="govuk-heading-l">แผนปฏิบัติการป้องกันการทุจริต {periodName(plan)}</h1>
      <PlanFacts {...props} />
      {writes && <PlanActions {...props} />}
      {others.length > 0 && (
        <p class="govuk-body no-print">
          แผนรอบอื่น:{' '}
          {others.map((other) => (
            <>
              <a class="govuk-link" href={planPath(other)}>
                {periodName(other)}
              </a>{' '}
            </>
          ))}
        </p>
      )}
      <h2 class="govuk-heading-m" id="items">
        รายการในแผน
      </h2>
      {items.length === 0 ? (
        <EmptyState>แผนนี้ยังไม่มีโครงการ/กิจกรรม/มาตรการ</EmptyState>
      ) : (
        <>
          <Filters {...props} />
          <nav aria-label="ไปยังมิติ">
            <ul class="counts">
              {groups.map(({ dimension, rows }) => (
                <li>
                  <a class="govuk-link" href={`#${anchorOf(dimension)}`}>
                    {dimensionLabel(dimension)} ({rows.length})
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {shown.length === 0 && (
            <EmptyState>
              ไม่มีรายการที่ตรงกับตัวกรอง <a href={`/organizations/${orgId}/plans`}>แสดงทั้งหมด</a>
            </EmptyState>
          )}
          {groups.map(({ dimension, rows }) => (
            <section id={anchorOf(dimension)} aria-label={dimensionLabel(dimension)}>
              <Items
                rows={rows}
                base={base}
                plan={plan}
                caption={groupTitle(dimension, props.titles)}
              />
            </section>
          ))}
        </>
      )}
    </>
  );
};

function anchorOf(dimension: Dimension | null): string {
  return `dimension-${dimension ?? 'none'}`;
}

function groupTitle(dimension: Dimension | null, titles: DimensionTitles): string {
  const title = dimension === null ? '' : ` ${dimensionTitle(dimension, titles)}`;
  return `${dimensionLabel(dimension)}${title}`;
}

function matches(item: PlanItem, { dimension, state, year, q }: Query, plan: Plan): boolean {
  const inYear = year === '' || item.years.some((each) => String(each) === year);
  const inState =
    state === undefined ||
    (state === 'inconsistent' ? !item.consistent : (state === 'ended') === hasEnded(item, plan.to));
  return (
    inYear &&
    inState &&
    (dimension === undefined || item.dimension === dimension) &&
    item.name.includes(q)
  );
}

const PlanFacts: FC<PlanPageProps> = ({ plan, items }) => {
  const { announcedOn, workingGroup, editionId } = plan;
  const active = items.filter((item) => !hasEnded(item, plan.to)).length;
  return (
    <SummaryList
      rows={[
        { key: 'กรอบแผน', value: `พ.ศ. ${editionId.replace('-', '–')}` },
        { key: 'ประกาศใช้', value: announcedOn ? mediumDate(announcedOn) : 'ยังไม่ได้บันทึก' },
        {
          key: 'รายการ',
          value: `${active} รายการ${active < items.length ? ` (ยกเลิกหรือแทนที่แล้ว ${items.length - active})` : ''}`,
        },
        {
          key: 'คณะทำงาน',
          value: workingGroup ? (
            <>
              คำสั่งที่ {workingGroup.orderNo} ลงวันที่ {mediumDate(workingGroup.orderDate)}
              <ul class="govuk-list">
                {workingGroup.members.map(({ position, role }) => (
                  <li>
                    {position} – {role}
                  </li>
                ))}
              </ul>
            </>
          ) : (
            'ยังไม่ได้บันทึก'
          ),
        },
      ]}
    />
  );
};

const PlanActions: FC<PlanPageProps> = ({ base, plan, items, today }) => {
  const full = items.length >= MOST_ITEMS;
  // The report on a year is made in October, which lies in the next one.
  const reported = planYears(plan).filter((year) => year < plan.to && year <= today);
  const last = reported.at(-1);
  return (
    <div class="actions no-print">
      {!full && <ButtonLink href={`${base}/add`}>เพิ่มรายการ</ButtonLink>}
      {!full && (
        <ButtonLink href={`${base}/add-several`} kind="secondary">
          เพิ่มหลายรายการ
        </ButtonLink>
      )}
      <ButtonLink href={`${base}/details`} kind="secondary">
        แก้ไขข้อมูลแผนและคณะทำงาน
      </ButtonLink>
      {items.length > 0 && last !== undefined && (
        <ButtonLink href={`${base}/years/${last + 1}`} kind="secondary">
          จัดทำแผนปี {last + 1} จากผลการประเมิน
        </ButtonLink>
      )}
      {items.length > 0 && today >= plan.to && (
        <ButtonLink href={`${base}/carry-over`} kind="secondary">
          ยกไปแผนรอบถัดไป
        </ButtonLink>
      )}
    </div>
  );
};

const Filters: FC<PlanPageProps> = ({ query, base, plan }) => (
  <form class="filters no-print" method="get" action={`${base}#items`}>
    <Select
      name="dimension"
      label="มิติ"
      value={query.dimension ? String(query.dimension) : ''}
      options={[
        { value: '', text: 'ทุกมิติ' },
        ...dimensions.map((each) => ({ value: String(each), text: dimensionLabel(each) })),
      ]}
    />
    <Select
      name="year"
      label="ปีงบประมาณ"
      value={query.year}
      options={[
        { value: '', text: 'ทุกปี' },
        ...planYears(plan).map((year) => ({ value: String(year), text: String(year) })),
      ]}
    />
    <Select
      name="state"
      label="สถานะในแผน"
      value={query.state ?? ''}
      options={[
        { value: '', text: 'ทั้งหมด' },
        { value: 'active', text: 'อยู่ในแผน' },
        { value: 'ended', text: 'ยกเลิกหรือแทนที่แล้ว' },
        { value: 'inconsistent', text: 'ไม่สอดคล้อง' },
      ]}
    />
    <Field name="q" label="ชื่อมีคำว่า" type="search" value={query.q} width={20} />
    <Button kind="secondary">กรอง</Button>
  </form>
);

interface ItemsProps {
  readonly rows: readonly PlanItem[];
  readonly base: string;
  readonly plan: Plan;
  readonly caption: string;
}

const Items: FC<ItemsProps> = ({ rows, base, plan, caption }) => (
  <Table
    className="plan-items"
    caption={caption}
    rows={rows}
    columns={[
      { head: 'ลำดับ', cell: ({ no }) => no },
      {
        head: 'ชื่อโครงการ/กิจกรรม/มาตรการ',
        heads: true,
        cell: (item) => (
          <a class="govuk-link" href={`${base}/items/${item.itemId}`}>
            {item.name || 'ยังไม่มีชื่อ'}
          </a>
        ),
      },
      { head: 'ปีงบประมาณ', cell: ({ years }) => yearsWords(years, plan) },
      { head: 'งบประมาณ (บาท)', figure: true, cell: (item) => budgetWords(item, plan) },
      { head: 'สถานะในแผน', cell: (item) => <ItemTags item={item} plan={plan} /> },
    ]}
  />
);

/** ทุกปี where it runs through all of them. */
function yearsWords(years: readonly FiscalYear[], plan: Plan): string {
  const all = planYears(plan);
  return all.every((year) => years.includes(year)) ? 'ทุกปี' : years.join(', ');
}

/** The sum over its years, or that there is none. */
function budgetWords(item: PlanItem, plan: Plan): string {
  const amounts = planYears(plan)
    .filter((year) => item.years.includes(year))
    .map((year) => budgetIn(item, year))
    .filter((amount) => amount !== null);
  return amounts.length === 0 ? 'ไม่มี' : baht(amounts.reduce((sum, amount) => sum + amount, 0));
}

export const ItemTags: FC<{ item: PlanItem; plan: Pick<Plan, 'to'> }> = ({ item, plan }) => {
  const { state, ended, consistent, wholeYear, decided } = item;
  const tags: Child[] = [];
  if (state === 'cancelled') tags.push(<Tag tone="grey">ยกเลิก{sinceYear(ended?.from)}</Tag>);
  if (state === 'replaced') tags.push(<Tag tone="grey">มีรายการแทน{sinceYear(ended?.from)}</Tag>);
  if (!consistent) tags.push(<Tag tone="orange">ไม่สอดคล้อง</Tag>);
  if (tags.length === 0 && !hasEnded(item, plan.to)) tags.push(<Tag tone="green">อยู่ในแผน</Tag>);
  if (decided && decided.decision !== 'continue' && state === 'active') {
    tags.push(<Tag tone="yellow">ต้องปรับตามผลปี {decided.year}</Tag>);
  }
  if (wholeYear) tags.push(<span class="cell-note">ดำเนินการทั้งปีงบประมาณ</span>);
  return (
    <>
      {tags.map((tag) => (
        <>{tag} </>
      ))}
    </>
  );
};

function sinceYear(year: FiscalYear | undefined): string {
  return year === undefined ? '' : `ตั้งแต่ปี ${year}`;
}
