import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cycle,
  LONGEST_RUN_DAYS,
  newCycle,
  nextStep,
  type Work,
  workDone,
} from '../../shared/domain/cycle.ts';
import {
  addDays,
  daysFrom,
  instantAt,
  localDate,
  localDateAt,
} from '../../shared/domain/local-date.ts';
import { standardRules } from '../../shared/domain/round.ts';
import { fy2563 } from '../support/builders.ts';

const begun = instantAt(localDate('2019-10-01'), 6);

/** What a day's work comes to, each done as it is asked for. */
function workOn(
  cycle: Cycle,
  day: string,
  startedAt = instantAt(localDate(day), 0),
): { works: Work[]; cycle: Cycle } {
  const now = instantAt(localDate(day), 6);
  const works: Work[] = [];
  let current = cycle;
  for (;;) {
    const step = nextStep(current, standardRules, now, startedAt);
    if (step.action === 'wait' || step.action === 'end') return { works, cycle: current };
    works.push(step.action);
    current = workDone(current, step.action, localDateAt(now));
  }
}

describe('a cycle', () => {
  test('does each stage on its days, and closes on 1 December although nothing came in', () => {
    let cycle = newCycle(fy2563, '80');
    const days: Record<string, string[]> = {};
    for (const day of daysFrom(localDate('2019-10-01'), localDate('2020-12-01'))) {
      const done = workOn(cycle, day);
      cycle = done.cycle;
      for (const work of done.works) days[work] = [...(days[work] ?? []), day];
    }
    expect(days['monitoring']?.[0]).toBe('2019-10-01');
    expect(days['monitoring']).toEqual(
      expect.arrayContaining(daysFrom(localDate('2020-04-01'), localDate('2020-05-21'))),
    );
    expect(days['visits']).toEqual(['2020-04-16', '2020-05-01']);
    expect(days['supervision']?.[0]).toBe('2020-04-16');
    expect(days['evaluation']).toEqual(
      expect.arrayContaining(daysFrom(localDate('2020-10-01'), localDate('2020-11-21'))),
    );
    expect(days['results']?.at(-1)).toBe('2020-12-01');
    expect(days['close']).toEqual(['2020-12-01']);
  });

  test('that missed a week does what is due now, once', () => {
    const { works } = workOn(newCycle(fy2563, '80'), '2020-05-04');
    expect(works).toEqual(['monitoring', 'visits', 'supervision', 'evaluation']);
  });

  test('once closed, ends every execution', () => {
    const closed = { ...newCycle(fy2563, '80'), state: 'closed' as const };
    expect(nextStep(closed, standardRules, begun, begun)).toEqual({ action: 'end' });
  });
});

test('an execution hands over after 180 days', () => {
  const cycle = { ...newCycle(fy2563, '80') };
  const at = (days: number) =>
    nextStep(cycle, standardRules, instantAt(addDays(localDate('2019-10-01'), days), 7), begun)
      .action;
  expect(at(LONGEST_RUN_DAYS - 1)).not.toBe('end');
  expect(at(LONGEST_RUN_DAYS)).toBe('end');
});

test('a wait always ends in the future and within a day, so that no loop spins and no change of calendar is missed', () => {
  const minutes = fc.integer({ min: 0, max: 420 * 24 * 60 });
  fc.assert(
    fc.property(minutes, fc.boolean(), (offset, allDone) => {
      const now = new Date(instantAt(localDate('2019-10-01')).valueOf() + offset * 60_000);
      const today = localDateAt(now);
      const works = [
        'monitoring',
        'visits',
        'supervision',
        'evaluation',
        'results',
        'close',
      ] as const;
      const cycle = allDone
        ? works.reduce((done, work) => workDone(done, work, today), newCycle(fy2563, '80'))
        : newCycle(fy2563, '80');
      const step = nextStep(cycle, standardRules, now, now);
      if (step.action !== 'wait') return;
      const wait = Date.parse(step.until) - now.valueOf();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(24 * 3_600_000);
    }),
  );
});
