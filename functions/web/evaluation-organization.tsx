/** The review evaluation of a year (การประเมินผลการดำเนินงาน): of one organization. */
import type { Context } from 'hono';
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { currentVersion } from '../../shared/domain/obligation.ts';
import { nameOn, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { rounds } from '../../shared/domain/round.ts';
import { visitState } from '../../shared/domain/supervision.ts';
import { decisionLabels, roundLabels, shortDate } from '../../shared/text/thai.ts';
import { EmptyState, SummaryList, Table } from '../../shared/web/components.tsx';
import { VisitTag } from '../../shared/web/tags.tsx';
import { adviceStateColumn } from './advice-columns.tsx';
import { Decisions, latestVisit, NotYet, RoundCell } from './evaluation-parts.tsx';
import { officeName } from './report-views.tsx';
import { DimensionChart } from './result-charts.tsx';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const organizationPath = z.object({
  orgId: orgIdSchema,
  year: z.coerce.number().pipe(fiscalYearSchema),
});

export async function answerOrganization(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { orgId, year } = pathOf(c, organizationPath);
  authorized(c, 'read-organization', { orgId });
  const province = provinceOf(orgId);
  const { obligations, reports, roster, seasons } = dependencies;
  const [organization, schedule, followUps, ...owed] = await Promise.all([
    roster.find(orgId),
    seasons.schedule(year, province),
    seasons.recommendations(province, orgId),
    ...rounds.map((round) => obligations.find(orgId, { fiscalYear: year, round })),
  ]);
  const [april, october] = owed;
  const today = todayOf(dependencies);
  const { entry } = latestVisit(orgId, schedule?.entries ?? [], []);
  const visit = entry && (await seasons.visit({ fiscalYear: year, orgId, visitNo: entry.visitNo }));
  const latest = (october && currentVersion(october)) ?? (april && currentVersion(april));
  const round12 = october && currentVersion(october);
  const submission =
    october && round12 && (await reports.submission(orgId, october, round12.submissionId));
  const changes = (submission?.content.lines ?? []).filter(
    ({ decision }) => decision !== null && decision !== 'continue',
  );
  const name = nameOn(found(organization), today);
  const advice = followUps.filter(({ fiscalYear }) => fiscalYear === year);
  return page(
    c,
    {
      title: `การประเมินผล ${name.shortName} ${year}`,
      line: `${officeName(province)} · ปีงบประมาณ พ.ศ. ${year}`,
      breadcrumbs: [
        { text: name.shortName, href: `/organizations/${orgId}` },
        { text: `การประเมินผล ${year}` },
      ],
    },
    <>
      <span class="govuk-caption-l">{name.name}</span>
      <h1 class="govuk-heading-l">การประเมินผลการดำเนินงาน ปีงบประมาณ พ.ศ. {year}</h1>
      {!april && !october && <EmptyState>ไม่มีรายงานที่ต้องส่งในปีงบประมาณนี้</EmptyState>}
      <NotYet october={october} today={today} />
      <SummaryList
        rows={[
          {
            key: roundLabels['6M'],
            value: <RoundCell obligation={april} today={today} />,
          },
          {
            key: roundLabels['12M'],
            value: <RoundCell obligation={october} today={today} />,
          },
          {
            key: 'การนิเทศติดตาม',
            value: entry ? (
              <>
                <VisitTag state={visitState(entry, visit, today)} /> {shortDate(entry.date)}
              </>
            ) : (
              'ไม่มีการนิเทศในปีนี้'
            ),
          },
        ]}
      />
      {latest && (
        <>
          <h2 class="govuk-heading-m">สถานะตามมิติ (รายงานล่าสุด)</h2>
          <DimensionChart figures={latest.figures} />
        </>
      )}
      {round12 && <Decisions figures={round12.figures} />}
      {changes.length > 0 && (
        <Table
          caption="รายการที่จะเปลี่ยนในปีต่อไป"
          rows={changes}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'รายการ', heads: true, cell: (line) => line.name },
            {
              head: 'การตัดสินใจ',
              cell: ({ decision }) => (decision ? decisionLabels[decision] : ''),
            },
          ]}
        />
      )}
      {advice.length > 0 && (
        <Table
          caption="ข้อเสนอแนะของคณะนิเทศ"
          rows={advice}
          columns={[
            { head: 'ข้อเสนอแนะ', heads: true, cell: ({ text }) => text },
            { head: 'เมื่อ', cell: ({ madeOn }) => shortDate(madeOn) },
            adviceStateColumn,
          ]}
        />
      )}
    </>,
  );
}
