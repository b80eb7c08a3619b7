import { describe, expect, onTestFinished, test } from 'vitest';
import type { User } from '../../shared/domain/permissions.ts';
import { type Authenticator, authenticator, type Flaws } from '../support/authenticator.ts';
import { anOrganization } from '../support/builders.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

async function aSite(options: Parameters<typeof testSite>[0] = {}): Promise<TestSite> {
  const site = await testSite(options);
  onTestFinished(() => site.close());
  return site;
}

/** A site on which officers of offices must have passkeys. */
const strictly = { overrides: { passkeyPolicy: 'required' } } as const;

const officer: User = aUser({
  userId: 'u-80',
  email: 'officer-80@nacc.example',
  role: 'provincial',
  position: 'เจ้าพนักงานป้องกันการทุจริตชำนาญการ',
  orgId: undefined,
  provinces: ['80'],
});
const colleague: User = { ...officer, userId: 'u-81', email: 'second-80@nacc.example' };

async function addKey(visitor: Visitor, device: Authenticator, name = 'กุญแจ'): Promise<Response> {
  const options = await visitor.postForJson('/passkeys/options');
  return visitor.post('/passkeys', { answer: device.register(options), name });
}

async function useKey(visitor: Visitor, device: Authenticator, flaws?: Flaws): Promise<Response> {
  const options = await visitor.postForJson('/sign-in/passkey/options');
  return visitor.post('/sign-in/passkey', { answer: device.signIn(options, flaws) });
}

/** An officer of an office with a key, signed out again. */
async function withKey(site: TestSite, user: User, device = authenticator()) {
  const visitor = await site.signIn(user);
  await addKey(visitor, device);
  await visitor.post('/sign-out', {});
  return device;
}

const readsSessions = async (visitor: Visitor) => (await visitor.get('/sessions')).status === 200;

describe('an officer of an office', () => {
  test('is let in only when the first sign-in has brought a passkey', async () => {
    const site = await aSite(strictly);
    const visitor = await site.signIn(officer);
    const wanted = await visitor.get('/provinces/80/visits');
    expect(wanted.headers.get('location')).toBe('/sign-in?next=%2Fprovinces%2F80%2Fvisits');
    const led = await visitor.get('/sign-in?next=%2Fprovinces%2F80%2Fvisits');
    expect(led.headers.get('location')).toBe('/passkeys/new?next=%2Fprovinces%2F80%2Fvisits');
    expect((await visitor.get('/passkeys/new')).status).toBe(200);

    const answer = await addKey(visitor, authenticator());
    expect(answer.headers.get('location')).toBe('/provinces/80');
    expect(await readsSessions(visitor)).toBe(true);
    const [session] = await site.dependencies.accounts.sessions(officer.userId);
    expect(session).toMatchObject({ proofs: ['code', 'passkey'] });
    expect(site.mails.at(-1)).toMatchObject({ message: { kind: 'passkey-added', name: 'กุญแจ' } });
    const [latest, before] = await site.dependencies.audits.latest('PROVINCE#80', 2);
    expect([before?.act, latest?.act, latest?.note]).toEqual([
      'account-passkey-added',
      'signed-in',
      'code+passkey',
    ]);
  });

  test('signs in with the passkey alone, without an address and without a mail', async () => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    const visitor = site.visitor();
    const answer = await useKey(visitor, device);
    expect(answer.headers.get('location')).toBe('/provinces/80');
    expect(await readsSessions(visitor)).toBe(true);
  });

  test('is asked for the passkey after a code, and nothing opens before', async () => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    const visitor = await site.enter(officer.email);
    expect(await readsSessions(visitor)).toBe(false);
    expect((await visitor.get('/api/provinces/80/years/2563')).status).toBe(401);
    expect((await visitor.get('/passkeys/new')).status).toBe(303);
    expect((await visitor.postOnly('/passkeys/options')).status).toBe(401);
    await useKey(visitor, device);
    expect(await readsSessions(visitor)).toBe(true);
  });

  test('cannot pass the second step with the passkey of a colleague', async () => {
    const site = await aSite(strictly);
    await withKey(site, officer);
    const theirs = await withKey(site, colleague);
    const visitor = await site.enter(officer.email);
    expect((await useKey(visitor, theirs)).status).toBe(422);
    expect(await readsSessions(visitor)).toBe(false);
  });

  test('keeps the last passkey where one is required, even when two are removed at once', async () => {
    const site = await aSite(strictly);
    const visitor = await site.signIn(officer);
    const devices = [authenticator(), authenticator()];
    for (const device of devices) await addKey(visitor, device);
    const statuses = await Promise.all(
      devices.map(async ({ credentialId }) => {
        const { status } = await visitor.post('/passkeys/remove', { credentialId });
        return status;
      }),
    );
    expect(statuses.toSorted()).toEqual([303, 409]);
    expect((await site.dependencies.accounts.passkeys(officer.userId))?.keys).toHaveLength(1);
  });

  test('is let in by code alone where passkeys are optional, and the page says so', async () => {
    const site = await aSite();
    const visitor = await site.signIn(officer);
    expect(await (await visitor.get('/passkeys')).text()).toContain('ไม่บังคับ');
    await addKey(visitor, authenticator());
    expect(await readsSessions(await site.enter(officer.email))).toBe(true);
  });
});

