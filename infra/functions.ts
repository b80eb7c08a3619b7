/** Every function there is, and what it may touch: AWS and the embedded mode both read this list. */

/** Settings that wiring modules parse from their environment. */
const settings = [
  'TABLE_NAME',
  'TABLE_REGION',
  'STATE_MACHINE_ARN',
  'NITHET_PUBLIC_URL',
  'PEPPER',
  'ORIGIN_SECRETS',
  'ASSETS',
  'FUNCTIONS',
  'NITHET_PASSKEYS',
  'MAIL_FROM',
  'MAIL_PER_SECOND',
  'MAIL_REGION',
  'SES_CONFIGURATION_SET',
  'HIGHS_WASM',
  'PRESS_ASSETS',
  'FILES_BUCKET',
  'FILES_ORIGIN',
  'SCANNING',
  'ANCHOR_BUCKET',
] as const;
export type Setting = (typeof settings)[number];

export const operations = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] as const;
export type Operation = (typeof operations)[number];

/** Partitions by their keys, `*` standing for the rest of one. */
export type Partition =
  | 'SETTINGS'
  | 'LEASE'
  | 'NATION'
  | `${'PROVINCE' | 'OFFICE' | 'ORG' | 'ROUND' | 'SEASON' | 'FOLLOWUP' | 'ROLLUP' | 'OUTBOX'}#*`
  | `${'USER' | 'EMAIL' | 'LOGIN' | 'LIMIT' | 'IDEM'}#*`;

export const objectOperations = [
  'GetObject',
  'GetObjectTagging',
  'PutObject',
  'DeleteObject',
] as const;
export type ObjectOperation = (typeof objectOperations)[number];

/**
 * Folders of the bucket for files: made papers, what was uploaded and not yet found harmless, what was; and of the
 * bucket that nobody can take anything out of: where the audit chains stood.
 */
export type Folder = 'papers/*' | 'quarantine/*' | 'evidence/*' | 'anchor/*';

export interface FunctionEntry {
  /** Kebab-case; on AWS the last part of the function's name. */
  readonly name: string;
  /** Wiring module, from the top of the project; it exports `wire` and the handler. */
  readonly module: `functions/${string}/index.ts`;
  /** Name of the handler, both as the module exports it for AWS and as `wire` returns it. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Settings that its module parses. */
  readonly settings: readonly Setting[];
  /** Operations on single items of the table, each with the partitions that it is allowed in. */
  readonly table: Partial<Readonly<Record<Operation, readonly Partition[]>>>;
  /** Operations on single objects, each with the folders that it is allowed in. */
  readonly objects?: Partial<Readonly<Record<ObjectOperation, readonly Folder[]>>>;
  /** Name that the state machine's file gives the function, where it runs it. */
  readonly substitution?: `${string}Function`;
  /** Functions that it has work without waiting for them. */
  readonly invokes?: readonly string[];
  /** Whether it starts executions of the state machine. */
  readonly startsCycles?: boolean;
  /** Whether it sends mails. */
  readonly sendsMail?: boolean;
  /** Whether it asks how much mail the account may send. */
  readonly asksQuota?: boolean;
  /** Whether its role goes by a name of ours, since a policy of another stack names it. */
  readonly namedRole?: boolean;
  /** For one that nobody waits for: how old its input may grow, and how often a failed call is repeated. */
  readonly invokedLater?: { readonly maxAgeSeconds: number; readonly retries: 0 | 1 | 2 };
}

const cycle = {
  module: 'functions/cycle/index.ts',
  settings: ['TABLE_NAME', 'STATE_MACHINE_ARN'],
} as const;

const mail = {
  module: 'functions/mail/index.ts',
  settings: [
    'TABLE_NAME',
    'TABLE_REGION',
    'NITHET_PUBLIC_URL',
    'MAIL_FROM',
    'MAIL_PER_SECOND',
    'MAIL_REGION',
    'SES_CONFIGURATION_SET',
  ],
} as const;

const papers = {
  module: 'functions/documents/index.ts',
  settings: ['TABLE_NAME', 'PRESS_ASSETS', 'FILES_BUCKET'],
  // The typesetter takes a quarter of it; on Lambda memory is also what brings a whole processor.
  memoryMegabytes: 2048,
  objects: { GetObject: ['papers/*'], PutObject: ['papers/*'] },
  // Whoever waits is told that it failed, and may ask again.
  invokedLater: { maxAgeSeconds: 120, retries: 0 },
} as const;

