import { expect, test } from 'vitest';
import { openStates } from '../../shared/domain/evaluation.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import {
  anEntry,
  anObligation,
  aRecommendation,
  aVisit,
  aVisitReport,
} from '../support/builders.ts';

const advice = aRecommendation({ state: 'in_progress' });

test('a year that closes tells of each open report, visit and recommendation how it stood', () => {
  const report = aVisitReport();
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
