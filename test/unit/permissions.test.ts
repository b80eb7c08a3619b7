import { expect, test } from 'vitest';
import { type Action, can, type User } from '../../shared/domain/permissions.ts';

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
