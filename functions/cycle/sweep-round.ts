/**
 * `Sweep monitoring` and `Sweep evaluation`: 50 organizations of a round at a time.
 *
 * Opens what is not open, refreshes what is copied from the roster, puts into the audit trail what a crash left
 * pending, and enqueues the notices that are due. All of it may be repeated, also by two executions at once.
 */
import type { Cycle } from '../../shared/domain/cycle.ts';
import { summarize } from '../../shared/domain/evaluation.ts';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  type DueNotice,
  ladderDays,
  noticesDue,
  reportLadder,
  standing,
} from '../../shared/domain/notice.ts';
import { isAwaited, type Obligation, type RungOutcome } from '../../shared/domain/obligation.ts';
import {
  isMerged,
  nameOn,
  type Office,
  type Organization,
} from '../../shared/domain/organization.ts';
import { itemsToReport } from '../../shared/domain/plan.ts';
import {
  type CycleRules,
  type Round,
  type RoundDates,
  roundDates,
} from '../../shared/domain/round.ts';
import { countLines } from '../../shared/domain/score.ts';
import { isWorkingDay, type WorkCalendar } from '../../shared/domain/work-calendar.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { actingFor, type Reached, takenOverBy } from '../../shared/notices/reached.ts';
import {
  digestNotice,
  type RoundScene,
  roundAbout,
  roundNotices,
} from '../../shared/notices/round-notices.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { NoticeStore } from '../../shared/store/notice-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { PlanStore } from '../../shared/store/plan-store.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import type { RollupStore } from '../../shared/store/rollup-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';

/** At most so many organizations are served by one call. */
const PAGE = 50;
/** A head that officers keep changing meanwhile is taken up again by the next sweep. */
const TRIES = 3;

export interface RoundSweepDependencies {
  readonly roster: Pick<RosterStore, 'page' | 'find'>;
  readonly obligations: ObligationStore;
  readonly plans: Pick<PlanStore, 'items'>;
  readonly reports: Pick<ReportStore, 'draft'>;
  readonly notices: Pick<NoticeStore, 'enqueue' | 'ofOwner' | 'repair'>;
  readonly rollups: Pick<RollupStore, 'save'>;
  readonly audit: Pick<AuditStore, 'append'>;
}

export interface SweepContext {
  readonly cycle: Pick<Cycle, 'fiscalYear' | 'province'>;
  readonly office: Office;
  readonly rules: CycleRules;
  readonly calendar: WorkCalendar;
  readonly now: Date;
}

/** Serves one page; the cursor of the next one, `null` after the last. */
export async function sweepRound(
  dependencies: RoundSweepDependencies,
  context: SweepContext,
  round: Round,
  cursor: string | null,
): Promise<string | null> {
  const { roster, obligations } = dependencies;
  const { fiscalYear, province } = context.cycle;
  const dates = roundDates(round, fiscalYear, context.rules, context.calendar);
  const page = await roster.page(province, PAGE, cursor);
  const [first, last] = [page.organizations[0], page.organizations.at(-1)];
  const stored =
    first && last ? await obligations.between(first.orgId, last.orgId, { fiscalYear, round }) : [];
  const heads = new Map(stored.map((obligation) => [obligation.orgId, obligation]));
  await inParallel(page.organizations, async (organization) => {
    const head = heads.get(organization.orgId);
    // What is no more owes nothing new; what it owed already its successor owes.
    if (!head && isMerged(organization, fiscalYearWindow(fiscalYear).opens)) return;
    const reached = await actingFor(roster, organization, localDateAt(context.now));
    const opened = newObligation(organization, reached, context, round, dates);
    if (!head) await obligations.open(opened);
    await sweepObligation(dependencies, context, reached.organization, opened, head);
  });
  if (page.cursor === null) await finishRound(dependencies, context, round, dates);
  return page.cursor;
}

/** Brings one head up to date. `known` may be stale: a lost race reads it again. */
async function sweepObligation(
  dependencies: RoundSweepDependencies,
  context: SweepContext,
  organization: Organization,
  opened: Obligation,
  known: Obligation | undefined,
): Promise<void> {
  const { obligations, audit } = dependencies;
  let head = known;
  for (let tries = 0; tries < TRIES; tries++) {
    head ??= await obligations.find(opened.orgId, opened);
    if (!head) return;
    if (head.pendingAudit) {
      await audit.append(`ORG#${head.orgId}`, head.pendingAudit);
      await obligations.auditSettled(head);
      const { pendingAudit: _, ...settled } = head;
      head = settled;
    }
    const refreshed = refresh(head, opened);
    const rungs = await enqueueDue(dependencies, context, organization, refreshed);
    const next = rungs ? { ...refreshed, rungs: { ...refreshed.rungs, ...rungs } } : refreshed;
    if (next === head || (await obligations.save(next))) return;
    head = undefined;
  }
}

