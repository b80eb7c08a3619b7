import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { madeUpProvince } from '../../infra/local/sample/province.ts';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { recipientsOf } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { anObligation, central, officer as provincial } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const ORG = '80-5001';
const officer = aUser({ orgId: ORG });
const executive = aUser({
  userId: 'u-2',
  email: 'nayok@thasamet.go.th',
  role: 'executive',
  position: 'นายก อบต.',
  orgId: ORG,
  capacity: 'holder',
});

let site: TestSite;
afterEach(() => site.close());
beforeEach(async () => {
  site = await testSite();
  const { roster, obligations } = site.dependencies;
  const year = fiscalYear(2563);
  const made = madeUpProvince({ province: '80', organizations: 1, seed: 7, year, bounces: 0 });
  await roster.saveOffice(made.office);
  for (const { organization } of made.organizations) {
    await roster.save({
      ...organization,
      orgId: ORG,
      contacts: [
        {
          contactId: 'main',
          role: 'coordinator',
          position: officer.position,
          email: officer.email,
          since: localDate('2019-10-01'),
          health: 'ok',
        },
      ],
    });
    await obligations.open(anObligation({ ...organization, orgId: ORG }, '6M'));
  }
});

const isIn = async (visitor: Visitor) => (await visitor.get('/sessions')).status === 200;
const kinds = () => site.mails.map(({ to, message }) => [to, message.kind]);
const person = (email: string) => site.dependencies.accounts.userByEmail(email);
const contactsAt = async (day: string) => {
  const organization = await site.dependencies.roster.find(ORG);
  return recipientsOf(organization?.contacts ?? [], ['coordinator'], localDate(day)).map(
    ({ email }) => email,
  );
};
const acts = async (owner: 'NATION' | `ORG#${string}` | `PROVINCE#${string}`) =>
  (await site.dependencies.audits.latest(owner, 20))
    .map(({ act }) => act)
    .filter((act) => act !== 'signed-in');

const newcomer = { email: 'new@thasamet.go.th', position: 'นักวิชาการ', told: 'yes' };

