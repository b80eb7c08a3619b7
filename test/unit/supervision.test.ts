import { describe, expect, test } from 'vitest';
import { daysFrom, type LocalDate, localDate } from '../../shared/domain/local-date.ts';
import { visitLadder } from '../../shared/domain/notice.ts';
import {
  reportOverdueBy,
  type ScheduleEntry,
  type Visit,
  visitNoticesDue,
  visitState,
} from '../../shared/domain/supervision.ts';
import {
  aContact,
  anAcknowledgement,
  anEntry,
  aVisit,
  aVisitReport,
  calendar80,
  officer,
} from '../support/builders.ts';

const host = [
  aContact(),
  aContact({ contactId: 'executive', role: 'executive', email: 'executive@lao.example' }),
];

/** Sweeps from `from` to `to`; `entryOn` says how the schedule stands on a day. */
function season(
  from: string,
  to: string,
  entryOn: (day: LocalDate) => ScheduleEntry,
  visit: Visit = aVisit(),
) {
  const told: [LocalDate, string, string][] = [];
  let current = visit;
  for (const day of daysFrom(localDate(from), localDate(to))) {
    const { due, skipped } = visitNoticesDue(
      entryOn(day),
      current,
      host,
      visitLadder,
      calendar80,
      day,
    );
    const rungs = { ...current.rungs };
    for (const { rung, kind } of due) {
      told.push([day, kind, rung]);
      rungs[rung] = { on: day, outcome: 'queued' };
    }
    for (const { rung, why } of skipped) rungs[rung] = { on: day, outcome: 'skipped', why };
    current = { ...current, rungs };
  }
  return { told, visit: current };
}

describe('a visit on 27 May', () => {
  test('is announced 14 days ahead, chased at 7, and recalled at 3 (a Sunday, so on the Friday before)', () => {
    expect(season('2020-05-01', '2020-06-05', () => anEntry()).told).toEqual([
      ['2020-05-13', 'visit-notice', 'notice-0'],
      ['2020-05-20', 'visit-chase', 'chase-0'],
      ['2020-05-22', 'visit-reminder', 'reminder-0'],
    ]);
  });

  test('is not chased once the host has answered', () => {
    const acknowledged = anAcknowledgement();
    const { told } = season('2020-05-01', '2020-06-05', () => anEntry(), aVisit({ acknowledged }));
    expect(told.map(([, kind]) => kind)).toEqual(['visit-notice', 'visit-reminder']);
  });

  test('is not chased either while another day is asked for', () => {
    const otherDayAsked = { sequence: 0, on: localDate('2020-05-14'), reason: 'ติดประชุมสภา' };
    const { told } = season('2020-05-01', '2020-06-05', () => anEntry(), aVisit({ otherDayAsked }));
    expect(told.map(([, kind]) => kind)).toEqual(['visit-notice', 'visit-reminder']);
  });

  test('published five days ahead is announced at once, without a chase or a reminder beside it', () => {
    expect(season('2020-05-22', '2020-05-28', () => anEntry()).told).toEqual([
      ['2020-05-22', 'visit-notice', 'notice-0'],
    ]);
  });

  test('moved after it was announced is announced anew, at once and once', () => {
    const moved = anEntry({ date: localDate('2020-06-17'), sequence: 1, reason: 'น้ำท่วม' });
    const { told, visit } = season('2020-05-01', '2020-06-18', (day) =>
      day < '2020-05-18' ? anEntry() : moved,
    );
    expect(told).toEqual([
      ['2020-05-13', 'visit-notice', 'notice-0'],
      ['2020-05-18', 'visit-moved', 'moved-1'],
      ['2020-06-10', 'visit-chase', 'chase-1'],
      ['2020-06-12', 'visit-reminder', 'reminder-1'],
    ]);
    expect(visitState(moved, visit, localDate('2020-06-05'))).toBe('notified');
  });

  test('moved before anybody was told is announced like any other', () => {
    const moved = anEntry({ date: localDate('2020-06-17'), sequence: 1 });
    expect(season('2020-05-01', '2020-06-05', () => moved).told[0]).toEqual([
      '2020-06-02',
      'visit-notice',
      'notice-1',
    ]);
  });

  test('postponed, then given a new day, then cancelled: each is told once', () => {
    const entryOn = (day: LocalDate) => {
      if (day < '2020-05-18') return anEntry();
      if (day < '2020-05-25') return anEntry({ state: 'postponed', sequence: 1 });
      if (day < '2020-06-01') return anEntry({ date: localDate('2020-06-24'), sequence: 2 });
      return anEntry({ date: localDate('2020-06-24'), state: 'cancelled', sequence: 3 });
    };
    expect(
      season('2020-05-01', '2020-06-30', entryOn).told.map(([, kind, rung]) => [kind, rung]),
    ).toEqual([
      ['visit-notice', 'notice-0'],
      ['visit-moved', 'moved-1'],
      ['visit-moved', 'moved-2'],
      ['visit-cancelled', 'moved-3'],
    ]);
  });

  test('cancelled before anybody was told is told to nobody', () => {
    expect(
      season('2020-05-01', '2020-06-30', () => anEntry({ state: 'cancelled', sequence: 1 })).told,
    ).toEqual([]);
  });
});

