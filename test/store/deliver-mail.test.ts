import { randomUUID } from 'node:crypto';
import { SESClient } from '@aws-sdk/client-ses';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeliverMail, type Quota } from '../../functions/mail/deliver-mail.ts';
import { quotaOf } from '../../functions/mail/quota.ts';
import { createSendMail, type Sending } from '../../functions/mail/send-mail.ts';
import { steppedClock } from '../../infra/local/clock.ts';
import { chance } from '../../infra/local/sample/random.ts';
import type { NewNotice } from '../../shared/domain/ledger.ts';
import { anEntry, anObligation, aVisit, fy2563 } from '../support/builders.ts';
import { mailWorld } from '../support/mail-world.ts';
import { memoryNotices } from '../support/memory-notices.ts';
import { aMessage } from '../support/messages.ts';
import { aNotice } from '../support/notices.ts';

const start = new Date('2020-04-23T01:30:00Z');

let opened: Awaited<ReturnType<typeof mailWorld>>[] = [];
afterEach(async () => {
  for (const world of opened) await world.close();
  opened = [];
});

async function aWorld(...args: Parameters<typeof mailWorld> | []) {
  const [time = start, options] = args;
  const world = await mailWorld(time, options);
  opened.push(world);
  await world.obligations.open(anObligation());
  return world;
}

function reminder(changes: Partial<NewNotice> = {}): NewNotice {
  return aNotice({ facts: aMessage('reminder'), ...changes });
}

describe('a run', () => {
  it('sends what is due as the office, with its tags, and hears that it arrived', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder(), start);
    expect(await world.mail.deliverMail()).toEqual({
      sent: 1,
      superseded: 0,
      failed: 0,
      nextDueAt: null,
    });
    await world.quiet();
    expect(await world.notices.find(reminder())).toMatchObject({
      state: 'delivered',
      attempt: 1,
      maybeDuplicate: false,
      messageId: expect.any(String),
    });
    const [accepted] = world.archive.accepted();
    expect(accepted).toMatchObject({
      destinations: ['plan@thasamet.example'],
      tags: { attempt: '1' },
    });
    const parsed = await PostalMime.parse((await world.archive.source(accepted?.id ?? '')) ?? '');
    expect(parsed).toMatchObject({
      subject: 'เหลือ 7 วัน ส่งรายงาน รอบ 6 เดือนแรก – อบต.ท่าเสม็ด',
      from: {
        name: 'สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช',
        address: 'noreply@nithet.example',
      },
      replyTo: [{ address: 'nacc-80@example.go.th' }],
    });
  });

  it('leaves what is not due yet, and says when it will be', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder({ dueAt: '2020-04-24T01:30:00.000Z' }), start);
    expect(await world.mail.deliverMail()).toMatchObject({
      sent: 0,
      nextDueAt: '2020-04-24T01:30:00.000Z',
    });
    expect(world.archive.accepted()).toEqual([]);
  });

  it('does nothing while another one holds the lease', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder(), start);
    const leaseEnds = new Date(start.valueOf() + 60_000);
    await world.notices.takeLease('another', start, leaseEnds);
    expect((await world.mail.deliverMail()).sent).toBe(0);
    world.setTime(leaseEnds);
    expect((await world.mail.deliverMail()).sent).toBe(1);
  });

  it('sends once, however many run at once', async () => {
    const world = await aWorld();
    for (let n = 0; n < 20; n += 1) {
      await world.notices.enqueue(reminder({ contactId: `c-${n}` }), start);
    }
    const runs = await Promise.all(Array.from({ length: 5 }, () => world.mail.deliverMail()));
    expect(runs.reduce((total, { sent }) => total + sent, 0)).toBe(20);
    expect(world.archive.accepted()).toHaveLength(20);
  });
});

