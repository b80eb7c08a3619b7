/**
 * The whole product inside one process: the functions of the list, wired to embedded engines.
 *
 * Nothing here listens on a port: `start.ts` serves it, the simulation and the tests call it.
 */
import * as z from 'zod';
import type { PasskeyPolicy } from '../../shared/domain/passkey.ts';
import type { Platform } from '../../shared/platform.ts';
import { dynamoTable, type Table } from '../../shared/store/table.ts';
import type { Assets } from '../../shared/web/assets.ts';
import { documentClient } from '../../shared/wiring.ts';
import { functions } from '../functions.ts';
import definition from '../workflow/cycle.asl.json' with { type: 'json' };
import { clearExpired } from './clear-expired.ts';
import type { Clock } from './clock.ts';
import type { DynamoEngine } from './dynamo-engine.ts';
import type { MailArchive } from './mail-archive.ts';
import { type MailEngineOptions, mailEngine } from './mail-engine.ts';
import { type KeptFiles, memoryObjects, OBJECTS_PATH, objectFiles } from './object-files.ts';
import { permitted, permittedObjects } from './permissions.ts';
import { startScheduler } from './scheduler.ts';
import { type WorkflowEngine, workflowEngine } from './workflow-engine.ts';

const TABLE = 'nithet';
/** Whoever serves the system says in this header where a request comes from. */
export const ADDRESS_HEADER = 'x-nithet-address';

export interface SystemOptions
  extends Pick<MailEngineOptions, 'outcome' | 'fault' | 'transit' | 'smtpUrl'> {
  readonly clock: Clock;
  /** Time for sessions and codes; the computer's own. */
  readonly securityNow: () => Date;
  readonly dynamo: DynamoEngine;
  readonly archive: MailArchive;
  /** Where files are kept. @default in memory */
  readonly objects?: KeptFiles;
  readonly assets: Assets;
  readonly publicUrl: string;
  readonly pepper: string;
  readonly mailFrom: string;
  readonly mailPerSecond: number;
  /** Whether officers of offices must have a passkey. @default optional */
  readonly passkeys?: PasskeyPolicy;
  /** Imports a wiring module of the list, by its path from the top of the project. */
  readonly load: (module: string) => Promise<unknown>;
  /** Changes a handler by its function's name; the simulation plants its faults so. @default none */
  readonly adapt?: (name: string, handler: Handler) => Handler;
  /** State machine as JSON text, with `${…}` for the names of functions. @default that of the file */
  readonly definition?: string;
  /** Plans visits elsewhere, such as in a thread of its own. @default in this thread */
  readonly planner?: unknown;
  /** Makes papers elsewhere, such as in a thread of its own. @default in this thread */
  readonly makeFile?: unknown;
  /** What the site shows above every page. @default nothing */
  readonly strip?: (path: string) => unknown;
  readonly everyRealMinute?: boolean;
  readonly onError: (where: string, error: unknown) => void;
}

export type Handler = (input: unknown) => Promise<unknown>;

export interface System {
  readonly table: Table;
  readonly workflow: WorkflowEngine;
  /** Answers a request to the site. */
  fetch(request: Request): Promise<Response>;
  /** Starts what runs by the clock: cycles and mail. */
  start(): void;
  /** Stops what runs by the clock, and resolves when nothing is at work. */
  stop(): Promise<void>;
}

const wiringSchema = z.object({
  wire: z.custom<(platform: object) => Record<string, unknown>>(
    (value) => typeof value === 'function',
  ),
});
const appSchema = z.object({
  fetch: z.custom<(request: Request) => Response | Promise<Response>>(
    (value) => typeof value === 'function',
  ),
});
const handlerSchema = z.custom<Handler>((value) => typeof value === 'function');
const deliveredSchema = z.object({ nextDueAt: z.string().nullable() });

