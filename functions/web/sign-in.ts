/** Signing in by a code that is sent by e-mail, signing out, and the list of one's sessions. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

export function signInRoutes(dependencies: DoorDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  // Most requests come from people who have long signed in.
  const desk = once(async () => {
    const { createSignInDesk } = await import('./sign-in-desk.tsx');
    return createSignInDesk(dependencies);
  });
  routes.get('/sign-in', async (c) => (await desk()).addressForm(c));
  routes.post('/sign-in', async (c) => (await desk()).sendCodeTo(c));
  routes.get('/sign-in/code', async (c) => (await desk()).codeForm(c));
  routes.post('/sign-in/code', async (c) => (await desk()).enterByCode(c));
  routes.get('/sign-in/person', async (c) => (await desk()).personForm(c));
  routes.post('/sign-in/person', async (c) => (await desk()).enterAsPerson(c));
  routes.post('/sign-out', async (c) => (await desk()).signOut(c));
  routes.get('/sessions', async (c) => (await desk()).sessions(c));
  routes.post('/sessions/end', async (c) => (await desk()).endSessions(c));
  return routes;
}
