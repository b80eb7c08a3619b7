/** Builds what browsers load: one style sheet, one script, the typeface. Names carry the content's hash. */
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { compile } from 'sass';
import type { Assets } from '../shared/web/assets.ts';

const root = join(import.meta.dirname, '..');

const sass: Plugin = {
  name: 'sass',
  setup({ onLoad }) {
    onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css } = compile(path, { loadPaths: [join(root, 'node_modules')], quietDeps: true });
      return { contents: css, loader: 'css', resolveDir: root };
    });
  },
};

/** Writes the files into `outDir`, to be served under `/assets/` for ever, and says what they are called. */
export async function buildAssets(outDir: string): Promise<Assets> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      'shared/web/styles.scss',
      'shared/web/browser/page.ts',
      'shared/web/browser/passkey.ts',
      'shared/web/icon.svg',
    ],
    outdir: outDir,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    plugins: [sass],
    bundle: true,
    minify: true,
    target: ['chrome109', 'firefox115', 'safari15.6'],
    metafile: true,
    logLevel: 'error',
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  const addressOf = (pattern: RegExp) => {
    const name = names.find((candidate) => pattern.test(candidate));
    if (!name) throw new Error(`no asset like ${pattern} among ${names.join(', ')}`);
    return `/assets/${name}`;
  };
  return {
    styles: addressOf(/^styles-.*\.css$/),
    script: addressOf(/^page-.*\.js$/),
    passkey: addressOf(/^passkey-.*\.js$/),
    icon: addressOf(/^icon-.*\.svg$/),
    fonts: [addressOf(/^sarabun-thai-400/), addressOf(/^sarabun-thai-700/)],
  };
}
