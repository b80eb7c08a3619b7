import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import {
  type PlannedProposal,
  type PlanProgress,
  type PublishedPlan,
  percentDone,
  type VisitChange,
  type VisitInstance,
} from '../../shared/domain/visit-plan.ts';
import { verify } from '../../shared/domain/visit-plan-verify.ts';
import { planVisits, replanVisits, whyNot } from '../../shared/planner/plan-visits.ts';
import { anOrganization, aSeason, aVisit } from '../support/season.ts';

async function planned(instance: VisitInstance, options = {}): Promise<PlannedProposal> {
  const plan = await planVisits(instance, undefined, options);
  if (plan.outcome === 'refused') throw new Error(JSON.stringify(plan.problems));
  return plan;
}

/** Organizations around the base, each a little farther and a little more important. */
function manyOrganizations(count: number): VisitInstance['organizations'] {
  return Array.from({ length: count }, (_, n) =>
    anOrganization({
      id: `o${String(n).padStart(4, '0')}`,
      place: { latitude: 8.4 + (n % 17) / 100, longitude: 99.9 + (n % 23) / 100 },
      priority: { points: 20 + ((n * 7) % 60), factors: [] },
    }),
  );
}

const visited = (plan: PlannedProposal) => plan.visits.map((visit) => visit.organizationId);

describe('a plan', () => {
  it('is proved optimal and says why each organization is in it', async () => {
    const plan = await planned(aSeason());

    expect(plan).toMatchObject({ provedOptimal: true, gapPercent: 0, method: 'exact' });
    expect(visited(plan).sort()).toEqual(['o1', 'o2', 'o3']);
    expect(plan.organizations[0]).toMatchObject({ chosen: true, reason: 'selected' });
  });

  it('prefers importance where the days do not suffice', async () => {
    const organizations = manyOrganizations(30);
    const plan = await planned(aSeason({ organizations }));

    const chosen = plan.organizations.filter((each) => each.chosen);
    const left = plan.organizations.filter((each) => each.reason === 'outranked');
    const mean = (all: typeof left) =>
      all.reduce((sum, each) => sum + each.priority.points, 0) / all.length;

    expect(chosen.length + left.length).toBe(30);
    expect(mean(chosen)).toBeGreaterThan(mean(left) + 10);
  });

  it('that was only searched for says how far it may be from the best', async () => {
    const season = aSeason({ organizations: manyOrganizations(30) });
    const [exact, searched] = [await planned(season), await planned(season, { columns: 0 })];

    expect(searched.method).toBe('search');
    expect(searched.provedOptimal).toBe(searched.bound === searched.value);
    expect(searched.bound).toBeGreaterThanOrEqual(exact.value);
    expect(searched.value).toBeLessThanOrEqual(exact.value);
    expect(searched.value).toBeGreaterThan(exact.value * 0.97);
    expect(searched.gapPercent).toBeLessThan(5);
  });

  it('leaves an organization that is away all season unvisited, and says so', async () => {
    const season = { from: localDate('2027-05-01'), to: localDate('2027-05-31') };
    const away = anOrganization({ id: 'o9', unavailable: [season] });
    const plan = await planned(aSeason({ organizations: [anOrganization(), away] }));

    expect(plan.organizations.at(-1)).toMatchObject({ chosen: false, reason: 'no-free-day' });
  });

  it('visits a cluster whole, at its host', async () => {
    const clusters = [
      { hostOrganizationId: 'o1', attendingOrganizationIds: ['o2'], visitMinutes: 180 },
    ];
    const plan = await planned(aSeason({ clusters }));
    const [host, guest] = plan.visits.filter((visit) => visit.organizationId !== 'o3');

    expect(guest).toEqual({ ...host, organizationId: 'o2', hostOrganizationId: 'o1' });
  });

  it('is the same in two processes', async () => {
    const script = `
      import { planVisits } from './shared/planner/plan-visits.ts';
      const season = JSON.parse(process.argv[1]);
      for (const columns of [0, 30000])
        console.log(JSON.stringify(await planVisits(season, undefined, { columns })));`;
    const season = JSON.stringify(aSeason({ organizations: manyOrganizations(24) }));
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script, season], {
        encoding: 'utf8',
      });

    const first = run();

    expect(first.split('\n')).toHaveLength(3);
    expect(run()).toBe(first);
  });
});

