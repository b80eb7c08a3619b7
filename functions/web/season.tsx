/** Where the office plans a season: proposals, edits of the schedule in the making, publishing. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function seasonRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  // Loaded when somebody asks for one of these pages.
  const desk = once(async () => (await import('./season-desk.tsx')).seasonDesk(dependencies));
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  routes.get('/provinces/:province/visits', async (c) => (await desk()).toThisYear(c));
  routes.get(path, async (c) => (await desk()).show(c));
  routes.post(`${path}/proposals`, async (c) => (await desk()).propose(c));
  routes.post(`${path}/adopt`, async (c) => (await desk()).adopt(c));
  routes.get(`${path}/plan/:orgId`, async (c) => (await desk()).showEdit(c));
  routes.post(`${path}/plan/:orgId`, async (c) => (await desk()).takeEdit(c));
  routes.post(`${path}/plan/:orgId/cluster`, async (c) => (await desk()).takeGroup(c));
  routes.post(`${path}/plan/:orgId/pin`, async (c) => (await desk()).takePin(c));
  routes.post(`${path}/plan/:orgId/why-not`, async (c) => (await desk()).askWhyNot(c));
  routes.get(`${path}/check`, async (c) => (await desk()).check(c));
  routes.get(`${path}/board`, async (c) => (await desk()).showWeek(c));
  routes.get(`${path}/publish`, async (c) => (await desk()).showPublish(c));
  routes.post(`${path}/publish`, async (c) => (await desk()).takePublish(c));

  return routes;
}
