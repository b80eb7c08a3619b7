/** State machines in the Amazon States Language, as far as the embedded workflow engine runs them. */
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';

const retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().positive().default(1),
  MaxAttempts: z.int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
type Retrier = z.infer<typeof retrier>;

const taskState = z.looseObject({
  Type: z.literal('Task'),
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  TimeoutSeconds: z.int().positive().optional(),
  Retry: z.array(retrier).default([]),
});
export type TaskState = z.infer<typeof taskState>;

const waitState = z.strictObject({
  Type: z.literal('Wait'),
  Comment: z.string().optional(),
  Seconds: z.int().nonnegative().optional(),
  Timestamp: z.string().optional(),
  SecondsPath: z.string().optional(),
  TimestampPath: z.string().optional(),
  Next: z.string().optional(),
  End: z.literal(true).optional(),
});

// TimeoutSeconds of the whole machine is left out: the interpreter would count it in real time.
const machineDefinition = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().optional(),
  States: z.record(
    z.string(),
    z.discriminatedUnion('Type', [
      taskState,
      waitState,
      z.looseObject({ Type: z.literal('Choice') }),
      z.looseObject({ Type: z.literal('Pass') }),
      z.looseObject({ Type: z.literal('Succeed') }),
      z.looseObject({ Type: z.literal('Fail') }),
    ]),
  ),
});

export type State = z.infer<typeof machineDefinition>['States'][string];

// The interpreter's own limit of a Task, which defaults to a minute. Timers reach to 24.8 days.
const INTERPRETER_LIMIT_SECONDS = 2_000_000;

/** An instant by RFC 3339, as a Wait asks for. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What the Task that stands for a Wait is given. */
export const waitInput = z.union([
  z.object({ until: instant, seconds: z.undefined().optional() }),
  z.object({ seconds: z.int().nonnegative(), until: z.undefined().optional() }),
]);

/**
 * The states of `definition` by name, the first one first, with `substitutions` for its `${…}`.
 *
 * @throws if it uses what the embedded engine cannot run as AWS would.
 */
export function parseStateMachine(
  definition: string,
  substitutions: Readonly<Record<string, string>>,
): ReadonlyMap<string, State> {
  const text = definition.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined)
      throw new Error(`no substitution for \${${name}} in the state machine`);
    return value;
  });
  const { StartAt, States } = machineDefinition.parse(JSON.parse(text, refuseUnsupported));
  const start = States[StartAt];
  if (!start) throw new Error(`StartAt names no state: ${StartAt}`);
  // A Map keeps the order of its keys, so the first state is the one to start at.
  return new Map<string, State>([[StartAt, start], ...Object.entries(States)]);
}

/** The interpreter ignores variables and JSONata, and never matches `"IsPresent": false`. */
function refuseUnsupported(key: string, value: unknown) {
  const ignored = ['Assign', 'QueryLanguage', 'Arguments', 'Output'].includes(key);
  if (ignored || (/^Is[A-Z]/.test(key) && value === false)) {
    throw new Error(`the embedded workflow engine cannot run "${key}": ${JSON.stringify(value)}`);
  }
  return value;
}

/**
 * The machine as the interpreter can run it: every Wait becomes a Task that sleeps, and no Task has
 * retries or a limit of its own.
 */
export function interpretable(states: ReadonlyMap<string, State>): StateMachineDefinition {
  const [StartAt] = states.keys();
  const States = Object.fromEntries(
    Array.from(states, ([name, state]) => [name, stateForInterpreter(state)]),
  );
  return JSON.parse(JSON.stringify({ StartAt, States }));
}

function stateForInterpreter(state: State) {
  if (state.Type === 'Task') {
    const { Retry: _, ...rest } = state;
    return { ...rest, TimeoutSeconds: INTERPRETER_LIMIT_SECONDS };
  }
  if (state.Type !== 'Wait') return state;
  const { Seconds, Timestamp, SecondsPath, TimestampPath, Next, End } = state;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      ...(Seconds !== undefined && { seconds: Seconds }),
      ...(Timestamp !== undefined && { until: Timestamp }),
      ...(SecondsPath !== undefined && { 'seconds.$': SecondsPath }),
      ...(TimestampPath !== undefined && { 'until.$': TimestampPath }),
    },
    ResultPath: null,
    TimeoutSeconds: INTERPRETER_LIMIT_SECONDS,
    ...(Next !== undefined && { Next }),
    ...(End && { End }),
  };
}

/** Index of the retrier that matches `error`; -1 if none does. */
export function retrierFor(retriers: readonly Retrier[], error: unknown): number {
  const name = error instanceof Error ? error.name : 'Error';
  return retriers.findIndex(({ ErrorEquals }) =>
    ErrorEquals.some(
      (expected) =>
        expected === name ||
        expected === 'States.ALL' ||
        (expected === 'States.TaskFailed' && name !== 'States.Timeout'),
    ),
  );
}

export function retryDelayMs(chosen: Retrier, made: number, random: () => number) {
  const grown = chosen.IntervalSeconds * chosen.BackoffRate ** made;
  const delay = Math.min(grown, chosen.MaxDelaySeconds ?? grown) * 1000;
  return chosen.JitterStrategy === 'FULL' ? delay * random() : delay;
}
