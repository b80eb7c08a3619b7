import { describe, expect, it } from 'vitest';
import { createStillDue } from '../../functions/mail/still-due.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { NoticeKind } from '../../shared/domain/notice.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import type { Schedule, ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import {
  anEntry,
  anObligation,
  aSubmission,
  aVisit,
  fy2563,
  officer,
} from '../support/builders.ts';

function stillDue({
  obligation,
  entry,
  visit,
}: {
  obligation?: Obligation;
  entry?: ScheduleEntry;
  visit?: Visit;
}) {
  const schedule: Schedule = {
    schemaVersion: 1,
    fiscalYear: fy2563,
    province: '80',
    version: 1,
    publishedAt: '2020-05-01T02:00:00.000Z',
    entries: entry ? [entry] : [],
  };
  return createStillDue({
    obligations: { find: async () => obligation },
    season: {
      schedule: async () => schedule,
      visit: async () => visit,
      recommendations: async () => [],
    },
  });
}

async function ofRound(kind: NoticeKind, rung: string, today: string, obligation?: Obligation) {
  const row = { owner: 'ORG#80-0711', about: '2563-6M', kind, rung, facts: {} } as const;
  return stillDue(obligation ? { obligation } : {})(row, localDate(today));
}

async function ofVisit(
  kind: NoticeKind,
  rung: string,
  entry?: ScheduleEntry,
  visit?: Visit,
  facts: Record<string, unknown> = {},
) {
  const row = { owner: 'ORG#80-0711', about: '2563-V1', kind, rung, facts } as const;
  const state = { ...(entry && { entry }), ...(visit && { visit }) };
  return stillDue(state)(row, localDate('2020-05-20'));
}

function handedIn(): Obligation {
  const outcome = submitted(anObligation(), aSubmission(), { signoff: 'not-required' });
  if (!('next' in outcome)) throw new Error('refused');
  return outcome.next;
}

describe('a notice of the ladder', () => {
  it.each([
    ['opening', 'open', '2020-04-01', true],
    ['opening', 'open', '2020-05-01', false],
    ['reminder', 'D-7', '2020-04-23', true],
    ['reminder', 'D-7', '2020-04-30', false],
    ['due-today', 'D0', '2020-04-30', true],
    ['due-today', 'D0', '2020-05-01', false],
    ['late', 'L+1', '2020-05-01', true],
    ['late', 'L+15', '2020-07-01', false],
  ] as const)('%s (%s) leaves on %s: %s', async (kind, rung, today, leaves) => {
    expect(await ofRound(kind, rung, today, anObligation())).toBe(leaves);
  });

  it('is not told to those who have handed in, who need not, or of whom nothing is known', async () => {
    expect(await ofRound('late', 'L+1', '2020-05-01', handedIn())).toBe(false);
    expect(await ofRound('late', 'L+1', '2020-05-01', anObligation({ state: 'waived' }))).toBe(
      false,
    );
    expect(await ofRound('late', 'L+1', '2020-05-01')).toBe(false);
  });

  it('of lateness is not told to those who were given more time since', async () => {
    const extended = anObligation({ extendedUntil: localDate('2020-05-15') });
    expect(await ofRound('late', 'L+1', '2020-05-01', extended)).toBe(false);
  });
});

describe('a notice of a state', () => {
  it('asks to sign only as long as that very request stands', async () => {
    const asked = anObligation({ state: 'awaiting_signoff', signoffRequests: 2 });
    expect(await ofRound('signoff', 'signoff-2', '2020-04-20', asked)).toBe(true);
    expect(await ofRound('signoff', 'signoff-1', '2020-04-20', asked)).toBe(false);
    expect(await ofRound('signoff', 'signoff-2', '2020-04-20', handedIn())).toBe(false);
  });

  it('asks for corrections only until they are handed in', async () => {
    const returned = {
      version: 1,
      on: localDate('2020-04-20'),
      by: officer,
      reason: 'r',
      rows: [],
      until: localDate('2020-05-08'),
    };
    const open = { ...handedIn(), state: 'returned' as const, returned };
    expect(await ofRound('returned', 'returned-v1', '2020-04-21', open)).toBe(true);
    const again = { ...open, state: 'submitted' as const };
    expect(await ofRound('returned', 'returned-v1', '2020-04-21', again)).toBe(false);
  });

  it('says that a report was accepted unless it was returned after all', async () => {
    const accepted = { ...handedIn(), state: 'accepted' as const };
    expect(await ofRound('accepted', 'accepted-v1', '2020-04-21', accepted)).toBe(true);
    expect(await ofRound('accepted', 'accepted-v1', '2020-04-21', handedIn())).toBe(false);
  });

  it('that confirms a receipt stays true', async () => {
    expect(await ofRound('receipt', 'receipt-v1', '2020-04-21', handedIn())).toBe(true);
  });
});

describe('a notice of a visit', () => {
  const moved = anEntry({ sequence: 1 });

  it('leaves while its sequence is the current one', async () => {
    expect(await ofVisit('visit-notice', 'notice-0', anEntry())).toBe(true);
    expect(await ofVisit('visit-notice', 'notice-0', moved)).toBe(false);
    expect(await ofVisit('visit-moved', 'moved-1', moved)).toBe(true);
    expect(await ofVisit('visit-notice', 'notice-1', anEntry({ sequence: 11 }))).toBe(false);
    expect(await ofVisit('visit-notice', 'notice-0')).toBe(false);
  });

  it('of a day that has gone by, or that was called off, stays behind', async () => {
    const past = anEntry({ date: localDate('2020-05-19') });
    expect(await ofVisit('visit-reminder', 'reminder-0', past)).toBe(false);
    const cancelled = anEntry({ state: 'cancelled', sequence: 1 });
    expect(await ofVisit('visit-reminder', 'reminder-1', cancelled)).toBe(false);
    expect(await ofVisit('visit-moved', 'moved-1', cancelled)).toBe(false);
    expect(await ofVisit('visit-cancelled', 'moved-1', cancelled)).toBe(true);
  });

  it('chases only hosts that have not answered', async () => {
    expect(await ofVisit('visit-chase', 'chase-0', anEntry(), aVisit())).toBe(true);
    const acknowledged = {
      sequence: 0,
      on: localDate('2020-05-15'),
      by: officer,
      place: '',
      receivedBy: '',
      mobile: '',
    };
    const answered = aVisit({ acknowledged });
    expect(await ofVisit('visit-chase', 'chase-0', anEntry(), answered)).toBe(false);
    expect(await ofVisit('visit-chase', 'chase-1', moved, answered)).toBe(true);
  });
});

it('a notice without a number that has not left gives way to the one with it', async () => {
  const told = { sequence: 0, calendarSequence: 1 };
  const visit = aVisit({ told });
  const sent = (sequence: number) =>
    ofVisit('visit-notice', 'notice-0', anEntry({ revisions: 1 }), visit, { sequence });
  expect([await sent(0), await sent(1)]).toEqual([false, true]);
});

it('an appointment of the team leaves unless the visit has moved on', async () => {
  const leaves = (sequence: number) =>
    stillDue({ entry: anEntry({ sequence }) })(
      {
        owner: 'OFFICE#80',
        about: '2563-V1-80-0711',
        kind: 'visit-team',
        rung: 'on-1',
        facts: {},
      },
      localDate('2020-05-20'),
    );
  expect([await leaves(1), await leaves(2)]).toEqual([true, false]);
});

it('a digest to the office always leaves', async () => {
  const row = {
    owner: 'OFFICE#80',
    about: '2563-6M',
    kind: 'digest',
    rung: 'D-7',
    facts: {},
  } as const;
  expect(await stillDue({})(row, localDate('2020-04-24'))).toBe(true);
});
