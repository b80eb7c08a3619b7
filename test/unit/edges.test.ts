/** What stands between the site and whoever means it harm: forms from elsewhere, redirects, headers, odd input. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newFormToken } from '../../functions/web/form-token.ts';
import { errorFacts } from '../../shared/error-facts.ts';
import { accessWorld, keyIdOf, people, SECRET, servedRoutes } from '../support/access.ts';
import type { TestSite } from '../support/site.ts';

let site: TestSite;
let cookie: string;
let office: string;
beforeAll(async () => {
  site = await accessWorld();
  ({ cookie } = await site.signIn(people.officer));
  office = (await site.signIn(people.provincial)).cookie;
});
afterAll(() => site.close());

/** As it comes from the net, without what a browser with the page open would add. */
async function send(path: string, init: RequestInit = {}): Promise<Response> {
  return site.app.fetch(new Request(new URL(path, site.dependencies.publicUrl), init));
}

/** What was written since `site.written` was emptied, counters aside. */
function stored(): string[] {
  return site.written.filter((key) => !key.startsWith('LIMIT#'));
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return send(path, {
    method: 'POST',
    headers: { cookie, ...headers },
    body: new URLSearchParams(fields),
  });
}

function token(userId: string, at = site.dependencies.securityNow()): string {
  return newFormToken(site.dependencies.pepper, userId, at);
}

describe('a form', () => {
  const path = '/organizations/80-5001/keys';
  const fields = { keyId: '80-5001-newkey0001', name: 'ระบบ', days: '30', actions: 'read' };

  test('that was made for whoever sends it is taken', async () => {
    const answer = await post(path, { ...fields, formToken: token(people.officer.userId) });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['no token', {}],
    ['an empty one', { formToken: '' }],
    ['a made-up one', { formToken: `kz.${'A'.repeat(43)}` }],
    ['an over-long one', { formToken: 'x'.repeat(50_000) }],
  ])('with %s is refused, and nothing is written', async (_, given) => {
    site.written.length = 0;
    const answer = await post(path, { ...fields, keyId: '80-5001-newkey0002', ...given });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('เปิดหน้านั้นใหม่');
    expect(stored()).toEqual([]);
  });

  test('with another user’s token, or yesterday’s, is refused', async () => {
    const now = site.dependencies.securityNow().valueOf();
    for (const formToken of [
      token(people.executive.userId),
      token(people.officer.userId, new Date(now - 24 * 3_600_000)),
      token(people.officer.userId, new Date(now + 60_000)),
    ]) {
      expect((await post(path, { ...fields, formToken })).status).toBe(403);
    }
  });

  test('that a foreign page sends is refused, token or not', async () => {
    const formToken = token(people.officer.userId);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const answer = await post(path, { ...fields, formToken }, headers);
      expect([answer.status, headers]).toEqual([403, headers]);
    }
  });

  test('of any page carries the token, if it writes', async () => {
    let forms = 0;
    for (const { method, path: route } of servedRoutes(site)) {
      if (method !== 'GET' || route.startsWith('/api/')) continue;
      const address = route
        .replace(':orgId', '80-5001')
        .replace(':province', '80')
        .replace(':year', '2563')
        .replace(':round', '6M')
        .replaceAll(/:\w+/g, '1')
        .replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
      for (const who of [cookie, office]) {
        const page = await (await send(address, { headers: { cookie: who } })).text();
        for (const [tag] of page.matchAll(/<form\b[^>]*method="post"[^>]*>.{0,40}/gs)) {
          forms++;
          expect(tag, address).toContain('<input type="hidden" name="formToken"');
        }
      }
    }
    expect(forms).toBeGreaterThan(50);
  });
});