export async function openSystem(options: SystemOptions): Promise<System> {
  const { clock, dynamo, archive, onError } = options;
  await dynamo.createTable(TABLE);
  const handlers: Record<string, Handler> = {};
  const call = (name: string, input: unknown): Promise<unknown> => {
    const handler = handlers[name];
    if (!handler) throw new RangeError(`no function ${JSON.stringify(name)}`);
    return handler(input);
  };
  const ses = mailEngine({
    clock,
    archive,
    onEvent: async (event) => {
      await call('record-delivery', event);
    },
    onError: (error) => onError('record-delivery', error),
    ...(options.outcome && { outcome: options.outcome }),
    ...(options.fault && { fault: options.fault }),
    ...(options.transit !== undefined && { transit: options.transit }),
    smtpUrl: options.smtpUrl,
  });
  const workflow = workflowEngine({
    clock,
    definition: options.definition ?? JSON.stringify(definition),
    substitutions: Object.fromEntries(
      functions.flatMap(({ name, substitution }) => (substitution ? [[substitution, name]] : [])),
    ),
    handlers: Object.fromEntries(
      functions.flatMap(({ name, substitution }) =>
        substitution ? [[name, (input: unknown) => call(name, input)]] : [],
      ),
    ),
    onError: (error, { execution, state }) => onError(`${execution} ${state}`, error),
  });
  const objects = objectFiles({
    files: options.objects ?? memoryObjects(),
    secret: options.pepper,
    now: options.securityNow,
  });
  const platform: Platform = {
    env: environmentOf(options, workflow),
    documents: dynamo.documents,
    ses,
    sfn: workflow.client,
    objects,
    // Not awaited, as on AWS; yet the clock waits for it.
    invoke: async (name, input) => {
      void clock.run(() => call(name, input)).catch((error: unknown) => onError(name, error));
    },
    ask: async (name, input) => asJson(await call(name, asJson(input))),
    now: () => clock.now(),
    securityNow: options.securityNow,
  };
  const { app } = await wireAll(options, platform, handlers);

  const scheduler: { running?: ReturnType<typeof startScheduler> } = {};
  return {
    table: dynamoTable(platform.documents, TABLE),
    workflow,
    // Time stands still while a request is served, so that its writes are seen by what wakes next.
    fetch: (request) =>
      clock.run(async () =>
        new URL(request.url).pathname.startsWith(OBJECTS_PATH)
          ? objects.serve(request)
          : app.fetch(request),
      ),
    start() {
      scheduler.running = startScheduler({
        clock,
        onWrite: (listener) => dynamo.onWrite(listener),
        startCycles: () => call('start-cycles', {}),
        // What lives in memory only is gone before anybody could look for a cut, or for somebody who has left.
        ...(options.objects && {
          housekeeping: [
            () => call('mend-audit', {}),
            () => call('forget-people', {}),
            () => clearExpired(documentClient(dynamo.client), TABLE, clock.now()),
          ],
          anchorAudit: () => call('anchor-audit', {}),
        }),
        deliverMail: async () => deliveredSchema.parse(await call('deliver-mail', {})),
        onError: (error, job) => onError(job, error),
        everyRealMinute: options.everyRealMinute ?? false,
      });
    },
    async stop() {
      await scheduler.running?.stop();
      await workflow.stopAll();
    },
  };
}

/** What is left of a value when it has gone from one function to another as JSON. */
function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function environmentOf(options: SystemOptions, workflow: WorkflowEngine): Record<string, string> {
  return {
    TABLE_NAME: TABLE,
    STATE_MACHINE_ARN: workflow.stateMachineArn,
    NITHET_PUBLIC_URL: options.publicUrl,
    PEPPER: options.pepper,
    NITHET_PASSKEYS: options.passkeys ?? 'optional',
    MAIL_FROM: options.mailFrom,
    MAIL_PER_SECOND: String(options.mailPerSecond),
    ASSETS: JSON.stringify(options.assets),
  };
}

/** Wires every function with the rights of its own and fills `handlers`; answers the site. */
async function wireAll(
  { load, adapt = (_, handler) => handler, strip, planner, makeFile }: SystemOptions,
  platform: Platform,
  handlers: Record<string, Handler>,
) {
  let app: z.infer<typeof appSchema> | undefined;
  const surroundings = {
    addressHeader: ADDRESS_HEADER,
    ...(strip && { strip }),
    ...(planner !== undefined && { planner }),
    ...(makeFile !== undefined && { makeFile }),
  };
  for (const entry of functions) {
    const { wire } = wiringSchema.parse(await load(entry.module));
    const documents = permitted(platform.documents, entry);
    const objects = permittedObjects(platform.objects, entry);
    const wired = wire({ ...platform, ...surroundings, documents, objects });
    if (entry.name === 'web') app = appSchema.parse(wired['app']);
    else handlers[entry.name] = adapt(entry.name, handlerSchema.parse(wired[entry.handler]));
  }
  if (!app) throw new Error('the list of functions names no site');
  return { app };
}
