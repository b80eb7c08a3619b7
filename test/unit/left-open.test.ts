import { expect, test } from 'vitest';
import { openStates } from '../../shared/domain/evaluation.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { anEntry, anObligation, aVisit, fy2563, officer } from '../support/builders.ts';

const advice: Recommendation = {
  schemaVersion: 1,
  orgId: '80-0711',
  fiscalYear: fy2563,
  visitNo: 1,
  no: 1,
  text: 'เผยแพร่แผนบนเว็บไซต์',
  state: 'in_progress',
  madeOn: localDate('2020-05-28'),
  history: [],
  rungs: {},
  rev: 1,
};

test('a year that closes tells of each open report, visit and recommendation how it stood', () => {
  const report = {
    heldOn: localDate('2020-05-27'),
    attendees: 'นายก อบต.',
    byDimension: ['', '', '', ''] as [string, string, string, string],
    problemsMaking: '',
    problemsCarryingOut: '',
    findings: 'ดำเนินการตามแผน',
    recommendations: [],
    recordedOn: localDate('2020-05-28'),
    recordedBy: officer,
    submitted: true,
  };
  const board = [
    anObligation({ state: 'in_progress' }),
    anObligation({ orgId: '80-0712', state: 'waived' }),
  ];
  const season = {
    entries: [
      anEntry(),
      anEntry({ visitNo: 2 }),
      anEntry({ visitNo: 3, state: 'postponed' }),
      anEntry({ visitNo: 4, state: 'cancelled' }),
    ],
    visits: [aVisit({ report })],
    recommendations: [advice, { ...advice, no: 2, state: 'verified' as const }],
  };
  expect(openStates([{ round: '12M', board }], season, localDate('2020-12-01'))).toEqual({
    '12M': { '80-0711': 'in_progress' },
    visits: { '80-0711#2': 'held', '80-0711#3': 'postponed' },
    recommendations: { '80-0711#1#1': 'in_progress' },
  });
});
