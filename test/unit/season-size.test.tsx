import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCycle } from '../../shared/domain/cycle.ts';
import { addDays } from '../../shared/domain/local-date.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import { isWorkingDay } from '../../shared/domain/work-calendar.ts';
import {
  anEntry,
  aSignedVisit,
  byOffice,
  CALENDAR,
  day,
  officer,
  publishVisits,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
/** Bytes of a page; styles, script and typeface of about 50 KB come once. */
const MOST = 40_000;

let site: TestSite;
let office: Visitor;
beforeAll(async () => {
  const started = await officeSite(334);
  ({ site, office } = started);
  const { organizations, teams } = started.made;
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
      savedBy: byOffice,
    },
    {
      eventId: 'e1',
      at: '2020-04-21T03:00:00.000Z',
      actor: byOffice,
      act: 'schedule-adopted',
      subject: '2563',
    },
  );
}, 60_000);
afterAll(() => site.close());

test.each(['', '/setup', '/board?week=2020-05-11', '/plan/80-5001', '/events', '/publish'])(
  'the page %s of a season of 334 organizations is small',
  async (path) => {
    const html = await office.read(`${SEASON}${path}`);
    expect(gzipSync(html).length).toBeLessThan(MOST);
  },
);

test('so are the pages of its end: reports to hand on, the summary, closing', async () => {
  const { seasons, cycles, obligations } = site.dependencies;
  const orgIds = (await obligations.board('80', { fiscalYear: YEAR, round: '6M' })).map(
    ({ orgId }) => orgId,
  );
  await publishVisits(
    seasons,
    orgIds.map((orgId) => anEntry({ orgId })),
  );
  for (const orgId of orgIds) await seasons.saveVisit(aSignedVisit(orgId));
  await cycles.open(newCycle(YEAR, '80'));
  site.setTime('2020-11-10T10:00:00+07:00');
  const late = await site.signIn(officer);
  const paths = [
    `${SEASON}/submissions`,
    '/provinces/80/evaluation/2563/summary',
    '/provinces/80/evaluation/2563/close',
  ];
  for (const path of paths) {
    expect(gzipSync(await late.read(path)).length, path).toBeLessThan(MOST);
  }
}, 60_000);