/** Enqueues what is due and says what became of each rung; nothing where nothing is due. */
async function enqueueDue(
  dependencies: RoundSweepDependencies,
  context: SweepContext,
  organization: Organization,
  obligation: Obligation,
): Promise<Record<string, RungOutcome> | undefined> {
  const { notices } = dependencies;
  const today = localDateAt(context.now);
  const { contacts } = organization;
  const decide = (told: ReadonlyMap<string, ReadonlySet<string>>) =>
    noticesDue({ obligation, contacts, told }, reportLadder, context.calendar, today);
  const offhand = decide(new Map());
  if (offhand.due.length === 0 && offhand.skipped.length === 0) return undefined;

  const rows = await notices.ofOwner(`ORG#${obligation.orgId}`, roundAbout(obligation));
  await notices.repair(rows);
  const told = Map.groupBy(rows, ({ rung }) => rung);
  const { due, skipped } = decide(
    new Map([...told].map(([rung, sent]) => [rung, new Set(sent.map(({ to }) => to))])),
  );
  for (const notice of due) {
    const scene = { ...context, obligation, ...(await wordsOf(dependencies, notice, obligation)) };
    for (const row of roundNotices(notice, scene)) await notices.enqueue(row, context.now);
  }
  return Object.fromEntries([
    ...due.map(({ rung }) => [rung, { on: today, outcome: 'queued' as const }]),
    ...skipped.map(({ rung, why }) => [rung, { on: today, outcome: 'skipped' as const, why }]),
  ]);
}

/** What only some notices say, and has to be read for them. */
async function wordsOf(
  { plans, reports }: RoundSweepDependencies,
  { kind }: DueNotice,
  { orgId, fiscalYear, round }: Obligation,
): Promise<Pick<RoundScene, 'items' | 'drafted'>> {
  const items = kind === 'opening' ? itemsToReport(await plans.items(orgId), fiscalYear).length : 0;
  const draft = kind === 'signoff' ? await reports.draft(orgId, { fiscalYear, round }) : undefined;
  return { items, drafted: countLines(draft?.content.lines ?? []) };
}

/** After the last page: the round's figures, and the office's digest on the days that call for one. */
async function finishRound(
  { obligations, notices, rollups }: RoundSweepDependencies,
  context: SweepContext,
  round: Round,
  dates: RoundDates,
): Promise<void> {
  const { cycle, office, calendar, now } = context;
  const today = localDateAt(now);
  const board = await obligations.board(cycle.province, { fiscalYear: cycle.fiscalYear, round });
  const summary = summarize(board, today);
  const rollup = {
    schemaVersion: 1 as const,
    province: cycle.province,
    asAt: now.toISOString(),
    ...summary,
  };
  await rollups.save(rollup, { fiscalYear: cycle.fiscalYear, round });

  const current = standing(ladderDays(reportLadder, dates, calendar), {}, today).due.find(
    ({ indispensable }) => !indispensable,
  );
  // On a day off it would leave together with the next one, and say less.
  if (!current?.digest || today > dates.lock || !isWorkingDay(calendar, today)) return;
  const awaited = board.filter((obligation) => isAwaited(obligation));
  for (const contact of office.contacts) {
    const scene = {
      office,
      calendar,
      now,
      today,
      round,
      fiscalYear: cycle.fiscalYear,
      dates,
      board,
      awaited,
    };
    const row = digestNotice(current.rung, contact, scene);
    await notices.enqueue(row, now);
  }
}

function newObligation(
  organization: Organization,
  reached: Reached,
  { cycle, now }: SweepContext,
  round: Round,
  dates: RoundDates,
): Obligation {
  return {
    schemaVersion: 1,
    orgId: organization.orgId,
    fiscalYear: cycle.fiscalYear,
    round,
    province: cycle.province,
    organization: copied(organization, reached, localDateAt(now)),
    dates,
    state: 'not_started',
    versions: [],
    signoffRequests: 0,
    rungs: {},
    rev: 1,
  };
}

/** What the head copies from the roster and the rules, so that a board is one Query. */
function refresh(head: Obligation, { organization, dates }: Obligation): Obligation {
  const before = JSON.stringify([head.organization, head.dates]);
  return before === JSON.stringify([organization, dates]) ? head : { ...head, organization, dates };
}

function copied(
  organization: Organization,
  reached: Reached,
  today: LocalDate,
): Obligation['organization'] {
  const { name, shortName } = nameOn(organization, today);
  const { phone, contacts } = reached.organization;
  const successor = takenOverBy(reached, today);
  const healthy = contacts.some(({ health }) => health === 'ok');
  const main = contacts.find(({ role }) => role === 'coordinator');
  return {
    name,
    shortName,
    amphoe: organization.amphoe.name,
    ...(phone && { phone }),
    mail: healthy ? (main && main.health !== 'ok' ? 'bounced' : 'ok') : 'none',
    ...(successor && { takenOverBy: successor }),
  };
}
