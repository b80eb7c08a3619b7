import { expect, test } from 'vitest';
import type { NewNotice } from '../../shared/domain/ledger.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { moved, postponed } from '../../shared/domain/schedule.ts';
import { markedUrgent, numbered } from '../../shared/domain/served-notice.ts';
import type { ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import { createTellVisits } from '../../shared/notices/tell-visits.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { anEntry, officeWorld, YEAR } from '../support/office-world.ts';

const LETTER = { no: 'ปช 0044/101', date: localDate('2020-05-01') };
const AWAY = {
  teamId: 'team-2',
  date: localDate('2020-05-19'),
  startMinute: 540,
  durationMinutes: 150,
  pinned: false,
};

/** A province that is told of one visit, as often as a test says; Friday 8 May, after hours; Monday is Ploughing Day. */
async function telling() {
  const world = await officeWorld(1);
  const [team] = world.made.teams;
  if (!team) throw new Error('no team');
  const other = { ...team, teamId: 'team-2', name: 'คณะที่ 2' };
  const members = [{ position: 'หัวหน้าคณะ', email: 'team-2-80@nacc.example' }];
  await world.seasons.saveTeam(YEAR, '80', { ...other, members });
  const told: NewNotice[] = [];
  const now = new Date('2020-05-08T17:30:00+07:00');
  const tell = createTellVisits({
    roster: world.roster,
    season: world.seasons,
    notices: {
      enqueue: async (row) => {
        told.push(row);
        return true;
      },
    },
    settings: settingsStore(world.table),
    now: () => now,
  });
  return {
    async told(entry: ScheduleEntry) {
      told.length = 0;
      await tell(
        {
          schemaVersion: 1,
          fiscalYear: YEAR,
          province: '80',
          version: 1,
          publishedAt: now.toISOString(),
          entries: [entry],
        },
        [entry.orgId],
      );
      return told.map(({ kind, to, dueAt, facts }) => ({ kind, to, dueAt, facts }));
    },
    visit: (): Promise<Visit | undefined> =>
      world.seasons.visit({ fiscalYear: YEAR, orgId: '80-5001', visitNo: 1 }),
    close: () => world.close(),
  };
}

const ONE = anEntry({ date: localDate('2020-05-20') });

test('a notice waits for offices to open, that of an urgent visit does not', async () => {
  const province = await telling();
  const [notice] = await province.told(ONE);
  expect(notice).toMatchObject({ kind: 'visit-notice', dueAt: '2020-05-12T01:30:00.000Z' });
  const [urgent] = await province.told(markedUrgent(ONE, 'มีเรื่องร้องเรียน'));
  expect(urgent).toMatchObject({ kind: 'visit-notice', dueAt: '2020-05-08T10:30:00.000Z' });
  expect(urgent?.facts).toMatchObject({ urgent: 'มีเรื่องร้องเรียน', sequence: 1 });
  await province.close();
});

test('what is numbered on the evening before a long weekend is served after it', async () => {
  const province = await telling();
  await province.told(numbered(ONE, undefined, LETTER));
  expect((await province.visit())?.told).toMatchObject({ servedOn: '2020-05-12' });
  await province.close();
});

test('each team gets its appointment, and loses it once another team comes or the day is open', async () => {
  const province = await telling();
  const team = async (entry: ScheduleEntry) =>
    (await province.told(entry))
      .filter(({ kind }) => kind === 'visit-team')
      .map(({ to, facts }) => [to, facts['visit'] !== null]);
  expect(await team(ONE)).toEqual([['team-1-80@nacc.example', true]]);
  expect(await team(ONE)).toEqual([]);
  const away = moved(ONE, AWAY, 'ติดราชการ');
  expect(await team(away)).toEqual([
    ['team-2-80@nacc.example', true],
    ['team-1-80@nacc.example', false],
  ]);
  expect(await team(postponed(away, 'น้ำท่วม'))).toEqual([['team-2-80@nacc.example', false]]);
  await province.close();
});
