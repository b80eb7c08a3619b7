import { afterAll, describe, expect, test } from 'vitest';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import type { AuditHead } from '../../shared/domain/audit.ts';
import { newCycle, workDone } from '../../shared/domain/cycle.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import { MOST_ITEMS } from '../../shared/domain/plan.ts';
import type { Schedule } from '../../shared/domain/supervision.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { dynamoTable, type Key } from '../../shared/store/table.ts';
import { documentClient } from '../../shared/wiring.ts';
import {
  aContact,
  aContent,
  aLine,
  anEntry,
  anEvent,
  anItem,
  anObligation,
  anOrganization,
  aSubmission,
  aVisit,
  fy2563,
  officer,
} from '../support/builders.ts';

const engine = await dynamoEngine({});
await engine.createTable('stores');
afterAll(() => engine.close());
const table = dynamoTable(documentClient(engine.client), 'stores');
const sixMonths = { fiscalYear: fy2563, round: '6M' } as const;

describe('obligations', () => {
  const obligations = obligationStore(table);

  test('are opened once and found again', async () => {
    expect(await obligations.open(anObligation())).toBe(true);
    expect(await obligations.open(anObligation({ state: 'waived' }))).toBe(false);
    expect(await obligations.find('80-0711', sixMonths)).toEqual(anObligation());
    expect(await obligations.find('80-9999', sixMonths)).toBeUndefined();
  });

  test('of two writers only the first wins', async () => {
    const read = await obligations.find('80-0711', sixMonths);
    if (!read) throw new Error('not opened');
    const [one, other] = await Promise.all([
      obligations.save({ ...read, state: 'in_progress' }, anEvent({ eventId: 'one' })),
      obligations.save({ ...read, state: 'awaiting_signoff' }, anEvent({ eventId: 'other' })),
    ]);
    expect([one, other].filter(Boolean)).toHaveLength(1);
    const stored = await obligations.find('80-0711', sixMonths);
    expect(stored).toEqual(one ?? other);
    expect(stored?.rev).toBe(read.rev + 1);
  });

  test('a write whose answer was lost is known by its own event', async () => {
    const read = await obligations.find('80-0711', sixMonths);
    if (!read) throw new Error('not opened');
    const saved = await obligations.save(read, anEvent({ eventId: 'lost-answer' }));
    // The SDK repeats a request of which it saw no answer: the condition now fails, although it was ours.
    expect(await obligations.save(read, anEvent({ eventId: 'lost-answer' }))).toEqual(saved);
    expect(await obligations.save(read, anEvent({ eventId: 'somebody else' }))).toBeUndefined();
  });

  test('forget the pending event only if it is still that one', async () => {
    const stored = await obligations.find('80-0711', sixMonths);
    if (!stored?.pendingAudit) throw new Error('nothing pending');
    const { pendingAudit } = stored;
    await obligations.auditSettled({ ...stored, pendingAudit: { ...pendingAudit, eventId: 'x' } });
    expect(await obligations.find('80-0711', sixMonths)).toHaveProperty('pendingAudit');
    await obligations.auditSettled(stored);
    expect(await obligations.find('80-0711', sixMonths)).not.toHaveProperty('pendingAudit');
  });

  test('of a province are its board, in order, and no other province’s', async () => {
    for (const orgId of ['80-5003', '80-5001', '80-5002'])
      await obligations.open(anObligation({ orgId }));
    await obligations.open(anObligation({ orgId: '84-5001', province: '84' }));
    const board = await obligations.board('80', sixMonths);
    expect(board.map(({ orgId }) => orgId)).toEqual(['80-0711', '80-5001', '80-5002', '80-5003']);
    const page = await obligations.between('80-5001', '80-5002', sixMonths);
    expect(page.map(({ orgId }) => orgId)).toEqual(['80-5001', '80-5002']);
  });
});

test('one submission with 32 rows writes one body and one head', async () => {
  const written: string[] = [];
  const counted = await dynamoEngine({});
  await counted.createTable('count');
  const client = dynamoTable(documentClient(counted.client), 'count');
  const [obligations, reports] = [obligationStore(client), reportStore(client)];
  await obligations.open(anObligation());
  counted.onWrite((_, sk) => written.push(sk));

  const lines = Array.from({ length: 32 }, (_, index) =>
    aLine({ itemId: `i${index + 1}`, no: index + 1 }),
  );
  const submission = aSubmission({ content: aContent({ lines }) });
  await reports.keep(submission);
  const outcome = submitted(anObligation(), submission, { signoff: 'required' });
  if ('refused' in outcome) throw new Error(outcome.refused);
  await obligations.save(outcome.next, anEvent({ eventId: 'e1' }));
  expect(written).toEqual(['REPORT#2563#6M#s1', 'ORG#80-0711']);
  expect(await reports.submission('80-0711', sixMonths, 's1')).toEqual(submission);
  await counted.close();
});

