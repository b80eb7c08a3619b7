/** The review evaluation of a year (การประเมินผลการดำเนินงาน): its pages are loaded when somebody comes. */
import { Hono } from 'hono';
import { currentRound } from './board.ts';
import { provinceFrame } from './province-frame.tsx';
import { todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export function evaluationRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { settings, now } = dependencies;
  const routes = new Hono<WebEnv>();
  const year = '/provinces/:province/evaluation/:year';
  const province = () => import('./evaluation-province.tsx');
  const summary = () => import('./summary-page.tsx');
  const closing = () => import('./closing-page.tsx');

  routes.get('/provinces/:province/evaluation', async (c) => {
    const { province: code } = await provinceFrame(c);
    const { rules } = await settings.load();
    const { fiscalYear } = currentRound(todayOf({ now }), rules);
    return c.redirect(`/provinces/${code}/evaluation/${fiscalYear}`, 303);
  });

  routes.get(year, async (c) => (await province()).answerProvince(c, dependencies));
  routes.get(`${year}/summary`, async (c) => (await summary()).answerSummary(c, dependencies));
  routes.get(`${year}/summary.csv`, async (c) =>
    (await summary()).answerSummaryCsv(c, dependencies),
  );
  routes.get(`${year}/close`, async (c) => (await closing()).showClosing(c, dependencies));
  routes.post(`${year}/close`, async (c) => (await closing()).takeClosing(c, dependencies));

  routes.get('/organizations/:orgId/evaluation/:year', async (c) =>
    (await import('./evaluation-organization.tsx')).answerOrganization(c, dependencies),
  );

  return routes;
}
