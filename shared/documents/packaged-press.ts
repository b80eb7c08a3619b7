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

/** @param directory holds the files by their names; the packages' own places where left out */
export async function packagedPress(directory?: string): Promise<PdfPress> {
  const { resolve } = createRequire(import.meta.url);
  const load = (name: keyof typeof ASSETS) =>
    readFile(directory === undefined ? resolve(ASSETS[name]) : join(directory, name));
  return pdfPress({
    wasm: await load('typst_ts_web_compiler_bg.wasm'),
    fonts: [await load('Sarabun_400Regular.ttf'), await load('Sarabun_700Bold.ttf')],
  });
}
