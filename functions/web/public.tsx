/** What anybody may see of an organization. */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { dateTime, longDate, roundLabels } from '../../shared/text/thai.ts';
import { EmptyState, Table, Tag } from '../../shared/web/components.tsx';
import { ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import type { PublicOrganization } from './api-schemas.ts';
import { publicFacts } from './public-facts.ts';
import { officeName } from './report-views.tsx';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const orgPathSchema = z.object({ orgId: orgIdSchema });
const findSchema = z.object({
  province: z.enum(Object.keys(provinceNames)).or(z.literal('')).catch(''),
  q: z.string().max(100).catch(''),
});

export function publicRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/public/organizations', async (c) => {
    const query = findSchema.parse(c.req.query());
    const { province } = query;
    const organizations = province === '' ? [] : await dependencies.roster.all(province);
    const { FindPage } = await import('./find-page.tsx');
    return page(
      c,
      { title: 'ค้นหาหน่วยงาน' },
      <FindPage query={query} organizations={organizations} today={todayOf(dependencies)} />,
    );
  });

  app.get('/public/organizations/:orgId', async (c) => {
    const { orgId } = pathOf(c, orgPathSchema);
    const facts = found(await publicFacts(dependencies, orgId, todayOf(dependencies)));
    return page(
      c,
      {
        title: facts.name,
        line: officeName(facts.province),
        breadcrumbs: [
          { text: 'ค้นหาหน่วยงาน', href: `/public/organizations?province=${facts.province}` },
          { text: facts.shortName },
        ],
      },
      <PublicPage organization={facts} />,
    );
  });

  return app;
}

const PublicPage: FC<{ organization: PublicOrganization }> = ({ organization }) => {
  const { orgId, name, amphoe, provinceName, reports, takenOverBy } = organization;
  return (
    <>
      <span class="govuk-caption-l">
        อำเภอ{amphoe} จังหวัด{provinceName}
      </span>
      <h1 class="govuk-heading-l">{name}</h1>
      {takenOverBy && (
        <p class="govuk-inset-text">
          รวมกับ
          <a class="govuk-link" href={`/public/organizations/${takenOverBy.orgId}`}>
            {takenOverBy.name}
          </a>
          ตั้งแต่{longDate(takenOverBy.since)}
        </p>
      )}
      <p class="govuk-body">ผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริตที่รายงานต่อสำนักงาน ป.ป.ช.</p>
      {reports.length === 0 ? (
        <EmptyState>ยังไม่มีรอบรายงาน</EmptyState>
      ) : (
        <Table
          caption="รายงานแต่ละรอบ"
          rows={reports}
          columns={[
            {
              head: 'รอบ',
              heads: true,
              cell: ({ round, fiscalYear }) => `${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear}`,
            },
            { head: 'กำหนดส่ง', cell: ({ due }) => longDate(due) },
            { head: 'การส่งรายงาน', cell: (report) => <Standing {...report} /> },
            { head: 'คะแนน', cell: ({ score }) => <ScoreTag score={score} /> },
            {
              head: 'ฉบับล่าสุด',
              cell: ({ versions }) => {
                const last = versions.at(-1);
                return last ? `${last.receipt} ${dateTime(new Date(last.receivedAt))}` : '–';
              },
            },
          ]}
        />
      )}
      <p class="govuk-body">
        คะแนนคิดจากโครงการ/กิจกรรม/มาตรการที่แล้วเสร็จ รวมกับครึ่งหนึ่งของที่อยู่ระหว่างดำเนินการ
        เทียบกับทั้งหมดที่ต้องรายงาน
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={`/api/organizations/${orgId}`}>
          ข้อมูลเปิดของหน้านี้ (JSON)
        </a>
      </p>
    </>
  );
};

const Standing: FC<PublicOrganization['reports'][number]> = ({ state, timeliness, daysLate }) => (
  <>
    <TimelinessTag timeliness={timeliness} daysLate={daysLate} />{' '}
    {state === 'accepted' && <Tag tone="green">รับรายงานแล้ว</Tag>}
    {state === 'returned' && (
      <Tag tone="orange" icon="↩">
        ส่งกลับให้แก้ไข
      </Tag>
    )}
  </>
);
