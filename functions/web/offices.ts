/** The central office sets up the offices of provinces. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function officesRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createOfficesDesk } = await import('./offices-desk.tsx');
    return createOfficesDesk(dependencies);
  });
  routes.get('/offices', async (c) => (await desk()).list(c));
  routes.get('/offices/:province', async (c) => (await desk()).form(c));
  routes.post('/offices/:province', async (c) => (await desk()).save(c));
  return routes;
}
