/** A site of its own in front of the run's browser, for the tests of one file. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { connectBrowser, newVisitor, signIn } from './browser.ts';
import { type RunningSite, startSite, temporaryDirectory } from './running-site.ts';

export interface SiteAndBrowser {
  readonly site: RunningSite;
  /** A page in a browser of its own: no cookies yet. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  /** The same, signed in with the address. */
  signedIn(email: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Starts the site before the tests of the file and takes everything away after them. */
export function siteAndBrowser(env: Readonly<Record<string, string>> = {}): SiteAndBrowser {
  const directory = temporaryDirectory();
  let site: RunningSite | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [site, browser] = await Promise.all([
      startSite({ data: directory.at('data'), env }),
      connectBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    directory.remove();
  });
  const running = () => {
    if (!site || !browser) throw new Error('the site runs during the tests only');
    return { site, browser };
  };
  const visitor = (options?: BrowserContextOptions) =>
    newVisitor(running().browser, running().site, options);
  return {
    get site() {
      return running().site;
    },
    visitor,
    async signedIn(email, options) {
      const page = await visitor(options);
      await signIn(page, running().site, email);
      return page;
    },
  };
}
