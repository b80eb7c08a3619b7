import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetPerson } from '../../infra/forget-person.ts';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient } from '../../shared/wiring.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await testSite();
});
afterAll(() => site.close());

test('a person sees all that is kept of them, as a page and as a file, and nothing of a colleague', async () => {
  const own = aUser();
  const colleague = aUser({ userId: 'u-2', email: 'colleague@thasamet.go.th' });
  const [reader] = [await site.signIn(own), await site.signIn(colleague)];
  for (const { userId } of [own, colleague]) {
    await site.dependencies.audits.append('ORG#80-0711', {
      eventId: `e-${userId}`,
      at: '2020-04-16T03:00:00.000Z',
      actor: { userId, position: 'นักวิเคราะห์', role: 'officer' },
      act: 'report-drafted',
      subject: '2563#6M',
      note: `โดย ${userId}`,
    });
  }
  const page = await reader.read('/my-data');
  expect(page).toContain(own.email);
  expect(page).toContain('โดย u-1');
  const file = await reader.get('/my-data.json');
  expect(file.headers.get('content-disposition')).toContain('attachment');
  const text = await file.text();
  expect(JSON.parse(text)).toMatchObject({
    account: { userId: 'u-1', email: own.email },
    sessions: [{ browser: expect.any(String) }],
  });
  for (const seen of [page, text]) {
    expect(seen).not.toContain(colleague.email);
    expect(seen).not.toContain('โดย u-2');
    expect(seen).not.toContain(reader.cookie.split('.')[1]);
  }
});

test('whoever is about to sign in finds what becomes of their data', async () => {
  expect(await site.visitor().read('/sign-in')).toContain('href="/privacy"');
  expect(await site.visitor().read('/privacy')).toContain('พ.ศ. 2562');
});

test('whoever has left is forgotten by name, and the audit trail still holds', async () => {
  const engine = await dynamoEngine({});
  await engine.createTable('people');
  const documents = documentClient(engine.client);
  const table = dynamoTable(documents, 'people');
  const accounts = accountStore(table);
  const audits = auditStore(table);
  const user = aUser();
  await accounts.saveUser(user);
  await audits.append('ORG#80-0711', {
    eventId: 'e1',
    at: '2020-04-16T03:00:00.000Z',
    actor: { userId: user.userId, position: user.position, role: user.role },
    act: 'report-drafted',
    subject: '2563#6M',
  });
  const forget = (userId: string) =>
    forgetPerson(documents, 'people', userId, () => new Date('2021-10-01T02:00:00Z'));
  expect(await forget(user.userId)).toEqual({ refused: 'active' });
  expect(await forget('nobody')).toEqual({ refused: 'not-there' });
  await accounts.changeUser(user, { active: false });

  expect(await forget(user.userId)).toEqual({ forgotten: user.userId, addresses: 1 });
  for await (const item of engine.items('people')) {
    expect(JSON.stringify(item)).not.toContain(user.email);
  }
  expect(await accounts.userByEmail(user.email)).toBeUndefined();
  expect(await audits.verify('ORG#80-0711', [])).toEqual({ entries: 2, flaws: [] });
  // The address may be somebody else's from now on.
  expect(await accounts.saveUser(aUser({ userId: 'u-9' }))).toBe(true);
  await engine.close();
});