/** Calculators: what they are given is all they touch. */
const imports = {
  module: 'functions/imports/index.ts',
  timeoutSeconds: 20,
  // A file is read within 200 MB; the rest buys it a quicker processor.
  memoryMegabytes: 1024,
  settings: [],
  table: {},
} as const;

const files = {
  module: 'functions/files/index.ts',
  settings: ['TABLE_NAME', 'FILES_BUCKET', 'SCANNING'],
} as const;

const upkeep = {
  module: 'functions/upkeep/index.ts',
  timeoutSeconds: 300,
  memoryMegabytes: 1024,
  settings: ['TABLE_NAME'],
  invokedLater: { maxAgeSeconds: 3600, retries: 2 },
} as const;

/** Where things lie that people act on. */
const acted = ['PROVINCE#*', 'ORG#*', 'ROUND#*', 'SEASON#*', 'FOLLOWUP#*', 'USER#*'] as const;

const roster = {
  module: 'functions/roster/index.ts',
  settings: ['TABLE_NAME'],
  memoryMegabytes: 1024,
} as const;

export const functions: readonly FunctionEntry[] = [
  {
    name: 'web',
    module: 'functions/web/index.ts',
    handler: 'web',
    timeoutSeconds: 29,
    memoryMegabytes: 1024,
    settings: [
      'TABLE_NAME',
      'NITHET_PUBLIC_URL',
      'PEPPER',
      'ORIGIN_SECRETS',
      'ASSETS',
      'FUNCTIONS',
      'NITHET_PASSKEYS',
      'FILES_ORIGIN',
    ],
    table: {
      GetItem: [
        'SETTINGS',
        'NATION',
        'PROVINCE#*',
        'ORG#*',
        'OFFICE#*',
        'ROUND#*',
        'SEASON#*',
        'ROLLUP#*',
        'USER#*',
        'EMAIL#*',
        'LOGIN#*',
        'LIMIT#*',
        'IDEM#*',
        'FOLLOWUP#*',
      ],
      Query: [
        'PROVINCE#*',
        'ORG#*',
        'OFFICE#*',
        'ROUND#*',
        'SEASON#*',
        'FOLLOWUP#*',
        'ROLLUP#*',
        'USER#*',
        'NATION',
      ],
      PutItem: [
        'SETTINGS',
        'PROVINCE#*',
        'ORG#*',
        'OFFICE#*',
        'NATION',
        'ROUND#*',
        'SEASON#*',
        'FOLLOWUP#*',
        'OUTBOX#*',
        'USER#*',
        'EMAIL#*',
        'LOGIN#*',
        'LIMIT#*',
        'IDEM#*',
      ],
      UpdateItem: [
        'SETTINGS',
        'PROVINCE#*',
        'ORG#*',
        'ROUND#*',
        'SEASON#*',
        'FOLLOWUP#*',
        'USER#*',
        'LOGIN#*',
        'LIMIT#*',
      ],
      DeleteItem: ['ORG#*', 'USER#*', 'EMAIL#*'],
    },
    invokes: [
      'deliver-code',
      'plan-visits',
      'report-papers',
      'season-papers',
      'read-table',
      'write-template',
      'deliver-account-mail',
      'passkeys',
      'sign-file',
      'check-file',
      'compare-roster',
      'apply-roster',
    ],
  },
  {
    name: 'passkeys',
    module: 'functions/passkeys/index.ts',
    handler: 'answerPasskeys',
    timeoutSeconds: 10,
    memoryMegabytes: 1024,
    settings: ['NITHET_PUBLIC_URL'],
    table: {},
  },
  {
    ...cycle,
    name: 'start-cycles',
    handler: 'startCycles',
    timeoutSeconds: 120,
    memoryMegabytes: 512,
    table: { GetItem: ['SETTINGS', 'SEASON#*'], PutItem: ['SEASON#*'] },
    startsCycles: true,
    invokedLater: { maxAgeSeconds: 3600, retries: 2 },
  },
  {
    ...cycle,
    name: 'next-step',
    handler: 'nextStep',
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    table: { GetItem: ['SETTINGS', 'SEASON#*'] },
    substitution: 'NextStepFunction',
  },
  {
    ...cycle,
    name: 'sweep',
    handler: 'sweep',
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
    table: {
      GetItem: ['SETTINGS', 'PROVINCE#*', 'ORG#*', 'OFFICE#*', 'ROUND#*', 'SEASON#*'],
      Query: ['PROVINCE#*', 'ORG#*', 'OFFICE#*', 'ROUND#*', 'SEASON#*', 'FOLLOWUP#*'],
      PutItem: [
        'PROVINCE#*',
        'ORG#*',
        'OFFICE#*',
        'ROUND#*',
        'SEASON#*',
        'FOLLOWUP#*',
        'ROLLUP#*',
        'OUTBOX#*',
      ],
      UpdateItem: ['ROUND#*', 'SEASON#*', 'FOLLOWUP#*'],
    },
    substitution: 'SweepFunction',
  },
  {
    ...cycle,
    name: 'close-cycle',
    handler: 'closeCycle',
    timeoutSeconds: 120,
    memoryMegabytes: 512,
    table: {
      GetItem: ['SEASON#*'],
      Query: ['ROUND#*', 'SEASON#*', 'FOLLOWUP#*'],
      PutItem: ['SEASON#*'],
    },
    substitution: 'CloseCycleFunction',
  },
  {
    ...cycle,
    name: 'record-failure',
    handler: 'recordFailure',
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    table: { GetItem: ['SEASON#*'], PutItem: ['SEASON#*'] },
    substitution: 'RecordFailureFunction',
  },
  {
    name: 'plan-visits',
    module: 'functions/visits/index.ts',
    handler: 'planVisits',
    timeoutSeconds: 170,
    memoryMegabytes: 2048,
    settings: ['TABLE_NAME', 'HIGHS_WASM'],
    table: {
      GetItem: ['SETTINGS', 'SEASON#*'],
      Query: ['PROVINCE#*', 'ROUND#*', 'SEASON#*'],
      PutItem: ['SEASON#*'],
    },
    substitution: 'PlanVisitsFunction',
    invokedLater: { maxAgeSeconds: 3600, retries: 1 },
  },
  { ...imports, name: 'read-table', handler: 'readTable' },
  { ...imports, name: 'write-template', handler: 'writeTemplate' },
  {
    ...papers,
    name: 'report-papers',
    handler: 'reportPapers',
    timeoutSeconds: 120,
    table: {
      GetItem: ['SETTINGS', 'PROVINCE#*', 'ORG#*', 'ROUND#*'],
      Query: ['ORG#*'],
    },
  },
  {
    ...papers,
    name: 'season-papers',
    handler: 'seasonPapers',
    timeoutSeconds: 300,
    table: {
      GetItem: ['SETTINGS', 'PROVINCE#*', 'SEASON#*'],
      Query: ['PROVINCE#*', 'ORG#*', 'ROUND#*', 'SEASON#*', 'FOLLOWUP#*'],
    },
  },
  {
    name: 'evaluate',
    module: 'functions/evaluation/index.ts',
    handler: 'evaluate',
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
    settings: ['TABLE_NAME'],
    table: {
      GetItem: ['ORG#*', 'ROUND#*', 'SEASON#*'],
      Query: ['ROUND#*'],
      PutItem: ['ROUND#*', 'ROLLUP#*', 'SEASON#*'],
    },
    substitution: 'EvaluateFunction',
  },
  {
    name: 'anchor-audit',
    module: 'functions/audit/index.ts',
    handler: 'anchorAudit',
    timeoutSeconds: 300,
    memoryMegabytes: 1024,
    settings: ['TABLE_NAME', 'ANCHOR_BUCKET'],
    table: {
      GetItem: ['NATION', 'PROVINCE#*', 'ORG#*'],
      Query: ['PROVINCE#*'],
    },
    objects: { PutObject: ['anchor/*'] },
    invokedLater: { maxAgeSeconds: 3600, retries: 2 },
  },
  {
    ...upkeep,
    name: 'mend-audit',
    handler: 'mendAudit',
    table: {
      GetItem: ['USER#*'],
      Query: ['SETTINGS', 'NATION', ...acted],
      PutItem: ['NATION', 'PROVINCE#*', 'ORG#*'],
      UpdateItem: ['SETTINGS', ...acted],
      DeleteItem: ['EMAIL#*'],
    },
  },
  {
    ...upkeep,
    name: 'forget-people',
    handler: 'forgetPeople',
    table: {
      GetItem: ['PROVINCE#*', 'USER#*', 'EMAIL#*'],
      Query: ['NATION', 'PROVINCE#*', 'ORG#*', 'USER#*'],
      PutItem: ['NATION', 'PROVINCE#*', 'ORG#*', 'USER#*', 'EMAIL#*'],
      UpdateItem: ['PROVINCE#*', 'USER#*'],
      DeleteItem: ['USER#*', 'EMAIL#*'],
    },
  },
  {
    ...files,
    name: 'sign-file',
    handler: 'signFile',
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    table: {},
    objects: { GetObject: ['evidence/*'], PutObject: ['quarantine/*'] },
  },
  {
    ...files,
    name: 'check-file',
    handler: 'checkFile',
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
    table: { GetItem: ['ORG#*'], Query: ['ORG#*'], PutItem: ['ORG#*'] },
    objects: {
      GetObject: ['quarantine/*'],
      GetObjectTagging: ['quarantine/*'],
      PutObject: ['evidence/*'],
      DeleteObject: ['quarantine/*', 'evidence/*'],
    },
    invokedLater: { maxAgeSeconds: 3600, retries: 2 },
    namedRole: true,
  },
  {
    ...mail,
    name: 'deliver-mail',
    handler: 'deliverMail',
    timeoutSeconds: 60,
    memoryMegabytes: 512,
    table: {
      GetItem: ['ORG#*', 'OFFICE#*', 'ROUND#*', 'SEASON#*'],
      Query: ['OUTBOX#*', 'FOLLOWUP#*'],
      PutItem: ['ORG#*', 'OFFICE#*', 'OUTBOX#*'],
      UpdateItem: ['LEASE'],
      DeleteItem: ['OUTBOX#*'],
    },
    sendsMail: true,
    asksQuota: true,
    // The next minute has a run of its own: an old call must not pile up behind it.
    invokedLater: { maxAgeSeconds: 60, retries: 0 },
  },
  {
    ...mail,
    name: 'deliver-code',
    handler: 'deliverCode',
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    table: {},
    sendsMail: true,
    // A code that comes late has been asked for anew.
    invokedLater: { maxAgeSeconds: 120, retries: 1 },
  },
  {
    ...mail,
    name: 'deliver-account-mail',
    handler: 'deliverAccountMail',
    timeoutSeconds: 15,
    memoryMegabytes: 512,
    table: {},
    sendsMail: true,
    invokedLater: { maxAgeSeconds: 21_600, retries: 2 },
  },
  {
    ...mail,
    name: 'record-delivery',
    handler: 'recordDelivery',
    timeoutSeconds: 30,
    memoryMegabytes: 512,
    table: {
      GetItem: ['SETTINGS', 'PROVINCE#*', 'ORG#*', 'OFFICE#*', 'ROUND#*', 'USER#*', 'EMAIL#*'],
      Query: ['ORG#*', 'OFFICE#*'],
      PutItem: ['ORG#*', 'OFFICE#*', 'ROUND#*', 'OUTBOX#*'],
      UpdateItem: ['PROVINCE#*', 'USER#*'],
    },
    invokedLater: { maxAgeSeconds: 21_600, retries: 2 },
  },
  {
    ...roster,
    name: 'compare-roster',
    handler: 'compareRoster',
    // The site waits for it.
    timeoutSeconds: 28,
    table: { Query: ['PROVINCE#*'], PutItem: ['NATION'] },
  },
  {
    ...roster,
    name: 'apply-roster',
    handler: 'applyRoster',
    timeoutSeconds: 300,
    table: {
      GetItem: ['NATION', 'PROVINCE#*'],
      Query: ['PROVINCE#*', 'ORG#*'],
      PutItem: ['NATION', 'PROVINCE#*', 'ORG#*'],
      UpdateItem: ['PROVINCE#*'],
    },
    // It goes on where it broke off.
    invokedLater: { maxAgeSeconds: 3600, retries: 2 },
  },
];
