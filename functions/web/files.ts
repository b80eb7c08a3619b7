/** Where the files of one place lie; what answers is loaded when somebody comes. */
import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function fileRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const path = '/organizations/:orgId/files/:place';
  const answers = () => import('./file-answers.tsx');

  routes.get(path, async (c) => (await answers()).showPlace(c, dependencies));
  // Where a browser comes back to from where it has put a file; loading it again changes nothing.
  routes.get(`${path}/:fileId/taken`, async (c) => (await answers()).takeIn(c, dependencies));
  routes.get(`${path}/:fileId`, async (c) => (await answers()).saveFile(c, dependencies));
  routes.post(`${path}/:fileId/remove`, async (c) =>
    (await answers()).actOn(c, dependencies, 'remove'),
  );
  routes.post(`${path}/:fileId/release`, async (c) =>
    (await answers()).actOn(c, dependencies, 'release'),
  );
  return routes;
}
