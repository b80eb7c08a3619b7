import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { writeTemplate } from '../../functions/imports/write-template.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import { aLine, fy2563 } from '../support/builders.ts';

const lines = [
  aLine({ itemId: 'a', no: 1, status: 3, remark: '=1+1', decision: 'expand' }),
  aLine({ itemId: 'b', no: 2, status: 4, reason: 4, reasonText: 'น้ำท่วม', dimension: null }),
  aLine({ itemId: 'c', no: 3, status: 4, reason: 2, budgetSatang: 0, spentSatang: 1_250_050 }),
  aLine({ itemId: 'd', no: 4, status: null, name: '' }),
];
const title = 'แบบรายงานรอบ 12 เดือน ปีงบประมาณ พ.ศ. 2563 อบต.ท่าเสม็ด';

test('the workbook to fill in says again what it was filled with', async () => {
  const output = await readTable(await writeTemplate({ title, round: '12M', lines }));
  const [table] = 'refused' in output ? [] : output.tables;
  const reading = table && readRows(table, fy2563);
  if (!reading || 'refused' in reading) throw new Error('unreadable');
  expect(reading.rows).toMatchObject([
    { itemId: 'a', no: 1, status: 3, remark: '=1+1', decision: 'expand' },
    { itemId: 'b', no: 2, status: 4, reason: 4, reasonText: 'น้ำท่วม' },
    {
      itemId: 'c',
      no: 3,
      status: 4,
      reason: 2,
      reasonText: '',
      budgetSatang: 0,
      spentSatang: 1_250_050,
    },
    { itemId: 'd', no: 4, name: '' },
  ]);
  expect(reading.rows[3]).not.toHaveProperty('status');
  expect(reading).toMatchObject({ years: [{ typed: 2563 }], rounds: ['12M'], unused: [] });
});

test('statuses, dimensions, reasons and decisions are chosen from lists beside every row', async () => {
  const { base64 } = await writeTemplate({ title, round: '12M', lines });
  const parts = unzipSync(new Uint8Array(Buffer.from(base64, 'base64')));
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  const lists = [...sheet.matchAll(/sqref="(\w+:\w+)"><formula1>"([^"]*)"/g)];
  expect(lists.map(([, cells, choices]) => [cells, choices?.split(',').length])).toEqual([
    ['B4:B7', 4],
    ['D4:D7', 3],
    ['E4:E7', 4],
    ['I4:I7', 5],
  ]);
});
