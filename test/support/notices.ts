/** Ledger rows to test with. */
import { type NewNotice, type NoticeRow, queued } from '../../shared/domain/ledger.ts';

const early = new Date('2020-04-22T23:00:00Z');

export function aNotice(changes: Partial<NewNotice> = {}): NewNotice {
  return {
    owner: 'ORG#80-0711',
    about: '2563-6M',
    kind: 'reminder',
    rung: 'D-7',
    contactId: 'coordinator-1',
    to: 'plan@thasamet.example',
    facts: {},
    dueAt: '2020-04-23T01:30:00.000Z',
    urgent: false,
    ...changes,
  };
}

export function aRow(changes: Partial<NoticeRow> = {}): NoticeRow {
  return { ...queued(aNotice(), early), ...changes };
}
