import { describe, expect, it } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { changedInstance } from '../../shared/domain/visit-changes.ts';
import {
  defaultPriorityWeights,
  driveBetween,
  isFrozen,
  type PlannedVisit,
  priorityOf,
  type VisitInstance,
} from '../../shared/domain/visit-plan.ts';
import { figuresOf, verifyVisits } from '../../shared/domain/visit-plan-verify.ts';
import { anOrganization, aSeason, aVisit } from '../support/season.ts';

const rulesBroken = (visits: PlannedVisit[], instance: VisitInstance) =>
  verifyVisits(visits, instance).map(({ rule }) => rule);

describe('the importance of a visit', () => {
  const calm = {
    report: 'on-time',
    band: 'green',
    unableItems: 0,
    yearsSinceVisit: 0,
    budgetBaht: null,
    complaints: 0,
    itaScore: null,
  } as const;

  it('is the base alone for an organization without a worry', () => {
    expect(priorityOf(calm, defaultPriorityWeights)).toEqual({
      points: 10,
      factors: [{ factor: 'base', points: 10 }],
    });
  });

  it('is the sum of its factors, the largest first', () => {
    const facts = { ...calm, report: 'none', band: 'red', yearsSinceVisit: null } as const;

    const { points, factors } = priorityOf(facts, defaultPriorityWeights);

    expect(points).toBe(10 + 40 + 30 + 20);
    expect(factors.map((each) => each.factor)).toEqual([
      'no-report',
      'red-band',
      'never-visited',
      'base',
    ]);
  });

  it('counts items that are "unable" only up to a number', () => {
    const many = priorityOf({ ...calm, unableItems: 40 }, defaultPriorityWeights);

    expect(many.points).toBe(10 + 5 * 4);
  });

  it('takes an unknown budget for neither large nor nothing', () => {
    const rich = priorityOf({ ...calm, budgetBaht: 100_000_000 }, defaultPriorityWeights);

    expect(rich.factors.map((each) => each.factor)).toEqual(['base', 'large-budget']);
  });
});

describe('a drive', () => {
  const travel = { roadPercent: 130, kilometresPerHour: 50, costPerMinute: 5 };
  const office = { latitude: 8.43, longitude: 99.96 };

  it('takes as long back as there', () => {
    const there = { latitude: 7.95, longitude: 99.99 };

    expect(driveBetween(office, there, travel)).toEqual(driveBetween(there, office, travel));
  });

  it('of a degree to the north is 111 km in a straight line', () => {
    const north = { latitude: 9.43, longitude: 99.96 };

    expect(driveBetween(office, north, travel)).toEqual({ metres: 144_554, minutes: 174 });
  });

  it('of a degree to the east is shorter by the cosine of the latitude', () => {
    const east = { latitude: 8.43, longitude: 100.96 };

    const { metres } = driveBetween(office, east, { ...travel, roadPercent: 100 });

    expect(metres).toBe(109_994);
  });
});

