import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import validateAsl from 'asl-validator';
import { afterAll, describe, expect, test } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { mailArchive } from '../../infra/local/mail-archive.ts';
import { madeUpProvince } from '../../infra/local/sample/province.ts';
import { chance } from '../../infra/local/sample/random.ts';
import { addDays, instantAt, type LocalDate, localDate } from '../../shared/domain/local-date.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { awsApp, machineOf, templatesOf } from '../support/aws-templates.ts';
import { fy2563 } from '../support/builders.ts';
import { type TestSystem, type TestSystemOptions, testSystem } from '../support/system.ts';

const FIRST = localDate('2019-10-01');
const CLOSED = localDate('2020-12-02');
const province = madeUpProvince({
  province: '80',
  organizations: 4,
  seed: 3,
  year: fy2563,
  bounces: 0,
});
const definition = await readFile(
  new URL('../../infra/workflow/cycle.asl.json', import.meta.url),
  'utf8',
);

/** What a year has come to: who was written to about what, and how everything stands. */
async function outcomeOf({ archive, table }: TestSystem) {
  const mails = archive
    .accepted()
    .map(({ destinations, tags }) => `${destinations.join()} ${JSON.stringify(tags)}`);
  const obligations = obligationStore(table);
  const heads = await Promise.all(
    (['6M', '12M'] as const).map((round) => obligations.board('80', { fiscalYear: fy2563, round })),
  );
  const cycle = await cycleStore(table).find(fy2563, '80');
  return {
    mails: mails.toSorted(),
    rungs: heads.flat().map(({ orgId, round, state, rungs }) => ({ orgId, round, state, rungs })),
    cycle: { state: cycle?.state, leftOpen: cycle?.leftOpen, openStates: cycle?.openStates },
  };
}

async function wholeYear(
  options: Partial<TestSystemOptions> = {},
  during?: (system: TestSystem) => Promise<void>,
) {
  const system = await testSystem({ start: instantAt(FIRST, 0), ...options });
  await system.seed(province, fy2563);
  system.start();
  await during?.(system);
  await system.clock.advanceTo(instantAt(CLOSED, 12));
  const outcome = await outcomeOf(system);
  await system.close();
  return { outcome, errors: system.errors };
}

const reference = wholeYear();

describe('the state machine', () => {
  test('is valid, and every function that it names is in the list', () => {
    const asl: unknown = JSON.parse(definition);
    expect(validateAsl(asl)).toMatchObject({ isValid: true });
    const named = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const listed = functions.flatMap(({ substitution }) => substitution ?? []);
    expect([...new Set(named)].toSorted()).toEqual(listed.toSorted());
  });

  test('runs a whole year with nobody there: everyone gets the ladder of both rounds, and it closes', async () => {
    const { outcome, errors } = await reference;
    expect(errors).toEqual([]);
    expect(outcome.cycle.state).toBe('closed');
    expect(outcome.cycle.leftOpen?.['6M']).toHaveLength(4);
    expect(Object.values(outcome.cycle.openStates?.['12M'] ?? {})).toEqual(
      Array.from({ length: 4 }, () => 'not_started'),
    );
    // Each round: 9 to the coordinator, 4 to the executive, 3 to the ปลัด. Each of two officers gets 6 digests and 5:
    // 31 October is a Saturday, so that the due day's digest would leave together with the next one.
    expect(outcome.mails).toHaveLength(4 * 2 * 16 + 2 * (6 + 5));
    expect(new Set(outcome.mails).size).toBe(outcome.mails.length);
  });
});

