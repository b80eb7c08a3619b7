/** A season of visits: teams, proposals, the published schedule, each visit, and recommendations. */
import * as z from 'zod';
import type { AuditEvent } from '../domain/audit.ts';
import { type FiscalYear, fiscalYearSchema } from '../domain/fiscal-year.ts';
import { provinceOf } from '../domain/organization.ts';
import { type DraftSchedule, draftScheduleSchema } from '../domain/schedule.ts';
import {
  type Recommendation,
  recommendationSchema,
  type Schedule,
  scheduleSchema,
  type Team,
  teamSchema,
  type Visit,
  visitSchema,
} from '../domain/supervision.ts';
import { proposalSchema } from '../domain/visit-plan.ts';
import { pack, unpack } from './packed.ts';
import { parseItem, type Table } from './table.ts';

/** One planning run and, once done, what it proposes. */
const planningRunSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  fiscalYear: fiscalYearSchema,
  startedAt: z.iso.datetime(),
  state: z.enum(['running', 'done', 'failed']),
  /** 0–100. */
  progress: z.int().min(0).max(100),
  proposal: proposalSchema.optional(),
  message: z.string().optional(),
});
export type PlanningRun = z.infer<typeof planningRunSchema>;

interface VisitKey {
  readonly fiscalYear: FiscalYear;
  readonly orgId: string;
  readonly visitNo: number;
}

export interface SeasonStore {
  teams(year: FiscalYear, province: string): Promise<readonly Team[]>;
  saveTeam(year: FiscalYear, province: string, team: Team): Promise<void>;
  saveRun(province: string, run: PlanningRun): Promise<void>;
  /** The latest run by its id, which begins with the instant it was started. */
  latestRun(year: FiscalYear, province: string): Promise<PlanningRun | undefined>;
  /** What the office is making of the latest proposal; not yet told to anybody. */
  draftSchedule(year: FiscalYear, province: string): Promise<DraftSchedule | undefined>;
  /** Saves over the version before it (`next.version` − 1); says whether it did. */
  saveDraftSchedule(next: DraftSchedule): Promise<boolean>;
  schedule(year: FiscalYear, province: string): Promise<Schedule | undefined>;
  /** Publishes `next` over the version before it (`next.version` − 1); `undefined` when another was published meanwhile. */
  publish(next: Schedule, audit: AuditEvent): Promise<Schedule | undefined>;
  scheduleAuditSettled(schedule: Schedule): Promise<void>;
  visits(year: FiscalYear, province: string): Promise<readonly Visit[]>;
  visit(key: VisitKey): Promise<Visit | undefined>;
  /** Replaces the visit that had `next.rev` (1: adds it); `undefined` when somebody else was quicker. */
  saveVisit(next: Visit, audit?: AuditEvent): Promise<Visit | undefined>;
  visitAuditSettled(visit: Visit): Promise<void>;
  recommendations(province: string, orgId?: string): Promise<readonly Recommendation[]>;
  /** Adds the recommendation unless it is there. */
  recommend(recommendation: Recommendation): Promise<void>;
}

export function seasonStore(table: Table): SeasonStore {
  const store: SeasonStore = {
    async teams(year, province) {
      const items = await table.queryAll(partition(year, province), { begins: 'TEAM#' });
      return items.map((item) => parseItem(teamSchema, item));
    },

    saveTeam(year, province, team) {
      return table.put({ pk: partition(year, province), sk: `TEAM#${team.teamId}` }, team);
    },

    saveRun(province, run) {
      const key = { pk: partition(run.fiscalYear, province), sk: `RUN#${run.runId}` };
      return table.put(key, { schemaVersion: 1, body: pack(run) });
    },

    async latestRun(year, province) {
      const { items } = await table.query(partition(year, province), {
        range: { begins: 'RUN#' },
        limit: 1,
        descending: true,
      });
      return items[0] && unpack(planningRunSchema, items[0]['body']);
    },

    async draftSchedule(year, province) {
      const item = await table.get(draftKey(year, province));
      return item && parseItem(draftScheduleSchema, item);
    },

    saveDraftSchedule(next) {
      const key = draftKey(next.fiscalYear, next.province);
      return table.replace(key, next, 'version', next.version === 1 ? undefined : next.version - 1);
    },

    async schedule(year, province) {
      const item = await table.get(scheduleKey(year, province));
      return item && parseItem(scheduleSchema, item);
    },

    async publish(next, audit) {
      const key = scheduleKey(next.fiscalYear, next.province);
      const before = next.version === 1 ? undefined : next.version - 1;
      const published = { ...next, pendingAudit: audit };
      if (await table.replace(key, published, 'version', before)) return published;
      return ours(await store.schedule(next.fiscalYear, next.province), audit);
    },

    async scheduleAuditSettled({ fiscalYear, province, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, scheduleKey(fiscalYear, province), pendingAudit);
    },

    async visits(year, province) {
      const items = await table.queryAll(partition(year, province), { begins: 'VISIT#' });
      return items.map((item) => parseItem(visitSchema, item));
    },

    async visit(key) {
      const item = await table.get(visitKey(key));
      return item && parseItem(visitSchema, item);
    },

    async saveVisit(next, audit) {
      const saved = { ...next, rev: next.rev + 1, ...(audit && { pendingAudit: audit }) };
      const before = next.rev === 1 ? undefined : next.rev;
      if (await table.replace(visitKey(next), saved, 'rev', before)) return saved;
      return audit && ours(await store.visit(next), audit);
    },

    async visitAuditSettled(visit) {
      if (visit.pendingAudit) await settleAudit(table, visitKey(visit), visit.pendingAudit);
    },

    async recommendations(province, orgId) {
      const range = orgId ? { begins: `${orgId}#` } : undefined;
      const items = await table.queryAll(`FOLLOWUP#${province}`, range);
      return items.map((item) => parseItem(recommendationSchema, item));
    },

    async recommend(recommendation) {
      const { orgId, fiscalYear, visitNo, no } = recommendation;
      const sk = `${orgId}#${fiscalYear}-${visitNo}#${no}`;
      await table.putNew({ pk: `FOLLOWUP#${provinceOf(orgId)}`, sk }, recommendation);
    },
  };
  return store;
}

/** The write may have landed with its answer lost: then what is stored holds our own event. */
function ours<T extends { readonly pendingAudit?: AuditEvent | undefined }>(
  stored: T | undefined,
  audit: AuditEvent,
): T | undefined {
  return stored?.pendingAudit?.eventId === audit.eventId ? stored : undefined;
}

async function settleAudit(table: Table, key: { pk: string; sk: string }, event: AuditEvent) {
  await table.update(key, {
    set: { pendingAudit: undefined },
    condition: { expression: '#pendingAudit.eventId = :id', values: { ':id': event.eventId } },
  });
}

function partition(year: FiscalYear, province: string): string {
  return `SEASON#${year}#${province}`;
}

function scheduleKey(year: FiscalYear, province: string) {
  return { pk: partition(year, province), sk: 'SCHEDULE' };
}

function draftKey(year: FiscalYear, province: string) {
  return { pk: partition(year, province), sk: 'DRAFT' };
}

function visitKey({ fiscalYear, orgId, visitNo }: VisitKey) {
  return { pk: partition(fiscalYear, provinceOf(orgId)), sk: `VISIT#${orgId}#${visitNo}` };
}
