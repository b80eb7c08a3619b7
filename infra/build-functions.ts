/** Bundles each capability into one ES module that holds what it uses, the AWS SDK included. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Files that a package looks for beside the bundle, by the folder of the package. */
const beside: Readonly<Record<string, string>> = {
  'node_modules/highs/': 'node_modules/highs/build/highs.wasm',
};

export interface Bundle {
  /** Folder that holds `index.mjs` and what has to lie beside it. */
  readonly directory: string;
  readonly kilobytes: number;
  /** Every source file in the bundle, from the top of the project. */
  readonly inputs: readonly string[];
}

/**
 * Leaves out ways to find credentials (files, single sign-on, instances) that a function never goes: Lambda puts
 * them in its environment. A fifth of a bundle would be made of them.
 */
const credentialsOfLambda: Plugin = {
  name: 'credentials-of-lambda',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: 'credentials',
    }));
    onLoad({ filter: /./, namespace: 'credentials' }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: root,
    }));
  },
};

/** Bundles the wiring module at `module` into `outDir`, which is emptied first. */
export async function buildFunction(module: string, outDir: string): Promise<Bundle> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [module],
    outfile: join(outDir, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Names the files in a stack trace; their text is in the repository.
    sourcemap: 'linked',
    sourcesContent: false,
    // The packages' ES modules are smaller than their CommonJS ones once what nobody calls is left out.
    mainFields: ['module', 'main'],
    // What is left of CommonJS calls `require`, which an ES module has to be given.
    banner: {
      js: "import{createRequire as nithetRequire}from'node:module';const require=nithetRequire(import.meta.url);",
    },
    // Thai as it is takes half the room of its escapes.
    charset: 'utf8',
    plugins: [credentialsOfLambda],
    metafile: true,
    logLevel: 'error',
  });
  const bundle = Object.entries(metafile.outputs).find(([path]) => path.endsWith('index.mjs'))?.[1];
  if (!bundle) throw new Error(`no bundle came of ${module}`);
  const inputs = Object.entries(bundle.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
  for (const [folder, file] of Object.entries(beside)) {
    if (!inputs.some((path) => path.includes(folder))) continue;
    await copyFile(join(root, file), join(outDir, basename(file)));
  }
  return { directory: outDir, kilobytes: Math.ceil(bundle.bytes / 1000), inputs };
}