describe('a notice overtaken by events', () => {
  it('is superseded once the report is handed in or waived', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder(), start);
    const stored = await world.obligations.find('80-0711', { fiscalYear: fy2563, round: '6M' });
    if (!stored) throw new Error('no obligation');
    await world.obligations.save({ ...stored, state: 'waived' });
    expect(await world.mail.deliverMail()).toMatchObject({ sent: 0, superseded: 1 });
    expect(await world.notices.find(reminder())).toMatchObject({ state: 'superseded' });
  });

  it('is superseded once the visit was moved again', async () => {
    const world = await aWorld(new Date('2020-05-13T02:00:00Z'));
    const notice = (sequence: number) =>
      aNotice({
        about: '2563-V1',
        kind: sequence === 0 ? 'visit-notice' : 'visit-moved',
        rung: `${sequence === 0 ? 'notice' : 'moved'}-${sequence}`,
        facts: aMessage(sequence === 0 ? 'visit-notice' : 'visit-moved'),
      });
    await world.season.publish(
      {
        schemaVersion: 1,
        fiscalYear: fy2563,
        province: '80',
        version: 1,
        publishedAt: '2020-05-01T02:00:00.000Z',
        entries: [anEntry({ sequence: 1 })],
      },
      {
        eventId: 'e1',
        at: '2020-05-01T02:00:00.000Z',
        actor: { userId: 'u', position: 'p', role: 'provincial' },
        act: 'published',
        subject: '2563',
      },
    );
    await world.season.saveVisit(aVisit());
    await world.notices.enqueue(notice(0), start);
    await world.notices.enqueue(notice(1), start);
    expect(await world.mail.deliverMail()).toMatchObject({ sent: 1, superseded: 1 });
    expect(await world.notices.find(notice(0))).toMatchObject({ state: 'superseded' });
    const [accepted] = world.archive.accepted();
    const { attachments } = (await world.archive.read(accepted?.id ?? '')) ?? { attachments: [] };
    expect(attachments[0]?.content).toContain('METHOD:REQUEST');
  });
});

describe('trouble', () => {
  it('with one mail fails that mail alone', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder({ contactId: 'a', facts: { kind: 'nonsense' } }), start);
    await world.notices.enqueue(reminder({ contactId: 'c', to: 'a@localhost.x_y.example' }), start);
    await world.notices.enqueue(reminder({ contactId: 'd' }), start);
    const run = await world.mail.deliverMail();
    expect(run.sent).toBe(1);
    expect(run.failed).toBeGreaterThan(0);
    expect(await world.notices.find(reminder({ contactId: 'a' }))).toMatchObject({
      state: 'failed',
    });
    await world.quiet();
    expect(await world.notices.find(reminder({ contactId: 'd' }))).toMatchObject({
      state: 'delivered',
    });
  });

  it('with what a notice is about is loud, and holds up no other notice', async () => {
    const world = await aWorld();
    await world.notices.enqueue(reminder({ about: '9999-6M' }), start);
    for (let n = 0; n < 60; n += 1) {
      await world.notices.enqueue(reminder({ contactId: `c-${n}` }), start);
    }
    await expect(world.mail.deliverMail()).rejects.toThrow('9999-6M');
    expect(world.archive.accepted()).toHaveLength(60);
    await expect(world.mail.deliverMail()).rejects.toThrow('9999-6M');
  });

  it('of the whole service ends the run after a handful, and the rest waits', async () => {
    const world = await aWorld(start, { fault: () => 'throttled' });
    for (let n = 0; n < 20; n += 1) {
      await world.notices.enqueue(reminder({ contactId: `c-${n}` }), start);
    }
    const run = await world.mail.deliverMail();
    expect(run).toMatchObject({
      sent: 0,
      nextDueAt: new Date(start.valueOf() + 60_000).toISOString(),
    });
    const rows = await world.notices.ofOwner('ORG#80-0711');
    // Five refusals, and of twelve at once those that were under way by then.
    const attempted = rows.filter(({ attempt }) => attempt > 0);
    expect(attempted.length).toBeGreaterThanOrEqual(5);
    expect(attempted.length).toBeLessThanOrEqual(12 + 5 - 1);
    expect(rows.every(({ state }) => state === 'queued')).toBe(true);
  });
});

