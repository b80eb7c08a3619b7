/** Where the office changes what is published: one visit, many at once, the circular's number. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { VISIT_PATH } from './province-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitChangeRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  // Loaded when somebody asks for one of these forms.
  const one = once(async () => (await import('./change-desk.tsx')).changeDesk(dependencies));
  const many = once(async () => (await import('./postpone-desk.tsx')).postponeDesk(dependencies));
  const circular = once(async () =>
    (await import('./circular-desk.tsx')).circularDesk(dependencies),
  );
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  routes.get(`${path}/${VISIT_PATH}/move`, async (c) => (await one()).showMove(c));
  routes.post(`${path}/${VISIT_PATH}/move`, async (c) => (await one()).takeMove(c));
  for (const change of ['urgent', 'postpone', 'cancel'] as const) {
    routes.get(`${path}/${VISIT_PATH}/${change}`, async (c) => (await one()).show(c, change));
    routes.post(`${path}/${VISIT_PATH}/${change}`, async (c) => (await one()).take(c, change));
  }
  routes.post(`${path}/${VISIT_PATH}/pin`, async (c) => (await one()).takePin(c));
  routes.get(`${path}/postpone`, async (c) => (await many()).show(c));
  routes.post(`${path}/postpone`, async (c) => (await many()).take(c));
  routes.get(`${path}/letter`, async (c) => (await circular()).show(c));
  routes.post(`${path}/letter`, async (c) => (await circular()).take(c));

  return routes;
}
