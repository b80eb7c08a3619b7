import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { cookiesOf } from '../support/cookies.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';

const open: TestSite[] = [];
async function aSite(options?: Parameters<typeof testSite>[0]): Promise<TestSite> {
  const site = await testSite(options);
  open.push(site);
  return site;
}
afterAll(() => Promise.all(open.map((site) => site.close())));

function post(site: TestSite, path: string, fields: Record<string, string>, cookie = '') {
  return site.app.request(path, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
}

async function askForCode(site: TestSite, email: string, next?: string): Promise<string> {
  return cookiesOf(await post(site, '/sign-in', { email, ...(next && { next }) }));
}

test('an officer signs in with the code that was sent and lands on the page that was wanted', async () => {
  const site = await aSite();
  const user = aUser();
  await site.dependencies.accounts.saveUser(user);
  const wanted = await site.app.request('/sessions');
  expect(wanted.headers.get('location')).toBe('/sign-in?next=%2Fsessions');

  const browser = await askForCode(site, ' Officer@Thasamet.go.th ', '/sessions');
  const code = site.codes.get(user.email) ?? '';
  expect(code).toMatch(/^\d{8}$/);
  const thai = code.replace(/\d/g, (digit) => '๐๑๒๓๔๕๖๗๘๙'[Number(digit)] ?? '');
  const answer = await post(site, '/sign-in/code', { code: thai }, browser);
  expect(answer.headers.get('location')).toBe('/sessions');
  const page = await site.app.request('/sessions', { headers: { cookie: cookiesOf(answer) } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(user.position);
});

test('a code is worth nothing in another browser', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  const other = await askForCode(site, 'somebody@example.go.th');
  expect((await post(site, '/sign-in/code', { code }, other)).status).toBe(422);
});

test('a code opens once', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  expect((await post(site, '/sign-in/code', { code }, browser)).status).toBe(303);
  expect((await post(site, '/sign-in/code', { code }, browser)).status).toBe(422);
});

test('a code is void after ten minutes', async () => {
  const site = await aSite({ at: '2020-04-16T09:00:00+07:00' });
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  site.setTime('2020-04-16T09:10:00+07:00');
  const code = site.codes.get(aUser().email) ?? '';
  const answer = await post(site, '/sign-in/code', { code }, browser);
  expect(await answer.text()).toContain('หมดอายุ');
});

test('of fifty wrong codes at once five are looked at, and then not even the right one opens', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const right = site.codes.get(aUser().email) ?? '';
  const wrong = right === '00000000' ? '00000001' : '00000000';
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => post(site, '/sign-in/code', { code: wrong }, browser)),
  );
  expect(answers.every(({ status }) => status === 422)).toBe(true);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  // What was looked at is told how many tries are left; the last of the five hears what the others hear.
  expect(texts.filter((text) => text.includes('กรอกได้อีก'))).toHaveLength(4);
  const nonce = browser.split('=')[1] ?? '';
  expect((await site.dependencies.accounts.login(nonce))?.tries).toBe(5);
  expect((await post(site, '/sign-in/code', { code: right }, browser)).status).toBe(422);
});

test('of five right codes at once one opens one session', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => post(site, '/sign-in/code', { code }, browser)),
  );
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(await site.dependencies.accounts.sessions(aUser().userId)).toHaveLength(1);
});

test.for([
  ['Cyrillic', 'оfficer@thasamet.go.th'],
  ['full width', 'ｏfficer@thasamet.go.th'],
  ['a long s', 'ſaraban@thasamet.go.th'],
  ['a Kelvin sign', '\u212aan@thasamet.go.th'],
  ['a space that has no width', 'officer\u200b@thasamet.go.th'],
  ['another header', 'officer@thasamet.go.th\r\nBcc: x@evil.example'],
  ['another addressee', 'officer@thasamet.go.th,x@evil.example'],
  ['no end', `${'a'.repeat(300)}@thasamet.go.th`],
] as const)(
  'an address with %s is refused with a reason, and nothing is sent',
  async ([, email]) => {
    const site = await aSite();
    await site.dependencies.accounts.saveUser(aUser());
    await site.dependencies.accounts.saveUser(
      aUser({ userId: 'u-2', email: 'saraban@thasamet.go.th' }),
    );
    const answer = await post(site, '/sign-in', { email });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#email"');
    expect(site.codes.size).toBe(0);
  },
);

