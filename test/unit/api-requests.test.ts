/**
 * Requests made up from the OpenAPI document, by all kinds of callers: none makes the site fail, and none is answered
 * with what belongs to others.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { accessWorld, keyIdOf, people, SECRET, servedRoutes } from '../support/access.ts';
import { valuesOf } from '../support/json-schema.ts';
import type { TestSite } from '../support/site.ts';

const REQUESTS = 10_000;

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        security: z.array(z.unknown()).optional(),
        parameters: z
          .array(z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() }))
          .optional(),
        requestBody: z
          .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let site: TestSite;
let document: z.infer<typeof documentSchema>;
const callers: Caller[] = [];

interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ids that nothing of may be told to this caller, public pages aside. */
  readonly foreign: readonly string[];
}

beforeAll(async () => {
  // No clock moves here: all ten thousand would fall into one minute.
  site = await accessWorld({ overrides: { rates: { count: async () => true } } });
  document = documentSchema.parse(await (await site.app.request('/api/openapi.json')).json());
  const all = ['80-5001', '80-5002', '84-5001', '84-5002'];
  const elsewhere = ['84-5001', '84-5002'];
  const neighbours = ['80-5002', ...elsewhere];
  const byKey = (keyId: string) => ({ authorization: `Bearer nit_${keyId}_${SECRET}` });
  callers.push(
    { name: 'nobody', headers: {}, foreign: all },
    {
      name: 'a key of the organization',
      headers: byKey(keyIdOf({ orgId: '80-5001' })),
      foreign: neighbours,
    },
    {
      name: 'a key of the office',
      headers: byKey(keyIdOf({ province: '80' })),
      foreign: elsewhere,
    },
    { name: 'a wrong key', headers: byKey('80-5001-bbbbbbbbbb'), foreign: all },
    { name: 'a broken key', headers: { authorization: 'Bearer nit_80#' }, foreign: all },
    { name: 'a broken cookie', headers: { cookie: 'nithet-session=a-1.%00#' }, foreign: all },
  );
  for (const [name, user] of Object.entries(people)) {
    const { cookie } = await site.signIn(user);
    const foreign = user.orgId ? neighbours : user.role === 'central' ? [] : elsewhere;
    callers.push({ name, headers: { cookie }, foreign });
  }
});
afterAll(() => site.close());

/** What is there stands several times: most requests are to get past the door. */
const known = {
  orgId: [
    '80-5001',
    '80-5001',
    '80-5001',
    '80-5001',
    '80-5002',
    '84-5001',
    '84-5002',
    '80-9999',
    '80-5001#AUDIT',
    '%2e%2e',
  ],
  province: ['80', '84', '99', '80#ORG'],
  year: [2563, 2563, 2563, 2563, 2563, 2562, 'NaN', '2563#6M'],
  round: ['6M', '12M'],
  version: [0, 1],
  itemId: ['i1', '1'],
};

interface MadeUpRequest {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly documented: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

function requests(): fc.Arbitrary<MadeUpRequest> {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return fc.oneof(
    ...operations.map(({ path, method, operation }) => {
      const parameters = (operation.parameters ?? []).map(({ name, in: where, schema }) =>
        valuesOf(schema, schemas, known).map((value) => ({ name, where, value: textOf(value) })),
      );
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const places = names.map((name) =>
        valuesOf({}, schemas, { '': known[name as keyof typeof known] ?? ['x'] }).map(textOf),
      );
      const schema = operation.requestBody?.content['application/json']?.schema;
      const sent = schema
        ? fc.oneof(
            {
              weight: 20,
              arbitrary: valuesOf(schema, schemas, known).map((v) => JSON.stringify(v)),
            },
            { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
          )
        : fc.constant(null);
      return fc
        .record({
          given: fc.tuple(...parameters),
          place: fc.tuple(...places),
          body: sent,
          type: fc.constantFrom(
            'application/json',
            'application/json',
            'application/json',
            'text/plain',
          ),
        })
        .map(({ given, place, body, type }) => {
          const values = new Map(names.map((name, index) => [name, place[index] ?? '']));
          const headers = given.filter(({ where }) => where === 'header');
          return {
            method: method.toUpperCase(),
            path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
              encodeURIComponent(values.get(name) ?? ''),
            ),
            isPublic: operation.security === undefined,
            documented: Object.keys(operation.responses),
            headers: {
              ...(body !== null && { 'content-type': type }),
              ...Object.fromEntries(headers.map(({ name, value }) => [name, sendable(value)])),
            },
            body,
          };
        });
    }),
  );
}

function textOf(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Lone surrogates cannot be sent.
  return text.toWellFormed();
}

/** What no client can put into a header is left out. */
function sendable(value: string): string {
  return value.replaceAll(/[^\x21-\x7e]/g, '');
}

test(`${REQUESTS} requests end in no failure and tell nothing of others`, {
  timeout: 300_000,
}, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requests(), fc.constantFrom(...callers), async (request, caller) => {
      const { method, path, headers, body, isPublic, documented } = request;
      const answer = await site.app.request(path, {
        method,
        headers: { ...headers, ...caller.headers },
        body,
      });
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      // Where a value is empty or a dot, the path is another route's, or none.
      const isAsMeant = !path.includes('//') && new URL(path, 'http://x').pathname === path;
      if (isAsMeant) expect([...documented, '404']).toContain(String(answer.status));
      expect(answer.status).toBeLessThan(500);
      if (!isPublic && answer.ok) {
        for (const id of caller.foreign) expect(text).not.toContain(id);
      }
    }),
    { numRuns: REQUESTS, endOnFailure: true },
  );
  // Not all of them may have died at the door.
  for (const status of [200, 401, 404, 409, 422])
    expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(0);
  expect(site.failures).toEqual([]);
});

test('nobody sees anything but the public pages, wherever they knock', async () => {
  const open = new Set([
    '/',
    '/healthz',
    '/privacy',
    '/sign-in',
    '/sign-in/code',
    '/api/openapi.json',
  ]);
  for (const { method, path } of servedRoutes(site)) {
    const address = path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g, (_, name: string) =>
      String(known[name as keyof typeof known]?.[0] ?? 1),
    );
    const isApi = path.startsWith('/api/');
    const answer = await site.app.request(address, {
      method,
      headers: { 'content-type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' },
      body: method === 'GET' ? null : isApi ? '{}' : '',
    });
    const text = await answer.text();
    expect(answer.status, `${method} ${address}`).toBeLessThan(500);
    const mayTell =
      open.has(path) ||
      path.startsWith('/sign-in/') ||
      path.includes('/public/') ||
      path === '/api/organizations/:orgId';
    if (mayTell) continue;
    const isPage = method === 'GET' && !isApi;
    const refusal = path === '/sign-out' || isPage ? 303 : 401;
    expect([refusal, 404], `${method} ${address}`).toContain(answer.status);
    expect(text, `${method} ${address}`).not.toMatch(/80-5001-|ส่งรายงานแล้ว|@lao/);
  }
});
