/** Every function there is: AWS and the embedded mode both read this list. */

export interface FunctionEntry {
  /** Kebab-case; on AWS the function's logical name. */
  readonly name: string;
  /** Wiring module, from the top of the project; it exports `wire` and the handler. */
  readonly module: `functions/${string}/index.ts`;
  /** Name of the handler, both as the module exports it for AWS and as `wire` returns it. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Name that the state machine's file gives the function, where it runs it. */
  readonly substitution?: `${string}Function`;
}

export const functions: readonly FunctionEntry[] = [
  entry('web', 'functions/web/index.ts', 'web', 29, 1024),
  entry('start-cycles', 'functions/cycle/index.ts', 'startCycles', 120, 512),
  entry('next-step', 'functions/cycle/index.ts', 'nextStep', 15, 512, 'NextStepFunction'),
  entry('sweep', 'functions/cycle/index.ts', 'sweep', 120, 1024, 'SweepFunction'),
  entry('close-cycle', 'functions/cycle/index.ts', 'closeCycle', 120, 512, 'CloseCycleFunction'),
  entry(
    'record-failure',
    'functions/cycle/index.ts',
    'recordFailure',
    15,
    512,
    'RecordFailureFunction',
  ),
  entry('plan-visits', 'functions/visits/index.ts', 'planVisits', 170, 2048, 'PlanVisitsFunction'),
  entry('evaluate', 'functions/evaluation/index.ts', 'evaluate', 120, 1024, 'EvaluateFunction'),
  entry('deliver-mail', 'functions/mail/index.ts', 'deliverMail', 60, 512),
  entry('deliver-code', 'functions/mail/index.ts', 'deliverCode', 15, 512),
  entry('record-delivery', 'functions/mail/index.ts', 'recordDelivery', 30, 512),
];

function entry(
  name: string,
  module: FunctionEntry['module'],
  handler: string,
  timeoutSeconds: number,
  memoryMegabytes: number,
  substitution?: FunctionEntry['substitution'],
): FunctionEntry {
  return {
    name,
    module,
    handler,
    timeoutSeconds,
    memoryMegabytes,
    ...(substitution && { substitution }),
  };
}