describe('the state of a visit', () => {
  const report = aVisitReport();

  test.each([
    ['scheduled', anEntry(), undefined],
    ['postponed', anEntry({ state: 'postponed' }), undefined],
    ['report_draft', anEntry(), aVisit({ report: { ...report, submitted: false } })],
    ['report_submitted', anEntry(), aVisit({ report })],
  ] as const)('is %s', (state, entry, visit) => {
    expect(visitState(entry, visit, localDate('2020-05-20'))).toBe(state);
  });

  test('an answer to an earlier invitation no longer counts', () => {
    const acknowledged = anAcknowledgement();
    const today = localDate('2020-05-20');
    expect(visitState(anEntry(), aVisit({ acknowledged }), today)).toBe('acknowledged');
    expect(visitState(anEntry({ sequence: 1 }), aVisit({ acknowledged }), today)).toBe('scheduled');
  });

  test.each([
    ['acknowledged', '2020-05-27'],
    ['held', '2020-05-28'],
  ] as const)('is %s on %s of a visit on 27 May that nobody has reported on', (state, day) => {
    const acknowledged = anAcknowledgement();
    expect(visitState(anEntry(), aVisit({ acknowledged }), localDate(day))).toBe(state);
  });

  test('its report is overdue from the 16th day after it, until it is submitted', () => {
    const overdue = (day: string, visit?: Visit) =>
      reportOverdueBy(anEntry(), visit, 15, localDate(day));
    expect(overdue('2020-06-11')).toBe(false);
    expect(overdue('2020-06-12')).toBe(true);
    expect(overdue('2020-06-12', aVisit({ report }))).toBe(false);
  });
});

describe('the letter with the results', () => {
  const report = aVisitReport({
    signatures: [{ position: 'หัวหน้าคณะ', capacity: 'holder', signedOn: localDate('2020-05-28') }],
    submitted: false,
  });
  const closed = { on: localDate('2020-06-01'), by: officer };
  const letter = { no: 'ปช 0044(นศ)/95', date: localDate('2020-06-01') };
  const mailsAfter = (visit: Partial<Visit>) =>
    season('2020-06-01', '2020-06-05', () => anEntry(), aVisit({ report, ...visit })).told;

  test('goes by mail once it has a number, and once only', () => {
    expect(mailsAfter({ closed: { ...closed, letter } })).toEqual([
      ['2020-06-01', 'visit-result', 'result-0'],
    ]);
  });

  test('is not told before it has a number', () => {
    expect(mailsAfter({})).toEqual([]);
    expect(mailsAfter({ closed })).toEqual([]);
  });
});
