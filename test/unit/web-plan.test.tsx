import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import { itemsToReport } from '../../shared/domain/plan.ts';
import {
  aContent,
  aLine,
  anItem,
  anObligation,
  anOrganization,
  aSubmission,
  fy2563,
} from '../support/builders.ts';
import { officer as office } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import { dateFields } from '../support/visitor.ts';

const ORG = '80-0711';
const PLANS = `/organizations/${ORG}/plans`;
const PLAN = `${PLANS}/2562-2564`;
const fy2564 = fiscalYear(2564);
const stranger = aUser({ userId: 'u-other', email: 'officer@nongnok.go.th', orgId: '80-5001' });

let site: TestSite;
beforeEach(async () => {
  site = await testSite();
  const { roster, plans } = site.dependencies;
  await roster.save(anOrganization());
  await plans.savePlan({
    schemaVersion: 1,
    orgId: ORG,
    editionId: '2562-2564',
    from: fiscalYear(2562),
    to: fy2564,
  });
  await plans.saveItem(ORG, anItem({ years: [fy2563, fy2564] }));
  await plans.saveItem(ORG, anItem({ itemId: 'i2', no: 2, name: 'รายการที่สอง', dimension: 1 }));
});
afterEach(() => site.close());

type Fields = Record<string, string | readonly string[]>;

function itemOf(itemId: string) {
  return site.dependencies.plans
    .items(ORG)
    .then((items) => items.find((item) => item.itemId === itemId));
}

async function actsTold() {
  const { audits } = site.dependencies;
  expect((await audits.verify(`ORG#${ORG}`, [])).flaws).toEqual([]);
  return (await audits.latest(`ORG#${ORG}`, 20))
    .map(({ act }) => act)
    .filter((act) => act.startsWith('plan-'))
    .toReversed();
}

const fields = {
  name: 'โครงการอบรมคุณธรรมจริยธรรม',
  dimension: '1',
  kind: 'โครงการ',
  year: ['2563', '2564'],
  quarter: '2',
  wholeYear: 'yes',
  'budget-2563': '๒๐,๐๐๐.๕๐ บาท',
  'budget-2564': '0',
  targetGroups: 'ผู้บริหาร, พนักงาน',
  objective: 'ให้บุคลากรมีคุณธรรม',
  remark: 'ร่วมกับโรงเรียนในพื้นที่',
} as const;

