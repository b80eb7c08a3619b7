import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MessageRejected,
  SendEmailCommand,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import { afterAll, describe, expect, test } from 'vitest';
import { steppedClock } from '../../infra/local/clock.ts';
import { mailArchive } from '../../infra/local/mail-archive.ts';
import {
  type MailEngineOptions,
  type MailEvent,
  mailEngine,
} from '../../infra/local/mail-engine.ts';
import { smtpServer } from '../support/smtp-server.ts';

const START = new Date('2020-04-16T02:00:00Z');
const OFFICE = 'สำนักงานจังหวัด <office@nst.example.go.th>';
const folder = mkdtempSync(join(tmpdir(), 'nithet-mail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//TH',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:visit-1@example.go.th',
  'SUMMARY:นิเทศติดตาม',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

function aMessage(subject: string): Promise<Buffer> {
  const letter = { filename: 'หนังสือแจ้ง.pdf', content: Buffer.from([37, 80, 68, 70, 0, 255]) };
  return new MailComposer({
    from: OFFICE,
    to: 'ผู้ประสานงาน <coordinator@thasamet.example.go.th>',
    subject,
    text: 'เรียน ผู้บริหาร\n',
    html: '<p>เรียน ผู้บริหาร</p>',
    attachments: [letter],
    icalEvent: { method: 'REQUEST', content: calendar },
  })
    .compile()
    .build();
}

async function anEngine(overrides: Partial<MailEngineOptions> & { directory?: string } = {}) {
  const clock = steppedClock({ start: START, flows: false });
  const archive = await mailArchive(overrides.directory);
  const events: MailEvent[] = [];
  const client = mailEngine({
    clock,
    archive,
    onEvent: async (event) => void events.push(event),
    ...overrides,
  });
  const message = await aMessage('แจ้งลงพื้นที่นิเทศติดตาม 2 มิ.ย. 2563 – อบต.ท่าเสม็ด');
  const send = (input: Partial<SendRawEmailCommandInput> = {}) =>
    client.send(
      new SendRawEmailCommand({
        Source: OFFICE,
        Destinations: ['coordinator@thasamet.example.go.th'],
        RawMessage: { Data: message },
        Tags: [{ Name: 'ledger', Value: 'T1JH_-1' }],
        ...input,
      }),
    );
  return { clock, archive, events, client, message, send };
}

describe.each([
  ['in memory', undefined],
  ['in a directory', join(folder, 'contract')],
])('mails kept %s', (_, directory) => {
  test('are read back as they were sent, with their invitation and attachment', async () => {
    const { archive, message, send, clock } = await anEngine({ ...(directory && { directory }) });
    const { MessageId: id = '' } = await send();
    await clock.settled();

    expect(Buffer.from((await archive.source(id)) ?? [])).toEqual(message);
    expect(await archive.read(id)).toEqual({
      id,
      at: START.toISOString(),
      from: OFFICE,
      to: ['coordinator@thasamet.example.go.th'],
      subject: 'แจ้งลงพื้นที่นิเทศติดตาม 2 มิ.ย. 2563 – อบต.ท่าเสม็ด',
      text: 'เรียน ผู้บริหาร\n',
      html: expect.stringContaining('<p>เรียน ผู้บริหาร</p>'),
      attachments: expect.arrayContaining([
        {
          filename: 'หนังสือแจ้ง.pdf',
          contentType: 'application/pdf',
          size: 6,
          content: Buffer.from([37, 80, 68, 70, 0, 255]).toString('base64'),
          encoding: 'base64',
        },
        expect.objectContaining({
          contentType: 'text/calendar; method=REQUEST',
          encoding: 'utf8',
          content: expect.stringContaining('SUMMARY:นิเทศติดตาม'),
        }),
      ]),
      eml: `/store/${id}.eml`,
    });
  });

  test('are listed in the order of acceptance, by address and from a mail on', async () => {
    const { archive, send } = await anEngine({ ...(directory && { directory }) });
    const before = archive.accepted().length;
    const first = await send();
    const second = await send({ Destinations: ['Other@nakhon.example.go.th', 'third@x.go.th'] });
    const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
    expect(ids(archive.accepted()).slice(before)).toEqual([first.MessageId, second.MessageId]);
    expect(ids(archive.accepted({ toLike: 'other@' }))).toEqual([second.MessageId]);
    expect(ids(archive.accepted({ to: 'other@nakhon.example.go.th' }))).toEqual([second.MessageId]);
    expect(archive.accepted({ to: 'nakhon.example.go.th' })).toEqual([]);
    expect(ids(archive.accepted({ since: first.MessageId }))).toEqual([second.MessageId]);
    expect(await archive.source('../version')).toBeUndefined();
  });
});

test('mails are there again after a restart, and what a crash left half-written is not', async () => {
  const directory = join(folder, 'restart');
  const { send, clock, archive } = await anEngine({ directory });
  await send();
  await clock.settled();
  const kept = archive.accepted();
  writeFileSync(join(directory, '000000002-lost.json'), JSON.stringify({ ...kept[0], id: 'lost' }));
  writeFileSync(join(directory, '000000002-lost.eml.unfinished'), 'From:');

  const again = await anEngine({ directory });
  expect(again.archive.accepted()).toEqual(kept);
  expect(readdirSync(directory).filter((name) => name.includes('lost'))).toEqual([]);
  const next = await again.send();
  expect(again.archive.accepted().at(-1)?.id).toBe(next.MessageId);
});

describe('the events of a mail', () => {
  test('say what became of it at each address, with its tags', async () => {
    const { send, events, clock } = await anEngine({
      outcome: (address) => (address.startsWith('spam') ? 'complained' : 'delivered'),
    });
    const { MessageId: id } = await send({ Destinations: ['a@x.go.th', 'spam@x.go.th'] });
    expect(events).toEqual([]);
    await clock.settled();
    const mail = {
      timestamp: START.toISOString(),
      messageId: id,
      source: 'office@nst.example.go.th',
      destination: ['a@x.go.th', 'spam@x.go.th'],
      tags: { ledger: ['T1JH_-1'] },
    };
    expect(events).toMatchObject([
      { eventType: 'Delivery', mail, delivery: { recipients: ['a@x.go.th', 'spam@x.go.th'] } },
      {
        eventType: 'Complaint',
        mail,
        complaint: { complainedRecipients: [{ emailAddress: 'spam@x.go.th' }] },
      },
    ]);
  });

  test('of the sample say that addresses under bounce.invalid bounce', async () => {
    const { send, events, clock } = await anEngine();
    await send({ Destinations: ['old@bounce.invalid'] });
    await send({ Destinations: ['old@thasamet.bounce.invalid'] });
    await clock.settled();
    expect(events).toMatchObject([
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bouncedRecipients: [{ emailAddress: 'old@bounce.invalid' }],
        },
      },
      { eventType: 'Bounce' },
    ]);
  });

  test('come again after a crash, if they had not been taken', async () => {
    const directory = join(folder, 'untold');
    const crashed = await anEngine({ directory, onEvent: () => new Promise(() => {}) });
    const { MessageId: id } = await crashed.send();

    const restarted = await anEngine({ directory });
    await restarted.clock.settled();
    expect(restarted.events).toMatchObject([{ eventType: 'Delivery', mail: { messageId: id } }]);

    const later = await anEngine({ directory });
    await later.clock.settled();
    expect(later.events).toEqual([]);
  });

  test('go on after one that could not be recorded', async () => {
    const errors: unknown[] = [];
    const recorded: string[] = [];
    const { send, clock } = await anEngine({
      onEvent: async ({ mail }) => {
        if (errors.length === 0) throw new Error('no table');
        recorded.push(mail.messageId);
      },
      onError: (error) => void errors.push(error),
    });
    await send();
    const { MessageId: second } = await send();
    await clock.settled();
    expect(errors).toMatchObject([{ message: 'no table' }]);
    expect(recorded).toEqual([second]);
  });
});

