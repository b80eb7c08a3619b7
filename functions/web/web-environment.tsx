/** What the site's routes share: what they are given, who is asking, and how a page is answered. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import * as z from 'zod';
import type { ApiKey } from '../../shared/domain/api-key.ts';
import { type FiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { PasskeyAnswer, PasskeyPolicy, PasskeyQuestion } from '../../shared/domain/passkey.ts';
import { type Action, can, type Resource, type User } from '../../shared/domain/permissions.ts';
import { roundSchema } from '../../shared/domain/round.ts';
import type { Schedule } from '../../shared/domain/supervision.ts';
import type { WorkCalendar } from '../../shared/domain/work-calendar.ts';
import type { AccountMail } from '../../shared/mail/account-messages.ts';
import type { Platform } from '../../shared/platform.ts';
import type { AccountStore, Session } from '../../shared/store/account-store.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { EditionStore } from '../../shared/store/edition-store.ts';
import type { FeedStore } from '../../shared/store/feed-store.ts';
import type { FileStore } from '../../shared/store/file-store.ts';
import type { IdempotencyStore } from '../../shared/store/idempotency-store.ts';
import type { ImportStore } from '../../shared/store/import-store.ts';
import type { KeyStore } from '../../shared/store/key-store.ts';
import type { LetterheadStore } from '../../shared/store/letterhead-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { PlanStore } from '../../shared/store/plan-store.ts';
import type { PlanningStore } from '../../shared/store/planning-store.ts';
import type { RateStore } from '../../shared/store/rate-store.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import type { RollupStore } from '../../shared/store/rollup-store.ts';
import type { RosterImportStore } from '../../shared/store/roster-import-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SeasonSetupStore } from '../../shared/store/season-setup-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';
import type { SubmissionStore } from '../../shared/store/submission-store.ts';
import type { VisitFormStore } from '../../shared/store/visit-form-store.ts';
import type { Assets } from '../../shared/web/assets.ts';
import type { Crumb, FieldError } from '../../shared/web/components.tsx';
import { withFormTokens } from '../../shared/web/form-token.ts';
import { Layout } from '../../shared/web/layout.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { newFormToken } from './form-token.ts';
import type { LogLine } from './log.ts';
import type { PaperDesk } from './paper-desk.ts';

/** What asking who comes in needs, and every page. */
export interface DoorDependencies {
  readonly accounts: AccountStore;
  readonly audits: AuditStore;
  readonly keys: KeyStore;
  readonly rates: RateStore;
  readonly roster: RosterStore;
  /** The time that business goes by. */
  readonly now: () => Date;
  /** The time that sessions and codes go by; it never jumps. */
  readonly securityNow: () => Date;
  /** Governs links, cookies and the check of where a form comes from. */
  readonly publicUrl: URL;
  /** Secret that codes are hashed with. */
  readonly pepper: string;
  readonly assets: Assets;
  /**
   * Hands a sign-in code over for sending, without waiting for the mail to leave. Called without a code where
   * nobody is known by the address: it must then take as long and send nothing.
   */
  readonly sendCode: (email: string, code: string | undefined) => Promise<void>;
  /** Hands a mail about somebody's account over for sending, without waiting for it to leave. */
  readonly sendAccountMail: (mail: AccountMail) => Promise<void>;
  /** Asks the function that knows passkeys. */
  readonly askPasskeys: (question: PasskeyQuestion) => Promise<PasskeyAnswer>;
  /** Whether officers of offices must have a passkey. */
  readonly passkeyPolicy: PasskeyPolicy;
  /** Where browsers send files to, where that is not the site itself. */
  readonly filesOrigin?: string;
  /** Network address of whoever asks, as the machine in front of the site tells it. */
  readonly networkAddressOf: (c: Context) => string;
  /** Notes an unforeseen error for whoever runs the site; visitors never see it. */
  readonly onFailure: (line: LogLine, error: Error) => void;
  /** Notes that somebody was turned away. */
  readonly onRefusal: (line: LogLine) => void;
  /** What an embedded site shows above every page, such as the clock of a sample year. */
  readonly strip?: (path: string) => Child | Promise<Child>;
}

