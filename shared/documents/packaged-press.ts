/** The press with the typesetter and the typeface as their packages have them. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type PdfPress, pdfPress } from './pdf.ts';

/** File name in a directory of assets → where the package has it. */
const ASSETS = {
  'typst_ts_web_compiler_bg.wasm': '@myriaddreamin/typst-ts-web-compiler/wasm',
  'Sarabun_400Regular.ttf': '@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf',
  'Sarabun_700Bold.ttf': '@expo-google-fonts/sarabun/700Bold/Sarabun_700Bold.ttf',
};

/**
 * @param directory holds the files by their names; the packages' own places where left out
 * @param typesetter already compiled, as `compiledTypesetter` gives it
 */
export async function packagedPress(
  directory?: string,
  typesetter?: WebAssembly.Module,
): Promise<PdfPress> {
  return pdfPress({
    wasm: typesetter ?? (await compiledTypesetter(directory)),
    fonts: [
      await load('Sarabun_400Regular.ttf', directory),
      await load('Sarabun_700Bold.ttf', directory),
    ],
  });
}

/** Its code is compiled once, however many threads start it. */
export async function compiledTypesetter(directory?: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await load('typst_ts_web_compiler_bg.wasm', directory));
}

function load(name: keyof typeof ASSETS, directory: string | undefined) {
  const { resolve } = createRequire(import.meta.url);
  return readFile(directory === undefined ? resolve(ASSETS[name]) : join(directory, name));
}
