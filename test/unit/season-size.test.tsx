import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../shared/domain/local-date.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import { isWorkingDay } from '../../shared/domain/work-calendar.ts';
import { anEntry, CALENDAR, day, officer, seedProvince, YEAR } from '../support/office-world.ts';
import { type TestSite, testSite } from '../support/site.ts';

const SEASON = '/provinces/80/visits/2563';
/** Bytes of a page; styles, script and typeface of about 50 KB come once. */
const MOST = 40_000;

let site: TestSite;
let cookie: string;
beforeAll(async () => {
  site = await testSite({ at: '2020-04-21T10:00:00+07:00' });
  const { organizations, teams } = await seedProvince(site.dependencies, 334);
  cookie = await site.signIn(officer);
  const days = Array.from({ length: 61 }, (_, n) => addDays(day('2020-05-01'), n)).filter((date) =>
    isWorkingDay(CALENDAR, date),
  );
  const slots = days.flatMap((date) =>
    teams.flatMap(({ teamId }) => [540, 780].map((startMinute) => ({ date, teamId, startMinute }))),
  );
  const entries = slots.flatMap((slot, n) => {
    const orgId = organizations[n]?.organization.orgId;
    return orgId ? [anEntry({ ...slot, orgId })] : [];
  });
  await site.dependencies.seasons.saveDraftSchedule(
    {
      schemaVersion: 1,
      fiscalYear: YEAR,
      province: '80',
      version: 1,
      entries: inOrder(entries),
      savedAt: '2020-04-21T03:00:00.000Z',
      savedBy: { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' },
    },
    {
      eventId: 'e1',
      at: '2020-04-21T03:00:00.000Z',
      actor: { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' },
      act: 'schedule-adopted',
      subject: '2563',
    },
  );
}, 60_000);
afterAll(() => site.close());

test.each(['', '/setup', '/board?week=2020-05-11', '/plan/80-5001', '/events', '/publish'])(
  'the page %s of a season of 334 organizations is small',
  async (path) => {
    const response = await site.app.request(`${SEASON}${path}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    const size = gzipSync(await response.text()).length;
    expect(size).toBeLessThan(MOST);
  },
);
