import { expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import { standardSetup } from '../../shared/domain/season-setup.ts';
import { type ProvinceFacts, visitInstance } from '../../shared/domain/visit-instance.ts';
import { visitInstanceSchema } from '../../shared/domain/visit-plan.ts';
import { anEntry, anObligation, anOrganization, aSubmission, fy2563 } from '../support/builders.ts';

const team = {
  schemaVersion: 1 as const,
  teamId: 'team-1',
  name: 'คณะนิเทศติดตามที่ 1',
  members: [],
  base: { latitude: 8.43, longitude: 99.96 },
  maxVisitsPerDay: 2,
  blockedDays: [localDate('2020-05-12')],
};

function instance(changes: Partial<ProvinceFacts> = {}) {
  return visitInstance({
    today: localDate('2020-05-01'),
    workingDays: [localDate('2020-05-12'), localDate('2020-05-13')],
    teams: [team],
    organizations: [anOrganization({ position: { latitude: 8, longitude: 100 } })],
    obligations: [anObligation()],
    visitedIn: new Map(),
    fixed: [],
    fiscalYear: fy2563,
    setup: standardSetup(fy2563, '80'),
    absences: [],
    ...changes,
  });
}

function factorsOf(changes: Partial<ProvinceFacts>) {
  return instance(changes).organizations[0]?.priority.factors.map(({ factor }) => factor);
}

test('what a province knows makes an instance that the planner takes', () => {
  expect(visitInstanceSchema.parse(instance())).toMatchObject({
    teams: [{ blockedDays: [{ from: '2020-05-12', to: '2020-05-12' }] }],
    amphoes: [{ id: '8007', centre: { latitude: 8, longitude: 100 } }],
  });
});

test('an organization that has not reported weighs more once its report is overdue, not before', () => {
  expect(factorsOf({ today: localDate('2020-04-16') })).not.toContain('no-report');
  expect(factorsOf({ today: localDate('2020-05-01') })).toContain('no-report');
  expect(factorsOf({ obligations: [anObligation({ state: 'waived' })] })).not.toContain(
    'no-report',
  );
});

test('a late report weighs, and a visit of past years makes less urgent', () => {
  const late = aSubmission({ receivedAt: '2020-05-02T03:00:00.000Z' });
  const outcome = submitted(anObligation(), late, { signoff: 'not-required' });
  if ('refused' in outcome) throw new Error(outcome.refused);
  expect(factorsOf({ obligations: [outcome.next] })).toContain('late-report');
  expect(factorsOf({})).toContain('never-visited');
  expect(factorsOf({ visitedIn: new Map([['80-0711', [fy2563]]]) })).not.toContain('never-visited');
});

test('what is published stays as it is; what is postponed or cancelled is planned anew', () => {
  const fixed = [anEntry(), anEntry({ orgId: '80-5001', state: 'postponed' })];
  expect(instance({ fixed }).locked.map(({ organizationId }) => organizationId)).toEqual([
    '80-0711',
  ]);
});
