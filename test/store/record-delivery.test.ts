import { afterEach, describe, expect, it } from 'vitest';
import { ledgerTag, type NewNotice } from '../../shared/domain/ledger.ts';
import type { Contact } from '../../shared/domain/organization.ts';
import { aContact, anObligation, anOrganization, fy2563 } from '../support/builders.ts';
import { mailWorld } from '../support/mail-world.ts';
import { aMessage } from '../support/messages.ts';
import { aNotice } from '../support/notices.ts';
import { aUser } from '../support/site.ts';

const start = new Date('2020-04-23T01:30:00Z');
const round = { fiscalYear: fy2563, round: '6M' as const };

const planner = aContact({ contactId: 'planner', email: 'planner@bounce.invalid' });
const second = aContact({ contactId: 'second', email: 'second@lao.example' });
const saraban = aContact({ contactId: 'saraban', role: 'saraban', email: 'saraban@lao.example' });

let opened: Awaited<ReturnType<typeof mailWorld>>[] = [];
afterEach(async () => {
  for (const world of opened) await world.close();
  opened = [];
});

async function aWorld(contacts: Contact[]) {
  const world = await mailWorld(start);
  opened.push(world);
  await world.obligations.open(anObligation());
  await world.roster.save(anOrganization({ contacts }));
  return world;
}

function reminderTo({ contactId, email }: Contact): NewNotice {
  return aNotice({ contactId, to: email, facts: aMessage('reminder') });
}

function bounceOf(
  notice: NewNotice,
  bounce = { bounceType: 'Permanent', bounceSubType: 'General' },
) {
  return eventOf(notice, { eventType: 'Bounce', bounce });
}

function eventOf(notice: NewNotice, event: object) {
  return {
    mail: { messageId: 'ses-1', tags: { ledger: [ledgerTag(notice)], attempt: ['1'] } },
    ...event,
  };
}

async function healthOf(world: Awaited<ReturnType<typeof aWorld>>, contactId: string) {
  const organization = await world.roster.find('80-0711');
  return organization?.contacts.find((contact) => contact.contactId === contactId)?.health;
}

async function told(world: Awaited<ReturnType<typeof aWorld>>) {
  const rows = await world.notices.ofOwner('ORG#80-0711');
  return Object.fromEntries(rows.map(({ contactId, state }) => [contactId, state]));
}

