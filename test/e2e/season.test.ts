/** A season of visits as a provincial officer carries it out, from the proposal to the day's report and after. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { textOf } from '../support/browser.ts';
import { formOfReport, people, press, THA_SAMET } from '../support/officer-journey.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/${THA_SAMET}/1`;
const AT_HOST = `/organizations/${THA_SAMET}/visits/2563/1`;
let office: Page;
let host: Page;

beforeAll(async () => {
  office = await here.signedIn(people.office);
  host = await here.signedIn(people.officer);
});

const mainText = (page: Page) => textOf(page.getByRole('main'));

/** The latest mail to the host whose subject says `what`; weeks of the sample year go by until it comes. */
function mailToHost(what: RegExp) {
  const found = async () =>
    (await here.site.mails(people.officer)).findLast(({ subject }) => what.test(subject));
  return here.site.weeksUntil(found, 7);
}

/** Number and day of a letter; no later than the day of the visit. */
async function fillLetter(page: Page, no: string): Promise<void> {
  await page.getByLabel('เลขที่หนังสือ').fill(no);
  await page.getByLabel('วันที่', { exact: true }).fill('19');
  await page.getByLabel('เดือน', { exact: true }).fill('6');
  await page.getByLabel('ปี พ.ศ.', { exact: true }).fill('2563');
}

async function chooseDay(page: Page, day: string): Promise<void> {
  await page.getByLabel('วันนิเทศ').selectOption(day);
  await page.getByLabel('เวลาเริ่ม').selectOption({ label: '09.00 น.' });
}

test('a visit is set to a day and pinned, and a new proposal leaves it there', async () => {
  await office.goto(`${SEASON}/plan/${THA_SAMET}`);
  await chooseDay(office, '2020-06-15');
  await office.getByLabel(/^ปักหมุด/).check();
  await press(office, 'บันทึกในร่าง');
  await office.getByText('บันทึกในร่างกำหนดการแล้ว').waitFor();

  await press(office, 'จัดทำข้อเสนอใหม่');
  await office.getByRole('button', { name: 'ใช้ข้อเสนอใหม่' }).click({ timeout: 120_000 });
  await office.getByText('ใช้ข้อเสนอใหม่แล้ว').waitFor();
  const row = office.getByRole('row', { name: /อบต\.ท่าเสม็ด/ });
  expect(await textOf(row)).toContain('จ. 15 มิ.ย. 2563 ◆ ปักหมุด');
});

test('the season is published with its letter', async () => {
  await office.getByRole('link', { name: 'ตรวจและเผยแพร่กำหนดการ' }).click();
  await office.getByLabel('เลขที่หนังสือ').fill('ปช 0044(นศ)/ว 12');
  await office.getByLabel('วันที่', { exact: true }).fill('16');
  await office.getByLabel('เดือน', { exact: true }).fill('4');
  await office.getByLabel('ปี พ.ศ.', { exact: true }).fill('2563');
  await office.getByRole('button', { name: /^เผยแพร่กำหนดการ 45 แห่ง/ }).click();
  await office.getByText('เผยแพร่กำหนดการแล้ว', { exact: false }).first().waitFor();
});

test('a published visit is moved with a reason, which the host is told of', async () => {
  await office.goto(`${VISIT}/move`);
  await chooseDay(office, '2020-06-12');
  await press(office, 'กำหนดวันใหม่');
  const alert = office.getByRole('alert');
  expect(await textOf(alert)).toContain('กรุณากรอกเหตุผล');
  await office.getByLabel('เหตุผล').fill('คณะนิเทศประชุมที่ส่วนกลาง');
  // The circular named the day before: the new day needs a letter of its own.
  await office.getByLabel('เลขที่หนังสือ').fill('ปช 0044(นศ)/214');
  await office.getByLabel('วันที่', { exact: true }).fill('16');
  await office.getByLabel('เดือน', { exact: true }).fill('4');
  await office.getByLabel('ปี พ.ศ.', { exact: true }).fill('2563');
  await press(office, 'กำหนดวันใหม่');
  await office.getByRole('heading', { name: 'การนิเทศติดตาม อบต.ท่าเสม็ด' }).waitFor();
  expect(await mainText(office)).toContain('วันศุกร์ที่ 12 มิถุนายน 2563');
});

test('the host reads the notice and confirms the day', async () => {
  await mailToHost(/^แจ้งลงพื้นที่นิเทศติดตาม 12 มิ\.ย\. 2563/);
  await host.goto(AT_HOST);
  await host.getByLabel('ตอบรับวันนิเทศ').check();
  await host.getByLabel(/^สถานที่/).fill('ห้องประชุม อบต.ท่าเสม็ด');
  await press(host, 'ส่งคำตอบ');
  await host.getByText('ตอบรับวันนิเทศแล้ว').waitFor();

  await office.goto(VISIT);
  expect(await mainText(office)).toContain('สถานที่: ห้องประชุม อบต.ท่าเสม็ด');
});

