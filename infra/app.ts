/** `npm run synth`: bundles what is deployed, then describes it in `cdk.out`, without network or account. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildAssets } from './assets.ts';
import { buildFunction } from './build-functions.ts';
import { readDeployment } from './config.ts';
import { functions } from './functions.ts';
import { addStacks } from './stacks.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist', 'aws');
const out = join(root, 'cdk.out');

// What an earlier run left there would be taken along.
await rm(out, { recursive: true, force: true });
const app = new App({ outdir: out });
const { values } = parseArgs({ options: { deployment: { type: 'string' } } });
const deployment = readDeployment(values.deployment);
const folders = new Map<string, string>();
for (const module of new Set(functions.map((entry) => entry.module))) {
  const { directory } = await buildFunction(module, join(dist, module.replace('/index.ts', '')));
  folders.set(module, directory);
}
const assets = await buildAssets(join(dist, 'assets'));

addStacks(app, {
  deployment,
  assets,
  codeOf(module) {
    const folder = folders.get(module);
    if (!folder) throw new Error(`no bundle of ${module}`);
    return Code.fromAsset(folder);
  },
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();

// Traces name the place where the project lies; two clones are to give the same.
for (const name of await readdir(out)) {
  if (!name.endsWith('.metadata.json')) continue;
  const path = join(out, name);
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll(root, ''));
}
