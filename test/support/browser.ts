/** Debian's Chromium, and what a user does in it again and again. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type Browser,
  type BrowserContextOptions,
  type BrowserServer,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';
import * as z from 'zod';
import { codeIn, type RunningSite } from './running-site.ts';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser of the whole run listens. */
    browserAddress: string;
  }
}

/** One browser for the whole run: each visitor has a context of its own in it. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: CHROMIUM, args: FLAGS });
}

/** Closing it takes its own visitors away, not the browser. */
export function connectBrowser(): Promise<Browser> {
  return chromium.connect(inject('browserAddress'));
}

/** A page in a browser of its own: no cookies yet. */
export async function newVisitor(
  browser: Browser,
  site: Pick<RunningSite, 'url'>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: DESKTOP,
    // Where the browser stands must not matter: the site reckons in Thai time.
    timezoneId: 'America/New_York',
    locale: 'th-TH',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** Signs in as a person does: address, code from the mailbox. */
export async function signIn(page: Page, site: RunningSite, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/^อีเมล/).fill(email);
  const mail = await site.mailAfter(
    email,
    () => page.getByRole('button', { name: 'ขอรหัสเข้าสู่ระบบ' }).click(),
    ({ text }) => codeIn({ text }) !== '',
  );
  await page.getByLabel(/^รหัส/).fill(codeIn(mail));
  await page.getByRole('button', { name: 'เข้าสู่ระบบ' }).click();
  await page.getByRole('button', { name: 'ออกจากระบบ' }).first().waitFor();
}

/** The words of a part of a page, as they follow one another. */
export async function textOf(part: Locator): Promise<string> {
  return ((await part.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const violationsSchema = z.array(
  z.object({
    id: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })),
  }),
);

/** What depends on the width of the window, such as what is hidden, how large and on which ground. */
const OF_THE_LAYOUT = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

/**
 * What axe finds against WCAG 2.2 AA and its best practices, one line for each element.
 *
 * @param part after a whole look at the same page in another size, the layout's rules alone are enough
 */
async function accessibilityFaults(page: Page, part: 'all' | 'layout' = 'all'): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const options = {
    resultTypes: ['violations'],
    ...(part === 'layout' && { runOnly: OF_THE_LAYOUT }),
  };
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violationsSchema
    .parse(found)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
}

/**
 * Pixels by which the page is wider than the window.
 *
 * Measured against the window that was asked for: a phone's layout widens with what does not fit.
 */
async function overflow(page: Page): Promise<number> {
  const width = z
    .number()
    .parse(await page.evaluate('Math.max(document.documentElement.scrollWidth, innerWidth)'));
  return width - (page.viewportSize()?.width ?? 0);
}

/** What is wrong with the page that is shown, on a phone and on a desk. */
export async function faultsShown(page: Page): Promise<string[]> {
  const path = new URL(page.url()).pathname;
  const faults: string[] = [];
  for (const [size, part] of [
    [PHONE, 'all'],
    [DESKTOP, 'layout'],
  ] as const) {
    await page.setViewportSize(size);
    const wider = await overflow(page);
    if (wider > 0) faults.push(`${path} is ${wider} px wider than ${size.width} px`);
    for (const fault of await accessibilityFaults(page, part)) faults.push(`${path} ${fault}`);
  }
  return faults;
}

/** What is wrong with the pages at `paths`; one that is not there is wrong, too. */
export async function faultsOf(page: Page, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  await page.addInitScript(AXE);
  for (const path of paths) {
    const response = await page.goto(path);
    if (!response?.ok()) faults.push(`${path} answers ${response?.status()}`);
    faults.push(...(await faultsShown(page)));
  }
  return faults;
}
