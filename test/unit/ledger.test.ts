import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimed,
  type Fate,
  fated,
  isOpen,
  ledgerKeyText,
  ledgerTag,
  type NoticeRow,
  noticeRowSchema,
  parseLedgerKey,
  parseLedgerTag,
  putOff,
  rejected,
  sendAt,
  sendingOf,
  sent,
  spoilsAddress,
  superseded,
  unanswered,
  waitedOut,
} from '../../shared/domain/ledger.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { noticeKinds } from '../../shared/domain/notice.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { aRow } from '../support/notices.ts';

const now = new Date('2020-04-23T02:00:00Z');
const fates: Fate[] = ['given-up', 'delivered', 'unreachable', 'suppressed', 'complained'];

function minutesLater(minutes: number): Date {
  return new Date(now.valueOf() + minutes * 60_000);
}

function sending(claim = 'runner-1'): NoticeRow {
  const row = claimed(aRow(), claim, now);
  if (!row) throw new Error('nothing to claim');
  return row;
}

describe('a notice on its way', () => {
  it('is taken by one runner, which alone may say what came of it', () => {
    const row = sending();
    expect(row).toMatchObject({ state: 'sending', attempt: 1, claim: 'runner-1' });
    expect(claimed(row, 'runner-2', now)).toBeUndefined();
    expect(sent(row, 'runner-2', 'ses-1', now)).toBe(row);
    expect(rejected(row, 'runner-2', 'no such address', now)).toBe(row);
    expect(sent(row, 'runner-1', 'ses-1', now)).toMatchObject({ state: 'sent' });
  });

  it('is not taken before it is due', () => {
    const row = aRow({ dueAt: minutesLater(1).toISOString() });
    expect(claimed(row, 'runner-1', now)).toBeUndefined();
  });

  it('fits the schema in every state', () => {
    const row = sending();
    const rows = [
      sent(row, 'runner-1', 'ses-1', now),
      rejected(row, 'runner-1', 'no such address', now),
      putOff(row, 'runner-1', 'Throttling', now),
      waitedOut(unanswered(row, 'runner-1', 'timeout', now), minutesLater(15)),
      superseded(aRow(), now),
      ...fates.map((fate) => fated(row, fate, now)),
    ];
    expect(rows.map((each) => noticeRowSchema.parse(each))).toEqual(rows);
  });

  it('goes back to the queue when the service is too busy, ever more patiently', () => {
    let row = sending();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      row = putOff(row, 'runner-1', 'Throttling', now);
      waits.push((Date.parse(row.dueAt) - now.valueOf()) / 60_000);
      row = { ...row, state: 'sending', attempt: row.attempt + 1 };
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(row.maybeDuplicate).toBe(false);
  });
});

describe('an attempt without an answer', () => {
  it('waits 15 minutes for news, then is sent again and flagged', () => {
    const waiting = unanswered(sending(), 'runner-1', 'timeout', now);
    expect(waiting).toMatchObject({ state: 'sending', dueAt: minutesLater(15).toISOString() });
    expect(waitedOut(waiting, minutesLater(14))).toBe(waiting);
    expect(waitedOut(waiting, minutesLater(15))).toMatchObject({
      state: 'queued',
      maybeDuplicate: true,
      dueAt: minutesLater(15).toISOString(),
    });
  });

  it('is closed by the news that it arrived', () => {
    const waiting = unanswered(sending(), 'runner-1', 'timeout', now);
    const arrived = fated(waiting, 'delivered', minutesLater(1));
    expect(isOpen(arrived)).toBe(false);
    expect(waitedOut(arrived, minutesLater(15))).toBe(arrived);
  });

  it('whose answer comes after the row was given back is still counted as sent', () => {
    const again = waitedOut(sending(), minutesLater(15));
    expect(sent(again, 'runner-1', 'ses-1', minutesLater(16)).state).toBe('sent');
  });

  it('is given up after eight of them, since each may have reached the recipient', () => {
    let row = aRow();
    let clock = now;
    let attempts = 0;
    while (isOpen(row)) {
      clock = new Date(Math.max(clock.valueOf(), Date.parse(row.dueAt)));
      row = claimed(row, 'runner-1', clock) ?? row;
      row = unanswered(row, 'runner-1', 'timeout', clock);
      clock = new Date(Date.parse(row.dueAt));
      row = waitedOut(row, clock);
      attempts += 1;
    }
    expect(row).toMatchObject({ state: 'failed', attempt: 8, maybeDuplicate: true });
    expect(attempts).toBe(8);
  });
});

