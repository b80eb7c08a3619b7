import { describe, expect, test } from 'vitest';
import { steppedClock } from '../../infra/local/clock.ts';
import { startScheduler } from '../../infra/local/scheduler.ts';

// 07:00 in Thailand.
const START = new Date('2020-04-01T00:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(START.getTime() + count * DAY_MS);

/** A scheduler over an outbox of due instants, from which a run takes all that is due. */
function aScheduler({ failures = 0 } = {}) {
  const clock = steppedClock({ start: START, flows: false });
  const listeners: ((pk: string, sk: string) => void)[] = [];
  const outbox: string[] = [];
  const cycles: string[] = [];
  const runs: { at: string; sent: number }[] = [];
  const errors: string[] = [];
  let left = failures;
  const put = (dueAt: string) => {
    outbox.push(dueAt);
    outbox.sort();
    for (const listener of listeners) listener('OUTBOX#3', `${dueAt}#ORG#80-0711#NOTICE#1`);
  };
  const scheduler = startScheduler({
    clock,
    onWrite: (listener) => void listeners.push(listener),
    startCycles: async () => {
      cycles.push(clock.now().toISOString());
      if (left-- > 0) throw new Error('no settings');
    },
    deliverMail: async () => {
      if (left-- > 0) throw new Error('no lease');
      const now = clock.now().toISOString();
      const due = outbox.filter((dueAt) => dueAt <= now);
      outbox.splice(0, due.length);
      runs.push({ at: now, sent: due.length });
      return { nextDueAt: outbox[0] ?? null };
    },
    onError: (error, job) => void errors.push(`${job}: ${error}`),
  });
  return { clock, listeners, put, cycles, runs, errors, scheduler };
}

describe('the daily job', () => {
  test('runs at the start and at 06:00 of each Thai day', async () => {
    const { clock, cycles, scheduler } = aScheduler();
    await clock.advanceTo(days(3));
    expect(cycles).toEqual([
      '2020-04-01T00:00:00.000Z',
      '2020-04-01T23:00:00.000Z',
      '2020-04-02T23:00:00.000Z',
      '2020-04-03T23:00:00.000Z',
    ]);
    await scheduler.stop();
    expect(clock.nextWake()).toBeUndefined();
  });

  test('runs again the next day after a failure', async () => {
    const { clock, cycles, errors, scheduler } = aScheduler({ failures: 1 });
    await clock.advanceTo(days(1));
    expect(cycles).toHaveLength(2);
    expect(errors).toEqual(['start-cycles: Error: no settings']);
    await scheduler.stop();
  });
});

describe('the mail worker', () => {
  test('sleeps over days on which nothing is due, and wakes when something is', async () => {
    const { clock, put, runs, scheduler } = aScheduler();
    await clock.settled();
    put('2020-04-08T01:30:00.000Z');
    put('2020-04-05T01:30:00.000Z');
    put('2020-04-05T01:30:00.000Z');
    await clock.advanceTo(days(30));
    expect(runs).toEqual([
      { at: START.toISOString(), sent: 0 },
      { at: '2020-04-05T01:30:00.000Z', sent: 2 },
      { at: '2020-04-08T01:30:00.000Z', sent: 1 },
    ]);
    await scheduler.stop();
  });

  test('finds what was due before it started', async () => {
    const { clock, put, runs, scheduler } = aScheduler();
    put('2020-03-31T01:30:00.000Z');
    await clock.settled();
    expect(runs).toEqual([{ at: START.toISOString(), sent: 1 }]);
    await scheduler.stop();
  });

  test('runs at once for an urgent mail, also for one written while it runs', async () => {
    const { clock, put, runs, scheduler } = aScheduler();
    await clock.settled();
    put(clock.now().toISOString());
    await clock.settled();
    expect(runs.map(({ sent }) => sent)).toEqual([0, 1]);
    await scheduler.stop();

    const gate = Promise.withResolvers<void>();
    let during = 0;
    const listeners: ((pk: string, sk: string) => void)[] = [];
    const second = startScheduler({
      clock,
      onWrite: (listener) => void listeners.push(listener),
      startCycles: async () => {},
      deliverMail: async () => {
        during += 1;
        if (during === 1) await gate.promise;
        return { nextDueAt: null };
      },
    });
    await expect.poll(() => during).toBe(1);
    listeners[0]?.('OUTBOX#0', `${clock.now().toISOString()}#key`);
    listeners[0]?.('ORG#80-0711', 'NOTICE#1');
    gate.resolve();
    await clock.settled();
    expect(during).toBe(2);
    await second.stop();
  });

  test('comes back after a minute for what a run left behind, and after a failure', async () => {
    const clock = steppedClock({ start: START, flows: false });
    const at: number[] = [];
    const scheduler = startScheduler({
      clock,
      onWrite: () => {},
      startCycles: async () => {},
      deliverMail: async () => {
        at.push((clock.now().getTime() - START.getTime()) / MINUTE_MS);
        if (at.length === 2) throw new Error('no network');
        return { nextDueAt: at.length === 1 ? START.toISOString() : null };
      },
    });
    await clock.advanceTo(days(1));
    expect(at).toEqual([0, 1, 2]);
    await scheduler.stop();
  });

  test('is waited for when the scheduler stops, and does not start again', async () => {
    const { clock, put, runs, scheduler } = aScheduler();
    put('2020-04-02T01:30:00.000Z');
    await scheduler.stop();
    const before = runs.length;
    await clock.advanceTo(days(5));
    expect(runs).toHaveLength(before);
  });
});
