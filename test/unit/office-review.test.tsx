import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { differences } from '../../functions/web/report-diff.ts';
import { aReport, central, handIn, type Made, neighbour, YEAR } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const ORG = '80-5001';
const PATH = `/provinces/80/reports/${ORG}/2563/6M`;

let site: TestSite;
let office: Visitor;
let first: Made;
beforeEach(async () => {
  const started = await officeSite(2);
  ({ site, office } = started);
  const [one] = started.made.organizations;
  if (!one) throw new Error('no organization was made up');
  first = one;
});
afterEach(() => site.close());

const stored = () => site.dependencies.obligations.find(ORG, { fiscalYear: YEAR, round: '6M' });
const april28 = dateFields('until', '28/4/2563');
const seen = { state: 'submitted', version: '1' };

describe('a report that was handed in', () => {
  beforeEach(() => handIn(site.dependencies, first, { on: '2020-04-16', completed: 3 }));

  test('is shown with its receipt, its rows and its score', async () => {
    const html = await office.read(PATH);
    expect(html).toContain('2563-6M-80-5001-1-');
    expect(html).toContain(first.items[0]?.name ?? '?');
    expect(html).toContain('รายงานฉบับที่ 1');
  });

  test('is accepted, and may still be returned', async () => {
    const response = await office.post(`${PATH}/accept`, { ...seen, note: 'รับทราบ' });
    expect(response.headers.get('location')).toBe(`${PATH}?done=accept`);
    expect(await stored()).toMatchObject({ state: 'accepted', accepted: { note: 'รับทราบ' } });
    expect(site.told.map(({ state }) => state)).toEqual(['accepted']);
    expect(await office.read(`${PATH}?done=accept`)).toContain('ส่งกลับให้แก้ไขได้');
  });

  test('goes back for the rows that are ticked or commented on', async () => {
    await office.post(`${PATH}/return`, {
      ...seen,
      ...april28,
      reason: 'โปรดตรวจสอบ',
      row: 'i1',
      'comment-i2': 'ยังไม่มีหลักฐาน',
    });
    expect(await stored()).toMatchObject({
      state: 'returned',
      returned: {
        until: '2020-04-28',
        rows: [
          { itemId: 'i1', comment: '' },
          { itemId: 'i2', comment: 'ยังไม่มีหลักฐาน' },
        ],
      },
    });
  });

  test('does not go back without a reason; what was typed stays', async () => {
    const response = await office.post(`${PATH}/return`, {
      ...seen,
      ...april28,
      'comment-i2': 'ไม่ชัดเจน',
    });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('กรุณากรอกเหตุผล');
    expect(html).toContain('ไม่ชัดเจน');
    expect(await stored()).toMatchObject({ state: 'submitted' });
  });

  test('tells the slower of two officers what the quicker has decided', async () => {
    await office.post(`${PATH}/accept`, { ...seen, note: '' });
    const response = await office.post(`${PATH}/return`, { ...seen, ...april28, reason: 'ก' });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('รับรายงานแล้ว” ฉบับที่ 1 โดย เจ้าพนักงานป้องกันการทุจริต');
  });

  test('asks for a Buddhist Era year', async () => {
    const response = await office.post(`${PATH}/return`, {
      ...seen,
      ...april28,
      'until-year': '2020',
      reason: 'ก',
    });
    expect(await response.text()).toContain('กรุณากรอกเป็นปี พ.ศ. 2563');
  });

  test('shows what the second version changed', async () => {
    await office.post(`${PATH}/return`, { ...seen, ...april28, reason: 'โปรดตรวจสอบ' });
    await handIn(site.dependencies, first, { on: '2020-04-22', completed: 4 });
    const html = await office.read(PATH);
    expect(html).toContain('สิ่งที่แก้ไขจากฉบับที่ 1');
    expect(html).toContain('<span class="changed">ดำเนินการแล้วเสร็จ</span>');
  });
});

test('a report that is awaited gets more time', async () => {
  await office.post(`${PATH}/extend`, {
    state: 'not_started',
    version: '0',
    reason: 'น้ำท่วม',
    ...dateFields('until', '15/5/2563'),
  });
  expect(await stored()).toMatchObject({ extendedUntil: '2020-05-15' });
});

test('an organization that need not report says why', async () => {
  await office.post(`${PATH}/waive`, {
    state: 'not_started',
    version: '0',
    reason: 'ยุบรวมหน่วยงาน',
  });
  expect(await office.read(PATH)).toContain('ยุบรวมหน่วยงาน');
});

test('a foreign office finds nothing; a central officer reads and decides nothing', async () => {
  const foreign = await site.signIn(neighbour);
  const reader = await site.signIn(central);
  expect((await foreign.get(PATH)).status).toBe(404);
  expect((await office.get('/provinces/80/reports/84-5001/2563/6M')).status).toBe(404);
  expect(await reader.read(PATH)).not.toContain('/extend');
  const response = await reader.post(`${PATH}/waive`, {
    state: 'not_started',
    version: '0',
    reason: 'ก',
  });
  expect(response.status).toBe(403);
});

test('a row taken out or added is told as such', () => {
  const { lines } = aReport(first, 1);
  const [one, ...others] = lines;
  expect(differences(lines, others).map(({ no }) => no)).toEqual([1]);
  expect(differences(others, lines)[0]?.changes[0]).toEqual({
    what: 'ชื่อ',
    from: '',
    to: one?.name,
  });
});
