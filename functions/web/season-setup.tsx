/** Where the office sets a season up, and where organizations tell when they are away. */
import { Hono } from 'hono';
import { plannersFrame } from './season-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

// Loaded when somebody asks for them.
const setupPages = () => import('./season-setup-page.tsx');
const teamPages = () => import('./team-page.tsx');
const factsPages = () => import('./season-facts-page.tsx');
const awayPages = () => import('./away-page.tsx');

export function seasonSetupRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year/setup';

  routes.get(path, async (c) => {
    const frame = await plannersFrame(c);
    return (await setupPages()).answerSetup(c, dependencies, frame, {});
  });

  for (const part of ['lengths', 'days-off', 'mandatory', 'clusters'] as const) {
    routes.post(`${path}/${part}`, async (c) => {
      const frame = await plannersFrame(c);
      return (await setupPages()).takeSetup(c, dependencies, frame, part);
    });
  }

  routes.post(`${path}/teams/copy`, async (c) => {
    const frame = await plannersFrame(c);
    return (await teamPages()).copyTeams(c, dependencies, frame);
  });
  routes.get(`${path}/teams/:teamId`, async (c) => {
    const frame = await plannersFrame(c);
    return (await teamPages()).answerTeam(c, dependencies, frame);
  });
  routes.post(`${path}/teams/:teamId`, async (c) => {
    const frame = await plannersFrame(c);
    return (await teamPages()).takeTeam(c, dependencies, frame);
  });

  routes.get(`${path}/facts`, async (c) => {
    const frame = await plannersFrame(c);
    return (await factsPages()).answerFacts(c, dependencies, frame, {});
  });
  routes.post(`${path}/facts`, async (c) => {
    const frame = await plannersFrame(c);
    return (await factsPages()).takeFacts(c, dependencies, frame);
  });

  const away = `${path}/away/:orgId{[0-9]{2}-[0-9]{4}}`;
  routes.get(away, async (c) => {
    await plannersFrame(c);
    return (await awayPages()).answerAway(c, dependencies);
  });
  routes.post(away, async (c) => {
    await plannersFrame(c);
    return (await awayPages()).takeAway(c, dependencies);
  });
  const own = '/organizations/:orgId/visits/:year/away';
  routes.get(own, async (c) => (await awayPages()).answerAway(c, dependencies));
  routes.post(own, async (c) => (await awayPages()).takeAway(c, dependencies));

  return routes;
}
