import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

async function aSite(options?: Parameters<typeof testSite>[0]): Promise<TestSite> {
  const site = await testSite(options);
  onTestFinished(() => site.close());
  return site;
}

async function askForCode(site: TestSite, email: string, next?: string): Promise<Visitor> {
  const visitor = site.visitor();
  await visitor.post('/sign-in', { email, ...(next && { next }) });
  return visitor;
}

test('an officer signs in with the code that was sent and lands on the page that was wanted', async () => {
  const site = await aSite();
  const user = aUser();
  await site.dependencies.accounts.saveUser(user);
  const wanted = await site.visitor().get('/sessions');
  expect(wanted.headers.get('location')).toBe('/sign-in?next=%2Fsessions');

  const browser = await askForCode(site, ' Officer@Thasamet.go.th ', '/sessions');
  const code = site.codes.get(user.email) ?? '';
  expect(code).toMatch(/^\d{8}$/);
  const thai = code.replace(/\d/g, (digit) => '๐๑๒๓๔๕๖๗๘๙'[Number(digit)] ?? '');
  const answer = await browser.post('/sign-in/code', { code: thai });
  expect(answer.headers.get('location')).toBe('/sessions');
  expect(await browser.read('/sessions')).toContain(user.position);
});

test('a code is worth nothing in another browser', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  const other = await askForCode(site, 'somebody@example.go.th');
  expect((await other.post('/sign-in/code', { code })).status).toBe(422);
});

test('a code opens once', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  const copy = site.visitor(browser.cookie);
  expect((await browser.post('/sign-in/code', { code })).status).toBe(303);
  expect((await copy.post('/sign-in/code', { code })).status).toBe(422);
});

test('a code is void after ten minutes', async () => {
  const site = await aSite({ at: '2020-04-16T09:00:00+07:00' });
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  site.setTime('2020-04-16T09:10:00+07:00');
  const code = site.codes.get(aUser().email) ?? '';
  const answer = await browser.post('/sign-in/code', { code });
  expect(await answer.text()).toContain('หมดอายุ');
});

test('of fifty wrong codes at once five are looked at, and then not even the right one opens', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const right = site.codes.get(aUser().email) ?? '';
  const wrong = right === '00000000' ? '00000001' : '00000000';
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/sign-in/code', { code: wrong })),
  );
  expect(answers.every(({ status }) => status === 422)).toBe(true);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  // What was looked at is told how many tries are left; the last of the five hears what the others hear.
  expect(texts.filter((text) => text.includes('กรอกได้อีก'))).toHaveLength(4);
  const nonce = browser.cookie.split('=')[1] ?? '';
  expect((await site.dependencies.accounts.login(nonce))?.tries).toBe(5);
  expect((await browser.post('/sign-in/code', { code: right })).status).toBe(422);
});

test('of five right codes at once one opens one session', async () => {
  const site = await aSite();
  await site.dependencies.accounts.saveUser(aUser());
  const browser = await askForCode(site, aUser().email);
  const code = site.codes.get(aUser().email) ?? '';
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => browser.post('/sign-in/code', { code })),
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
    const answer = await site.visitor().post('/sign-in', { email });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#email"');
    expect(site.codes.size).toBe(0);
  },
);

test('coming and going stand in the trail, with how somebody was recognized', async () => {
  const site = await aSite();
  const officer = await site.signIn(aUser());
  await officer.post('/sign-out');
  const trail = await site.dependencies.audits.latest('ORG#80-0711', 5);
  expect(trail.map(({ act, note }) => [act, note])).toEqual([
    ['signed-out', undefined],
    ['signed-in', 'code'],
  ]);
});

test('the page for the code lets a phone fill it in', async () => {
  const site = await aSite();
  const browser = await askForCode(site, aUser().email);
  const text = await browser.read('/sign-in/code');
  expect(text).toContain('autocomplete="one-time-code"');
  expect(text).toContain('inputmode="numeric"');
});

describe('an address that asks for a code', () => {
  const known = aUser().email;
  const left = 'left@thasamet.go.th';

  /** What is asked of the table and of the letter box for `email`, in turn, and what the browser gets. */
  async function stepsFor(email: string) {
    const posted: string[] = [];
    const codes = new Map<string, string>();
    const site = await aSite({
      overrides: {
        sendCode: async (to, code) => {
          posted.push(to);
          if (code) codes.set(to, code);
        },
      },
    });
    await site.dependencies.accounts.saveUser(aUser());
    await site.dependencies.accounts.saveUser(aUser({ userId: 'u-2', email: left, active: false }));
    const commands: string[] = [];
    site.documents.middlewareStack.add(
      (next, { commandName }) =>
        (given) => {
          commands.push(commandName ?? '');
          return next(given);
        },
      { step: 'initialize' },
    );
    const visitor = site.visitor();
    const answer = await visitor.post('/sign-in', { email });
    const page = (await visitor.read('/sign-in/code')).replaceAll(email, 'the address');
    const { status, headers } = answer;
    const seen = { status, location: headers.get('location'), body: await answer.text(), page };
    return { seen, commands, posted: posted.length, codes };
  }

  test.each([
    ['nobody has', 'nobody@example.go.th'],
    ['somebody had who has left', left],
  ])('takes the same steps and gets the same answer where %s, but no code', async (_, email) => {
    const { codes, ...steps } = await stepsFor(known);
    const { codes: none, ...others } = await stepsFor(email);
    expect(others).toEqual(steps);
    expect(steps.commands).toContain('GetItemCommand');
    expect([[...codes.keys()], [...none.keys()]]).toEqual([[known], []]);
  });
});