describe('bad input', () => {
  it.each<[string, Partial<VisitInstance>, string]>([
    ['no teams', { teams: [] }, 'no-teams'],
    ['no working days', { workingDays: [] }, 'no-working-days'],
    [
      'a negative duration',
      { organizations: [anOrganization({ visitMinutes: -30 })] },
      'malformed',
    ],
    [
      'a visit of two days',
      { organizations: [anOrganization({ visitMinutes: 3000 })] },
      'malformed',
    ],
    [
      'an organization twice',
      { organizations: [anOrganization(), anOrganization()] },
      'duplicate-id',
    ],
    ['an unknown amphoe', { organizations: [anOrganization({ amphoeId: 'x' })] }, 'unknown-id'],
    ['a locked visit of nobody', { locked: [aVisit({ organizationId: 'x' })] }, 'unknown-id'],
  ])('with %s is refused', async (_, overrides, kind) => {
    const plan = await planVisits(aSeason(overrides));

    expect(plan.outcome).toBe('refused');
    expect(plan.problems.map((problem) => problem.kind)).toContain(kind);
  });

  it('without coordinates is planned from the centre of the amphoe, and says so', async () => {
    const plan = await planned(aSeason({ organizations: [anOrganization({ place: null })] }));

    expect(plan.problems).toEqual([{ kind: 'place-estimated', organizationId: 'o1' }]);
    expect(plan.visits).toHaveLength(1);
  });

  it('with more mandatory visits than days meets as many as it can, and names the others', async () => {
    const organizations = manyOrganizations(20).map((each) => ({ ...each, mandatory: true }));
    const plan = await planned(aSeason({ organizations }));

    const unmet = plan.problems.filter((problem) => problem.kind === 'mandatory-unmet');

    expect(plan.visits.length + unmet.length).toBe(20);
    expect(unmet[0]).toMatchObject({ reason: 'capacity' });
  });

  it('with a locked visit on a holiday keeps it, and says so', async () => {
    const holiday = aVisit({ date: localDate('2027-05-08'), pinned: true });
    const plan = await planned(aSeason({ locked: [holiday] }));

    expect(plan.visits).toContainEqual(holiday);
    expect(plan.problems).toEqual([
      { kind: 'locked-conflict', organizationId: 'o1', reason: 'not-a-working-day' },
    ]);
  });

  it('keeps a locked visit that costs more driving than it is worth, when only searched for', async () => {
    const priority = { points: 0, factors: [] };
    const locked = [aVisit({ startMinute: 600, pinned: true })];
    const organizations = ['o1', 'o2'].map((id) => anOrganization({ id, priority }));
    const amphoes = aSeason().amphoes.map((amphoe) => ({ ...amphoe, minimumVisits: 0 }));
    const plan = await planned(aSeason({ organizations, amphoes, locked }), { columns: 0 });

    expect(plan.value).toBeLessThan(0);
    expect(plan.visits).toEqual(locked);
  });

  it('with two locked visits at one hour keeps both, and says so', async () => {
    const locked = ['o1', 'o2'].map((organizationId) => aVisit({ organizationId, pinned: true }));
    const plan = await planned(aSeason({ locked }));

    expect(plan.visits).toEqual(expect.arrayContaining(locked));
    expect(plan.problems).toContainEqual({
      kind: 'locked-conflict',
      organizationId: 'o2',
      reason: 'overlaps',
    });
  });

  it('of 5,000 organizations is planned as well as can be, and says so', async () => {
    const season = aSeason({ organizations: manyOrganizations(5000) });
    const plan = await planned(season);

    expect(verify(plan, season)).toEqual([]);
    expect(plan.provedOptimal).toBe(false);
    expect(plan.problems).toEqual([{ kind: 'too-many-organizations', considered: 800 }]);
  }, 60_000);
});

describe('a run', () => {
  it('tells how far it is, and never goes back', async () => {
    for (const columns of [0, 30_000]) {
      const seen: number[] = [];
      const onProgress = async (progress: PlanProgress) => void seen.push(percentDone(progress));
      await planVisits(aSeason({ organizations: manyOrganizations(24) }), onProgress, { columns });

      expect(seen.length).toBeGreaterThan(1);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen.at(-1)).toBeLessThan(100);
    }
  });
});

