/** Passkeys: signing in with one, adding, naming and removing them, and the way back in when all are lost. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

export function passkeyRoutes(dependencies: DoorDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createPasskeyDesk } = await import('./passkeys-desk.ts');
    return createPasskeyDesk(dependencies);
  });
  routes.post('/sign-in/passkey/options', async (c) => (await desk()).signingOptions(c));
  routes.get('/sign-in/passkey', async (c) => (await desk()).secondStep(c));
  routes.post('/sign-in/passkey', async (c) => (await desk()).signIn(c));
  routes.get('/sign-in/recovery', async (c) => (await desk()).recovery(c));
  routes.post('/sign-in/recovery', async (c) => (await desk()).askRecovery(c));
  routes.get('/passkeys', async (c) => (await desk()).list(c));
  routes.get('/passkeys/new', async (c) => (await desk()).addition(c));
  routes.post('/passkeys/options', async (c) => (await desk()).additionOptions(c));
  routes.post('/passkeys', async (c) => (await desk()).add(c));
  routes.post('/passkeys/name', async (c) => (await desk()).rename(c));
  routes.post('/passkeys/not-now', async (c) => (await desk()).putOfferAway(c));
  routes.post('/passkeys/remove', async (c) => (await desk()).remove(c));
  return routes;
}
