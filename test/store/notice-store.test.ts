import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  fated,
  isOpen,
  putOff,
  sent,
  superseded,
  unanswered,
  waitedOut,
} from '../../shared/domain/ledger.ts';
import { type NoticeStore, noticeStore } from '../../shared/store/notice-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { aNotice } from '../support/notices.ts';
import { emptyWorld } from '../support/office-world.ts';

const now = new Date('2020-04-23T02:00:00Z');
const later = (minutes: number) => new Date(now.valueOf() + minutes * 60_000);

const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const world of opened) await world.close();
});

let table: Table;
let notices: NoticeStore;
beforeEach(async () => {
  const world = await emptyWorld();
  opened.push(world);
  table = world.table;
  notices = noticeStore(table);
});

async function dueAt(instant: Date, limit: number) {
  return (await notices.look(instant, limit)).due;
}

async function pointers() {
  return dueAt(new Date('2600-01-01'), 1000);
}

async function theRow(store = notices) {
  const row = await store.find(aNotice());
  if (!row) throw new Error('not in the ledger');
  return row;
}

/** A table whose process dies before the `nth` call of `method`. */
function dying(method: 'put' | 'remove', nth = 1): Table {
  let calls = 0;
  const die = async () => {
    calls += 1;
    if (calls >= nth) throw new Error('killed');
  };
  return {
    ...table,
    put: async (...args) => {
      if (method === 'put') await die();
      await table.put(...args);
    },
    remove: async (...args) => {
      if (method === 'remove') await die();
      await table.remove(...args);
    },
  };
}

describe('queueing', () => {
  it('puts a notice into the ledger and a pointer into the outbox, once', async () => {
    expect(await notices.enqueue(aNotice(), now)).toBe(true);
    expect(await notices.enqueue(aNotice({ to: 'other@lao.example' }), now)).toBe(false);
    expect(await theRow()).toMatchObject({ state: 'queued', to: 'plan@thasamet.example' });
    expect(await pointers()).toHaveLength(1);
  });

  it('keeps notices to different people, of different rungs and rounds apart', async () => {
    await notices.enqueue(aNotice(), now);
    await notices.enqueue(aNotice({ contactId: 'executive-1' }), now);
    await notices.enqueue(aNotice({ rung: 'D-3' }), now);
    await notices.enqueue(aNotice({ about: '2563-12M' }), now);
    await notices.enqueue(aNotice({ owner: 'OFFICE#80', about: '2020-04-23' }), now);
    expect(await notices.ofOwner('ORG#80-0711')).toHaveLength(4);
    expect(await notices.ofOwner('ORG#80-0711', '2563-6M')).toHaveLength(3);
    expect(await notices.ofOwner('OFFICE#80', '2020-04-23')).toHaveLength(1);
    expect(await pointers()).toHaveLength(5);
  });

  it('that was killed between row and pointer is made good by queueing again', async () => {
    const killed = noticeStore(dying('put')).enqueue(aNotice(), now);
    await expect(killed).rejects.toThrow('killed');
    expect(await pointers()).toEqual([]);
    expect(await notices.enqueue(aNotice(), now)).toBe(false);
    expect(await pointers()).toMatchObject([{ key: { rung: 'D-7' } }]);
  });

  it('that was killed between row and pointer is made good by the sweep', async () => {
    const killed = noticeStore(dying('put')).enqueue(aNotice(), now);
    await expect(killed).rejects.toThrow('killed');
    await notices.repair(await notices.ofOwner('ORG#80-0711'));
    expect(await pointers()).toHaveLength(1);
    await notices.repair(await notices.ofOwner('ORG#80-0711'));
    expect(await pointers()).toHaveLength(1);
  });

  it('does not point again to what is done with', async () => {
    await notices.enqueue(aNotice(), now);
    const [pointer] = await pointers();
    const done = await notices.settle(await theRow(), (row) => superseded(row, now));
    if (pointer) await notices.tidy(pointer, done);
    await notices.enqueue(aNotice(), now);
    await notices.repair(await notices.ofOwner('ORG#80-0711'));
    expect(await pointers()).toEqual([]);
  });
});

describe('what is due', () => {
  it('comes earliest first, up to a limit, and not before its time', async () => {
    for (const [rung, minutes] of [
      ['a', 3],
      ['b', -2],
      ['c', 0],
      ['d', -9],
    ] as const) {
      await notices.enqueue(aNotice({ rung, dueAt: later(minutes).toISOString() }), now);
    }
    const rungs = (found: Awaited<ReturnType<typeof pointers>>) => found.map(({ key }) => key.rung);
    expect(rungs(await dueAt(now, 10))).toEqual(['d', 'b', 'c']);
    expect(rungs(await dueAt(now, 2))).toEqual(['d', 'b']);
    expect((await notices.look(now, 10)).nextDueAt).toBe(later(3).toISOString());
    expect((await notices.look(now, 2)).nextDueAt).toBe(now.toISOString());
  });

  it('begins with what is urgent, however much else waits', async () => {
    for (let n = 0; n < 20; n += 1) await notices.enqueue(aNotice({ rung: `r-${n}` }), now);
    const urgent = aNotice({ rung: 'receipt-v1', urgent: true, dueAt: now.toISOString() });
    await notices.enqueue(urgent, now);
    expect(await dueAt(now, 3)).toMatchObject([
      { urgent: true, key: { rung: 'receipt-v1' } },
      { urgent: false },
      { urgent: false },
    ]);
  });

  it('is nothing in an empty outbox', async () => {
    expect(await notices.look(now, 10)).toEqual({ due: [], nextDueAt: null });
  });

  it('is found in whatever form the instant was given', async () => {
    await notices.enqueue(aNotice({ dueAt: '2020-04-23T02:00:00Z' }), now);
    expect(await dueAt(now, 10)).toHaveLength(1);
  });
});