describe('the check of a plan', () => {
  const season = aSeason();
  const morning = aVisit({ organizationId: 'o1' });
  const afternoon = aVisit({ organizationId: 'o2', startMinute: 780 });

  it('passes two visits of one day', () => {
    expect(rulesBroken([morning, afternoon], season)).toEqual([]);
  });

  it.each<[string, Partial<PlannedVisit>]>([
    ['organization-unavailable', { organizationId: 'o3', date: localDate('2027-05-06') }],
    ['unknown-organization', { organizationId: 'nobody' }],
    ['unknown-team', { teamId: 'nobody' }],
    ['not-a-working-day', { date: localDate('2027-05-08') }],
    ['team-blocked', { date: localDate('2027-05-07') }],
    ['outside-hours', { startMinute: 690 }],
    ['off-step', { startMinute: 545 }],
    ['wrong-duration', { durationMinutes: 60 }],
    ['locked-moved', { pinned: true }],
    ['no-time-to-drive', { startMinute: 510 }],
  ])('finds %s', (rule, change) => {
    expect(rulesBroken([aVisit(change)], season)).toContain(rule);
  });

  it('finds a team at two places at one hour', () => {
    const both = [morning, { ...afternoon, startMinute: 555 }];

    expect(rulesBroken(both, season)).toContain('no-time-to-drive');
  });

  it('finds an organization visited twice', () => {
    const again = { ...morning, date: localDate('2027-05-05') };

    expect(rulesBroken([morning, again], season)).toEqual(['visited-twice']);
  });

  it('finds more visits than a team makes in a day', () => {
    const idle = {
      ...season,
      teams: season.teams.map((team) => ({ ...team, maxVisitsPerDay: 1 })),
    };

    expect(rulesBroken([morning, afternoon], idle)).toEqual(['too-many-visits']);
  });

  it('finds a locked visit that is gone', () => {
    const locked = { ...season, locked: [{ ...morning, pinned: true }] };

    expect(rulesBroken([afternoon], locked)).toEqual(['locked-moved']);
  });

  it('lets a locked visit be on a holiday, and nothing beside it', () => {
    const holiday = { date: localDate('2027-05-08') };
    const fact = { ...morning, ...holiday, pinned: true };
    const locked = { ...season, locked: [fact] };

    expect(rulesBroken([fact], locked)).toEqual([]);
    expect(rulesBroken([fact, { ...afternoon, ...holiday }], locked)).toEqual([
      'beside-a-conflict',
    ]);
  });

  it('finds a cluster without one of its members', () => {
    const cluster = {
      hostOrganizationId: 'o1',
      attendingOrganizationIds: ['o2', 'o3'],
      visitMinutes: 120,
    };
    const attends = { ...morning, organizationId: 'o2', hostOrganizationId: 'o1' };

    expect(rulesBroken([morning, attends], { ...season, clusters: [cluster] })).toEqual([
      'cluster-torn',
    ]);
  });

  it('reckons points less driving less districts missed', () => {
    const { value, travelMinutes } = figuresOf([morning], season);

    // One of two districts is missed, at 30 points.
    expect(value).toBe((50 - 30) * 100 - travelMinutes * 5);
    expect(travelMinutes).toBe(32);
  });
});

describe('a change', () => {
  const season = aSeason();
  const days = { from: localDate('2027-05-04'), to: localDate('2027-05-05') };

  it('of a flooded amphoe makes all its organizations unavailable', () => {
    const after = changedInstance(season, [{ kind: 'amphoe-closed', amphoeId: 'a1', ...days }]);

    expect(
      after.organizations
        .filter((each) => each.unavailable.some((span) => span.from === days.from))
        .map((each) => each.id),
    ).toEqual(['o1', 'o2']);
  });

  it('that is urgent adds to the points, and says so', () => {
    const after = changedInstance({ ...season, organizations: [anOrganization()] }, [
      { kind: 'organization-urgent', organizationId: 'o1', addedPoints: 30 },
    ]);

    expect(after.organizations[0]?.priority).toEqual({
      points: 80,
      factors: [{ factor: 'urgent', points: 30 }],
    });
  });
});

describe('a published visit', () => {
  const today = localDate('2027-05-05');
  const next = localDate('2027-05-06');
  const published = { ...aVisit(), date: localDate('2027-05-06') };

  it.each([
    ['acknowledged for tomorrow', { ...published, state: 'acknowledged' } as const, true],
    ['not yet acknowledged', { ...published, state: 'scheduled' } as const, false],
    [
      'acknowledged for later',
      { ...published, state: 'acknowledged', date: localDate('2027-05-12') } as const,
      false,
    ],
    ['pinned', { ...published, state: 'scheduled', pinned: true } as const, true],
    ['held', { ...published, state: 'held', date: today } as const, true],
  ])('%s', (_, visit, frozen) => {
    expect(isFrozen(visit, today, next)).toBe(frozen);
  });
});
