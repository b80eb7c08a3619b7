import { afterAll, describe, expect, test } from 'vitest';
import { createManagePeople } from '../../functions/web/manage-people.ts';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { type AuditOwner, auditStore } from '../../shared/store/audit-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient } from '../../shared/wiring.ts';
import { anOrganization } from '../support/builders.ts';
import { aUser } from '../support/site.ts';

const engine = await dynamoEngine({});
await engine.createTable('acts');
afterAll(() => engine.close());
const table = dynamoTable(documentClient(engine.client), 'acts');
const accounts = accountStore(table);
const audits = auditStore(table);
const owner = 'ORG#80-0711';

/** A process that dies before the event of an act gets into the trail. */
const dying = {
  append: async (_owner: AuditOwner, { act }: AuditEvent) => {
    throw new Error(`died before ${act} was told`);
  },
};

const executive = aUser({ userId: 'u-boss', email: 'boss@thasamet.go.th', role: 'executive' });
const facts = {
  accounts,
  roster: rosterStore(table),
  obligations: obligationStore(table),
  sendAccountMail: async () => {},
  now: () => new Date('2020-04-16T03:00:00.000Z'),
  securityNow: () => new Date('2020-04-16T03:00:00.000Z'),
};
const people = createManagePeople({ ...facts, audits });
const cutShort = createManagePeople({ ...facts, audits: { ...audits, ...dying } });

async function told() {
  return (await audits.latest(owner, 25)).map(({ act }) => act);
}

describe('an act on an account whose process died before the trail was told', () => {
  test('is told before the next act on the account, once', async () => {
    await rosterStore(table).save(anOrganization());
    const officer = aUser();
    await accounts.saveUser(officer);
    await expect(cutShort.correctPosition(executive, officer, 'หัวหน้าฝ่าย')).rejects.toThrow('died');
    const found = (await accounts.user(officer.userId)) ?? officer;
    expect(found.position).toBe('หัวหน้าฝ่าย');
    expect(await told()).toEqual([]);

    await people.deactivate(executive, found, 'ย้าย');
    expect(await told()).toEqual(['account-deactivated', 'account-position-corrected']);
    const [closed, corrected] = await audits.latest(owner, 2);
    expect(corrected?.before).toMatch(/^[0-9a-f]{64}$/);
    expect(closed?.before).toBe(corrected?.after);
    expect(closed?.after).not.toBe(closed?.before);
    expect((await accounts.user(officer.userId))?.pendingAudit).toBeUndefined();
    expect(await audits.verify(owner, [])).toEqual({ entries: 2, flaws: [] });
  });

  test('an address that was left is given back with it, unless somebody has taken it since', async () => {
    const named = (userId: string) => aUser({ userId, email: `${userId}@thasamet.go.th` });
    const [one, other] = [named('u-5'), named('u-6')];
    for (const user of [one, other]) {
      await accounts.saveUser(user);
      await expect(cutShort.changeAddress(executive, user, `new-${user.email}`)).rejects.toThrow(
        'died',
      );
    }
    const newcomer = aUser({ userId: 'u-7', email: other.email });
    expect(await accounts.saveUser(newcomer)).toBe(true);
    for (const { userId } of [one, other]) {
      const left = await accounts.user(userId);
      if (left) await people.correctPosition(executive, left, 'ผู้อำนวยการกอง');
    }
    expect(await table.get({ pk: `EMAIL#${one.email}`, sk: 'META' })).toBeUndefined();
    expect((await accounts.userByEmail(other.email))?.userId).toBe('u-7');
    expect((await accounts.user('u-5'))?.formerEmail).toBeUndefined();
  });

  test('a term of an executive tells what was and what is', async () => {
    await accounts.saveUser(executive);
    const signing = { capacity: 'acting' as const, from: localDate('2020-05-01') };
    await people.setSigning(executive, executive, signing);
    const [event] = await audits.latest(owner, 1);
    expect(event).toMatchObject({
      act: 'account-capacity-set',
      before: expect.stringMatching(/^\w{64}$/),
      after: expect.stringMatching(/^\w{64}$/),
    });
  });
});