describe('an address that bounces', () => {
  it('gets no more mail, shows on the board, and somebody else is told once', async () => {
    const world = await aWorld([planner, saraban]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.deliverAll();
    expect(await told(world)).toEqual({ planner: 'bounced', saraban: 'delivered' });
    expect(await healthOf(world, 'planner')).toBe('bounced');
    const head = await world.obligations.find('80-0711', round);
    expect(head?.organization.mail).toBe('bounced');
    expect(world.archive.accepted().map(({ destinations }) => destinations)).toEqual([
      ['planner@bounce.invalid'],
      ['saraban@lao.example'],
    ]);
  });

  it('is replaced by nobody where another recipient has the notice', async () => {
    const world = await aWorld([planner, second, saraban]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.notices.enqueue(reminderTo(second), start);
    await world.deliverAll();
    expect(await told(world)).toEqual({ planner: 'bounced', second: 'delivered' });
  });

  it('is noted once, however often and in whatever order its events come', async () => {
    const world = await aWorld([planner, saraban]);
    await world.notices.enqueue(reminderTo(planner), start);
    const bounce = bounceOf(reminderTo(planner));
    const delivery = eventOf(reminderTo(planner), { eventType: 'Delivery' });
    for (const event of [bounce, delivery, bounce]) await world.mail.recordDelivery(event);
    await Promise.all([bounce, bounce, delivery].map(world.mail.recordDelivery));
    await world.deliverAll();
    expect(await told(world)).toEqual({ planner: 'bounced', saraban: 'delivered' });
    expect(world.archive.accepted()).toHaveLength(1);
  });

  it('does not undo what the office has mended since', async () => {
    const world = await aWorld([planner, saraban]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.deliverAll();
    const organization = await world.roster.find('80-0711');
    if (!organization) throw new Error('no organization');
    await world.roster.saveContacts(organization, [planner, saraban]);
    await world.mail.recordDelivery(bounceOf(reminderTo(planner)));
    expect(await healthOf(world, 'planner')).toBe('ok');
  });

  it('passes the notice on until there is nobody left', async () => {
    const gone = { ...saraban, email: 'saraban@bounce.invalid' };
    const executive = aContact({
      contactId: 'executive',
      role: 'executive',
      email: 'executive@bounce.invalid',
    });
    const world = await aWorld([planner, gone, executive]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.deliverAll();
    expect(await told(world)).toEqual({
      planner: 'bounced',
      saraban: 'bounced',
      executive: 'bounced',
    });
  });

  it('that bounced at night has its notice told to somebody else when offices open', async () => {
    const world = await aWorld([planner, saraban]);
    await world.notices.enqueue(reminderTo(planner), start);
    world.setTime(new Date('2020-04-24T13:00:00Z'));
    await world.mail.recordDelivery(bounceOf(reminderTo(planner)));
    const alternate = await world.notices.find(reminderTo(saraban));
    // The Monday after that Friday evening, 08.30 in Thailand.
    expect(alternate?.dueAt).toBe('2020-04-27T01:30:00.000Z');
  });
});

describe('events', () => {
  it.each([
    ['a full box', { bounceType: 'Transient', bounceSubType: 'MailboxFull' }, 'bounced', 'ok'],
    [
      'an address on the list of the suppressed',
      { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' },
      'suppressed',
      'bounced',
    ],
  ])('of %s end as they should', async (_, bounce, state, health) => {
    const world = await aWorld([planner]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.mail.recordDelivery(bounceOf(reminderTo(planner), bounce));
    expect(await told(world)).toEqual({ planner: state });
    expect(await healthOf(world, 'planner')).toBe(health);
  });

  it('of a complaint stop all mail to that address', async () => {
    const world = await aWorld([planner]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.mail.recordDelivery(eventOf(reminderTo(planner), { eventType: 'Delivery' }));
    const complaint = { eventType: 'Complaint', complaint: { complaintSubType: null } };
    await world.mail.recordDelivery(eventOf(reminderTo(planner), complaint));
    expect(await told(world)).toEqual({ planner: 'complained' });
    expect(await healthOf(world, 'planner')).toBe('complained');
  });

  it('come one by one or as SNS brings them', async () => {
    const world = await aWorld([second, saraban]);
    await world.notices.enqueue(reminderTo(second), start);
    await world.notices.enqueue(reminderTo(saraban), start);
    const message = (notice: NewNotice) =>
      JSON.stringify(eventOf(notice, { eventType: 'Delivery', delivery: {} }));
    await world.mail.recordDelivery({
      Records: [
        { Sns: { Message: message(reminderTo(second)) } },
        { Sns: { Message: 'Successfully validated SNS topic for Amazon SES event publishing.' } },
        { Sns: { Message: message(reminderTo(saraban)) } },
      ],
    });
    expect(await told(world)).toEqual({ second: 'delivered', saraban: 'delivered' });
  });

  it.each([
    ['nothing', undefined],
    ['a sign-in code', { eventType: 'Bounce', mail: { tags: { kind: ['code'] } } }],
    ['no tags', { eventType: 'Delivery', mail: {} }],
    ['a tag that is no key', { eventType: 'Delivery', mail: { tags: { ledger: ['AAAA'] } } }],
    ['a notice that is not in the ledger', bounceOf(reminderTo(second))],
    ['a click', eventOf(reminderTo(planner), { eventType: 'Click' })],
  ])('about %s change nothing', async (_, event) => {
    const world = await aWorld([planner]);
    await world.notices.enqueue(reminderTo(planner), start);
    await world.mail.recordDelivery(event);
    expect(await told(world)).toEqual({ planner: 'queued' });
    expect(await healthOf(world, 'planner')).toBe('ok');
  });

  it('of an office address are kept with the notice', async () => {
    const world = await aWorld([planner]);
    const digest = aNotice({
      owner: 'OFFICE#80',
      kind: 'digest',
      to: 'director@bounce.invalid',
      facts: aMessage('digest'),
    });
    await world.notices.enqueue(digest, start);
    await world.deliverAll();
    expect(await world.notices.find(digest)).toMatchObject({ state: 'bounced' });
  });
});

describe('a code or an invitation that does not arrive', () => {
  const signIn = { email: planner.email, code: '12345678' };

  it('shows at the account, and among the contacts that the office has to mend', async () => {
    const world = await aWorld([planner, saraban]);
    await world.accounts.saveUser(aUser({ email: planner.email }));
    await world.mail.deliverCode(signIn);
    await world.quiet();
    const user = await world.accounts.user('u-1');
    expect(user?.mailFailed).toEqual({ at: start.toISOString(), health: 'bounced' });
    expect(await healthOf(world, 'planner')).toBe('bounced');
    expect(await healthOf(world, 'saraban')).toBe('ok');
  });

  it('shows no more once one arrives', async () => {
    const world = await aWorld([planner]);
    const failed = { at: start.toISOString(), health: 'bounced' as const };
    await world.accounts.saveUser(aUser({ email: second.email, mailFailed: failed }));
    await world.mail.deliverCode({ ...signIn, email: second.email });
    await world.quiet();
    expect((await world.accounts.user('u-1'))?.mailFailed).toBeUndefined();
  });

  it('is nobody’s where nobody has the address', async () => {
    const world = await aWorld([planner]);
    const event = {
      eventType: 'Bounce',
      mail: { tags: { kind: ['code'] }, destination: ['nobody@bounce.invalid'] },
      bounce: { bounceType: 'Permanent', bounceSubType: 'General' },
    };
    await world.mail.recordDelivery(event);
    expect(await world.accounts.userByEmail('nobody@bounce.invalid')).toBeUndefined();
  });

  it('says nothing of the address where it was only late', async () => {
    const world = await aWorld([planner]);
    await world.accounts.saveUser(aUser({ email: second.email }));
    await world.mail.recordDelivery({
      eventType: 'Bounce',
      mail: { tags: { kind: ['account'] }, destination: [second.email] },
      bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
    });
    expect((await world.accounts.user('u-1'))?.mailFailed).toBeUndefined();
  });
});
