/** The site over the real stores on an engine in memory, with clocks and a letter box that tests hold. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Hono } from 'hono';
import { readTable } from '../../functions/imports/read-table.ts';
import { writeTemplate } from '../../functions/imports/write-template.ts';
import { createAnswerPasskeys } from '../../functions/passkeys/answer-passkeys.ts';
import { createWeb } from '../../functions/web/app.tsx';
import { newFormToken } from '../../functions/web/form-token.ts';
import type { WebDependencies, WebEnv } from '../../functions/web/web-environment.tsx';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import type { AccountMail } from '../../shared/mail/account-messages.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { editionStore } from '../../shared/store/edition-store.ts';
import { feedStore } from '../../shared/store/feed-store.ts';
import { fileStore } from '../../shared/store/file-store.ts';
import { idempotencyStore } from '../../shared/store/idempotency-store.ts';
import { importStore } from '../../shared/store/import-store.ts';
import { keyStore } from '../../shared/store/key-store.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
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
import { submissionStore } from '../../shared/store/submission-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { visitFormStore } from '../../shared/store/visit-form-store.ts';
import { anObligation, anOrganization } from './builders.ts';
import { officer, seedProvince } from './office-world.ts';
import { thaSametItems } from './tha-samet.ts';
import { aVisitor, type Visitor } from './visitor.ts';

export interface TestSite {
  readonly app: Hono<WebEnv>;
  readonly dependencies: WebDependencies;
  /** The table beneath, for functions that are wired beside the site. */
  readonly documents: DynamoDBDocumentClient;
  /** Both clocks at once. */
  setTime(instant: string): void;
  /** Codes sent so far, by address; the latest one counts. */
  readonly codes: Map<string, string>;
  /** Mails about accounts, oldest first. */
  readonly mails: AccountMail[];
  /** Obligations whose notices were asked for. */
  readonly told: Obligation[];
  /** Keys of the items written so far, oldest first. */
  readonly written: string[];
  /** Errors that nobody foresaw; a test that causes one takes it out. */
  readonly failures: unknown[];
  /** Somebody who has not signed in, or a browser that has `kept` the cookies of one who has. */
  visitor(kept?: string): Visitor;
  /** Signs in with the address by a code, as far as that leads. */
  enter(email: string): Promise<Visitor>;
  /** Makes `user` known, and signs them in. */
  signIn(user: User): Promise<Visitor>;
  /** @throws {AggregateError} what nobody foresaw */
  close(): Promise<void>;
}

export interface TestSiteOptions {
  /** @default 2020-04-16 09:00 in Thailand */
  readonly at?: string;
  readonly publicUrl?: string;
  readonly overrides?: Partial<WebDependencies>;
}

