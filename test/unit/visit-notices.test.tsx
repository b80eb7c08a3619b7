import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { visitSchema } from '../../shared/domain/supervision.ts';
import { hostOf, neighbour, officer, YEAR } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/80-5001/1`;
const HOST = '/organizations/80-5001/visits/2563/1';
const LIST = '80-5001\tปช 0044/101\t20 เม.ย. 2563\n80-5002\tปช 0044/102\t20/4/2563';
const LETTER = dateFields('letterDate', '20/4/2563');

let site: TestSite;
let office: Visitor;
beforeEach(async () => {
  ({ site, office } = await officeSite(4));
  await planned('80-5001', '2020-05-12', 0);
  await planned('80-5002', '2020-05-13', 1);
  await office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
});
afterEach(() => site.close());

const schedule = () => site.dependencies.seasons.schedule(YEAR, '80');
const numbers = async () =>
  Object.fromEntries(
    (await schedule())?.entries.map(({ orgId, letter }) => [orgId, letter?.no]) ?? [],
  );

function planned(orgId: string, date: string, draft: number) {
  const time = { date, startMinute: '540', teamId: 'team-1', durationMinutes: '150' };
  return office.post(`${SEASON}/plan/${orgId}`, { draft: String(draft), ...time });
}

/** What the daily sweep writes when it has told a host of its day. */
function told(orgId: string, outcome: 'queued' | 'skipped' = 'queued') {
  const rung = { on: '2020-04-21', outcome, ...(outcome === 'skipped' && { why: 'no-recipient' }) };
  const visit = { schemaVersion: 1, orgId, fiscalYear: YEAR, visitNo: 1, rev: 1 };
  return site.dependencies.seasons.saveVisit(
    visitSchema.parse({ ...visit, rungs: { 'notice-0': rung } }),
  );
}

describe('numbers from a pasted list', () => {
  test('are shown before anything is saved', async () => {
    const html = await (
      await office.post(`${SEASON}/letters`, { list: LIST, do: 'preview' })
    ).text();
    expect(html).toContain('บันทึกเลขที่หนังสือ 2 แห่ง');
    expect(html).toContain('ปช 0044/102');
    expect(html).toContain('ยังไม่มีเลขที่');
    expect(await numbers()).toEqual({ '80-5001': undefined, '80-5002': undefined });
  });

  test('are saved at once and stand in the audit trail', async () => {
    const saved = await office.post(`${SEASON}/letters`, { list: LIST, do: 'save', schedule: '1' });
    expect(saved.headers.get('location')).toBe(`${SEASON}?done=letters#list`);
    expect(await numbers()).toEqual({ '80-5001': 'ปช 0044/101', '80-5002': 'ปช 0044/102' });
    expect((await schedule())?.version).toBe(2);
    const [event] = await site.dependencies.audits.latest('PROVINCE#80', 1);
    expect(event).toMatchObject({
      act: 'visits-letter-set',
      note: '2 แห่ง: 80-5001 ปช 0044/101 2020-04-20; 80-5002 ปช 0044/102 2020-04-20',
    });
  });

  test('a second click does nothing again', async () => {
    const send = () => office.post(`${SEASON}/letters`, { list: LIST, do: 'save', schedule: '1' });
    const both = [await send(), await send()];
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect((await schedule())?.version).toBe(2);
  });

  test('a colleague’s change in between is not overwritten', async () => {
    await office.post(`${VISIT}/postpone`, { schedule: '1', reason: 'น้ำท่วม' });
    const late = await office.post(`${SEASON}/letters`, { list: LIST, do: 'save', schedule: '1' });
    expect(late.status).toBe(409);
    expect(await numbers()).toMatchObject({ '80-5001': undefined });
  });

  test('with a wrong line nothing is saved, the line is named and the text stays', async () => {
    const list = `${LIST}\n84-5001\t103\t20 เม.ย. 2563`;
    const response = await office.post(`${SEASON}/letters`, { list, do: 'save', schedule: '1' });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('บรรทัดที่ 3: ไม่พบหน่วยงาน “84-5001” ในจังหวัดนี้');
    expect(html).toContain('อ่านได้ 2 บรรทัด ต้องแก้ไข 1 บรรทัด');
    expect(html).toContain('84-5001\t103');
    expect(html).not.toContain('value="save"');
    expect(await numbers()).toMatchObject({ '80-5001': undefined });
  });

  test.each([
    ['', 'กรุณาวางรายการเลขที่หนังสือ'],
    ['หน่วยงาน\tเลขที่\tวันที่', 'ไม่พบรายการ มีแต่หัวตาราง'],
    ['x\n'.repeat(402), 'วางได้ครั้งละไม่เกิน 400 บรรทัด'],
  ])('a list without visits or too long is refused (%#)', async (list, message) => {
    const response = await office.post(`${SEASON}/letters`, { list, do: 'save', schedule: '1' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
  });

  test('another office finds nothing to number', async () => {
    const foreign = await site.signIn(neighbour);
    expect((await foreign.get(`${SEASON}/letters`)).status).toBe(404);
    const fields = { list: LIST, do: 'save', schedule: '1' };
    expect((await foreign.post(`${SEASON}/letters`, fields)).status).toBe(404);
  });
});

