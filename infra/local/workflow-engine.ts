/**
 * Step Functions inside this process: runs a state machine written in the Amazon States Language,
 * its waits and retries on the project's own clock.
 *
 * aws-local-stepfunctions walks through the states. What it would do on real timers is done here.
 */
import { setImmediate } from 'node:timers/promises';
import { SFNClient } from '@aws-sdk/client-sfn';
import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import type { Clock } from './clock.ts';
import { inProcess, type ServiceRequest } from './in-process.ts';
import {
  interpretable,
  parseStateMachine,
  retrierFor,
  retryDelayMs,
  type TaskState,
  waitInput,
} from './state-machine.ts';

export interface WorkflowEngine {
  /** Answers StartExecution, DescribeExecution, ListExecutions and StopExecution. */
  readonly client: SFNClient;
  readonly stateMachineArn: string;

  /**
   * For each execution, by its name, how many events AWS would have in its history by now.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: 25,000 at most
   */
  historyEvents(): ReadonlyMap<string, number>;

  /** Aborts all executions, takes no new ones, and resolves when no handler is at work any more. */
  stopAll(): Promise<void>;
}

export interface WorkflowEngineOptions {
  readonly clock: Clock;
  /** The state machine as JSON text, with `${…}` for the names of functions. */
  readonly definition: string;
  /** What stands for each `${…}`. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** By the name of the function. */
  readonly handlers: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  /** Told of each failed attempt of a handler, and of each execution that fails. */
  readonly onError?: (error: unknown, place: { execution: string; state: string }) => void;
  /** From 0 to below 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

/** Events of a state's visit; a Task's are entered, scheduled, started, succeeded or failed, exited. */
const EVENTS = { Task: 5, Choice: 2, Wait: 2, Pass: 2, Succeed: 2, Fail: 1 };
const EVENTS_OF_A_RETRY = 3;
const MAX_EVENTS = 25_000;
const MAX_PAYLOAD_BYTES = 262_144;

const ARN = 'arn:aws:states:local:000000000000';
const MACHINE_ARN = `${ARN}:stateMachine:cycle`;

type Json = Parameters<StateMachine['run']>[0];

/** An error by the name that Retry and Catch know it by. */
class StateError extends Error {
  readonly isCatchable: boolean;

