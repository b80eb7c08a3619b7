import { afterEach, beforeEach, expect, test } from 'vitest';
import { fy2563 } from '../support/builders.ts';
import { aUser, type TestSite, thaSametSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const REPORT = `/organizations/${ORG}/reports/2563/6M`;

let site: TestSite;
let officer: Visitor;
beforeEach(async () => {
  site = await thaSametSite();
  officer = await site.signIn(aUser());
});
afterEach(() => site.close());

async function post(fields: readonly (readonly [string, string])[], headers = {}) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const response = await officer.ask(REPORT, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

async function remarks() {
  const draft = await site.dependencies.reports.draft(ORG, { fiscalYear: fy2563, round: '6M' });
  return draft?.content.lines
    .filter(({ remark }) => remark !== '')
    .map(({ no, remark }) => [no, remark]);
}

test('a remark over 1,000 letters is refused by its row, shown whole, and not cut', async () => {
  const long = `ก${'ร'.repeat(1000)}`;
  const { status, text } = await post([
    ['version', '0'],
    ['remark-i2', long],
  ]);
  expect(status).toBe(422);
  expect(text).toMatch(/ลำดับที่ 2 [^<]*: ยาว 1,001 ตัวอักษร เกินกำหนด 1,000 ตัวอักษร/);
  expect(text).toContain('id="remark-i2-error"');
  expect(text).toContain(`value="${long}"`);
  expect(await remarks()).toBeUndefined();
});

test('the script that saves is told the same; a box of problems is held to its length, too', async () => {
  const { status, text } = await post(
    [
      ['version', '0'],
      ['problemsMaking', 'ก'.repeat(4001)],
    ],
    { accept: 'application/json' },
  );
  expect(status).toBe(422);
  expect(text).toContain('ยาว 4,001 ตัวอักษร เกินกำหนด 4,000 ตัวอักษร');
  expect(await remarks()).toBeUndefined();
});

test('one remark goes into all rows that were picked, and into no other', async () => {
  await post([
    ['version', '0'],
    ['go', 'remark'],
    ['sharedRemark', 'กำหนดดำเนินการในไตรมาสที่ 3–4'],
    ['pick', 'i2'],
    ['pick', 'i5'],
    ['remark-i3', 'ของเดิม'],
  ]);
  expect(await remarks()).toEqual([
    [2, 'กำหนดดำเนินการในไตรมาสที่ 3–4'],
    [3, 'ของเดิม'],
    [5, 'กำหนดดำเนินการในไตรมาสที่ 3–4'],
  ]);
});

test('without a row picked, or without a remark, nothing is saved and the officer is told', async () => {
  const go = [
    ['version', '0'],
    ['go', 'remark'],
  ] as const;
  expect((await post([...go, ['sharedRemark', 'ก']])).text).toContain('กรุณาทำเครื่องหมายหน้าลำดับที่');
  const { status, text } = await post([...go, ['pick', 'i2']]);
  expect(status).toBe(422);
  expect(text).toContain('กรุณาพิมพ์หมายเหตุที่จะใส่');
  expect(text).toMatch(/value="i2"[^>]* checked/);
  expect(await remarks()).toBeUndefined();
});
