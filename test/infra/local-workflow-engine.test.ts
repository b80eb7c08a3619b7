import { readFileSync } from 'node:fs';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidExecutionInput,
  InvalidName,
  ListExecutionsCommand,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { type SteppedClock, steppedClock } from '../../infra/local/clock.ts';
import { type WorkflowEngineOptions, workflowEngine } from '../../infra/local/workflow-engine.ts';

const START = new Date('2020-04-01T00:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(START.getTime() + count * DAY_MS);

const task = (name: string, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: `\${${name}}`, 'Payload.$': '$' },
  ResultSelector: { 'step.$': '$.Payload' },
  ResultPath: '$.next',
  TimeoutSeconds: 60,
  Retry: [
    {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 2,
      MaxAttempts: 2,
      BackoffRate: 3,
      MaxDelaySeconds: 4,
      JitterStrategy: 'FULL',
    },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Record failure' }],
  Next: 'Which step',
  ...more,
});

/** The shape of the supervision cycle, with one kind of sweep. */
const loop = {
  StartAt: 'Next step',
  TimeoutSeconds: 20_000_000,
  States: {
    'Next step': task('NextStepFunction', {}),
    'Which step': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.next.step.action', StringEquals: 'end', Next: 'End' },
        { Variable: '$.next.step.action', StringEquals: 'wait', Next: 'Wait' },
        { Variable: '$.next.step.more', BooleanEquals: false, Next: 'Next step' },
      ],
      Default: 'Sweep',
    },
    Sweep: task('SweepFunction', {}),
    Wait: { Type: 'Wait', TimestampPath: '$.next.step.until', Next: 'Next step' },
    'Record failure': task('RecordFailureFunction', {
      ResultPath: null,
      Next: 'Wait after failure',
    }),
    'Wait after failure': { Type: 'Wait', Seconds: 3600, Next: 'Next step' },
    End: { Type: 'Succeed' },
  },
};

const substitutions = {
  NextStepFunction: 'next-step',
  SweepFunction: 'sweep',
  RecordFailureFunction: 'record-failure',
};

/** Handlers that sweep once a day in two pages, and write down what they do. */
function dailyHandlers(clock: SteppedClock, notes: string[]) {
  const note = (text: string) => {
    notes.push(`${clock.now().toISOString().slice(0, 19)} ${text}`);
  };
  let swept: string | undefined;
  let page = 0;
  return {
    note,
    handlers: {
      'next-step': async (_: unknown): Promise<unknown> => {
        const today = clock.now().toISOString().slice(0, 10);
        if (swept === today) {
          return { action: 'wait', until: new Date(Date.parse(today) + DAY_MS).toISOString() };
        }
        swept = today;
        return { action: 'sweep', more: true };
      },
      sweep: async (_: unknown): Promise<unknown> => {
        note(`page ${(page % 2) + 1}`);
        page += 1;
        return { action: 'sweep', more: page % 2 === 1 };
      },
      'record-failure': async (input: unknown): Promise<unknown> => {
        note(`failure ${JSON.stringify(input)}`);
        return null;
      },
    },
  };
}

function anEngine(overrides: Partial<WorkflowEngineOptions> = {}) {
  const clock = steppedClock({ start: START, flows: false });
  const notes: string[] = [];
  const { handlers, note } = dailyHandlers(clock, notes);
  const engine = workflowEngine({
    clock,
    definition: JSON.stringify(loop),
    substitutions,
    random: () => 0.5,
    ...overrides,
    handlers: { ...handlers, ...overrides.handlers },
  });
  const { client, stateMachineArn } = engine;
  const start = (name: string, input: object = {}) =>
    client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  const describeExecution = (executionArn: string | undefined) =>
    client.send(new DescribeExecutionCommand({ executionArn }));
  return { clock, notes, note, engine, client, stateMachineArn, start, describeExecution };
}

/** A machine of the one state `state`, and an end. */
function single(state: object) {
  return JSON.stringify({ StartAt: 'Only', States: { Only: state, End: { Type: 'Succeed' } } });
}

