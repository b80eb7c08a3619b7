/** The central office records that an organization has become part of another. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function mergerRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createMergerDesk } = await import('./merger-desk.tsx');
    return createMergerDesk(dependencies);
  });
  const path = '/organizations/:orgId/merger';
  routes.get(path, async (c) => (await desk()).show(c));
  routes.post(path, async (c) => (await desk()).take(c));
  routes.post(`${path}/undo`, async (c) => (await desk()).undo(c));
  return routes;
}
