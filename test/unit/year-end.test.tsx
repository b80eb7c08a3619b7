import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newCycle } from '../../shared/domain/cycle.ts';
import { aRecommendation } from '../support/builders.ts';
import {
  anEntry,
  day,
  handIn,
  neighbour,
  officer,
  publishVisits,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Fields, Visitor } from '../support/visitor.ts';

const YEAR_PAGE = '/provinces/80/evaluation/2563';
const CLOSE = `${YEAR_PAGE}/close`;

let site: TestSite;
let office: Visitor;
/** What a form must explain: two reports of each round, a visit without a report, a recommendation. */
const reasons = {
  '6M/not_started': 'หน่วยงานยุบรวมระหว่างปี',
  '12M/not_started': 'หน่วยงานขอส่งเป็นเอกสาร',
  'visits/held': 'เส้นทางขาด ติดตามทางโทรศัพท์แล้ว',
  'recommendations/open': 'ติดตามต่อในปีถัดไป',
};

beforeEach(async () => {
  const started = await officeSite(3, { at: '2020-11-10T10:00:00+07:00' });
  ({ site, office } = started);
  const { dependencies } = site;
  const [first] = started.made.organizations;
  if (!first) throw new Error('nobody to report');
  await handIn(dependencies, first, { on: '2020-04-20', completed: 3 });
  await handIn(dependencies, first, { on: '2020-10-20', completed: 9, round: '12M' });
  const { seasons, obligations } = dependencies;
  for (const round of ['6M', '12M'] as const) {
    const head = await obligations.find('80-5001', { fiscalYear: YEAR, round });
    if (head) await obligations.save({ ...head, state: 'accepted' });
  }
  await seasons.recommend(aRecommendation({ orgId: '80-5001', text: 'เผยแพร่แผน' }));
  await publishVisits(seasons, [anEntry()]);
  await dependencies.cycles.open(newCycle(YEAR, '80'));
});
afterEach(() => site.close());

const close = (fields: Fields, by = office) => by.post(CLOSE, fields);
const cycle = () => site.dependencies.cycles.find(YEAR, '80');