test('the visit is put off, and the host keeps what it has prepared for the new day', async () => {
  await office.goto(`${VISIT}/postpone`);
  await office.getByLabel('เหตุผล').fill('น้ำท่วมเส้นทาง');
  await press(office, 'เลื่อน (จะแจ้งวันใหม่)');
  await office.getByRole('heading', { name: 'การนิเทศติดตาม อบต.ท่าเสม็ด' }).waitFor();
  const mail = await mailToHost(/^เลื่อนการนิเทศติดตาม 12 มิ\.ย\. 2563/);
  expect(mail.text).toContain('เนื่องจากน้ำท่วมเส้นทาง');
  expect(mail.text).toContain('จะแจ้งให้ทราบภายหลัง');

  await office.goto(`${VISIT}/move`);
  await chooseDay(office, '2020-06-19');
  await office.getByLabel('เหตุผล').fill('น้ำลดแล้ว');
  await press(office, 'กำหนดวันใหม่');
  await office.getByRole('heading', { name: 'การนิเทศติดตาม อบต.ท่าเสม็ด' }).waitFor();
  await mailToHost(/19 มิ\.ย\. 2563/);
  await host.goto(AT_HOST);
  await host.getByLabel('ตอบรับวันนิเทศ').check();
  await host.getByLabel(/^สถานที่/).fill('ศาลาอเนกประสงค์');
  await press(host, 'ส่งคำตอบ');
  await host.getByText('ตอบรับวันนิเทศแล้ว').waitFor();
});

test('after the day the report is written and signed, and its advice reaches the host', async () => {
  await here.site.weeksUntil(() => formOfReport(office, VISIT), 5);
  await press(office, 'บันทึกและไปลงนาม');
  expect(await textOf(office.getByRole('alert'))).toContain('กรุณากรอกข้อสังเกต');
  await office.getByLabel('ผู้เข้าร่วม').fill('นายกและปลัด อบต.ท่าเสม็ด');
  await office.getByLabel('ข้อสังเกต').fill('มาตรการส่วนใหญ่ดำเนินการตามแผน');
  await office.getByLabel('ข้อเสนอแนะของคณะนิเทศ').fill('เผยแพร่แผนบนเว็บไซต์');
  await press(office, 'บันทึกและไปลงนาม');
  await press(office, 'ลงนามรายงาน');
  await office.getByText('ลงนามรายงานการนิเทศแล้ว', { exact: false }).first().waitFor();
});

test('the signed report goes to the committee with its letter', async () => {
  await office.goto(SEASON);
  await office.getByRole('link', { name: 'ชุดเสนอคณะกรรมการ' }).click();
  await press(office, 'จัดทำชุดเสนอคณะกรรมการ');
  await office.getByRole('heading', { name: 'ชุดเสนอคณะกรรมการ ชุดที่ 1' }).waitFor();
  await press(office, 'บันทึกเลขที่และวันที่');
  expect(await textOf(office.getByRole('alert'))).toContain('กรุณากรอกเลขที่หนังสือ');
  await fillLetter(office, 'ปช 0044(นศ)/301');
  await press(office, 'บันทึกเลขที่และวันที่');
  await office.getByText('ที่ ปช 0044(นศ)/301 ลงวันที่ 19 มิ.ย. 2563').waitFor();
});

test('the matter is closed with the letter that tells the host of the results', async () => {
  await office.goto(VISIT);
  await fillLetter(office, 'ปช 0044(นศ)/302');
  await press(office, 'ปิดเรื่องการนิเทศนี้');
  await office.getByText('ปิดเรื่องการนิเทศนี้แล้ว', { exact: false }).first().waitFor();
  expect(await mainText(office)).toContain('ที่ ปช 0044(นศ)/302 ลงวันที่ 19 มิ.ย. 2563');
  expect(await office.getByRole('button', { name: 'ปิดเรื่องการนิเทศนี้' }).count()).toBe(0);
});

test('the host carries the advice out, and the office confirms it', async () => {
  await host.goto(`/organizations/${THA_SAMET}/recommendations`);
  await host.getByRole('link', { name: 'เผยแพร่แผนบนเว็บไซต์' }).click();
  await host.getByLabel('ดำเนินการแล้ว').check();
  await press(host, 'บันทึก');
  expect(await textOf(host.getByRole('alert'))).not.toBe('');
  await host.getByLabel(/^ผลการดำเนินการ/).fill('เผยแพร่บนเว็บไซต์ของ อบต. แล้ว');
  await press(host, 'บันทึก');
  await host.getByText('แจ้งว่าดำเนินการแล้ว').first().waitFor();

  await office.goto('/provinces/80/recommendations');
  await office.getByRole('link', { name: 'เผยแพร่แผนบนเว็บไซต์' }).click();
  await office.getByLabel('ยืนยันผล').check();
  await press(office, 'บันทึก');
  await office.getByText('ยืนยันผลแล้ว').first().waitFor();
});
