import { describe, expect, test } from 'vitest';
import {
  actsFor,
  adviceDue,
  adviceLadder,
  type FollowUpAct,
  followedUp,
  hostActs,
  isAdviceOverdue,
  missingAdvice,
  officeActs,
  openAdvice,
} from '../../shared/domain/follow-up.ts';
import { daysFrom, localDate } from '../../shared/domain/local-date.ts';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import {
  aRecommendation,
  aVisit,
  aVisitReport,
  calendar80,
  fy2563,
  officer,
} from '../support/builders.ts';

const today = localDate('2020-06-01');
const word = (act: FollowUpAct['act']): FollowUpAct =>
  act === 'ask-more'
    ? { act, note: 'ขอหลักฐาน', until: localDate('2020-08-31') }
    : { act, note: 'เผยแพร่แล้ว' };

function through(...acts: FollowUpAct['act'][]): Recommendation {
  return acts.reduce((one, act) => {
    const outcome = followedUp(one, word(act), officer, today);
    if ('refused' in outcome) throw new Error(`${act} refused: ${outcome.refused}`);
    return outcome.next;
  }, aRecommendation());
}

describe('a recommendation', () => {
  test('goes from open to verified, and keeps who said what', () => {
    const { state, history } = through('accept', 'start', 'finish', 'ask-more', 'finish', 'verify');
    expect(state).toBe('verified');
    expect(history.map((entry) => entry.state)).toEqual([
      'accepted',
      'in_progress',
      'done',
      'needs_more',
      'done',
      'verified',
    ]);
  });

  test('more that is asked for sets a new day', () => {
    expect(through('finish', 'ask-more').dueOn).toBe('2020-08-31');
  });

  test.each([
    ['open', ['accept', 'start', 'finish', 'decline'], []],
    ['accepted', ['start', 'finish', 'decline'], []],
    ['in_progress', ['finish', 'decline'], []],
    ['done', [], ['verify', 'ask-more']],
    ['needs_more', ['accept', 'start', 'finish', 'decline'], []],
    ['cannot_do', ['finish'], ['ask-more']],
    ['verified', [], []],
  ] as const)(
    'that is %s leaves %j to its organization and %j to the office',
    (state, host, office) => {
      expect(actsFor({ state }, hostActs)).toEqual(host);
      expect(actsFor({ state }, officeActs)).toEqual(office);
      for (const act of [...hostActs, ...officeActs]) {
        const allowed = [...host, ...office].some((one) => one === act);
        const outcome = followedUp(aRecommendation({ state }), word(act), officer, today);
        expect('next' in outcome, act).toBe(allowed);
      }
    },
  );

  test.each(['finish', 'decline', 'ask-more'] as const)('%s needs a word', (act) => {
    const state = act === 'ask-more' ? 'done' : 'open';
    const wordless = { ...word(act), note: '' };
    expect(followedUp(aRecommendation({ state }), wordless, officer, today)).toEqual({
      refused: 'no-word',
    });
  });

  test('more cannot be asked for by a day that has passed', () => {
    const act = { act: 'ask-more', note: 'ขอหลักฐาน', until: today } as const;
    expect(followedUp(aRecommendation({ state: 'done' }), act, officer, today)).toEqual({
      refused: 'past-day',
    });
  });

  test('is overdue once its day has passed, until there is an answer', () => {
    const late = localDate('2020-07-25');
    expect(isAdviceOverdue(aRecommendation(), localDate('2020-07-24'))).toBe(false);
    expect(isAdviceOverdue(aRecommendation(), late)).toBe(true);
    expect(isAdviceOverdue(aRecommendation({ state: 'in_progress' }), late)).toBe(true);
    expect(isAdviceOverdue(aRecommendation({ state: 'done' }), late)).toBe(false);
  });

  test('is spoken of in the 12-month report while it is open, from past years too', () => {
    const earlier = aRecommendation({ fiscalYear: 2562 as Recommendation['fiscalYear'], no: 2 });
    const settled = aRecommendation({ state: 'verified', no: 3 });
    const others = aRecommendation({ orgId: '80-0712' });
    const all = [aRecommendation(), earlier, settled, others];
    expect(openAdvice(all, '80-0711', fy2563).map(({ no }) => no)).toEqual([1, 2]);
  });
});

