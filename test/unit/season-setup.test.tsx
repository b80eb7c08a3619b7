import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { readFacts } from '../../shared/domain/season-facts.ts';
import { csvFile, workbookFile } from '../support/import-files.ts';
import { central, colleague, day, hostOf, neighbour, YEAR } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const SETUP = '/provinces/80/visits/2563/setup';
const AWAY = '/organizations/80-5001/visits/2563/away';

let site: TestSite;
let office: Visitor;
beforeEach(async () => {
  ({ site, office } = await officeSite(4));
});
afterEach(() => site.close());

const setup = () => site.dependencies.setups.setup(YEAR, '80');
const span = (from: string, to = '') => ({
  ...dateFields('from', from),
  ...dateFields('to', to),
});
const acts = async (owner: 'PROVINCE#80' | 'ORG#80-5001') =>
  (await site.dependencies.audits.latest(owner, 9))
    .map(({ act }) => act)
    .filter((act) => act !== 'signed-in');

describe('days on which the office stays at home', () => {
  test('are added with their reason, and taken out again', async () => {
    const added = { setup: '0', do: 'add', reason: 'อบรม', ...span('12/5/2563', '13/5/2563') };
    expect((await office.post(`${SETUP}/days-off`, added)).status).toBe(303);
    expect(await office.read(SETUP)).toContain('12 พ.ค. 2563 – 13 พ.ค. 2563 – อบรม');
    const gone = { setup: '1', do: 'remove', place: '0', span: '2020-05-12 2020-05-13' };
    await office.post(`${SETUP}/days-off`, gone);
    expect(await setup()).toMatchObject({ version: 2, daysOff: [] });
    expect(await acts('PROVINCE#80')).toEqual(['season-setup-changed', 'season-setup-changed']);
  });

  test('that end before they begin are refused beside the field', async () => {
    const response = await office.post(`${SETUP}/days-off`, {
      setup: '0',
      do: 'add',
      ...span('13/5/2563', '12/5/2563'),
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('วันสุดท้ายต้องไม่ก่อนวันแรก');
  });

  test('no visit is planned then', async () => {
    await office.post(`${SETUP}/days-off`, {
      setup: '0',
      do: 'add',
      reason: 'อบรม',
      ...span('12/5/2563'),
    });
    const response = await office.post('/provinces/80/visits/2563/plan/80-5001', {
      draft: '0',
      date: '2020-05-12',
      startMinute: '540',
      teamId: 'team-1',
      durationMinutes: '150',
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('คณะนิเทศไม่ว่างวันอังคารที่ 12 พฤษภาคม 2563 (อบรม)');
  });

  test('set by two officers at once: the second is told', async () => {
    const other = await site.signIn(colleague);
    await other.post(`${SETUP}/days-off`, { setup: '0', do: 'add', ...span('12/5/2563') });
    const late = await office.post(`${SETUP}/days-off`, {
      setup: '0',
      do: 'add',
      ...span('13/5/2563'),
    });
    expect(late.status).toBe(409);
    expect((await setup()).daysOff).toHaveLength(1);
  });
});

describe('lengths and weights', () => {
  const form = async () => {
    const { weights } = await setup();
    const figures = Object.entries(weights).map(([name, value]) => [name, String(value)]);
    return { setup: '0', standard: '120', cluster: '180', ...Object.fromEntries(figures) };
  };

  test('are saved, a type of organization with its own length', async () => {
    await office.post(`${SETUP}/lengths`, { ...(await form()), 'type-pao': '240', noReport: '55' });
    expect(await setup()).toMatchObject({
      visitMinutes: { standard: 120, byType: { pao: 240 } },
      weights: { noReport: 55 },
    });
  });

  test.each([
    ['standard', '0', 'ระยะเวลาต้องเป็นตัวเลข 30–360 นาที'],
    ['standard', 'สองชั่วโมง', 'ระยะเวลาต้องเป็นตัวเลข 30–360 นาที'],
    ['noReport', '-5', 'ต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป'],
  ])('%s of %s is refused, and nothing is saved', async (name, value, reason) => {
    const response = await office.post(`${SETUP}/lengths`, { ...(await form()), [name]: value });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(reason);
    expect((await setup()).version).toBe(0);
  });
});

describe('a team', () => {
  const team = {
    rev: '0',
    name: 'คณะนิเทศติดตามที่ 9',
    members: 'ผู้อำนวยการ, director@nacc.example\nเจ้าพนักงานป้องกันการทุจริต',
    base: '8.4304, 99.9631',
    maxVisitsPerDay: '3',
  };
  const teams = () => site.dependencies.seasons.teams(YEAR, '80');

  test('is added with its members and where it sets out from', async () => {
    const before = (await teams()).length;
    expect((await office.post(`${SETUP}/teams/new`, team)).status).toBe(303);
    expect((await teams())[before]).toMatchObject({
      name: team.name,
      members: [
        { position: 'ผู้อำนวยการ', email: 'director@nacc.example' },
        { position: 'เจ้าพนักงานป้องกันการทุจริต' },
      ],
      base: { latitude: 8.4304, longitude: 99.9631 },
    });
  });

  test.each([
    ['base', '99.9631, 8.4304', 'ละติจูดกับลองจิจูดสลับที่กัน'],
    ['base', 'นครศรีธรรมราช', 'กรุณากรอกพิกัดเป็นตัวเลขสองตัว'],
    ['maxVisitsPerDay', '0', 'กรุณากรอกจำนวน 1–6 แห่ง'],
    ['members', '', 'กรุณากรอกตำแหน่งของสมาชิกอย่างน้อยหนึ่งคน'],
  ])('with %s “%s” is refused', async (name, value, reason) => {
    const response = await office.post(`${SETUP}/teams/new`, { ...team, [name]: value });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(reason);
  });

  test('is away for some days, and may be retired; its name stays', async () => {
    const blocked = { rev: '0', part: 'blocked', do: 'add', ...span('12/5/2563', '14/5/2563') };
    await office.post(`${SETUP}/teams/team-1`, blocked);
    await office.post(`${SETUP}/teams/team-1`, { ...team, rev: '1', retired: 'yes' });
    const changed = (await teams()).find(({ teamId }) => teamId === 'team-1');
    expect(changed).toMatchObject({ rev: 2, retired: true });
    expect(changed?.blockedDays).toEqual(
      expect.arrayContaining(['2020-05-12', '2020-05-13', '2020-05-14']),
    );
  });

  test('is not free at some hours: no visit is set then, also by whoever plans for it', async () => {
    const hours = (blockedHours: string, rev: string) =>
      office.post(`${SETUP}/teams/team-1`, { part: 'hours', rev, blockedHours });
    const wrong = await hours('12/5/2563 16.30-13.00 ประชุม', '0');
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('บรรทัดที่ 1');
    expect((await hours('๑๒/๕/๒๕๖๓ ๑๓.๐๐-๑๖.๓๐ ประชุมสำนักงาน', '0')).status).toBe(303);
    expect(await site.dependencies.setups.team(YEAR, '80', 'team-1')).toMatchObject({
      blockedHours: [
        { date: '2020-05-12', fromMinute: 780, toMinute: 990, reason: 'ประชุมสำนักงาน' },
      ],
    });
    expect(await office.read(`${SETUP}/teams/team-1`)).toContain(
      '12/5/2563 13.00-16.30 ประชุมสำนักงาน',
    );
    const plan = (startMinute: string) =>
      office.post('/provinces/80/visits/2563/plan/80-5001', {
        draft: '0',
        date: '2020-05-12',
        startMinute,
        teamId: 'team-1',
        durationMinutes: '150',
        drivable: 'yes',
      });
    const refused = await plan('780');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('คณะนิเทศไม่ว่างในช่วงเวลานี้');
    expect((await plan('600')).status).toBe(303);
  });

  test('changed by two officers at once is changed by the first', async () => {
    await office.post(`${SETUP}/teams/team-1`, { ...team, name: 'คณะ ก' });
    expect((await office.post(`${SETUP}/teams/team-1`, { ...team, name: 'คณะ ข' })).status).toBe(
      409,
    );
  });

  test('of the year before is taken over, without its days off', async () => {
    const next = '/provinces/80/visits/2564/setup';
    expect(await office.read(next)).toContain('ใช้คณะของปีก่อน');
    await office.post(`${next}/teams/copy`, {});
    const copied = await site.dependencies.seasons.teams(fiscalYear(2564), '80');
    expect(copied.map(({ blockedDays }) => blockedDays.length)).toEqual(copied.map(() => 0));
    expect(await office.read(next)).toContain('คณะนิเทศติดตามที่ 1');
  });
});

describe('scores and complaints', () => {
  const table = 'หน่วยงาน\tITA\tเรื่องร้องเรียน\n80-5001\t๘๕.๒๕\t2\n80-5002\t-\t1\nไม่มีจริง\t50\t\n';

  test('are seen before they are taken over, with what is doubtful marked', async () => {
    const shown = await office.post(`${SETUP}/facts`, { setup: '0', do: 'preview', table });
    expect(await shown.text()).toContain('นำเข้าได้ 2 แถว ข้าม 1 แถว');
    expect((await setup()).known).toEqual({});
    await office.post(`${SETUP}/facts`, { setup: '0', do: 'save', table });
    expect((await setup()).known).toEqual({
      '80-5001': { itaScore: 85.25, complaints: 2 },
      '80-5002': { complaints: 1 },
    });
    expect(await acts('PROVINCE#80')).toEqual(['season-facts-imported']);
  });

  test('are read from tabs, semicolons and quoted commas, by code or by name', async () => {
    const organizations = await site.dependencies.roster.all('80');
    const [first] = organizations;
    const name = first?.names[0]?.shortName ?? '';
    const read = (text: string) => readFacts(text, organizations, day('2020-04-21'));
    for (const text of [`${name};81;0`, `"${name}",81,0`, `${name}\t81\t0`]) {
      expect(read(text)).toMatchObject([
        { orgId: first?.orgId, facts: { itaScore: 81, complaints: 0 } },
      ]);
    }
    expect(read('80-5001,120,1')).toMatchObject([{ problem: 'bad-figure' }]);
    expect(read('80-5001,50,1\n80-5001,60,1')[1]).toMatchObject({ problem: 'twice' });
    expect(read('80-5001,,')).toMatchObject([{ problem: 'nothing-given' }]);
  });
});

describe('scores and complaints from a file', () => {
  const send = (file: Uint8Array, name: string) => {
    const upload = new File([new Uint8Array(file)], name);
    return office.post(`${SETUP}/facts`, { setup: '0', do: 'save', file: upload });
  };
  const grid = [
    ['ผลการประเมิน ITA ปี 2562', '', '', ''],
    ['ลำดับ', 'เรื่องร้องเรียน', 'คะแนน ITA', 'รหัสหน่วยงาน'],
    [1, 2, 85.25, '80-5001'],
    [2, 0, 640, '80-5002'],
  ];

  test('of Excel are found by their headings and shown with the row of each error, not yet saved', async () => {
    const html = await (await send(workbookFile({ title: 'ITA', grid }), 'ita.xlsx')).text();
    expect(html).toContain('นำเข้าได้ 1 แถว ข้าม 1 แถว');
    expect(html).toContain('คะแนนต้องอยู่ระหว่าง 0–100');
    expect(html).toMatch(/<td[^>]*>4<\/td>/);
    expect((await setup()).known).toEqual({});
    const table = /<textarea[^>]*name="table"[^>]*>([^<]*)</.exec(html)?.[1] ?? '';
    await office.post(`${SETUP}/facts`, {
      setup: '0',
      do: 'save',
      table: table.replace(/^\n/, ''),
    });
    expect((await setup()).known).toEqual({ '80-5001': { itaScore: 85.25, complaints: 2 } });
  });

  test('of CSV are read as Excel writes them in Thailand', async () => {
    const html = await (await send(csvFile(grid, 'windows-874'), 'ita.csv')).text();
    expect(html).toContain('นำเข้าได้ 1 แถว ข้าม 1 แถว');
  });

  test('that is no table is refused beside the field', async () => {
    const refused = await send(Buffer.from('%PDF-1.7 …'), 'ita.pdf');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('ไฟล์นี้เป็น PDF');
  });
});

describe('who must be visited, and groups', () => {
  test('an organization of the province is added, another is not', async () => {
    await office.post(`${SETUP}/mandatory`, { setup: '0', add: '80-5003' });
    expect((await office.post(`${SETUP}/mandatory`, { setup: '1', add: '84-0001' })).status).toBe(
      422,
    );
    expect((await setup()).mandatory).toEqual(['80-5003']);
  });

  test('a group has one host, and nobody is in two', async () => {
    const group = { setup: '0', host: '80-5001', attending: '80-5002, 80-5003' };
    await office.post(`${SETUP}/clusters`, group);
    expect((await setup()).clusters).toEqual([
      { hostOrgId: '80-5001', attendingOrgIds: ['80-5002', '80-5003'] },
    ]);
    const second = { setup: '1', host: '80-5004', attending: '80-5002' };
    const refused = await office.post(`${SETUP}/clusters`, second);
    expect(await refused.text()).toContain('หน่วยงานหนึ่งอยู่ได้กลุ่มเดียว');
    const lost = { setup: '1', host: '80-5004', attending: 'อบต.ไม่มีจริง' };
    const unknown = await office.post(`${SETUP}/clusters`, lost);
    expect(await unknown.text()).toContain('ไม่พบหน่วยงาน “อบต.ไม่มีจริง”');
  });
});

describe('days on which an organization is away', () => {
  test('are told by itself, and no visit is planned then', async () => {
    const host = await site.signIn(hostOf('80-5001'));
    const told = { rev: '0', do: 'add', reason: 'ประชุมสภา', ...span('12/5/2563') };
    expect((await host.post(AWAY, told)).status).toBe(303);
    expect(await host.read(AWAY)).toContain('12 พ.ค. 2563 – ประชุมสภา');
    const plan = { draft: '0', date: '2020-05-12', startMinute: '540', teamId: 'team-1' };
    const response = await office.post('/provinces/80/visits/2563/plan/80-5001', {
      ...plan,
      durationMinutes: '150',
    });
    expect(await response.text()).toContain('หน่วยงานไม่สะดวกวันอังคารที่ 12 พฤษภาคม 2563 (ประชุมสภา)');
    expect(await acts('ORG#80-5001')).toEqual(['absence-told']);
  });

  test('may be noted by its office, and by nobody else', async () => {
    const told = { rev: '0', do: 'add', ...span('12/5/2563') };
    const other = await site.signIn(hostOf('80-5002'));
    const foreign = await site.signIn(neighbour);
    const reader = await site.signIn(central);
    expect((await other.post(AWAY, told)).status).toBe(404);
    expect((await foreign.post(`${SETUP}/away/80-5001`, told)).status).toBe(404);
    expect((await reader.post(AWAY, told)).status).toBe(403);
    expect((await office.post(`${SETUP}/away/80-5001`, told)).status).toBe(303);
    expect((await office.post(`${SETUP}/away/84-0001`, told)).status).toBe(404);
  });
});

test('another office finds no settings here, and who may only read cannot change them', async () => {
  const foreign = await site.signIn(neighbour);
  const reader = await site.signIn(central);
  expect((await foreign.get(SETUP)).status).toBe(404);
  expect((await reader.post(`${SETUP}/lengths`, { setup: '0' })).status).toBe(403);
});
