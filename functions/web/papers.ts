/** Where papers are listed and fetched; what answers is loaded when somebody comes. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function paperRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const ofReport = '/organizations/:orgId/reports/:year/:round/versions/:version/papers';
  const ofSeason = '/provinces/:province/visits/:year/papers';
  const FILE = ':file{[a-z-]+[.][a-z]{3,4}}';
  const answers = once(async () =>
    (await import('./papers-answers.tsx')).paperAnswers(dependencies),
  );

  routes.get(ofReport, async (c) => (await answers()).showReportPapers(c));
  routes.get(`${ofReport}/${FILE}`, async (c) => (await answers()).saveReportPaper(c));
  routes.get(`${ofReport}/${FILE}/making`, async (c) => (await answers()).awaitReportPaper(c));

  routes.post(`${ofReport}/numbers`, async (c) => (await answers()).numberReportPapers(c));

  routes.get(ofSeason, async (c) => (await answers()).showSeasonPapers(c));
  routes.get(`${ofSeason}/${FILE}`, async (c) => (await answers()).saveSeasonPaper(c));
  routes.get(`${ofSeason}/${FILE}/making`, async (c) => (await answers()).awaitSeasonPaper(c));
  return routes;
}