  constructor(name: string, message: string, isCatchable = true) {
    super(message);
    this.name = name;
    this.isCatchable = isCatchable;
  }
}

interface Execution {
  readonly name: string;
  readonly arn: string;
  readonly input: string;
  readonly startedAt: Date;
  readonly stop: AbortController;
  readonly underWay: Set<Promise<unknown>>;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  stoppedAt?: Date;
  output?: string;
  failure?: { error?: string | undefined; cause?: string | undefined };
  events: number;
  ended: Promise<void>;
}

/** @throws if the definition uses what this engine cannot run as AWS would, or names a missing function. */
export function workflowEngine(options: WorkflowEngineOptions): WorkflowEngine {
  const { clock, handlers, onError = () => {} } = options;
  const states = parseStateMachine(options.definition, options.substitutions);
  const machine = new StateMachine(interpretable(states));
  for (const name of Object.values(options.substitutions)) {
    if (!handlers[name]) throw new Error(`no handler for the function ${name}`);
  }
  const executions = new Map<string, Execution>();
  let stopped = false;

  function start(name: string, input: string): Execution {
    const execution: Execution = {
      name,
      arn: `${ARN}:execution:cycle:${name}`,
      input,
      startedAt: clock.now(),
      stop: new AbortController(),
      underWay: new Set(),
      status: 'RUNNING',
      events: 0,
      ended: Promise.resolve(),
    };
    executions.set(name, execution);
    execution.ended = clock.run(() => follow(execution));
    return execution;
  }

  async function follow(execution: Execution) {
    // As on AWS, the execution begins after its start has been answered.
    await setImmediate();
    const { signal } = execution.stop;
    if (signal.aborted) return;
    const run = machine.run(JSON.parse(execution.input), {
      context: { Execution: { Id: execution.arn, Name: execution.name } },
      overrides: { taskResourceLocalHandlers: localHandlers(execution) },
    });
    signal.addEventListener('abort', run.abort, { once: true });
    const events = watch(execution, run.eventLogs);
    try {
      const output = JSON.stringify(await run.result);
      if (execution.status === 'RUNNING') end(execution, { status: 'SUCCEEDED', output });
    } catch {
      // The log of events has told why.
    }
    await events;
    await Promise.allSettled(execution.underWay);
  }

  /** Counts the events of `execution` as AWS would, and learns how it failed. */
  async function watch(
    execution: Execution,
    log: ReturnType<StateMachine['run']>['eventLogs'],
  ): Promise<void> {
    let state = '';
    for await (const event of log) {
      if (event.type === 'StateEntered') {
        state = event.state.name;
        execution.events += EVENTS[states.get(state)?.Type ?? 'Pass'];
      } else if (event.type.startsWith('Execution')) {
        execution.events += 1;
      }
      if (event.type === 'ExecutionFailed') {
        fail(execution, state, { error: event.Error, cause: String(event.Cause) });
      }
      if (execution.events >= MAX_EVENTS) {
        fail(execution, state, {
          error: 'States.Runtime',
          cause: `the execution reached the maximum number of history events (${MAX_EVENTS})`,
        });
        execution.stop.abort();
      }
    }
  }

  function fail(execution: Execution, state: string, failure: { error: string; cause: string }) {
    if (execution.status !== 'RUNNING') return;
    end(execution, { status: 'FAILED', failure });
    onError(new StateError(failure.error, failure.cause), { execution: execution.name, state });
  }

  function end(execution: Execution, result: Pick<Execution, 'status' | 'output' | 'failure'>) {
    Object.assign(execution, result, { stoppedAt: clock.now() });
  }

  function localHandlers(execution: Execution) {
    const local: Record<string, (input: unknown) => Promise<Json>> = {};
    for (const [name, state] of states) {
      if (state.Type === 'Wait') local[name] = (input) => wait(execution, input);
      if (state.Type === 'Task') local[name] = (input) => perform(execution, name, state, input);
    }
    return local;
  }

  async function wait(execution: Execution, input: unknown) {
    const parsed = waitInput.safeParse(input);
    if (!parsed.success)
      throw new StateError('States.Runtime', z.prettifyError(parsed.error), false);
    const until = parsed.data.until ?? new Date(clock.now().getTime() + parsed.data.seconds * 1000);
    await clock.sleepUntil(until, execution.stop.signal);
    return toJson(null);
  }

  /** Invokes the function of a Task, again after failures that its retriers match. */
  async function perform(execution: Execution, name: string, state: TaskState, input: unknown) {
    const attempts = state.Retry.map(() => 0);
    const { signal } = execution.stop;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await attempt(execution, state, input);
      } catch (error) {
        onError(error, { execution: execution.name, state: name });
        const index = isFinal(error) ? -1 : retrierFor(state.Retry, error);
        const chosen = state.Retry[index];
        const made = attempts[index] ?? 0;
        if (!chosen || made >= chosen.MaxAttempts) throw asLambdaError(error);
        attempts[index] = made + 1;
        execution.events += EVENTS_OF_A_RETRY;
        const delayMs = retryDelayMs(chosen, made, options.random ?? Math.random);
        await clock.sleepUntil(new Date(clock.now().getTime() + delayMs), signal);
      }
    }
  }

  async function attempt(execution: Execution, state: TaskState, input: unknown) {
    const { FunctionName, Payload } = invocation.parse(input);
    const handler = handlers[FunctionName];
    if (!handler) throw new StateError('Lambda.ResourceNotFoundException', FunctionName);
    const working = Promise.resolve(handler(toJson(Payload)));
    execution.underWay.add(working);
    const forget = () => void execution.underWay.delete(working);
    working.then(forget, forget);
    const result = await withinSeconds(working, state.TimeoutSeconds);
    return toJson({ Payload: result ?? null, StatusCode: 200, ExecutedVersion: '$LATEST' });
  }

  const answers: Readonly<Record<string, (input: unknown) => object>> = {
    StartExecution(input) {
      const { stateMachineArn, name, input: text } = startExecution.parse(input);
      checkMachine(stateMachineArn);
      if (!NAME.test(name)) throw new Refused('InvalidName', `Invalid Name: '${name}'`);
      if (!isJson(text)) throw new Refused('InvalidExecutionInput', `not JSON: ${text}`);
      if (stopped) throw new Refused('ServiceUnavailable', 'the workflow engine is stopping');
      const taken = executions.get(name);
      if (taken && (taken.status !== 'RUNNING' || taken.input !== text)) {
        throw new Refused('ExecutionAlreadyExists', `Execution Already Exists: '${taken.arn}'`);
      }
      const { arn, startedAt } = taken ?? start(name, text);
      return { executionArn: arn, startDate: seconds(startedAt) };
    },

    DescribeExecution(input) {
      const execution = find(executionArn.parse(input).executionArn);
      const { output, failure } = execution;
      return {
        ...summary(execution),
        input: execution.input,
        ...(output !== undefined && { output }),
        ...failure,
      };
    },

    ListExecutions(input) {
      const request = listExecutions.parse(input);
      checkMachine(request.stateMachineArn);
      const found = [...executions.values()]
        .filter(({ status }) => !request.statusFilter || status === request.statusFilter)
        .reverse();
      const from = Number(request.nextToken ?? 0);
      const to = from + request.maxResults;
      return {
        executions: found.slice(from, to).map(summary),
        ...(to < found.length && { nextToken: String(to) }),
      };
    },

    StopExecution(input) {
      const { executionArn: arn, error, cause } = stopExecution.parse(input);
      const execution = find(arn);
      if (execution.status === 'RUNNING') abort(execution, { error, cause });
      return { stopDate: seconds(execution.stoppedAt ?? clock.now()) };
    },
  };

  function find(arn: string) {
    const execution = executions.get(arn.split(':').at(-1) ?? '');
    if (!execution)
      throw new Refused('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  function abort(execution: Execution, failure: NonNullable<Execution['failure']>) {
    end(execution, { status: 'ABORTED', failure });
    execution.stop.abort();
  }

  async function answer({ headers, body }: ServiceRequest) {
    const action = headers['x-amz-target']?.split('.')[1] ?? '';
    try {
      const operation = answers[action];
      if (!operation) throw new Refused('UnknownOperationException', `not embedded: ${action}`);
      return reply(200, operation(JSON.parse(body)));
    } catch (error) {
      if (error instanceof Refused) {
        return reply(400, { __type: error.code, message: error.message });
      }
      if (error instanceof z.ZodError) {
        return reply(400, { __type: 'ValidationException', message: z.prettifyError(error) });
      }
      throw error;
    }
  }

  return {
    client: new SFNClient(inProcess(answer)),
    stateMachineArn: MACHINE_ARN,
    historyEvents: () =>
      new Map([...executions.values()].map(({ name, events }) => [name, events])),

    async stopAll() {
      stopped = true;
      for (const execution of executions.values()) {
        if (execution.status === 'RUNNING') abort(execution, {});
      }
      await Promise.all([...executions.values()].map(({ ended }) => ended));
    },
  };
}