describe('an invitation', () => {
  const path = `/organizations/${ORG}/people/invite`;

  test('by an officer is accepted by signing in with the address', async () => {
    const inviting = await site.signIn(officer);
    const answer = await inviting.post(path, { ...newcomer, role: 'officer' });
    expect(answer.headers.get('location')).toBe(`/organizations/${ORG}/people?invited`);
    expect(kinds()).toEqual([[newcomer.email, 'invitation']]);
    expect(await (await inviting.get(`/organizations/${ORG}/people`)).text()).toContain('รอตอบรับ');
    const invited = await site.enter(newcomer.email);
    expect(await (await invited.get(`/organizations/${ORG}`)).text()).toContain('นักวิชาการ');
    expect(await person(newcomer.email)).not.toHaveProperty('invitation');
    expect(await acts(`ORG#${ORG}`)).toEqual(['account-invitation-accepted', 'account-invited']);
    expect(await contactsAt('2020-04-16')).toEqual([officer.email, newcomer.email]);
  });

  test('sent twice by a double click is one', async () => {
    const inviting = await site.signIn(officer);
    const twice = [1, 2].map(() => inviting.post(path, { ...newcomer, role: 'officer' }));
    const statuses = (await Promise.all(twice)).map(({ status }) => status);
    await inviting.post(path, { ...newcomer, role: 'officer' });
    expect(statuses).toEqual([303, 303]);
    expect(await site.dependencies.accounts.members(`ORG#${ORG}`)).toHaveLength(2);
  });

  test('opens nothing after fourteen days, until it is sent again', async () => {
    const inviting = await site.signIn(officer);
    await inviting.post(path, { ...newcomer, role: 'officer' });
    site.setTime('2020-04-30T09:00:01+07:00');
    expect(await isIn(await site.enter(newcomer.email))).toBe(false);
    const again = await site.enter(officer.email);
    const userId = (await person(newcomer.email))?.userId;
    await again.post(`/people/${userId}/invite-again`, {});
    expect(await isIn(await site.enter(newcomer.email))).toBe(true);
  });

  test('of an executive is for executives and the office, so that nobody signs in another’s name', async () => {
    const signing = { capacity: 'acting', ...dateFields('from', '1/4/2563') };
    const wanted = { ...newcomer, role: 'executive', ...signing };
    expect((await (await site.signIn(officer)).post(path, wanted)).status).toBe(422);
    expect((await (await site.signIn(provincial)).post(path, wanted)).status).toBe(303);
    expect(await person(newcomer.email)).toMatchObject({
      role: 'executive',
      capacity: 'acting',
      term: { from: '2020-04-01' },
    });
  });

  test.for([
    ['an address in letters that only look Latin', { email: 'оfficer@thasamet.go.th' }, 'email'],
    ['an address in full width', { email: 'ｎew@thasamet.go.th' }, 'email'],
    ['an address with a header of its own', { email: 'a@b.go.th\r\nBcc: x@evil.example' }, 'email'],
    ['an address without end', { email: `${'a'.repeat(300)}@b.go.th` }, 'email'],
    ['a position over two lines', { position: 'นายก\nBcc: x@evil.example' }, 'position'],
    ['a position that runs backwards', { position: 'นายก\u202eกยาน' }, 'position'],
    ['a position without end', { position: 'ก'.repeat(201) }, 'position'],
    ['no role that there is', { role: 'central' }, 'role'],
  ] as const)(
    'to %s is refused beside the field, and nothing is stored',
    async ([, bad, field]) => {
      const inviting = await site.signIn(executive);
      const answer = await inviting.post(path, { ...newcomer, role: 'officer', ...bad });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(`href="#${field}"`);
      expect(site.mails).toEqual([]);
      expect(await site.dependencies.accounts.members(`ORG#${ORG}`)).toHaveLength(1);
    },
  );

  test('to an address that belongs to somebody else is refused', async () => {
    await site.signIn(provincial);
    const inviting = await site.signIn(officer);
    const answer = await inviting.post(path, {
      ...newcomer,
      role: 'officer',
      email: provincial.email,
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('มีบัญชีในระบบแล้ว');
  });
});

describe('somebody who moves', () => {
  const handOver = {
    successor: 'next@thasamet.go.th',
    successorPosition: 'นักวิเคราะห์นโยบายและแผน',
    ...dateFields('lastDay', '20/4/2563'),
  };

  test('hands over: the successor is told what is open, and takes over the day after', async () => {
    const leaving = await site.signIn(officer);
    await leaving.post(`/people/${officer.userId}/hand-over`, handOver);
    const invitation = site.mails.find(({ to }) => to === handOver.successor);
    expect(invitation?.message).toMatchObject({
      kind: 'invitation',
      after: officer.position,
      open: [{ fiscalYear: 2563, round: '6M', due: '2020-04-30' }],
    });
    expect(kinds()).toContainEqual([officer.email, 'handed-over']);
    expect(await contactsAt('2020-04-20')).toEqual([officer.email]);
    expect(await contactsAt('2020-04-21')).toEqual([handOver.successor]);

    site.setTime('2020-04-20T23:59:00+07:00');
    expect(await isIn(await site.enter(officer.email))).toBe(true);
    const lastNight = await site.enter(officer.email);
    site.setTime('2020-04-21T00:00:00+07:00');
    expect(await isIn(lastNight)).toBe(false);
    expect(await isIn(await site.enter(officer.email))).toBe(false);
    expect(await isIn(await site.enter(handOver.successor))).toBe(true);
  });

  test('from an office: its digests go to the successor', async () => {
    const { roster } = site.dependencies;
    const before = await roster.office('80');
    if (!before) throw new Error('no office');
    const digest = { contactId: 'main', position: provincial.position, email: provincial.email };
    await roster.saveOffice({ ...before, contacts: [digest] });
    const leaving = await site.signIn(provincial);
    await leaving.post(`/people/${provincial.userId}/hand-over`, handOver);
    expect((await roster.office('80'))?.contacts).toEqual([
      { ...digest, email: handOver.successor, position: handOver.successorPosition },
    ]);
  });

  test('cannot have left before today', async () => {
    const leaving = await site.signIn(officer);
    const answer = await leaving.post(`/people/${officer.userId}/hand-over`, {
      ...handOver,
      'lastDay-day': '15',
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('วันสุดท้ายต้องไม่ก่อนวันนี้');
  });
});

describe('an account', () => {
  test('that is closed ends every session at once, and an old one does not come back with it', async () => {
    const theirs = await site.signIn(officer);
    const office = await site.signIn(provincial);
    const path = `/people/${officer.userId}`;
    expect((await office.post(`${path}/deactivate`, { reason: '' })).status).toBe(422);
    await office.post(`${path}/deactivate`, { reason: 'ย้ายไปหน่วยงานอื่น' });
    expect(await isIn(theirs)).toBe(false);
    expect(await isIn(await site.enter(officer.email))).toBe(false);
    await office.post(`${path}/reactivate`, { reason: 'กลับมาปฏิบัติงาน' });
    expect(await isIn(theirs)).toBe(false);
    site.setTime('2020-04-16T09:00:01+07:00');
    expect(await isIn(await site.enter(officer.email))).toBe(true);
    expect(await acts(`ORG#${ORG}`)).toEqual(['account-reactivated', 'account-deactivated']);
  });

  test('is closed by nobody for themselves', async () => {
    const own = await site.signIn(officer);
    const answer = await own.post(`/people/${officer.userId}/deactivate`, { reason: 'ทดสอบ' });
    expect(answer.status).toBe(409);
    expect(await isIn(own)).toBe(true);
  });

  test('with another address is told to both, and the trail holds neither', async () => {
    const theirs = await site.signIn(officer);
    const office = await site.signIn(provincial);
    const email = 'plan@thasamet.go.th';
    await office.post(`/people/${officer.userId}/address`, { email });
    expect(kinds()).toEqual([
      [officer.email, 'address-changed'],
      [email, 'address-changed'],
    ]);
    expect(await isIn(theirs)).toBe(false);
    expect(await isIn(await site.enter(officer.email))).toBe(false);
    expect(await contactsAt('2020-04-16')).toEqual([email]);
    const [latest] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(latest?.act).toBe('account-address-changed');
    expect(JSON.stringify(latest)).not.toContain('@');
    // The old address is free again.
    const { accounts } = site.dependencies;
    expect(await accounts.saveUser(aUser({ userId: 'u-9', email: officer.email }))).toBe(true);
  });

  test('whose mail comes back shows so to the office, with what to do, until the address is changed', async () => {
    const office = await site.signIn(provincial);
    await site.signIn(officer);
    const { accounts } = site.dependencies;
    await accounts.noteMail(officer.email, { at: '2020-04-16T03:00:00.000Z', health: 'bounced' });
    const list = await (await office.get(`/organizations/${ORG}/people`)).text();
    expect(list).toContain('ส่งไม่ถึง');
    const page = await (await office.get(`/people/${officer.userId}`)).text();
    expect(page).toContain('กรุณาติดต่อทางโทรศัพท์เพื่อขออีเมลที่ใช้ได้');
    await office.post(`/people/${officer.userId}/address`, { email: 'plan@thasamet.go.th' });
    expect(await (await office.get(`/people/${officer.userId}`)).text()).not.toContain('ส่งไม่ถึง');
  });

  test('of an executive signs only within its term', async () => {
    const office = await site.signIn(provincial);
    await site.signIn(executive);
    await office.post(`/people/${executive.userId}/signing`, {
      capacity: 'performing',
      ...dateFields('from', '1/5/2563'),
      ...dateFields('until', '31/5/2563'),
    });
    expect(await person(executive.email)).toMatchObject({
      capacity: 'performing',
      term: { from: '2020-05-01', until: '2020-05-31' },
    });
    const [latest] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(latest?.note).toBe('นายก อบต.: ปฏิบัติหน้าที่ ตั้งแต่ 1 พ.ค. 2563 ถึง 31 พ.ค. 2563');
  });

  test('of somebody else’s organization is not there', async () => {
    await site.signIn({
      ...officer,
      userId: 'u-f',
      email: 'foreign@example.go.th',
      orgId: '84-5001',
    });
    const own = await site.signIn(officer);
    expect((await own.get('/people/u-f')).status).toBe(404);
    expect((await own.post('/people/u-f/position', { position: 'x' })).status).toBe(404);
    expect((await own.get('/people/nobody')).status).toBe(404);
    expect((await own.get('/people/u-1%23META')).status).toBe(404);
  });
});

describe('a mailbox that several people read', () => {
  const saraban = aUser({
    userId: 'u-s',
    email: 'saraban@thasamet.go.th',
    mailbox: 'shared',
    position: 'งานสารบรรณ',
    orgId: ORG,
  });

  test('opens nothing before the person has said who they are, and then the trail says so', async () => {
    const visitor = await site.signIn(saraban);
    expect(await isIn(visitor)).toBe(false);
    expect((await visitor.post('/sign-in/person', { name: '', position: 'x\ny' })).status).toBe(
      422,
    );
    await visitor.post('/sign-in/person', { name: 'ผู้ทดสอบ ระบบ', position: 'เจ้าพนักงานธุรการ' });
    expect(await isIn(visitor)).toBe(true);
    const [latest] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(latest?.actor).toEqual({
      userId: 'u-s',
      role: 'officer',
      person: 'ผู้ทดสอบ ระบบ',
      position: 'เจ้าพนักงานธุรการ',
    });
    expect((await person(saraban.email))?.position).toBe('งานสารบรรณ');
  });

  test('neither invites people nor holds passkeys, nor signs', async () => {
    const visitor = await site.signIn(saraban);
    await visitor.post('/sign-in/person', { name: 'ผู้ทดสอบ', position: 'ธุรการ' });
    const answer = await visitor.post(`/organizations/${ORG}/people/invite`, newcomer);
    expect(answer.status).toBe(403);
    expect((await visitor.get('/passkeys')).status).toBe(404);
  });
});

describe('the central office of a pilot', () => {
  const office = {
    name: 'สำนักงาน ป.ป.ช. ประจำจังหวัดกระบี่',
    phone: '0 7561 0000',
    email: 'kbi@nacc.example',
    takesPart: 'yes',
  };

  test('sets up the office of a province and invites its first officer', async () => {
    const visitor = await site.signIn(central);
    expect((await visitor.get('/provinces/81/people')).status).toBe(404);
    await visitor.post('/offices/81', { ...office, alsoServes: 'จังหวัดตรัง' });
    const { settings, roster } = site.dependencies;
    expect(await settings.load()).toMatchObject({ provinces: ['81'], firstYear: 2563 });
    expect(await roster.office('81')).toMatchObject({ alsoServes: ['92'], phone: office.phone });
    const email = 'officer-81@nacc.example';
    await visitor.post('/provinces/81/people/invite', { email, position: 'ผู้อำนวยการ' });
    const invited = await site.enter(email);
    expect((await invited.get('/provinces/81/people')).status).toBe(200);
    expect((await person(email))?.provinces).toEqual(['81', '92']);
    expect((await invited.get('/provinces/80/people')).status).toBe(404);
    expect((await invited.get('/offices')).status).toBe(404);
  });

  test('invites regional officers for their provinces', async () => {
    const visitor = await site.signIn(central);
    const email = 'region-8@nacc.example';
    const wanted = { email, position: 'ผู้อำนวยการภาค 8', role: 'regional' };
    expect((await visitor.post('/nation/people/invite', wanted)).status).toBe(422);
    await visitor.post('/nation/people/invite', { ...wanted, provinces: '80' });
    expect(await person(email)).toMatchObject({ role: 'regional', provinces: ['80'] });
    expect(await (await visitor.get('/nation/people')).text()).toContain(email);
    const regional = await site.enter(email);
    expect((await regional.get('/provinces/80/people')).status).toBe(200);
    expect((await regional.get('/provinces/80/people/invite')).status).toBe(403);
  });

  test('gives an office another area, and its officers with it; those of the area stay their own', async () => {
    await site.signIn({
      ...provincial,
      userId: 'u-84',
      email: 'o-84@nacc.example',
      provinces: ['84'],
    });
    await site.signIn(provincial);
    const visitor = await site.signIn(central);
    await sendOffice(visitor, '80', { ...office, alsoServes: provinceNames['84'] ?? '' });
    expect((await person(provincial.email))?.provinces).toEqual(['80', '84']);
    expect((await person('o-84@nacc.example'))?.provinces).toEqual(['84']);
    const foreign = await site.enter('o-84@nacc.example');
    const path = `/people/${provincial.userId}/deactivate`;
    expect((await foreign.post(path, { reason: 'ทดสอบ' })).status).toBe(403);
  });

  test('of two officers who correct an office at once the second is told, sees both, and decides', async () => {
    const visitor = await site.signIn(central);
    const second = await site.signIn({
      ...central,
      userId: 'u-c2',
      email: 'central-2@nacc.example',
    });
    const seen = await seenOf(second, '80');
    await sendOffice(visitor, '80', { ...office, phone: '0 7561 1111' });
    const later = { ...office, phone: '0 7561 2222' };
    const answer = await second.post('/offices/80', { ...later, seen });
    expect(answer.status).toBe(409);
    const text = await answer.text();
    expect(text).toContain('0 7561 1111');
    expect(text).toContain('value="0 7561 2222"');
    const { roster, audits } = site.dependencies;
    expect((await roster.office('80'))?.phone).toBe('0 7561 1111');

    await second.post('/offices/80', { ...later, seen: markIn(text) });
    expect((await roster.office('80'))?.phone).toBe('0 7561 2222');
    const corrections = (await audits.latest('PROVINCE#80', 9)).filter(
      ({ act }) => act === 'office-corrected',
    );
    expect(corrections).toHaveLength(2);
    // What the one has left behind is what the other found.
    expect(corrections[0]?.before).toBe(corrections[1]?.after);
  });

  test('begins several provinces at once, and none is lost', async () => {
    const visitor = await site.signIn(central);
    await Promise.all(
      ['81', '82', '83', '84', '85'].map((province) =>
        visitor.post(`/offices/${province}`, { ...office, name: `สำนักงาน ${province}` }),
      ),
    );
    const { settings, audits } = site.dependencies;
    expect((await settings.load()).provinces).toEqual(['81', '82', '83', '84', '85']);
    const begun = (await audits.latest('NATION', 25)).filter(({ act }) => act === 'province-begun');
    expect(begun).toHaveLength(5);
    const page = await visitor.get('/nation/audit?act=province-begun');
    expect(await page.text()).toContain('เริ่มรอบรายงานของจังหวัด');
  });

  test('is told what is wrong with an office beside the field', async () => {
    const visitor = await site.signIn(central);
    const answer = await visitor.post('/offices/81', { ...office, alsoServes: 'เมืองทิพย์' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#alsoServes"');
    expect((await visitor.post('/offices/00', office)).status).toBe(404);
  });
});

async function seenOf(visitor: Visitor, province: string): Promise<string> {
  return markIn(await (await visitor.get(`/offices/${province}`)).text());
}

function markIn(html: string): string {
  return /name="seen" value="(\w*)"/.exec(html)?.[1] ?? '';
}

async function sendOffice(
  visitor: Visitor,
  province: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const seen = await seenOf(visitor, province);
  return visitor.post(`/offices/${province}`, { ...fields, seen });
}
