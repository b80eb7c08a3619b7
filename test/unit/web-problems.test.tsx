import { once } from 'node:events';
import { connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { anItem, anObligation, anOrganization } from '../support/builders.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';

const site: TestSite = await testSite();
afterAll(() => site.close());

test('a stranger finds a front page in Thai that asks to sign in', async () => {
  const response = await site.app.request('/');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('เข้าสู่ระบบ');
});

test('a page that is not there is answered in Thai, to programs as a problem document', async () => {
  const page = await site.app.request('/nowhere');
  expect(page.status).toBe(404);
  expect(await page.text()).toContain('ไม่พบหน้าที่ท่านต้องการ');
  const problem = await site.app.request('/api/nowhere');
  expect(problem.headers.get('content-type')).toContain('application/problem+json');
  expect(await problem.json()).toMatchObject({ status: 404, title: 'ไม่พบหน้าที่ท่านต้องการ' });
});

test('a page asked for by the wrong method says which methods there are', async () => {
  const response = await site.app.request('/healthz', { method: 'POST' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('GET');
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another site that the browser names', { 'sec-fetch-site': 'cross-site' }],
  ['nobody knows where', { origin: 'null' }],
])('a form that comes from %s is not taken', async (_, headers) => {
  const response = await site.app.request('/sign-out', { method: 'POST', headers });
  expect(response.status).toBe(403);
});

describe('a body that is too large for where it goes', () => {
  const to = (
    path: string,
    body: string | ReadableStream<Uint8Array>,
    more: Record<string, string> = {},
  ) =>
    site.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...more },
      body,
      // What has no length known before is sent while it is made.
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });

  test.each([
    ['/sign-in', 200_000, '200 กิโลไบต์'],
    ['/organizations/80-0711/people/invite', 500_000, '500 กิโลไบต์'],
    ['/organizations/80-0711/reports/2563/6M', 2_000_000, '2 เมกะไบต์'],
    ['/organizations/80-0711/reports/2563/6M/import/table', 2_000_000, '2 เมกะไบต์'],
    ['/organizations/80-0711/reports/2563/6M/submit', 500_000, '500 กิโลไบต์'],
    ['/provinces/80/visits/2563/80-0711/1/report', 2_000_000, '2 เมกะไบต์'],
    ['/roster', 2_000_000, '2 เมกะไบต์'],
    ['/api/organizations/80-0711/reports/2563/6M/submissions', 2_000_000, ''],
  ])(
    'is refused at %s above %i bytes, and one of just so many is not',
    async (path, most, said) => {
      const isJson = path.startsWith('/api/');
      const larger = await to(path, 'a'.repeat(most + 1));
      expect(larger.status).toBe(413);
      expect(await larger.text()).toContain(isJson ? 'body-too-large' : said);
      expect((await to(path, 'a'.repeat(most))).status).not.toBe(413);
    },
  );

  test('is refused by the length that it tells, and nothing of it is read', async () => {
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read++;
          controller.enqueue(new Uint8Array(1000));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await to('/sign-in', body, { 'content-length': '200001' });
    expect(response.status).toBe(413);
    expect(read).toBe(0);
  });

  test('is refused as soon as there is too much of it, where it tells no length', async () => {
    let read = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        read++;
        controller.enqueue(new Uint8Array(50_000));
      },
    });
    expect((await to('/sign-in', body)).status).toBe(413);
    expect(read).toBeLessThan(10);
  });
});