test('coming and going stand in the trail, with how somebody was recognized', async () => {
  const site = await aSite();
  const cookie = await site.signIn(aUser());
  await post(site, '/sign-out', {}, cookie);
  const trail = await site.dependencies.audits.latest('ORG#80-0711', 5);
  expect(trail.map(({ act, note }) => [act, note])).toEqual([
    ['signed-out', undefined],
    ['signed-in', 'code'],
  ]);
});

test('the page for the code lets a phone fill it in', async () => {
  const site = await aSite();
  const browser = await askForCode(site, aUser().email);
  const page = await site.app.request('/sign-in/code', { headers: { cookie: browser } });
  const text = await page.text();
  expect(text).toContain('autocomplete="one-time-code"');
  expect(text).toContain('inputmode="numeric"');
});

test('an unknown address gets the same answer and no mail', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const known = await post(site, '/sign-in', { email: aUser().email });
  const unknown = await post(site, '/sign-in', { email: 'nobody@example.go.th' });
  expect(unknown.status).toBe(known.status);
  expect(unknown.headers.get('location')).toBe(known.headers.get('location'));
  expect([...site.codes.keys()]).toEqual([aUser().email]);
});

test('a sixth code within fifteen minutes is refused, a quarter of an hour later it is not', async () => {
  const site = await aSite();
  const { email } = aUser();
  for (let n = 0; n < 5; n++) await post(site, '/sign-in', { email });
  const sixth = await post(site, '/sign-in', { email });
  expect(sixth.status).toBe(429);
  expect(await sixth.text()).toContain('กรุณารอ 15 นาที');
  expect((await post(site, '/sign-in', { email: 'other@example.go.th' })).status).toBe(303);
  site.setTime('2020-04-16T09:15:01+07:00');
  expect((await post(site, '/sign-in', { email })).status).toBe(303);
});

