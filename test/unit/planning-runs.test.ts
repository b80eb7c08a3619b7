import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnswerWhyNot } from '../../functions/visits/answer-why-not.ts';
import { createPlanVisits } from '../../functions/visits/plan-visits.ts';
import { createReplanVisits } from '../../functions/visits/replan-visits.ts';
import { standardSetup } from '../../shared/domain/season-setup.ts';
import type { ScheduleEntry, Team } from '../../shared/domain/supervision.ts';
import type { PlannedProposal, VisitChange } from '../../shared/domain/visit-plan.ts';
import * as planner from '../../shared/planner/plan-visits.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import type { PlanningStore } from '../../shared/store/planning-store.ts';
import { standardSettings } from '../../shared/store/settings-store.ts';
import { anEntry, day, officer, officeWorld, YEAR } from '../support/office-world.ts';

const RUN = '2020-04-20T03:00:00.000Z';
const season = { fiscalYear: YEAR, province: '80' };
let world: Awaited<ReturnType<typeof officeWorld>>;
beforeEach(async () => {
  world = await officeWorld(14, '2020-05-04');
});
afterEach(() => world.close());

const audit = (eventId: string) => ({
  eventId,
  at: RUN,
  actor: { userId: officer.userId, position: officer.position, role: officer.role },
  act: 'season-setup-changed',
  subject: '2563',
});

const dependencies = () => ({
  ...world,
  season: world.seasons,
  cycles: cycleStore(world.table),
  settings: { load: async () => standardSettings },
  planner: {
    planVisits: planner.planVisits,
    replanVisits: planner.replanVisits,
    whyNot: planner.whyNot,
  },
});

async function proposal(): Promise<PlannedProposal> {
  await createPlanVisits(dependencies())({
    ...season,
    startedAt: RUN,
    runId: RUN,
  });
  const found = (await world.plannings.latestRun(YEAR, '80'))?.proposal;
  if (found?.outcome !== 'planned') throw new Error(JSON.stringify(found));
  return found;
}

const setUp = (changes: Partial<ReturnType<typeof standardSetup>>) =>
  world.setups.saveSetup({ ...standardSetup(YEAR, '80'), version: 1, ...changes }, audit('e1'));

async function changeTeams(changes: Partial<Team>) {
  for (const team of world.made.teams)
    await world.seasons.saveTeam(YEAR, '80', { ...team, ...changes });
}

async function publish(entries: readonly ScheduleEntry[]) {
  const schedule = {
    schemaVersion: 1 as const,
    ...season,
    version: 1,
    publishedAt: RUN,
    entries: [...entries],
  };
  await world.seasons.publish(schedule, audit('e2'));
}

async function publishProposal() {
  const { visits } = await proposal();
  await publish(
    visits.map(({ organizationId, teamId, date, startMinute, durationMinutes }) =>
      anEntry({ orgId: organizationId, teamId, date, startMinute, durationMinutes }),
    ),
  );
  return visits;
}

async function replanned(changes: VisitChange[]): Promise<PlannedProposal> {
  await world.plannings.saveReplanning('80', {
    schemaVersion: 1,
    runId: RUN,
    fiscalYear: YEAR,
    startedAt: RUN,
    state: 'running',
    progress: 0,
    changes,
    reason: 'น้ำท่วม',
  });
  await createReplanVisits(dependencies())({ ...season, runId: RUN });
  const run = await world.plannings.replanning(YEAR, '80', RUN);
  if (run?.proposal?.outcome !== 'planned') throw new Error(JSON.stringify(run));
  return run.proposal;
}

test('a run keeps how far it is while it works, and ends with its proposal', async () => {
  const seen: number[] = [];
  const plannings: PlanningStore = {
    ...world.plannings,
    saveRun(province, run) {
      seen.push(run.progress);
      return world.plannings.saveRun(province, run);
    },
  };
  const run = createPlanVisits({ ...dependencies(), plannings });

  await run({ ...season, startedAt: RUN, runId: RUN });

  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(await world.plannings.latestRun(YEAR, '80')).toMatchObject({
    state: 'done',
    progress: 100,
    proposal: { outcome: 'planned' },
  });
});

