import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aRecommendation } from '../support/builders.ts';
import { hostOf, neighbour, officer } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Fields, type Visitor } from '../support/visitor.ts';

const ADVICE = '/organizations/80-5001/recommendations/2563/1/1';

let site: TestSite;
let office: Visitor;
let host: Visitor;
beforeEach(async () => {
  ({ site, office } = await officeSite(2, { at: '2020-06-10T10:00:00+07:00' }));
  host = await site.signIn(hostOf('80-5001'));
  await site.dependencies.seasons.recommend(aRecommendation({ orgId: '80-5001' }));
});
afterEach(() => site.close());

const post = (fields: Fields, by: Visitor) =>
  by.post(by === office ? `${ADVICE}/judge` : ADVICE, fields);
const stored = async () =>
  (await site.dependencies.seasons.recommendations('80', '80-5001')).find(({ no }) => no === 1);

test('the host answers, the office asks for more and then verifies, and the trail tells all of it', async () => {
  await post({ act: 'accept', note: '' }, host);
  await post({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
  const until = dateFields('until', '31/8/2563');
  await post({ act: 'ask-more', note: 'ขอภาพหน้าเว็บไซต์', ...until }, office);
  expect(await stored()).toMatchObject({ state: 'needs_more', dueOn: '2020-08-31' });
  await post({ act: 'finish', note: 'แนบภาพแล้ว' }, host);
  await post({ act: 'verify', note: '' }, office);

  const one = await stored();
  expect(one?.state).toBe('verified');
  expect(one?.pendingAudit).toBeUndefined();
  const trail = await site.dependencies.audits.latest('ORG#80-5001', 5);
  expect(trail.map(({ act }) => act).toReversed()).toEqual([
    'advice-accepted',
    'advice-finished',
    'advice-more-asked',
    'advice-finished',
    'advice-verified',
  ]);
  expect(await office.read('/provinces/80/recommendations?state=settled')).toContain('ยืนยันผลแล้ว');
});

test('a second click changes nothing', async () => {
  const first = await post({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
  const second = await post({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
  expect([first.status, second.status]).toEqual([303, 303]);
  expect((await stored())?.history).toHaveLength(1);
});

test('what a colleague has overtaken is refused and says how it stands', async () => {
  await post({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
  const late = await post({ act: 'accept', note: '' }, host);
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('แจ้งว่าดำเนินการแล้ว');
});

test.each([
  [{ act: 'finish', note: '' }, 'กรุณากรอกผลการดำเนินการ'],
  [{ act: 'decline', note: ' ' }, 'กรุณากรอกเหตุผลที่ไม่สามารถดำเนินการได้'],
  [{ note: 'ทำแล้ว' }, 'กรุณาเลือกคำตอบ'],
])('%j is not enough', async (fields, message) => {
  const response = await post(fields, host);
  expect(response.status).toBe(422);
  expect(await response.text()).toContain(message);
  expect((await stored())?.state).toBe('open');
});

test('the office does not answer for the host, the host does not verify, others find nothing', async () => {
  expect((await office.post(ADVICE)).status).toBe(403);
  await post({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
  expect((await host.post(`${ADVICE}/judge`)).status).toBe(403);
  const other = await site.signIn(hostOf('80-5002'));
  expect((await post({ act: 'accept', note: '' }, other)).status).toBe(404);
  const foreign = await site.signIn(neighbour);
  expect((await foreign.get('/provinces/80/recommendations')).status).toBe(404);
  expect((await stored())?.state).toBe('done');
});

test('the office sees what is overdue first', async () => {
  site.setTime('2020-07-30T10:00:00+07:00');
  office = await site.signIn(officer);
  const page = await office.read('/provinces/80/recommendations?state=overdue');
  expect(page).toContain('เกินกำหนด 6 วัน');
  expect(page).toContain('เผยแพร่แผนบนเว็บไซต์');
});

describe('what the organization says by phone', () => {
  const call = {
    answeredBy: 'ปลัด อบต.',
    calledAt: '14.05',
    ...dateFields('calledOn', '9/6/2563'),
  };
  const phone = (fields: Fields, by = office) => by.post(`${ADVICE}/phone`, fields);

  test('is taken down with who said it and when, once', async () => {
    const said = { ...call, act: 'finish', note: 'เผยแพร่แล้ว' };
    const first = await phone(said);
    const second = await phone(said);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect((await stored())?.history).toMatchObject([
      {
        state: 'done',
        byPhone: { answeredBy: 'ปลัด อบต.', date: '2020-06-09', minute: 845 },
        by: { position: officer.position },
      },
    ]);
    expect(await office.read(ADVICE)).toContain('ปลัด อบต. ทางโทรศัพท์ 9 มิ.ย. 2563 เวลา 14.05 น.');
    const [event] = await site.dependencies.audits.latest('ORG#80-5001', 1);
    expect(event).toMatchObject({ act: 'advice-finished', note: 'ทางโทรศัพท์ ปลัด อบต.: เผยแพร่แล้ว' });
  });

  test.each([
    [{ answeredBy: ' ' }, 'กรุณากรอกตำแหน่งของผู้ให้คำตอบ'],
    [{ calledAt: 'บ่ายสอง' }, 'กรุณากรอกเวลาเป็นตัวเลข'],
    [{ 'calledOn-day': '11' }, 'วันที่โทรต้องไม่หลังวันนี้'],
    [{ note: '' }, 'กรุณากรอกผลการดำเนินการ'],
    [{ act: 'verify' }, 'กรุณาเลือกคำตอบ'],
  ])('%j is not enough', async (changes, message) => {
    const response = await phone({ ...call, act: 'finish', note: 'ทำแล้ว', ...changes });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect((await stored())?.state).toBe('open');
  });

  test('is no form of the host, nor of another province', async () => {
    const said = { ...call, act: 'accept', note: '' };
    expect((await phone(said, host)).status).toBe(403);
    const foreign = await site.signIn(neighbour);
    expect((await phone(said, foreign)).status).toBe(404);
    expect((await stored())?.state).toBe('open');
  });
});

describe('by the API', () => {
  const API = '/api/organizations/80-5001/recommendations';
  const answer = (body: unknown, by: Visitor) =>
    by.ask(`${API}/2563/1/1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      body: JSON.stringify(body),
    });

  test('the organization answers, the office verifies, and both read how it stands', async () => {
    const done = await answer({ act: 'finish', note: 'เผยแพร่แล้ว' }, host);
    expect(await done.json()).toMatchObject({ state: 'done', due: '2020-07-24', overdue: false });
    expect((await answer({ act: 'verify' }, office)).status).toBe(200);
    const list = await host.get(API);
    expect(await list.json()).toMatchObject({
      recommendations: [{ no: 1, state: 'verified', history: [{ note: 'เผยแพร่แล้ว' }, {}] }],
    });
  });

  test.each([
    [{ act: 'finish' }, 422],
    [{ act: 'ask-more', note: 'ขอภาพ' }, 422],
    [{ act: 'verify' }, 403],
    [{ act: 'accept', byPhone: { answeredBy: 'ปลัด', date: '2020-06-09', minute: 600 } }, 403],
    [{ act: 'forget' }, 422],
  ])('%j by the organization is refused', async (body, status) => {
    expect((await answer(body, host)).status).toBe(status);
    expect((await stored())?.state).toBe('open');
  });

  test('the office answers in the organization’s place only with who said so by phone', async () => {
    expect((await answer({ act: 'accept' }, office)).status).toBe(403);
    const byPhone = { answeredBy: 'ปลัด', date: '2020-06-09', minute: 600 };
    expect((await answer({ act: 'accept', byPhone }, office)).status).toBe(200);
    expect((await stored())?.state).toBe('accepted');
  });

  test('another organization finds nothing', async () => {
    const other = await site.signIn(hostOf('80-5002'));
    expect((await answer({ act: 'accept' }, other)).status).toBe(404);
    expect((await other.get(API)).status).toBe(404);
  });
});