describe('faults', () => {
  test('a throttled mail is refused and not kept', async () => {
    const { send, archive } = await anEngine({ fault: () => 'throttled' });
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    expect(archive.accepted()).toEqual([]);
  });

  test('a lost response leaves a mail that was accepted, and its event comes', async () => {
    const { send, archive, events, clock } = await anEngine({ fault: () => 'lost-response' });
    await expect(send()).rejects.toMatchObject({
      $metadata: expect.not.objectContaining({ httpStatusCode: expect.anything() }),
    });
    await clock.settled();
    expect(archive.accepted()).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  test('a lost event leaves a mail nothing is heard of', async () => {
    const { send, archive, events, clock } = await anEngine({ fault: () => 'lost-event' });
    await send();
    await clock.settled();
    expect(archive.accepted()).toHaveLength(1);
    expect(events).toEqual([]);
    expect(archive.untold()).toEqual([]);
  });
});

describe('what SES refuses is refused', () => {
  test.each<[string, Partial<SendRawEmailCommandInput>, string]>([
    ['an address without a domain', { Destinations: ['officer'] }, "Missing final '@domain'"],
    ['an address with a space', { Destinations: ['an officer@x.go.th'] }, 'control or whitespace'],
    ['an address in Thai letters', { Destinations: ['ผู้ประสานงาน@x.go.th'] }, 'non-ascii'],
    ['a domain with two dots', { Destinations: ['officer@x..go.th'] }, 'Domain contains illegal'],
    ['a bad sender', { Source: 'office' }, "Missing final '@domain'"],
    ['too many recipients', { Destinations: Array(51).fill('a@x.go.th') }, 'Recipient count'],
    ['an empty message', { RawMessage: { Data: new Uint8Array() } }, "required header 'From'"],
    ['a tag in Thai', { Tags: [{ Name: 'ledger', Value: 'แจ้ง' }] }, 'Invalid tag'],
    [
      'a message above 10 MB',
      { RawMessage: { Data: Buffer.alloc(11_000_000, 'a') } },
      'Message length',
    ],
  ])('%s', async (_, input, message) => {
    const { send, archive } = await anEngine();
    await expect(send(input)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(archive.accepted()).toEqual([]);
  });

  test('any way to send but SendRawEmail', async () => {
    const { client } = await anEngine();
    const command = new SendEmailCommand({
      Source: OFFICE,
      Destination: { ToAddresses: ['a@x.go.th'] },
      Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } },
    });
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringContaining('SendRawEmail'),
    });
  });
});

