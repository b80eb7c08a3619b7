/** Where the office changes what is published: one visit, many at once, the letter's number. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { VISIT_PATH } from './province-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitChangeRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  // Loaded when somebody asks for one of these forms.
  const desk = once(async () => (await import('./change-desk.tsx')).changeDesk(dependencies));
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  for (const change of ['move', 'urgent', 'postpone', 'cancel'] as const) {
    routes.get(`${path}/${VISIT_PATH}/${change}`, async (c) => (await desk()).show(c, change));
    routes.post(`${path}/${VISIT_PATH}/${change}`, async (c) => (await desk()).take(c, change));
  }
  routes.post(`${path}/${VISIT_PATH}/pin`, async (c) => (await desk()).takePin(c));
  routes.get(`${path}/postpone`, async (c) => (await desk()).showPostpone(c));
  routes.post(`${path}/postpone`, async (c) => (await desk()).takePostpone(c));
  routes.get(`${path}/letter`, async (c) => (await desk()).showLetter(c));
  routes.post(`${path}/letter`, async (c) => (await desk()).takeLetter(c));

  return routes;
}
