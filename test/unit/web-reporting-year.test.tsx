/** The journey beyond one report: more time, paper, October after April, acceptance taken back. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { Round } from '../../shared/domain/round.ts';
import {
  anItem,
  anObligation,
  anOrganization,
  fy2563,
  withoutSignoff,
} from '../support/builders.ts';
import { anOffice, officer as office } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import { thaSametItems } from '../support/tha-samet.ts';
import { hidden, type Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const reportOf = (round: Round) => `/organizations/${ORG}/reports/2563/${round}`;
const reviewOf = (round: Round) => `/provinces/80/reports/${ORG}/2563/${round}`;

let site: TestSite;
beforeEach(async () => {
  site = await testSite();
  const { roster, plans, obligations, settings } = site.dependencies;
  await settings.save(withoutSignoff());
  await roster.save(anOrganization());
  await roster.saveOffice(anOffice());
  const years = [fy2563, fiscalYear(2564)];
  await plans.saveItem(ORG, anItem({ years }));
  await plans.saveItem(ORG, anItem({ itemId: 'i2', no: 2, name: 'รายการที่สอง', years }));
  await obligations.open(anObligation());
  await obligations.open(anObligation({ round: '12M' }));
});
afterEach(() => site.close());

async function obligationOf(round: Round, orgId = ORG): Promise<Obligation> {
  const found = await site.dependencies.obligations.find(orgId, { fiscalYear: fy2563, round });
  if (!found) throw new Error('no such obligation');
  return found;
}

/** Fills in the form with these fields, and hands it in. */
async function handIn(
  browser: Visitor,
  round: Round,
  fields: Record<string, string>,
  more: Record<string, string> = {},
) {
  const form = await browser.read(reportOf(round));
  await browser.post(reportOf(round), { version: hidden(form, 'version'), ...fields });
  const check = await browser.read(`${reportOf(round)}/check`);
  return browser.post(`${reportOf(round)}/submit`, {
    submissionId: hidden(check, 'submissionId'),
    version: hidden(check, 'version'),
    ...more,
  });
}

const date = (name: string, [day, month, year]: readonly [number, number, number]) => ({
  [`${name}-day`]: String(day),
  [`${name}-month`]: String(month),
  [`${name}-year`]: String(year),
});
const completed = { 'status-i1': '3', 'status-i2': '2' };

