/** Small seasons, made up by fast-check: sound ones, and ones that contradict themselves. */
import fc from 'fast-check';
import { addDays, localDate } from '../../shared/domain/local-date.ts';
import type {
  Place,
  PlannedVisit,
  VisitChange,
  VisitInstance,
} from '../../shared/domain/visit-plan.ts';

type Team = VisitInstance['teams'][number];
type Organization = VisitInstance['organizations'][number];

const FIRST_DAY = localDate('2027-05-03');
const DAYS = 12;

const day = fc.integer({ min: 0, max: DAYS }).map((n) => addDays(FIRST_DAY, n));
const span = fc.tuple(day, fc.integer({ min: 0, max: 4 })).map(([from, length]) => ({
  from,
  to: addDays(from, length),
}));
const place: fc.Arbitrary<Place> = fc.record({
  latitude: fc.integer({ min: 8000, max: 8600 }).map((n) => n / 1000),
  longitude: fc.integer({ min: 99500, max: 100100 }).map((n) => n / 1000),
});

const hours = fc.constantFrom(
  { step: 15, lunchTo: 780, leaves: 480, back: 1020 },
  { step: 5, lunchTo: 780, leaves: 510, back: 990 },
  { step: 1, lunchTo: 720, leaves: 510, back: 990 },
);

function team(id: string): fc.Arbitrary<Team> {
  return fc.record({
    id: fc.constant(id),
    base: place,
    maxVisitsPerDay: fc.integer({ min: 1, max: 4 }),
    blockedDays: fc.array(span, { maxLength: 1 }),
    blockedHours: fc.array(
      fc.record({
        date: day,
        fromMinute: fc.integer({ min: 400, max: 800 }),
        toMinute: fc.integer({ min: 801, max: 1100 }),
      }),
      { maxLength: 2 },
    ),
  });
}

function organization(id: string): fc.Arbitrary<Organization> {
  return fc.record({
    id: fc.constant(id),
    amphoeId: fc.constantFrom('a1', 'a2', 'a3'),
    place: fc.option(place, { freq: 9 }),
    visitMinutes: fc.integer({ min: 60, max: 200 }),
    priority: fc.integer({ min: 0, max: 120 }).map((points) => ({ points, factors: [] })),
    mandatory: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    unavailable: fc.array(span, { maxLength: 2 }),
  });
}

function lockedVisit(organizationId: string, teams: number): fc.Arbitrary<PlannedVisit> {
  return fc.record({
    organizationId: fc.constant(organizationId),
    hostOrganizationId: fc.constant(null),
    teamId: fc.integer({ min: 1, max: teams }).map((n) => `t${n}`),
    date: day,
    startMinute: fc.constantFrom(510, 540, 570, 660, 780, 800, 900, 960),
    durationMinutes: fc.constantFrom(60, 90, 120, 180),
    pinned: fc.constant(true),
  });
}

/** A season of at most 3 teams, 13 days and 16 organizations; some locked visits contradict it. */
export const visitInstance: fc.Arbitrary<VisitInstance> = fc
  .record({
    teams: fc.integer({ min: 1, max: 3 }),
    organizations: fc.integer({ min: 0, max: 16 }),
    clusters: fc.boolean(),
    locked: fc.integer({ min: 0, max: 3 }),
  })
  .chain((size) => {
    const teamIds = Array.from({ length: size.teams }, (_, n) => `t${n + 1}`);
    const ids = Array.from(
      { length: size.organizations },
      (_, n) => `o${String(n).padStart(2, '0')}`,
    );
    // The last organizations may form a cluster, the first may be locked.
    const clustered = size.clusters && ids.length >= 8 ? ids.slice(-3) : [];
    const lockedIds = ids.length >= 8 ? ids.slice(0, size.locked) : [];
    return fc.record({
      schemaVersion: fc.constant(1 as const),
      workingDays: fc.uniqueArray(day, { minLength: 1, maxLength: 6 }),
      hours: hours.map(({ step, lunchTo, leaves, back }) => ({
        leavesFromMinute: leaves,
        visitsFromMinute: 510,
        visitsToMinute: 990,
        backByMinute: back,
        lunchFromMinute: 720,
        lunchToMinute: lunchTo,
        startStepMinutes: step,
      })),
      teams: fc.tuple(...teamIds.map(team)),
      amphoes: fc.tuple(
        ...['a1', 'a2', 'a3'].map((id) =>
          fc.record({
            id: fc.constant(id),
            centre: place,
            minimumVisits: fc.integer({ min: 0, max: 2 }),
            missedPoints: fc.integer({ min: 0, max: 60 }),
          }),
        ),
      ),
      organizations: fc.tuple(...ids.map(organization)),
      clusters: fc.constant(
        clustered.length === 0
          ? []
          : [
              {
                hostOrganizationId: clustered[0] ?? '',
                attendingOrganizationIds: clustered.slice(1),
                visitMinutes: 180,
              },
            ],
      ),
      locked: fc.tuple(...lockedIds.map((id) => lockedVisit(id, size.teams))),
      travel: fc.constantFrom(
        { roadPercent: 130, kilometresPerHour: 50, costPerMinute: 5 },
        { roadPercent: 100, kilometresPerHour: 80, costPerMinute: 0 },
        { roadPercent: 150, kilometresPerHour: 40, costPerMinute: 40 },
      ),
    });
  });

/** Up to three events in such a season. */
export const visitChanges: fc.Arbitrary<VisitChange[]> = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('t1', 't2'), span)
      .map(([teamId, days]): VisitChange => ({ kind: 'team-unavailable', teamId, ...days })),
    fc
      .tuple(fc.constantFrom('a1', 'a2'), span)
      .map(([amphoeId, days]): VisitChange => ({ kind: 'amphoe-closed', amphoeId, ...days })),
    fc.tuple(fc.constantFrom('o00', 'o03'), span).map(
      ([organizationId, days]): VisitChange => ({
        kind: 'organization-unavailable',
        organizationId,
        ...days,
      }),
    ),
    fc.constant<VisitChange>({
      kind: 'organization-urgent',
      organizationId: 'o04',
      addedPoints: 90,
    }),
    fc.constant<VisitChange>({ kind: 'visit-added', organizationId: 'o05' }),
  ),
  { maxLength: 3 },
);
