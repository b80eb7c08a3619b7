import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wire } from '../../functions/visits/index.ts';
import type { PlanningQuestion } from '../../functions/web/web-environment.tsx';
import { colleague, day, hostOf, officer, YEAR } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
const EVENTS = `${SEASON}/events`;
const VISIT = `${SEASON}/80-5001/1`;

let site: TestSite;
let office: Visitor;
/** What the planner is asked; answered when a test says so. */
let questions: PlanningQuestion[];
let planner: ReturnType<typeof wire>;
beforeEach(async () => {
  questions = [];
  ({ site, office } = await officeSite(8, {
    at: '2020-05-04T10:00:00+07:00',
    overrides: { answerPlanning: async (question) => void questions.push(question) },
  }));
  planner = wire({
    env: { TABLE_NAME: 'nithet' },
    documents: site.documents,
    now: () => site.dependencies.now(),
  });
});
afterEach(() => site.close());

const answerAll = async () => {
  for (const question of questions.splice(0)) await planner.planVisits(question);
};
const at = (date: string, startMinute = '540', teamId = 'team-1') => ({
  date,
  startMinute,
  teamId,
  durationMinutes: '150',
});
const span = (from: string, to: string) => ({
  ...dateFields('from', from),
  ...dateFields('to', to),
});
const schedule = () => site.dependencies.seasons.schedule(YEAR, '80');
const draft = () => site.dependencies.seasons.draftSchedule(YEAR, '80');
const acts = async () =>
  (await site.dependencies.audits.latest('PROVINCE#80', 20)).map(({ act }) => act);

/** 80-5001 and 80-5002 are published for two mornings of team 1. */
async function published() {
  await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...at('2020-05-12') });
  await office.post(`${SEASON}/plan/80-5002`, { draft: '1', ...at('2020-05-13') });
  await office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
}

async function proposed() {
  await planner.planVisits({
    fiscalYear: YEAR,
    province: '80',
    startedAt: '2020-05-04T03:00:00.000Z',
    runId: 'run-1',
  });
}

describe('a move that cannot be', () => {
  beforeEach(published);

  test.each([
    ['onto a holiday', at('2020-05-06'), 'เป็นวันหยุดราชการ (วันวิสาขบูชา)'],
    ['onto a Saturday', at('2020-05-16'), 'เป็นวันหยุดสุดสัปดาห์'],
    ['onto a taken slot', at('2020-05-13', '600'), 'คณะนิเทศติดนัด'],
    ['onto a past day', at('2020-04-30'), 'ผ่านมาแล้ว'],
    ['beyond office hours', at('2020-05-14', '900'), 'เวลานิเทศต้องอยู่ระหว่าง 08.30–16.30'],
    ['to a team that is not there', at('2020-05-14', '540', 'team-9'), 'ไม่พบคณะนิเทศที่เลือก'],
  ])('%s is refused clearly, and nothing has changed', async (_, when, reason) => {
    const before = await schedule();
    const refused = await office.post(`${VISIT}/move`, { schedule: '1', reason: 'ก', ...when });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(reason);
    const drafted = await office.post(`${SEASON}/plan/80-5003`, { draft: '2', ...when });
    expect(drafted.status).toBe(422);
    expect(await schedule()).toEqual(before);
    expect((await draft())?.version).toBe(2);
  });

  test.each(['/84-5001/1/move', '/plan/84-5001', '/84-5001/1/pin'])(
    'of another province’s organization (%s) is not found',
    async (path) => {
      const response = await office.post(`${SEASON}${path}`, {
        schedule: '1',
        draft: '2',
        reason: 'ก',
        ...at('2020-05-14'),
      });
      expect(response.status).toBe(404);
      expect((await schedule())?.version).toBe(1);
    },
  );

  test('is told before anything is sent, with the first hour that is free', async () => {
    const ask = async (query: Record<string, string>) =>
      JSON.parse(await office.read(`${SEASON}/check?${new URLSearchParams(query)}`));
    const other = { orgId: '80-5003', teamId: 'team-1' };
    expect(await ask({ ...other, date: '2020-05-13' })).toMatchObject({
      startMinute: 780,
      conflicts: [],
    });
    expect(await ask({ ...other, date: '2020-05-06' })).toMatchObject({
      conflicts: ['วันพุธที่ 6 พฤษภาคม 2563เป็นวันหยุดราชการ (วันวิสาขบูชา)'],
    });
    const moved = { orgId: '80-5001', visitNo: '1', teamId: 'team-1', date: '2020-05-13' };
    expect(await ask({ ...moved, startMinute: '540' })).toMatchObject({
      conflicts: [expect.stringContaining('คณะนิเทศติดนัด')],
    });
    expect(await ask({ orgId: 'x' })).toBeNull();
  });
});

