/** API keys: an organization, or a province's office, makes and ends them. */
import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function keyRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const answers = () => import('./keys-answers.tsx');
  for (const path of ['/organizations/:orgId/keys', '/provinces/:province/keys'] as const) {
    routes.get(path, async (c) => (await answers()).answerKeys(c, dependencies));
    routes.post(path, async (c) => (await answers()).makeKey(c, dependencies));
    routes.post(`${path}/:keyId/revoke`, async (c) => (await answers()).revokeKey(c, dependencies));
  }
  return routes;
}
