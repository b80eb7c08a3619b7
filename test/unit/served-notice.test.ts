import { describe, expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { visitLadder } from '../../shared/domain/notice.ts';
import { moved, postponed } from '../../shared/domain/schedule.ts';
import {
  keptFromCircular,
  lackingNotice,
  markedUrgent,
  needsUrgency,
  numbered,
  servedOn,
} from '../../shared/domain/served-notice.ts';
import {
  calendarSequence,
  earlierLetterOf,
  noticeLetterOf,
  visitNoticesDue,
} from '../../shared/domain/supervision.ts';
import { aContact, anEntry, aVisit, calendar80, officer } from '../support/builders.ts';

/** A visit on Wednesday 27 May, so that its notice is to be served by 20 May. */
const day = (date: number, month = 5) =>
  localDate(`2020-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
const letter = { no: 'ปช 0044/101', date: day(4) };
const second = { no: 'ปช 0044/202', date: day(12) };
const noticed = { 'notice-0': { on: day(13), outcome: 'queued' } } as const;
const when = {
  teamId: 'team-1',
  date: day(9, 6),
  startMinute: 540,
  durationMinutes: 150,
  pinned: false,
};

describe('a notice is served', () => {
  test('by the mail that has its number, since the day it left', () => {
    const told = { sequence: 0, calendarSequence: 0, servedOn: day(13) };
    const visit = aVisit({ rungs: noticed, told });
    expect(servedOn(anEntry({ letter }), undefined, visit)).toBe(day(13));
  });

  test('not by an informal mail, although its number was entered later', () => {
    const visit = aVisit({ rungs: noticed, told: { sequence: 0, calendarSequence: 0 } });
    expect(servedOn(anEntry({ letter }), undefined, visit)).toBeUndefined();
  });

  test('not by a letter that named an earlier day', () => {
    const told = { sequence: 0, calendarSequence: 0, servedOn: day(13) };
    const visit = aVisit({ rungs: noticed, told });
    expect(servedOn(moved(anEntry({ letter }), when, ''), undefined, visit)).toBeUndefined();
  });

  test('by the answer of a host that mail does not reach, once there is a letter', () => {
    const acknowledged = {
      sequence: 0,
      on: day(15),
      by: officer,
      place: '',
      receivedBy: '',
      mobile: '',
    };
    const visit = aVisit({ acknowledged });
    expect(servedOn(anEntry(), { letter }, visit)).toBe(day(15));
    expect(servedOn(anEntry(), undefined, visit)).toBeUndefined();
  });

  test('by what was sent before mails were told apart', () => {
    expect(servedOn(anEntry(), { letter }, aVisit({ rungs: noticed }))).toBe(day(13));
  });
});

describe('a visit that draws near', () => {
  const lack = (today: number, entry = anEntry(), visit = aVisit()) =>
    lackingNotice(entry, undefined, visit, day(today))?.lack;
  const served = (on: number) => {
    const told = { sequence: 0, calendarSequence: 0, servedOn: day(on) };
    return aVisit({ rungs: noticed, told });
  };

  test('without a number is flagged from ten days ahead until it is held', () => {
    expect([16, 17, 20, 21, 27, 28].map((today) => lack(today))).toEqual([
      undefined,
      ...Array(4).fill('unnumbered'),
      undefined,
    ]);
  });

  test('tells a letter that nobody has got, and one that came too late', () => {
    expect(lack(18, anEntry({ letter }))).toBe('unsent');
    expect(lack(22, anEntry({ letter }), served(20))).toBeUndefined();
    expect(lack(22, anEntry({ letter }), served(21))).toBe('late');
  });

  test('is not flagged where it is urgent, off, or already reported', () => {
    expect(lack(22, markedUrgent(anEntry(), 'มีเรื่องร้องเรียน'))).toBeUndefined();
    expect(lack(22, postponed(anEntry(), 'น้ำท่วม'))).toBeUndefined();
  });
});

test('a day less than seven days ahead needs a reason', () => {
  expect([20, 21].map((today) => needsUrgency(day(27), day(today)))).toEqual([false, true]);
});

describe('a number', () => {
  test('entered after an informal mail has the host told anew, under the next SEQUENCE', () => {
    const told = { sequence: 0, calendarSequence: 0 };
    const informed = aVisit({ rungs: noticed, told });
    const entry = numbered(anEntry(), undefined, letter);
    expect(calendarSequence(entry)).toBe(1);
    const due = (visit = informed) =>
      visitNoticesDue(entry, visit, [aContact()], visitLadder, calendar80, day(15)).due.map(
        ({ kind, rung }) => [kind, rung],
      );
    expect(due()).toEqual([['visit-notice', 'again1-0']]);
    expect(due({ ...informed, told: { ...told, calendarSequence: 1 } })).toEqual([]);
    // An answer to the day stands: the day is the same.
    expect(entry.sequence).toBe(0);
  });

  test('mended later changes no calendar', () => {
    const entry = numbered(anEntry({ letter }), undefined, second);
    expect(calendarSequence(entry)).toBe(0);
    expect(noticeLetterOf(entry, undefined)).toEqual(second);
  });

  test('of the new day cites the old one', () => {
    const away = moved(anEntry({ letter }), when, 'น้ำท่วม');
    expect(noticeLetterOf(away, { letter })).toBeUndefined();
    expect(earlierLetterOf(away, undefined)).toEqual(letter);
    const again = numbered(away, undefined, second);
    expect(noticeLetterOf(again, undefined)).toEqual(second);
    expect(earlierLetterOf(again, undefined)).toEqual(letter);
  });

  test('of the next circular is not that of those whom the one before told', () => {
    const [own, before, none] = keptFromCircular(
      [anEntry({ letter: second }), anEntry(), anEntry({ awaitsLetter: true })],
      letter,
    );
    expect([own?.letter, before?.letter, none?.letter]).toEqual([second, letter, undefined]);
    const [never] = keptFromCircular([anEntry()], undefined);
    expect(noticeLetterOf(never ?? anEntry(), { letter: second })).toBeUndefined();
  });
});

test('a moved visit is urgent no more', () => {
  expect(moved(markedUrgent(anEntry(), 'เร่ง'), when, '').urgent).toBeUndefined();
});
