import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOf } from '../../shared/domain/score.ts';

const count = fc.nat(300);

function counts(completed: number, ongoing: number, unable = 0, awaiting = 0) {
  return { completed, ongoing, unable, awaiting, total: completed + ongoing + unable + awaiting };
}

test('a score lies between 0 and 100, and more work done never lowers it', () => {
  fc.assert(
    fc.property(count, count, count, count, (completed, ongoing, unable, awaiting) => {
      const { percent } = scoreOf(counts(completed, ongoing, unable, awaiting), '12M');
      if (percent === null) return completed + ongoing + unable + awaiting === 0;
      const better = scoreOf(
        counts(completed + 1, ongoing, unable, Math.max(0, awaiting - 1)),
        '12M',
      );
      return percent >= 0 && percent <= 100 && (better.percent ?? 0) >= percent;
    }),
  );
});

test('there is no score where there is nothing to report', () => {
  expect(scoreOf(counts(0, 0), '6M')).toEqual({ percent: null, band: 'none' });
});

test.each([
  ['6M', counts(1, 0, 1), 'green', 50],
  ['6M', counts(99, 0, 101), 'orange', 49.5],
  ['6M', counts(1, 0, 4), 'orange', 20],
  ['6M', counts(0, 0, 1), 'red', 0],
  ['12M', counts(4, 0, 1), 'green', 80],
  ['12M', counts(1, 0, 1), 'orange', 50],
  ['12M', counts(1, 0, 2), 'red', 33.33],
] as const)('in the %s round %j is %s at %d %%', (round, figures, band, percent) => {
  expect(scoreOf(figures, round)).toEqual({ percent, band });
});
