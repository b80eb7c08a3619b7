import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDeliverCode } from '../../functions/mail/deliver-code.ts';
import { createDeliverMail } from '../../functions/mail/deliver-mail.ts';
import { createRecordDelivery } from '../../functions/mail/record-delivery.ts';
import type { SendMail } from '../../functions/mail/send-mail.ts';
import { type SteppedClock, steppedClock } from '../../infra/local/clock.ts';
import { type Chance, chance } from '../../infra/local/sample/random.ts';
import { standardSettings } from '../../shared/store/settings-store.ts';
import { memoryNotices } from '../support/memory-notices.ts';
import { aNotice } from '../support/notices.ts';

/** Every organization of the country. */
const NATION = 7850;
const PER_SECOND = 14;
const MINUTE = 60_000;
const start = new Date('2020-04-23T01:30:00Z');
const minutes = (count: number) => new Date(start.valueOf() + count * MINUTE);
const mime = Buffer.from('a mail');

interface Accepted {
  readonly to: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface FakeSes {
  readonly clock: SteppedClock;
  readonly dice: Chance;
  readonly onEvent: (event: object) => Promise<void>;
}

/** SES as it is met on a bad day: it throttles at its rate, and of first attempts faults come as the dice say. */
function fakeSes({ clock, dice, onEvent }: FakeSes) {
  const accepted: Accepted[] = [];
  const faults = { throttled: 0, lostAnswer: 0, lostEvent: 0, lostBoth: 0 };
  const lastSecond: number[] = [];

  function isTooFast(now: number): boolean {
    while ((lastSecond[0] ?? now) <= now - 1000) lastSecond.shift();
    return lastSecond.length >= PER_SECOND;
  }

  function faultOf({ attempt }: Readonly<Record<string, string>>): keyof typeof faults | undefined {
    if (attempt !== '1') return undefined;
    const drawn = dice.fraction();
    if (drawn < 0.01) return 'throttled';
    if (drawn < 0.02) return 'lostAnswer';
    if (drawn < 0.03) return 'lostBoth';
    return drawn < 0.05 ? 'lostEvent' : undefined;
  }

  const send: SendMail = async (to, _mime, tags) => {
    await clock.sleepUntil(new Date(clock.now().valueOf() + 60 + dice.below(240)));
    const now = clock.now().valueOf();
    const fault = isTooFast(now) ? 'throttled' : faultOf(tags);
    if (fault) faults[fault] += 1;
    if (fault === 'throttled') return { outcome: 'busy', why: 'Maximum sending rate exceeded.' };
    lastSecond.push(now);
    accepted.push({ to, tags });
    if (fault !== 'lostEvent' && fault !== 'lostBoth') {
      const mail = {
        tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
      };
      void clock.run(() => onEvent({ eventType: 'Delivery', mail }));
    }
    return fault === 'lostAnswer' || fault === 'lostBoth'
      ? { outcome: 'unknown', why: 'socket hang up' }
      : { outcome: 'sent', messageId: `ses-${accepted.length}` };
  };
  return { send, accepted, faults };
}

function badDay() {
  const clock = steppedClock({ start, flows: false });
  const sleep = (milliseconds: number) =>
    clock.sleepUntil(new Date(clock.now().valueOf() + milliseconds));
  const dice = chance(NATION);
  const notices = memoryNotices();
  const recordDelivery = createRecordDelivery({
    accounts: { noteMail: async () => undefined },
    notices,
    roster: { find: async () => undefined, noteHealth: async () => false },
    obligations: { find: async () => undefined, save: async () => undefined },
    settings: { load: async () => standardSettings },
    now: clock.now,
  });
  const { send, accepted, faults } = fakeSes({ clock, dice, onEvent: recordDelivery });
  const deliverMail = createDeliverMail({
    notices,
    stillDue: async () => true,
    write: async () => mime,
    send,
    quota: async () => ({ perSecond: PER_SECOND, left: Number.POSITIVE_INFINITY }),
    newToken: randomUUID,
    now: clock.now,
    pause: sleep,
  });
  const deliverCode = createDeliverCode({ write: async () => mime, send, pause: sleep });
  return { clock, sleep, dice, notices, accepted, faults, deliverMail, deliverCode };
}

test('a notice to every organization of the country leaves within 14 minutes, on a bad day of SES', async () => {
  const { clock, sleep, dice, notices, accepted, faults, deliverMail, deliverCode } = badDay();
  for (let n = 0; n < NATION; n += 1) {
    const owner = `ORG#${10 + (n % 76)}-${String(1000 + Math.floor(n / 76))}` as const;
    await notices.enqueue(
      aNotice({ owner, to: `plan-${n}@lao.example`, dueAt: start.toISOString() }),
      start,
    );
  }

  const runs: number[] = [];
  for (let minute = 0; minute < 40; minute += 1) {
    void clock.run(async () => {
      await clock.sleepUntil(minutes(minute));
      const begun = clock.now().valueOf();
      await deliverMail();
      runs.push(clock.now().valueOf() - begun);
    });
  }
  const codeWaits: number[] = [];
  void clock.run(async () => {
    while (clock.now() < minutes(14)) {
      await sleep(dice.below(4000));
      const asked = clock.now().valueOf();
      await deliverCode({ email: 'officer@lao.example', code: '12345678' });
      codeWaits.push(clock.now().valueOf() - asked);
    }
  });
  await clock.advanceTo(minutes(40));

  const mails = accepted.filter(({ tags }) => tags['ledger']);
  const rows = (
    await Promise.all(
      Array.from({ length: 76 }, (_, province) => province + 10).flatMap((province) =>
        Array.from({ length: 104 }, (_, n) => notices.ofOwner(`ORG#${province}-${1000 + n}`)),
      ),
    )
  ).flat();
  expect(rows).toHaveLength(NATION);

  // Every first attempt in time; none lost; none twice without a flag; nothing left in doubt.
  const firstAttempts = rows.map(
    ({ history }) => history.find(({ state }) => state === 'sending')?.at,
  );
  expect(firstAttempts.filter((at) => !at || at > minutes(14).toISOString())).toEqual([]);
  const timesSent = Map.groupBy(mails, ({ to }) => to);
  expect(timesSent.size).toBe(NATION);
  const twice = rows.filter(({ to }) => (timesSent.get(to)?.length ?? 0) > 1);
  expect(twice.filter(({ maybeDuplicate }) => !maybeDuplicate)).toEqual([]);
  expect(rows.filter(({ state }) => state !== 'sent' && state !== 'delivered')).toEqual([]);

  expect(Math.max(...runs)).toBeLessThanOrEqual(55_000);
  expect(codeWaits.length).toBeGreaterThan(300);
  expect(Math.max(...codeWaits)).toBeLessThanOrEqual(2000);
  // The faults did happen, or this would show nothing.
  for (const [fault, count] of Object.entries(faults)) expect(count, fault).toBeGreaterThan(40);
  expect(twice.length).toBeGreaterThan(40);
}, 60_000);