test('a sixth code within fifteen minutes is refused, a quarter of an hour later it is not', async () => {
  const site = await aSite();
  const { email } = aUser();
  for (let n = 0; n < 5; n++) await site.visitor().post('/sign-in', { email });
  const sixth = await site.visitor().post('/sign-in', { email });
  expect(sixth.status).toBe(429);
  expect(await sixth.text()).toContain('กรุณารอ 15 นาที');
  expect((await site.visitor().post('/sign-in', { email: 'other@example.go.th' })).status).toBe(
    303,
  );
  site.setTime('2020-04-16T09:15:01+07:00');
  expect((await site.visitor().post('/sign-in', { email })).status).toBe(303);
});

test('one network cannot ask for codes without end, though it changes its IPv6 address', async () => {
  let n = 0;
  const site = await aSite({
    overrides: { networkAddressOf: () => `2001:db8:1:2::${(n++).toString(16)}` },
  });
  const statuses: number[] = [];
  for (let asked = 0; asked < 61; asked++) {
    statuses.push(
      (await site.visitor().post('/sign-in', { email: `a${asked}@example.go.th` })).status,
    );
  }
  expect(statuses.slice(0, 60).every((status) => status === 303)).toBe(true);
  expect(statuses[60]).toBe(429);
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'signing in never leads to %s',
  async (next) => {
    const site = await aSite();
    const officer = await site.signIn(aUser());
    const answer = await officer.get(`/sign-in?${new URLSearchParams({ next })}`);
    expect(answer.headers.get('location')).toBe('/organizations/80-0711');
  },
);

test('a session ends after half an hour without use', async () => {
  const site = await aSite({ at: '2020-04-16T09:00:00+07:00' });
  const officer = await site.signIn(aUser());
  const read = async () => (await officer.get('/sessions')).status;
  site.setTime('2020-04-16T09:29:00+07:00');
  expect(await read()).toBe(200);
  site.setTime('2020-04-16T09:58:00+07:00');
  expect(await read()).toBe(200);
  site.setTime('2020-04-16T10:28:00+07:00');
  expect(await read()).toBe(303);
});

test('a session ends after twelve hours however much it is used', async () => {
  const site = await aSite({ at: '2020-04-16T08:00:00+07:00' });
  const officer = await site.signIn(aUser());
  const read = async () => (await officer.get('/sessions')).status;
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
  const officer = await site.signIn(aUser());
  const before = await site.dependencies.accounts.sessions(aUser().userId);
  site.setTime('2020-04-16T09:00:59+07:00');
  await officer.get('/sessions');
  expect(await site.dependencies.accounts.sessions(aUser().userId)).toEqual(before);
});

test('whoever signs out is out, and so is a session ended from another machine', async () => {
  const site = await aSite();
  const here = await site.signIn(aUser());
  const there = await site.signIn(aUser());
  const read = async (visitor: Visitor) => (await visitor.get('/sessions')).status;
  const ownId = createHash('sha256')
    .update(here.cookie.split('.').at(-1) ?? '')
    .digest('hex');
  const sessions = await site.dependencies.accounts.sessions(aUser().userId);
  const other = sessions.find(({ sessionId }) => sessionId !== ownId);
  await here.post('/sessions/end', { sessionId: other?.sessionId ?? '' });
  expect([await read(here), await read(there)]).toEqual([200, 303]);
  const again = await site.signIn(aUser());
  const copy = site.visitor(again.cookie);
  await again.post('/sign-out');
  expect([await read(again), await read(copy)]).toEqual([303, 303]);
});

test('all other sessions end by one button', async () => {
  const site = await aSite();
  const here = await site.signIn(aUser());
  const others = [await site.signIn(aUser()), await site.signIn(aUser())];
  await here.post('/sessions/end', { sessionId: 'others' });
  const statuses = [here, ...others].map(
    async (visitor) => (await visitor.get('/sessions')).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 303, 303]);
});

test('nobody ends the session of somebody else', async () => {
  const site = await aSite();
  const mine = await site.signIn(aUser());
  const other = await site.signIn(aUser({ userId: 'u-2', email: 'other@thasamet.go.th' }));
  const [session] = await site.dependencies.accounts.sessions(aUser().userId);
  await other.post('/sessions/end', { sessionId: session?.sessionId ?? '' });
  expect((await mine.get('/sessions')).status).toBe(200);
});

test('a user who was made inactive is out at once', async () => {
  const site = await aSite();
  const officer = await site.signIn(aUser());
  await site.dependencies.accounts.saveUser(aUser({ active: false }));
  expect((await officer.get('/sessions')).status).toBe(303);
});

test('what the table keeps of a session opens no session', async () => {
  const site = await aSite();
  await site.signIn(aUser());
  const [session] = await site.dependencies.accounts.sessions(aUser().userId);
  const cookie = `nithet-session=${aUser().userId}.${session?.sessionId}`;
  expect((await site.visitor(cookie).get('/sessions')).status).toBe(303);
});

test('behind https the cookies belong to this host alone', async () => {
  const site = await aSite({ publicUrl: 'https://nithet.example.go.th' });
  const answer = await site.visitor().post('/sign-in', { email: aUser().email });
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