test('a local officer may have passkeys, names and removes them, and still signs in by code', async () => {
  const site = await aSite(strictly);
  const user = aUser();
  const visitor = await site.signIn(user);
  const device = authenticator({ synced: true });
  await addKey(visitor, device, 'โทรศัพท์');
  await visitor.post('/passkeys/name', { credentialId: device.credentialId, name: 'มือถือ' });
  const list = await (await visitor.get('/passkeys')).text();
  expect(list).toContain('มือถือ');
  // No single click removes it.
  expect(/<details.*?<\/details>/s.exec(list)?.[0]).toContain('ยืนยันลบ มือถือ');
  expect(list).toContain('ใช้ได้จากหลายอุปกรณ์ของท่าน');
  expect(await readsSessions(await site.enter(user.email))).toBe(true);
  const { credentialId } = device;
  expect((await visitor.post('/passkeys/remove', { credentialId })).status).toBe(303);
  expect((await useKey(site.visitor(), device)).status).toBe(422);
});

describe('a passkey does not open', () => {
  test.for<[string, Flaws]>([
    ['when another site asked for the signature', { origin: 'https://nithet.evil.example' }],
    ['without a finger, a face or the number of the device', { unverified: true }],
    ['for another user than its own', { userHandle: Buffer.from('u-81').toString('base64url') }],
  ])('%s', async ([, flaws]) => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    await withKey(site, colleague);
    const visitor = site.visitor();
    expect((await useKey(visitor, device, flaws)).status).toBe(422);
    expect(await readsSessions(visitor)).toBe(false);
  });

  test('a second time with the same signature, nor in another browser', async () => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    const first = site.visitor();
    const answer = device.signIn(await first.postForJson('/sign-in/passkey/options'));
    const thief = site.visitor();
    await thief.postForJson('/sign-in/passkey/options');
    expect((await thief.post('/sign-in/passkey', { answer })).status).toBe(422);
    expect((await first.post('/sign-in/passkey', { answer })).status).toBe(303);
    expect((await first.post('/sign-in/passkey', { answer })).status).toBe(422);
  });

  test('five minutes after it was asked', async () => {
    const site = await aSite({ ...strictly, at: '2020-04-16T09:00:00+07:00' });
    const device = await withKey(site, officer);
    const visitor = site.visitor();
    const answer = device.signIn(await visitor.postForJson('/sign-in/passkey/options'));
    site.setTime('2020-04-16T09:05:00+07:00');
    expect((await visitor.post('/sign-in/passkey', { answer })).status).toBe(422);
  });

  test('when its counter shows that there is a copy, and the trail tells', async () => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    expect((await useKey(site.visitor(), device, { counter: 7 })).status).toBe(303);
    expect((await useKey(site.visitor(), device, { counter: 7 })).status).toBe(422);
    const [latest] = await site.dependencies.audits.latest('PROVINCE#80', 1);
    expect(latest?.act).toBe('account-passkey-refused');
  });

  test('once its user is deactivated', async () => {
    const site = await aSite(strictly);
    const device = await withKey(site, officer);
    await site.dependencies.accounts.saveUser({ ...officer, active: false });
    expect((await useKey(site.visitor(), device)).status).toBe(422);
  });
});

