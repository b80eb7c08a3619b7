/**
 * Visits as a calendar that is subscribed to, or taken once: METHOD PUBLISH, without attendees.
 *
 * @see RFC 5546, 3.2.1; the UID and SEQUENCE of a visit are those of its invitation.
 */
import { instantAt } from '../domain/local-date.ts';
import { calendarSequence, type ScheduleEntry } from '../domain/supervision.ts';
import { folded, textValue, utc, visitUid } from './invitation.ts';

export interface FeedVisit {
  readonly entry: ScheduleEntry;
  readonly fiscalYear: number;
  readonly shortName: string;
  readonly place: string;
  /** Who comes, and whom to call; each a line. */
  readonly details: readonly string[];
  /** Page of the visit. */
  readonly url: string;
}

/** `visits` under `name`; postponed ones are left out, cancelled ones stay as such. */
export function calendarFeed(
  name: string,
  visits: readonly FeedVisit[],
  { publicUrl, stamp }: { readonly publicUrl: URL; readonly stamp: Date },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nithet//Nithet//TH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${textValue(name)}`,
    `X-WR-CALNAME:${textValue(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...visits
      .filter(({ entry }) => entry.state !== 'postponed')
      .flatMap((visit) => eventOf(visit, publicUrl, stamp)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf(visit: FeedVisit, publicUrl: URL, stamp: Date): string[] {
  const { entry, shortName, place, details, url } = visit;
  const { date, startMinute, durationMinutes, state } = entry;
  return [
    'BEGIN:VEVENT',
    `UID:${visitUid({ ...visit, ...entry }, publicUrl)}`,
    `SEQUENCE:${calendarSequence(entry)}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(instantAt(date, 0, startMinute))}`,
    `DTEND:${utc(instantAt(date, 0, startMinute + durationMinutes))}`,
    `SUMMARY:${textValue(`นิเทศติดตาม ${shortName}`)}`,
    `LOCATION:${textValue(place)}`,
    `DESCRIPTION:${textValue([...details, url].join('\n'))}`,
    `URL:${url}`,
    `STATUS:${state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
  ];
}
