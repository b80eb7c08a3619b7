/**
 * Who gets in where: every route, asked by every role for what is theirs, what is others', and what is not there.
 *
 * What is right stands in `test/access/rules.csv`, by class of route, and was written without looking at the code;
 * `test/access/routes.csv` says which class a route belongs to.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createRooms, doorRoutes } from '../../functions/web/app.tsx';
import { houseRoutes } from '../../functions/web/house.ts';
import type { User } from '../../shared/domain/permissions.ts';
import {
  accessWorld,
  FILE,
  FOREIGNER,
  keyIdOf,
  people,
  ROSTER_RUN,
  routeClasses,
  rowsOf,
  servedRoutes,
} from '../support/access.ts';
import type { TestSite } from '../support/site.ts';

/** `no`: refused or led elsewhere. Whoever is not let in, by whatever answer, has nothing written. */
const expectationSchema = z.enum(['ok', 'sign-in', 'no', '404', '-']);
const rules = rowsOf(
  'rules.csv',
  z.object({
    class: z.string(),
    who: z.enum(['nobody', 'officer', 'executive', 'provincial', 'regional', 'central']),
    own: expectationSchema,
    foreign: expectationSchema,
    /** An own province with another one's organization. */
    mixed: expectationSchema,
    missing: expectationSchema,
    malformed: expectationSchema,
  }),
);
type Rule = (typeof rules)[number];

let site: TestSite;
beforeAll(async () => {
  site = await accessWorld();
});
afterAll(() => site.close());

/** Values of a path's parameters, by whose they are. */
const others = {
  year: '2563',
  round: '6M',
  version: '1',
  visitNo: '1',
  no: '1',
  feed: 'office',
  // Guessed, and so opens nothing.
  token: 'a'.repeat(32),
  period: '2562-2564',
  edition: '2562-2564',
  form: 'standard',
  itemId: 'i1',
  teamId: 'team-1',
  date: '2020-05-12',
  replanId: 'replan-1',
  place: FILE.place,
  fileId: FILE.fileId,
  runId: ROSTER_RUN,
};
const places = {
  own: { ...others, province: '80', orgId: '80-5001', userId: people.officer.userId },
  foreign: { ...others, province: '84', orgId: '84-5001', userId: FOREIGNER },
  mixed: { ...others, province: '80', orgId: '84-5001' },
  missing: { ...others, province: '99', orgId: '80-9999', userId: 'nobody' },
  malformed: { ...others, province: '80#ORG', orgId: '80-5001#x', userId: 'a-1#META' },
};
const whichPlaces = ['own', 'foreign', 'mixed', 'missing', 'malformed'] as const;
type Which = (typeof whichPlaces)[number];

/** The address of a route that lies in `which` place. @throws {Error} that says what to add */
function addressOf(path: string, which: Which): string | undefined {
  const hasOrganization = path.includes('/:orgId');
  if (which === 'mixed' && !(hasOrganization && path.includes('/:province'))) return undefined;
  // An organization that is not there is looked for in a province that is.
  const province = which === 'missing' && hasOrganization ? '80' : places[which].province;
  const file = path.startsWith('/provinces') ? 'notice.pdf' : 'book.pdf';
  const place: Readonly<Record<string, string>> = { ...places[which], province, file };
  return path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g, (_, name: string) => {
    const scope = hasOrganization ? { orgId: places[which].orgId } : { province };
    const value = name === 'keyId' ? keyIdOf(scope) : place[name];
    if (value === undefined) {
      throw new Error(`say in test/unit/access.test.ts (others) what :${name} of ${path} may be`);
    }
    return encodeURIComponent(value);
  });
}

const cookies = new Map<string, string>();
async function cookieOf(who: Rule['who'], endsSession: boolean): Promise<string> {
  if (who === 'nobody') return '';
  const user: User = people[who];
  const kept = cookies.get(who);
  const cookie = kept && !endsSession ? kept : (await site.signIn(user)).cookie;
  if (!endsSession) cookies.set(who, cookie);
  return cookie;
}

async function ask(method: string, path: string, cookie: string) {
  const isApi = path.startsWith('/api/');
  const body = method === 'GET' ? null : isApi ? '{}' : new URLSearchParams();
  return site.app.request(path, {
    method,
    headers: { cookie, ...(isApi && { 'content-type': 'application/json' }) },
    body,
  });
}

/** What the answer means, in the words of the table. */
function meaningOf({ status, headers }: Response): string {
  const toSignIn = headers.get('location')?.startsWith('/sign-in?') ?? false;
  if (status === 401 || (status === 303 && toSignIn)) return 'sign-in';
  if (status === 403 || status === 404 || status >= 500) return String(status);
  return 'ok';
}

test('every route belongs to a class', () => {
  const known = new Set(routeClasses.map(({ method, path }) => `${method} ${path}`));
  const classes = [...new Set(rules.map((rule) => rule.class))].join(' | ');
  const unknown = servedRoutes(site)
    .filter(({ method, path }) => !known.has(`${method} ${path}`))
    .map(({ method, path }) => `?,${method},"${path}"`);
  expect(unknown, `add to test/access/routes.csv, ? being ${classes}`).toEqual([]);
  const served = new Set(servedRoutes(site).map(({ method, path }) => `${method} ${path}`));
  const gone = [...known].filter((route) => !served.has(route));
  expect(gone, 'take these out of test/access/routes.csv').toEqual([]);
  const without = routeClasses.filter((route) => !rules.some((rule) => rule.class === route.class));
  expect(without, 'add rules for these to test/access/rules.csv').toEqual([]);
});

test('no page behind the door hides under a path of the door', () => {
  const { dependencies } = site;
  const firstParts = (routes: Parameters<typeof createRooms<typeof dependencies>>[1]) =>
    new Set(
      createRooms(dependencies, routes)
        .routes.filter(({ method }) => method !== 'ALL')
        .map(({ path }) => path.split('/')[1]),
    );
  const door = firstParts(doorRoutes);
  expect([...firstParts([houseRoutes])].filter((part) => door.has(part))).toEqual([]);
});

describe('what is answered is what the rules say', () => {
  const classes = [...new Set(routeClasses.map((route) => route.class))];
  test.each(classes)('%s', async (name) => {
    const wrong: string[] = [];
    for (const route of routeClasses.filter((other) => other.class === name)) {
      for (const rule of rules.filter((other) => other.class === name)) {
        wrong.push(...(await differences(route, rule)));
      }
    }
    expect(wrong).toEqual([]);
  });
});

async function differences(
  { method, path }: Pick<(typeof routeClasses)[number], 'method' | 'path'>,
  rule: Rule,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const which of whichPlaces) {
    const wanted = rule[which];
    const address = addressOf(path, which);
    if (wanted === '-' || address === undefined) continue;
    const cookie = await cookieOf(rule.who, path === '/sign-out');
    site.written.length = 0;
    const answer = await ask(method, address, cookie);
    const meaning = meaningOf(answer);
    const fits = wanted === 'no' ? answer.status >= 300 && answer.status < 500 : meaning === wanted;
    const wrote = wanted === 'ok' ? [] : site.written.filter((key) => !key.startsWith('LIMIT#'));
    if (fits && wrote.length === 0) continue;
    wrong.push(
      `${rule.who} ${method} ${address} (${which}): ${answer.status}, not ${wanted} ${wrote}`.trim(),
    );
  }
  return wrong;
}

test('nothing unforeseen happened', () => {
  expect(site.failures).toEqual([]);
});
