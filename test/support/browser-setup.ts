/** Before the tests that need a browser: is there one, and is the product built as it stands? */
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { CHROMIUM, serveBrowser } from './browser.ts';
import { buildProduct } from './running-site.ts';

/** Answers what takes the browser away again. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(CHROMIUM)) {
    process.stderr.write(
      `no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to its path\n`,
    );
    process.exit(1);
  }
  const [browser] = await Promise.all([serveBrowser(), buildProduct()]);
  project.provide('browserAddress', browser.wsEndpoint());
  return () => browser.close();
}
