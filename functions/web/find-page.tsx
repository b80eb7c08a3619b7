/** Where a citizen finds the page of an organization. */
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import { Button, EmptyState, Field, Select } from '../../shared/web/components.tsx';

export interface FindQuery {
  /** Code of a province; empty before one is chosen. */
  readonly province: string;
  readonly q: string;
}

interface FindPageProps {
  readonly query: FindQuery;
  /** Of the chosen province, whatever their names. */
  readonly organizations: readonly Organization[];
  readonly today: LocalDate;
}

export const FindPage: FC<FindPageProps> = (props) => {
  const { query } = props;
  const provinces = Object.entries(provinceNames)
    .toSorted(([, a], [, b]) => byThai(a, b))
    .map(([value, text]) => ({ value, text }));
  return (
    <>
      <h1 class="govuk-heading-l">ค้นหาหน่วยงาน</h1>
      <p class="govuk-body">
        ดูได้ว่าองค์กรปกครองส่วนท้องถิ่นแต่ละแห่งส่งรายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริตแล้วหรือยัง
        และได้คะแนนเท่าใด
      </p>
      <form class="filters" method="get" action="/public/organizations">
        <Select
          name="province"
          label="จังหวัด"
          value={query.province}
          options={[{ value: '', text: 'เลือกจังหวัด' }, ...provinces]}
        />
        <Field name="q" label="ชื่อหน่วยงานหรืออำเภอ (ถ้าทราบ)" type="search" value={query.q} />
        <Button>ค้นหา</Button>
      </form>
      {query.province !== '' && <Found {...props} />}
    </>
  );
};

const Found: FC<FindPageProps> = ({ query, organizations, today }) => {
  const { province, q } = query;
  const place = `จังหวัด${provinceNames[province] ?? ''}`;
  if (organizations.length === 0) return <EmptyState>{place}ยังไม่มีหน่วยงานในระบบนี้</EmptyState>;
  const named = organizations.map((organization) => ({
    ...nameOn(organization, today),
    orgId: organization.orgId,
    amphoe: organization.amphoe.name,
  }));
  const shown = named.filter(({ name, shortName, amphoe }) =>
    `${name} ${shortName} อำเภอ${amphoe}`.includes(q.trim()),
  );
  if (shown.length === 0) {
    return (
      <EmptyState>
        ไม่พบหน่วยงานที่ชื่อมีคำว่า “{q}” ใน{place}{' '}
        <a class="govuk-link" href={`/public/organizations?province=${province}`}>
          แสดงทั้งจังหวัด
        </a>
      </EmptyState>
    );
  }
  const amphoes = [...Map.groupBy(shown, ({ amphoe }) => amphoe)].toSorted(([a], [b]) =>
    byThai(a, b),
  );
  return (
    <>
      <h2 class="govuk-heading-m">
        {place} {shown.length} แห่ง
      </h2>
      {amphoes.map(([amphoe, ones]) => (
        <section>
          <h3 class="govuk-heading-s">อำเภอ{amphoe}</h3>
          <ul class="govuk-list columns-list">
            {ones
              .toSorted((a, b) => byThai(a.name, b.name))
              .map(({ orgId, name }) => (
                <li>
                  <a class="govuk-link" href={`/public/organizations/${orgId}`}>
                    {name}
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
};
