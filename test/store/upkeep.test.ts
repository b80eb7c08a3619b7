import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { wire } from '../../functions/upkeep/index.ts';
import { functions } from '../../infra/functions.ts';
import { clearExpired } from '../../infra/local/clear-expired.ts';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { permitted } from '../../infra/local/permissions.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore, standardSettings } from '../../shared/store/settings-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient } from '../../shared/wiring.ts';
import { aContact, anEvent, anObligation, anOrganization, aVisit } from '../support/builders.ts';
import { aUser } from '../support/site.ts';

const engine = await dynamoEngine({});
afterAll(() => engine.close());

let name = 'upkeep0';
let today = '2021-03-01';
const now = () => new Date(`${today}T03:00:00.000Z`);
const owner = 'ORG#80-0711';

beforeEach(async () => {
  name = `upkeep${Number(name.slice(6)) + 1}`;
  await engine.createTable(name);
  await settingsStore(table()).save({ ...standardSettings, provinces: ['80'] });
  await rosterStore(table()).save(anOrganization());
});

const table = () => dynamoTable(documentClient(engine.client), name);
const audits = () => auditStore(table());
const accounts = () => accountStore(table());

/** A function with no more rights than the list gives it. */
function platformOf(functionName: string) {
  const entry = functions.find((each) => each.name === functionName);
  if (!entry) throw new RangeError(functionName);
  const documents = permitted(engine.documents, entry);
  return { env: { TABLE_NAME: name }, documents, now };
}
const mendAudit = () => wire(platformOf('mend-audit')).mendAudit();
const forgetPeople = () => wire(platformOf('forget-people')).forgetPeople();

async function actsOf(of: Parameters<ReturnType<typeof audits>['latest']>[0] = owner) {
  return (await audits().latest(of, 25)).map(({ act }) => act);
}

describe('an act that a crash left out of the trail, and that nobody has touched since', () => {
  test('is put there by the daily round, in the trail of whom it concerns, once', async () => {
    const obligations = obligationStore(table());
    const seasons = seasonStore(table());
    await accounts().saveUser(aUser(), anEvent({ eventId: 'a', act: 'account-invited' }));
    await obligations.open(anObligation());
    await obligations.save(anObligation(), anEvent({ eventId: 'b', act: 'report-accepted' }));
    await seasons.saveVisit(
      aVisit({ rev: 1 }),
      anEvent({ eventId: 'c', act: 'visit-acknowledged' }),
    );
    const settings = await settingsStore(table()).load();
    await settingsStore(table()).change(settings, anEvent({ eventId: 'd', act: 'province-begun' }));

    expect(await mendAudit()).toEqual({ mended: 4 });
    const told = await actsOf();
    expect(told.toSorted()).toEqual(['account-invited', 'report-accepted', 'visit-acknowledged']);
    expect(await actsOf('NATION')).toEqual(['province-begun']);
    expect(await mendAudit()).toEqual({ mended: 0 });
    expect((await audits().verify(owner, [])).flaws).toEqual([]);
  });

  test.each([
    ['a key of an organization', { pk: owner, sk: 'KEY#80-0711-aaaaaaaaaa' }, owner],
    ['a file', { pk: owner, sk: 'FILES#2563-6M-report' }, owner],
    ['an item of the plan', { pk: owner, sk: 'ITEM#i1' }, owner],
    ['a plan', { pk: owner, sk: 'PLAN#2562-2564' }, owner],
    ['a letterhead', { pk: owner, sk: 'LETTERHEAD' }, owner],
    ['a letterhead of an office', { pk: 'PROVINCE#80', sk: 'LETTERHEAD' }, 'PROVINCE#80'],
    ['a key of an office', { pk: 'PROVINCE#80', sk: 'KEY#80-aaaaaaaaaa' }, 'PROVINCE#80'],
    ['the address of a calendar', { pk: 'PROVINCE#80', sk: 'CALENDARS' }, 'PROVINCE#80'],
    ['an office', { pk: 'PROVINCE#80', sk: 'OFFICE' }, 'PROVINCE#80'],
    ['a contact', { pk: 'PROVINCE#80', sk: 'ORG#80-0711' }, owner],
    ['a draft schedule', { pk: 'SEASON#2564#80', sk: 'DRAFT' }, 'PROVINCE#80'],
    ['a schedule', { pk: 'SEASON#2563#80', sk: 'SCHEDULE' }, 'PROVINCE#80'],
    ['the settings of a season', { pk: 'SEASON#2564#80', sk: 'SETUP' }, 'PROVINCE#80'],
    ['what the committee is handed', { pk: 'SEASON#2564#80', sk: 'SUBMISSIONS' }, 'PROVINCE#80'],
    ['a year that is closed', { pk: 'SEASON#2564#80', sk: 'CYCLE' }, 'PROVINCE#80'],
    ['numbers of letters', { pk: owner, sk: 'LETTER#2563#6M#1' }, owner],
    ['editions', { pk: 'SETTINGS', sk: 'EDITIONS' }, 'NATION'],
    ['a team', { pk: 'SEASON#2564#80', sk: 'TEAM#1' }, 'PROVINCE#80'],
    ['an absence', { pk: 'SEASON#2564#80', sk: 'AWAY#80-0711' }, owner],
    ['a recommendation', { pk: 'FOLLOWUP#80', sk: '80-0711#2563-1#2' }, owner],
    ['a passkey', { pk: 'USER#u-1', sk: 'PASSKEYS' }, owner],
    ['a lost passkey', { pk: 'USER#u-1', sk: 'RECOVERY' }, owner],
  ] as const)('is found where it was an act on %s', async (_, key, trail) => {
    await accounts().saveUser(aUser());
    const carried = { set: { pendingAudit: anEvent() } };
    await table().update(key, carried);
    expect(await mendAudit()).toEqual({ mended: 1 });
    expect(await actsOf(trail)).toEqual(['report-submitted']);
    expect((await table().get(key))?.['pendingAudit']).toBeUndefined();
  });

  test('is not told a second time, however much was told since', async () => {
    const event = anEvent({ eventId: 'told', at: '2021-02-28T03:00:00.000Z' });
    await audits().append(owner, event);
    for (let index = 0; index < 60; index++) {
      await audits().append(owner, { ...event, eventId: `later-${index}` });
    }
    await accounts().saveUser(aUser(), event);
    await mendAudit();
    expect((await audits().verify(owner, [])).entries).toBe(61);
    expect((await accounts().user('u-1'))?.pendingAudit).toBeUndefined();
  });
});

