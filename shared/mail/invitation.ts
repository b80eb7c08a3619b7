/**
 * Calendar invitations to site visits.
 *
 * @see RFC 5545 (iCalendar), RFC 5546 (iTIP): the same UID with a higher SEQUENCE replaces what was sent before.
 */
import { instantAt } from '../domain/local-date.ts';
import { SYSTEM_NAME } from './layout.ts';
import type { Message } from './messages.ts';

export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL';
  /** Stays with the visit, however often it is moved. */
  readonly uid: string;
  readonly sequence: number;
  /** When this version was made. */
  readonly stamp: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly summary: string;
  readonly location?: string | undefined;
  readonly description: string;
  readonly organizer: { readonly name: string; readonly email: string };
  readonly attendee: string;
}

interface Sending {
  readonly to: string;
  readonly publicUrl: string;
  readonly stamp: Date;
}

/** The invitation, or its withdrawal, that goes with `message`; none with mails that change no calendar. */
export function invitationOf(message: Message, sending: Sending): Invitation | undefined {
  switch (message.kind) {
    case 'visit-notice':
      return invitation('REQUEST', message, message.visit, message.visit.place, sending);
    case 'visit-moved':
      return message.visit
        ? invitation('REQUEST', message, message.visit, message.visit.place, sending)
        : invitation('CANCEL', message, message.was, undefined, sending);
    case 'visit-cancelled':
      return invitation('CANCEL', message, message.was, undefined, sending);
    case 'visit-team':
      return message.visit
        ? invitation('REQUEST', message, message.visit, message.visit.place, sending)
        : invitation('CANCEL', message, message.was, undefined, sending);
    default:
      return undefined;
  }
}

type VisitMessage = Extract<
  Message,
  { kind: 'visit-notice' | 'visit-moved' | 'visit-cancelled' | 'visit-team' }
>;

function invitation(
  method: Invitation['method'],
  { office, organization, fiscalYear, visitNo, sequence, link }: VisitMessage,
  time: Extract<Message, { kind: 'visit-cancelled' }>['was'],
  location: string | undefined,
  { to, publicUrl, stamp }: Sending,
): Invitation {
  return {
    method,
    uid: visitUid({ fiscalYear, orgId: organization.orgId, visitNo }, new URL(publicUrl)),
    sequence,
    stamp,
    startsAt: instantAt(time.date, 0, time.startMinute),
    endsAt: instantAt(time.date, 0, time.startMinute + time.durationMinutes),
    summary: `นิเทศติดตาม ${organization.shortName}`,
    location,
    description: `${SYSTEM_NAME}\n${new URL(link, publicUrl).href}`,
    organizer: { name: office.name, email: office.email },
    attendee: to,
  };
}

/** The invitation as a calendar file: CRLF, lines of at most 75 octets. */
export function calendarOf(invitation: Invitation): string {
  const { method, organizer, attendee, location } = invitation;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nithet//Nithet//TH',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${invitation.uid}`,
    `SEQUENCE:${invitation.sequence}`,
    `DTSTAMP:${utc(invitation.stamp)}`,
    `DTSTART:${utc(invitation.startsAt)}`,
    `DTEND:${utc(invitation.endsAt)}`,
    `SUMMARY:${textValue(invitation.summary)}`,
    ...(location ? [`LOCATION:${textValue(location)}`] : []),
    `DESCRIPTION:${textValue(invitation.description)}`,
    `ORGANIZER;CN=${quoted(organizer.name)}:mailto:${organizer.email}`,
    // The answer that counts is given on the site, where the host also says who receives the team.
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:${attendee}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Stays with the visit in every calendar that ever holds it. */
export function visitUid(
  {
    fiscalYear,
    orgId,
    visitNo,
  }: { readonly fiscalYear: number; readonly orgId: string; readonly visitNo: number },
  publicUrl: URL,
): string {
  return `visit-${fiscalYear}-${orgId}-${visitNo}@${publicUrl.hostname}`;
}

/** 20200521T023000Z */
export function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** @see RFC 5545, 3.3.11 */
export function textValue(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** A parameter's value, which can hold neither quotes nor line ends. @see RFC 5545, 3.2 */
function quoted(text: string): string {
  return `"${text.replaceAll('"', "'").replace(/\p{Cc}+/gu, ' ')}"`;
}

const LINE_OCTETS = 75;

/** Breaks a long line between characters, never within one. @see RFC 5545, 3.1 */
export function folded(line: string): string {
  let octets = 0;
  let text = '';
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
