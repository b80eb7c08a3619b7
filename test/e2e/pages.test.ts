/** Pages as people meet them: on a phone, without a script, by keyboard alone, with a screen reader. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faultsOf, faultsShown, PHONE, textOf } from '../support/browser.ts';
import {
  confirmWholeYear,
  fillPrintedRows,
  fillRowSeven,
  people,
  press,
  THA_SAMET,
} from '../support/officer-journey.ts';
import { codeIn } from '../support/running-site.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const ORGANIZATION = `/organizations/${THA_SAMET}`;
const REPORT = `${ORGANIZATION}/reports/2563/6M`;
const FILES = `${ORGANIZATION}/files/2563-6M-scan`;

test('strangers find pages that fit a phone and a screen reader', async () => {
  const page = await here.visitor();
  const paths = [
    '/',
    '/sign-in',
    '/privacy',
    '/public/organizations',
    '/public/organizations?province=80',
    '/public/organizations?province=80&q=ไม่มีชื่อนี้',
    `/public${ORGANIZATION}`,
  ];
  expect(await faultsOf(page, paths)).toEqual([]);
  await page.goto('/nowhere');
  expect(await faultsShown(page)).toEqual([]);
});

test('so do officers with a report yet to fill in, its form full of errors included', async () => {
  const page = await here.signedIn(people.officer);
  const plan = `${ORGANIZATION}/plans/2562-2564`;
  const paths = [
    ORGANIZATION,
    REPORT,
    `${REPORT}?check`,
    `${REPORT}/check`,
    `${REPORT}/extension`,
    plan,
    `${plan}?q=ไม่มีชื่อนี้`,
    `${plan}/add`,
    `${plan}/add-several`,
    `${plan}/details`,
    `${plan}/items/i1`,
    `${plan}/items/i1/cancel`,
    `${plan}/items/i1/replace`,
    `${plan}/years/2564`,
    `${plan}/carry-over`,
    `${ORGANIZATION}/plans/new`,
    `${REPORT}/import`,
    FILES,
    `${ORGANIZATION}/visits/2563/away`,
    `${ORGANIZATION}/people`,
    `${ORGANIZATION}/people/invite`,
    '/people/org-80-0711-executive',
    `${ORGANIZATION}/keys`,
    `${ORGANIZATION}/audit`,
    `${ORGANIZATION}/recommendations`,
    '/sessions',
    '/passkeys',
    '/my-data',
  ];
  expect(await faultsOf(page, paths)).toEqual([]);
});

test('without a script, on a phone, a report is filled in, signed on paper and handed in', async () => {
  const page = await here.signedIn(people.officer, { javaScriptEnabled: false, viewport: PHONE });
  await page.goto(REPORT);
  await fillPrintedRows(page);
  await fillRowSeven(page);
  await press(page, 'ตรวจสอบก่อนส่ง');
  await confirmWholeYear(page);
  await page.getByText('ผู้บริหารลงนามในเอกสารแล้ว').click();
  await page.getByLabel('ตำแหน่งของผู้ลงนาม').fill('นายกองค์การบริหารส่วนตำบลท่าเสม็ด');
  await page.getByLabel('วันที่', { exact: true }).fill('16');
  await page.getByLabel('เดือน', { exact: true }).fill('4');
  await page.getByLabel('ปี พ.ศ.', { exact: true }).fill('2563');
  await press(page, 'บันทึกการลงนามในเอกสาร');
  await press(page, 'ส่งรายงาน');
  const receipt = await textOf(page.getByRole('main'));
  expect(receipt).toContain('ใบยืนยันการส่งรายงาน');
  expect(receipt).toContain('70.31 %');
  await page.context().close();
});

describe('once the report is handed in', () => {
  test('its receipt and the page for the public fit', async () => {
    const page = await here.signedIn(people.officer);
    const paths = [
      ORGANIZATION,
      `${REPORT}/versions/1`,
      `${REPORT}/versions/1/verify`,
      `${REPORT}/versions/1/papers`,
      `${REPORT}/versions/1/papers/book.pdf/making?since=0`,
      `${ORGANIZATION}/letterhead`,
      `/public${ORGANIZATION}`,
    ];
    expect(await faultsOf(page, paths)).toEqual([]);
  });

  test('so do the pages of the provincial office', async () => {
    const page = await here.signedIn(people.office);
    const board = '/provinces/80/rounds/2563/6M';
    const review = `/provinces/80/reports/${THA_SAMET}/2563/6M`;
    const paths = [
      board,
      `${board}?state=submitted`,
      `${board}?q=ไม่มีชื่อนี้`,
      '/provinces/80/rounds/2563/12M',
      `${board}/line`,
      `/provinces/80/contacts/${THA_SAMET}`,
      review,
      `${review}/accept`,
      `${review}/return`,
      `${board}/extensions`,
      `${ORGANIZATION}/plans/2562-2564/items/i1`,
      '/provinces/80/evaluation/2563',
      '/provinces/80/recommendations',
      '/provinces/80/visits/2563/submissions',
      '/provinces/80/evaluation/2563/summary',
      '/provinces/80/evaluation/2563/close',
      '/provinces/80/letterhead',
      '/provinces/80/people',
      '/provinces/80/people/invite',
      '/provinces/80/keys',
      '/provinces/80/audit',
    ];
    expect(await faultsOf(page, paths)).toEqual([]);
  });

  test('and those of the central office', async () => {
    const page = await here.signedIn(people.central);
    const paths = [
      '/provinces',
      '/provinces/80/rounds/2563/6M',
      '/visit-forms',
      '/visit-forms/standard',
      '/offices',
      '/offices/80',
      '/offices/81',
      '/roster',
      '/nation/audit',
      '/nation/people',
      '/nation/people/invite',
      '/texts/2562-2564',
      '/editions',
      '/editions/2562-2564',
      '/organizations/80-0711/merger',
    ];
    expect(await faultsOf(page, paths)).toEqual([]);
  });
});

test('by keyboard alone an officer of a neighbour signs in, reports and hands in', async () => {
  const page = await here.visitor();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const type = async (field: Locator, text: string) => {
    await tabTo(page, field);
    await page.keyboard.type(text);
  };
  const hit = async (target: Locator) => {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const neighbour = await aNeighbour();

  await page.goto('/sign-in');
  await type(page.getByLabel(/^อีเมล/), neighbour);
  const mail = await here.site.mailAfter(
    neighbour,
    () => hit(button('ขอรหัสเข้าสู่ระบบ')),
    (received) => codeIn(received) !== '',
  );
  await type(page.getByLabel(/^รหัส/), codeIn(mail));
  await page.keyboard.press('Enter');

  await hit(page.getByRole('link', { name: /^เริ่มกรอกรายงาน.*6 เดือน/ }));
  const statuses = page.getByLabel(/^สถานะของลำดับที่/);
  await statuses.first().waitFor();
  for (const status of await statuses.all()) {
    await tabTo(page, status);
    await page.keyboard.press('ArrowDown');
  }
  await hit(button('ตรวจสอบก่อนส่ง'));
  await hit(page.getByText('ผู้บริหารลงนามในเอกสารแล้ว'));
  await type(page.getByLabel('ตำแหน่งของผู้ลงนาม'), 'ปลัด');
  await type(page.getByLabel('วันที่', { exact: true }), '16');
  await type(page.getByLabel('เดือน', { exact: true }), '4');
  await type(page.getByLabel('ปี พ.ศ.', { exact: true }), '2563');
  await hit(button('บันทึกการลงนามในเอกสาร'));
  await hit(button('ส่งรายงาน'));
  await page.getByRole('heading', { name: 'ใบยืนยันการส่งรายงาน' }).waitFor();
  expect(await textOf(page.getByRole('main'))).toContain('50 %');
});

/** Address of an officer other than ท่าเสม็ด's whose report is still awaited. */
async function aNeighbour(): Promise<string> {
  for (const { to } of await here.site.mails()) {
    const [address = '', orgId] = /^planner\.org-(80-\d+)@lao\.example$/.exec(to[0] ?? '') ?? [];
    if (!orgId || orgId === THA_SAMET) continue;
    const facts = await (await fetch(`${here.site.url}/api/organizations/${orgId}`)).text();
    if (!facts.includes(`"2563-6M-${orgId}-1-`)) return address;
  }
  throw new Error('all have handed in');
}

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  // Looked up once: to find a label among those of 32 rows takes longer than a key.
  const element = await target.elementHandle();
  for (let presses = 0; presses < 200; presses++) {
    if (await element?.evaluate((found) => found.matches(':focus, :focus *'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('200 times Tab do not lead there');
}
