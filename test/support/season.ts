/** Builders of a small season: one team, four days of a week in May 2027, three organizations. */
import { localDate } from '../../shared/domain/local-date.ts';
import type { PlannedVisit, VisitInstance } from '../../shared/domain/visit-plan.ts';

type Organization = VisitInstance['organizations'][number];

export function anOrganization(overrides: Partial<Organization> = {}): Organization {
  return {
    id: 'o1',
    amphoeId: 'a1',
    place: { latitude: 8.5, longitude: 99.9 },
    visitMinutes: 120,
    priority: { points: 50, factors: [] },
    mandatory: false,
    unavailable: [],
    ...overrides,
  };
}

/** A visit of o1 on Tuesday at 09.15. */
export function aVisit(overrides: Partial<PlannedVisit> = {}): PlannedVisit {
  return {
    organizationId: 'o1',
    hostOrganizationId: null,
    teamId: 't1',
    date: localDate('2027-05-04'),
    startMinute: 555,
    durationMinutes: 120,
    pinned: false,
    ...overrides,
  };
}

export function aSeason(overrides: Partial<VisitInstance> = {}): VisitInstance {
  const base = { latitude: 8.43, longitude: 99.96 };
  const friday = localDate('2027-05-07');
  return {
    schemaVersion: 1,
    workingDays: ['2027-05-04', '2027-05-05', '2027-05-06', '2027-05-07'].map(localDate),
    hours: {
      leavesFromMinute: 510,
      visitsFromMinute: 510,
      visitsToMinute: 990,
      backByMinute: 990,
      lunchFromMinute: 720,
      lunchToMinute: 780,
      startStepMinutes: 15,
    },
    teams: [
      {
        id: 't1',
        base,
        maxVisitsPerDay: 3,
        blockedDays: [{ from: friday, to: friday }],
        blockedHours: [],
      },
    ],
    amphoes: ['a1', 'a2'].map((id) => ({ id, centre: base, minimumVisits: 1, missedPoints: 30 })),
    organizations: [
      anOrganization(),
      anOrganization({ id: 'o2', place: { latitude: 8.52, longitude: 99.92 } }),
      anOrganization({
        id: 'o3',
        amphoeId: 'a2',
        place: { latitude: 8.2, longitude: 99.8 },
        unavailable: [{ from: localDate('2027-05-06'), to: localDate('2027-05-06') }],
      }),
    ],
    clusters: [],
    locked: [],
    travel: { roadPercent: 130, kilometresPerHour: 50, costPerMinute: 5 },
    ...overrides,
  };
}
