/** Debian's Chromium, and what a user does in it again and again. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
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

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
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

/** What axe finds against WCAG 2.2 AA and its best practices, one line for each element. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
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
export async function overflow(page: Page): Promise<number> {
  const width = z
    .number()
    .parse(await page.evaluate('Math.max(document.documentElement.scrollWidth, innerWidth)'));
  return width - (page.viewportSize()?.width ?? 0);
}
