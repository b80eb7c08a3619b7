/** The workbook to fill in, opened and saved by a real spreadsheet program, where there is one. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTable } from '../../functions/imports/read-table.ts';
import { writeTemplate } from '../../functions/imports/write-template.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import { fy2563 } from '../support/builders.ts';
import { completedLines } from '../support/tha-samet.ts';

const program = 'soffice';
const isInstalled = spawnSync(program, ['--version']).status === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nithet-calc-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What LibreOffice Calc makes of the workbook when it saves it again. */
async function savedByCalc(base64: string): Promise<string> {
  const file = join(folder, 'report.xlsx');
  await writeFile(file, Buffer.from(base64, 'base64'));
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const filter = 'xlsx:Calc MS Excel 2007 XML';
  const out = join(folder, 'out');
  spawnSync(program, [profile, '--headless', '--convert-to', filter, '--outdir', out, file]);
  return (await readFile(join(out, 'report.xlsx'))).toString('base64');
}

async function rowsOf(base64: string) {
  const output = await readTable({ base64 });
  const [table] = 'refused' in output ? [] : output.tables;
  const reading = table && readRows(table, fy2563);
  if (!reading || 'refused' in reading) throw new Error('unreadable');
  return reading.rows;
}

test.skipIf(!isInstalled)(
  'the 32 rows of ท่าเสม็ด come back the same from LibreOffice, with the lists beside them',
  { timeout: 120_000 },
  async () => {
    const title = 'แบบรายงานรอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2563 อบต.ท่าเสม็ด';
    const lines = completedLines().map((line, index) => ({
      ...line,
      ...(index === 3 && { status: 4 as const, reason: 1 as const, spentSatang: 1_250_050 }),
    }));
    const { base64 } = await writeTemplate({ title, round: '6M', lines });
    const saved = await savedByCalc(base64);
    expect(await rowsOf(saved)).toEqual(await rowsOf(base64));
    const parts = unzipSync(new Uint8Array(Buffer.from(saved, 'base64')));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet.match(/<dataValidation [^>]*type="list"/g)?.length).toBeGreaterThanOrEqual(3);
    expect(sheet).toContain('อยู่ระหว่างดำเนินการ,ดำเนินการแล้วเสร็จ,ไม่สามารถดำเนินการได้');
  },
);