test.each(['', '{', '{"id":"x"}', '"a"', 'x'.repeat(190_000)])(
  'what is no answer of an authenticator (%#) is refused and keeps nothing',
  async (answer) => {
    const site = await aSite(strictly);
    const visitor = await site.signIn(officer);
    await visitor.postForJson('/passkeys/options');
    expect((await visitor.post('/passkeys', { answer, name: 'กุญแจ' })).status).toBe(422);
    expect((await site.visitor().post('/sign-in/passkey', { answer })).status).toBe(422);
    expect(await site.dependencies.accounts.passkeys(officer.userId)).toBeUndefined();
    expect(site.failures).toEqual([]);
  },
);

describe('with every passkey lost', () => {
  async function lost(at = '2020-04-16T09:00:00+07:00') {
    const site = await aSite({ ...strictly, at });
    const old = await withKey(site, officer);
    await site.dependencies.accounts.saveUser(colleague);
    const visitor = await site.enter(officer.email);
    await visitor.post('/sign-in/recovery', {});
    return { site, old, visitor };
  }

  test('the colleagues are told, and the officer as well, once however often it is asked', async () => {
    const { site, visitor } = await lost();
    await visitor.post('/sign-in/recovery', {});
    const told = site.mails.filter(({ message }) => message.kind.startsWith('recovery'));
    expect(told.map(({ to, message }) => [to, message.kind])).toEqual([
      [officer.email, 'recovery-noted'],
      [colleague.email, 'recovery-asked'],
    ]);
    expect(await (await visitor.get('/sign-in/recovery')).text()).toContain('รอเพื่อนร่วมงานยืนยัน');
  });

  test('a code opens nothing before a colleague has confirmed', async () => {
    const { site } = await lost();
    const again = await site.enter(officer.email);
    expect((await again.get('/passkeys/new')).status).toBe(303);
    expect((await again.postOnly('/passkeys/options')).status).toBe(401);
  });
});

