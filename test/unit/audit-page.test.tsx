import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditOwner } from '../../shared/store/audit-store.ts';
import { officer as provincial, seedProvince } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

let site: TestSite;
let office: Visitor;
beforeAll(async () => {
  site = await testSite();
  await seedProvince(site.dependencies, 2);
  office = await site.signIn(provincial);
  for (let n = 1; n <= 60; n++) {
    await append('ORG#80-5001', `2020-04-${n <= 30 ? '02' : '16'}T03:00:00.000Z`, {
      act: n % 2 ? 'report-drafted' : 'key-used',
      userId: n % 2 ? 'u-1' : 'key-80-5001-aaaaaaaaaa',
      subject: `2563#6M`,
      note: `ครั้งที่ ${n} <b>`,
    });
  }
  await append('PROVINCE#80', '2020-03-10T03:00:00.000Z', {
    act: 'visits-published',
    userId: provincial.userId,
    subject: '2563',
    note: '',
  });
});
afterAll(() => site.close());

let made = 0;
function append(
  owner: AuditOwner,
  at: string,
  { userId, ...event }: { act: string; userId: string; subject: string; note: string },
) {
  const role = owner === 'PROVINCE#80' ? 'provincial' : 'officer';
  const actor = { userId, position: 'นักวิเคราะห์', role };
  return site.dependencies.audits.append(owner, { eventId: `e${made++}`, at, actor, ...event });
}

async function read(path: string, by: Visitor) {
  const answer = await by.get(path);
  const text = await answer.text();
  return { status: answer.status, text, rows: text.split('<tbody')[1]?.split('<tr').length ?? 0 };
}

test('the office reads its own trail, and that of an organization of its province', async () => {
  const own = await read('/provinces/80/audit', office);
  expect(own.text).toContain('ประกาศกำหนดการนิเทศติดตาม');
  const theirs = await read('/provinces/80/audit?org=80-5001', office);
  expect(theirs.text).toContain('จัดทำร่างรายงาน');
  expect(theirs.text).toContain('ครั้งที่ 60 &lt;b&gt;');
  expect((await read('/provinces/80/audit?org=84-5001', office)).status).toBe(404);
  expect((await read('/provinces/84/audit', office)).status).toBe(404);
});

test('an organization reads its own and no other’s', async () => {
  const officer = await site.signIn(aUser({ orgId: '80-5001' }));
  expect((await read('/organizations/80-5001/audit', officer)).status).toBe(200);
  expect((await read('/organizations/80-5002/audit', officer)).status).toBe(404);
  expect((await read('/provinces/80/audit?org=80-5001', officer)).status).toBe(404);
});

test('fifty events a page, older ones by a link, each once', async () => {
  const first = await read('/organizations/80-5001/audit', office);
  const next = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await read(`/organizations/80-5001/audit${next}`, office);
  const numbers = [first, second].flatMap(({ text }) =>
    [...text.matchAll(/ครั้งที่ (\d+) /g)].map(([, n]) => Number(n)),
  );
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
  expect(second.text).not.toContain('rel="next"');
});

test.each([
  ['act=report-drafted', 30],
  ['by=program', 30],
  ['month=2020-04&act=key-used&by=program', 30],
  ['month=2020-03', 0],
  // What makes no sense filters nothing: fifty, of which one is the sign-in of an officer.
  ['act=x%23y&before=-1&month=April', 49],
])('%s shows %i events', async (query, count) => {
  const { text } = await read(`/organizations/80-5001/audit?${query}`, office);
  expect([...text.matchAll(/ครั้งที่ \d+ /g)]).toHaveLength(count);
});

test('of a mended address the trail keeps hashes, not the addresses', async () => {
  const [organization] = await site.dependencies.roster.all('80');
  const contact = organization?.contacts[0];
  const path = `/provinces/80/contacts/${organization?.orgId}`;
  const answer = await office.post(path, {
    contactId: contact?.contactId ?? '',
    email: 'new.address@example.go.th',
    phone: '',
  });
  expect(answer.status).toBe(303);
  const [event] = await site.dependencies.audits.latest(`ORG#${organization?.orgId}`, 1);
  expect(event).toMatchObject({ act: 'contact-mended', after: expect.stringMatching(/^\w{64}$/) });
  expect(JSON.stringify(event)).not.toContain('@');
});
