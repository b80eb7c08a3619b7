/** A season of visits: teams, the published schedule, each visit, and recommendations. */
import type { AuditEvent } from '../domain/audit.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { provinceOf } from '../domain/organization.ts';
import { type DraftSchedule, draftScheduleSchema } from '../domain/schedule.ts';
import {
  type ArchivedReport,
  archivedReportSchema,
  type Recommendation,
  recommendationSchema,
  type Schedule,
  scheduleSchema,
  type Team,
  teamSchema,
  type Visit,
  versionOf,
  visitSchema,
} from '../domain/supervision.ts';
import { ours, replaceAudited, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

interface VisitKey {
  readonly fiscalYear: FiscalYear;
  readonly orgId: string;
  readonly visitNo: number;
}

export interface SeasonStore {
  teams(year: FiscalYear, province: string): Promise<readonly Team[]>;
  saveTeam(year: FiscalYear, province: string, team: Team): Promise<void>;
  /** What the office is making of the latest proposal; not yet told to anybody. */
  draftSchedule(year: FiscalYear, province: string): Promise<DraftSchedule | undefined>;
  /** Saves over the version before it (`next.version` − 1); `undefined` when somebody else was quicker. */
  saveDraftSchedule(next: DraftSchedule, audit: AuditEvent): Promise<DraftSchedule | undefined>;
  draftAuditSettled(draft: DraftSchedule): Promise<void>;
  schedule(year: FiscalYear, province: string): Promise<Schedule | undefined>;
  /** Publishes `next` over the version before it (`next.version` − 1); `undefined` when another was published meanwhile. */
  publish(next: Schedule, audit: AuditEvent): Promise<Schedule | undefined>;
  scheduleAuditSettled(schedule: Schedule): Promise<void>;
  visits(year: FiscalYear, province: string): Promise<readonly Visit[]>;
  visit(key: VisitKey): Promise<Visit | undefined>;
  /** Replaces the visit that had `next.rev` (1: adds it); `undefined` when somebody else was quicker. */
  saveVisit(next: Visit, audit?: AuditEvent): Promise<Visit | undefined>;
  visitAuditSettled(visit: Visit): Promise<void>;
  /** Keeps a signed version that another is about to take the place of; what is kept never changes. */
  archiveReport(key: VisitKey, report: ArchivedReport): Promise<void>;
  archivedReport(key: VisitKey, version: number): Promise<ArchivedReport | undefined>;
  recommendations(province: string, orgId?: string): Promise<readonly Recommendation[]>;
  /** Adds the recommendation unless it is there. */
  recommend(recommendation: Recommendation): Promise<void>;
  /** Replaces the recommendation that had `next.rev`; `undefined` when somebody else was quicker. */
  saveRecommendation(next: Recommendation, audit?: AuditEvent): Promise<Recommendation | undefined>;
  recommendationAuditSettled(recommendation: Recommendation): Promise<void>;
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

    async draftSchedule(year, province) {
      const item = await table.get(draftKey(year, province));
      return item && parseItem(draftScheduleSchema, item);
    },

    saveDraftSchedule(next, audit) {
      const { fiscalYear, province, version } = next;
      const guard = { field: 'version', expected: version === 1 ? undefined : version - 1 };
      const read = () => store.draftSchedule(fiscalYear, province);
      return replaceAudited(table, draftKey(fiscalYear, province), next, guard, audit, read);
    },

    async draftAuditSettled({ fiscalYear, province, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, draftKey(fiscalYear, province), pendingAudit);
    },

    async schedule(year, province) {
      const item = await table.get(scheduleKey(year, province));
      return item && parseItem(scheduleSchema, item);
    },

    publish(next, audit) {
      const { fiscalYear, province, version } = next;
      const guard = { field: 'version', expected: version === 1 ? undefined : version - 1 };
      const read = () => store.schedule(fiscalYear, province);
      return replaceAudited(table, scheduleKey(fiscalYear, province), next, guard, audit, read);
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

    async archiveReport(key, report) {
      await table.putNew(archiveKey(key, versionOf(report)), report);
    },

    async archivedReport(key, version) {
      const item = await table.get(archiveKey(key, version));
      return item && parseItem(archivedReportSchema, item);
    },

    async recommendations(province, orgId) {
      const range = orgId ? { begins: `${orgId}#` } : undefined;
      const items = await table.queryAll(`FOLLOWUP#${province}`, range);
      return items.map((item) => parseItem(recommendationSchema, item));
    },

    async recommend({ rev: _, ...recommendation }) {
      // The first one bears no revision, like those from before there were any.
      await table.putNew(recommendationKey(recommendation), recommendation);
    },

    async saveRecommendation(next, audit) {
      const key = recommendationKey(next);
      const saved = { ...next, rev: next.rev + 1, ...(audit && { pendingAudit: audit }) };
      const before = next.rev === 1 ? undefined : next.rev;
      if (await table.replace(key, saved, 'rev', before)) return saved;
      const stored = audit && (await table.get(key));
      return stored && ours(parseItem(recommendationSchema, stored), audit);
    },

    async recommendationAuditSettled(recommendation) {
      const { pendingAudit } = recommendation;
      if (pendingAudit) await settleAudit(table, recommendationKey(recommendation), pendingAudit);
    },
  };
  return store;
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

function recommendationKey({
  orgId,
  fiscalYear,
  visitNo,
  no,
}: Pick<Recommendation, 'orgId' | 'fiscalYear' | 'visitNo' | 'no'>) {
  return {
    pk: `FOLLOWUP#${provinceOf(orgId)}`,
    sk: `${orgId}#${fiscalYear}-${visitNo}#${no}`,
  };
}

function visitKey({ fiscalYear, orgId, visitNo }: VisitKey) {
  return { pk: partition(fiscalYear, provinceOf(orgId)), sk: `VISIT#${orgId}#${visitNo}` };
}

function archiveKey({ fiscalYear, orgId, visitNo }: VisitKey, version: number) {
  return {
    pk: partition(fiscalYear, provinceOf(orgId)),
    sk: `REPORT#${orgId}#${visitNo}#${version}`,
  };
}
