/** Bundles the product for this machine into `dist/`: its commands, its functions, and what browsers load. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildAssets } from '../assets.ts';
import { functions } from '../functions.ts';

const root = join(import.meta.dirname, '..', '..');
const outdir = join(root, 'dist');
const commands = ['start', 'simulate', 'planner-worker', 'simulation/mail-reading-worker'].map(
  (name) => `infra/local/${name}.ts`,
);

await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands,
    'shared/documents/paper-worker.ts',
    ...new Set(functions.map(({ module }) => module)),
  ],
  outdir,
  outbase: '.',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
const assets = await buildAssets(join(outdir, 'assets'));
await writeFile(join(outdir, 'assets.json'), JSON.stringify(assets));
