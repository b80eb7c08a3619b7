/** What was handed in: receipts, printed versions, and whether they are what they were. */
import { Hono } from 'hono';
import { canonicalJson } from '../../shared/store/content-hash.ts';
import { crumbs, openDesk, openVersion, REPORT, reportPath } from './report-frame.ts';
import { found, page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export function versionRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { reports, roster, files } = dependencies;
  const app = new Hono<WebEnv>();
  const report = REPORT;

  app.get(`${report}/print`, async (c) => {
    const { place, desk } = await openDesk(c);
    const organization = found(await roster.find(place.orgId));
    const { obligation, content } = desk;
    const { PrintedReport } = await import('./report-print.tsx');
    return page(
      c,
      { title: 'ร่างรายงานสำหรับเสนอผู้บริหาร', line: obligation.organization.shortName },
      <PrintedReport {...{ organization, obligation, content }} on={todayOf(dependencies)} />,
    );
  });

  app.get(`${report}/versions/:version`, async (c) => {
    const { place, user, obligation, version } = await openVersion(c, dependencies);
    const { ReceiptPage } = await import('./receipt-page.tsx');
    const [submission, lists] = await Promise.all([
      reports.submission(place.orgId, place, version.submissionId),
      files.lists(place.orgId, `${place.fiscalYear}-${place.round}-`),
    ]);
    return page(
      c,
      {
        title: `ใบยืนยันการส่งรายงาน ${version.receipt}`,
        line: obligation.organization.shortName,
        breadcrumbs: crumbs(user, place, obligation, `ฉบับที่ ${version.version}`),
      },
      <ReceiptPage {...{ obligation, version, submission, lists }} base={reportPath(place)} />,
    );
  });

  app.get(`${report}/versions/:version/print`, async (c) => {
    const { place, obligation, version } = await openVersion(c, dependencies);
    const [organization, submission] = await Promise.all([
      roster.find(place.orgId),
      reports.submission(place.orgId, place, version.submissionId),
    ]);
    const { PrintedReport } = await import('./report-print.tsx');
    return page(
      c,
      { title: `รายงานฉบับที่ ${version.version}`, line: obligation.organization.shortName },
      <PrintedReport
        organization={found(organization)}
        obligation={obligation}
        content={found(submission).content}
        version={version}
      />,
    );
  });

  app.get(`${report}/versions/:version/verify`, async (c) => {
    const { place, user, obligation } = await openVersion(c, dependencies);
    const { verify, VerifyPage } = await import('./verify-page.tsx');
    const verified = await Promise.all(
      obligation.versions.map(async (version) =>
        verify(version, await reports.submission(place.orgId, place, version.submissionId)),
      ),
    );
    return page(
      c,
      {
        title: 'ตรวจสอบเนื้อหาของรายงาน',
        line: obligation.organization.shortName,
        breadcrumbs: crumbs(user, place, obligation, 'ตรวจสอบเนื้อหา'),
      },
      <VerifyPage {...{ obligation, verified }} base={reportPath(place)} />,
    );
  });

  // Byte for byte what the hash is made of.
  app.get(`${report}/versions/:version/content.json`, async (c) => {
    const { place, version } = await openVersion(c, dependencies);
    const submission = found(await reports.submission(place.orgId, place, version.submissionId));
    c.header('content-type', 'application/json; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${version.receipt}.json"`);
    return c.body(canonicalJson(submission.content));
  });

  return app;
}
