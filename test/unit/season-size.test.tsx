import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCycle } from '../../shared/domain/cycle.ts';
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

test('so are the pages of its end: reports to hand on, the summary, closing', async () => {
  const { seasons, cycles, obligations } = site.dependencies;
  const orgIds = (await obligations.board('80', { fiscalYear: YEAR, round: '6M' })).map(
    ({ orgId }) => orgId,
  );
  const by = { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' };
  await seasons.publish(
    {
      schemaVersion: 1,
      fiscalYear: YEAR,
      province: '80',
      version: 1,
      publishedAt: '2020-04-21T03:00:00.000Z',
      entries: orgIds.map((orgId) => anEntry({ orgId })),
    },
    {
      eventId: 'e2',
      at: '2020-04-21T03:00:00.000Z',
      actor: by,
      act: 'visits-published',
      subject: '2563',
    },
  );
  for (const orgId of orgIds) {
    await seasons.saveVisit({
      schemaVersion: 1,
      orgId,
      fiscalYear: YEAR,
      visitNo: 1,
      rungs: {},
      rev: 1,
      report: {
        heldOn: day('2020-05-12'),
        attendees: 'นายก อบต.',
        byDimension: ['', '', '', ''],
        problemsMaking: '',
        problemsCarryingOut: '',
        findings: 'ดำเนินการตามแผน',
        recommendations: ['เผยแพร่แผน'],
        recordedOn: day('2020-05-13'),
        recordedBy: by,
        version: 1,
        signatures: [{ position: 'หัวหน้าคณะ', capacity: 'holder', signedOn: day('2020-05-13') }],
        submitted: false,
      },
    });
  }
  await cycles.open(newCycle(YEAR, '80'));
  site.setTime('2020-11-10T10:00:00+07:00');
  const late = await site.signIn(officer);
  const paths = [
    `${SEASON}/submissions`,
    '/provinces/80/evaluation/2563/summary',
    '/provinces/80/evaluation/2563/close',
  ];
  for (const path of paths) {
    const response = await site.app.request(path, { headers: { cookie: late } });
    expect(response.status).toBe(200);
    expect(gzipSync(await response.text()).length, path).toBeLessThan(MOST);
  }
}, 60_000);