describe('a published plan', () => {
  const season = aSeason({ organizations: manyOrganizations(16) });

  async function published(): Promise<PublishedPlan> {
    const plan = await planned(season);
    const today = localDate('2027-05-03');
    const visits = plan.visits.map((visit) => ({ ...visit, state: 'acknowledged' as const }));
    return { instance: season, visits, today };
  }

  async function replanned(before: PublishedPlan, changes: VisitChange[]) {
    const plan = await replanVisits(before, changes);
    if (plan.outcome === 'refused') throw new Error(JSON.stringify(plan.problems));
    return plan;
  }

  it('stays as it is when nothing has changed', async () => {
    const before = await published();

    expect((await replanned(before, [])).moves).toEqual([]);
  });

  it('moves what a change forces, and says which change', async () => {
    const before = await published();
    const lost = localDate('2027-05-05');
    const changes: VisitChange[] = [
      { kind: 'team-unavailable', teamId: 't1', from: lost, to: lost },
    ];

    const plan = await replanned(before, changes);

    const forced = before.visits.filter((visit) => visit.date === lost);
    const moved = plan.moves.filter((move) => move.cause.kind === 'forced');
    expect(moved.map((move) => move.organizationId).sort()).toEqual(
      forced.map((visit) => visit.organizationId).sort(),
    );
    expect(moved.every((move) => move.cause.kind === 'forced' && move.cause.change === 0)).toBe(
      true,
    );
    expect(plan.visits.some((visit) => visit.date === lost)).toBe(false);
  });

  it('leaves visits agreed for the next working day where they are, even if the team is lost', async () => {
    const before = await published();
    const tomorrow = localDate('2027-05-04');
    const changes: VisitChange[] = [
      { kind: 'team-unavailable', teamId: 't1', from: tomorrow, to: tomorrow },
    ];

    const plan = await replanned(before, changes);

    expect(plan.moves.filter((move) => move.from?.date === tomorrow)).toEqual([]);
    expect(plan.problems.map((problem) => problem.kind)).toContain('locked-conflict');
  });

  it('takes in a visit that is asked for', async () => {
    const before = await published();
    const ids = new Set(before.visits.map((visit) => visit.organizationId));
    const organizationId = season.organizations.find(({ id }) => !ids.has(id))?.id ?? '';

    const plan = await replanned(before, [{ kind: 'visit-added', organizationId }]);

    expect(plan.moves).toContainEqual(
      expect.objectContaining({ organizationId, from: null, cause: { kind: 'asked', change: 0 } }),
    );
  });
});

describe('the question why an organization is not visited', () => {
  const season = aSeason({ organizations: manyOrganizations(16) });

  it('is answered by what its visit would cost', async () => {
    const plan = await planned(season);
    const left = plan.organizations.find((each) => !each.chosen)?.organizationId ?? '';

    const answer = await whyNot(season, plan, left);

    expect(answer).toMatchObject({ answer: 'costs', exact: true });
    if (answer.answer !== 'costs') return;
    const forced = season.organizations.map((each) =>
      each.id === left ? { ...each, mandatory: true } : each,
    );
    expect(answer.cost).toBe(
      plan.value - (await planned({ ...season, organizations: forced })).value,
    );
    expect(answer.cost).toBeGreaterThanOrEqual(0);
    expect(answer.drops.length).toBeGreaterThan(0);
  });

  it('is answered for one that is, for one nobody knows, and for one too far away', async () => {
    const far = anOrganization({ id: 'far', place: { latitude: 11, longitude: 99.9 } });
    const small = aSeason({ organizations: [anOrganization(), far] });
    const plan = await planned(small);

    expect(await whyNot(small, plan, 'o1')).toEqual({ answer: 'already-chosen' });
    expect(await whyNot(small, plan, 'nobody')).toEqual({ answer: 'unknown-organization' });
    expect(await whyNot(small, plan, 'far')).toEqual({
      answer: 'impossible',
      reason: 'does-not-fit-a-day',
    });
  });
});