describe('the outcome is the same, and nothing is sent twice,', () => {
  test('when the state machine is the one that AWS is given', async () => {
    const { machine, functionsBySubstitution } = machineOf(templatesOf(awsApp()).service);
    expect(functionsBySubstitution).toEqual(
      Object.fromEntries(
        functions.flatMap(({ name, substitution }) =>
          substitution ? [[substitution, `nithet-${name}`]] : [],
        ),
      ),
    );
    const { outcome } = await wholeYear({ definition: machine });
    expect(outcome).toEqual((await reference).outcome);
  });

  test('when the execution is stopped after every step of every day and started anew', async () => {
    let system: TestSystem | undefined;
    const seen = new Set<string>();
    const { outcome } = await wholeYear(
      {
        adapt: (name, handler) => async (input) => {
          const result = await handler(input);
          const isStep = functions.some((entry) => entry.name === name && entry.substitution);
          const key = `${name} ${JSON.stringify(input)} ${system?.clock.now().toISOString()}`;
          if (!isStep || !system || seen.has(key)) return result;
          seen.add(key);
          await restart(system);
          return result;
        },
      },
      async (opened) => {
        system = opened;
      },
    );
    expect(seen.size).toBeGreaterThan(400);
    expect(outcome).toEqual((await reference).outcome);
  });

  test('when two executions run at once', async () => {
    const { outcome } = await wholeYear({}, async ({ workflow, clock }) => {
      for (let day = FIRST; day < CLOSED; day = addDays(day, 100)) {
        await clock.advanceTo(instantAt(day, 3));
        const input = JSON.stringify({
          fiscalYear: 2563,
          province: '80',
          startedAt: clock.now().toISOString(),
        });
        const { stateMachineArn } = workflow;
        await workflow.client.send(
          new StartExecutionCommand({ stateMachineArn, name: `twin-${day}`, input }),
        );
      }
    });
    expect(outcome).toEqual((await reference).outcome);
  });

  test('when handlers throw now and then: the loop survives, an hour later all is caught up', async () => {
    const dice = chance(11);
    let thrown = 0;
    const { outcome, errors } = await wholeYear({
      adapt: (name, handler) => async (input) => {
        const isStep = functions.some((entry) => entry.name === name && entry.substitution);
        // Half of the failures happen before the work is done, half after.
        const fails = isStep && dice.fraction() < 0.1;
        if (fails && dice.fraction() < 0.5) throw new Error(`planted ${++thrown}`);
        const result = await handler(input);
        if (fails) throw new Error(`planted ${++thrown}`);
        return result;
      },
    });
    expect(thrown).toBeGreaterThan(20);
    expect(errors.length).toBeGreaterThan(0);
    expect(outcome).toEqual((await reference).outcome);
  });

  test('when the whole process ends at ten points of the year and starts again on its data', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nithet-year-'));
    afterAll(() => rmSync(directory, { recursive: true }));
    const dice = chance(5);
    const stops = Array.from({ length: 10 }, () => addDays(FIRST, dice.below(427))).toSorted();
    let at: Date = instantAt(FIRST, 0);
    let outcome: unknown;
    for (const stop of [...stops, CLOSED]) {
      const engine = await dynamoEngine({ path: join(directory, 'database') });
      const archive = await mailArchive(join(directory, 'mail'));
      const system = await testSystem({ start: at, engine, archive });
      if (at.valueOf() === instantAt(FIRST, 0).valueOf()) await system.seed(province, fy2563);
      system.start();
      // At half past six: in the middle of a day's work, between the sweep and its mails.
      at = instantAt(stop, 6, stop === CLOSED ? 30 : dice.below(180));
      await system.clock.advanceTo(at);
      outcome = await outcomeOf(system);
      await system.close();
      await engine.close();
    }
    expect(outcome).toEqual((await reference).outcome);
  });
});

test('180 days with 334 organizations that never report make at most 10,000 events', async () => {
  const large = madeUpProvince({
    province: '80',
    organizations: 334,
    seed: 3,
    year: fy2563,
    bounces: 0,
  });
  // Nobody can be written to: mails make no events, and would only take time.
  const silent = large.organizations.map((made) => ({
    ...made,
    items: [],
    organization: { ...made.organization, contacts: [] },
  }));
  const start: LocalDate = localDate('2020-04-01');
  const system = await testSystem({ start: instantAt(start, 0) });
  // Nor is the planner's work counted: without teams it refuses at once.
  await system.seed({ ...large, organizations: silent, teams: [] }, fy2563);
  system.start();
  await system.clock.advanceTo(instantAt(addDays(start, 180), 12));
  const events = [...system.workflow.historyEvents().values()];
  await system.close();
  expect(Math.max(...events)).toBeGreaterThan(2000);
  expect(Math.max(...events)).toBeLessThanOrEqual(10_000);
});

/** Stops whatever runs and starts anew, as after a deployment or a crash. */
async function restart({ workflow, table, clock }: TestSystem): Promise<void> {
  const cycle = await cycleStore(table).find(fy2563, '80');
  if (!cycle?.executionArn) return;
  const { executionArn, run } = cycle;
  await workflow.client.send(new StopExecutionCommand({ executionArn }));
  const { stateMachineArn } = workflow;
  const name = `${executionArn.split(':').at(-1)}-again-${run}`.slice(-80);
  const input = JSON.stringify({
    fiscalYear: 2563,
    province: '80',
    startedAt: clock.now().toISOString(),
  });
  const started = await workflow.client.send(
    new StartExecutionCommand({ stateMachineArn, name, input }),
  );
  await cycleStore(table).change(fy2563, '80', (latest) => ({
    ...latest,
    run: latest.run + 1,
    ...(started.executionArn && { executionArn: started.executionArn }),
  }));
}