export async function testSite(options: TestSiteOptions = {}): Promise<TestSite> {
  const engine = await dynamoEngine({});
  await engine.createTable('nithet');
  const written: string[] = [];
  engine.onWrite((pk, sk) => written.push(`${pk} ${sk}`));
  const documents = DynamoDBDocumentClient.from(engine.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = dynamoTable(documents, 'nithet');
  let time = new Date(options.at ?? '2020-04-16T09:00:00+07:00');
  const codes = new Map<string, string>();
  const mails: AccountMail[] = [];
  const told: Obligation[] = [];
  const failures: unknown[] = [];
  const dependencies: WebDependencies = {
    accounts: accountStore(table),
    audits: auditStore(table),
    cycles: cycleStore(table),
    imports: importStore(table),
    editions: editionStore(table),
    files: fileStore(table),
    idempotency: idempotencyStore(table),
    feeds: feedStore(table),
    keys: keyStore(table),
    letterheads: letterheadStore(table),
    obligations: obligationStore(table),
    plannings: planningStore(table),
    plans: planStore(table),
    rates: rateStore(table),
    reports: reportStore(table),
    rollups: rollupStore(table),
    roster: rosterStore(table),
    rosterImports: rosterImportStore(table),
    seasons: seasonStore(table),
    setups: seasonSetupStore(table),
    submissions: submissionStore(table),
    visitForms: visitFormStore(table),
    settings: settingsStore(table),
    calendarOf: async (province) => workCalendar(province),
    now: () => time,
    securityNow: () => time,
    publicUrl: new URL(options.publicUrl ?? 'http://localhost:3000'),
    pepper: 'a secret of the tests',
    assets: {
      styles: '/assets/styles.css',
      script: '/assets/page.js',
      passkey: '/assets/passkey.js',
      icon: '/assets/icon.svg',
      fonts: [],
    },
    sendCode: async (email, code) => {
      if (code) codes.set(email, code);
    },
    sendAccountMail: async (mail) => void mails.push(mail),
    askPasskeys: createAnswerPasskeys(new URL(options.publicUrl ?? 'http://localhost:3000')),
    passkeyPolicy: 'optional',
    tellObligation: async (obligation) => void told.push(obligation),
    tellVisits: async () => {},
    planVisits: async () => 'run-1',
    papers: { look: async () => ({ refused: 'no-report' }), have: async () => {} },
    ask: async (name, input) => {
      const handler = calculators[name];
      if (!handler) throw new RangeError(`no function ${name} in tests of the site`);
      return handler(input);
    },
    answerPlanning: async () => {},
    applyRoster: async () => {},
    networkAddressOf: () => '192.0.2.1',
    onFailure: (_, error) => failures.push(error),
    onRefusal: () => {},
    ...options.overrides,
  };
  const app = createWeb(dependencies, async () => dependencies);
  const asked = app.request;
  // As a browser that has the page open: what is posted carries the token of the page's form.
  app.request = async (input, init, ...more) =>
    asked(input, withToken(init, dependencies), ...more);
  async function enter(email: string) {
    const visitor = aVisitor(app);
    await visitor.post('/sign-in', { email });
    await visitor.post('/sign-in/code', { code: codes.get(email) ?? '' });
    return visitor;
  }
  return {
    app,
    dependencies,
    documents,
    setTime: (instant) => {
      time = new Date(instant);
    },
    codes,
    mails,
    told,
    written,
    failures,
    visitor: (kept) => aVisitor(app, kept),
    enter,
    async signIn(user) {
      await dependencies.accounts.saveUser(user);
      return enter(user.email);
    },
    async close() {
      await engine.close();
      if (failures.length > 0) throw new AggregateError(failures, 'what nobody foresaw');
    },
  };
}

/** The site with อบต.ท่าเสม็ด on it: its plan with the rows of 2563, and the report that is awaited in April. */
export async function thaSametSite(options?: TestSiteOptions): Promise<TestSite> {
  const site = await testSite(options);
  const { roster, plans, obligations } = site.dependencies;
  const organization = anOrganization();
  const { orgId } = organization;
  await roster.save(organization);
  const years = { from: fiscalYear(2562), to: fiscalYear(2564) };
  await plans.savePlan({ schemaVersion: 1, orgId, editionId: '2562-2564', ...years });
  await Promise.all(thaSametItems.map((item) => plans.saveItem(orgId, item)));
  await obligations.open(anObligation());
  return site;
}

/** The site with a made-up province on it, and an officer of its office who has signed in. */
export async function officeSite(organizations: number, options?: TestSiteOptions) {
  const site = await testSite({ at: '2020-04-21T10:00:00+07:00', ...options });
  const made = await seedProvince(site.dependencies, organizations);
  return { site, made, office: await site.signIn(officer) };
}

/** Functions that the site asks and that touch no data. */
const calculators: Readonly<Record<string, (input: unknown) => Promise<unknown>>> = {
  'sign-file': async () => ({ action: '/objects/', fields: {}, link: '/objects/x' }),
  'check-file': async () => ({ refused: 'absent' }),
  'read-table': readTable,
  'write-template': writeTemplate,
};

function withToken(
  init: RequestInit | undefined,
  { pepper, publicUrl, securityNow }: WebDependencies,
): RequestInit | undefined {
  const headers = new Headers(init?.headers);
  const userId = /(?:nithet|__Host)-session=([a-z0-9-]+)\./.exec(headers.get('cookie') ?? '')?.[1];
  if (!userId || init?.method !== 'POST') return init;
  if (!init.body) headers.set('origin', headers.get('origin') ?? publicUrl.origin);
  if (init.body instanceof URLSearchParams || init.body instanceof FormData) {
    init.body.set('formToken', newFormToken(pepper, userId, securityNow()));
  }
  return { ...init, headers };
}

/** The officer of ท่าเสม็ด who fills in the report. */
export function aUser(facts: Partial<User> = {}): User {
  return {
    schemaVersion: 1,
    userId: 'u-1',
    email: 'officer@thasamet.go.th',
    role: 'officer',
    position: 'นักวิเคราะห์นโยบายและแผน',
    orgId: '80-0711',
    provinces: [],
    active: true,
    ...facts,
  };
}
