/** The pages of a season of visits, before and after it is published, on a desk and on a phone. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, faultsShown } from '../support/browser.ts';
import { people, THA_SAMET } from '../support/officer-journey.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16' });
const SEASON = '/provinces/80/visits/2563';
const VISIT = `${SEASON}/${THA_SAMET}/1`;
let office: Page;

beforeAll(async () => {
  office = await here.signedIn(people.office);
});

/** Presses the form's own button with nothing filled in, and looks at the answer. */
async function faultsOfErrors(page: Page, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    const form = page.locator('main form:not([action$="/undo"])').last();
    await form.getByRole('button').first().click();
    await page.getByRole('alert').waitFor();
    faults.push(...(await faultsShown(page)));
  }
  return faults;
}

test('while it is planned, all its pages fit a phone and a screen reader', async () => {
  const paths = [
    SEASON,
    `${SEASON}/setup`,
    `${SEASON}/setup/teams/team-1`,
    `${SEASON}/setup/facts`,
    `${SEASON}/setup/away/${THA_SAMET}`,
    `${SEASON}/plan/${THA_SAMET}`,
    `${SEASON}/events`,
    `${SEASON}/publish`,
    `${SEASON}/papers`,
    `${SEASON}/travel`,
    `${SEASON}/line`,
    `${SEASON}/board?week=2020-05-11`,
    '/provinces/80/calendars',
  ];
  expect(await faultsOf(office, paths)).toEqual([]);
});

describe('once it is published', () => {
  beforeAll(async () => {
    await office.goto(`${SEASON}/publish`);
    await office.getByRole('button', { name: /^เผยแพร่กำหนดการ/ }).click();
    await office.getByText('เผยแพร่กำหนดการแล้ว').waitFor();
  });

  test('so do its lists, sheets and forms', async () => {
    const paths = [
      SEASON,
      `${SEASON}?state=acknowledged`,
      `${SEASON}/letter`,
      `${SEASON}/letters`,
      `${SEASON}/unanswered`,
      `${SEASON}/postpone`,
      `${SEASON}/submissions`,
      `${SEASON}/papers`,
      `${SEASON}/travel`,
      `${SEASON}/line`,
      `${SEASON}/board?week=2020-05-11`,
      VISIT,
      `${VISIT}/move`,
      `${VISIT}/urgent`,
      `${VISIT}/letter`,
      '/provinces/80/rounds/2563/6M',
    ];
    expect(await faultsOf(office, paths)).toEqual([]);
    await office.goto(SEASON);
    await office
      .getByRole('link', { name: /^ใบงานของวัน/ })
      .first()
      .click();
    expect(await faultsShown(office)).toEqual([]);
  });

  test('so do forms that were sent without what they ask for', async () => {
    const paths = [
      `${SEASON}/letters`,
      `${SEASON}/postpone`,
      `${SEASON}/events`,
      `${VISIT}/postpone`,
      `${VISIT}/cancel`,
      `${VISIT}/phone`,
      `${VISIT}/letter`,
    ];
    expect(await faultsOfErrors(office, paths)).toEqual([]);
  });

  test('so does the page on which the host answers', async () => {
    const host = await here.signedIn(people.officer);
    const page = `/organizations/${THA_SAMET}/visits/2563/1`;
    expect(await faultsOf(host, [page])).toEqual([]);
    expect(await faultsOfErrors(host, [page])).toEqual([]);
  });
});
