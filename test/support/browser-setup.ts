/** Before the tests that need a browser: is there one, and is the product built as it stands? */
import { existsSync } from 'node:fs';
import { CHROMIUM } from './browser.ts';
import { buildProduct } from './running-site.ts';

export default async function prepare(): Promise<void> {
  if (!existsSync(CHROMIUM)) {
    process.stderr.write(
      `no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path\n`,
    );
    process.exit(1);
  }
  await buildProduct();
}