describe('whoever has left', () => {
  const closed = aUser({ active: false, inactive: { on: localDate('2020-03-02'), reason: 'ย้าย' } });

  test('is forgotten a year later and no day sooner, once, and the trail tells so', async () => {
    await accounts().saveUser(closed);
    expect(await forgetPeople()).toEqual({ accounts: 0, contacts: 0 });
    today = '2021-03-02';
    expect(await forgetPeople()).toEqual({ accounts: 1, contacts: 0 });
    for await (const item of engine.items(name)) {
      expect(JSON.stringify(item)).not.toContain(closed.email);
    }
    expect(await accounts().user(closed.userId)).toMatchObject({ position: closed.position });
    expect(await forgetPeople()).toEqual({ accounts: 0, contacts: 0 });
    expect(await actsOf()).toEqual(['account-forgotten']);
    expect((await audits().verify(owner, [])).flaws).toEqual([]);
  });

  test.each([
    ['by the last day in office', { lastDay: localDate('2020-02-01') }, 1],
    ['not while in office', {}, 0],
    ['not before the day has come', { lastDay: localDate('2021-02-01') }, 0],
    [
      'an invitation that nobody has answered, after three months',
      {
        invitation: {
          at: '2020-11-01T03:00:00.000Z',
          until: '2020-11-15T03:00:00.000Z',
          by: 'ผู้อำนวยการ',
        },
      },
      1,
    ],
  ])('%s', async (_, facts, forgotten) => {
    await accounts().saveUser(aUser(facts));
    expect((await forgetPeople()).accounts).toBe(forgotten);
    expect((await accounts().userByEmail(aUser().email)) === undefined).toBe(forgotten === 1);
  });

  test('is no contact any more, and whoever is still there stays one', async () => {
    const stays = aContact({ contactId: 'stays', email: 'stays@thasamet.go.th' });
    const left = aContact({
      contactId: 'left',
      email: 'left@thasamet.go.th',
      until: localDate('2020-01-31'),
    });
    const recent = aContact({
      contactId: 'recent',
      email: 'recent@thasamet.go.th',
      until: localDate('2020-09-30'),
    });
    await rosterStore(table()).save(anOrganization({ contacts: [stays, left, recent] }));
    expect(await forgetPeople()).toEqual({ accounts: 0, contacts: 1 });
    const ids = (await rosterStore(table()).find('80-0711'))?.contacts.map((one) => one.contactId);
    expect(ids).toEqual(['stays', 'recent']);
    expect(await actsOf()).toEqual(['contacts-forgotten']);
    expect(await forgetPeople()).toEqual({ accounts: 0, contacts: 0 });
  });
});

test('on one machine, too, what has expired is cleared away, and nothing else', async () => {
  const at = new Date('2021-03-01T03:00:00.000Z');
  const login = { schemaVersion: 1 as const, email: 'x@example.go.th', codeHash: 'h', tries: 0 };
  await accounts().saveLogin('old', { ...login, expiresAt: '2021-03-01T02:59:00.000Z' });
  await accounts().saveLogin('new', { ...login, expiresAt: '2021-03-01T03:10:00.000Z' });
  await accounts().saveUser(aUser());
  expect(await clearExpired(documentClient(engine.client), name, at)).toBe(1);
  expect(await accounts().login('old')).toBeUndefined();
  expect(await accounts().login('new')).toBeDefined();
  expect(await accounts().userByEmail(aUser().email)).toBeDefined();
});