describe('the life of an execution', () => {
  test('sweeps each day of half a year, in fewer events than AWS allows', async () => {
    const { clock, notes, engine, start } = anEngine();
    await start('cycle-2563-80-r1');
    await clock.advanceTo(days(179));

    expect(notes.slice(0, 3)).toEqual([
      '2020-04-01T00:00:00 page 1',
      '2020-04-01T00:00:00 page 2',
      '2020-04-02T00:00:00 page 1',
    ]);
    expect(notes).toHaveLength(360);
    // A day: three tasks more than the wait's (next step, two pages, next step again), each with its choice.
    expect(engine.historyEvents()).toEqual(new Map([['cycle-2563-80-r1', 1 + 180 * (4 * 7 + 2)]]));
    await engine.stopAll();
    expect(clock.nextWake()).toBeUndefined();
  });

  test('runs beside another one', async () => {
    const seen: unknown[] = [];
    const { clock, engine, start } = anEngine({
      handlers: {
        'next-step': async (input) => {
          seen.push(input);
          return { action: 'wait', until: days(1).toISOString() };
        },
      },
    });
    await Promise.all([start('a', { province: '80' }), start('b', { province: '90' })]);
    await clock.settled();
    expect(seen).toEqual([{ province: '80' }, { province: '90' }]);
    expect(clock.nextWake()).toEqual(days(1));
    await engine.stopAll();
  });

  test('ends with an output that can be read', async () => {
    const { clock, start, describeExecution } = anEngine({
      handlers: { 'next-step': async () => ({ action: 'end' }) },
    });
    const { executionArn, startDate } = await start('done', { province: '80' });
    expect(startDate).toEqual(START);
    await clock.settled();
    expect(await describeExecution(executionArn)).toMatchObject({
      name: 'done',
      status: 'SUCCEEDED',
      startDate: START,
      stopDate: START,
      input: '{"province":"80"}',
      output: '{"province":"80","next":{"step":{"action":"end"}}}',
    });
  });
});

describe('a handler that throws', () => {
  test('is tried again after growing, jittered delays, and then recorded', async () => {
    const errors: unknown[] = [];
    const { clock, notes, note, engine, start } = anEngine({
      handlers: {
        sweep: async () => {
          note('attempt');
          throw new RangeError('no such month');
        },
      },
      onError: (error, { state }) => void errors.push(`${state}: ${error}`),
    });
    await start('failing');
    await clock.advanceTo(new Date(START.getTime() + 3_600_000));
    const cause = JSON.stringify({ errorType: 'RangeError', errorMessage: 'no such month' });
    const input = {
      next: { step: { action: 'sweep', more: true } },
      failure: { Error: 'RangeError', Cause: cause },
    };
    expect(notes).toEqual([
      '2020-04-01T00:00:00 attempt',
      '2020-04-01T00:00:01 attempt',
      '2020-04-01T00:00:03 attempt',
      `2020-04-01T00:00:03 failure ${JSON.stringify(input)}`,
    ]);
    expect(errors).toEqual(Array(3).fill('Sweep: RangeError: no such month'));
    expect(clock.nextWake()).toEqual(new Date('2020-04-01T01:00:03Z'));
    // Start, next step, choice, sweep with two retries, record failure, the wait entered.
    expect(engine.historyEvents().get('failing')).toBe(1 + 5 + 2 + (5 + 2 * 3) + 5 + 2);

    await clock.advanceTo(days(2));
    expect(notes.at(-1)).toBe('2020-04-03T00:00:00 attempt');
    await engine.stopAll();
  });

  test('that never answers is given up after its time', async () => {
    const { clock, start, describeExecution } = anEngine({
      definition: single(
        task('SweepFunction', { TimeoutSeconds: 1, Retry: [], Catch: undefined, Next: 'End' }),
      ),
      handlers: { sweep: () => new Promise(() => {}) },
    });
    const { executionArn } = await start('stuck');
    await expect
      .poll(async () => await describeExecution(executionArn), { timeout: 3000 })
      .toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(clock.now()).toEqual(START);
  });

  test('without a catch fails its execution', async () => {
    const { clock, start, describeExecution } = anEngine({
      definition: single(task('SweepFunction', { Retry: [], Catch: undefined, Next: 'End' })),
      handlers: {
        sweep: async () => {
          throw new Error('no');
        },
      },
    });
    const { executionArn } = await start('fails');
    await clock.settled();
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Error',
      cause: '{"errorType":"Error","errorMessage":"no"}',
    });
  });

  test('gives a payload that is too large, and no retry or catch helps', async () => {
    let attempts = 0;
    const { clock, start, describeExecution } = anEngine({
      handlers: {
        sweep: async () => {
          attempts += 1;
          return 'x'.repeat(262_144);
        },
      },
    });
    const { executionArn } = await start('large');
    await clock.settled();
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
    expect(attempts).toBe(1);
  });
});

test('an execution that spins is ended at 25,000 events', async () => {
  const { clock, engine, start, describeExecution } = anEngine({
    definition: single({
      Type: 'Choice',
      Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'End' }],
      Default: 'Only',
    }),
  });
  const { executionArn } = await start('spinning');
  await clock.settled();
  expect(await describeExecution(executionArn)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('25000'),
  });
  await engine.stopAll();
});

test('what a function returns has been JSON: dates are text, undefined fields are gone', async () => {
  const inputs: unknown[] = [];
  const { clock, engine, start } = anEngine({
    handlers: {
      'next-step': async () => ({ action: 'sweep', more: true, at: START, nothing: undefined }),
      sweep: async (input) => {
        inputs.push(input);
        return { action: 'end' };
      },
    },
  });
  await start('json');
  await clock.settled();
  expect(inputs).toEqual([
    { next: { step: { action: 'sweep', more: true, at: START.toISOString() } } },
  ]);
  await engine.stopAll();
});

