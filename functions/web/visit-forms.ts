/** Editions of the form on a visit: the central office adds to them. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitFormRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const desk = once(async () =>
    (await import('./visit-forms-desk.tsx')).visitFormsDesk(dependencies),
  );
  const routes = new Hono<WebEnv>();
  routes.get('/visit-forms', async (c) => (await desk()).list(c));
  routes.post('/visit-forms', async (c) => (await desk()).add(c));
  routes.get('/visit-forms/:form', async (c) => (await desk()).show(c));
  return routes;
}
