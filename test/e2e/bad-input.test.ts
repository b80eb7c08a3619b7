/** What people do wrong in a browser, or two of them at once: a clear answer, and nothing lost or stored twice. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type newVisitor, textOf } from '../support/browser.ts';
import { people, press, THA_SAMET } from '../support/officer-journey.ts';
import { codeIn } from '../support/running-site.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';
import { completedLines } from '../support/tha-samet.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-15' });
const ORGANIZATION = `/organizations/${THA_SAMET}`;
const REPORT = `${ORGANIZATION}/reports/2563/6M`;

/** The site sends an address five codes in a quarter of an hour, and no more. */
async function anOfficer(options?: Parameters<typeof newVisitor>[2]): Promise<Page> {
  const page = await here.signedIn(people.officer, options);
  return page;
}

test('a wrong code is refused in words, and the right one still opens', async () => {
  const page = await here.visitor();
  await page.goto('/sign-in');
  await page.getByLabel(/^อีเมล/).fill(people.officer);
  const mail = await here.site.mailAfter(
    people.officer,
    () => press(page, 'ขอรหัสเข้าสู่ระบบ'),
    (received) => codeIn(received) !== '',
  );
  const right = codeIn(mail);
  await page
    .getByLabel(/^รหัส/)
    .fill(right.replace(/^./, (digit) => String((Number(digit) + 1) % 10)));
  await press(page, 'เข้าสู่ระบบ');
  expect(await textOf(page.getByRole('alert'))).toContain('รหัสไม่ถูกต้อง กรอกได้อีก 4 ครั้ง');
  await page.getByLabel(/^รหัส/).fill(right);
  await press(page, 'เข้าสู่ระบบ');
  await page.getByRole('heading', { name: 'องค์การบริหารส่วนตำบลท่าเสม็ด' }).waitFor();
});

test('a stranger’s organization and one that does not exist are not found, in Thai', async () => {
  const page = await anOfficer();
  for (const path of [
    '/organizations/80-9999',
    '/organizations/80-0001',
    `${ORGANIZATION}/reports/2563/7M`,
  ]) {
    expect((await page.goto(path))?.status()).toBe(404);
    expect(await textOf(page.getByRole('main'))).toContain('ไม่พบหน้าที่ท่านต้องการ');
  }
});

test('a draft saved from a second browser is not overwritten, and nothing typed is lost', async () => {
  // One after the other: each takes the latest code.
  const first = await anOfficer();
  const second = await anOfficer();
  await Promise.all([first.goto(REPORT), second.goto(REPORT)]);
  const remark = (page: Page) => page.getByLabel('หมายเหตุของลำดับที่ 1', { exact: true });

  await remark(second).fill('จากเครื่องที่สอง');
  await press(second, 'บันทึกร่าง');
  await second.getByText('กลับมากรอกต่อได้ทุกเมื่อ').waitFor();

  await remark(first).fill('จากเครื่องแรก');
  await press(first, 'บันทึกร่าง');
  const alert = first.getByRole('alert');
  expect(await textOf(alert)).toContain('บันทึกร่างนี้ไปก่อนท่าน');
  expect(await remark(first).inputValue()).toBe('จากเครื่องแรก');
  expect(await textOf(first.getByRole('main'))).toContain('(จากเครื่องที่สอง)');

  await second.goto(REPORT);
  expect(await remark(second).inputValue()).toBe('จากเครื่องที่สอง');
});

test('a second click on the button that hands in makes no second report', async () => {
  const page = await anOfficer({ javaScriptEnabled: false });
  const draft = await page.request.get(`/api${REPORT}`);
  const { draftVersion: version } = await draft.json();
  const lines = completedLines().map(({ itemId, status, remark, name, dimension }) => ({
    itemId,
    status,
    remark,
    name,
    dimension,
  }));
  const content = { lines, wholeYearConfirmed: true };
  await page.request.put(`/api${REPORT}/draft`, { data: { version, content } });

  await page.goto(`${REPORT}/check`);
  await page.getByText('ผู้บริหารลงนามในเอกสารแล้ว').click();
  await page.getByLabel('ตำแหน่งของผู้ลงนาม').fill('ปลัด');
  for (const [part, value] of [
    ['วันที่', '15'],
    ['เดือน', '4'],
    ['ปี พ.ศ.', '2563'],
  ] as const)
    await page.getByLabel(part, { exact: true }).fill(value);
  await press(page, 'บันทึกการลงนามในเอกสาร');
  await page.getByRole('button', { name: 'ส่งรายงาน', exact: true }).dblclick();
  await page.getByRole('heading', { name: 'ใบยืนยันการส่งรายงาน' }).waitFor();

  await page.goto(ORGANIZATION);
  const versions = page.getByRole('table', { name: 'รายงานที่ส่งแล้วทุกฉบับ' });
  expect(await versions.getByRole('rowheader').count()).toBe(1);
});
