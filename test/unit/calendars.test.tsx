import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry, day, hostOf, publishVisits } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

let site: TestSite;
let office: Visitor;
beforeEach(async () => {
  ({ site, office } = await officeSite(3, { at: '2020-05-08T10:00:00+07:00' }));
  await publishVisits(site.dependencies.seasons, [
    anEntry({ sequence: 2 }),
    anEntry({ orgId: '80-5002', teamId: 'team-2', state: 'cancelled', sequence: 1 }),
    anEntry({ orgId: '80-5003', state: 'postponed', date: day('2020-05-13') }),
  ]);
});
afterEach(() => site.close());

const page = () => office.read('/provinces/80/calendars');
const addresses = async () =>
  [...(await page()).matchAll(/http:\/\/localhost:3000(\/calendars\/[^<]+\.ics)/g)].map(
    ([, path = '']) => path,
  );
const change = (feed: string, generation: string) =>
  office.post('/provinces/80/calendars', { feed, generation });

/** The events of a calendar as an independent reader has them. */
async function read(response: Response) {
  const calendar = new ICAL.Component(ICAL.parse(await response.text()));
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: event.getFirstPropertyValue('uid'),
      sequence: event.getFirstPropertyValue('sequence'),
      status: event.getFirstPropertyValue('status'),
      attendees: event.getAllProperties('attendee').length,
    })),
  };
}

describe('a calendar to subscribe to', () => {
  test('holds an office’s visits under the UIDs and sequences of their invitations, and no attendees', async () => {
    const [all = ''] = await addresses();
    const response = await site.visitor().get(all);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await read(response)).toEqual({
      method: 'PUBLISH',
      events: [
        { uid: 'visit-2563-80-5001-1@localhost', sequence: 2, status: 'CONFIRMED', attendees: 0 },
        { uid: 'visit-2563-80-5002-1@localhost', sequence: 1, status: 'CANCELLED', attendees: 0 },
      ],
    });
  });

  test('holds a team’s own visits', async () => {
    const address = (await addresses()).find((path) => path.includes('/team-1/')) ?? '';
    const { events } = await read(await site.visitor().get(address));
    expect(events.map(({ uid }) => uid)).toEqual(['visit-2563-80-5001-1@localhost']);
  });

  test('is not found at a guessed address, another feed’s, or another province’s', async () => {
    const [all = ''] = await addresses();
    const guessed = [
      all.replace(/\/[\w-]{32}\//, `/${'a'.repeat(32)}/`),
      all.replace('/office/', '/team-1/'),
      all.replace('/80/', '/84/'),
      all.replace(/\/[\w-]{32}\//, '/short/'),
    ];
    for (const path of guessed) expect((await site.visitor().get(path)).status, path).toBe(404);
  });

  test('moves to another address, once for two clicks, and the old one opens nothing', async () => {
    const before = await addresses();
    await change('office', '0');
    await change('office', '0');
    const after = await addresses();
    expect((await site.visitor().get(before[0] ?? '')).status).toBe(404);
    expect((await site.visitor().get(after[0] ?? '')).status).toBe(200);
    expect(after.slice(1)).toEqual(before.slice(1));
    const [latest] = await site.dependencies.audits.latest('PROVINCE#80', 1);
    expect(latest?.act).toBe('calendar-address-changed');
    await change('office', '1');
    expect((await site.visitor().get(after[0] ?? '')).status).toBe(404);
  });
});

test('an organization takes its own visit as a file, and nobody else’s', async () => {
  const host = await site.signIn(hostOf('80-5001'));
  const own = await host.get('/organizations/80-5001/visits/2563/1/visit.ics');
  expect((await read(own)).events).toHaveLength(1);
  const other = await host.get('/organizations/80-5002/visits/2563/1/visit.ics');
  expect(other.status).toBe(404);
});
