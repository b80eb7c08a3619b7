/** Wires the site and its API. */
import { isIP } from 'node:net';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import type { Child } from 'hono/jsx';
import * as z from 'zod';
import { passkeyAnswerSchema, passkeyPolicySchema } from '../../shared/domain/passkey.ts';
import type { Platform } from '../../shared/platform.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { keyStore } from '../../shared/store/key-store.ts';
import { rateStore } from '../../shared/store/rate-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { assetsSchema } from '../../shared/web/assets.ts';
import { VIEWER_HEADER } from '../../shared/web/edge.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createWeb } from './app.tsx';
import { createFunctions } from './functions.ts';
import { onlyThroughOrigin } from './origin.ts';
import type { DoorDependencies } from './web-environment.tsx';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  NITHET_PUBLIC_URL: z.url().default('http://localhost:3000'),
  /** Secret that sign-in codes are hashed with. */
  PEPPER: z.string().min(16),
  NITHET_PASSKEYS: passkeyPolicySchema.default('required'),
  /** Addresses of the built static files, as JSON. */
  ASSETS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(assetsSchema),
  /** Where browsers send files to; the site itself where left out. */
  FILES_ORIGIN: z.url().optional(),
});

interface Surroundings {
  /** What an embedded site shows above every page. */
  readonly strip?: (path: string) => Child | Promise<Child>;
  /** Header in which the machine in front of the site tells the network address of whoever asks. */
  readonly addressHeader: string;
  /** Writes a line of the log. @default to the console */
  readonly log?: (line: string) => void;
}

type Needs = Pick<Platform, 'env' | 'documents' | 'invoke' | 'ask' | 'now' | 'securityNow'> &
  Surroundings;

export function wire(needs: Needs) {
  const {
    env,
    documents,
    invoke,
    ask,
    now,
    securityNow,
    strip,
    addressHeader,
    log = toConsole,
  } = needs;
  const { TABLE_NAME, NITHET_PUBLIC_URL, PEPPER, NITHET_PASSKEYS, ASSETS, FILES_ORIGIN } =
    environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  const door: DoorDependencies = {
    accounts: accountStore(table),
    audits: auditStore(table),
    keys: keyStore(table),
    rates: rateStore(table),
    roster: rosterStore(table),
    now,
    securityNow,
    publicUrl: new URL(NITHET_PUBLIC_URL),
    pepper: PEPPER,
    assets: ASSETS,
    sendCode: (email, code) => invoke('deliver-code', { email, code }),
    sendAccountMail: (mail) => invoke('deliver-account-mail', mail),
    askPasskeys: async (question) => passkeyAnswerSchema.parse(await ask('passkeys', question)),
    passkeyPolicy: NITHET_PASSKEYS,
    ...(FILES_ORIGIN && { filesOrigin: FILES_ORIGIN }),
    networkAddressOf: (c) => withoutPort(c.req.header(addressHeader) ?? 'unknown'),
    onFailure: (line) => log(JSON.stringify(line)),
    onRefusal: (line) => log(JSON.stringify(line)),
    ...(strip && { strip }),
  };
  const app = createWeb(door, async () => {
    const { furnish } = await import('./furnish.ts');
    return furnish(door, { table, invoke, ask });
  });
  return { app };
}

/** CloudFront tells the port, too: 198.51.100.10:46532. */
function withoutPort(address: string): string {
  return isIP(address) ? address : address.replace(/:\d+$/, '');
}

// biome-ignore lint/suspicious/noConsole: the log is where whoever runs the site finds it.
const toConsole = (line: string) => console.error(line);

/** What only AWS sets. */
const awsEnvironment = z.object({
  /** Secrets that CloudFront shows with each request, separated by commas. */
  ORIGIN_SECRETS: z
    .string()
    .min(16)
    .transform((text) => text.split(',')),
  /** Names on AWS of the functions that the site calls, by their names in the list. */
  FUNCTIONS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.record(z.string(), z.string().min(1))),
});

/** The site behind CloudFront, as Lambda calls it. */
export function wireOnAws(env: Platform['env']) {
  const { ORIGIN_SECRETS, FUNCTIONS } = awsEnvironment.parse(env);
  const { handOver, ask } = createFunctions(env);
  const nameOf = (name: string) => {
    const functionName = FUNCTIONS[name];
    if (!functionName) throw new RangeError(`the site may not call ${name}`);
    return functionName;
  };
  const now = () => new Date();
  const { app } = wire({
    env,
    documents: documentClient(),
    invoke: async (name, input) => handOver(nameOf(name), input),
    ask: async (name, input) => ask(nameOf(name), input),
    now,
    securityNow: now,
    // The API itself only sees CloudFront's address.
    addressHeader: VIEWER_HEADER,
  });
  return handle(new Hono().use(onlyThroughOrigin(ORIGIN_SECRETS)).mount('/', app.fetch));
}

const onAws = once(() => wireOnAws(process.env));

export const web = (...call: Parameters<ReturnType<typeof handle>>) => onAws()(...call);