describe('more time', () => {
  const ask = { ...date('until', [15, 5, 2563]), reason: 'น้ำท่วมสำนักงาน' };

  test('is asked for by the organization, with a day and a reason', async () => {
    const officer = await site.signIn(aUser());
    const early = { ...ask, ...date('until', [20, 4, 2563]) };
    expect(await (await officer.post(`${reportOf('6M')}/extension`, early)).text()).toContain(
      'กรุณากรอกวันที่หลังวันพฤหัสบดีที่ 30 เมษายน 2563',
    );
    for (const _ of ['first', 'second']) {
      expect((await officer.post(`${reportOf('6M')}/extension`, ask)).status).toBe(303);
    }
    expect((await obligationOf('6M')).extensionRequest).toMatchObject({
      until: '2020-05-15',
      reason: 'น้ำท่วมสำนักงาน',
    });
    expect(await officer.read(`/organizations/${ORG}`)).toContain('รอพิจารณา');
    const told = await site.dependencies.audits.latest(`ORG#${ORG}`, 20);
    expect(told.filter(({ act }) => act === 'extension-requested')).toHaveLength(1);
  });

  test('is granted by the office, which finds the day asked for filled in', async () => {
    const officer = await site.signIn(aUser());
    await officer.post(`${reportOf('6M')}/extension`, ask);
    const province = await site.signIn(office);
    expect(await province.read('/provinces/80/rounds/2563/6M')).toContain('คำขอขยายเวลา รอพิจารณา');
    const form = await province.read(`${reviewOf('6M')}/extend`);
    expect(form).toMatch(/name="until-day"[^>]*value="15"/);
    const seen = { state: hidden(form, 'state'), version: hidden(form, 'version') };
    await province.post(`${reviewOf('6M')}/extend`, { ...seen, ...ask });
    expect(await obligationOf('6M')).toMatchObject({
      extendedUntil: '2020-05-15',
      extensionRequest: { answer: { granted: true } },
    });
    site.setTime('2020-05-14T09:00:00+07:00');
    await handIn(await site.signIn(aUser()), '6M', completed);
    expect((await obligationOf('6M')).daysLate).toBe(0);
  });

  test('is refused with a reason that the organization reads', async () => {
    const officer = await site.signIn(aUser());
    await officer.post(`${reportOf('6M')}/extension`, ask);
    const province = await site.signIn(office);
    const refuse = { state: 'not_started', version: '0', reason: 'ยังมีเวลาเพียงพอ' };
    expect((await province.post(`${reviewOf('6M')}/refuse`, refuse)).status).toBe(303);
    expect((await obligationOf('6M')).extendedUntil).toBeUndefined();
    expect(await officer.read(`/organizations/${ORG}`)).toContain('ยังมีเวลาเพียงพอ');
    expect((await province.post(`${reviewOf('6M')}/refuse`, refuse)).status).toBe(409);
  });

  test('is granted to a district or to the whole province at once, as often as it is pressed', async () => {
    const { obligations } = site.dependencies;
    const elsewhere = { name: 'อบต.ข', shortName: 'อบต.ข', amphoe: 'สิชล', mail: 'ok' as const };
    await obligations.open(anObligation({ orgId: '80-5001', organization: elsewhere }));
    await obligations.open(
      anObligation({ orgId: '80-5002', extendedUntil: localDate('2020-06-01') }),
    );
    const province = await site.signIn(office);
    const path = '/provinces/80/rounds/2563/6M/extensions';
    expect((await province.post(path, { ...ask, amphoe: '' })).status).toBe(422);
    const answer = await province.post(path, { ...ask, amphoe: 'ชะอวด' });
    expect(answer.headers.get('location')).toBe(`${path}?granted=1&passed=1`);
    expect((await obligationOf('6M')).extendedUntil).toBe('2020-05-15');
    expect((await obligationOf('6M', '80-5001')).extendedUntil).toBeUndefined();
    const all = await province.post(path, { ...ask, amphoe: 'all' });
    expect(all.headers.get('location')).toBe(`${path}?granted=1&passed=2`);
    expect((await obligationOf('6M', '80-5002')).extendedUntil).toBe('2020-06-01');
    const central = await site.signIn({
      ...office,
      userId: 'u-c',
      email: 'c@nacc.example',
      role: 'central',
      provinces: [],
    });
    expect((await central.post(path, { ...ask, amphoe: 'all' })).status).toBe(403);
  });
});

describe('a report that came on paper', () => {
  test('is entered by the office, and the day the paper came decides whether it was on time', async () => {
    site.setTime('2020-05-04T09:00:00+07:00');
    const province = await site.signIn(office);
    const future = date('paperReceivedOn', [5, 5, 2563]);
    expect((await handIn(province, '6M', completed, future)).status).toBe(422);
    await handIn(province, '6M', completed, date('paperReceivedOn', [29, 4, 2563]));
    expect(await obligationOf('6M')).toMatchObject({
      daysLate: 0,
      versions: [
        {
          channel: 'on-behalf',
          paperReceivedOn: '2020-04-29',
          submittedBy: { onBehalfOf: 'อบต.ท่าเสม็ด', role: 'provincial' },
        },
      ],
    });
    expect(await province.read(`${reportOf('6M')}/versions/1`)).toContain('วันพุธที่ 29 เมษายน 2563');
  });

  test('the organization itself cannot date its report back', async () => {
    site.setTime('2020-05-04T09:00:00+07:00');
    const officer = await site.signIn(aUser());
    await handIn(officer, '6M', completed, date('paperReceivedOn', [29, 4, 2563]));
    expect((await obligationOf('6M')).daysLate).toBe(4);
  });
});

