/** The JSON API: the same acts and rules as the pages, with problem details for errors. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { byKey } from './api-access.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function apiRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const report = '/api/organizations/:orgId/reports/:year/:round';
  // Loaded when somebody first asks: most people use the pages.
  const answers = once(async () => {
    const { apiAnswers } = await import('./api-answers.ts');
    return apiAnswers(dependencies);
  });
  const plans = once(async () => {
    const { apiPlans } = await import('./api-plans.ts');
    return apiPlans(dependencies);
  });
  const advice = once(async () => {
    const { apiAdvice } = await import('./api-advice.ts');
    return apiAdvice(dependencies);
  });
  const office = once(() => import('./api-office.ts'));
  const document = once(async () => {
    const { apiDocument } = await import('./api-document.ts');
    return apiDocument(dependencies.publicUrl);
  });

  app.get('/api/openapi.json', async (c) => c.json(await document()));
  app.get('/api/organizations/:orgId', async (c) => (await answers()).organization(c));
  app.get('/api/provinces/:province/rounds/:year/:round', byKey('read'), async (c) =>
    (await office()).answerRound(c, dependencies),
  );
  app.get('/api/provinces/:province/years/:year', byKey('read'), async (c) =>
    (await answers()).provinceYear(c),
  );
  app.get(report, byKey('read'), async (c) => (await answers()).report(c));
  app.put(`${report}/draft`, byKey('save-draft'), async (c) => (await answers()).saveDraft(c));
  app.post(`${report}/submissions`, byKey('submit'), async (c) => (await answers()).submit(c));
  app.post(`${report}/extension`, byKey('save-draft'), async (c) =>
    (await answers()).askExtension(c),
  );
  const plan = '/api/organizations/:orgId/plans';
  const items = `${plan}/:period{[0-9]{4}-[0-9]{4}}/items`;
  app.get(plan, byKey('read'), async (c) => (await plans()).all(c));
  app.post(items, byKey('change-plan'), async (c) => (await plans()).add(c));
  app.put(`${items}/:itemId`, byKey('change-plan'), async (c) => (await plans()).edit(c));
  app.post(`${items}/:itemId/cancel`, byKey('change-plan'), async (c) => (await plans()).cancel(c));
  const recommendations = '/api/organizations/:orgId/recommendations';
  app.get(recommendations, byKey('read'), async (c) => (await advice()).all(c));
  app.post(`${recommendations}/:year/:visitNo/:no/answers`, byKey('submit'), async (c) =>
    (await advice()).answer(c),
  );
  return app;
}
