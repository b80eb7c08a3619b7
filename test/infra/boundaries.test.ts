import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

const project = join(import.meta.dirname, '..', '..');
const { forbidden } = z
  .object({ forbidden: z.array(z.object({ name: z.string() })) })
  .parse(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'));

/** A file that breaks the rule, and what it imports. */
const planted: Record<string, readonly [file: string, imported: string]> = {
  'domain-is-pure': ['shared/domain/planted.ts', '../store/real.ts'],
  'shared-imports-no-function': ['shared/store/planted.ts', '../../functions/web/real.ts'],
  'capabilities-stay-apart': ['functions/web/planted.ts', '../mail/real.ts'],
  'infra-knows-functions-by-path': ['infra/planted.ts', '../functions/web/real.ts'],
  'planner-knows-the-domain-only': ['shared/planner/planted.ts', '../store/real.ts'],
  'auditor-shares-no-code': [
    'infra/local/simulation/audit-planted.ts',
    '../../../shared/store/real.ts',
  ],
  'product-imports-no-test': ['infra/local/planted.ts', '../../test/support/real.ts'],
  'no-circular': ['shared/text/planted.ts', './ring.ts'],
  resolvable: ['shared/mail/planted.ts', './nowhere.ts'],
};

const real = [
  'shared/store/real.ts',
  'functions/web/real.ts',
  'functions/mail/real.ts',
  'test/support/real.ts',
];

const resultSchema = z.object({
  summary: z.object({
    totalCruised: z.int(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'boundaries-'));
  symlinkSync(join(project, 'node_modules'), join(house, 'node_modules'));
  cpSync(join(project, 'tsconfig.json'), join(house, 'tsconfig.json'));
  for (const file of real) write(file, 'export const real = true;');
  for (const [file, imported] of Object.values(planted)) write(file, `import '${imported}';`);
  write('shared/text/ring.ts', "import './planted.ts';");
});
afterAll(() => rmSync(house, { recursive: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}

test('a planted violation of each import rule is caught', () => {
  const { violations } = cruise().summary;
  const caught = violations.map(({ from, rule }) => `${rule.name}: ${from}`);
  const meant = Object.entries(planted).map(([rule, [file]]) => `${rule}: ${file}`);
  expect(caught).toEqual(expect.arrayContaining(meant));
});

test('every rule has its planted violation', () => {
  expect(Object.keys(planted).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
});

test('files without a violation pass, and are really looked at', () => {
  const { violations, totalCruised } = cruise().summary;
  expect(totalCruised).toBeGreaterThan(real.length);
  expect(violations.map(({ from }) => from)).not.toEqual(expect.arrayContaining(real));
});

function cruise() {
  const cruiser = join(
    project,
    'node_modules',
    'dependency-cruiser',
    'bin',
    'dependency-cruise.mjs',
  );
  const rules = join(project, '.dependency-cruiser.cjs');
  const output = execFileSync(
    process.execPath,
    [cruiser, '--config', rules, '--output-type', 'json', 'functions', 'infra', 'shared', 'test'],
    { cwd: house, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return resultSchema.parse(JSON.parse(output));
}