describe('October after April', () => {
  beforeEach(async () => {
    await handIn(await site.signIn(aUser()), '6M', completed);
    site.setTime('2020-10-05T09:00:00+07:00');
  });

  test('what was completed changes with a reason, and the office confirms it row by row', async () => {
    const officer = await site.signIn(aUser());
    const undone = { 'status-i1': '2', 'status-i2': '3' };
    const october = reportOf('12M');
    await officer.post(october, { version: '0', ...undone });
    expect(await officer.read(`${october}/check`)).toContain('ต้องชี้แจงในช่องหมายเหตุ');
    await handIn(officer, '12M', { ...undone, 'remark-i1': 'ปรับแผนตามมติที่ประชุม' });

    const province = await site.signIn(office);
    expect(await province.read(reviewOf('12M'))).toContain('ยืนยันเมื่อรับรายงาน');
    const seen = { state: 'submitted', version: '1' };
    const unconfirmed = await province.post(`${reviewOf('12M')}/accept`, seen);
    expect(unconfirmed.status).toBe(422);
    expect(await unconfirmed.text()).toContain('กรุณายืนยันการเปลี่ยนสถานะของลำดับที่ 1');
    await province.post(`${reviewOf('12M')}/accept`, { ...seen, confirmed: ['i1'] });
    expect(await obligationOf('12M')).toMatchObject({
      state: 'accepted',
      accepted: { confirmed: ['i1'] },
    });
  });

  test('new items, those that left the plan, and open recommendations are told', async () => {
    const { plans, seasons } = site.dependencies;
    const officer = await site.signIn(aUser());
    const ending = { rev: '0', reason: 'งบประมาณถูกโอน', from: '2563' };
    await plans.savePlan({
      schemaVersion: 1,
      orgId: ORG,
      editionId: '2562-2564',
      from: fiscalYear(2562),
      to: fiscalYear(2564),
    });
    await officer.post(`/organizations/${ORG}/plans/2562-2564/items/i2/cancel`, ending);
    await plans.saveItem(ORG, anItem({ itemId: 'i3', no: 3, name: 'รายการใหม่จริง' }));
    await seasons.recommend({
      schemaVersion: 1,
      orgId: ORG,
      fiscalYear: fy2563,
      visitNo: 1,
      no: 1,
      text: 'เผยแพร่ผลการจัดซื้อจัดจ้าง',
      state: 'accepted',
      madeOn: localDate('2020-05-27'),
      history: [],
      rungs: {},
      rev: 1,
    });
    const text = await officer.read(reportOf('12M'));
    expect(text).toContain('รายการในรอบ 6 เดือนแรกที่ออกจากแผนแล้ว 1 รายการ');
    expect(text).toContain('ยกเลิก: งบประมาณถูกโอน');
    expect(text).toContain('รายการใหม่ที่ไม่มีในรอบ 6 เดือนแรก 1 รายการ: ลำดับที่ 3');
    expect(text).toContain('เผยแพร่ผลการจัดซื้อจัดจ้าง');
  });
});

