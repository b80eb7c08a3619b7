/** What is kept of people: the notice for everybody, and for each signed-in person what is kept of them. */
import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function myDataRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const answers = () => import('./my-data-answers.tsx');
  routes.get('/privacy', async (c) => (await answers()).answerPrivacy(c));
  routes.get('/my-data', async (c) => (await answers()).answerMyData(c, dependencies));
  routes.get('/my-data.json', async (c) => (await answers()).answerMyDataFile(c, dependencies));
  return routes;
}
