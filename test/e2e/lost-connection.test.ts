/** The report form where the connection is lost, and how much of it goes over the wire. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { people, THA_SAMET } from '../support/officer-journey.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const REPORT = `/organizations/${THA_SAMET}/reports/2563/6M`;
let page: Page;

beforeAll(async () => {
  page = await here.signedIn(people.officer);
});

const remarkOf = (where: Page, no: number) =>
  where.getByLabel(`หมายเหตุของลำดับที่ ${no}`, { exact: true });
const statusOf = (where: Page, no: number) =>
  where.getByLabel(`สถานะของลำดับที่ ${no}`, { exact: true });

test('the form of 32 rows weighs at most 75 KB, typeface, styles and script included', async () => {
  const fresh = await here.visitor({
    storageState: await page.context().storageState(),
  });
  const client = await fresh.context().newCDPSession(fresh);
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await client.send('Network.enable');
  await fresh.goto(REPORT, { waitUntil: 'networkidle' });
  await fresh.context().close();
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThanOrEqual(75_000);
});

test('what is typed without a connection is there again when the form is opened anew, and is saved', async () => {
  await page.goto(REPORT);
  await page.context().setOffline(true);
  await statusOf(page, 1).selectOption('3');
  await remarkOf(page, 1).fill('พิมพ์ขณะไม่มีสัญญาณ');
  await page.getByText('สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ จะบันทึกเมื่อเชื่อมต่อได้').waitFor();

  await page.close({ runBeforeUnload: false });
  const context = page.context();
  await context.setOffline(false);
  page = await context.newPage();
  await page.goto(REPORT);
  await page.getByText(/^บันทึกร่างแล้ว/).waitFor();
  expect(await remarkOf(page, 1).inputValue()).toBe('พิมพ์ขณะไม่มีสัญญาณ');
  await page.reload();
  expect(await remarkOf(page, 1).inputValue()).toBe('พิมพ์ขณะไม่มีสัญญาณ');
  expect(await statusOf(page, 1).inputValue()).toBe('3');
  expect(await page.evaluate('localStorage.length')).toBe(0);
});

test('the connection comes back by itself, and so does the saving', async () => {
  await page.context().setOffline(true);
  await remarkOf(page, 2).fill('สัญญาณขาดชั่วครู่');
  await page.getByText('สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ จะบันทึกเมื่อเชื่อมต่อได้').waitFor();
  await page.context().setOffline(false);
  await page.getByText(/^บันทึกร่างแล้ว/).waitFor();
  await page.reload();
  expect(await remarkOf(page, 2).inputValue()).toBe('สัญญาณขาดชั่วครู่');
});

test('what a colleague has saved meanwhile is kept, and the own words are offered beside it', async () => {
  await page.context().setOffline(true);
  await remarkOf(page, 3).fill('ของฉัน');
  await remarkOf(page, 4).fill('ของฉันอีกแถว');
  await page.getByText('สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ จะบันทึกเมื่อเชื่อมต่อได้').waitFor();
  await page.close({ runBeforeUnload: false });
  const context = page.context();

  const colleague = await here.visitor({
    storageState: { cookies: (await context.storageState()).cookies, origins: [] },
  });
  await colleague.goto(REPORT);
  await remarkOf(colleague, 3).fill('ของเพื่อนร่วมงาน');
  await colleague.getByRole('button', { name: 'บันทึกร่าง', exact: true }).click();
  await colleague.getByText('กลับมากรอกต่อได้ทุกเมื่อ').waitFor();
  await colleague.context().close();

  await context.setOffline(false);
  page = await context.newPage();
  await page.goto(REPORT);
  const told = page.getByText('“ของฉัน”');
  await told.waitFor();
  expect(await remarkOf(page, 3).inputValue()).toBe('ของเพื่อนร่วมงาน');
  expect(await remarkOf(page, 4).inputValue()).toBe('ของฉันอีกแถว');
  await page.getByRole('button', { name: 'ใช้ค่าที่ฉันพิมพ์ไว้' }).click();
  expect(await remarkOf(page, 3).inputValue()).toBe('ของฉัน');
});

test('signing out leaves nothing in the browser', async () => {
  await page.context().setOffline(true);
  await remarkOf(page, 5).fill('ไม่ควรเหลือ');
  await page.getByText('สิ่งที่พิมพ์เก็บไว้ในเครื่องนี้ จะบันทึกเมื่อเชื่อมต่อได้').waitFor();
  expect(await page.evaluate('localStorage.length')).toBe(1);
  await page.context().setOffline(false);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'ออกจากระบบ' }).first().click();
  await page.getByRole('link', { name: 'เข้าสู่ระบบ' }).first().waitFor();
  expect(await page.evaluate('localStorage.length')).toBe(0);
});
