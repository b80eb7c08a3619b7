/** The people of organizations and offices: who they are, inviting, correcting, handing over, closing accounts. */
import { Hono } from 'hono';
import { once } from '../../shared/wiring.ts';
import { nationPlace, officePlace, organizationPlace } from './people-frame.ts';
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

export function peopleRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const desk = once(async () => {
    const { createPeopleDesk } = await import('./people-desk.ts');
    return createPeopleDesk(dependencies);
  });
  const lists = {
    '/organizations/:orgId/people': organizationPlace,
    '/provinces/:province/people': officePlace,
    '/nation/people': nationPlace,
  };
  for (const [path, placeOf] of Object.entries(lists)) {
    routes.get(path, async (c) => (await desk()).list(c, placeOf));
    routes.get(`${path}/invite`, async (c) => (await desk()).inviteForm(c, placeOf));
    routes.post(`${path}/invite`, async (c) => (await desk()).invite(c, placeOf));
  }
  routes.get('/people/:userId', async (c) => (await desk()).person(c));
  for (const act of acts) {
    routes.post(`/people/:userId/${act}`, async (c) => (await desk()).act(c, act));
  }
  return routes;
}