/** Sweeps each day; `on` says what becomes of the recommendation on a day. */
function year(on: (day: string, one: Recommendation) => Recommendation = (_, one) => one) {
  const told: [string, string][] = [];
  let one = aRecommendation();
  for (const day of daysFrom(localDate('2020-05-28'), localDate('2020-11-30'))) {
    one = on(day, one);
    const { due, skipped } = adviceDue(one, adviceLadder, calendar80, day);
    const outcomes = [
      ...due.map(({ rung }) => [rung, { on: day, outcome: 'queued' }] as const),
      ...skipped.map(({ rung, why }) => [rung, { on: day, outcome: 'skipped', why }] as const),
    ];
    for (const { kind } of due) told.push([day, kind]);
    one = { ...one, rungs: { ...one.rungs, ...Object.fromEntries(outcomes) } };
  }
  return told;
}

describe('a recommendation due on 24 July', () => {
  test('chases itself while nobody answers, and never on a day off', () => {
    expect(year()).toEqual([
      ['2020-05-28', 'advice'],
      ['2020-06-11', 'advice-reminder'],
      ['2020-07-10', 'advice-reminder'],
      // The 25th is a Saturday, the 27th a holiday, the 28th another.
      ['2020-07-29', 'advice-overdue'],
      ['2020-08-10', 'advice-overdue'],
      ['2020-08-24', 'advice-overdue'],
    ]);
  });

  test('is not asked for an answer once accepted, but still reminded', () => {
    const accepted = (day: string, one: Recommendation): Recommendation =>
      day >= '2020-06-01' ? { ...one, state: 'accepted' } : one;
    expect(year(accepted).map(([day]) => day)).toEqual([
      '2020-05-28',
      '2020-07-10',
      '2020-07-29',
      '2020-08-10',
      '2020-08-24',
    ]);
  });

  test('says nothing more once done, and climbs anew when more is asked for', () => {
    const answered = (day: string, one: Recommendation): Recommendation => {
      if (day < '2020-07-01') return one;
      if (day < '2020-08-03') return { ...one, state: 'done' };
      return { ...one, state: 'needs_more', dueOn: localDate('2020-09-30') };
    };
    expect(year(answered)).toEqual([
      ['2020-05-28', 'advice'],
      ['2020-06-11', 'advice-reminder'],
      ['2020-08-03', 'advice-more'],
      ['2020-09-16', 'advice-reminder'],
      ['2020-10-01', 'advice-overdue'],
      ['2020-10-15', 'advice-overdue'],
      ['2020-10-30', 'advice-overdue'],
    ]);
  });
});

describe('recommendations of a submitted report', () => {
  const report = aVisitReport({
    recommendations: ['เผยแพร่แผน', 'ทบทวนรายการที่ 7'],
    dueDays: [localDate('2020-06-30')],
  });
  const recorded = { recordedOn: localDate('2020-05-28'), recordedBy: officer, submitted: true };

  test('are added where a crash has lost them, each with its day', () => {
    const visit = aVisit({ report: { ...report, ...recorded } });
    const missing = missingAdvice(visit, []);
    expect(missing.map(({ no, dueOn }) => [no, dueOn])).toEqual([
      [1, '2020-06-30'],
      [2, '2020-07-26'],
    ]);
    expect(missingAdvice(visit, missing.slice(0, 1)).map(({ no }) => no)).toEqual([2]);
    expect(missingAdvice(visit, missing)).toEqual([]);
  });

  test('are none while it is a draft', () => {
    const visit = aVisit({ report: { ...report, ...recorded, submitted: false } });
    expect(missingAdvice(visit, [])).toEqual([]);
  });
});
