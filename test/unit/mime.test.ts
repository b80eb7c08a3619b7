import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { calendarOf, type Invitation, invitationOf } from '../../shared/mail/invitation.ts';
import { composeMessage, type Message } from '../../shared/mail/messages.ts';
import { messageIdOf, mimeOf, type OutgoingMail } from '../../shared/mail/mime.ts';
import { aMessage, dayOf, office, sampleMessages } from '../support/messages.ts';
import { aNotice } from '../support/notices.ts';

const publicUrl = 'https://nithet.example.go.th';
const stamp = new Date('2020-05-07T01:30:00Z');
const to = 'plan@thasamet.example';

function mailOf(message: Message, changes: Partial<OutgoingMail> = {}): Promise<Buffer> {
  return mimeOf({
    message: composeMessage(message, { publicUrl, today: localDate(dayOf(message)) }),
    from: { name: office.name, address: 'noreply@nithet.example' },
    to,
    replyTo: office.email,
    messageId: messageIdOf(aNotice(), 1, publicUrl),
    date: stamp,
    invitation: invitationOf(message, { to, publicUrl, stamp }),
    ...changes,
  });
}

function inviting(message: Message): Invitation {
  const invitation = invitationOf(message, { to, publicUrl, stamp });
  if (!invitation) throw new Error('no invitation');
  return invitation;
}

function eventOf(calendar: string) {
  const component = new ICAL.Component(ICAL.parse(calendar));
  const vevent = component.getFirstSubcomponent('vevent');
  if (!vevent) throw new Error('no event');
  return { component, vevent, event: new ICAL.Event(vevent) };
}

