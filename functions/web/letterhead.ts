/** Where organizations, offices and the nation keep what their papers say; what answers is loaded when asked for. */
import { Hono } from 'hono';
import type { WebEnv } from './web-environment.tsx';

export function letterheadRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const answers = () => import('./letterhead-answers.tsx');
  for (const path of ['/organizations/:orgId/letterhead', '/provinces/:province/letterhead']) {
    routes.get(path, async (c) => (await answers()).showLetterhead(c));
    routes.post(path, async (c) => (await answers()).changeLetterhead(c));
    routes.get(`${path}/emblem`, async (c) => (await answers()).showEmblem(c));
    routes.post(`${path}/emblem`, async (c) => (await answers()).changeEmblem(c));
  }
  routes.get('/texts/:edition', async (c) => (await answers()).showTexts(c));
  routes.post('/texts/:edition', async (c) => (await answers()).changeTexts(c));
  return routes;
}