describe('drafts', () => {
  const reports = reportStore(table);
  const draft = (name: string) => ({
    content: aContent({ lines: [aLine({ name })] }),
    savedAt: '2020-04-10T03:00:00.000Z',
    savedBy: officer,
  });

  test('of two officers the second is told, and the first one’s text stands', async () => {
    const first = await reports.saveDraft('80-0711', sixMonths, draft('ก'), 0);
    expect(first?.version).toBe(1);
    expect(await reports.saveDraft('80-0711', sixMonths, draft('ข'), 0)).toBeUndefined();
    expect(await reports.draft('80-0711', sixMonths)).toEqual(first);
    expect((await reports.saveDraft('80-0711', sixMonths, draft('ค'), 1))?.version).toBe(2);
  });

  test('of the largest legal plan fit into an item: 300 rows of the longest names and remarks', async () => {
    const wide = (seed: number, length: number) =>
      Array.from({ length }, (_, index) =>
        String.fromCodePoint(
          0x0e01 + ((index * 7919 + seed * 104_729 + index * index * seed) % 46),
        ),
      ).join('');
    const lines = Array.from({ length: MOST_ITEMS }, (_, index) =>
      aLine({
        itemId: `i${index + 1}`,
        no: index + 1,
        name: wide(index + 1, 600),
        remark: wide(index + 400, 1000),
        reasonText: wide(index + 800, 300),
      }),
    );
    const content = aContent({
      lines,
      problemsMaking: wide(1, 4000),
      problemsCarryingOut: wide(2, 4000),
    });
    const saved = await reports.saveDraft('80-5001', sixMonths, { ...draft(''), content }, 0);
    expect(await reports.draft('80-5001', sixMonths)).toEqual(saved);
  });
});

describe('the audit trail', () => {
  const audit = auditStore(table);
  const owner = 'ORG#80-0711';
  const entryKey = (seq: number) => ({ pk: owner, sk: `AUDIT#${String(seq).padStart(8, '0')}` });
  const flawsOf = async (marks: readonly AuditHead[] = []) =>
    (await audit.verify(owner, marks)).flaws;

  /** What `tamper` does is undone once `look` has seen it. */
  async function tampered(keys: readonly Key[], tamper: () => Promise<void>, look: () => unknown) {
    const before = await Promise.all(keys.map((key) => table.get(key)));
    await tamper();
    await look();
    await Promise.all(keys.map((key, index) => table.put(key, before[index] ?? {})));
  }

  test('takes an event once, in an unbroken chain, however many append at once', async () => {
    const events = Array.from({ length: 8 }, (_, index) => anEvent({ eventId: `e${index}` }));
    await Promise.all([...events, ...events].map((event) => audit.append(owner, event)));
    const entries = (await audit.latest(owner, 100)).toReversed();
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(8);
    expect(await audit.verify(owner, [])).toEqual({ entries: 8, flaws: [] });
    expect((await audit.latest(owner, 2, 4)).map(({ seq }) => seq)).toEqual([3, 2]);
  });

  test('shows a changed event', async () => {
    const change = () => table.update(entryKey(3), { set: { act: 'report-accepted' } });
    await tampered(
      [entryKey(3)],
      async () => void (await change()),
      async () => expect(await flawsOf()).toEqual([{ flaw: 'changed', seq: 3 }]),
    );
  });

  test.each([1, 3])('shows that event %i was removed', async (seq) => {
    await tampered(
      [entryKey(seq)],
      () => table.remove(entryKey(seq)),
      async () => expect(await flawsOf()).toEqual([{ flaw: 'removed', seq }]),
    );
  });

  test('shows an end that was cut off, and what was written in its place', async () => {
    const head = await audit.head(owner);
    expect(head?.seq).toBe(8);
    const headKey = { pk: owner, sk: 'AUDITHEAD' };
    await tampered(
      [entryKey(8), entryKey(7), headKey],
      () => table.remove(entryKey(8)),
      async () => {
        expect(await flawsOf()).toEqual([{ flaw: 'cut-off', seq: 8 }]);
        // Whoever takes the head away too is seen by an anchor kept elsewhere, and by nothing else.
        await table.remove(headKey);
        await table.remove(entryKey(7));
        expect(await flawsOf()).toEqual([]);
        expect(await flawsOf(head && [head])).toEqual([{ flaw: 'cut-off', seq: 7 }]);
        await audit.append(owner, anEvent({ eventId: 'f7' }));
        await audit.append(owner, anEvent({ eventId: 'f8' }));
        expect(await flawsOf(head && [head])).toEqual([{ flaw: 'changed', seq: 8 }]);
      },
    );
    expect(await flawsOf()).toEqual([]);
  });
});

