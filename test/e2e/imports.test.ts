/** The table of ท่าเสม็ด brought in as an officer would: pasted and as files, at a desk and on a phone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, faultsShown, PHONE, textOf } from '../support/browser.ts';
import { csvFile, pasted, wordFile, workbookFile } from '../support/import-files.ts';
import { people, press, rowsShown, THA_SAMET } from '../support/officer-journey.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';
import { thaSametLines } from '../support/tha-samet.ts';
import { thaSametGrid } from '../support/tha-samet-table.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const REPORT = `/organizations/${THA_SAMET}/reports/2563/6M`;

async function uploaded(page: Page, name: string, buffer: Buffer): Promise<void> {
  const mimeType = 'application/octet-stream';
  await page.getByLabel('ไฟล์ .xlsx .docx หรือ .csv').setInputFiles({ name, mimeType, buffer });
  await press(page, 'อ่านตารางจากไฟล์');
}

const grid = thaSametGrid;
const ways: [string, (page: Page) => Promise<void>][] = [
  [
    'pasted',
    async (page) => {
      await page.getByLabel(/^วางตาราง/).fill(pasted(grid));
      await press(page, 'อ่านตารางที่วาง');
    },
  ],
  ['as .xlsx', (page) => uploaded(page, 'รายงาน.xlsx', workbookFile({ title: 'Sheet1', grid }))],
  ['as .docx', async (page) => uploaded(page, 'รายงาน.docx', await wordFile({ grid }))],
  ['as .csv of Windows', (page) => uploaded(page, 'รายงาน.csv', csvFile(grid, 'windows-874'))],
];

describe.for([
  ['at a desk', { viewport: DESKTOP }],
  ['on a phone without a script', { viewport: PHONE, javaScriptEnabled: false }],
] as const)('%s', ([, options]) => {
  let page: Page;
  beforeAll(async () => {
    page = await here.signedIn(people.officer, options);
  });
  afterAll(() => page?.context().close());

  test.for(ways)('the table %s gives the same 32 rows, and is undone', async ([, bring]) => {
    await page.goto(REPORT);
    await page.getByRole('link', { name: 'นำเข้าตารางจาก Excel หรือ Word' }).click();
    await bring(page);
    const doubtful = page.getByRole('region', { name: /ท่าเสม็ด"/ });
    expect(await textOf(doubtful)).toContain('ชื่อมาไม่ครบ');
    await page.getByRole('heading', { name: 'แถวที่ต้องตรวจสอบ (1)' }).waitFor();
    expect(await page.getByText('แถวที่พร้อมนำเข้า (31)').isVisible()).toBe(true);
    await press(page, 'นำเข้าสู่ร่าง');
    await page.getByText('นำเข้าตารางแล้ว เปลี่ยน 32 รายการในร่าง').waitFor();

    await page.getByRole('link', { name: 'ไปที่แบบรายงาน' }).click();
    expect(await rowsShown(page)).toEqual(
      thaSametLines.map(({ no, status, remark }) => ({ no, status, remark })),
    );
    await page.goto(`${REPORT}/import/result`);
    await press(page, 'ยกเลิกการนำเข้า ใช้ร่างเดิม');
    await page.getByRole('heading', { name: 'ยกเลิกการนำเข้าแล้ว' }).waitFor();
    await page.goto(REPORT);
    expect(await page.getByText('กรอกแล้ว 0 จาก 32').isVisible()).toBe(true);
  });
});

test('a table copied from Word keeps its cells, though they have several lines or are merged', async () => {
  const page = await here.signedIn(people.officer);
  await page.goto(`${REPORT}/import`);
  const html =
    '<table><tr><th>ลำดับ</th><th>มิติที่</th><th>ชื่อโครงการ</th><th>สถานะ</th></tr>' +
    '<tr><td>4</td><td rowspan="2">1</td><td>โครงการส่งเสริม<p>ครัวเรือนเศรษฐกิจพอเพียง</p></td><td>ดำเนินการแล้วเสร็จ</td></tr>' +
    '<tr><td>5</td><td>โครงการส่งเสริมการปลูก<br>พืชสมุนไพรในครัวเรือน</td><td>ดำเนินการแล้วเสร็จ</td></tr></table>';
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', ${JSON.stringify(html)});
    const paste = new ClipboardEvent('paste', { clipboardData, cancelable: true });
    document.getElementById('pasted').dispatchEvent(paste);
  }`);
  await press(page, 'อ่านตารางที่วาง');
  await page.getByText('แถวที่พร้อมนำเข้า (2)').waitFor();
  expect(await page.getByLabel(/^ลำดับที่ในแผนของ/).evaluateAll((all) => all.length)).toBe(2);
  await page.context().close();
});

test('the pages of an import fit a phone and a screen reader, full of doubts and errors, too', async () => {
  const page = await here.signedIn(people.officer);
  const faults: string[] = [];
  const look = async (name: string) => {
    faults.push(...(await faultsShown(page)).map((fault) => `${name}: ${fault}`));
  };
  await page.goto(`${REPORT}/import`);
  await look('start');
  await press(page, 'อ่านตารางที่วาง');
  await look('nothing pasted');
  const odd = [['1', '5', 'การลดขั้นตอนเวลาปฏิบัติ', 'ทำไปครึ่งหนึ่ง', '-']];
  await page
    .getByLabel(/^วางตาราง/)
    .fill(pasted([['ปีงบประมาณ 2020', ''], ...grid.slice(0, 4), ...odd]));
  await press(page, 'อ่านตารางที่วาง');
  await look('preview');
  await press(page, 'นำเข้าสู่ร่าง');
  await look('preview with errors');
  const sheets = ['ก', 'ข'].map((title) => ({ title, grid }));
  await page.goto(`${REPORT}/import`);
  await uploaded(page, 'รายงาน.xlsx', workbookFile(...sheets));
  await look('choice of a table');
  await page.getByLabel(/^ชีต ก/).check();
  await press(page, 'ไปตรวจตาราง');
  await press(page, 'นำเข้าสู่ร่าง');
  await look('result');
  expect(faults).toEqual([]);
  await page.context().close();
});