describe('a team’s day', () => {
  const plan = (orgId: string, draft: number, startMinute: string, more = {}) =>
    office.post(`${SEASON}/plan/${orgId}`, {
      draft: String(draft),
      ...at('2020-05-19', startMinute),
      durationMinutes: '60',
      ...more,
    });

  test('has as many visits as was set, and no more', async () => {
    await plan('80-5001', 0, '540', { drivable: 'yes' });
    await plan('80-5002', 1, '780', { drivable: 'yes' });
    const third = await plan('80-5003', 2, '900', { drivable: 'yes' });
    expect(third.status).toBe(422);
    expect(await third.text()).toContain('คณะนิเทศมีครบ 2 แห่งต่อวัน');
  });

  test('must leave time to drive, unless the office knows better', async () => {
    const team = await site.dependencies.setups.team(YEAR, '80', 'team-1');
    if (!team) throw new Error('no team');
    const far = { ...team, base: { latitude: 13.75, longitude: 100.5 } };
    await site.dependencies.seasons.saveTeam(YEAR, '80', far);
    const refused = await plan('80-5001', 0, '540');
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('เวลาเดินทางของคณะในวันอังคารที่ 19 พฤษภาคม 2563ไม่พอ');
    expect(html).toContain('name="drivable"');
    const query = new URLSearchParams({ orgId: '80-5001', ...at('2020-05-19') });
    expect(await office.read(`${SEASON}/check?${query}`)).toContain('เวลาเดินทางของคณะ');
    expect((await plan('80-5001', 0, '540', { drivable: 'yes' })).status).toBe(303);
  });
});

describe('a group visit', () => {
  beforeEach(async () => {
    await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...at('2020-05-12') });
    await office.post(`${SEASON}/plan/80-5001/cluster`, {
      draft: '1',
      attending: '80-5002, 80-5003',
    });
  });
  const times = async () =>
    (await draft())?.entries.map(({ orgId, hostOrgId, date }) => [orgId, hostOrgId, date]);

  test('is held at its host, at one time', async () => {
    expect(await times()).toEqual([
      ['80-5001', undefined, '2020-05-12'],
      ['80-5002', '80-5001', '2020-05-12'],
      ['80-5003', '80-5001', '2020-05-12'],
    ]);
  });

  test('is moved whole by its host; whoever gets another day leaves it', async () => {
    await office.post(`${SEASON}/plan/80-5001`, { draft: '2', ...at('2020-05-14') });
    await office.post(`${SEASON}/plan/80-5003`, { draft: '3', ...at('2020-05-19') });
    expect(await times()).toEqual([
      ['80-5001', undefined, '2020-05-14'],
      ['80-5002', '80-5001', '2020-05-14'],
      ['80-5003', undefined, '2020-05-19'],
    ]);
  });

  test('is postponed whole once it is published', async () => {
    await office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
    await office.post(`${VISIT}/postpone`, { schedule: '1', reason: 'น้ำท่วม' });
    expect((await schedule())?.entries.map(({ state }) => state)).toEqual([
      'postponed',
      'postponed',
      'postponed',
    ]);
  });

  test('of somebody nobody knows is refused', async () => {
    const refused = await office.post(`${SEASON}/plan/80-5001/cluster`, {
      draft: '2',
      attending: 'อบต.ไม่มีจริง',
    });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('ไม่พบ หรือตรงกับหลายแห่ง: อบต.ไม่มีจริง');
  });
});

