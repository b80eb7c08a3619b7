/** Evidence as an officer attaches it on a phone, without a script, and as the office sees it. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsShown, PHONE } from '../support/browser.ts';
import { people, press, THA_SAMET } from '../support/officer-journey.ts';
import { pdf, png } from '../support/sample-files.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const REPORT = `/organizations/${THA_SAMET}/reports/2563/6M`;
const ROW_3 = `/organizations/${THA_SAMET}/files/2563-6M-row-i3`;

async function attach(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .getByLabel('ไฟล์ที่จะแนบ')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await press(page, 'แนบไฟล์');
}

test('an officer attaches evidence on a phone without a script, and loses nothing on the way', async () => {
  const page = await here.signedIn(people.officer, { viewport: PHONE, javaScriptEnabled: false });
  await page.goto(REPORT);
  await page.getByLabel('หมายเหตุของลำดับที่ 3', { exact: true }).fill('มีภาพกิจกรรม');
  await press(page, 'แนบหลักฐาน ลำดับที่ 3');
  expect(new URL(page.url()).pathname).toBe(ROW_3);

  await attach(page, 'ภาพกิจกรรม\u202Egpj.png', png());
  await page.getByText('แนบไฟล์แล้ว').waitFor();
  await attach(page, 'รายงาน.pdf', new TextEncoder().encode('MZ'));
  await page.getByText('เนื้อหาไม่ใช่ชนิดที่รับ').waitFor();
  await attach(page, 'สำเนา.png', png());
  await page.getByRole('alert').getByText('ไฟล์นี้แนบไว้แล้ว').waitFor();

  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'ภาพกิจกรรมgpj.png' }).click();
  expect((await saving).suggestedFilename()).toBe('ภาพกิจกรรมgpj.png');

  await page.getByRole('link', { name: 'กลับไปที่แบบรายงาน' }).click();
  await page.getByRole('button', { name: 'หลักฐาน 1 ไฟล์ ลำดับที่ 3' }).waitFor();
  expect(await page.getByLabel('หมายเหตุของลำดับที่ 3', { exact: true }).inputValue()).toBe(
    'มีภาพกิจกรรม',
  );
  await page.context().close();
});

test('the pages of files are fit for all, full and empty, on a desk and on a phone', async () => {
  const page = await here.signedIn(people.officer);
  const faults: string[] = [];
  for (const path of [ROW_3, `${ROW_3}?problem=size`, ROW_3.replace('row-i3', 'scan'), REPORT]) {
    await page.goto(path);
    faults.push(...(await faultsShown(page)));
  }
  expect(faults).toEqual([]);
  await page.context().close();
});

test('the upload of a file that breaks off leaves nothing behind, and the site goes on', async () => {
  const cookie = await here.site.sessionOf(people.officer);
  const html = await (await fetch(`${here.site.url}${ROW_3}`, { headers: { cookie } })).text();
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const head = fields.map(
    ([, name, value]) =>
      `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--X\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
  const begun = Buffer.concat([Buffer.from(head.join('') + file), Buffer.from(pdf())]);
  const sending = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(begun));
      setTimeout(() => controller.error(new Error('the connection is gone')), 200);
    },
  });
  const broken = fetch(`${here.site.url}/objects/`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'multipart/form-data; boundary=X' },
    body: sending,
    duplex: 'half',
  } as RequestInit);
  await expect(broken).rejects.toThrow();
  const after = await (await fetch(`${here.site.url}${ROW_3}`, { headers: { cookie } })).text();
  expect(after).not.toContain('a.pdf');
});