describe('a mail', () => {
  it.each(sampleMessages.map((message) => [message.kind, message] as const))(
    'of kind %s reads back with its words, sender and addressee',
    async (_, message) => {
      const composed = composeMessage(message, { publicUrl, today: localDate(dayOf(message)) });
      const parsed = await PostalMime.parse(await mailOf(message));
      expect(parsed).toMatchObject({
        subject: composed.subject,
        from: { name: office.name, address: 'noreply@nithet.example' },
        to: [{ address: to }],
        replyTo: [{ address: office.email }],
        date: stamp.toISOString(),
        messageId: messageIdOf(aNotice(), 1, publicUrl),
      });
      expect(parsed.text?.trim()).toBe(composed.text.trim());
      expect(parsed.html?.trim()).toBe(composed.html.trim());
    },
  );

  it('without an office, as a sign-in code is, has nobody to reply to', async () => {
    const parsed = await PostalMime.parse(await mailOf(aMessage('code'), { replyTo: undefined }));
    expect(parsed.replyTo).toBeUndefined();
  });

  it('carries files with Thai names', async () => {
    const letter = {
      filename: 'หนังสือ ที่ ปช 0044(นศ)-ว 12.pdf',
      contentType: 'application/pdf',
      content: Buffer.from('%PDF-1.7'),
    };
    const { attachments } = await PostalMime.parse(
      await mailOf(aMessage('opening'), { attachments: [letter] }),
    );
    expect(attachments).toMatchObject([
      { filename: letter.filename, mimeType: 'application/pdf', disposition: 'attachment' },
    ]);
  });

  it('gets no header and no addressee from what people typed', async () => {
    const hostile = 'สำนักงาน\r\nBcc: a@evil.example\r\n\r\nx" <b@evil.example>, c@evil.example';
    const message = aMessage('reminder', {
      office: { ...office, name: hostile },
      organization: { orgId: '80-0711', name: hostile, shortName: hostile },
    });
    const mail = await mailOf(message, {
      from: { name: hostile, address: 'noreply@nithet.example' },
    });
    const parsed = await PostalMime.parse(mail);
    expect(parsed.bcc ?? []).toEqual([]);
    expect(parsed.to).toHaveLength(1);
    expect(parsed.from).toMatchObject({ address: 'noreply@nithet.example' });
    expect(parsed.headers.map(({ key }) => key).sort()).toEqual([
      ...['auto-submitted', 'content-language', 'content-type', 'date', 'from'],
      ...['message-id', 'mime-version', 'reply-to', 'subject', 'to'],
    ]);
  });

  it('keeps its lines within the limit of SMTP', async () => {
    const lines = (await mailOf(aMessage('visit-notice'))).toString('latin1').split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('has one identity for each attempt', () => {
    expect(messageIdOf(aNotice(), 1, publicUrl)).toBe(messageIdOf(aNotice(), 1, publicUrl));
    expect(messageIdOf(aNotice(), 2, publicUrl)).not.toBe(messageIdOf(aNotice(), 1, publicUrl));
    expect(messageIdOf(aNotice({ rung: 'D-3' }), 1, publicUrl)).not.toBe(
      messageIdOf(aNotice(), 1, publicUrl),
    );
  });
});

describe('an invitation', () => {
  it('goes with the notice of a visit, both as a part and as a file', async () => {
    const { attachments } = await PostalMime.parse(await mailOf(aMessage('visit-notice')));
    expect(attachments.map(({ mimeType, method }) => ({ mimeType, method }))).toEqual([
      { mimeType: 'text/calendar', method: 'REQUEST' },
      { mimeType: 'application/ics', method: undefined },
    ]);
    for (const { content } of attachments) {
      const calendar =
        typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString();
      expect(eventOf(calendar).event.summary).toBe('นิเทศติดตาม อบต.ท่าเสม็ด');
    }
  });

  it('says when in UTC, where, and who invites whom', () => {
    const { component, vevent, event } = eventOf(calendarOf(inviting(aMessage('visit-notice'))));
    expect(component.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event).toMatchObject({
      uid: 'visit-2563-80-0711-1@nithet.example.go.th',
      sequence: 0,
      location: 'ห้องประชุมองค์การบริหารส่วนตำบลท่าเสม็ด',
      organizer: `mailto:${office.email}`,
    });
    // 09.30–12.00 in Thailand.
    expect(event.startDate.toICALString()).toBe('20200521T023000Z');
    expect(event.endDate.toICALString()).toBe('20200521T050000Z');
    expect(String(vevent.getFirstPropertyValue('dtstamp'))).toBe('2020-05-07T01:30:00Z');
    expect(vevent.getFirstProperty('attendee')?.getFirstValue()).toBe(`mailto:${to}`);
    expect(vevent.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe(office.name);
    expect(event.description).toContain(`${publicUrl}/visits/2563/1`);
  });

  it('to a visit that is moved replaces the one before', () => {
    const moved = eventOf(calendarOf(inviting(aMessage('visit-moved'))));
    const first = eventOf(calendarOf(inviting(aMessage('visit-notice'))));
    expect(moved.event.uid).toBe(first.event.uid);
    expect(moved.event.sequence).toBeGreaterThan(first.event.sequence);
    expect(moved.event.startDate.toICALString()).toBe('20200611T023000Z');
  });

  it.each([
    ['postponed without a new day', aMessage('visit-moved', { visit: null })],
    ['cancelled', aMessage('visit-cancelled')],
  ])('to a visit that is %s is withdrawn', (_, message) => {
    const { component, vevent, event } = eventOf(calendarOf(inviting(message)));
    expect(component.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(vevent.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event.uid).toBe('visit-2563-80-0711-1@nithet.example.go.th');
    expect(event.sequence).toBe('sequence' in message ? message.sequence : undefined);
  });

  it('goes with no other mail', () => {
    const withOne = sampleMessages.filter((message) =>
      invitationOf(message, { to, publicUrl, stamp }),
    );
    expect(withOne.map(({ kind }) => kind)).toEqual([
      'visit-notice',
      'visit-moved',
      'visit-cancelled',
      'visit-team',
    ]);
  });

  it('survives whatever a place or an office is called', () => {
    const place = 'ห้อง "ก", ชั้น 2; อาคาร\\ข\nอำเภอชะอวด 🏛 '.repeat(5).trim();
    const name = 'สำนักงาน "ก"; ข:\r\nATTENDEE:mailto:a@evil.example';
    const invitation = {
      ...inviting(aMessage('visit-notice')),
      location: place,
      organizer: { name, email: office.email },
    };
    const { vevent, event } = eventOf(calendarOf(invitation));
    expect(event.location).toBe(place);
    expect(event.attendees).toHaveLength(1);
    expect(vevent.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe(
      "สำนักงาน 'ก'; ข: ATTENDEE:mailto:a@evil.example",
    );
  });

  it('has lines of at most 75 octets, none of which begins or ends inside a character', () => {
    const calendar = calendarOf({
      ...inviting(aMessage('visit-notice')),
      location: 'ที่ว่าการอำเภอ 🏛'.repeat(30),
    });
    expect(calendar.endsWith('\r\n')).toBe(true);
    expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = Buffer.from(calendar).toString('latin1').split('\r\n');
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(75);
      expect(Buffer.from(line, 'latin1').toString()).not.toContain('\uFFFD');
    }
  });
});