test('a run whose planner fails is told as failed', async () => {
  const failing = { planVisits: () => Promise.reject(new Error('out of memory')) };
  const run = createPlanVisits({ ...dependencies(), planner: failing });

  await expect(run({ ...season, startedAt: RUN, runId: RUN })).rejects.toThrow('out of memory');

  expect(await world.plannings.latestRun(YEAR, '80')).toMatchObject({ state: 'failed' });
});

describe('a proposal is made of what the office has set up', () => {
  test('of how long visits take', async () => {
    await setUp({ visitMinutes: { standard: 60, cluster: 90, byType: {} } });
    const { visits } = await proposal();
    expect(new Set(visits.map(({ durationMinutes }) => durationMinutes))).toEqual(new Set([60]));
  });

  test('of low ITA scores and complaints', async () => {
    await setUp({ known: { '80-5003': { itaScore: 41.5, complaints: 2 } } });
    const why = (await proposal()).organizations.find(
      ({ organizationId }) => organizationId === '80-5003',
    );
    const factors = why?.priority.factors.map(({ factor }) => factor);
    expect(factors).toEqual(expect.arrayContaining(['low-ita', 'complaints']));
  });

  test('of days on which nobody goes out', async () => {
    const daysOff = [{ from: day('2020-05-05'), to: day('2020-05-31'), reason: 'อบรม' }];
    await setUp({ daysOff });
    expect((await proposal()).visits.every(({ date }) => date > '2020-05-31')).toBe(true);
  });

  test('of when organizations are away', async () => {
    const away = { from: day('2020-05-01'), to: day('2020-06-30'), reason: 'ย้ายสำนักงาน' };
    const { userId, position, role } = officer;
    const absence = {
      schemaVersion: 1 as const,
      orgId: '80-5001',
      fiscalYear: YEAR,
      days: [away],
      rev: 1,
      savedBy: { userId, position, role },
    };
    await world.setups.saveAbsence(absence, audit('e3'));
    const why = (await proposal()).organizations.find(
      ({ organizationId }) => organizationId === '80-5001',
    );
    expect(why).toMatchObject({ chosen: false, reason: 'no-free-day' });
  });

  test('of clusters, which are visited whole at their host', async () => {
    await setUp({ clusters: [{ hostOrgId: '80-5001', attendingOrgIds: ['80-5002'] }] });
    const { visits } = await proposal();
    const [host, guest] = ['80-5001', '80-5002'].map((id) =>
      visits.find(({ organizationId }) => organizationId === id),
    );
    expect(guest).toEqual({
      ...host,
      organizationId: '80-5002',
      hostOrganizationId: '80-5001',
    });
  });
});

