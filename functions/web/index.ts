/** Wires the site and its API. */
import { isIP } from 'node:net';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import type { Child } from 'hono/jsx';
import * as z from 'zod';
import { passkeyAnswerSchema, passkeyPolicySchema } from '../../shared/domain/passkey.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { createTellObligation } from '../../shared/notices/tell-obligation.ts';
import { createTellVisits } from '../../shared/notices/tell-visits.ts';
import type { Platform } from '../../shared/platform.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { feedStore } from '../../shared/store/feed-store.ts';
import { fileStore } from '../../shared/store/file-store.ts';
import { idempotencyStore } from '../../shared/store/idempotency-store.ts';
import { importStore } from '../../shared/store/import-store.ts';
import { keyStore } from '../../shared/store/key-store.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { planningStore } from '../../shared/store/planning-store.ts';
import { rateStore } from '../../shared/store/rate-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rollupStore } from '../../shared/store/rollup-store.ts';
import { rosterImportStore } from '../../shared/store/roster-import-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonSetupStore } from '../../shared/store/season-setup-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { assetsSchema } from '../../shared/web/assets.ts';
import { VIEWER_HEADER } from '../../shared/web/edge.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createWeb } from './app.tsx';
import { createFunctions } from './functions.ts';
import { onlyThroughOrigin } from './origin.ts';

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
  const settings = settingsStore(table);
  const roster = rosterStore(table);
  const reports = reportStore(table);
  const seasons = seasonStore(table);
  const notices = noticeStore(table);
  const desk = once(async () => (await import('./paper-desk.ts')).createPaperDesk(needs));
  const app = createWeb({
    accounts: accountStore(table),
    audits: auditStore(table),
    cycles: cycleStore(table),
    files: fileStore(table),
    idempotency: idempotencyStore(table),
    feeds: feedStore(table),
    keys: keyStore(table),
    imports: importStore(table),
    letterheads: letterheadStore(table),
    obligations: obligationStore(table),
    plannings: planningStore(table),
    plans: planStore(table),
    rollups: rollupStore(table),
    rates: rateStore(table),
    reports,
    roster,
    rosterImports: rosterImportStore(table),
    seasons,
    setups: seasonSetupStore(table),
    settings,
    calendarOf: async (province) =>
      workCalendar(province, (await settings.load()).calendarOverrides),
    now,
    securityNow,
    publicUrl: new URL(NITHET_PUBLIC_URL),
    pepper: PEPPER,
    assets: ASSETS,
    sendCode: (email, code) => invoke('deliver-code', { email, code }),
    sendAccountMail: (mail) => invoke('deliver-account-mail', mail),
    askPasskeys: async (question) => passkeyAnswerSchema.parse(await ask('passkeys', question)),
    passkeyPolicy: NITHET_PASSKEYS,
    tellObligation: createTellObligation({ notices, roster, reports, settings, now }),
    tellVisits: createTellVisits({ notices, roster, season: seasons, settings, now }),
    planVisits: async (fiscalYear, province) => {
      const startedAt = now().toISOString();
      await invoke('plan-visits', { fiscalYear, province, startedAt, runId: startedAt });
      return startedAt;
    },
    papers: {
      look: async (order) => (await desk()).look(order),
      have: async (order) => (await desk()).have(order),
    },
    ask,
    answerPlanning: (question) => invoke('plan-visits', question),
    ...(FILES_ORIGIN && { filesOrigin: FILES_ORIGIN }),
    applyRoster: (runId) => invoke('apply-roster', { runId }),
    networkAddressOf: (c) => withoutPort(c.req.header(addressHeader) ?? 'unknown'),
    onFailure: (line) => log(JSON.stringify(line)),
    onRefusal: (line) => log(JSON.stringify(line)),
    ...(strip && { strip }),
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
