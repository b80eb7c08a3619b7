/** What stands beside the 12-month report: what has left the plan, what is new in it, what the visit recommended. */
import type { FC } from 'hono/jsx';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { shortDate, statusLabel } from '../../shared/text/thai.ts';
import { Table } from '../../shared/web/components.tsx';
import { RecommendationTag } from '../../shared/web/tags.tsx';
import type { ReportDesk } from './report-desk.ts';

/** Rows of April that are no part of October, with the reason. */
export const GoneRows: FC<{ desk: Pick<ReportDesk, 'gone'> }> = ({ desk: { gone } }) =>
  gone.length === 0 ? null : (
    <Table
      caption={`รายการในรอบ 6 เดือนแรกที่ออกจากแผนแล้ว ${gone.length} รายการ (ไม่ต้องรายงาน)`}
      rows={gone}
      columns={[
        { head: 'ลำดับ', cell: ({ line }) => line.no },
        { head: 'ชื่อโครงการ/กิจกรรม/มาตรการ', heads: true, cell: ({ line }) => line.name },
        { head: 'รอบ 6 เดือนแรก', cell: ({ line }) => statusLabel(line.status) },
        { head: 'เหตุผล', cell: ({ why }) => why },
      ]}
    />
  );

/** Rows that April did not know, named in one line. */
export const NewRows: FC<{ desk: Pick<ReportDesk, 'april' | 'items'> }> = ({
  desk: { april, items },
}) => {
  const known = new Set(april.map(({ itemId }) => itemId));
  const added = items.filter(({ itemId }) => !known.has(itemId));
  return april.length === 0 || added.length === 0 ? null : (
    <p class="govuk-body">
      รายการใหม่ที่ไม่มีในรอบ 6 เดือนแรก {added.length} รายการ: ลำดับที่{' '}
      {added.map(({ no }) => no).join(', ')}
    </p>
  );
};

/** What the supervision team recommended and is still followed up: the year's report is the place to tell of it. */
export const OpenRecommendations: FC<{
  recommendations: readonly Recommendation[];
  orgId: string;
}> = ({ recommendations, orgId }) => {
  const open = recommendations.filter(({ state }) => state !== 'verified');
  return open.length === 0 ? null : (
    <section class="panel-plain" aria-labelledby="recommendations">
      <h2 class="govuk-heading-m" id="recommendations">
        ข้อเสนอแนะของคณะนิเทศที่ยังติดตามผล {open.length} ข้อ
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {open.map(({ text, state, madeOn, fiscalYear, visitNo }) => (
          <li>
            {text} <RecommendationTag state={state} />{' '}
            <a class="govuk-link" href={`/organizations/${orgId}/visits/${fiscalYear}/${visitNo}`}>
              การนิเทศเมื่อ {shortDate(madeOn)}
            </a>
          </li>
        ))}
      </ul>
      <p class="govuk-hint">
        เล่าความคืบหน้าตามข้อเสนอแนะไว้ในหมายเหตุของรายการที่เกี่ยวข้อง หรือในช่องปัญหา อุปสรรค และข้อเสนอแนะ
      </p>
    </section>
  );
};
