/** Passkeys in a real browser, with an authenticator that Chromium itself pretends to have. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsShown, PHONE } from '../support/browser.ts';
import { people, press, THA_SAMET } from '../support/officer-journey.ts';
import { codeIn } from '../support/running-site.ts';
import { siteAndBrowser } from '../support/site-and-browser.ts';

const here = siteAndBrowser({ NITHET_TODAY: '2020-04-16', NITHET_PASSKEYS: 'required' });
const DIRECTOR = 'director-80@nacc.example';

/** A browser on a machine that recognizes its owner. */
async function aMachine(): Promise<Page> {
  const page = await here.visitor();
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

async function enterByCode(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/^อีเมล/).fill(email);
  const mail = await here.site.mailAfter(
    email,
    () => press(page, 'ขอรหัสเข้าสู่ระบบ'),
    ({ text }) => codeIn({ text }) !== '',
  );
  await page.getByLabel(/^รหัส/).fill(codeIn(mail));
  await press(page, 'เข้าสู่ระบบ');
}

async function addPasskey(page: Page): Promise<void> {
  await press(page, 'เพิ่มพาสคีย์');
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/passkeys'));
}

/** Waits until the browser is on the page at `path`. */
async function arrivesAt(page: Page, path: string): Promise<void> {
  await page.waitForURL(({ pathname }) => pathname.startsWith(path));
}

test('an officer of an office adds a passkey at the first sign-in, and then needs nothing else', async () => {
  const page = await aMachine();
  await enterByCode(page, people.office);
  await arrivesAt(page, '/passkeys/new');
  expect(await faultsShown(page)).toEqual([]);
  await addPasskey(page);
  await arrivesAt(page, '/provinces/80');
  await page.goto('/passkeys');
  expect(await faultsShown(page)).toEqual([]);

  await page.getByRole('button', { name: 'ออกจากระบบ' }).first().click();
  await page.goto('/sign-in?next=/provinces/80/people');
  await press(page, 'เข้าสู่ระบบด้วยพาสคีย์');
  await arrivesAt(page, '/provinces/80/people');
  expect(await faultsShown(page)).toEqual([]);
});

test('with the machine lost, a colleague confirms, and a new machine gets a passkey', async () => {
  const theirs = await aMachine();
  await enterByCode(theirs, DIRECTOR);
  await addPasskey(theirs);

  const page = await aMachine();
  await enterByCode(page, people.office);
  await arrivesAt(page, '/sign-in/passkey');
  expect(await faultsShown(page)).toEqual([]);
  await page.getByRole('link', { name: /ทำหาย/ }).click();
  await arrivesAt(page, '/sign-in/recovery');
  expect(await faultsShown(page)).toEqual([]);
  const mail = await here.site.mailAfter(
    DIRECTOR,
    () => press(page, 'ขอให้เพื่อนร่วมงานยืนยัน'),
    ({ subject }) => subject.includes('ยืนยันตัวตน'),
  );
  const link = /http\S+\/people\/\S+/.exec(mail.text)?.[0] ?? '';
  await theirs.goto(link);
  expect(await faultsShown(theirs)).toEqual([]);
  await here.site.mailAfter(
    people.office,
    () => press(theirs, 'ยืนยันว่าเป็นเจ้าตัว'),
    ({ subject }) => subject.includes('ยืนยัน'),
  );
  await press(page, 'ออกจากระบบ');
  await enterByCode(page, people.office);
  await arrivesAt(page, '/passkeys/new');
  await addPasskey(page);
  await arrivesAt(page, '/provinces/80');
});

test('without a script the code still opens, and nobody is shown a button that does nothing', async () => {
  const page = await here.visitor({ javaScriptEnabled: false, viewport: PHONE });
  await page.goto('/sign-in');
  expect(await page.getByRole('button', { name: /พาสคีย์/ }).count()).toBe(0);
  await enterByCode(page, people.officer);
  await arrivesAt(page, `/organizations/${THA_SAMET}`);
});

test('the pages of people and offices fit a phone and a screen reader, with their errors', async () => {
  const page = await aMachine();
  await enterByCode(page, people.central);
  await addPasskey(page);
  const paths = ['/offices', '/offices/81', '/nation/people', '/nation/people/invite'];
  const faults: string[] = [];
  for (const path of [...paths, `/organizations/${THA_SAMET}/people`, '/provinces/80/people']) {
    await page.goto(path);
    faults.push(...(await faultsShown(page)));
  }
  await page.goto('/offices/81');
  await press(page, 'บันทึก');
  await page.getByText('พบข้อผิดพลาด').waitFor();
  faults.push(...(await faultsShown(page)));
  await page.goto('/nation/people/invite');
  await press(page, 'ส่งคำเชิญ');
  await page.getByText('พบข้อผิดพลาด').waitFor();
  faults.push(...(await faultsShown(page)));
  expect(faults).toEqual([]);
});
