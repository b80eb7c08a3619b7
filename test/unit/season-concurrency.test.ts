/** Officers who edit, publish and change one season at the same moment, in any order of their reads and writes. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChangeVisits } from '../../functions/web/change-visits.ts';
import { createEditSchedule } from '../../functions/web/edit-schedule.ts';
import { createPublishVisits } from '../../functions/web/publish-visits.ts';
import { addDays } from '../../shared/domain/local-date.ts';
import { standardSetup } from '../../shared/domain/season-setup.ts';
import type { Schedule, ScheduleEntry } from '../../shared/domain/supervision.ts';
import { type SeasonStore, seasonStore } from '../../shared/store/season-store.ts';
import type { Table } from '../../shared/store/table.ts';
import {
  anEntry,
  CALENDAR,
  colleague,
  day,
  officer,
  officeWorld,
  YEAR,
} from '../support/office-world.ts';

const SEASON = { fiscalYear: YEAR, province: '80' };
const ORGANIZATIONS = ['80-5001', '80-5002', '80-5003'];
const MONDAY = day('2020-05-11');

let world: Awaited<ReturnType<typeof officeWorld>>;
beforeAll(async () => {
  world = await officeWorld(3, '2020-04-20');
});
afterAll(() => world.close());

const slot = fc.record({
  teamId: fc.constantFrom('team-1', 'team-2'),
  date: fc.integer({ min: 0, max: 1 }).map((n) => addDays(MONDAY, n)),
  startMinute: fc.constantFrom(540, 600, 780),
  durationMinutes: fc.constant(150),
  pinned: fc.boolean(),
});
const orgId = fc.constantFrom(...ORGANIZATIONS);
const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('set' as const), orgId, when: slot }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('drop' as const), orgId }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('group' as const), orgId, guest: orgId }) },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('publish' as const) }) },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('move' as const), orgId, when: slot }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('postpone' as const), orgId }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

/** What an officer sees is read first; then the act reads and writes for itself. */
function desk(seasons: SeasonStore) {
  const dependencies = {
    seasons,
    plannings: { latestRun: async () => undefined },
    setups: { setup: async () => standardSetup(YEAR, '80'), absences: async () => [] },
    roster: { all: async () => world.made.organizations.map(({ organization }) => organization) },
    calendarOf: async () => CALENDAR,
    audit: { append: async () => {} },
    tellVisits: async () => {},
    now: world.now,
  };
  const edit = createEditSchedule(dependencies);
  const publish = createPublishVisits(dependencies);
  const change = createChangeVisits(dependencies);
  return async (user: typeof officer, act: Deed): Promise<'draft' | 'schedule' | 'refused'> => {
    const [draft, schedule] = [
      await seasons.draftSchedule(YEAR, '80'),
      await seasons.schedule(YEAR, '80'),
    ];
    const seen = { draft: draft?.version ?? 0, schedule: schedule?.version ?? 0 };
    const edited = (outcome: object) => ('edited' in outcome ? 'draft' : 'refused');
    switch (act.deed) {
      case 'set':
        return edited(
          await edit(user, SEASON, seen.draft, {
            edit: 'set',
            orgId: act.orgId,
            when: act.when,
            drivable: true,
          }),
        );
      case 'drop':
        return edited(await edit(user, SEASON, seen.draft, { edit: 'drop', orgId: act.orgId }));
      case 'group': {
        const group = { edit: 'cluster', orgId: act.orgId, attending: [act.guest] } as const;
        return act.guest === act.orgId
          ? 'refused'
          : edited(await edit(user, SEASON, seen.draft, group));
      }
      case 'publish':
        return 'published' in (await publish(user, SEASON, seen)) ? 'schedule' : 'refused';
      case 'move':
      case 'postpone': {
        const visitNo = schedule?.entries.find((entry) => entry.orgId === act.orgId)?.visitNo ?? 1;
        const which = { orgId: act.orgId, visitNo, reason: 'น้ำท่วม' };
        const what =
          act.deed === 'move'
            ? ({
                change: 'move',
                when: act.when,
                drivable: true,
                urgency: 'เร่ง',
                ...which,
              } as const)
            : ({ change: 'postpone', ...which } as const);
        return 'changed' in (await change(user, SEASON, seen.schedule, what))
          ? 'schedule'
          : 'refused';
      }
    }
  };
}