describe('the fate of a mail', () => {
  it('comes out the same in whatever order and however often the news arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fates), { minLength: 1 }), (news) => {
        const row = sent(sending(), 'runner-1', 'ses-1', now);
        const ended = (order: Fate[]) => order.reduce((each, fate) => fated(each, fate, now), row);
        const sorted = [...news].sort((a, b) => fates.indexOf(a) - fates.indexOf(b));
        expect(ended(news).state).toBe(ended(sorted).state);
        expect(ended([...news, ...news])).toEqual(ended(news));
      }),
    );
  });

  it('may be known before the answer to the sending', () => {
    const delivered = fated(sending(), 'delivered', now);
    const answered = sent(delivered, 'runner-1', 'ses-1', now);
    expect(answered).toMatchObject({ state: 'delivered', messageId: 'ses-1' });
  });

  it('spoils the address when it does not exist, not when its box was full', () => {
    expect(fates.filter(spoilsAddress)).toEqual(['unreachable', 'suppressed', 'complained']);
  });

  it('is not overwritten by a notice that is no longer due', () => {
    const row = fated(sending(), 'delivered', now);
    expect(superseded(row, now)).toBe(row);
    expect(superseded(aRow(), now).state).toBe('superseded');
  });
});

describe('the key of a row', () => {
  it('reads back from its text and from a tag that the mail service allows', () => {
    const key = {
      owner: 'ORG#80-0711',
      about: '2563-6M',
      kind: 'late',
      rung: 'L+15',
      contactId: 'executive-1',
    } as const;
    expect(ledgerKeyText(key)).toBe('ORG#80-0711#2563-6M#late#L+15#executive-1');
    expect(parseLedgerKey(ledgerKeyText(key))).toEqual(key);
    expect(ledgerTag(key)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    expect(parseLedgerTag(ledgerTag(key))).toEqual(key);
  });

  it('fits a tag at its longest', () => {
    const key = {
      owner: 'ORG#80-0711',
      about: '2563-V123',
      kind: 'supervision-overdue',
      rung: 'x'.repeat(40),
      contactId: 'y'.repeat(40),
    } as const;
    expect(ledgerTag(key).length).toBeLessThanOrEqual(256);
    expect(parseLedgerTag(ledgerTag(key))).toEqual(key);
  });

  it.each([
    '',
    'ORG#80-0711',
    'ORG#80-0711#2563-6M#spam#D-7#a',
    'USER#80-0711#2563-6M#reminder#D-7#a',
    'ORG#80-0711#2563-6M#reminder#D-7#a#b',
    'AAAA',
  ])('is not found in %j', (text) => {
    expect(parseLedgerKey(text)).toBeUndefined();
    expect(parseLedgerTag(text)).toBeUndefined();
  });
});

describe('the hour at which a notice leaves', () => {
  const calendar = workCalendar('80');
  const thai = (text: string) => new Date(`${text}+07:00`);

  it.each([
    ['before offices open', '2020-04-23T06:00', '2020-04-23T08:30'],
    ['in office hours', '2020-04-23T10:15', '2020-04-23T10:15'],
    ['in the last minute', '2020-04-23T16:29', '2020-04-23T16:29'],
    ['after hours on a Thursday', '2020-04-23T16:30', '2020-04-24T08:30'],
    ['after hours on a Friday', '2020-04-24T18:00', '2020-04-27T08:30'],
    ['on a holiday before a weekend', '2020-05-01T10:00', '2020-05-01T10:00'],
    ['on Coronation Day', '2020-05-04T10:00', '2020-05-05T08:30'],
    ['on a working Songkran of 2563', '2020-04-14T07:00', '2020-04-14T08:30'],
  ])('decided on %s', (_, decided, leaves) => {
    expect(sendAt(thai(decided), 'office-hours', calendar)).toEqual(thai(leaves));
  });

  it('is the opening of offices for a notice that belongs to a day', () => {
    expect(sendAt(localDate('2020-04-23'), 'office-hours', calendar)).toEqual(
      thai('2020-04-23T08:30'),
    );
  });

  it('keeps the notice of the due day on its day, holiday or not', () => {
    const saturday = localDate('2020-10-31');
    expect(sendAt(saturday, sendingOf['due-today'], calendar)).toEqual(thai('2020-10-31T08:30'));
    const evening = thai('2020-10-31T20:00');
    expect(sendAt(evening, 'that-day', calendar)).toEqual(evening);
  });

  it('is now for what answers an act', () => {
    const midnight = thai('2020-05-02T00:10');
    expect(sendAt(midnight, sendingOf.receipt, calendar)).toEqual(midnight);
  });

  it('is known for every kind of notice', () => {
    expect(Object.keys(sendingOf).sort()).toEqual([...noticeKinds].sort());
  });
});