describe('the interface of Step Functions', () => {
  test('starts a running execution of the same name and input only once', async () => {
    const { engine, clock, start, client, stateMachineArn, notes } = anEngine();
    const first = await start('cycle-2563-80-r1', { fiscalYear: 2563 });
    await clock.settled();
    expect(await start('cycle-2563-80-r1', { fiscalYear: 2563 })).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    await clock.settled();
    expect(notes).toHaveLength(2);
    await expect(start('cycle-2563-80-r1', { fiscalYear: 2564 })).rejects.toThrow(
      ExecutionAlreadyExists,
    );

    await client.send(
      new StopExecutionCommand({ executionArn: first.executionArn, cause: 'test' }),
    );
    await expect(start('cycle-2563-80-r1', { fiscalYear: 2563 })).rejects.toThrow(
      ExecutionAlreadyExists,
    );
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toMatchObject([{ name: 'cycle-2563-80-r1', status: 'ABORTED' }]);
    await engine.stopAll();
  });

  test('stops an execution between two pages, and its running page to the end', async () => {
    const page = Promise.withResolvers<void>();
    let pages = 0;
    const { clock, engine, client, start, describeExecution } = anEngine({
      handlers: {
        sweep: async () => {
          await page.promise;
          pages += 1;
          return { action: 'sweep', more: true };
        },
      },
    });
    const { executionArn } = await start('stopped');
    await expect.poll(() => engine.historyEvents().get('stopped')).toBe(1 + 5 + 2 + 5);
    await client.send(
      new StopExecutionCommand({ executionArn, error: 'Moved', cause: 'new file' }),
    );
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Moved',
      cause: 'new file',
    });

    const stopping = engine.stopAll();
    page.resolve();
    await stopping;
    await clock.settled();
    expect(pages).toBe(1);
    await expect(start('late')).rejects.toThrow('stopping');
  });

  test('lists executions of a status, newest first, page by page', async () => {
    const { engine, clock, client, stateMachineArn, start } = anEngine();
    for (const n of [1, 2, 3]) await start(`cycle-2563-8${n}-r1`);
    await clock.settled();
    const { executionArn } = await start('stopped');
    await client.send(new StopExecutionCommand({ executionArn }));

    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListExecutionsCommand({
          stateMachineArn,
          statusFilter: 'RUNNING',
          maxResults: 2,
          nextToken,
        }),
      );
      names.push(...(page.executions ?? []).map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names).toEqual(['cycle-2563-83-r1', 'cycle-2563-82-r1', 'cycle-2563-81-r1']);
    await engine.stopAll();
  });

  test('refuses what AWS refuses, by the same errors', async () => {
    const { client, stateMachineArn, start, describeExecution } = anEngine();
    const machine = (name: string, input: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    await expect(start('a name with spaces')).rejects.toThrow(InvalidName);
    await expect(machine('a', '{"cut off')).rejects.toThrow(InvalidExecutionInput);
    await expect(describeExecution('arn:none')).rejects.toThrow(ExecutionDoesNotExist);
    await expect(
      client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}x` })),
    ).rejects.toThrow(StateMachineDoesNotExist);
    await expect(
      client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('a state machine that would run otherwise on AWS', () => {
  test.each([
    ['variables', single({ Type: 'Pass', Assign: { a: 1 }, Next: 'End' }), 'Assign'],
    [
      'a test for absence that never matches',
      single({ Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: false, Next: 'End' }] }),
      'IsPresent',
    ],
    ['a Map', single({ Type: 'Map', Iterator: {}, Next: 'End' }), 'Type'],
    [
      'a misspelt retry',
      single(task('SweepFunction', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempt: 3 }] })),
      'MaxAttempt',
    ],
    ['a function without a name', single(task('OtherFunction', {})), 'OtherFunction'],
    ['a state that is missing', single({ Type: 'Pass', Next: 'Elsewhere' }), 'Elsewhere'],
  ])('is refused: %s', (_, definition, message) => {
    expect(() => anEngine({ definition })).toThrow(message);
  });
});

test('the cycle of the product can be run', () => {
  const definition = readFileSync(
    new URL('../../infra/workflow/cycle.asl.json', import.meta.url),
    'utf8',
  );
  const names = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const handlers = Object.fromEntries(names.map((name) => [name, async () => null]));
  expect(() =>
    workflowEngine({
      clock: steppedClock({ start: START, flows: false }),
      definition,
      substitutions: Object.fromEntries(names.map((name) => [name, name])),
      handlers,
    }),
  ).not.toThrow();
});