describe('cycles', () => {
  const cycles = cycleStore(table);

  test('are opened once; changes at the same time all land', async () => {
    await cycles.open(newCycle(fy2563, '80'));
    const day = localDate('2020-04-16');
    await Promise.all(
      (['monitoring', 'visits', 'supervision', 'evaluation'] as const).map((work) =>
        cycles.change(fy2563, '80', (cycle) => workDone(cycle, work, day)),
      ),
    );
    const { done } = await cycles.open(newCycle(fy2563, '80'));
    expect(done).toEqual({ monitoring: day, visits: day, supervision: day, evaluation: day });
  });
});

describe('the roster', () => {
  const roster = rosterStore(table);

  test('is read in pages that come to an end', async () => {
    for (let index = 1; index <= 5; index++)
      await roster.save(anOrganization({ orgId: `80-700${index}` }));
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await roster.page('80', 2, cursor);
      ids.push(...page.organizations.map(({ orgId }) => orgId));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(ids).toEqual(['80-7001', '80-7002', '80-7003', '80-7004', '80-7005']);
  });

  test('notes that an address bounces, once, for everybody who has it', async () => {
    const contacts = [
      aContact(),
      aContact({ contactId: 'second' }),
      aContact({ contactId: 'other', email: 'b@lao.example' }),
    ];
    await roster.save(anOrganization({ contacts }));
    expect(await roster.noteHealth('80-0711', 'planner@lao.example', 'bounced')).toBe(true);
    expect(await roster.noteHealth('80-0711', 'planner@lao.example', 'bounced')).toBe(false);
    const health = (await roster.find('80-0711'))?.contacts.map((contact) => contact.health);
    expect(health).toEqual(['bounced', 'bounced', 'ok']);
  });
});

describe('a season', () => {
  const season = seasonStore(table);
  const schedule = (version: number, date: string): Schedule => ({
    schemaVersion: 1,
    fiscalYear: fy2563,
    province: '80',
    version,
    publishedAt: '2020-04-20T03:00:00.000Z',
    entries: [anEntry({ date: localDate(date) })],
  });

  test('is published over the version that was read, and over no other', async () => {
    const published = await Promise.all([
      season.publish(schedule(1, '2020-05-12'), anEvent({ eventId: 'p1' })),
      season.publish(schedule(1, '2020-05-13'), anEvent({ eventId: 'p2' })),
    ]);
    expect(published.filter(Boolean)).toHaveLength(1);
    expect(
      await season.publish(schedule(3, '2020-05-14'), anEvent({ eventId: 'p3' })),
    ).toBeUndefined();
    expect(
      (await season.publish(schedule(2, '2020-05-14'), anEvent({ eventId: 'p4' })))?.version,
    ).toBe(2);
  });

  test('keeps what happens to a visit under its revision', async () => {
    const added = await season.saveVisit(aVisit());
    expect(added?.rev).toBe(2);
    expect(await season.saveVisit(aVisit())).toBeUndefined();
    const answered = added && (await season.saveVisit(added, anEvent({ eventId: 'v1' })));
    expect(answered?.rev).toBe(3);
    expect(await season.visits(fy2563, '80')).toEqual([answered]);
  });
});

test('plans are kept item by item', async () => {
  const plans = planStore(table);
  await plans.saveItem('80-0711', anItem());
  await plans.saveItem('80-0711', anItem({ name: 'ชื่อใหม่' }));
  expect(await plans.items('80-0711')).toEqual([anItem({ name: 'ชื่อใหม่' })]);
});