describe('a report that was handed in', () => {
  beforeEach(async () => {
    await handIn(await site.signIn(aUser()), '6M', {
      ...completed,
      'budgetSatang-i1': '20,000.50',
      'spentSatang-i1': '๐',
    });
  });

  test('is accepted, and that is taken back with a reason', async () => {
    const province = await site.signIn(office);
    await province.post(`${reviewOf('6M')}/accept`, { state: 'submitted', version: '1' });
    const withdraw = { state: 'accepted', version: '1', reason: '' };
    expect((await province.post(`${reviewOf('6M')}/withdraw`, withdraw)).status).toBe(422);
    const reason = 'รับผิดฉบับ';
    await province.post(`${reviewOf('6M')}/withdraw`, { ...withdraw, reason });
    const now = await obligationOf('6M');
    expect(now).toMatchObject({ state: 'submitted', daysLate: 0 });
    expect(now.accepted).toBeUndefined();
    const [told] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(told).toMatchObject({ act: 'acceptance-withdrawn', note: reason });
  });

  test('tells the money of its rows on every page, nought being told too', async () => {
    const officer = await site.signIn(aUser());
    const printed = await officer.read(`${reportOf('6M')}/versions/1/print`);
    expect(printed).toContain('<td>20,000.50</td><td>0</td>');
    expect(printed).toContain('<td>–</td><td>–</td>');
    expect(await (await site.signIn(office)).read(reviewOf('6M'))).toContain('20,000.50');
  });

  test('can be verified by everyone who may read it, byte by byte', async () => {
    const officer = await site.signIn(aUser());
    const path = `${reportOf('6M')}/versions/1`;
    const [version] = (await obligationOf('6M')).versions;
    const body = await (await officer.get(`${path}/content.json`)).arrayBuffer();
    const hash = createHash('sha256').update(Buffer.from(body)).digest('hex');
    expect(hash).toBe(version?.contentHash);
    expect(await officer.read(`${path}/verify`)).toContain('เนื้อหาทุกฉบับตรงกับรหัสตรวจสอบ');
  });

  test('comes back revised, and whoever reviews it is told so', async () => {
    const province = await site.signIn(office);
    const officer = await site.signIn(aUser());
    const sendBack = { state: 'submitted', version: '1', reason: 'โปรดตรวจสอบ' };
    await province.post(`${reviewOf('6M')}/return`, {
      ...sendBack,
      ...date('until', [25, 4, 2563]),
      'comment-i1': 'ยังไม่มีหลักฐาน',
    });
    await handIn(officer, '6M', { 'status-i1': '2' });
    const review = await province.read(reviewOf('6M'));
    expect(review).toContain('<strong>ฉบับแก้ไข</strong> รายงานนี้ส่งมาแล้ว 2 ฉบับ');
    expect(review).toContain('สิ่งที่แก้ไขจากฉบับที่ 1');
    expect(await province.read('/provinces/80/rounds/2563/6M')).toContain('ฉบับแก้ไข (ฉบับที่ 2)');
    expect(await officer.read(`${reportOf('6M')}/versions/2/verify`)).toContain('ตรงกัน');
  });
});

test('an amount that is none is shown beside its field, and nothing typed is lost', async () => {
  const officer = await site.signIn(aUser());
  const typed = { version: '0', ...completed, 'budgetSatang-i1': 'สองหมื่น' };
  const answer = await officer.post(reportOf('6M'), typed);
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain('id="budgetSatang-i1-error"');
  expect(text).toContain('value="สองหมื่น"');
  expect(text).toMatch(/id="status-i1"[\s\S]*?value="3" selected/);
});

test('an untouched form is told in one line, not in one for each row', async () => {
  const officer = await site.signIn(aUser());
  const check = await officer.read(`${reportOf('6M')}/check`);
  expect(check).toContain('ยังไม่ได้เลือกสถานะ 2 รายการ');
  expect(check).not.toContain('กรุณาเลือกสถานะ');
});

test('the largest legal plan, 300 rows with long names and remarks, drafts, submits and prints', async () => {
  const { plans } = site.dependencies;
  const words = thaSametItems.map(({ name }) => name.replaceAll('"', ''));
  const long = (seed: number, length: number) =>
    Array.from({ length: 40 }, (_, at) => `${words[(seed * 7 + at * seed) % 32]} ${seed * 31 + at}`)
      .join(' ')
      .slice(0, length)
      .trim();
  const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
  await Promise.all(
    numbers.map((no) =>
      plans.saveItem(ORG, anItem({ itemId: `i${no}`, no, name: `(${no}) ${long(no, 590)}` })),
    ),
  );
  const officer = await site.signIn(aUser());
  const form = new FormData();
  form.set('version', '0');
  for (const no of numbers) {
    form.set(`status-i${no}`, no % 2 === 0 ? '2' : '3');
    form.set(`remark-i${no}`, long(no + 300, 1000));
  }
  expect((await officer.post(reportOf('6M'), form)).status).toBe(303);
  const handed = await handIn(officer, '6M', {});
  expect(handed.headers.get('location')).toBe(`${reportOf('6M')}/versions/1`);
  const printed = await officer.read(`${reportOf('6M')}/versions/1/print`);
  for (const no of [1, 150, 300]) expect(printed).toContain(long(no + 300, 1000));
});