/** What the pages behind the door need besides. */
export interface WebDependencies extends DoorDependencies {
  readonly cycles: CycleStore;
  readonly feeds: FeedStore;
  readonly editions: EditionStore;
  readonly files: FileStore;
  readonly idempotency: IdempotencyStore;
  readonly imports: ImportStore;
  readonly letterheads: LetterheadStore;
  readonly obligations: ObligationStore;
  readonly plannings: PlanningStore;
  readonly plans: PlanStore;
  readonly reports: ReportStore;
  readonly rollups: RollupStore;
  readonly rosterImports: RosterImportStore;
  readonly seasons: SeasonStore;
  readonly setups: SeasonSetupStore;
  readonly submissions: SubmissionStore;
  readonly visitForms: VisitFormStore;
  readonly settings: SettingsStore;
  readonly calendarOf: (province: string) => Promise<WorkCalendar>;
  /** Queues the notices that follow from an obligation's new state. */
  readonly tellObligation: (obligation: Obligation) => Promise<void>;
  /** Queues the notices that follow from the published visits of these organizations. */
  readonly tellVisits: (schedule: Schedule, orgIds: readonly string[]) => Promise<void>;
  /** Begins to plan a season's visits anew and answers the run's id; the run is kept in the season's store. */
  readonly planVisits: (year: FiscalYear, province: string) => Promise<string>;
  /** Where papers are made. */
  readonly papers: PaperDesk;
  /** What another function answers. */
  readonly ask: Platform['ask'];
  /** Has a question to the planner answered that has been kept in the store of planning runs. */
  readonly answerPlanning: (question: PlanningQuestion) => Promise<void>;
  /** Begins to carry out an import of the roster that was confirmed. */
  readonly applyRoster: (runId: string) => Promise<void>;
}

/** Which question the planner is to answer: by the run's id, or about an organization. */
export type PlanningQuestion = { readonly fiscalYear: FiscalYear; readonly province: string } & (
  | { readonly task: 'replan'; readonly runId: string }
  | { readonly task: 'why-not'; readonly orgId: string }
);

export interface WebEnv {
  Variables: {
    user: User | undefined;
    /** Somebody of whom something more is asked before the session opens anything. */
    entering: User | undefined;
    session: Session | undefined;
    /** Where a program asks by a key; it is the `user` on routes that let keys in. */
    key: ApiKey | undefined;
    door: DoorDependencies;
    /** Set behind the door. */
    dependencies: WebDependencies;
  };
}

export interface PageOptions {
  readonly title: string;
  /** Below the name of the site: whose page it is, and of which year. */
  readonly line?: string | undefined;
  readonly breadcrumbs?: readonly Crumb[];
  readonly errors?: readonly FieldError[];
  readonly hasStickyBar?: boolean;
  /** Script of a few pages only. */
  readonly script?: 'passkey';
  readonly status?: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
}

/** Answers `content` in the site's frame. */
export async function page(c: Context<WebEnv>, options: PageOptions, content: Child) {
  const { assets, strip, pepper, securityNow } = c.get('door');
  const { status = 200, script, ...frame } = options;
  const whole = (
    <Layout
      {...frame}
      assets={assets}
      scripts={script ? [assets.script, assets.passkey] : [assets.script]}
      path={c.req.path}
      user={c.get('user')}
      strip={await strip?.(c.req.path)}
    >
      {content}
    </Layout>
  );
  const html = await whole.toString();
  const session = c.get('session');
  if (!session) return c.html(html, status);
  const token = newFormToken(pepper, session.userId, securityNow());
  return c.html(withFormTokens(html, token), status);
}

/** @throws {ProblemError} 401 */
export function signedIn(c: Context<WebEnv>): User {
  const user = c.get('user');
  if (!user) throw new ProblemError(401, { code: 'sign-in-required' });
  return user;
}

/**
 * The signed-in user, who may do `action` to `resource`.
 *
 * What belongs to others is answered like what does not exist. @throws {ProblemError} 401 | 404
 */
export function authorized(c: Context<WebEnv>, action: Action, resource: Resource): User {
  const user = signedIn(c);
  if (!can(user, action, resource)) throw new ProblemError(404);
  return user;
}

/** `value`, unless there is none. @throws {ProblemError} 404 */
export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ProblemError(404);
  return value;
}

/** The path's parameters in the shape of `schema`; a path that makes no sense is not found. */
export function pathOf<Schema extends z.ZodType>(
  c: Context<WebEnv>,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(c.req.param());
  if (!parsed.success) throw new ProblemError(404);
  return parsed.data;
}

/** `:year/:round` as they stand in paths: `2563/6M`. */
export const roundPathSchema = z.object({
  year: z.coerce.number().pipe(fiscalYearSchema),
  round: roundSchema,
});

/** The day it is, by the time that business goes by. */
export function todayOf({ now }: Pick<WebDependencies, 'now'>): LocalDate {
  return localDateAt(now());
}
