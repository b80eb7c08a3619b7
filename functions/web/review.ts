/** Where the office reviews reports and answers requests for time. The pages are loaded when somebody opens one. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { decisions } from './review-report.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function reviewRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const reviews = once(async () => (await import('./reviews.tsx')).reviewPages(dependencies));
  const report = '/provinces/:province/reports/:orgId/:year/:round';
  routes.get(report, async (c) => (await reviews()).report(c));
  for (const decision of decisions) {
    routes.get(`${report}/${decision}`, async (c) => (await reviews()).form(c, decision));
    routes.post(`${report}/${decision}`, async (c) => (await reviews()).decide(c, decision));
  }

  const extensions = once(async () =>
    (await import('./extension-pages.tsx')).extensionPages(dependencies),
  );
  const answers = '/provinces/:province/rounds/:year/:round/extensions';
  const request = '/organizations/:orgId/reports/:year/:round/extension';
  routes.get(answers, async (c) => (await extensions()).answersForm(c));
  routes.post(answers, async (c) => (await extensions()).answers(c));
  routes.get(request, async (c) => (await extensions()).requestForm(c));
  routes.post(request, async (c) => (await extensions()).request(c));
  return routes;
}