test('one network cannot ask for codes without end, though it changes its IPv6 address', async () => {
  let n = 0;
  const site = await aSite({
    overrides: { networkAddressOf: () => `2001:db8:1:2::${(n++).toString(16)}` },
  });
  const statuses: number[] = [];
  for (let asked = 0; asked < 61; asked++) {
    statuses.push((await post(site, '/sign-in', { email: `a${asked}@example.go.th` })).status);
  }
  expect(statuses.slice(0, 60).every((status) => status === 303)).toBe(true);
  expect(statuses[60]).toBe(429);
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'signing in never leads to %s',
  async (next) => {
    const site = await aSite();
    const cookie = await site.signIn(aUser());
    const answer = await site.app.request(`/sign-in?${new URLSearchParams({ next })}`, {
      headers: { cookie },
    });
    expect(answer.headers.get('location')).toBe('/organizations/80-0711');
  },
);

test('a session ends after half an hour without use', async () => {
  const site = await aSite({ at: '2020-04-16T09:00:00+07:00' });
  const cookie = await site.signIn(aUser());
  const read = async () => (await site.app.request('/sessions', { headers: { cookie } })).status;
  site.setTime('2020-04-16T09:29:00+07:00');
  expect(await read()).toBe(200);
  site.setTime('2020-04-16T09:58:00+07:00');
  expect(await read()).toBe(200);
  site.setTime('2020-04-16T10:28:00+07:00');
  expect(await read()).toBe(303);
});

test('a session ends after twelve hours however much it is used', async () => {
  const site = await aSite({ at: '2020-04-16T08:00:00+07:00' });
  const cookie = await site.signIn(aUser());
  const read = async () => (await site.app.request('/sessions', { headers: { cookie } })).status;
  for (let minutes = 25; minutes < 720; minutes += 25) {
    site.setTime(
      new Date(Date.parse('2020-04-16T08:00:00+07:00') + minutes * 60_000).toISOString(),
    );
    expect(await read()).toBe(200);
  }
  site.setTime('2020-04-16T20:00:00+07:00');
  expect(await read()).toBe(303);
});

test('reading many pages within a minute writes nothing', async () => {
  const site = await aSite();
  const cookie = await site.signIn(aUser());
  const before = await site.dependencies.accounts.sessions(aUser().userId);
  site.setTime('2020-04-16T09:00:59+07:00');
  await site.app.request('/sessions', { headers: { cookie } });
  expect(await site.dependencies.accounts.sessions(aUser().userId)).toEqual(before);
});

test('whoever signs out is out, and so is a session ended from another machine', async () => {
  const site = await aSite();
  const here = await site.signIn(aUser());
  const there = await site.signIn(aUser());
  const read = async (cookie: string) =>
    (await site.app.request('/sessions', { headers: { cookie } })).status;
  const ownId = createHash('sha256')
    .update(here.split('.').at(-1) ?? '')
    .digest('hex');
  const sessions = await site.dependencies.accounts.sessions(aUser().userId);
  const other = sessions.find(({ sessionId }) => sessionId !== ownId);
  await post(site, '/sessions/end', { sessionId: other?.sessionId ?? '' }, here);
  expect([await read(here), await read(there)]).toEqual([200, 303]);
  const again = await site.signIn(aUser());
  await post(site, '/sign-out', {}, again);
  expect(await read(again)).toBe(303);
});

test('all other sessions end by one button', async () => {
  const site = await aSite();
  const [here = '', ...others] = [
    await site.signIn(aUser()),
    await site.signIn(aUser()),
    await site.signIn(aUser()),
  ];
  await post(site, '/sessions/end', { sessionId: 'others' }, here);
  const statuses = [here, ...others].map(
    async (cookie) => (await site.app.request('/sessions', { headers: { cookie } })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 303, 303]);
});

test('nobody ends the session of somebody else', async () => {
  const site = await aSite();
  const mine = await site.signIn(aUser());
  const other = await site.signIn(aUser({ userId: 'u-2', email: 'other@thasamet.go.th' }));
  const [session] = await site.dependencies.accounts.sessions(aUser().userId);
  await post(site, '/sessions/end', { sessionId: session?.sessionId ?? '' }, other);
  expect((await site.app.request('/sessions', { headers: { cookie: mine } })).status).toBe(200);
});

test('a user who was made inactive is out at once', async () => {
  const site = await aSite();
  const cookie = await site.signIn(aUser());
  await site.dependencies.accounts.saveUser(aUser({ active: false }));
  expect((await site.app.request('/sessions', { headers: { cookie } })).status).toBe(303);
});

test('what the table keeps of a session opens no session', async () => {
  const site = await aSite();
  await site.signIn(aUser());
  const [session] = await site.dependencies.accounts.sessions(aUser().userId);
  const cookie = `nithet-session=${aUser().userId}.${session?.sessionId}`;
  expect((await site.app.request('/sessions', { headers: { cookie } })).status).toBe(303);
});

test('behind https the cookies belong to this host alone', async () => {
  const site = await aSite({ publicUrl: 'https://nithet.example.go.th' });
  const answer = await post(site, '/sign-in', { email: aUser().email });
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-login=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
});

test('an address that belongs to somebody is not given to another', async () => {
  const site = await aSite();
  const { accounts } = site.dependencies;
  expect(await accounts.saveUser(aUser())).toBe(true);
  expect(await accounts.saveUser(aUser())).toBe(true);
  expect(await accounts.saveUser(aUser({ userId: 'u-9', email: 'OFFICER@thasamet.go.th' }))).toBe(
    false,
  );
  expect(await accounts.members('ORG#80-0711')).toEqual([aUser()]);
});