describe('a claim', () => {
  it('is won by one of many', async () => {
    await notices.enqueue(aNotice(), now);
    const row = await theRow();
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, runner) => notices.claim(row, `runner-${runner}`, now)),
    );
    const won = claims.filter((claim) => claim !== undefined);
    expect(won).toHaveLength(1);
    expect((await theRow()).claim).toBe(won[0]?.claim);
  });

  it('whose answer was lost is still known as ours', async () => {
    await notices.enqueue(aNotice(), now);
    const deaf: Table = {
      ...table,
      replace: async (...args) => {
        await table.replace(...args);
        return false;
      },
    };
    const row = await noticeStore(deaf).claim(await theRow(), 'runner-1', now);
    expect(row).toMatchObject({ state: 'sending', claim: 'runner-1' });
    expect(await notices.claim(await theRow(), 'runner-2', now)).toBeUndefined();
  });
});

describe('settling', () => {
  it('keeps the news that arrived while the runner had the row', async () => {
    await notices.enqueue(aNotice(), now);
    const claimed = await notices.claim(await theRow(), 'runner-1', now);
    if (!claimed) throw new Error('not claimed');
    await notices.settle(claimed, (row) => fated(row, 'delivered', now));
    const settled = await notices.settle(claimed, (row) => sent(row, 'runner-1', 'ses-1', now));
    expect(settled).toMatchObject({ state: 'delivered', messageId: 'ses-1' });
    expect(await theRow()).toEqual(settled);
  });

  it('moves the pointer along with the row', async () => {
    await notices.enqueue(aNotice(), now);
    const [pointer] = await pointers();
    const claimed = await notices.claim(await theRow(), 'runner-1', now);
    if (!pointer || !claimed) throw new Error('not claimed');
    const row = await notices.settle(claimed, (each) => putOff(each, 'runner-1', 'busy', now));
    await notices.tidy(pointer, row);
    expect(await pointers()).toMatchObject([{ dueAt: later(1).toISOString() }]);
  });

  it('leaves at least one pointer to an open row, wherever it is killed', async () => {
    for (const method of ['put', 'remove'] as const) {
      const rung = method;
      await notices.enqueue(aNotice({ rung }), now);
      const [pointer] = (await pointers()).filter(({ key }) => key.rung === rung);
      const row = await notices.find(aNotice({ rung }));
      const claimed = row && (await notices.claim(row, 'runner-1', now));
      if (!pointer || !claimed) throw new Error('not claimed');
      const waiting = await notices.settle(claimed, (each) =>
        unanswered(each, 'runner-1', 'timeout', now),
      );
      const killed = noticeStore(dying(method)).tidy(pointer, waiting);
      await expect(killed).rejects.toThrow('killed');
      expect(isOpen(waiting)).toBe(true);
      const left = (await pointers()).filter(({ key }) => key.rung === rung);
      expect(left.length).toBeGreaterThan(0);

      // The next runner meets the old pointer and brings it in line.
      for (const stale of left) await notices.tidy(stale, await notices.find(stale.key));
      const dueAts = (await pointers()).filter(({ key }) => key.rung === rung);
      expect(dueAts).toMatchObject([{ dueAt: later(15).toISOString() }]);
    }
  });

  it('finds the row of a runner that died while sending, 15 minutes later', async () => {
    await notices.enqueue(aNotice(), now);
    const [pointer] = await pointers();
    await notices.claim(await theRow(), 'runner-1', now);
    if (pointer) await notices.tidy(pointer, await theRow());
    expect(await dueAt(later(14), 10)).toEqual([]);
    expect(await dueAt(later(15), 10)).toHaveLength(1);
    const again = await notices.settle(await theRow(), (row) => waitedOut(row, later(15)));
    expect(again).toMatchObject({ state: 'queued', maybeDuplicate: true });
  });
});

describe('the lease', () => {
  it('is held by one runner until it is returned or over', async () => {
    expect(await notices.takeLease('a', now, later(1))).toBe(true);
    expect(await notices.takeLease('a', now, later(1))).toBe(true);
    expect(await notices.takeLease('b', now, later(1))).toBe(false);
    await notices.returnLease('b');
    expect(await notices.takeLease('b', now, later(1))).toBe(false);
    await notices.returnLease('a');
    expect(await notices.takeLease('b', now, later(1))).toBe(true);
    expect(await notices.takeLease('a', later(1), later(2))).toBe(true);
  });

  it('goes to one of many that ask at once', async () => {
    const asked = Array.from({ length: 10 }, (_, n) => notices.takeLease(`r-${n}`, now, later(1)));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });
});
