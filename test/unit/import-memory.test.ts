import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { csvFile, wordFile, workbookFile, workbookParts, zipped } from '../support/import-files.ts';
import { longGrid } from '../support/import-tables.ts';
import { temporaryDirectory } from '../support/running-site.ts';

const directory = temporaryDirectory();
afterAll(() => directory.remove());

const reportSchema = z.object({
  outcomes: z.array(z.object({ what: z.union([z.string(), z.int()]) })),
  megabytes: z.number(),
});

/** Reads `file` in a process of its own. */
function readAlone(file: Buffer) {
  const path = directory.at('table');
  writeFileSync(path, file);
  const script = join(import.meta.dirname, '..', 'support', 'read-in-child.ts');
  const { outcomes, megabytes } = reportSchema.parse(
    JSON.parse(execFileSync(process.execPath, [script, path], { encoding: 'utf8' })),
  );
  return { what: outcomes[0]?.what, megabytes };
}

/** XML just below what is inflated at most, in parts as small as they come. */
const strings = () =>
  `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si><t>ก</t></si>'.repeat(500_000)}</sst>`;
const cells = () =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>${'<c><v>1</v></c>'.repeat(750_000)}</row></sheetData></worksheet>`;
const paragraphs = () =>
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:tbl><w:tr><w:tc>${'<w:t>ab</w:t>'.repeat(850_000)}</w:tc></w:tr></w:tbl></w:document>`;
const sheet = { title: 'ก', grid: [['1']] };

test.for<[string, () => Buffer | Promise<Buffer>, string | number]>([
  ['a text of half a million lines', () => Buffer.from('ก\n'.repeat(470_000)), 'too-many-rows'],
  [
    'a line of a million cells',
    () => Buffer.from(','.repeat(1_000_000).concat('a')),
    'too-many-columns',
  ],
  ['the largest legal report as .xlsx', () => workbookFile({ title: 'ก', grid: longGrid }), 301],
  ['the largest legal report as .docx', () => wordFile({ grid: longGrid }), 301],
  ['the largest legal report as .csv', () => csvFile(longGrid, 'utf-8'), 301],
  [
    'a bomb of one part',
    () => zipped({ ...workbookParts([sheet]), 'xl/sharedStrings.xml': ' '.repeat(100_000_000) }),
    'too-large-inside',
  ],
  [
    'half a million strings',
    () => zipped({ ...workbookParts([sheet]), 'xl/sharedStrings.xml': strings() }),
    'too-large-inside',
  ],
  [
    'many cells in a row',
    () => zipped({ ...workbookParts([sheet]), 'xl/worksheets/sheet1.xml': cells() }),
    'too-many-columns',
  ],
  ['many texts in a cell', () => zipped({ 'word/document.xml': paragraphs() }), 'too-much-text'],
])('%s is read within 200 MB', async ([, file, wanted]) => {
  const { what, megabytes } = readAlone(await file());
  expect(what).toBe(wanted);
  expect(megabytes).toBeLessThan(200);
});
