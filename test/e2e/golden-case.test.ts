/** The report of อบต.ท่าเสม็ด through a fiscal year, as its people and the provincial office meet it. */
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { signIn, textOf } from '../support/browser.ts';
import {
  confirmWholeYear,
  fillPrintedRows,
  fillRowSeven,
  formOfReport,
  people,
  press,
  rowsShown,
  THA_SAMET,
} from '../support/officer-journey.ts';
import type { StoredMail } from '../support/running-site.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';
import { thaSametLines } from '../support/tha-samet.ts';

const here = siteAndBrowser();
const REPORT = `/organizations/${THA_SAMET}/reports/2563/6M`;
const REPORT_12 = `/organizations/${THA_SAMET}/reports/2563/12M`;
let officer: Page;
let office: Page;
/** The visit's page at the office, and what the host was sent. */
let visitPath: string;
let notice: StoredMail;

beforeAll(async () => {
  officer = await here.visitor();
  office = await here.visitor();
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
  await signIn(officer, here.site, people.officer);
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
  await signedByExecutive();
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
  await signIn(office, here.site, people.office);
  await office.getByRole('link', { name: 'อบต.ท่าเสม็ด' }).click();
  expect(await mainText(office)).toContain('70.31 %');
  await office.getByRole('link', { name: 'รับรายงาน' }).click();
  await press(office, 'รับรายงาน');
  await office.getByText('รับรายงานแล้ว').first().waitFor();

  await officer.goto(REPORT);
  expect(await mainText(officer)).toContain('รับรายงานแล้ว');
});

test('the office publishes the visits that the system proposes', async () => {
  await office.getByRole('link', { name: 'การนิเทศติดตาม' }).click();
  await office.getByRole('link', { name: 'ตรวจและเผยแพร่กำหนดการ' }).click();
  await office.getByRole('button', { name: /^เผยแพร่กำหนดการ 45 แห่ง/ }).click();
  await office.getByText('เผยแพร่กำหนดการแล้ว', { exact: false }).first().waitFor();
  await office.getByLabel('อำเภอ', { exact: true }).selectOption('ชะอวด');
  await press(office, 'แสดงผล');
  await office.getByRole('link', { name: 'อบต.ท่าเสม็ด' }).click();
  await office.getByRole('heading', { name: 'การนิเทศติดตาม อบต.ท่าเสม็ด' }).waitFor();
  visitPath = new URL(office.url()).pathname;
});

test('a fortnight ahead the host gets the notice, with the invitation and what to prepare', async () => {
  const isNotice = ({ text }: StoredMail) => text.includes('โปรดจัดเตรียม');
  notice = await here.site.weeksUntil(
    async () => (await here.site.mails(people.officer)).find(isNotice),
    8,
  );

  const parsed = await PostalMime.parse(await here.site.source(notice));
  const listed = [...(parsed.text ?? '').matchAll(/^\d\. \S+/gm)];
  expect(listed).toHaveLength(7);
  const calendar = parsed.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  expect(calendar?.method).toBe('REQUEST');
  const text = new TextDecoder().decode(z.instanceof(Uint8Array).parse(calendar?.content));
  const event = new ICAL.Event(
    new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? undefined,
  );
  expect(event.uid).toMatch(/^visit-2563-80-0711-1@/);
  expect(event.startDate.zone).toBe(ICAL.Timezone.utcTimezone);
  const start = event.startDate.toJSDate();
  const days = (start.getTime() - new Date(notice.at).getTime()) / 86_400_000;
  expect(days).toBeGreaterThan(12);
  expect(days).toBeLessThan(17);

  await officer.goto(linkIn(notice));
  expect(await mainText(officer)).toContain(thaiDay(start));
  await officer.getByLabel('ตอบรับวันนิเทศ').check();
  await officer.getByLabel(/^สถานที่/).fill('ห้องประชุม อบต.ท่าเสม็ด');
  await press(officer, 'ส่งคำตอบ');
  await officer.getByText('ตอบรับวันนิเทศแล้ว').waitFor();
});

