/** The people of an organization, as its office sees them. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function contactRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createContactDesk } = await import('./contacts-desk.tsx');
    return createContactDesk(dependencies);
  });
  const path = '/provinces/:province/contacts/:orgId';
  routes.get(path, async (c) => (await desk()).read(c));
  routes.post(path, async (c) => (await desk()).mend(c));
  return routes;
}
