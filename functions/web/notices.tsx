/** Notices of published visits: the numbers of their letters, and who has not acknowledged them. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { VISIT_PATH } from './province-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function noticeRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  // Loaded when somebody asks for one of these pages.
  const numbers = once(async () => (await import('./letters-desk.tsx')).lettersDesk(dependencies));
  const unanswered = () => import('./unanswered-page.tsx');
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  routes.get(`${path}/letters`, async (c) => (await numbers()).showList(c));
  routes.post(`${path}/letters`, async (c) => (await numbers()).takeList(c));
  routes.get(`${path}/${VISIT_PATH}/letter`, async (c) => (await numbers()).showOne(c));
  routes.post(`${path}/${VISIT_PATH}/letter`, async (c) => (await numbers()).takeOne(c));
  routes.get(`${path}/unanswered`, async (c) =>
    (await unanswered()).answerUnanswered(c, dependencies),
  );

  return routes;
}
