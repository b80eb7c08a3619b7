/** `docs/security/asvs.csv` answers every requirement of level 1, and what it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '..', '..');
const rows = z
  .array(
    z.object({
      id: z.string().regex(/^\d+\.\d+\.\d+$/),
      level: z.enum(['1', '2']),
      requirement: z.string().min(5),
      evidence: z.string().min(5),
    }),
  )
  .parse(parse(readFileSync(join(root, 'docs/security/asvs.csv')), { columns: true }));

/** Numbers of the requirements of level 1 in each section of ASVS 5.0.0. */
const levelOne: Readonly<Record<string, readonly number[]>> = {
  '1.2': [1, 2, 3, 4, 5],
  '1.3': [1, 2],
  '1.5': [1],
  '2.1': [1],
  '2.2': [1, 2],
  '2.3': [1],
  '3.2': [1, 2],
  '3.3': [1],
  '3.4': [1, 2],
  '3.5': [1, 2, 3],
  '4.1': [1],
  '4.4': [1],
  '5.2': [1, 2],
  '5.3': [1, 2],
  '6.1': [1],
  '6.2': [1, 2, 3, 4, 5, 6, 7, 8],
  '6.3': [1, 2],
  '6.4': [1, 2],
  '7.2': [1, 2, 3, 4],
  '7.4': [1, 2],
  '8.1': [1],
  '8.2': [1, 2],
  '8.3': [1],
  '9.1': [1, 2, 3],
  '9.2': [1],
  '10.4': [1, 2, 3, 4, 5],
  '11.3': [1, 2],
  '11.4': [1],
  '12.1': [1],
  '12.2': [1, 2],
  '13.4': [1],
  '14.2': [1],
  '14.3': [1],
  '15.1': [1],
  '15.2': [1],
  '15.3': [1],
};

test('each requirement of level 1 has one row', () => {
  const wanted = Object.entries(levelOne).flatMap(([section, numbers]) =>
    numbers.map((number) => `${section}.${number}`),
  );
  expect(wanted).toHaveLength(70);
  const given = rows.filter(({ level }) => level === '1').map(({ id }) => id);
  expect(given.toSorted()).toEqual(wanted.toSorted());
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test.each(rows)('$id names a file that is there, a reason, or a gap', ({ evidence }) => {
  const files = evidence.match(/(?:test|docs)\/[\w./-]+\.\w+/g) ?? [];
  for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
  expect(files.length > 0 || /^(does not apply|gap): /.test(evidence)).toBe(true);
});