describe('after something has happened', () => {
  beforeEach(published);
  const flood = async (fields: Record<string, string> = {}) => {
    const response = await office.post(EVENTS, {
      setup: '0',
      kind: 'team-unavailable',
      teamId: 'team-1',
      reason: 'คณะติดภารกิจ',
      ...span('12/5/2563', '12/5/2563'),
      ...fields,
    });
    return response.headers.get('location') ?? '';
  };

  test('the plan is worked out anew while the page tells how far it is', async () => {
    const run = await flood();
    const waiting = await office.get(run);
    expect(waiting.headers.get('refresh')).toBe('2');
    expect(await waiting.text()).toContain('กำลังหากำหนดการใหม่ที่ย้ายน้อยที่สุด');
    await answerAll();
    const html = await office.read(run);
    expect(html).toContain('คณะนิเทศติดตามที่ 1 ไม่ว่าง 12 พ.ค. 2563');
    expect(html).toContain('รับรายการที่เลือก');
    expect((await schedule())?.version).toBe(1);
  });

  test('each move is taken over by itself; the others stay open', async () => {
    const run = await flood();
    await answerAll();
    const accept = { schedule: '1', move: '80-5001', reason: 'คณะติดภารกิจ' };
    const soon = await office.post(run, accept);
    expect(soon.status).toBe(422);
    expect(await soon.text()).toContain('เหลือไม่ถึง 7 วัน');
    const taken = await office.post(run, { ...accept, urgency: 'มีเรื่องร้องเรียน' });
    expect(taken.status).toBe(303);
    const entry = (await schedule())?.entries.find(({ orgId }) => orgId === '80-5001');
    expect(entry).toMatchObject({
      sequence: 1,
      reason: 'คณะติดภารกิจ',
      urgent: { reason: 'มีเรื่องร้องเรียน' },
    });
    expect(entry?.date === '2020-05-12' && entry.teamId === 'team-1').toBe(false);
    const html = await office.read(run);
    expect(html).toContain('รับแล้วหรือเปลี่ยนไปแล้ว');
    expect(await acts()).toEqual(
      expect.arrayContaining(['season-event-recorded', 'visits-replanned']),
    );
    const again = await office.post(run, { schedule: '2', move: '80-5001', reason: 'คณะติดภารกิจ' });
    expect(again.status).toBe(422);
    expect((await schedule())?.version).toBe(2);
  });

  test('two officers who take moves over at once: the second is shown the new schedule', async () => {
    const run = await flood();
    await answerAll();
    const other = await site.signIn(colleague);
    const accept = { schedule: '1', move: '80-5001', reason: 'ก', urgency: 'ข' };
    await other.post(run, accept);
    expect((await office.post(run, accept)).status).toBe(409);
  });

  test('a flooded district is told by its name, and undone again', async () => {
    const [one] = await site.dependencies.roster.all('80');
    await flood({
      kind: 'amphoe-closed',
      amphoe: one?.amphoe.name ?? '',
      ...span('11/5/2563', '15/5/2563'),
    });
    const refused = await office.post(`${SEASON}/plan/${one?.orgId}`, {
      draft: '2',
      ...at('2020-05-14'),
    });
    expect(refused.status).toBe(422);
    const { events } = await site.dependencies.setups.setup(YEAR, '80');
    await office.post(`${EVENTS}/undo`, { setup: '1', eventId: events[0]?.eventId ?? '' });
    expect((await site.dependencies.setups.setup(YEAR, '80')).events).toEqual([]);
  });

  test.each([
    [{ kind: '' }, 'กรุณาเลือกเหตุที่เกิดขึ้น'],
    [{ kind: 'amphoe-closed' }, 'กรุณาเลือกอย่างน้อยหนึ่งอำเภอ'],
    [{ kind: 'visit-added', organization: 'อบต.ไม่มีจริง' }, 'ไม่พบหน่วยงาน “อบต.ไม่มีจริง”'],
    [{ kind: 'postponed' }, 'ไม่มีแห่งที่เลื่อนไว้และรอวันใหม่'],
    [{ ...span('13/5/2563', '12/5/2563') }, 'วันสุดท้ายต้องไม่ก่อนวันแรก'],
    [{ reason: '' }, 'กรุณากรอกเหตุผล'],
  ])('an event that is not told in full (%o) is asked for again', async (fields, reason) => {
    const response = await office.post(EVENTS, {
      setup: '0',
      kind: 'team-unavailable',
      teamId: 'team-1',
      reason: 'ก',
      ...span('12/5/2563', '12/5/2563'),
      ...fields,
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(reason);
    expect(questions).toEqual([]);
  });

  test('several districts and spans of days are postponed in one act', async () => {
    const organizations = await site.dependencies.roster.all('80');
    const response = await office.post(`${SEASON}/postpone`, {
      schedule: '1',
      reason: 'น้ำท่วม',
      amphoe: organizations.map(({ amphoe }) => amphoe.name),
      ...span('12/5/2563', '12/5/2563'),
      ...dateFields('from2', '13/5/2563'),
      ...dateFields('to2', '14/5/2563'),
    });
    expect(response.status).toBe(303);
    expect((await schedule())?.entries.map(({ state }) => state)).toEqual([
      'postponed',
      'postponed',
    ]);
  });
});

describe('why an organization is not visited', () => {
  test('is asked on its page, which waits for the answer and then tells it', async () => {
    const { setups } = site.dependencies;
    const setup = await setups.setup(YEAR, '80');
    const daysOff = [{ from: day('2020-05-07'), to: day('2020-06-30'), reason: 'อบรม' }];
    const { userId, position, role } = officer;
    await setups.saveSetup(
      { ...setup, version: 1, daysOff },
      {
        eventId: 'e1',
        at: '2020-05-04T03:00:00.000Z',
        actor: { userId, position, role },
        act: 'season-setup-changed',
        subject: '2563',
      },
    );
    await proposed();
    const run = await site.dependencies.plannings.latestRun(YEAR, '80');
    const left =
      run?.proposal?.outcome === 'planned'
        ? run.proposal.organizations.find(({ chosen }) => !chosen)?.organizationId
        : undefined;
    const path = `${SEASON}/plan/${left}`;
    expect(await office.read(path)).toContain('ถ้าต้องไปแห่งนี้ แผนจะเสียอะไร');
    await office.post(`${path}/why-not`, {});
    expect(await office.read(path)).toContain('กำลังคำนวณ');
    await answerAll();
    const html = await office.read(path);
    expect(html).toMatch(/แผนเสียไป.+คะแนน/s);
    expect(html).toContain('แห่งที่ต้องตัดออก');
  });
});

describe('a week', () => {
  test('shows each team’s visits, holidays, and what is published', async () => {
    await published();
    const html = await office.read(`${SEASON}/board?week=2020-05-11`);
    expect(html).toContain('data-visit="80-5001"');
    expect(await office.read(`${SEASON}/board?week=2020-05-06`)).toContain('วันวิสาขบูชา');
  });

  test('a visit is pinned there, and its host need not be told', async () => {
    await published();
    await office.post(`${VISIT}/pin`, { schedule: '1', pinned: 'yes', week: '2020-05-11' });
    expect((await schedule())?.entries[0]).toMatchObject({ pinned: true, sequence: 0 });
    expect((await acts())[0]).toBe('visit-fixed');
  });
});

test('an officer of an organization finds none of these pages', async () => {
  const host = await site.signIn(hostOf('80-5001'));
  for (const path of [EVENTS, `${SEASON}/board`, `${SEASON}/check`, `${SEASON}/setup`]) {
    expect((await host.get(path)).status).toBe(404);
  }
});
