import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

const project = join(import.meta.dirname, '..', '..');

/** A file that breaks a rule of the house, and its text. */
const planted: Record<string, readonly [file: string, text: string]> = {
  'the domain imports a store': ['shared/domain/p1.ts', "import '../store/real.ts';"],
  'the domain imports Node': ['shared/domain/p2.ts', "import 'node:fs';"],
  'shared imports a function': ['shared/store/p3.ts', "import '../../functions/web/real.ts';"],
  'shared imports infra, for its type only': [
    'shared/web/p4.tsx',
    "import type { real } from '../../infra/real.ts';\nexport type Real = typeof real;",
  ],
  'a capability imports another one': ['functions/web/p5.tsx', "import '../mail/real.ts';"],
  'a capability imports infra': ['functions/mail/p6.ts', "import '../../infra/real.ts';"],
  'the site makes papers itself': [
    'functions/web/p15.ts',
    "import '../../shared/documents/real.ts';",
  ],
  'infra imports a function': ['infra/p7.ts', "import '../functions/web/real.ts';"],
  'infra imports a test': ['infra/local/p8.ts', "import '../../test/support/real.ts';"],
  'the planner imports a store': ['shared/planner/p9.ts', "import '../store/real.ts';"],
  'what understands tables reads files': ['shared/imports/p16.ts', "import 'node:zlib';"],
  'the auditor imports what it checks': [
    'infra/local/simulation/audit-p10.ts',
    "import '../../../shared/store/real.ts';",
  ],
  'two modules import each other': ['shared/text/p11.ts', "import './ring.ts';"],
  'the domain reads the clock': ['shared/domain/p12.ts', 'export const now = Date.now();'],
  'a function reads the clock': ['functions/web/p13.tsx', 'export const now = new Date();'],
  'a function reads the environment': [
    'functions/web/p14.ts',
    'export const { HOME } = process.env;',
  ],
};

const lawful: Record<string, string> = {
  'shared/store/real.ts': "import '../domain/real.ts';",
  'shared/domain/real.ts': "import 'zod';",
  'shared/documents/real.ts': "import '../domain/real.ts';",
  'shared/imports/real.ts': "import '../domain/real.ts';",
  'shared/planner/real.ts': "import '../domain/real.ts';",
  'functions/web/real.ts': "import '../../shared/store/real.ts';",
  'functions/mail/real.ts': "import './index.ts';",
  'functions/mail/index.ts':
    'export const now = () => new Date();\nexport const env = process.env;',
  'infra/real.ts': "export const real = 'functions/web/index.ts';",
  'test/support/real.ts': "import '../../functions/web/real.ts';",
};

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string().or(z.object({ file: z.string() })) }),
    }),
  ),
});

let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'boundaries-'));
  symlinkSync(join(project, 'node_modules'), join(house, 'node_modules'));
  for (const file of ['biome.json', 'no-clock.grit', '.gitignore'])
    cpSync(join(project, file), join(house, file));
  for (const [file, text] of Object.entries(lawful)) write(file, text);
  for (const [file, text] of Object.values(planted)) write(file, text);
  write('shared/text/ring.ts', "import './p11.ts';");
});
afterAll(() => rmSync(house, { recursive: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), `${text}\n`);
}

test('a planted violation of each rule is caught, and nothing lawful is', () => {
  const atFault = new Set(lint());
  for (const [violation, [file]] of Object.entries(planted))
    expect(atFault, violation).toContain(file);
  for (const file of Object.keys(lawful)) expect(atFault, file).not.toContain(file);
});

/** The files that the linter finds fault with. */
function lint(): string[] {
  const biome = join(project, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const run = ['lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...run], {
    cwd: house,
    encoding: 'utf8',
  });
  const json = stdout.slice(stdout.indexOf('{'));
  if (!json) throw new Error(`the linter said nothing: ${stderr}`);
  return reportSchema
    .parse(JSON.parse(json))
    .diagnostics.map(({ location: { path } }) => (typeof path === 'string' ? path : path.file));
}
