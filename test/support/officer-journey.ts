/** What the people of อบต.ท่าเสม็ด do on the site, by the words that they read. */
import type { Page } from 'playwright-core';
import { rowSevenCompleted, thaSametLines } from './tha-samet.ts';

export const THA_SAMET = '80-0711';
export const people = {
  officer: 'planner.org-80-0711@lao.example',
  executive: 'executive.org-80-0711@lao.example',
  office: 'officer-80@nacc.example',
  central: 'central@nacc.example',
} as const;

/** Status and remark of each row, as its form shows them. */
export async function rowsShown(page: Page) {
  // Reading all at once waits for none: the last one stands when all do.
  const last = `หมายเหตุของลำดับที่ ${thaSametLines.length}`;
  await page.getByLabel(last, { exact: true }).waitFor();
  const fields = await page
    .getByLabel(/^(สถานะ|หมายเหตุ)ของลำดับที่ \d+$/)
    .evaluateAll((all) =>
      all.map((field) => [
        field.getAttribute('aria-label') ?? '',
        'value' in field ? String(field.value) : '',
      ]),
    );
  const shown = new Map(fields.map(([label, value]) => [label, value]));
  return thaSametLines.map(({ no }) => ({
    no,
    status: Number(shown.get(`สถานะของลำดับที่ ${no}`)),
    remark: shown.get(`หมายเหตุของลำดับที่ ${no}`),
  }));
}

/** Status and remark of the 32 rows, as the book printed them. */
export async function fillPrintedRows(page: Page): Promise<void> {
  for (const { no, status, remark } of thaSametLines) {
    await page.getByLabel(`สถานะของลำดับที่ ${no}`, { exact: true }).selectOption(String(status));
    if (remark) await page.getByLabel(`หมายเหตุของลำดับที่ ${no}`, { exact: true }).fill(remark);
  }
}

/** MADE UP: what the page break cut off. */
export async function fillRowSeven(page: Page): Promise<void> {
  await page.getByLabel('ชื่อของลำดับที่ 7').fill(rowSevenCompleted.name);
  await page.getByLabel('มิติของลำดับที่ 7').selectOption(`มิติที่ ${rowSevenCompleted.dimension}`);
}

/** Opens the form of the report on a visit; `undefined` while the visit's day has not come. */
export async function formOfReport(office: Page, visitPath: string): Promise<true | undefined> {
  await office.goto(`${visitPath}/report`);
  return (await office.getByLabel('ข้อสังเกต').count()) > 0 || undefined;
}

export async function press(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** One tick for all whole-year activities that are completed after six months. */
export async function confirmWholeYear(page: Page): Promise<void> {
  await page.getByLabel(/^ยืนยันว่ารายการเหล่านี้/).check();
  await press(page, 'บันทึกการยืนยัน');
  await page.getByText('ยืนยันแล้วว่ากิจกรรมที่ดำเนินการทั้งปีงบประมาณ').waitFor();
}
