import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, neighbour, officer, YEAR } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/80-5001/1`;
const HOST = '/organizations/80-5001/visits/2563/1';
const LETTER = dateFields('letterDate', '20/4/2563');

let site: TestSite;
let office: Visitor;
beforeEach(async () => {
  ({ site, office } = await officeSite(3));
});
afterEach(() => site.close());

const time = (date: string) => ({
  date,
  startMinute: '540',
  teamId: 'team-1',
  durationMinutes: '150',
});
const plan = (orgId: string, date: string, draft: number) =>
  office.post(`${SEASON}/plan/${orgId}`, { draft: String(draft), ...time(date) });
const publish = (fields: Record<string, string> = {}) =>
  office.post(`${SEASON}/publish`, { draft: '1', schedule: '0', ...fields });
const schedule = () => site.dependencies.seasons.schedule(YEAR, '80');
const entry = async (id = '80-5001') =>
  (await schedule())?.entries.find(({ orgId }) => orgId === id);
const note = async () => (await site.dependencies.audits.latest('PROVINCE#80', 1))[0];

describe('a visit that is published less than seven days ahead', () => {
  test('needs the reason why it is urgent, which its host and the audit trail are told', async () => {
    await plan('80-5001', '2020-04-27', 0);
    const refused = await publish();
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('เหลือไม่ถึง 7 วัน');
    expect(await schedule()).toBeUndefined();
    expect((await publish({ urgency: 'มีเรื่องร้องเรียน' })).status).toBe(303);
    expect(await entry()).toMatchObject({ urgent: { reason: 'มีเรื่องร้องเรียน' } });
    expect((await note())?.note).toBe('1 แห่ง เร่งด่วน 80-5001: มีเรื่องร้องเรียน');
    expect(await office.read(VISIT)).toContain('มีเรื่องร้องเรียน');
    const year = JSON.parse(await office.read('/api/provinces/80/years/2563'));
    expect(year.visits).toMatchObject([{ orgId: '80-5001', urgent: 'มีเรื่องร้องเรียน' }]);
    const host = await site.signIn(hostOf('80-5001'));
    expect(await host.read(HOST)).toContain('นิเทศเร่งด่วน เพราะ');
  });

  test('seven days are enough', async () => {
    await plan('80-5001', '2020-04-28', 0);
    expect((await publish()).status).toBe(303);
    expect((await entry())?.urgent).toBeUndefined();
  });
});

describe('a visit that is moved', () => {
  beforeEach(async () => {
    await plan('80-5001', '2020-05-12', 0);
    await publish({ letterNo: 'ปช 0044/ว 12', ...LETTER });
  });
  const move = (date: string, fields: Record<string, string> = {}) =>
    office.post(`${VISIT}/move`, { schedule: '1', reason: 'ติดราชการ', ...time(date), ...fields });

  test('to a day that is near needs the reason why it is urgent', async () => {
    const refused = await move('2020-04-27');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('เหลือไม่ถึง 7 วัน');
    expect(await entry()).toMatchObject({ date: '2020-05-12', sequence: 0 });
    await move('2020-04-27', { urgency: 'มีเรื่องร้องเรียน' });
    expect(await entry()).toMatchObject({
      date: '2020-04-27',
      urgent: { reason: 'มีเรื่องร้องเรียน' },
    });
    expect((await note())?.note).toBe('ติดราชการ (เร่งด่วน: มีเรื่องร้องเรียน)');
  });

  test('onto a holiday or a past day is refused, urgent or not', async () => {
    for (const date of ['2020-05-04', '2020-04-20']) {
      expect((await move(date, { urgency: 'เร่ง' })).status).toBe(422);
    }
    expect(await entry()).toMatchObject({ date: '2020-05-12' });
  });

  test('awaits the number of a letter about its new day, which cites the old one', async () => {
    await move('2020-05-19');
    expect(await office.read(VISIT)).toContain('ยังไม่มีเลขที่หนังสือที่แจ้งวันนี้');
    await office.post(`${VISIT}/letter`, { schedule: '2', letterNo: 'ปช 0044/300', ...LETTER });
    const html = await office.read(VISIT);
    expect(html).toContain('ที่ ปช 0044/300');
    expect(html).toContain('หนังสือแจ้งวันเดิม ที่ ปช 0044/ว 12');
  });

  test('has its number at once where the office has one already', async () => {
    await move('2020-05-19', { letterNo: 'ปช 0044/300', ...LETTER });
    expect(await entry()).toMatchObject({
      letter: { no: 'ปช 0044/300' },
      earlierLetter: { no: 'ปช 0044/ว 12' },
      sequence: 1,
    });
  });
});

describe('the mark of an urgent visit', () => {
  beforeEach(async () => {
    await plan('80-5001', '2020-05-12', 0);
    await publish();
  });
  const mark = (fields: Record<string, string> = {}, as = office) =>
    as.post(`${VISIT}/urgent`, { schedule: '1', reason: 'มีเรื่องร้องเรียน', ...fields });

  test('is set with its reason, and a second click sets it once', async () => {
    expect((await mark()).status).toBe(303);
    expect((await mark()).status).toBe(409);
    expect((await schedule())?.version).toBe(2);
    expect(await entry()).toMatchObject({ sequence: 0, revisions: 1 });
    expect(await note()).toMatchObject({ act: 'visit-marked-urgent', note: 'มีเรื่องร้องเรียน' });
  });

  test('needs a reason, and is not set by another office or a host', async () => {
    expect((await mark({ reason: '' })).status).toBe(422);
    const foreign = await site.signIn(neighbour);
    expect((await mark({}, foreign)).status).toBe(404);
    const host = await site.signIn(hostOf('80-5001'));
    expect((await mark({}, host)).status).toBe(404);
    expect((await entry())?.urgent).toBeUndefined();
  });

  test('is gone once the visit has another day', async () => {
    await mark();
    const away = { schedule: '2', reason: 'ติดราชการ', ...time('2020-05-19') };
    expect((await office.post(`${VISIT}/move`, away)).status).toBe(303);
    expect((await entry())?.urgent).toBeUndefined();
  });
});

describe('a visit without a notice that counts', () => {
  beforeEach(async () => {
    await plan('80-5001', '2020-05-12', 0);
    await publish();
  });
  const lateOn = async (day: string) => {
    site.setTime(`${day}T10:00:00+07:00`);
    office = await site.signIn(officer);
  };

  test('is flagged on the season, its list and the week from ten days ahead', async () => {
    await lateOn('2020-05-01');
    expect(await office.read(SEASON)).not.toContain('ยังไม่มีหนังสือแจ้งที่ครบ 7 วัน</h3>');
    await lateOn('2020-05-05');
    const html = await office.read(`${SEASON}?state=lacks-notice`);
    expect(html).toContain('1 แห่งใกล้ถึงวันนิเทศ แต่ยังไม่มีหนังสือแจ้งที่ครบ 7 วัน');
    expect(html).toContain(`href="${VISIT}"`);
    expect(await office.read(`${SEASON}/board?week=2020-05-11`)).toContain('ยังไม่มีเลขที่หนังสือ');
    expect(await office.read(VISIT)).toContain('ต้องแจ้งเป็นหนังสือภายใน');
  });

  test('is flagged until it is marked urgent', async () => {
    await lateOn('2020-05-08');
    expect(await office.read(VISIT)).toContain('เลยกำหนดแจ้งล่วงหน้า 7 วันแล้ว');
    await office.post(`${VISIT}/urgent`, { schedule: '1', reason: 'มีเรื่องร้องเรียน' });
    expect(await office.read(VISIT)).not.toContain('เลยกำหนดแจ้งล่วงหน้า 7 วันแล้ว');
    expect(await office.read(SEASON)).not.toContain('แห่งใกล้ถึงวันนิเทศ');
  });
});

describe('a circular', () => {
  const circular = (no: string, version: number, fields: Record<string, string> = {}) =>
    office.post(`${SEASON}/letter`, {
      schedule: String(version),
      letterNo: no,
      ...LETTER,
      ...fields,
    });

  test('of a later publishing leaves those of the earlier one with theirs', async () => {
    await plan('80-5001', '2020-05-12', 0);
    await publish({ letterNo: 'ปช 0044/ว 12', ...LETTER });
    await plan('80-5002', '2020-05-13', 1);
    await office.post(`${SEASON}/publish`, {
      draft: '2',
      schedule: '1',
      letterNo: 'ปช 0044/ว 15',
      ...LETTER,
    });
    expect(await office.read(VISIT)).toContain('ที่ ปช 0044/ว 12');
    expect(await office.read(`${SEASON}/80-5002/1`)).toContain('ที่ ปช 0044/ว 15');
  });

  test('is for those whose day no letter has told; a slip is mended for all that had it', async () => {
    await plan('80-5001', '2020-05-12', 0);
    await plan('80-5002', '2020-05-13', 1);
    await office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
    await office.post(`${VISIT}/letter`, { schedule: '1', letterNo: 'ปช 0044/77', ...LETTER });
    await circular('ปช 0044/ว 21', 2);
    expect((await entry())?.letter?.no).toBe('ปช 0044/77');
    expect(await entry('80-5002')).toMatchObject({ letter: { no: 'ปช 0044/ว 21' } });
    await circular('ปช 0044/ว 12', 3, { mends: 'yes' });
    expect((await entry())?.letter?.no).toBe('ปช 0044/77');
    expect(await entry('80-5002')).toMatchObject({ letter: { no: 'ปช 0044/ว 12' }, revisions: 1 });
  });
});
