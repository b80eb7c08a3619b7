/** Where the office takes signed reports to the committee; what answers is loaded when somebody comes. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function submissionRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const desk = once(async () =>
    (await import('./submission-desk.tsx')).submissionDesk(dependencies),
  );
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year/submissions';
  const one = `${path}/:no{[0-9]{1,3}}`;

  routes.get(path, async (c) => (await desk()).showAll(c));
  routes.post(path, async (c) => (await desk()).drawUp(c));
  routes.get(one, async (c) => (await desk()).showOne(c));
  routes.post(`${one}/number`, async (c) => (await desk()).number(c));
  routes.post(`${one}/undo`, async (c) => (await desk()).undo(c));
  return routes;
}
