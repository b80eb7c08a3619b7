/** Where one visit is answered for at the office; what answers is loaded when somebody comes. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { VISIT_PATH } from './province-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const desk = once(async () => (await import('./visit-desk.tsx')).visitDesk(dependencies));
  const report = once(async () =>
    (await import('./visit-report-desk.tsx')).visitReportDesk(dependencies),
  );
  const routes = new Hono<WebEnv>();
  const path = `/provinces/:province/visits/:year/${VISIT_PATH}`;

  routes.get(path, async (c) => (await desk()).show(c));
  routes.get(`${path}/phone`, async (c) => (await desk()).showPhone(c));
  routes.post(`${path}/phone`, async (c) => (await desk()).takePhone(c));
  routes.post(`${path}/close`, async (c) => (await desk()).takeClosing(c));

  routes.get(`${path}/report`, async (c) => (await report()).show(c));
  routes.post(`${path}/report`, async (c) => (await report()).takeDraft(c));
  routes.get(`${path}/report/sign`, async (c) => (await report()).showSigning(c));
  routes.post(`${path}/report/sign`, async (c) => (await report()).takeSigning(c));
  routes.post(`${path}/report/correct`, async (c) => (await desk()).takeCorrection(c));
  routes.get(`${path}/report/versions/:version{[0-9]{1,3}}`, async (c) =>
    (await report()).showVersion(c),
  );
  return routes;
}