describe('a lost answer', () => {
  it('is settled by the news that the mail arrived: one mail, no flag', async () => {
    const world = await aWorld(start, { fault: () => 'lost-response' });
    await world.notices.enqueue(reminder(), start);
    const run = await world.mail.deliverMail();
    await world.quiet();
    expect(run).toMatchObject({ sent: 0, nextDueAt: '2020-04-23T01:45:00.000Z' });
    expect(await world.deliverAll()).toMatchObject({ sent: 0 });
    expect(world.archive.accepted()).toHaveLength(1);
    expect(await world.notices.find(reminder())).toMatchObject({
      state: 'delivered',
      maybeDuplicate: false,
    });
  });

  it('without news leads to a second mail after 15 minutes, flagged as such', async () => {
    let first = true;
    const world = await aWorld(start, {
      outcome: () => 'dropped',
      fault: () => {
        const fault = first ? 'lost-response' : undefined;
        first = false;
        return fault;
      },
    });
    await world.notices.enqueue(reminder(), start);
    expect(await world.deliverAll()).toMatchObject({ sent: 1 });
    expect(world.now()).toEqual(new Date(start.valueOf() + 15 * 60_000));
    expect(world.archive.accepted()).toHaveLength(2);
    expect(await world.notices.find(reminder())).toMatchObject({
      state: 'sent',
      attempt: 2,
      maybeDuplicate: true,
    });
  });
});

it('a thousand notices through lost answers, lost news and throttling: none is lost, none doubled in silence', async () => {
  const dice = chance(7);
  const faults = ['throttled', 'lost-response', 'lost-response', 'lost-event'] as const;
  const lossy = new Set<string>();
  const world = await aWorld(start, {
    fault: () => (dice.fraction() < 0.2 ? dice.pick(faults) : undefined),
    // Of some, nobody ever hears whether they arrived.
    outcome: (address) => (lossy.has(address) ? 'dropped' : 'delivered'),
  });
  for (let n = 0; n < 1000; n += 1) {
    const to = `p${n}@lao.example`;
    if (dice.fraction() < 0.3) lossy.add(to);
    await world.notices.enqueue(reminder({ contactId: `c-${n}`, to }), start);
  }
  await world.deliverAll();

  const accepted = world.acceptedByContact();
  const rows = await world.notices.ofOwner('ORG#80-0711');
  expect(rows).toHaveLength(1000);
  for (const row of rows) {
    const mails = accepted.get(row.contactId)?.length ?? 0;
    expect(mails, row.contactId).toBeGreaterThan(0);
    expect(['sent', 'delivered']).toContain(row.state);
    if (mails > 1) expect(row.maybeDuplicate, row.contactId).toBe(true);
  }
  // The faults did happen, or this would show nothing.
  expect(rows.filter(({ attempt }) => attempt > 1).length).toBeGreaterThan(50);
  expect(rows.filter(({ maybeDuplicate }) => maybeDuplicate).length).toBeGreaterThan(5);
  const { due: leftover } = await world.notices.look(new Date('2600-01-01'), 10);
  expect(leftover).toEqual([]);
}, 120_000);

describe('the pace', () => {
  /** Runs the worker on `count` notices and a clock of its own, SES taking `sendingTakes` milliseconds for each. */
  async function paced(count: number, quota: Partial<Quota>, sendingTakes: number) {
    const clock = steppedClock({ start, flows: false });
    const sleep = (milliseconds: number) =>
      clock.sleepUntil(new Date(clock.now().valueOf() + milliseconds));
    const notices = memoryNotices();
    for (let n = 0; n < count; n += 1) {
      await notices.enqueue(reminder({ contactId: `c-${n}` }), start);
    }
    const departures: number[] = [];
    const deliverMail = createDeliverMail({
      notices,
      stillDue: async () => true,
      write: async () => Buffer.from('mail'),
      newToken: randomUUID,
      now: clock.now,
      pause: sleep,
      quota: async () => ({ perSecond: 14, left: Number.POSITIVE_INFINITY, ...quota }),
      send: async (): Promise<Sending> => {
        departures.push(clock.now().valueOf() - start.valueOf());
        await sleep(sendingTakes);
        return { outcome: 'sent', messageId: `ses-${departures.length}` };
      },
    });
    const ended = clock.run(async () => ({ run: await deliverMail(), at: clock.now() }));
    await clock.advanceTo(new Date(start.valueOf() + 120_000));
    const { run, at } = await ended;
    return { run, departures, seconds: (at.valueOf() - start.valueOf()) / 1000, notices };
  }

  it.for([25, 200, 1000])(
    'leaves a fifth of what SES allows to codes, also where it answers after %i ms',
    async (takes) => {
      const { departures } = await paced(8, { perSecond: 10 }, takes);
      expect(departures).toEqual([0, 125, 250, 375, 500, 625, 750, 875]);
    },
  );

  it('ends a run within 55 s and hands over what is left', async () => {
    const { run, seconds, notices } = await paced(700, {}, 4000);
    expect(seconds).toBeLessThanOrEqual(55);
    expect(run.sent).toBeGreaterThan(100);
    expect(run.sent).toBeLessThan(700);
    expect(run.nextDueAt).toBe('2020-04-23T01:30:00.000Z');
    expect((await notices.look(start, 1000)).due).toHaveLength(700 - run.sent);
  });

  it('stops where the day’s quota is used up, and looks again a minute later', async () => {
    const { run, departures } = await paced(20, { left: 7 }, 25);
    expect(departures).toHaveLength(7);
    expect(run).toMatchObject({ sent: 7, nextDueAt: expect.stringMatching(/^2020-04-23T01:31:/) });
  });
});

