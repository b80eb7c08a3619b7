import { afterAll, beforeAll, expect, test } from 'vitest';
import { central, handIn, hostOf, neighbour } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

let site: TestSite;
let office: Visitor;
beforeAll(async () => {
  const started = await officeSite(3, { at: '2020-10-20T10:00:00+07:00' });
  ({ site, office } = started);
  const [first, second] = started.made.organizations;
  if (!first || !second) throw new Error('no organization was made up');
  const rows = first.items.length;
  await handIn(site.dependencies, first, { on: '2020-04-16', completed: rows });
  await handIn(site.dependencies, second, { on: '2020-05-03', completed: 0 });
  await handIn(site.dependencies, first, { on: '2020-10-10', completed: rows, round: '12M' });
});
afterAll(() => site.close());

test('a year’s evaluation tells score, band and timeliness of both rounds', async () => {
  const html = await office.read('/provinces/80/evaluation/2563');
  expect(html).toContain('75 %'); // The mean of 100 and 50 in April.
  expect(html).toContain('100 %');
  expect(html).toContain('ส่งหลังกำหนด 3 วัน');
  expect(html).toContain('ไม่พบรายงาน');
});

test('the evaluation’s own address leads to the year that is being evaluated', async () => {
  const response = await office.get('/provinces/80/evaluation');
  expect(response.headers.get('location')).toBe('/provinces/80/evaluation/2563');
});

test('an organization reads its own evaluation, and nobody else’s', async () => {
  const own = await site.signIn(hostOf('80-5001'));
  expect(await own.read('/organizations/80-5001/evaluation/2563')).toContain('100 %');
  expect((await own.get('/organizations/80-5002/evaluation/2563')).status).toBe(404);
  expect((await own.get('/provinces/80/evaluation/2563')).status).toBe(404);
});

test('the round is told by JSON, to those who oversee the province', async () => {
  const foreign = await site.signIn(neighbour);
  const path = '/api/provinces/80/rounds/2563/6M';
  const answer: unknown = await (await office.get(path)).json();
  expect(answer).toMatchObject({
    organizations: [
      { orgId: '80-5001', state: 'submitted', timeliness: 'on-time', version: 1 },
      { orgId: '80-5002', state: 'submitted', timeliness: 'late', daysLate: 3 },
      { orgId: '80-5003', state: 'not_started', timeliness: 'missing', version: 0 },
    ],
  });
  expect((await foreign.get(path)).status).toBe(404);
  expect((await site.visitor().get(path)).status).toBe(401);
});

test('the central office chooses among the provinces that take part', async () => {
  const { settings } = site.dependencies;
  await settings.save({ ...(await settings.load()), provinces: ['80'] });
  const reader = await site.signIn(central);
  const html = await reader.read('/provinces');
  expect(html).toContain('href="/provinces/80/rounds/2563/12M"');
});