describe('whoever is turned away finds the way back', () => {
  const form = '/organizations/80-0711/keys';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const referer = (path: string) => `http://localhost:3000${path}`;
  const wayBack = (html: string) => /<a class="govuk-button" href="([^"]*)"/.exec(html)?.[1];

  test.each([
    ['a form without its token', 'name=x', 403],
    ['a form that is too large', 'a'.repeat(500_001), 413],
  ])('to the page that %s stood on, still signed in', async (_, body, status) => {
    const officer = await site.signIn(aUser());
    const response = await officer.ask(form, {
      method: 'POST',
      headers: { ...headers, referer: referer(`${form}?revoked`) },
      body,
    });
    expect(response.status).toBe(status);
    const html = await response.text();
    expect(wayBack(html)).toBe(`${form}?revoked`);
    expect(html).toContain('ออกจากระบบ');
    expect(html).toContain('href="/organizations/80-0711"');
  });

  test.each([
    ['another site', 'https://evil.example/organizations/80-0711/keys'],
    ['another site in the guise of a path', referer('//evil.example/')],
    ['nowhere', 'about:blank'],
  ])('but never to %s', async (_, elsewhere) => {
    const response = await site.app.request(form, {
      method: 'POST',
      headers: { ...headers, referer: elsewhere },
      body: 'a'.repeat(500_001),
    });
    const html = await response.text();
    expect(response.status).toBe(413);
    expect(html).not.toContain('evil');
    expect(wayBack(html)).toBeUndefined();
  });

  test('to the page above, where what was before them was itself the answer to a form', async () => {
    const response = await site.app.request(`${form}/k-1/revoke`);
    expect(response.status).toBe(405);
    expect(wayBack(await response.text())).toBe(form);
  });

  test('to the same page again where the fault is ours', async () => {
    const broken = await testSite({
      overrides: {
        roster: { ...site.dependencies.roster, find: () => Promise.reject(new Error('down')) },
      },
    });
    const page = await broken.app.request('/public/organizations/80-0711');
    expect(wayBack(await page.text())).toBe('/public/organizations/80-0711');
    expect(broken.failures.splice(0)).toHaveLength(1);
    await broken.close();
  });
});

test('no page lets other sites frame it or run scripts in it', async () => {
  const { headers } = await site.app.request('/');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('content-security-policy')).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
});

test('what nobody foresaw is told without its insides, and noted for whoever runs the site', async () => {
  const broken = await testSite({
    overrides: {
      roster: {
        ...site.dependencies.roster,
        find: () => Promise.reject(new Error('the secret insides')),
      },
    },
  });
  const page = await broken.app.request('/public/organizations/80-0711');
  expect(page.status).toBe(500);
  const text = await page.text();
  expect(text).toContain('ระบบขัดข้อง');
  expect(text).not.toMatch(/secret|\.ts|Error/);
  const problem = await broken.app.request('/api/organizations/80-0711');
  expect(await problem.json()).toMatchObject({ status: 500, code: 'internal' });
  expect(broken.failures.splice(0)).toHaveLength(2);
  await broken.close();
});

test('a report that would not fit into the table is refused in words', async () => {
  const user = aUser();
  const officer = await site.signIn(user);
  const { roster, obligations, plans } = site.dependencies;
  await roster.save(anOrganization());
  await obligations.open(anObligation());
  await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      plans.saveItem('80-0711', anItem({ itemId: `i${index + 1}`, no: index + 1 })),
    ),
  );
  const noise = (length: number) =>
    Array.from({ length }, () =>
      String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)),
    ).join('');
  const form = new FormData();
  form.set('version', '0');
  for (let no = 1; no <= 300; no++) form.set(`remark-i${no}`, noise(900));
  const answer = await officer.post('/organizations/80-0711/reports/2563/6M', form);
  expect(answer.status).toBe(413);
});

test('uploads that break off leave the site alive and nothing unforeseen behind', async () => {
  const server = serve({ fetch: site.app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const failuresBefore = site.failures.length;
  const types = [
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json',
  ];
  for (const type of types) {
    for (const length of ['content-length: 5000', 'transfer-encoding: chunked']) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\n${length}\r\n\r\n${
          length.startsWith('content') ? '--x\r\n' : '5\r\n--x\r\n\r\n'
        }`,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
  }
  const health = await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(await health.json()).toEqual({ status: 'ok' });
  expect(site.failures.slice(failuresBefore)).toEqual([]);
  server.close();
});
