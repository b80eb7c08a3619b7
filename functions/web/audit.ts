/** The audit trail, as the office and the organization itself may read it. */
import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function auditRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const answers = () => import('./audit-answers.tsx');
  routes.get('/organizations/:orgId/audit', async (c) =>
    (await answers()).answerOrganizationAudit(c, dependencies),
  );
  routes.get('/provinces/:province/audit', async (c) =>
    (await answers()).answerProvinceAudit(c, dependencies),
  );
  routes.get('/nation/audit', async (c) => (await answers()).answerNationAudit(c, dependencies));
  return routes;
}
