/** Bundles each capability into one ES module that holds what it uses, the AWS SDK included. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Files that a package looks for beside the bundle, by the folder of the package. */
const SARABUN = 'node_modules/@expo-google-fonts/sarabun';
const beside: Readonly<Record<string, readonly string[]>> = {
  'node_modules/highs/': ['node_modules/highs/build/highs.wasm'],
  'node_modules/@myriaddreamin/typst-ts-web-compiler/': [
    'node_modules/@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm',
    `${SARABUN}/400Regular/Sarabun_400Regular.ttf`,
    `${SARABUN}/700Bold/Sarabun_700Bold.ttf`,
  ],
};

export interface Bundle {
  /** Folder that holds `index.mjs` and what has to lie beside it. */
  readonly directory: string;
  /** Of what is loaded at once. */
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
    entryPoints: [{ in: module, out: 'index' }, ...threadsOf(module)],
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported when it is first needed stays in a file of its own until then.
    splitting: true,
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
  const outputs = new Map(Object.entries(metafile.outputs));
  const entry = [...outputs.keys()].find((path) => basename(path) === 'index.mjs');
  if (!entry) throw new Error(`no bundle came of ${module}`);
  const bytes = [...loadedWith(entry, outputs)].map((path) => outputs.get(path)?.bytes ?? 0);
  const inputs = [...outputs.values()].flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  for (const [folder, files] of Object.entries(beside)) {
    if (!inputs.some((path) => path.includes(folder))) continue;
    for (const file of files) await copyFile(join(root, file), join(outDir, basename(file)));
  }
  return { directory: outDir, kilobytes: Math.ceil(sum(bytes) / 1000), inputs };
}

/** What the module runs in a thread of its own. */
function threadsOf(module: string) {
  return module === 'functions/documents/index.ts'
    ? [{ in: 'shared/documents/paper-worker.ts', out: 'paper-worker' }]
    : [];
}

/** `path` and all that is loaded along with it at once. */
function loadedWith(path: string, outputs: ReadonlyMap<string, Output>, found = new Set<string>()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { kind, path: imported } of outputs.get(path)?.imports ?? []) {
    if (kind === 'import-statement' && outputs.has(imported)) loadedWith(imported, outputs, found);
  }
  return found;
}
type Output = Metafile['outputs'][string];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