describe('with every passkey lost, and a colleague to confirm it', () => {
  async function asked() {
    const site = await aSite({ ...strictly, at: '2020-04-16T09:00:00+07:00' });
    const old = await withKey(site, officer);
    const office = await site.signIn(colleague);
    const theirs = authenticator();
    await addKey(office, theirs);
    const before = await site.enter(officer.email);
    await before.post('/sign-in/recovery', {});
    return { site, old, office, theirs, before, path: `/people/${officer.userId}` };
  }

  test('a code opens once more, the new passkey replaces the lost ones, and the trail tells all', async () => {
    const { site, old, office, before, path } = await asked();
    expect(await (await office.get(path)).text()).toContain('ยืนยันว่าเป็นเจ้าตัว');
    await office.post(`${path}/confirm-recovery`, {});
    // Not the session that asked: a code by mail is wanted once more.
    expect((await before.get('/passkeys/new')).status).toBe(303);
    const again = await site.enter(officer.email);
    const fresh = authenticator();
    expect((await addKey(again, fresh)).headers.get('location')).toBe('/provinces/80');
    expect(await readsSessions(again)).toBe(true);
    expect((await useKey(site.visitor(), old)).status).toBe(422);
    expect((await useKey(site.visitor(), fresh)).status).toBe(303);
    const trail = await site.dependencies.audits.latest('PROVINCE#80', 20);
    const told = trail.filter(({ act, subject }) => act !== 'signed-in' && subject === 'u-80');
    expect(told.map(({ act, actor }) => [act, actor.userId]).slice(0, 3)).toEqual([
      ['account-recovered', 'u-80'],
      ['account-recovery-confirmed', 'u-81'],
      ['account-recovery-asked', 'u-80'],
    ]);
  });

  test('a confirmation serves once', async () => {
    const { site, office, path } = await asked();
    await office.post(`${path}/confirm-recovery`, {});
    await addKey(await site.enter(officer.email), authenticator());
    const thief = await site.enter(officer.email);
    expect((await thief.get('/passkeys/new')).status).toBe(303);
    expect(await readsSessions(thief)).toBe(false);
  });

  test.for([
    ['is declined', 'decline-recovery', '2020-04-16T10:00:00+07:00'],
    ['was confirmed more than a day ago', 'confirm-recovery', '2020-04-17T09:00:00+07:00'],
  ] as const)('one that %s opens nothing', async ([, act, at]) => {
    const { site, office, path } = await asked();
    await office.post(`${path}/${act}`, {});
    site.setTime(at);
    const again = await site.enter(officer.email);
    expect((await again.get('/passkeys/new')).status).toBe(303);
  });

  test('an answer after a day comes too late', async () => {
    const { site, theirs, path } = await asked();
    site.setTime('2020-04-17T09:00:00+07:00');
    const office = site.visitor();
    await useKey(office, theirs);
    expect((await office.post(`${path}/confirm-recovery`, {})).status).toBe(303);
    expect((await site.dependencies.accounts.recovery(officer.userId))?.state).toBe('asked');
  });

  test('nobody confirms for themselves, from another office, or from an organization', async () => {
    const { site, path } = await asked();
    const stranger = { ...colleague, userId: 'u-84', email: 'x@nacc.example', provinces: ['84'] };
    const visitors = [
      await site.signIn(aUser()),
      await site.signIn(stranger).then(async (visitor) => {
        await addKey(visitor, authenticator());
        return visitor;
      }),
    ];
    for (const visitor of visitors) {
      expect((await visitor.post(`${path}/confirm-recovery`, {})).status).toBe(404);
    }
    expect((await site.dependencies.accounts.recovery(officer.userId))?.state).toBe('asked');
  });
});

describe('a local officer who signs in by codes', () => {
  const local = aUser({ orgId: '80-5001' });
  const home = '/organizations/80-5001';
  const OFFER = 'ครั้งต่อไปเข้าสู่ระบบได้โดยไม่ต้องรอรหัสทางอีเมล';
  const sees = async (visitor: Visitor) => (await (await visitor.get(home)).text()).includes(OFFER);

  async function atHome(user: User = local): Promise<Visitor> {
    const site = await aSite();
    await site.dependencies.roster.save(anOrganization({ orgId: '80-5001' }));
    return site.signIn(user);
  }

  test('is offered a passkey, and no more once there is one', async () => {
    const visitor = await atHome();
    expect(await sees(visitor)).toBe(true);
    await addKey(visitor, authenticator());
    expect(await sees(visitor)).toBe(false);
  });

  test('puts the offer away for good on that browser, and may still add one', async () => {
    const visitor = await atHome();
    const answer = await visitor.post('/passkeys/not-now', { back: home });
    expect(answer.headers.get('location')).toBe(home);
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=31536000');
    expect(await sees(visitor)).toBe(false);
    expect((await visitor.get('/passkeys/new')).status).toBe(200);
    const elsewhere = await visitor.post('/passkeys/not-now', { back: '//evil.example' });
    expect(elsewhere.headers.get('location')).toBe('/passkeys');
  });

  test('is offered none through a mailbox that several people read', async () => {
    const visitor = await atHome({ ...local, mailbox: 'shared' });
    await visitor.post('/sign-in/person', { name: 'ผู้ทดสอบ', position: 'ธุรการ' });
    expect(await sees(visitor)).toBe(false);
  });
});
