import { afterAll, expect, test } from 'vitest';
import { type TestSite, testSite } from '../support/site.ts';

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

test('a body of more than 2 MB is refused', async () => {
  const response = await site.app.request('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `email=${'a'.repeat(2_100_000)}`,
  });
  expect(response.status).toBe(413);
  expect(await response.text()).toContain('ขนาดใหญ่เกินไป');
});

test('no page lets other sites frame it or run scripts in it', async () => {
  const { headers } = await site.app.request('/');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('content-security-policy')).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
});