describe('closing a year at the office', () => {
  test('lists what is open, and is refused until each of it has a reason', async () => {
    const form = await office.read(CLOSE);
    expect(form).toContain('การนิเทศติดตาม: รอบันทึกรายงานการนิเทศ 1 เรื่อง');
    expect(form).toContain('ข้อเสนอแนะ: รอตอบรับ 1 เรื่อง');
    const { 'visits/held': _, ...some } = reasons;
    const refused = await close(some);
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('กรุณากรอกเหตุผล: การนิเทศติดตาม (รอบันทึกรายงานการนิเทศ)');
    expect(html).toContain('ติดตามต่อในปีถัดไป');
    const [, field = 'none'] = /href="#(why-\d+)"/.exec(html) ?? [];
    expect(html).toContain(`id="${field}"`);
    expect((await cycle())?.state).toBe('open');
  });

  test('lists each thing with the way to it and what tells why it is open', async () => {
    const form = await office.read(CLOSE);
    for (const href of [
      '/provinces/80/reports/80-5002/2563/12M',
      '/provinces/80/visits/2563/80-5001/1',
      '/organizations/80-5001/recommendations/2563/1/1',
    ]) {
      expect(form).toContain(`href="${href}"`);
      expect((await office.get(href)).status).toBe(200);
    }
    expect(form).toContain('ครบกำหนดส่ง 31 ต.ค. 2563');
    expect(form).toContain('เผยแพร่แผน');
  });

  test('takes a reason for one thing beside the others’, or for each in place of theirs', async () => {
    const { 'visits/held': _, '12M/not_started': __, ...others } = reasons;
    const own = {
      'visits/80-5001#1': 'คณะนิเทศย้ายไปช่วยราชการ',
      '12M/80-5002': 'น้ำท่วมที่ทำการ',
    };
    const refused = await close({ ...others, ...own });
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('กรุณากรอกเหตุผล: รายงานรอบ 12 เดือน');
    expect(html).toContain('value="น้ำท่วมที่ทำการ"');
    expect(html).not.toContain('กรุณากรอกเหตุผล: การนิเทศติดตาม');
    await close({ ...others, ...own, '12M/not_started': 'หน่วยงานขอส่งเป็นเอกสาร' });
    expect(await cycle()).toMatchObject({ state: 'closed', whyOpen: own });
    const page = await office.read(YEAR_PAGE);
    expect(page).toContain('น้ำท่วมที่ทำการ');
    expect(page).toContain('href="/provinces/80/reports/80-5003/2563/12M"');
  });

  test('records what is open, how it stood and why; a second click closes nothing twice', async () => {
    const first = await close(reasons);
    const second = await close(reasons);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await cycle()).toMatchObject({
      state: 'closed',
      closedBy: { position: officer.position },
      openStates: {
        visits: { '80-5001#1': 'held' },
        recommendations: { '80-5001#1#1': 'open' },
        '12M': { '80-5002': 'not_started', '80-5003': 'not_started' },
      },
      whyOpen: reasons,
    });
    expect((await cycle())?.pendingAudit).toBeUndefined();
    const trail = await site.dependencies.audits.latest('PROVINCE#80', 9);
    expect(trail.filter(({ act }) => act === 'year-closed')).toHaveLength(1);
    const page = await office.read(YEAR_PAGE);
    expect(page).toContain('เส้นทางขาด ติดตามทางโทรศัพท์แล้ว');
    expect(page).toContain(`ปิดปีงบประมาณแล้ว โดย ${officer.position}`);
  });

  test('is refused while a visit is still to be held, whatever the reasons', async () => {
    const { seasons } = site.dependencies;
    await publishVisits(seasons, [anEntry({ date: day('2020-11-20') })], { version: 2 });
    const refused = await close({ ...reasons, 'visits/scheduled': 'ไม่ทัน' });
    expect(refused.status).toBe(409);
    const html = await refused.text();
    expect(html).toContain('ต้องนิเทศหรือยกเลิกก่อน');
    expect(html).toContain('href="/provinces/80/visits/2563/80-5001/1"');
    expect((await cycle())?.state).toBe('open');
  });

  test('warns while October’s reports may still come in time', async () => {
    expect(await office.read(CLOSE)).not.toContain('ยังส่งได้ภายใน');
    site.setTime('2020-10-28T10:00:00+07:00');
    office = await site.signIn(officer);
    expect(await office.read(CLOSE)).toContain('ยังส่งได้ภายในวันเสาร์ที่ 31 ตุลาคม 2563');
  });

  test('is refused before the fiscal year has ended', async () => {
    site.setTime('2020-09-30T10:00:00+07:00');
    office = await site.signIn(officer);
    expect((await close(reasons)).status).toBe(409);
    expect(await office.read(CLOSE)).toContain('ปิดได้ตั้งแต่วันพฤหัสบดีที่ 1 ตุลาคม 2563');
    expect((await cycle())?.state).toBe('open');
  });

  test('is no act of another province, nor of a year that was closed by the clock', async () => {
    const foreign = await site.signIn(neighbour);
    expect((await close(reasons, foreign)).status).toBe(404);
    await site.dependencies.cycles.change(YEAR, '80', (one) => ({ ...one, state: 'closed' }));
    expect((await close(reasons)).status).toBe(409);
  });
});

describe('the province’s summary for the committee', () => {
  test('tells both rounds by dimension, band and timeliness, visits and recommendations', async () => {
    const page = await office.read(`${YEAR_PAGE}/summary`);
    expect(page).toContain('รายการตามมิติและสถานะ');
    expect(page).toContain('เหตุที่ไม่สามารถดำเนินการได้ (รายการ)');
    expect(page).toContain('chart-advice');
    const csv = await office.read(`${YEAR_PAGE}/summary.csv`);
    expect(csv).toContain('หน่วยงานตามการส่งรายงาน,ภายในกำหนด,1,1');
    expect(csv).toContain('หน่วยงานตามการส่งรายงาน,ไม่พบรายงาน,2,2');
    expect(csv).toContain('การนิเทศติดตาม (แห่ง),รอบันทึกรายงานการนิเทศ,1,');
    expect(csv).toContain('ข้อเสนอแนะของคณะนิเทศ (ข้อ),รอตอบรับ,1,');
  });

  test('is read by those who oversee the province, and of a year without data says so', async () => {
    const foreign = await site.signIn(neighbour);
    expect((await foreign.get(`${YEAR_PAGE}/summary`)).status).toBe(404);
    const empty = await office.read('/provinces/80/evaluation/2570/summary');
    expect(empty).toContain('ยังไม่มีข้อมูลของปีงบประมาณนี้');
  });
});