describe('what cannot be planned as it was given', () => {
  const refused = async () => {
    await createPlanVisits(dependencies())({ ...season, startedAt: RUN, runId: RUN });
    return (await world.plannings.latestRun(YEAR, '80'))?.proposal;
  };

  test('no teams', async () => {
    const empty = { ...world.seasons, teams: async () => [] };
    await createPlanVisits({ ...dependencies(), season: empty })({
      ...season,
      startedAt: RUN,
      runId: RUN,
    });
    expect((await world.plannings.latestRun(YEAR, '80'))?.proposal).toEqual({
      outcome: 'refused',
      problems: [{ kind: 'no-teams' }],
    });
  });

  test('no working days', async () => {
    world.setToday('2020-07-01');
    expect(await refused()).toEqual({
      outcome: 'refused',
      problems: [{ kind: 'no-working-days' }],
    });
  });

  test('an organization without coordinates is planned from the middle of its district', async () => {
    const nowhere = await world.roster.find('80-5001');
    if (!nowhere) throw new Error('no organization');
    const { position: _, ...withoutPlace } = nowhere;
    await world.roster.save(withoutPlace);
    expect((await proposal()).problems).toEqual([
      { kind: 'place-estimated', organizationId: '80-5001' },
    ]);
  });

  test('more that must be visited than days: as many as can be, and who cannot and why', async () => {
    await changeTeams({ maxVisitsPerDay: 1 });
    const daysOff = [{ from: day('2020-05-08'), to: day('2020-06-30'), reason: 'อบรม' }];
    await setUp({ daysOff, mandatory: world.orgIds });
    const { visits, problems } = await proposal();
    const unmet = problems.filter(({ kind }) => kind === 'mandatory-unmet');
    expect(visits.length).toBeGreaterThan(0);
    expect(visits.length + unmet.length).toBe(world.orgIds.length);
    expect(unmet[0]).toMatchObject({ reason: 'capacity' });
  });

  test('a visit published on what has become a holiday stays, and is told of', async () => {
    await publish([anEntry({ date: day('2020-05-16') })]);
    const { visits, problems } = await proposal();
    expect(visits).toContainEqual(
      expect.objectContaining({ organizationId: '80-5001', date: '2020-05-16', pinned: true }),
    );
    expect(problems).toEqual([
      { kind: 'locked-conflict', organizationId: '80-5001', reason: 'not-a-working-day' },
    ]);
  });

  test('two visits of a team at one hour stay, and are told of', async () => {
    await publish([anEntry(), anEntry({ orgId: '80-5002' })]);
    const { problems } = await proposal();
    expect(problems).toContainEqual({
      kind: 'locked-conflict',
      organizationId: '80-5002',
      reason: 'overlaps',
    });
  });
});

describe('a published plan', () => {
  test('moves little when a team loses a day, and says which move the loss forces', async () => {
    const visits = await publishProposal();
    const lost = visits.find(({ date }) => date > '2020-05-05');
    if (!lost) throw new Error('nobody is visited');
    const { teamId, date } = lost;
    const { moves } = await replanned([{ kind: 'team-unavailable', teamId, from: date, to: date }]);
    const forced = moves.filter(({ cause }) => cause.kind === 'forced');
    expect(forced.map(({ organizationId }) => organizationId)).toContain(lost.organizationId);
    expect(moves.length).toBeLessThan(visits.length);
  });

  test('stays as long as it was announced, beyond its season too', async () => {
    const july = day('2020-07-14');
    await publish([anEntry({ date: july, durationMinutes: 90 })]);
    const { moves, visits } = await replanned([]);
    expect(moves.filter(({ organizationId }) => organizationId === '80-5001')).toEqual([]);
    expect(visits).toContainEqual(
      expect.objectContaining({ organizationId: '80-5001', date: july, durationMinutes: 90 }),
    );
  });

  test('is worked out once, however often it is asked for', async () => {
    await publishProposal();
    await replanned([]);
    const again = await createReplanVisits(dependencies())({ ...season, runId: RUN });
    expect(again).toBeUndefined();
  });
});

describe('why an organization is not visited', () => {
  const asked = async (orgId: string, runId = RUN) => {
    await world.plannings.saveWhyNot('80', {
      schemaVersion: 1,
      runId,
      fiscalYear: YEAR,
      startedAt: RUN,
      state: 'running',
      progress: 0,
      orgId,
    });
    await createAnswerWhyNot(dependencies())({ ...season, orgId });
    return world.plannings.whyNot(YEAR, '80', orgId);
  };

  test('is answered by what the visit would cost', async () => {
    const daysOff = [{ from: day('2020-05-07'), to: day('2020-06-30'), reason: 'อบรม' }];
    await setUp({ daysOff });
    const left = (await proposal()).organizations.find(({ chosen }) => !chosen);
    const run = await asked(left?.organizationId ?? '');
    expect(run).toMatchObject({ state: 'done', answer: { answer: 'costs', exact: true } });
  });

  test('is not answered of a proposal that is no longer the latest', async () => {
    await proposal();
    expect(await asked('80-5001', 'an older run')).toMatchObject({ state: 'failed' });
  });
});
