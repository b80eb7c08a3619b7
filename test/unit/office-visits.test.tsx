import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, neighbour, officer, seedProvince, YEAR } from '../support/office-world.ts';
import { type TestSite, testSite } from '../support/site.ts';

const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/80-5001/1`;
const HOST = '/organizations/80-5001/visits/2563/1';

let site: TestSite;
let cookie: string;
let host: string;
beforeEach(async () => {
  site = await testSite({ at: '2020-04-21T10:00:00+07:00' });
  await seedProvince(site.dependencies, 4);
  cookie = await site.signIn(officer);
  host = await site.signIn({ ...hostOf('80-5001'), email: 'host@lao.example' });
});
afterEach(() => site.close());

const get = async (path: string, as = cookie) =>
  (await site.app.request(path, { headers: { cookie: as } })).text();
const post = (path: string, fields: Record<string, string>, as = cookie) =>
  site.app.request(path, {
    method: 'POST',
    headers: { cookie: as },
    body: new URLSearchParams(fields),
  });
const time = (date: string, startMinute = '540') => ({
  date,
  startMinute,
  teamId: 'team-1',
  durationMinutes: '150',
});
const schedule = () => site.dependencies.seasons.schedule(YEAR, '80');
const entry = async () => (await schedule())?.entries.find(({ orgId }) => orgId === '80-5001');
const onDay = async (day: string) => {
  site.setTime(`${day}T10:00:00+07:00`);
  cookie = await site.signIn(officer);
};

async function published() {
  await post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
  await post(`${SEASON}/plan/80-5002`, { draft: '1', ...time('2020-05-13') });
  return post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
}

describe('making the season', () => {
  test('a visit is added on a working day and published with its letter', async () => {
    await post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
    const response = await post(`${SEASON}/publish`, {
      draft: '1',
      schedule: '0',
      letterNo: 'ปช 0044(นศ)/ว 12',
      'letterDate-day': '20',
      'letterDate-month': '4',
      'letterDate-year': '2563',
    });
    expect(response.status).toBe(303);
    expect(await schedule()).toMatchObject({
      letter: { no: 'ปช 0044(นศ)/ว 12', date: '2020-04-20' },
      entries: [{ orgId: '80-5001', date: '2020-05-12' }],
    });
    expect(await get(SEASON)).toContain('ที่ ปช 0044(นศ)/ว 12 ลงวันที่ 20 เม.ย. 2563');
  });

  test.each([
    ['2020-05-06', 'เป็นวันหยุดราชการ (วันวิสาขบูชา)'],
    ['2020-04-20', 'ผ่านมาแล้ว'],
    ['', 'กรุณาเลือกวันนิเทศ'],
  ])('%s is refused with its reason', async (date, reason) => {
    const response = await post(`${SEASON}/plan/80-5001`, { draft: '0', ...time(date) });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(reason);
  });

  test('the day’s choices tell how busy each team is, and leave holidays out', async () => {
    await post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
    const html = await get(`${SEASON}/plan/80-5002`);
    expect(html).toContain('วันอังคารที่ 12 พฤษภาคม 2563 – ① 1 แห่ง');
    expect(html).not.toContain('value="2020-05-06"');
  });

  test('a second publication of the same draft is told what happened', async () => {
    await published();
    const again = await post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('ประกาศกำหนดการนิเทศติดตาม โดย เจ้าพนักงานป้องกันการทุจริต');
  });

  test('a run under way shows how far it is and reloads by itself', async () => {
    const run = { schemaVersion: 1, runId: 'r1', fiscalYear: YEAR, progress: 40 } as const;
    const startedAt = '2020-04-21T03:00:00.000Z';
    await site.dependencies.plannings.saveRun('80', { ...run, startedAt, state: 'running' });
    const response = await site.app.request(SEASON, { headers: { cookie } });
    expect(response.headers.get('refresh')).toBe('2');
    expect(await response.text()).toContain('40 %');
  });

  test('a run that never ended is told as failed, and may be asked for again', async () => {
    const run = { schemaVersion: 1, runId: 'r1', fiscalYear: YEAR, progress: 40 } as const;
    const startedAt = '2020-04-21T01:00:00.000Z';
    await site.dependencies.plannings.saveRun('80', { ...run, startedAt, state: 'running' });
    const response = await site.app.request(SEASON, { headers: { cookie } });
    expect(response.headers.get('refresh')).toBeNull();
    expect(await response.text()).toContain('จัดทำข้อเสนอกำหนดการไม่สำเร็จ');
  });

  test('another office finds no season here', async () => {
    const foreign = await site.signIn({ ...neighbour, email: 'officer-84@nacc.example' });
    expect((await post(`${SEASON}/proposals`, {}, foreign)).status).toBe(404);
  });
});

describe('after publishing', () => {
  beforeEach(published);

  test('the host sees the day and what to prepare, and confirms', async () => {
    expect(await get(HOST, host)).toContain('วันอังคารที่ 12 พฤษภาคม 2563 เวลา 09.00–11.30 น.');
    const answer = { sequence: '0', answer: 'acknowledge', place: 'ห้องประชุม', mobile: '08' };
    expect((await post(HOST, answer, host)).status).toBe(303);
    expect(await get(VISIT)).toContain('สถานที่: ห้องประชุม');
  });

  test('a host that asks for another day must say why', async () => {
    const response = await post(HOST, { sequence: '0', answer: 'other-day' }, host);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('กรุณากรอกเหตุผลและช่วงวันที่สะดวก');
  });

  test('an answer to the old day is refused with the new one', async () => {
    const move = { schedule: '1', reason: 'ติดราชการ', ...time('2020-05-19') };
    await post(`${VISIT}/move`, move);
    const late = await post(HOST, { sequence: '0', answer: 'acknowledge', place: 'ก' }, host);
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('วันใหม่คือวันอังคารที่ 19 พฤษภาคม 2563');
  });

  test('a move keeps the reason and the old day before the host’s eyes', async () => {
    await post(`${VISIT}/move`, { schedule: '1', reason: 'ติดราชการ', ...time('2020-05-19') });
    expect(await get(HOST, host)).toContain('วันอังคารที่ 12 พฤษภาคม 2563 – ติดราชการ');
    expect(await entry()).toMatchObject({ sequence: 1 });
  });

  test('a move onto the team’s other visit says which one', async () => {
    const response = await post(`${VISIT}/move`, {
      schedule: '1',
      reason: 'ก',
      ...time('2020-05-13', '600'),
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(/คณะนิเทศติดนัด.+ เวลา 09.00 น./);
  });

  test('many are postponed at once by their days', async () => {
    await post(`${SEASON}/postpone`, {
      schedule: '1',
      amphoe: '',
      reason: 'น้ำท่วม',
      'from-day': '13',
      'from-month': '5',
      'from-year': '2563',
      'to-day': '14',
      'to-month': '5',
      'to-year': '2563',
    });
    const states = (await schedule())?.entries.map(({ orgId, state }) => `${orgId} ${state}`);
    expect(states?.toSorted()).toEqual(['80-5001 scheduled', '80-5002 postponed']);
  });

  test('the office takes an answer down by phone', async () => {
    await post(`${VISIT}/phone`, {
      sequence: '0',
      answer: 'acknowledge',
      place: 'ห้องประชุม',
      answeredBy: 'ปลัด อบต.',
      calledAt: '14.05',
      'calledOn-day': '21',
      'calledOn-month': '4',
      'calledOn-year': '2563',
    });
    expect(await get(VISIT)).toContain('ปลัด อบต. ทางโทรศัพท์ 21 เม.ย. 2563 เวลา 14.05 น.');
  });

  const report = {
    'heldOn-day': '12',
    'heldOn-month': '5',
    'heldOn-year': '2563',
    attendees: 'นายก อบต.',
    findings: 'ขับเคลื่อนได้จริง',
    recommendations: '- เผยแพร่ผลบนเว็บไซต์\n\n- จัดเก็บหลักฐาน',
  };

  test('the report waits for the visit’s day', async () => {
    expect(await get(VISIT)).toContain('บันทึกได้ตั้งแต่วันอังคารที่ 12 พฤษภาคม 2563');
    const early = await post(`${VISIT}/report`, { ...report, seen: 'none', do: 'draft' });
    expect(early.status).toBe(409);
  });

  test('the report is handed in; each line of advice is followed up', async () => {
    await onDay('2020-05-13');
    const response = await post(`${VISIT}/report`, { ...report, seen: 'none', do: 'submit' });
    expect(response.headers.get('location')).toBe(`${VISIT}?done=submit#report`);
    const advice = await site.dependencies.seasons.recommendations('80', '80-5001');
    expect(advice.map(({ text }) => text)).toEqual(['เผยแพร่ผลบนเว็บไซต์', 'จัดเก็บหลักฐาน']);
    expect(await get(VISIT)).toContain('ขับเคลื่อนได้จริง');
  });

  test('a report without findings is not taken, and nothing typed is lost', async () => {
    await onDay('2020-05-13');
    const response = await post(`${VISIT}/report`, {
      ...report,
      findings: '',
      seen: 'none',
      do: 'submit',
    });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('กรุณากรอกข้อสังเกต');
    expect(html).toContain('จัดเก็บหลักฐาน');
  });

  test('a neighbour’s host finds no visit', async () => {
    const other = await site.signIn({ ...hostOf('80-5002'), email: 'other@lao.example' });
    expect(
      (await post(HOST, { sequence: '0', answer: 'acknowledge', place: 'ก' }, other)).status,
    ).toBe(404);
    expect((await site.app.request(HOST, { headers: { cookie: other } })).status).toBe(404);
  });
});
