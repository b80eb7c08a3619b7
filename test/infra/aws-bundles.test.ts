import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { buildFunction } from '../../infra/build-functions.ts';
import { functions } from '../../infra/functions.ts';

const directory = await mkdtemp(join(tmpdir(), 'nithet-bundles-'));
afterAll(() => rm(directory, { recursive: true }));

const modules = [...new Set(functions.map(({ module }) => module))];
const bundles = new Map(
  await Promise.all(
    modules.map(
      async (module) =>
        [
          module,
          await buildFunction(module, join(directory, module.replaceAll('/', '-'))),
        ] as const,
    ),
  ),
);

/** Modules whose bundle holds something of `part`. */
function holdersOf(part: RegExp): string[] {
  return modules.filter((module) => bundles.get(module)?.inputs.some((path) => part.test(path)));
}

describe('bundles', () => {
  test('the site’s is at most 700 KB', () => {
    expect(bundles.get('functions/web/index.ts')?.kilobytes).toBeLessThanOrEqual(700);
  });

  test('what is heavy is in those only that use it', () => {
    expect(holdersOf(/node_modules\/highs|shared\/planner/)).toEqual(['functions/visits/index.ts']);
    expect(holdersOf(/node_modules\/nodemailer|shared\/mail\/mime/)).toEqual([
      'functions/mail/index.ts',
    ]);
    expect(holdersOf(/node_modules\/(docx|pptxgenjs|@myriaddreamin)\/|documents\/pdf/)).toEqual([
      'functions/documents/index.ts',
    ]);
    expect(holdersOf(/node_modules\/saxen/)).toEqual(['functions/imports/index.ts']);
    expect(holdersOf(/node_modules\/write-excel-file/).toSorted()).toEqual([
      'functions/documents/index.ts',
      'functions/imports/index.ts',
    ]);
    expect(holdersOf(/node_modules\/(file-type|strtok3)\//)).toEqual(['functions/files/index.ts']);
    expect(holdersOf(/shared\/objects\/s3-objects/).toSorted()).toEqual([
      'functions/audit/index.ts',
      'functions/documents/index.ts',
      'functions/files/index.ts',
    ]);
    expect(holdersOf(/node_modules\/@simplewebauthn/)).toEqual(['functions/passkeys/index.ts']);
    expect(holdersOf(/client-sfn/)).toEqual(['functions/cycle/index.ts']);
    expect(holdersOf(/client-ses/)).toEqual(['functions/mail/index.ts']);
    expect(holdersOf(/node_modules\/hono|shared\/web\//)).toEqual(['functions/web/index.ts']);
    expect(holdersOf(/client-lambda|client-s3|client-sts/)).toEqual([]);
  });

  test('none holds the CDK, an embedded engine, or ways to find credentials that Lambda has not', () => {
    expect(holdersOf(/aws-cdk|cdk-nag|dynalite|aws-local-stepfunctions|infra\/local/)).toEqual([]);
    expect(holdersOf(/credential-provider-(sso|ini|process|web-identity)/)).toEqual([]);
  });

  test('each loads on its own and exports its handlers', async () => {
    const paths = Object.fromEntries(
      [...bundles].map(([module, bundle]) => [
        module,
        pathToFileURL(join(bundle.directory, 'index.mjs')).href,
      ]),
    );
    const script = `
      const found = {};
      for (const [module, path] of Object.entries(${JSON.stringify(paths)})) {
        found[module] = Object.keys(await import(path));
      }
      console.log(JSON.stringify(found));`;
    const run = promisify(execFile);
    // Away from the project, so that nothing is found that is not in the bundle.
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: directory,
      env: {},
    });
    const found: Record<string, string[]> = JSON.parse(stdout);
    for (const { module, handler } of functions) expect(found[module]).toContain(handler);
  });
});
