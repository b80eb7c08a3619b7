import { expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import {
  type Action,
  can,
  mayEnter,
  mayManage,
  mayVouchFor,
  outOfTerm,
  type User,
} from '../../shared/domain/permissions.ts';

function aUser(changes: Partial<User>): User {
  return {
    schemaVersion: 1,
    userId: 'u1',
    email: 'u1@lao.example',
    role: 'officer',
    position: 'นักวิเคราะห์นโยบายและแผน',
    provinces: [],
    active: true,
    ...changes,
  };
}

const own = { orgId: '80-0711' };
const foreign = { orgId: '80-0712' };
const users = {
  officer: aUser({ orgId: '80-0711' }),
  executive: aUser({ role: 'executive', orgId: '80-0711' }),
  provincial: aUser({ role: 'provincial', provinces: ['80'] }),
  otherProvince: aUser({ role: 'provincial', provinces: ['84'] }),
  regional: aUser({ role: 'regional', provinces: ['80', '84'] }),
  central: aUser({ role: 'central' }),
};

test.each([
  ['edit-report', ['officer']],
  ['sign-report', ['executive']],
  ['read-organization', ['officer', 'executive', 'provincial', 'regional', 'central']],
  ['review-report', ['provincial']],
  ['record-supervision', ['provincial']],
  ['administer', ['central']],
] as const)('%s of ท่าเสม็ด is for %j only', (action, allowed) => {
  const names = Object.entries(users).filter(([, user]) => can(user, action, own));
  expect(names.map(([name]) => name)).toEqual([...allowed]);
});

test('nobody of one organization may do anything to another', () => {
  const actions: Action[] = [
    'read-organization',
    'edit-report',
    'sign-report',
    'answer-visit',
    'review-report',
  ];
  for (const user of [users.officer, users.executive]) {
    expect(actions.filter((action) => can(user, action, foreign))).toEqual([]);
  }
});

test('a deactivated user may do nothing', () => {
  expect(can({ ...users.central, active: false }, 'administer', 'nation')).toBe(false);
});

test.each([
  ['an officer of ท่าเสม็ด', users.officer, ['officer', 'executive', 'provincial']],
  ['its executive', users.executive, ['executive', 'provincial']],
  ['an officer of the office', users.provincial, ['provincial', 'central']],
  ['a regional officer', users.regional, ['central']],
  ['a central officer', users.central, ['central']],
] as const)('%s is looked after by %j', (_, other, managers) => {
  const names = Object.entries(users).filter(([, user]) => mayManage(user, other));
  expect(names.map(([name]) => name)).toEqual([...managers]);
});

test('whoever lost a passkey is vouched for by others of the office, never by themselves', () => {
  const colleague = { ...users.provincial, userId: 'u2' };
  expect(mayVouchFor(colleague, users.provincial)).toBe(true);
  expect(mayVouchFor(users.provincial, users.provincial)).toBe(false);
  expect(mayVouchFor({ ...users.otherProvince, userId: 'u3' }, users.provincial)).toBe(false);
  expect(mayVouchFor(colleague, users.officer)).toBe(false);
});

test('a mailbox that several people read neither signs nor looks after people or keys', () => {
  const shared = { ...users.executive, mailbox: 'shared' as const };
  const actions = ['sign-report', 'manage-officers', 'manage-executives', 'manage-keys'] as const;
  expect(actions.filter((action) => can(shared, action, own))).toEqual([]);
  expect(can({ ...users.officer, mailbox: 'shared' }, 'edit-report', own)).toBe(true);
});

test.each([
  ['2020-04-30', { begins: '2020-05-01' }],
  ['2020-05-01', undefined],
  ['2020-05-31', undefined],
  ['2020-06-01', { ended: '2020-05-31' }],
])('on %s a term of May means %j', (day, bar) => {
  const term = { from: localDate('2020-05-01'), until: localDate('2020-05-31') };
  expect(outOfTerm({ term }, localDate(day))).toEqual(bar);
  expect(outOfTerm({}, localDate(day))).toBeUndefined();
});

test('the last day in office is a day in office', () => {
  const leaving = { ...users.officer, lastDay: localDate('2020-04-20') };
  const enters = (day: string) =>
    mayEnter(leaving, localDate(day), new Date(`${day}T12:00:00+07:00`));
  expect(['2020-04-19', '2020-04-20', '2020-04-21'].map(enters)).toEqual([true, true, false]);
});
