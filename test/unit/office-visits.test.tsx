import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aReport,
  handIn,
  hostOf,
  type Made,
  neighbour,
  officer,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/80-5001/1`;
const HOST = '/organizations/80-5001/visits/2563/1';

let site: TestSite;
let office: Visitor;
let host: Visitor;
let organizations: readonly Made[];
beforeEach(async () => {
  const started = await officeSite(4);
  ({ site, office } = started);
  ({ organizations } = started.made);
  host = await site.signIn(hostOf('80-5001'));
});
afterEach(() => site.close());

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
  office = await site.signIn(officer);
};

async function published() {
  await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
  await office.post(`${SEASON}/plan/80-5002`, { draft: '1', ...time('2020-05-13') });
  return office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
}

describe('making the season', () => {
  test('a visit is added on a working day and published with its letter', async () => {
    await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
    const response = await office.post(`${SEASON}/publish`, {
      draft: '1',
      schedule: '0',
      letterNo: 'ปช 0044(นศ)/ว 12',
      ...dateFields('letterDate', '20/4/2563'),
    });
    expect(response.status).toBe(303);
    expect(await schedule()).toMatchObject({
      letter: { no: 'ปช 0044(นศ)/ว 12', date: '2020-04-20' },
      entries: [{ orgId: '80-5001', date: '2020-05-12' }],
    });
    expect(await office.read(SEASON)).toContain('ที่ ปช 0044(นศ)/ว 12 ลงวันที่ 20 เม.ย. 2563');
  });

  test.each([
    ['2020-05-06', 'เป็นวันหยุดราชการ (วันวิสาขบูชา)'],
    ['2020-04-20', 'ผ่านมาแล้ว'],
    ['', 'กรุณาเลือกวันนิเทศ'],
  ])('%s is refused with its reason', async (date, reason) => {
    const response = await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...time(date) });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(reason);
  });

  test('the day’s choices tell how busy each team is, and leave holidays out', async () => {
    await office.post(`${SEASON}/plan/80-5001`, { draft: '0', ...time('2020-05-12') });
    const html = await office.read(`${SEASON}/plan/80-5002`);
    expect(html).toContain('วันอังคารที่ 12 พฤษภาคม 2563 – ① 1 แห่ง');
    expect(html).not.toContain('value="2020-05-06"');
  });

  test('a second publication of the same draft is told what happened', async () => {
    await published();
    const again = await office.post(`${SEASON}/publish`, { draft: '2', schedule: '0' });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('ประกาศกำหนดการนิเทศติดตาม โดย เจ้าพนักงานป้องกันการทุจริต');
  });

  test('a run under way shows how far it is and reloads by itself', async () => {
    const run = { schemaVersion: 1, runId: 'r1', fiscalYear: YEAR, progress: 40 } as const;
    const startedAt = '2020-04-21T03:00:00.000Z';
    await site.dependencies.plannings.saveRun('80', { ...run, startedAt, state: 'running' });
    const response = await office.get(SEASON);
    expect(response.headers.get('refresh')).toBe('2');
    expect(await response.text()).toContain('40 %');
  });

  test('a run that never ended is told as failed, and may be asked for again', async () => {
    const run = { schemaVersion: 1, runId: 'r1', fiscalYear: YEAR, progress: 40 } as const;
    const startedAt = '2020-04-21T01:00:00.000Z';
    await site.dependencies.plannings.saveRun('80', { ...run, startedAt, state: 'running' });
    const response = await office.get(SEASON);
    expect(response.headers.get('refresh')).toBeNull();
    expect(await response.text()).toContain('จัดทำข้อเสนอกำหนดการไม่สำเร็จ');
  });

  test('another office finds no season here', async () => {
    const foreign = await site.signIn(neighbour);
    expect((await foreign.post(`${SEASON}/proposals`, {})).status).toBe(404);
  });
});

describe('after publishing', () => {
  beforeEach(published);

  test('the host sees the day and what to prepare, and confirms', async () => {
    expect(await host.read(HOST)).toContain('วันอังคารที่ 12 พฤษภาคม 2563 เวลา 09.00–11.30 น.');
    const answer = { sequence: '0', answer: 'acknowledge', place: 'ห้องประชุม', mobile: '08' };
    expect((await host.post(HOST, answer)).status).toBe(303);
    expect(await office.read(VISIT)).toContain('สถานที่: ห้องประชุม');
  });

  test('a host that asks for another day must say why', async () => {
    const response = await host.post(HOST, { sequence: '0', answer: 'other-day' });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('กรุณากรอกเหตุผลที่ขอเปลี่ยนวัน');
    expect(html).toContain('กรุณาเสนอวันที่สะดวกอย่างน้อยหนึ่งวัน');
  });

  test('the days that a host proposes are working days ahead; the office reads them', async () => {
    const proposed = (day: string, month: string) => ({
      sequence: '0',
      answer: 'other-day',
      reason: 'ประชุมสภา',
      'other1-day': day,
      'other1-month': month,
      'other1-year': '2563',
    });
    for (const [day, month, message] of [
      ['4', '5', 'วันฉัตรมงคล'],
      ['16', '5', 'เป็นวันหยุดสุดสัปดาห์'],
      ['20', '4', 'ต้องอยู่หลังวันนี้'],
      ['31', '4', 'ไม่มีวันที่นี้ในปฏิทิน'],
    ] as const) {
      const refused = await host.post(HOST, proposed(day, month));
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain(message);
    }
    expect((await host.post(HOST, proposed('19', '5'))).status).toBe(303);
    expect(await office.read(VISIT)).toContain('วันที่สะดวก: วันอังคารที่ 19 พฤษภาคม 2563');
    expect(await host.read(HOST)).toContain('วันที่สะดวก วันอังคารที่ 19 พฤษภาคม 2563');
  });

  test('an answer to the old day is refused with the new one', async () => {
    const move = { schedule: '1', reason: 'ติดราชการ', ...time('2020-05-19') };
    await office.post(`${VISIT}/move`, move);
    const late = await host.post(HOST, { sequence: '0', answer: 'acknowledge', place: 'ก' });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('วันใหม่คือวันอังคารที่ 19 พฤษภาคม 2563');
  });

  test('a move keeps the reason and the old day before the host’s eyes', async () => {
    await office.post(`${VISIT}/move`, {
      schedule: '1',
      reason: 'ติดราชการ',
      ...time('2020-05-19'),
    });
    expect(await host.read(HOST)).toContain('วันอังคารที่ 12 พฤษภาคม 2563 – ติดราชการ');
    expect(await entry()).toMatchObject({ sequence: 1 });
  });

  test('a move onto the team’s other visit says which one', async () => {
    const response = await office.post(`${VISIT}/move`, {
      schedule: '1',
      reason: 'ก',
      ...time('2020-05-13', '600'),
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(/คณะนิเทศติดนัด.+ เวลา 09.00 น./);
  });

  test('many are postponed at once by their days', async () => {
    await office.post(`${SEASON}/postpone`, {
      schedule: '1',
      amphoe: '',
      reason: 'น้ำท่วม',
      ...dateFields('from', '13/5/2563'),
      ...dateFields('to', '14/5/2563'),
    });
    const states = (await schedule())?.entries.map(({ orgId, state }) => `${orgId} ${state}`);
    expect(states?.toSorted()).toEqual(['80-5001 scheduled', '80-5002 postponed']);
  });

  test('the office takes an answer down by phone', async () => {
    await office.post(`${VISIT}/phone`, {
      sequence: '0',
      answer: 'acknowledge',
      place: 'ห้องประชุม',
      answeredBy: 'ปลัด อบต.',
      calledAt: '14.05',
      ...dateFields('calledOn', '21/4/2563'),
    });
    expect(await office.read(VISIT)).toContain('ปลัด อบต. ทางโทรศัพท์ 21 เม.ย. 2563 เวลา 14.05 น.');
  });

  const report = {
    ...dateFields('heldOn', '12/5/2563'),
    attendees: 'นายก อบต.',
    findings: 'ขับเคลื่อนได้จริง',
    recommendations: '- เผยแพร่ผลบนเว็บไซต์\n\n- จัดเก็บหลักฐาน',
  };

  test('the report waits for the visit’s day', async () => {
    expect(await office.read(VISIT)).toContain('บันทึกได้ตั้งแต่วันอังคารที่ 12 พฤษภาคม 2563');
    const early = await office.post(`${VISIT}/report`, { ...report, seen: 'none', do: 'draft' });
    expect(early.status).toBe(409);
  });

  const signer = {
    signer1Position: 'หัวหน้าคณะนิเทศ',
    signer1Capacity: 'holder',
    ...dateFields('signer1On', '13/5/2563'),
  };
  const seenAt = async (path: string) =>
    /name="seen" value="([^"]*)"/.exec(await office.read(path))?.[1] ?? '';
  async function sign(fields: Record<string, string> = report) {
    const drafted = await office.post(`${VISIT}/report`, {
      ...fields,
      seen: await seenAt(`${VISIT}/report`),
      do: 'sign',
    });
    expect(drafted.headers.get('location')).toBe(`${VISIT}/report/sign`);
    const seen = await seenAt(`${VISIT}/report/sign`);
    return office.post(`${VISIT}/report/sign`, { ...signer, seen });
  }

  test('the report is signed; each line of advice is followed up', async () => {
    await onDay('2020-05-13');
    const response = await sign();
    expect(response.headers.get('location')).toBe(`${VISIT}?done=sign#report`);
    const advice = await site.dependencies.seasons.recommendations('80', '80-5001');
    expect(advice.map(({ text }) => text)).toEqual(['เผยแพร่ผลบนเว็บไซต์', 'จัดเก็บหลักฐาน']);
    const page = await office.read(VISIT);
    expect(page).toContain('ขับเคลื่อนได้จริง');
    expect(page).toContain('หัวหน้าคณะนิเทศ');
  });

  test('a report without findings is kept as a draft and cannot be signed; nothing typed is lost', async () => {
    await onDay('2020-05-13');
    const response = await office.post(`${VISIT}/report`, {
      ...report,
      findings: '',
      seen: 'none',
      do: 'sign',
    });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('กรุณากรอกข้อสังเกต');
    expect(html).toContain('จัดเก็บหลักฐาน');
    expect(await office.read(VISIT)).toContain('เขียนรายงานต่อ');
    const signing = await office.read(`${VISIT}/report/sign`);
    expect(signing).toContain('ยังลงนามไม่ได้');
  });

  test('the form’s own questions are answered, shown, and refused where they make no sense', async () => {
    await onDay('2020-05-13');
    const wrong = await office.post(`${VISIT}/report`, {
      ...report,
      seen: 'none',
      'q-readiness': '9',
      'q-plan-announced-remark': 'ไม่ได้เลือก',
      'q-drive': 'elsewhere',
    });
    const html = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(html).toContain('กรุณากรอกเลขจำนวนเต็ม 1–5');
    expect(html).toContain('กรุณาเลือก มี หรือ ไม่มี');
    expect(html).toContain('กรุณาเลือกจากตัวเลือก');
    await sign({
      ...report,
      'q-readiness': '4',
      'q-plan-announced': 'yes',
      'q-plan-announced-remark': 'ตามประกาศ 1/2563',
      'q-drive': 'leads',
    });
    const page = await office.read(VISIT);
    expect(page).toContain('4 / 5');
    expect(page).toContain('ตามประกาศ 1/2563');
    expect(page).toContain('ผู้บริหารกำกับติดตามด้วยตนเอง');
  });

  test('a signature without a post, or for somebody unnamed, signs nothing', async () => {
    await onDay('2020-05-13');
    await office.post(`${VISIT}/report`, { ...report, seen: 'none', do: 'draft' });
    const seen = await seenAt(`${VISIT}/report/sign`);
    const nobody = await office.post(`${VISIT}/report/sign`, { seen, signer1Position: ' ' });
    expect(nobody.status).toBe(422);
    expect(await nobody.text()).toContain('กรุณากรอกตำแหน่งของผู้ลงนามอย่างน้อยหนึ่งคน');
    const acting = await office.post(`${VISIT}/report/sign`, {
      ...signer,
      seen,
      signer1Capacity: 'acting',
    });
    expect(await acting.text()).toContain('กรุณากรอกตำแหน่งที่ลงนามแทน');
    expect(await site.dependencies.seasons.recommendations('80', '80-5001')).toEqual([]);
  });

  test('a second click on signing changes nothing; a stale page is refused', async () => {
    await onDay('2020-05-13');
    await office.post(`${VISIT}/report`, { ...report, seen: 'none', do: 'draft' });
    const seen = await seenAt(`${VISIT}/report/sign`);
    const first = await office.post(`${VISIT}/report/sign`, { ...signer, seen });
    const second = await office.post(`${VISIT}/report/sign`, { ...signer, seen });
    expect([first.status, second.status]).toEqual([303, 303]);
    const late = await office.post(`${VISIT}/report`, { ...report, seen: 'none', do: 'draft' });
    expect(late.status).toBe(409);
    const trail = await site.dependencies.audits.latest('ORG#80-5001', 9);
    expect(trail.filter(({ act }) => act === 'supervision-signed')).toHaveLength(1);
  });

  test('a correction is asked a reason, signed as version 2, and version 1 can still be read', async () => {
    await onDay('2020-05-13');
    await sign();
    const seen = await seenAt(VISIT);
    const silent = await office.post(`${VISIT}/report/correct`, { seen, reason: '' });
    expect(silent.status).toBe(422);
    expect(await silent.text()).toContain('กรุณากรอกเหตุผลที่ต้องแก้ไข');
    await office.post(`${VISIT}/report/correct`, { seen, reason: 'พิมพ์ผิด' });
    await sign({ ...report, findings: 'ขับเคลื่อนได้จริงทุกมิติ' });
    const page = await office.read(VISIT);
    expect(page).toContain('ขับเคลื่อนได้จริงทุกมิติ');
    expect(page).toContain('แก้ไขเพราะ พิมพ์ผิด');
    const first = await office.read(`${VISIT}/report/versions/1`);
    expect(first).toContain('ฉบับนี้มีฉบับแก้ไขแล้ว');
    expect(first).not.toContain('ทุกมิติ');
    expect((await office.get(`${VISIT}/report/versions/7`)).status).toBe(404);
  });

  test('before a correction is signed, it is told of the recommendations that it takes out', async () => {
    await onDay('2020-05-13');
    await sign();
    await office.post(`${VISIT}/report/correct`, { seen: await seenAt(VISIT), reason: 'จัดเก็บแล้ว' });
    expect(await office.read(`${VISIT}/report/sign`)).not.toContain('ฉบับแก้ไขนี้เปลี่ยนข้อเสนอแนะ');
    const seen = await seenAt(`${VISIT}/report`);
    await office.post(`${VISIT}/report`, {
      ...report,
      recommendations: '- เผยแพร่ผลบนเว็บไซต์และป้ายประกาศ',
      seen,
      do: 'sign',
    });
    const page = await office.read(`${VISIT}/report/sign`);
    expect(page).toContain('ยังติดตามอยู่');
    expect(page).toMatch(/recommendations\/2563\/1\/2"[^>]*>ข้อ 2<\/a> “จัดเก็บหลักฐาน”/);
    expect(page).toContain('เปลี่ยนเป็น “เผยแพร่ผลบนเว็บไซต์และป้ายประกาศ”');
  });

  test('others neither read nor write the report', async () => {
    await onDay('2020-05-13');
    const foreign = await site.signIn(neighbour);
    const read = await foreign.get(`${VISIT}/report`);
    expect(read.status).toBe(404);
    const written = await foreign.post(`${VISIT}/report`, { ...report, seen: 'none' });
    expect(written.status).toBe(404);
  });

  test('what the host reported stands in the form already, and the host sees it too', async () => {
    const [made] = organizations;
    if (!made) throw new Error('nobody to report');
    const content = aReport(made, 3);
    content.problemsMaking = 'ขาดงบประมาณในการจัดทำแผน';
    await handIn(site.dependencies, made, { on: '2020-04-20', completed: 3, content });
    await onDay('2020-05-13');
    const form = await office.read(`${VISIT}/report`);
    expect(form).toContain('เติมให้จากรายงานรอบ 6 เดือนแรกของหน่วยงานแล้ว');
    expect(form).toMatch(/name="dimension1"[^>]*>ดำเนินการแล้วเสร็จ \d+ รายการ/);
    expect(form).toContain('ขาดงบประมาณในการจัดทำแผน');
    host = await site.signIn(hostOf('80-5001'));
    expect(await host.read(HOST)).toContain('ขาดงบประมาณในการจัดทำแผน');
  });

  test('a neighbour’s host finds no visit', async () => {
    const other = await site.signIn(hostOf('80-5002'));
    expect(
      (await other.post(HOST, { sequence: '0', answer: 'acknowledge', place: 'ก' })).status,
    ).toBe(404);
    expect((await other.get(HOST)).status).toBe(404);
  });
});