test('recipients come from the header where the envelope names none', async () => {
  const { send, archive } = await anEngine();
  await send({ Destinations: undefined, Source: undefined });
  expect(archive.accepted()).toMatchObject([
    { source: 'office@nst.example.go.th', destinations: ['coordinator@thasamet.example.go.th'] },
  ]);
});

describe('through an SMTP server', () => {
  test('the mail leaves as it is, and no event comes of it', async () => {
    const server = await smtpServer();
    const { send, message, archive, events, clock } = await anEngine({ smtpUrl: server.url });
    await send();
    await clock.settled();
    expect(server.mails).toEqual([
      {
        from: 'office@nst.example.go.th',
        to: ['coordinator@thasamet.example.go.th'],
        source: expect.stringContaining(message.toString().split('\r\n\r\n')[0] ?? 'no header'),
      },
    ]);
    expect(archive.accepted()).toHaveLength(1);
    expect(events).toEqual([]);
    server.close();
  });

  test('an address that the server refuses is rejected for good', async () => {
    const server = await smtpServer({ recipient: () => '550 5.1.1 no such user' });
    const { send, archive } = await anEngine({ smtpUrl: server.url });
    await expect(send()).rejects.toThrow(MessageRejected);
    await expect(send()).rejects.toThrow('no such user');
    expect(archive.accepted()).toEqual([]);
    server.close();
  });

  test('one refused address among others bounces', async () => {
    const server = await smtpServer({
      recipient: (address) => (address === 'old@x.go.th' ? '550 gone' : '250 ok'),
    });
    const { send, events, clock } = await anEngine({ smtpUrl: server.url });
    await send({ Destinations: ['new@x.go.th', 'old@x.go.th'] });
    await clock.settled();
    expect(server.mails).toMatchObject([{ to: ['new@x.go.th'] }]);
    expect(events).toMatchObject([
      { eventType: 'Bounce', bounce: { bouncedRecipients: [{ emailAddress: 'old@x.go.th' }] } },
    ]);
    server.close();
  });

  test('a server that asks to wait, or is not there, leaves the mail to be tried again', async () => {
    const server = await smtpServer({ message: '451 try later' });
    const { send } = await anEngine({ smtpUrl: server.url });
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    server.close();

    const nobody = await anEngine({ smtpUrl: 'smtp://127.0.0.1:1' });
    await expect(nobody.send()).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
  });

  test('a connection that breaks after the message leaves it unknown whether it was sent', async () => {
    const server = await smtpServer({ message: undefined });
    const { send, archive } = await anEngine({ smtpUrl: server.url });
    await expect(send()).rejects.toMatchObject({
      $metadata: expect.not.objectContaining({ httpStatusCode: expect.anything() }),
    });
    expect(server.mails).toHaveLength(1);
    expect(archive.accepted()).toEqual([]);
    server.close();
  });
});
