/** The people of organizations and offices: who they are, inviting, correcting, handing over, closing accounts. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

/** What can be done to one person; the last part of the form's address. */
const acts = [
  'position',
  'address',
  'signing',
  'hand-over',
  'deactivate',
  'reactivate',
  'invite-again',
  'confirm-recovery',
  'decline-recovery',
] as const;
export type PersonAct = (typeof acts)[number];

/** Whose people a list shows. */
const places = ['organization', 'office', 'nation'] as const;
export type PlaceKind = (typeof places)[number];

export function peopleRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createPeopleDesk } = await import('./people-desk.ts');
    return createPeopleDesk(dependencies);
  });
  for (const place of places) {
    const path = {
      organization: '/organizations/:orgId/people',
      office: '/provinces/:province/people',
      nation: '/nation/people',
    }[place];
    routes.get(path, async (c) => (await desk()).list(c, place));
    routes.get(`${path}/invite`, async (c) => (await desk()).inviteForm(c, place));
    routes.post(`${path}/invite`, async (c) => (await desk()).invite(c, place));
  }
  routes.get('/people/:userId', async (c) => (await desk()).person(c));
  for (const act of acts) {
    routes.post(`/people/:userId/${act}`, async (c) => (await desk()).act(c, act));
  }
  return routes;
}