describe('the quota', () => {
  it.for([
    ['leaves the last twentieth of a day to codes', 50_000, 40_000, 7500],
    ['is used up for today', 50_000, 48_000, 0],
    ['lets nothing leave from the sandbox', 200, 0, 0],
    ['may have no bound', -1, 1_000_000, Number.POSITIVE_INFINITY],
  ] as const)('%s', ([, Max24HourSend, SentLast24Hours, left]) => {
    expect(quotaOf({ Max24HourSend, SentLast24Hours, MaxSendRate: 14 })).toEqual({
      perSecond: 14,
      left,
    });
  });
});

describe('what SES answers', () => {
  function answering(error: Error) {
    const ses = new SESClient({
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
      requestHandler: {
        handle: async () => {
          throw error;
        },
      },
    });
    return createSendMail({ ses, from: 'noreply@nithet.example' })(
      'a@lao.example',
      Buffer.from(''),
      {},
    );
  }

  function failure(name: string, message: string, httpStatusCode?: number, code?: string) {
    return Object.assign(new Error(message), {
      name,
      ...(code && { code }),
      ...(httpStatusCode && { $metadata: { httpStatusCode } }),
    });
  }

  it.each([
    ['rejected', failure('MessageRejected', 'Message failed: contains a virus', 400)],
    ['rejected', failure('InvalidParameterValue', 'Missing final @domain', 400)],
    ['busy', failure('MessageRejected', 'Email address is not verified', 400)],
    ['busy', failure('Throttling', 'Maximum sending rate exceeded', 400)],
    ['busy', failure('AccessDenied', 'not authorized', 403)],
    ['busy', failure('ServiceUnavailable', 'try again', 503)],
    ['busy', failure('Error', 'connect ECONNREFUSED', undefined, 'ECONNREFUSED')],
    ['unknown', failure('InternalFailure', 'oops', 500)],
    ['unknown', failure('TimeoutError', 'socket timed out')],
    ['unknown', failure('Error', 'socket hang up', undefined, 'ECONNRESET')],
  ] as const)('%s is what it comes to: %s', async (outcome, error) => {
    expect((await answering(error)).outcome).toBe(outcome);
  });

  it('is asked for once: a client that repeats requests is refused', async () => {
    const send = createSendMail({
      ses: new SESClient({ region: 'local', maxAttempts: 3 }),
      from: 'noreply@nithet.example',
    });
    await expect(send('a@lao.example', Buffer.from(''), {})).rejects.toThrow('repeats requests');
  });
});

describe('a sign-in code', () => {
  it('leaves at once and stands in no ledger', async () => {
    const world = await aWorld();
    await world.mail.deliverCode({ email: 'officer@lao.example', code: '482913' });
    await world.quiet();
    const [accepted] = world.archive.accepted();
    expect(accepted).toMatchObject({
      destinations: ['officer@lao.example'],
      tags: { kind: 'code' },
    });
    expect(await world.archive.read(accepted?.id ?? '')).toMatchObject({
      subject: '482913 คือรหัสเข้าสู่ระบบ',
    });
  });

  it('that SES does not take is an error, so that the caller may ask again', async () => {
    const world = await aWorld(start, { fault: () => 'throttled' });
    const sending = world.mail.deliverCode({ email: 'officer@lao.example', code: '482913' });
    await expect(sending).rejects.toThrow(/^no code was sent: Throttling$/);
  });
});
