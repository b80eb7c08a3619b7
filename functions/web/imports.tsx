/** The routes of นำเข้าตาราง; what they do is loaded when somebody first goes there. */
import { type Context, Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function importRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const path = '/organizations/:orgId/reports/:year/:round/import';
  const acts = once(async () => {
    const { createImportActs } = await import('./import-acts.tsx');
    return createImportActs(dependencies);
  });
  type Acts = Awaited<ReturnType<typeof acts>>;
  const by = (name: keyof Acts) => async (c: Context<WebEnv>) => (await acts())[name](c);

  app.get(path, by('start'));
  app.post(path, by('read'));
  app.get(`${path}/template`, by('template'));
  app.get(`${path}/preview`, by('preview'));
  app.post(`${path}/table`, by('choose'));
  app.post(`${path}/confirm`, by('confirm'));
  app.get(`${path}/result`, by('result'));
  app.post(`${path}/undo`, by('undo'));
  return app;
}