describe('the number of one visit', () => {
  const one = { schedule: '1', letterNo: 'ปช 0044/77', ...LETTER };

  test('makes its notice a served one, for the office and for the host', async () => {
    await told('80-5001');
    expect(await office.read(VISIT)).toContain('ส่งอีเมลแจ้งล่วงหน้าอย่างไม่เป็นทางการแล้ว');
    const saved = await office.post(`${VISIT}/letter`, one);
    expect(saved.headers.get('location')).toBe(`${VISIT}?done=letter`);
    const html = await office.read(VISIT);
    expect(html).toContain('แจ้งเป็นหนังสือ');
    expect(html).not.toContain('อย่างไม่เป็นทางการ');
    const host = await site.signIn(hostOf('80-5001'));
    expect(await host.read(HOST)).toContain('ที่ ปช 0044/77 ลงวันที่ 20 เม.ย. 2563');
    expect(await office.read(`${SEASON}/80-5002/1`)).toContain('อย่างไม่เป็นทางการ');
  });

  test('goes before the circular’s', async () => {
    await office.post(`${SEASON}/letter`, { schedule: '1', letterNo: 'ปช 0044/ว 12', ...LETTER });
    expect(await office.read(VISIT)).toContain('หนังสือเวียนของกำหนดการนี้');
    await office.post(`${VISIT}/letter`, { ...one, schedule: '2' });
    expect(await office.read(VISIT)).toContain('ที่ ปช 0044/77');
    expect(await office.read(`${SEASON}/80-5002/1`)).toContain('ที่ ปช 0044/ว 12');
  });

  test('stays when the visit is postponed, for the next letter cites it', async () => {
    await office.post(`${VISIT}/letter`, one);
    await office.post(`${VISIT}/postpone`, { schedule: '2', reason: 'น้ำท่วม' });
    expect(await numbers()).toMatchObject({ '80-5001': 'ปช 0044/77' });
  });

  test('is asked for where it is left out', async () => {
    const response = await office.post(`${VISIT}/letter`, { ...one, letterNo: '' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('กรุณากรอกเลขที่หนังสือ');
  });

  test.each(['84-5001/1', '80-5003/1', '80-5001/2'])(
    '%s is no visit of this season',
    async (id) => {
      expect((await office.get(`${SEASON}/${id}/letter`)).status).toBe(404);
      expect((await office.post(`${SEASON}/${id}/letter`, one)).status).toBe(404);
    },
  );
});

describe('who has not acknowledged', () => {
  test('is nobody before anybody has been told', async () => {
    const html = await office.read(`${SEASON}/unanswered`);
    expect(html).toContain('ไม่มีหน่วยงานที่ค้างตอบรับ');
    expect(html).toContain('อีก 2 แห่งยังไม่ถึงกำหนดแจ้ง');
  });

  test('is listed with the days left, the mail’s state and where to note a call', async () => {
    await told('80-5001');
    await told('80-5002', 'skipped');
    const html = await office.read(`${SEASON}/unanswered`);
    expect(html).toContain('21 วัน');
    expect(html).toContain('ส่งอีเมลแล้ว 21 เม.ย. 2563');
    expect(html).toContain('ไม่มีอีเมลที่ใช้ได้');
    expect(html).toContain(`href="${VISIT}/phone"`);
  });

  test('a bounced address is told as such', async () => {
    await told('80-5001');
    const organization = await site.dependencies.roster.find('80-5001');
    const email = organization?.contacts.find(({ role }) => role === 'coordinator')?.email ?? '';
    await site.dependencies.roster.noteHealth('80-5001', email, 'bounced');
    expect(await office.read(`${SEASON}/unanswered`)).toContain('อีเมลส่งไม่ถึง');
  });

  test('an acknowledgement by phone takes the visit off the list', async () => {
    await told('80-5001');
    await office.post(`${VISIT}/phone`, {
      sequence: '0',
      answer: 'acknowledge',
      place: 'ห้องประชุม',
      answeredBy: 'ปลัด อบต.',
      calledAt: '09.30',
      ...dateFields('calledOn', '21/4/2563'),
    });
    expect(await office.read(`${SEASON}/unanswered`)).not.toContain(`${VISIT}/phone`);
  });

  test('whose day has passed is chased for no answer', async () => {
    await told('80-5001');
    site.setTime('2020-05-13T10:00:00+07:00');
    const later = await site.signIn(officer);
    expect(await later.read(`${SEASON}/unanswered`)).not.toContain(`${VISIT}/phone`);
  });

  test.each(['unanswered', 'letters', 'letter', 'postpone'])(
    'is not asked yet at %s before a season is published',
    async (which) => {
      const html = await office.read(`/provinces/80/visits/2564/${which}`);
      expect(html).toContain('ยังไม่ได้เผยแพร่กำหนดการนิเทศของปีงบประมาณ พ.ศ. 2564');
      expect(html).toContain('วันที่ 16 เมษายน 2564');
    },
  );

  test('a season of which all is published offers nothing more to publish', async () => {
    const html = await office.read(`${SEASON}/publish`);
    expect(html).toContain('ทุกแห่งในร่างเผยแพร่แล้ว');
    expect(html).not.toContain('0 แห่ง');
  });

  test('an event before a season is published moves nobody, and is kept for its proposal', async () => {
    const events = '/provinces/80/visits/2564/events';
    expect(await office.read(events)).toContain('ใช้ในข้อเสนอกำหนดการครั้งถัดไป');
    const told = { kind: 'organization-urgent', organization: '80-5001', reason: 'มีเรื่องร้องเรียน' };
    const answer = await office.post(events, { ...told, setup: '0' });
    expect(answer.status).toBe(303);
    const shown = await office.read(answer.headers.get('location') ?? '');
    expect(shown).toContain('บันทึกเหตุแล้ว');
    expect(shown).toContain('มีเรื่องร้องเรียน');
  });

  test('another office finds no list', async () => {
    const foreign = await site.signIn(neighbour);
    expect((await foreign.get(`${SEASON}/unanswered`)).status).toBe(404);
  });
});
