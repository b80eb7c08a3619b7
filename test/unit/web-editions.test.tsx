/** Editions of the framework are data: the central office adds one, and what prints titles takes those of its plan. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { firstEditions, titlesFor } from '../../shared/domain/framework.ts';
import { anItem, anObligation, anOrganization } from '../support/builders.ts';
import { central } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';

const edition = {
  from: '2563',
  to: '2567',
  'title-1': 'ปลูกฝังวิธีคิด',
  'title-2': 'บริหารงานโปร่งใส',
  'title-3': 'ประชาชนมีส่วนร่วม',
  'title-4': 'ตรวจสอบได้',
};

let site: TestSite;
beforeEach(async () => {
  site = await testSite();
  await site.dependencies.roster.save(anOrganization());
});
afterEach(() => site.close());

test('an edition is added once, with its mistakes told beside their fields', async () => {
  const office = await site.signIn(central);
  const wrong = await (
    await office.post('/editions', { ...edition, to: '2580', 'title-3': '' })
  ).text();
  expect(wrong).toContain('แผนต้องมีระยะเวลา 3–5 ปีงบประมาณ');
  expect(wrong).toContain('กรุณากรอกชื่อมิติที่ 3');
  for (const _ of ['first', 'second']) {
    expect((await office.post('/editions', edition)).status).toBe(303);
  }
  expect(await office.read('/editions')).toContain('ปลูกฝังวิธีคิด');
  const trail = await site.dependencies.audits.latest('NATION', 20);
  expect(trail.filter(({ act }) => act === 'edition-added')).toHaveLength(1);
  const same = await office.post('/editions', { ...edition, 'title-1': 'ชื่ออื่น' });
  expect(await same.text()).toContain('มีกรอบแผน พ.ศ. 2563–2567 อยู่แล้ว');
});

test('it can be corrected until a plan follows it, and from then on never', async () => {
  const office = await site.signIn(central);
  await office.post('/editions', edition);
  const corrected = { ...edition, 'title-4': 'ตรวจสอบได้ทุกขั้นตอน' };
  expect((await office.post('/editions/2563-2567', corrected)).status).toBe(303);

  const officer = await site.signIn(aUser());
  const started = await officer.post('/organizations/80-0711/plans/new', {
    from: '2563',
    to: '2565',
    editionId: '2563-2567',
    members: '',
  });
  expect(started.status).toBe(303);
  const late = await office.post('/editions/2563-2567', edition);
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('ตรวจสอบได้ทุกขั้นตอน');
  expect((await office.post('/editions/2562-2564', edition)).status).toBe(409);
});

test('the plan and the form of a year show the titles of the edition that its plan follows', async () => {
  const { plans, obligations } = site.dependencies;
  const office = await site.signIn(central);
  await office.post('/editions', edition);
  await plans.savePlan({
    schemaVersion: 1,
    orgId: '80-0711',
    editionId: '2563-2567',
    from: fiscalYear(2563),
    to: fiscalYear(2565),
  });
  await plans.saveItem('80-0711', anItem({ dimension: 2 }));
  await obligations.open(anObligation());
  const officer = await site.signIn(aUser());
  expect(await officer.read('/organizations/80-0711/plans/2563-2565')).toContain('บริหารงานโปร่งใส');
  expect(await officer.read('/organizations/80-0711/reports/2563/6M')).toContain('บริหารงานโปร่งใส');
});

test('where no plan is known, the year decides which titles are printed', () => {
  const old = titlesFor(firstEditions, undefined, fiscalYear(2563));
  expect(old[1]).toBe('การบริหารราชการเพื่อป้องกันการทุจริต');
  expect(titlesFor(firstEditions, '', fiscalYear(2571))[1]).toBe('การบริหารราชการด้วยความโปร่งใส');
});
