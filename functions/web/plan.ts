/** Where the pages of a plan lie. Their code is loaded when somebody first opens one. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function planRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const pages = once(async () => {
    const [plan, item, next] = await Promise.all([
      import('./plan-pages.tsx'),
      import('./plan-item-pages.tsx'),
      import('./plan-next-pages.tsx'),
    ]);
    return {
      ...plan.planPages(dependencies),
      ...item.planItemPages(dependencies),
      ...next.planNextPages(dependencies),
    };
  });
  const plans = '/organizations/:orgId/plans';
  const plan = `${plans}/:period{[0-9]{4}-[0-9]{4}}`;
  const item = `${plan}/items/:itemId`;

  routes.get(plans, async (c) => (await pages()).current(c));
  routes.get(`${plans}/new`, async (c) => (await pages()).startForm(c));
  routes.post(`${plans}/new`, async (c) => (await pages()).start(c));
  routes.get(plan, async (c) => (await pages()).plan(c));
  routes.get(`${plan}/details`, async (c) => (await pages()).detailsForm(c));
  routes.post(`${plan}/details`, async (c) => (await pages()).details(c));
  routes.get(`${plan}/add`, async (c) => (await pages()).addForm(c));
  routes.post(`${plan}/add`, async (c) => (await pages()).add(c));
  routes.get(`${plan}/add-several`, async (c) => (await pages()).addSeveralForm(c));
  routes.post(`${plan}/add-several`, async (c) => (await pages()).addSeveral(c));
  routes.get(`${plan}/years/:year`, async (c) => (await pages()).nextYearForm(c));
  routes.post(`${plan}/years/:year`, async (c) => (await pages()).nextYear(c));
  routes.get(`${plan}/carry-over`, async (c) => (await pages()).carryOverForm(c));
  routes.post(`${plan}/carry-over`, async (c) => (await pages()).carryOver(c));
  routes.get(item, async (c) => (await pages()).item(c));
  routes.post(item, async (c) => (await pages()).edit(c));
  routes.get(`${item}/cancel`, async (c) => (await pages()).cancelForm(c));
  routes.post(`${item}/cancel`, async (c) => (await pages()).cancel(c));
  routes.post(`${item}/restore`, async (c) => (await pages()).restore(c));
  routes.get(`${item}/replace`, async (c) => (await pages()).replaceForm(c));
  routes.post(`${item}/replace`, async (c) => (await pages()).replace(c));
  routes.post(`${item}/judge`, async (c) => (await pages()).judge(c));
  return routes;
}
