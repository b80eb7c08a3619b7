import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../shared/domain/local-date.ts';
import {
  cancelled,
  checkSchedule,
  entriesOf,
  moved,
  postponed,
  type ScheduleContext,
} from '../../shared/domain/schedule.ts';
import type { ScheduleEntry, Team } from '../../shared/domain/supervision.ts';
import { anEntry, CALENDAR, day } from '../support/office-world.ts';

const team: Team = {
  schemaVersion: 1,
  teamId: 'team-1',
  name: 'คณะนิเทศติดตามที่ 1',
  members: [],
  base: { latitude: 8.4, longitude: 99.9 },
  maxVisitsPerDay: 2,
  blockedDays: [day('2020-05-20')],
};
const orgIds = ['80-5001', '80-5002', '80-5003', '80-5004'];
const CANCELLED = new Date('2020-05-04T04:00:00.000Z');
const context: ScheduleContext = {
  teams: [team, { ...team, teamId: 'team-2', blockedDays: [] }],
  calendar: CALENDAR,
  today: day('2020-04-20'),
  orgIds: new Set(orgIds),
  published: [],
};
const codes = (entries: readonly ScheduleEntry[], changes: Partial<ScheduleContext> = {}) =>
  checkSchedule(entries, { ...context, ...changes }).map(({ code }) => code);

describe('a visit stands against the schedule', () => {
  test.each([
    ['on a public holiday', { date: day('2020-05-06') }, 'holiday'],
    ['on a Saturday', { date: day('2020-05-09') }, 'weekend'],
    ['on a day in a year without a calendar', { date: day('2035-05-09') }, 'calendar-unknown'],
    ['on a day gone by', { date: day('2020-04-17') }, 'past-day'],
    ['on a day its team is not free', { date: day('2020-05-20') }, 'blocked-day'],
    ['by a team that is not there', { teamId: 'team-9' }, 'unknown-team'],
    ['of an organization of another province', { orgId: '84-0001' }, 'foreign-organization'],
    ['before office hours', { startMinute: 480 }, 'outside-hours'],
    ['beyond office hours', { startMinute: 900 }, 'outside-hours'],
  ] as const)('%s', (_, changes, code) => {
    expect(codes([anEntry(changes)])).toEqual([code]);
  });

  test('while its team is elsewhere', () => {
    const other = anEntry({ orgId: '80-5002', startMinute: 600 });
    expect(checkSchedule([anEntry(), other], context)).toMatchObject([
      { code: 'team-taken', orgId: '80-5002', other: { orgId: '80-5001' } },
    ]);
  });

  test('when its organization has another visit ahead', () => {
    const second = anEntry({ visitNo: 2, date: day('2020-05-14') });
    expect(codes([anEntry(), second])).toEqual(['organization-twice']);
  });

  test('apart from the host of its cluster', () => {
    const attending = anEntry({ orgId: '80-5002', hostOrgId: '80-5001', startMinute: 780 });
    expect(codes([anEntry(), attending])).toEqual(['apart-from-host']);
  });
});

test('one visit ends as the next begins', () => {
  expect(codes([anEntry(), anEntry({ orgId: '80-5002', startMinute: 690 })])).toEqual([]);
});

test('those who attend a cluster share the hour of its host', () => {
  expect(codes([anEntry(), anEntry({ orgId: '80-5002', hostOrgId: '80-5001' })])).toEqual([]);
});

test('an organization may be visited again once its first visit is past', () => {
  const held = anEntry({ date: day('2020-04-17') });
  expect(codes([held, anEntry({ visitNo: 2 })], { published: [held] })).toEqual([]);
});

test('what is published stays a fact although a holiday was declared on its day', () => {
  const entry = anEntry({ date: day('2020-05-06') });
  expect(codes([entry], { published: [entry] })).toEqual([]);
});

