/** Where the office tells what has happened to a published season, and takes the moves over that follow. */
import { Hono } from 'hono';
import { plannersFrame } from './season-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

// Loaded when somebody asks for them.
const eventPages = () => import('./events-page.tsx');
const replanPages = () => import('./replan-page.tsx');

export function seasonEventRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year/events';

  routes.get(path, async (c) => {
    const frame = await plannersFrame(c);
    return (await eventPages()).answerEvents(c, dependencies, frame);
  });
  routes.post(path, async (c) => {
    const frame = await plannersFrame(c);
    return (await eventPages()).takeEvent(c, dependencies, frame);
  });
  routes.post(`${path}/undo`, async (c) => {
    const frame = await plannersFrame(c);
    return (await eventPages()).undoEvent(c, dependencies, frame);
  });
  routes.get(`${path}/:replanId`, async (c) => {
    const frame = await plannersFrame(c);
    return (await replanPages()).answerReplan(c, dependencies, frame);
  });
  routes.post(`${path}/:replanId`, async (c) => {
    const frame = await plannersFrame(c);
    return (await replanPages()).takeMoves(c, dependencies, frame);
  });

  return routes;
}