/** Written apart from the check of the schedule: who is where, minute by minute. */
function doubleBookings(schedule: Schedule | undefined): string[] {
  const live = (schedule?.entries ?? []).filter(({ state }) => state === 'scheduled');
  const minutes = (entry: ScheduleEntry) =>
    Array.from(
      { length: entry.durationMinutes },
      (_, n) => `${entry.date} ${entry.startMinute + n}`,
    );
  const places = new Map<string, string>();
  return live.flatMap((entry) =>
    minutes(entry).flatMap((minute) => {
      const place = entry.hostOrgId ?? entry.orgId;
      const keys = [
        [`${entry.teamId} ${minute}`, place],
        [`${entry.orgId} ${minute}`, `${entry.orgId}#${entry.visitNo}`],
      ] as const;
      return keys.flatMap(([key, value]) => {
        const other = places.get(key) ?? value;
        places.set(key, value);
        return other === value ? [] : [`${key}: ${other} and ${value}`];
      });
    }),
  );
}

const event = {
  eventId: 'e0',
  at: '2020-04-20T03:00:00.000Z',
  actor: { userId: officer.userId, position: officer.position, role: officer.role },
  act: 'visits-published',
  subject: '2563',
};

/** Plays two officers against each other; what is wrong in the end, and what was refused on the way. */
async function play(table: Table, scheduler: fc.Scheduler, deeds: readonly (readonly Deed[])[]) {
  const pk = `SEASON#${YEAR}#80`;
  for (const sk of ['DRAFT', 'SCHEDULE']) await world.table.remove({ pk, sk });
  await world.seasons.publish(
    {
      schemaVersion: 1,
      ...SEASON,
      version: 1,
      publishedAt: event.at,
      entries: [anEntry({ date: MONDAY })],
    },
    event,
  );
  await world.seasons.saveDraftSchedule(
    {
      schemaVersion: 1,
      ...SEASON,
      version: 1,
      entries: [anEntry({ orgId: '80-5002', date: MONDAY, startMinute: 780 })],
      savedAt: event.at,
      savedBy: event.actor,
    },
    event,
  );
  const slow: Table = {
    ...table,
    get: scheduler.scheduleFunction(table.get),
    put: scheduler.scheduleFunction(table.put),
    replace: scheduler.scheduleFunction(table.replace),
    update: scheduler.scheduleFunction(table.update),
  };
  const act = desk({ ...seasonStore(slow), teams: async () => world.made.teams });
  const taken = { draft: 0, schedule: 0, refused: 0 };
  const officers = deeds.map(async (list, place) => {
    for (const one of list) taken[await act(place === 0 ? officer : colleague, one)] += 1;
  });
  await scheduler.waitFor(Promise.all(officers));
  const [draft, schedule] = await Promise.all([
    world.seasons.draftSchedule(YEAR, '80'),
    world.seasons.schedule(YEAR, '80'),
  ]);
  // Each act that was taken is a version of its own: none has overwritten another unseen.
  const lost = [
    ...(draft?.version === 1 + taken.draft ? [] : ['an edit of the draft is lost']),
    ...(schedule?.version === 1 + taken.schedule ? [] : ['a change of the schedule is lost']),
  ];
  return { wrong: [...doubleBookings(schedule), ...lost], taken };
}

const games = [
  fc.scheduler(),
  fc.array(fc.array(deed, { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 2 }),
] as const;

test('nobody is booked twice and no accepted change is lost, in 1,000 interleavings', async () => {
  const seen = { draft: 0, schedule: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(...games, async (scheduler, deeds) => {
      const { wrong, taken } = await play(world.table, scheduler, deeds);
      for (const what of ['draft', 'schedule', 'refused'] as const) seen[what] += taken[what];
      expect(wrong).toEqual([]);
    }),
    { numRuns: 1000, seed: 2563 },
  );
  expect(Math.min(seen.draft, seen.schedule, seen.refused)).toBeGreaterThan(300);
}, 300_000);

test('without the condition of the write, the same games book twice or lose changes', async () => {
  const careless: Table = {
    get: (key) => world.table.get(key),
    put: (key, item) => world.table.put(key, item),
    putNew: (key, item) => world.table.putNew(key, item),
    replace: async (key, item) => {
      await world.table.put(key, item);
      return true;
    },
    update: (key, update) => world.table.update(key, update),
    remove: (key) => world.table.remove(key),
    query: (pk, options) => world.table.query(pk, options),
    queryAll: (pk, range) => world.table.queryAll(pk, range),
  };
  const result = await fc.check(
    fc.asyncProperty(...games, async (scheduler, deeds) => {
      expect((await play(careless, scheduler, deeds)).wrong).toEqual([]);
    }),
    { numRuns: 200, seed: 2563, endOnFailure: true },
  );
  expect(result.failed).toBe(true);
}, 120_000);