describe('a redirect after signing in', () => {
  const paths = fc.oneof(
    fc.webUrl(),
    fc.webPath(),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '//',
          '@',
          ':',
          '.',
          '..',
          '%2f',
          '%5c',
          '\t',
          '\n',
          'evil.example',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
    fc.constantFrom('javascript:alert(1)', 'data:text/html,x', '//evil.example', '/\\evil.example'),
    fc.constantFrom('/\t/evil.example', 'http:evil.example', 'https:///evil.example', '/..//evil'),
  );

  test('leads nowhere but to this site', async () => {
    const { origin } = site.dependencies.publicUrl;
    await fc.assert(
      fc.asyncProperty(paths, async (next) => {
        const query = new URLSearchParams({ next });
        const answer = await send(`/sign-in?${query}`, { headers: { cookie } });
        const location = answer.headers.get('location') ?? '';
        expect(answer.status).toBe(303);
        expect(location).toMatch(/^\/(?![/\\])/);
        expect(new URL(location, origin).origin).toBe(origin);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what every answer says to the browser', () => {
  test.each(['/', '/sign-in', '/provinces/80', '/nowhere', '/api/organizations/80-5001'])(
    '%s',
    async (path) => {
      const { headers } = await send(path, { headers: { cookie: office } });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  test('no page holds a script, a style or a handler of its own', async () => {
    for (const path of ['/sign-in', '/provinces/80', '/provinces/80/rounds/2563/6M', '/sessions']) {
      const page = await (await send(path, { headers: { cookie: office } })).text();
      expect(page, path).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\sstyle="|\son\w+="/);
    }
  });
});

describe('odd input', () => {
  const long = 'a'.repeat(20_000);
  test.each([
    ['no user in it', 'nithet-session=.'],
    ['separators of our own keys', `nithet-session=a-1%23SESSION.${'x'.repeat(43)}`],
    ['a very long value', `nithet-session=${long}.${long}`],
    ['bytes that are no text', 'nithet-session=%ff%fe.%00'],
    ['two of a name', `nithet-session=a; nithet-session=b.${'x'.repeat(43)}`],
    ['a name that is not known', '__proto__=1; constructor=2'],
    ['a sign-in that nobody began', `nithet-login=${long}`],
  ])('in cookies: %s', async (_, given) => {
    site.written.length = 0;
    const headers = { cookie: given };
    expect((await send('/sessions', { headers })).headers.get('location')).toMatch(/^\/sign-in/);
    expect((await send('/sign-in/code', { headers })).status).toBe(303);
    expect((await send('/api/provinces/80/years/2563', { headers })).status).toBe(401);
    expect(stored()).toEqual([]);
  });

  test.each([
    ['/organizations/80-5001%23AUDIT', 404],
    ['/organizations/80-5001%0d%0aSet-Cookie:a=b', 404],
    ['/provinces/8%30%00', 404],
    [`/organizations/${long}`, 404],
    ['/provinces/80/audit?before=1e400&month=2020-99&org=%00', 200],
    [`/provinces/80/rounds/2563/6M?q=${long}`, 200],
    ['/organizations/80-5001/keys/..%2f..%2fsessions', 404],
  ])('in addresses: %.60s', async (path, status) => {
    const answer = await send(path, { headers: { cookie: office } });
    expect(answer.status).toBe(status);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    'victim@example.go.th\r\nBcc: all@example.go.th',
    'victim@example.go.th%0aBcc:x@y.z',
    'a@b.c, d@e.f',
    `${'a'.repeat(300)}@example.go.th`,
    'оfficer@thasamet.go.th',
    'officer@thasamet.go.th\u0000',
    '"><script>@example.go.th',
  ])('in the place of an address: %.50s', async (email) => {
    site.written.length = 0;
    const answer = await send('/sign-in', { method: 'POST', body: new URLSearchParams({ email }) });
    expect(answer.status).toBe(422);
    expect(stored()).toEqual([]);
  });

  test('in the place of a key is refused before anything is looked up', async () => {
    const keyId = keyIdOf({ orgId: '80-5001' });
    site.written.length = 0;
    for (const given of [
      `Bearer nit_${keyId}_${SECRET}\u0000`.replace('\u0000', '%00'),
      `Bearer nit_${keyId}#_${SECRET}`,
      `Bearer nit_${keyId}_${SECRET}${SECRET}`,
      `Basic ${Buffer.from('a:b').toString('base64')}`,
      'Bearer',
      `Bearer ${long}`,
    ]) {
      const answer = await send('/api/organizations/80-5001/reports/2563/6M', {
        headers: { authorization: given },
      });
      expect(await answer.json()).toMatchObject({ status: 401, code: 'malformed-key' });
    }
    expect(stored()).toEqual([]);
  });
});

describe('whoever asks too often', () => {
  const REPORT = '/api/organizations/80-5001/reports/2563/6M';
  const key = `nit_${keyIdOf({ orgId: '80-5001' })}_${SECRET}`;

  test('is counted rightly, however many at once', async () => {
    const { rates, securityNow } = site.dependencies;
    const asked = await Promise.all(
      Array.from({ length: 50 }, () => rates.count('SESSION#x', 5, securityNow())),
    );
    expect(asked.filter(Boolean)).toHaveLength(5);
    const later = new Date(securityNow().valueOf() + 60_000);
    expect(await rates.count('SESSION#x', 5, later)).toBe(true);
  });

  test('with wrong keys is held up, and good ones of the same network are not', async () => {
    const ask = (given: string) => send(REPORT, { headers: { authorization: `Bearer ${given}` } });
    const statuses: number[] = [];
    for (let n = 0; n < 70; n++) statuses.push((await ask(key.replace(/.$/, 'b'))).status);
    expect(new Set(statuses.slice(0, 40))).toEqual(new Set([401]));
    expect(statuses.at(-1)).toBe(429);
    const held = await ask('nit_');
    expect([held.status, held.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await ask(key)).status).toBe(200);
  });

  test.each(['KEY#', 'SESSION#', 'NETWORK#'])(
    'by %s is turned away before anything is done',
    async (kind) => {
      const strict = await accessWorld({
        overrides: { rates: { count: async (who) => !who.startsWith(kind) } },
      });
      const headers: Record<string, string> =
        kind === 'KEY#'
          ? { authorization: `Bearer ${key}` }
          : kind === 'NETWORK#'
            ? {}
            : { cookie: (await strict.signIn(people.officer)).cookie };
      strict.written.length = 0;
      const answer = await strict.app.request(`${REPORT}/draft`, { method: 'PUT', headers });
      expect(answer.status).toBe(429);
      expect(strict.written.filter((written) => /REPORT|DRAFT|ROUND|IDEM/.test(written))).toEqual(
        [],
      );
      expect((await strict.app.request('/', { headers })).status).toBeLessThan(400);
      await strict.close();
    },
  );
});

describe('the log', () => {
  test('tells who was turned away and what failed, and nothing that anybody has typed', async () => {
    const lines: string[] = [];
    const noting = await accessWorld({
      overrides: {
        onRefusal: (line) => void lines.push(JSON.stringify(line)),
        onFailure: (line) => void lines.push(JSON.stringify(line)),
        keys: {
          ...site.dependencies.keys,
          all: async () => {
            throw new TypeError('cannot read person@secret.example 12345678 of nit_80_5001');
          },
        },
      },
    });
    const { cookie: own } = await noting.signIn(people.officer);
    const secrets = [
      ['a code', '87654321'],
      ['an address', 'person@secret.example'],
      ['a key', `nit_80-5001-cccccccccc_${'9'.repeat(64)}`],
      ['a body', 'a sentence that somebody typed'],
      ['a session', own.split('.')[1] ?? ''],
      ['a path', 'typed-into-a-path'],
    ] as const;
    const ask = (path: string, init: RequestInit = {}) =>
      noting.app.fetch(new Request(new URL(path, noting.dependencies.publicUrl), init));
    for (const [, secret] of secrets) {
      const body = new URLSearchParams({ email: secret, code: secret, name: secret });
      await ask(`/sign-in?next=${encodeURIComponent(secret)}`, { method: 'POST', body });
      await ask('/sign-in/code', {
        method: 'POST',
        body,
        headers: { cookie: `nithet-login=${secret}` },
      });
      await ask('/organizations/80-5001/keys', { method: 'POST', body, headers: { cookie: own } });
      await ask(`/organizations/80-5001/keys?${secret}`, { headers: { cookie: own } });
      await ask(`/${secret}`, {
        method: 'DELETE',
        headers: { origin: `https://${encodeURIComponent(secret)}` },
      });
      await ask('/api/organizations/80-5001/reports/2563/6M', {
        headers: { authorization: `Bearer ${secret}`, cookie: own },
      });
      await ask('/api/organizations/80-5001/reports/2563/6M/draft', {
        method: 'PUT',
        headers: { cookie: own, 'content-type': 'application/json' },
        body: `{"${secret}": "${secret}`,
      });
    }
    const log = lines.join('\n');
    for (const [what, secret] of secrets) expect(log, what).not.toContain(secret);
    await ask('/organizations/80-5999', { headers: { cookie: own } });
    await ask('/', { headers: { cookie: 'nithet-session=typed-into-a-cookie' } });
    expect(lines.join()).not.toContain('typed-into-a-cookie');
    const codes = lines.map((line) => JSON.parse(line)).map(({ code, status }) => code ?? status);
    expect(codes).toEqual(
      expect.arrayContaining(['malformed-session', 'address-malformed', 'code-refused', 404]),
    );
    expect(log).toContain('"code":"form-token"');
    expect(log).toContain('"code":"malformed-key"');
    expect(log).toContain('"code":"broken-json"');
    const failed = lines.find((line) => line.includes('"failed"'));
    expect(JSON.parse(failed ?? '{}')).toMatchObject({
      level: 'error',
      method: 'GET',
      route: '/organizations/:orgId/keys',
      status: 500,
      code: 'TypeError',
      by: people.officer.userId,
      at: expect.arrayContaining([expect.stringContaining('functions/web/keys-answers.tsx')]),
    });
    await noting.close();
  });
});

test('what fails in the background is told by its name and its place, and never by its message', () => {
  const facts = errorFacts(new TypeError('cannot send to person@secret.example'));
  expect(JSON.stringify(facts)).not.toContain('secret');
  expect(facts.code).toBe('TypeError');
  expect(facts.at[0]).toContain('test/unit/edges.test.ts');
  expect(errorFacts('person@secret.example')).toEqual({ code: 'Error', at: [] });
});

test('nothing unforeseen happened', () => {
  expect(site.failures).toEqual([]);
});
