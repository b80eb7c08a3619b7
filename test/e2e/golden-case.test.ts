/** The report of อบต.ท่าเสม็ด through a fiscal year, as its people and the provincial office meet it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, openBrowser, signIn, textOf } from '../support/browser.ts';
import {
  confirmWholeYear,
  fillPrintedRows,
  fillRowSeven,
  people,
  press,
  THA_SAMET,
} from '../support/officer-journey.ts';
import {
  type RunningSite,
  type StoredMail,
  startSite,
  temporaryDirectory,
} from '../support/running-site.ts';

const directory = temporaryDirectory();
const REPORT = `/organizations/${THA_SAMET}/reports/2563/6M`;
let site: RunningSite;
let browser: Browser;
let officer: Page;
let office: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite({ data: directory.at('data') }), openBrowser()]);
  officer = await newVisitor(browser, site);
  office = await newVisitor(browser, site);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  directory.remove();
});

/** The one link that a mail leads to. */
const linkIn = ({ text }: StoredMail) => /https?:\/\/\S+/.exec(text)?.[0] ?? 'no link';
const mainText = (page: Page) => textOf(page.getByRole('main'));

test('the strip moves the sample year to 16 April 2563', async () => {
  await officer.goto('/');
  for (const by of ['+1 สัปดาห์', '+1 สัปดาห์', '+1 วัน']) await press(officer, by);
  expect(await textOf(officer.getByLabel('ปีตัวอย่าง'))).toContain('วันพฤหัสบดีที่ 16 เมษายน 2563');
});

test('the officer signs in by a code that comes by e-mail and sees what is owed', async () => {
  await signIn(officer, site, people.officer);
  const owed = officer.getByRole('region', { name: /รอบ 6 เดือนแรก/ });
  expect(await textOf(owed)).toContain('กำหนดส่งภายในวันพฤหัสบดีที่ 30 เมษายน 2563 (เหลืออีก 14 วัน)');
  await owed.getByRole('link', { name: 'เริ่มกรอกรายงาน' }).click();
  expect(await textOf(officer.getByRole('heading', { level: 1 }))).toContain('รอบ 6 เดือนแรก');
});

test('row 7 blocks the submission by name, and the message leads to its field', async () => {
  await fillPrintedRows(officer);
  expect(await officer.getByText('กรอกแล้ว 32 จาก 32').isVisible()).toBe(true);
  await press(officer, 'ตรวจสอบก่อนส่ง');

  const alert = officer.getByRole('alert');
  expect(await textOf(alert.getByRole('heading'))).toBe('ยังส่งไม่ได้ มี 2 แห่งที่ต้องแก้ไข');
  const links = await alert.getByRole('link').allInnerTexts();
  expect(links).toEqual([
    expect.stringMatching(/^ลำดับที่ 7 ท่าเสม็ด": ชื่อมาไม่ครบ/),
    expect.stringMatching(/^ลำดับที่ 7 ท่าเสม็ด": กรุณาเลือกมิติ/),
  ]);
  expect(await officer.getByRole('button', { name: 'ส่งรายงาน', exact: true }).count()).toBe(0);

  await alert.getByRole('link', { name: /ชื่อมาไม่ครบ/ }).click();
  const name = officer.getByLabel('ชื่อของลำดับที่ 7');
  await name.waitFor();
  expect(new URL(officer.url()).hash).toBe(`#${await name.getAttribute('id')}`);
  const described = await name.getAttribute('aria-describedby');
  expect(await textOf(officer.locator(`[id="${described}"]`))).toContain('ชื่อมาไม่ครบ');
});

test('with row 7 mended and the whole-year activities confirmed once, the figures are those of the book', async () => {
  await fillRowSeven(officer);
  await press(officer, 'ตรวจสอบก่อนส่ง');
  await confirmWholeYear(officer);
  const text = await mainText(officer);
  expect(text).toContain('70.31 %');
  expect(text).toContain('ระดับสีเขียว');
});

test('the chief executive is told by e-mail, reads and signs in the system', async () => {
  const asked = await site.mailAfter(
    people.executive,
    () => press(officer, 'เสนอผู้บริหาร'),
    ({ text }) => text.includes('70.31 %'),
  );
  await officer.getByText('เสนอผู้บริหารแล้ว').waitFor();
  const executive = await newVisitor(browser, site);
  await signIn(executive, site, people.executive);
  await executive.goto(linkIn(asked));
  expect(await mainText(executive)).toContain('70.31 %');
  await press(executive, 'ลงนามเห็นชอบ');
  await executive.getByText('ลงนามเห็นชอบแล้ว').waitFor();
  await executive.context().close();
});

test('the report is submitted and its receipt tells number, time and figures', async () => {
  await officer.goto(`/organizations/${THA_SAMET}`);
  await officer.getByRole('link', { name: 'ผู้บริหารลงนามแล้ว ไปส่งรายงาน' }).click();
  await press(officer, 'ส่งรายงาน');
  await officer.getByRole('heading', { name: 'ใบยืนยันการส่งรายงาน' }).waitFor();
  const text = await mainText(officer);
  expect(text).toMatch(/2563-6M-80-0711-1-\d/);
  expect(text).toMatch(/16 เม\.ย\. 2563 เวลา \d\d\.\d\d น\./);
  expect(text).toContain('ภายในกำหนด');
  expect(text).toContain(
    'ดำเนินการแล้วเสร็จ 13 อยู่ระหว่างดำเนินการ 19 ไม่สามารถดำเนินการได้ 0 จาก 32 รายการ',
  );
  expect(text).toContain('70.31 %');
  expect(text).toContain('ระดับสีเขียว');
});

test('the provincial office finds it on its board and takes note of it', async () => {
  await signIn(office, site, people.office);
  await office.getByRole('link', { name: 'อบต.ท่าเสม็ด' }).click();
  expect(await mainText(office)).toContain('70.31 %');
  await office.getByRole('link', { name: 'รับรายงาน' }).click();
  await press(office, 'รับรายงาน');
  await office.getByText('รับรายงานแล้ว').first().waitFor();

  await officer.goto(REPORT);
  expect(await mainText(officer)).toContain('รับรายงานแล้ว');
});