test('the visit is recorded with findings and recommendations, which the host reads', async () => {
  await here.site.weeksUntil(() => formOfReport(office, visitPath), 3);
  await office.getByLabel('ผู้เข้าร่วม').fill('นายกและปลัด อบต.ท่าเสม็ด คณะนิเทศติดตามที่ 1');
  await office.getByLabel('ข้อสังเกต').fill('มาตรการส่วนใหญ่ดำเนินการตามแผน');
  await office.getByLabel('ข้อเสนอแนะของคณะนิเทศ').fill('เผยแพร่แผนบนเว็บไซต์\nทบทวนลำดับที่ 7');
  await press(office, 'บันทึกและไปลงนาม');
  await press(office, 'ลงนามรายงาน');
  await office.getByText('ลงนามรายงานการนิเทศแล้ว', { exact: false }).first().waitFor();
  expect(await mainText(office)).toContain('มาตรการส่วนใหญ่ดำเนินการตามแผน');

  await officer.goto(`/organizations/${THA_SAMET}`);
  const advice = officer.getByRole('table', { name: 'ข้อเสนอแนะของคณะนิเทศ' });
  expect(await advice.getByRole('rowheader').allTextContents()).toEqual([
    'เผยแพร่แผนบนเว็บไซต์',
    'ทบทวนลำดับที่ 7',
  ]);
});

test('in October the form of 12 months begins with April’s answers', async () => {
  await here.site.weeksUntil(
    async () => (await here.site.today()).match(/ตุลาคม 2563/) ?? undefined,
    26,
  );
  await officer.goto(REPORT_12);
  const statuses = (await rowsShown(officer)).map(({ no, status }) => [no, status]);
  expect(statuses).toEqual(thaSametLines.map(({ no, status }) => [no, status]));
  const rowSeven = officer.getByRole('row', { name: /ปลูกฝังคุณธรรม จริยธรรม/ });
  expect(await textOf(rowSeven)).toContain('อยู่ระหว่างดำเนินการ');
});

test('the same figures are orange after twelve months, for the office and for the host', async () => {
  await press(officer, 'ตรวจสอบก่อนส่ง');
  await signedByExecutive();
  await officer.goto(`${REPORT_12}/check`);
  await press(officer, 'ส่งรายงาน');
  await officer.getByRole('heading', { name: 'ใบยืนยันการส่งรายงาน' }).waitFor();

  await office.goto('/provinces/80/evaluation/2563');
  await office.getByRole('link', { name: 'อบต.ท่าเสม็ด' }).click();
  const evaluation = await mainText(office);
  expect(evaluation).toMatch(/รอบ 6 เดือนแรก ?70\.31 % ?.?ระดับสีเขียว/);
  expect(evaluation).toMatch(/รอบ 12 เดือน ?70\.31 % ?.?ระดับสีส้ม/);
  await officer.goto(`/organizations/${THA_SAMET}/evaluation/2563`);
  expect(await mainText(officer)).toMatch(/รอบ 12 เดือน ?70\.31 % ?.?ระดับสีส้ม/);
});

/** The officer, on the check page, asks for the signature; the executive is told, reads and signs. */
async function signedByExecutive(): Promise<void> {
  const asked = await here.site.mailAfter(
    people.executive,
    () => press(officer, 'เสนอผู้บริหาร'),
    ({ text }) => text.includes('70.31 %'),
  );
  await officer.getByText('เสนอผู้บริหารแล้ว').waitFor();
  const executive = await here.signedIn(people.executive);
  await executive.goto(linkIn(asked));
  expect(await mainText(executive)).toContain('70.31 %');
  await press(executive, 'ลงนามเห็นชอบ');
  await executive.getByText('ลงนามเห็นชอบแล้ว').waitFor();
  await executive.context().close();
}

/** As pages write the day of an instant: 15 พฤษภาคม 2563. */
function thaiDay(instant: Date): string {
  const format = { day: 'numeric', month: 'long', timeZone: 'Asia/Bangkok' } as const;
  return instant.toLocaleDateString('th-TH', format);
}
