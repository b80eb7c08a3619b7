import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry, day, hostOf, officer, seedProvince, YEAR } from '../support/office-world.ts';
import { type TestSite, testSite } from '../support/site.ts';

let site: TestSite;
let office: string;
beforeEach(async () => {
  site = await testSite({ at: '2020-05-08T10:00:00+07:00' });
  await seedProvince(site.dependencies, 3);
  office = await site.signIn(officer);
  const entries = [
    anEntry({ sequence: 2 }),
    anEntry({ orgId: '80-5002', teamId: 'team-2', state: 'cancelled', sequence: 1 }),
    anEntry({ orgId: '80-5003', state: 'postponed', date: day('2020-05-13') }),
  ];
  const at = '2020-05-01T02:00:00.000Z';
  const actor = { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' };
  const season = { schemaVersion: 1, fiscalYear: YEAR, province: '80', version: 1 } as const;
  await site.dependencies.seasons.publish(
    { ...season, publishedAt: at, entries },
    { eventId: 'published', at, actor, act: 'visits-published', subject: '2563' },
  );
});
afterEach(() => site.close());

const get = (path: string, cookie = '') => site.app.request(path, { headers: { cookie } });
const page = async () => (await get('/provinces/80/calendars', office)).text();
const addresses = async () =>
  [...(await page()).matchAll(/http:\/\/localhost:3000(\/calendars\/[^<]+\.ics)/g)].map(
    ([, path = '']) => path,
  );
const change = (feed: string, generation: string) =>
  site.app.request('/provinces/80/calendars', {
    method: 'POST',
    headers: { cookie: office },
    body: new URLSearchParams({ feed, generation }),
  });

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
    const response = await get(all);
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
    const { events } = await read(await get(address));
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
    for (const path of guessed) expect((await get(path)).status, path).toBe(404);
  });

  test('moves to another address, once for two clicks, and the old one opens nothing', async () => {
    const before = await addresses();
    await change('office', '0');
    await change('office', '0');
    const after = await addresses();
    expect((await get(before[0] ?? '')).status).toBe(404);
    expect((await get(after[0] ?? '')).status).toBe(200);
    expect(after.slice(1)).toEqual(before.slice(1));
    const [latest] = await site.dependencies.audits.latest('PROVINCE#80', 1);
    expect(latest?.act).toBe('calendar-address-changed');
    await change('office', '1');
    expect((await get(after[0] ?? '')).status).toBe(404);
  });
});

test('an organization takes its own visit as a file, and nobody else’s', async () => {
  const host = await site.signIn({ ...hostOf('80-5001'), email: 'host@lao.example' });
  const own = await get('/organizations/80-5001/visits/2563/1/visit.ics', host);
  expect((await read(own)).events).toHaveLength(1);
  const other = await get('/organizations/80-5002/visits/2563/1/visit.ics', host);
  expect(other.status).toBe(404);
});
