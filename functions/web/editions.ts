/** Editions of the framework: the central office adds to them. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function editionRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createEditionDesk } = await import('./editions-desk.tsx');
    return createEditionDesk(dependencies);
  });
  routes.get('/editions', async (c) => (await desk()).list(c));
  routes.post('/editions', async (c) => (await desk()).add(c));
  routes.get('/editions/:edition', async (c) => (await desk()).show(c));
  routes.post('/editions/:edition', async (c) => (await desk()).correct(c));
  return routes;
}