const invocation = z.object({ FunctionName: z.string(), Payload: z.unknown() });

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

const startExecution = z.object({
  stateMachineArn: z.string(),
  name: z.string().default(() => crypto.randomUUID()),
  input: z.string().default('{}'),
});
const executionArn = z.object({ executionArn: z.string() });
const stopExecution = executionArn.extend({
  error: z.string().optional(),
  cause: z.string().optional(),
});
const listExecutions = z.object({
  stateMachineArn: z.string(),
  statusFilter: z.string().optional(),
  maxResults: z
    .int()
    .min(0)
    .max(1000)
    .default(100)
    .transform((n) => n || 100),
  nextToken: z.string().regex(/^\d+$/).optional(),
});

/** An answer that the SDK turns into the error `code`. */
class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function reply(status: number, body: object) {
  return { status, contentType: 'application/x-amz-json-1.0', body: JSON.stringify(body) };
}

function checkMachine(arn: string) {
  if (arn === MACHINE_ARN) return;
  throw new Refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

function summary({ arn, name, status, startedAt, stoppedAt }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: MACHINE_ARN,
    name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt && { stopDate: seconds(stoppedAt) }),
  };
}

const seconds = (date: Date) => date.getTime() / 1000;

const isFinal = (error: unknown) => error instanceof StateError && !error.isCatchable;

/** The error as Lambda hands it to Step Functions: its name, and its message as JSON. */
function asLambdaError(error: unknown) {
  if (error instanceof StateError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new StateError(name, JSON.stringify({ errorType: name, errorMessage: message }));
}

async function withinSeconds<Result>(working: Promise<Result>, limit: number | undefined) {
  if (limit === undefined) return working;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StateError('States.Timeout', `no answer within ${limit} s`)),
    limit * 1000,
  );
  try {
    return await Promise.race([working, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A copy by way of JSON text, which is all that travels between a function and its machine. */
function toJson(value: unknown): Json {
  const text = JSON.stringify(value ?? null);
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    const message = `a payload is larger than ${MAX_PAYLOAD_BYTES} bytes`;
    throw new StateError('States.DataLimitExceeded', message, false);
  }
  return JSON.parse(text);
}

function isJson(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