describe('an officer', () => {
  test('adds an item with all that a plan says of it, and a second click adds none', async () => {
    const officer = await site.signIn(aUser());
    const sent = { ...fields, token: 'a1b2c3d4e5f60718' };
    const answers = [
      await officer.post(`${PLAN}/add`, sent),
      await officer.post(`${PLAN}/add`, sent),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const items = await site.dependencies.plans.items(ORG);
    expect(items.map(({ no }) => no).toSorted()).toEqual([1, 2, 3]);
    expect(await itemOf('a1b2c3d4e5f60718-1')).toMatchObject({
      no: 3,
      name: fields.name,
      dimension: 1,
      kind: 'โครงการ',
      years: [2563, 2564],
      quarter: 2,
      wholeYear: true,
      budgets: [
        { year: 2563, satang: 2_000_050 },
        { year: 2564, satang: 0 },
      ],
      targetGroups: ['ผู้บริหาร', 'พนักงาน'],
      objective: fields.objective,
      remark: fields.remark,
    });
    expect(await actsTold()).toEqual(['plan-items-added']);
    expect(await officer.read(PLAN)).toContain('20,000.50');
  });

  test('is told in Thai what is wrong with an item, beside the field, and nothing is added', async () => {
    const officer = await site.signIn(aUser());
    const wrong = { ...fields, name: ' ', year: [], 'budget-2563': 'สองหมื่น', dimension: '5' };
    const answer = await officer.post(`${PLAN}/add`, { ...wrong, token: 'a1b2c3d4e5f60718' });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    for (const words of [
      'กรุณากรอกชื่อโครงการ/กิจกรรม/มาตรการ',
      'กรุณาเลือกมิติ',
      'กรุณาเลือกปีงบประมาณที่ดำเนินการอย่างน้อยหนึ่งปี',
      'งบประมาณปี 2563 ต้องเป็นจำนวนเงินเป็นบาท',
    ]) {
      expect(text.split(words)).toHaveLength(3);
    }
    expect(text).toContain('value="สองหมื่น"');
    expect(await site.dependencies.plans.items(ORG)).toHaveLength(2);
  });

  test('pastes several names at once', async () => {
    const officer = await site.signIn(aUser());
    const names = '1. โครงการแรก\n\n๒) โครงการที่สอง\n- โครงการที่สาม';
    await officer.post(`${PLAN}/add-several`, {
      names,
      dimension: '3',
      year: ['2563'],
      token: 'a1b2c3d4e5f60718',
    });
    const items = itemsToReport(await site.dependencies.plans.items(ORG), fy2563);
    expect(items.slice(2).map(({ no, name }) => `${no} ${name}`)).toEqual([
      '3 โครงการแรก',
      '4 โครงการที่สอง',
      '5 โครงการที่สาม',
    ]);
  });

  test('two who add at once get different numbers', async () => {
    const officer = await site.signIn(aUser());
    const tokens = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'];
    await Promise.all(tokens.map((token) => officer.post(`${PLAN}/add`, { ...fields, token })));
    const items = await site.dependencies.plans.items(ORG);
    expect(items.map(({ no }) => no).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('renames an item, which stays the same item', async () => {
    const officer = await site.signIn(aUser());
    const sent = { ...fields, name: 'ชื่อใหม่', dimension: '4', rev: '0' };
    expect((await officer.post(`${PLAN}/items/i1`, sent)).status).toBe(303);
    expect(await itemOf('i1')).toMatchObject({ itemId: 'i1', no: 1, name: 'ชื่อใหม่', rev: 1 });
    const [told] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(told?.note).toBe('การจัดทำรายงานการควบคุมภายใน → ชื่อใหม่');
  });

  test('does not overwrite what a colleague has changed meanwhile', async () => {
    const officer = await site.signIn(aUser());
    await officer.post(`${PLAN}/items/i1`, { ...fields, name: 'ของเพื่อนร่วมงาน', rev: '0' });
    const answer = await officer.post(`${PLAN}/items/i1`, { ...fields, name: 'ของฉัน', rev: '0' });
    expect(answer.status).toBe(409);
    const text = await answer.text();
    expect(text).toContain('มีผู้อื่นแก้ไขข้อมูลนี้');
    expect(text).toContain('ของฉัน');
    expect((await itemOf('i1'))?.name).toBe('ของเพื่อนร่วมงาน');
  });

  test('cancels an item from a year on: what was reported before keeps it', async () => {
    const officer = await site.signIn(aUser());
    const nothing = await officer.post(`${PLAN}/items/i1/cancel`, { rev: '0', reason: '' });
    expect(nothing.status).toBe(422);
    const sent = { rev: '0', reason: 'งบประมาณไม่เพียงพอ', from: '2564' };
    await officer.post(`${PLAN}/items/i1/cancel`, sent);
    await officer.post(`${PLAN}/items/i1/cancel`, sent);
    const items = await site.dependencies.plans.items(ORG);
    expect(itemsToReport(items, fy2563).map(({ itemId }) => itemId)).toEqual(['i1', 'i2']);
    expect(itemsToReport(items, fy2564)).toEqual([]);
    expect(await officer.read(PLAN)).toContain('ยกเลิกตั้งแต่ปี 2564');
    await officer.post(`${PLAN}/items/i1/restore`, { rev: '1' });
    expect((await itemOf('i1'))?.state).toBe('active');
    expect(await actsTold()).toEqual(['plan-item-cancelled', 'plan-item-restored']);
  });

  test('puts a new item in the place of another', async () => {
    const officer = await site.signIn(aUser());
    const sent = { ...fields, reason: 'ปรับกิจกรรม', from: '2563', token: 'a1b2c3d4e5f60718' };
    for (const _ of ['first', 'second']) {
      expect((await officer.post(`${PLAN}/items/i1/replace`, sent)).status).toBe(303);
    }
    expect(await itemOf('i1')).toMatchObject({
      state: 'replaced',
      ended: { from: 2563, replacedBy: 'a1b2c3d4e5f60718-1' },
    });
    expect(await itemOf('a1b2c3d4e5f60718-1')).toMatchObject({ no: 3, goesOnFrom: 'i1' });
    expect(await site.dependencies.plans.items(ORG)).toHaveLength(3);
  });

  test('keeps the working group with its order, and is told which line is wrong', async () => {
    const officer = await site.signIn(aUser());
    const sent = {
      rev: '0',
      editionId: '2562-2564',
      ...dateFields('announcedOn', '1/2/2561'),
      orderNo: '75/2560',
      ...dateFields('orderDate', '28/4/2560'),
      members: 'นายก อบต. | หัวหน้าคณะทำงาน\nปลัด อบต. | คณะทำงาน',
    };
    const wrong = await officer.post(`${PLAN}/details`, { ...sent, members: 'นายก อบต.' });
    expect(await wrong.text()).toContain('กรุณากรอกบรรทัดละหนึ่งคน');
    expect((await officer.post(`${PLAN}/details`, sent)).status).toBe(303);
    const text = await officer.read(PLAN);
    expect(text).toContain('คำสั่งที่ 75/2560 ลงวันที่ 28 เมษายน 2560');
    expect(text).toContain('ปลัด อบต. – คณะทำงาน');
  });

  test('begins a plan of three to five years that no other plan covers', async () => {
    const officer = await site.signIn(aUser());
    const begin = (from: string, to: string) =>
      officer.post(`${PLANS}/new`, { from, to, editionId: '2565-2568' });
    expect(await (await begin('2022', '2568')).text()).toContain('กรุณากรอกเป็นปี พ.ศ. 2565');
    expect(await (await begin('2565', '2566')).text()).toContain('3–5 ปีงบประมาณ ที่กรอกมาเป็น 2 ปี');
    expect(await (await begin('2564', '2567')).text()).toContain('มีแผน พ.ศ. 2562–2564');
    expect((await begin('2565', '2568')).status).toBe(303);
    expect((await site.dependencies.plans.plans(ORG)).map(({ from }) => from)).toEqual([
      2562, 2565,
    ]);
  });
});

describe('the provincial office', () => {
  test('finds an item inconsistent with a note: it needs no report until that is taken back', async () => {
    const officer = await site.signIn(office);
    const judge = (more: Fields) => officer.post(`${PLAN}/items/i2/judge`, { rev: '0', ...more });
    expect((await judge({ judgement: 'inconsistent', note: '' })).status).toBe(422);
    await judge({ judgement: 'inconsistent', note: 'ไม่เกี่ยวกับการป้องกันการทุจริต' });
    const items = await site.dependencies.plans.items(ORG);
    expect(itemsToReport(items, fy2563).map(({ itemId }) => itemId)).toEqual(['i1']);
    const local = await site.signIn(aUser());
    expect(await local.read(`${PLAN}/items/i2`)).toContain('ไม่เกี่ยวกับการป้องกันการทุจริต');
    expect(await local.read(`${PLAN}?state=inconsistent`)).not.toContain('การควบคุมภายใน');
    await judge({ judgement: 'consistent', rev: '1' });
    expect((await itemOf('i2'))?.consistent).toBe(true);
  });

  test('writes in the organization’s place, recorded as such; the organization judges nothing', async () => {
    const officer = await site.signIn(office);
    await officer.post(`${PLAN}/items/i1`, { ...fields, rev: '0' });
    const [told] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(told?.actor).toMatchObject({ role: 'provincial', onBehalfOf: 'อบต.ท่าเสม็ด' });
    const local = await site.signIn(aUser());
    const judged = { rev: '1', judgement: 'inconsistent', note: 'ไม่' };
    expect((await local.post(`${PLAN}/items/i1/judge`, judged)).status).toBe(403);
  });

  test('others find no plan there at all', async () => {
    const other = await site.signIn(stranger);
    const paths = [PLANS, PLAN, `${PLAN}/items/i1`, `${PLAN}/add`, `${PLAN}/years/2564`];
    for (const path of paths) expect((await other.get(path)).status, path).toBe(404);
    expect((await other.post(`${PLAN}/items/i1`, { ...fields, rev: '0' })).status).toBe(404);
  });
});

test('a plan of 300 items is read by dimension, and takes no item more', async () => {
  const { plans } = site.dependencies;
  await Promise.all(
    Array.from({ length: 298 }, (_, index) =>
      plans.saveItem(
        ORG,
        anItem({
          itemId: `x${index}`,
          no: index + 3,
          name: `กิจกรรมที่ ${index + 3} ${'ยาว'.repeat(100)}`,
          dimension: ([1, 2, 3, 4] as const)[index % 4] ?? 1,
        }),
      ),
    ),
  );
  const officer = await site.signIn(aUser());
  const all = await officer.read(PLAN);
  expect(all).toContain('href="#dimension-3"');
  expect(all.match(/\/items\/x\d+"/g)).toHaveLength(298);
  const third = await officer.read(`${PLAN}?dimension=3`);
  expect(third.match(/\/items\/x\d+"/g)).toHaveLength(74);
  const answer = await officer.post(`${PLAN}/add`, { ...fields, token: 'a1b2c3d4e5f60718' });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('ไม่เกิน 300 รายการ');
});

describe('after the 12-month report', () => {
  beforeEach(async () => {
    const { obligations, reports } = site.dependencies;
    const content = aContent({
      lines: [
        aLine({ decision: 'terminate' }),
        aLine({ itemId: 'i2', no: 2, decision: 'improve' }),
      ],
    });
    const receivedAt = '2020-10-16T03:00:00.000Z';
    const submission = aSubmission({ round: '12M', content, receivedAt });
    await reports.keep(submission);
    const owed = anObligation({ round: '12M' });
    const outcome = submitted(owed, submission, { signoff: 'required' });
    if ('next' in outcome) await obligations.open(outcome.next);
  });

  test('its decisions propose next year’s plan, which the officer accepts', async () => {
    const officer = await site.signIn(aUser());
    const text = await officer.read(`${PLAN}/years/2564`);
    expect(text).toContain('ยุติ');
    expect(text).toMatch(/value="i2" checked=""/);
    expect(text).toMatch(/value="i1"(?! checked)/);
    expect((await officer.post(`${PLAN}/years/2564`, { 'goes-on': ['i2'] })).status).toBe(303);
    const items = await site.dependencies.plans.items(ORG);
    expect(itemsToReport(items, fy2564).map(({ itemId }) => itemId)).toEqual(['i2']);
    expect(itemsToReport(items, fy2563).map(({ itemId }) => itemId)).toEqual(['i1', 'i2']);
    expect(await itemOf('i2')).toMatchObject({ decided: { year: 2563, decision: 'improve' } });
    expect(await officer.read(PLAN)).toContain('ต้องปรับตามผลปี 2563');
    expect(await actsTold()).toEqual(['plan-next-year']);
  });

  test('the plan is carried over into the next period, once', async () => {
    await site.dependencies.plans.saveItem(
      ORG,
      anItem({ itemId: 'i3', no: 3, name: 'ทำต่อ', years: [fy2564] }),
    );
    const officer = await site.signIn(aUser());
    const sent = { from: '2565', to: '2568', editionId: '2565-2568', 'goes-on': ['i1', 'i3'] };
    const none = await officer.post(`${PLAN}/carry-over`, { ...sent, 'goes-on': [] });
    expect(none.status).toBe(422);
    for (const _ of ['first', 'second']) {
      const answer = await officer.post(`${PLAN}/carry-over`, sent);
      expect(answer.headers.get('location')).toBe(`${PLANS}/2565-2568?done=carried-over`);
    }
    const carried = itemsToReport(await site.dependencies.plans.items(ORG), fiscalYear(2566));
    expect(carried.map(({ no, goesOnFrom }) => [no, goesOnFrom])).toEqual([
      [1, 'i1'],
      [2, 'i3'],
    ]);
    expect(await actsTold()).toEqual(['plan-started', 'plan-carried-over']);
  });
});