test('a postponed or cancelled visit takes nobody’s time', () => {
  const others = [
    postponed(anEntry(), 'น้ำท่วม'),
    cancelled(anEntry({ orgId: '80-5002' }), 'ยุบรวม', CANCELLED),
  ];
  expect(codes([...others, anEntry({ orgId: '80-5003' })])).toEqual([]);
});

test('every change raises the sequence and remembers the day before', () => {
  const when = { ...anEntry(), date: day('2020-05-14') };
  expect(moved(anEntry({ sequence: 3 }), when, 'ขอเปลี่ยน')).toMatchObject({
    sequence: 4,
    date: '2020-05-14',
    movedFrom: { date: '2020-05-12' },
    state: 'scheduled',
  });
});

test('a proposal leaves out whoever has a visit already, also one that awaits its new day', () => {
  const visit = (organizationId: string) => ({
    organizationId,
    hostOrganizationId: null,
    teamId: 'team-1',
    date: day('2020-05-12'),
    startMinute: 540,
    durationMinutes: 150,
    pinned: false,
  });
  const published = [
    anEntry(),
    postponed(anEntry({ orgId: '80-5002' }), 'น้ำท่วม'),
    cancelled(anEntry({ orgId: '80-5003' }), 'ยุบรวม', CANCELLED),
  ];
  const proposed = (at: string) =>
    entriesOf(orgIds.map(visit), published, at).map(({ orgId, visitNo }) => [orgId, visitNo]);
  expect(proposed('2020-05-04T04:00:01.000Z')).toEqual([
    ['80-5003', 2],
    ['80-5004', 1],
  ]);
  // What the office has cancelled does not come back by what was proposed before.
  expect(proposed('2020-04-16T02:00:00.000Z')).toEqual([['80-5004', 1]]);
});

describe('an accepted schedule', () => {
  const someEntry = fc
    .record({
      orgId: fc.constantFrom(...orgIds),
      visitNo: fc.integer({ min: 1, max: 2 }),
      teamId: fc.constantFrom('team-1', 'team-2'),
      date: fc.integer({ min: 0, max: 4 }).map((days) => addDays(day('2020-05-11'), days)),
      startMinute: fc.constantFrom(510, 540, 600, 690, 780, 840),
      durationMinutes: fc.constantFrom(60, 150),
      state: fc.constantFrom('scheduled' as const, 'scheduled' as const, 'postponed' as const),
    })
    .map(anEntry);

  /** Written apart from the check: minute by minute. */
  const minutesOf = ({ date, startMinute, durationMinutes }: ScheduleEntry) =>
    Array.from({ length: durationMinutes }, (_, minute) => `${date} ${startMinute + minute}`);
  const booked = (entries: readonly ScheduleEntry[], who: (entry: ScheduleEntry) => string) =>
    entries
      .filter(({ state }) => state === 'scheduled')
      .flatMap((entry) => minutesOf(entry).map((minute) => `${who(entry)} ${minute}`));

  test('never books a team or an organization twice', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(someEntry, { maxLength: 5 }), (entries) => {
        if (checkSchedule(entries, context).length > 0) return;
        accepted += 1;
        for (const who of [
          ({ teamId }: ScheduleEntry) => teamId,
          ({ orgId }: ScheduleEntry) => orgId,
        ]) {
          const minutes = booked(entries, who);
          expect(new Set(minutes).size).toBe(minutes.length);
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  test('stays so through any change that is accepted', () => {
    fc.assert(
      fc.property(fc.array(someEntry, { minLength: 2, maxLength: 12 }), (attempts) => {
        let published: ScheduleEntry[] = [];
        for (const entry of attempts) {
          const key = ({ orgId, visitNo }: ScheduleEntry) => `${orgId} ${visitNo}`;
          const next = [...published.filter((other) => key(other) !== key(entry)), entry];
          if (checkSchedule(next, { ...context, published }).length === 0) published = next;
        }
        const minutes = booked(published, ({ teamId }) => teamId);
        expect(new Set(minutes).size).toBe(minutes.length);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
