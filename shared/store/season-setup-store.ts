/** What an office sets up for a season: its settings, its teams, and when organizations are away. */
import type { AuditEvent } from '../domain/audit.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { provinceOf } from '../domain/organization.ts';
import {
  type Absence,
  absenceSchema,
  type SeasonSetup,
  seasonSetupSchema,
  standardSetup,
} from '../domain/season-setup.ts';
import { type Team, teamSchema } from '../domain/supervision.ts';
import { replaceAudited, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

export interface SeasonSetupStore {
  /** The season's settings; the standard ones, of version 0, while nobody has set any. */
  setup(year: FiscalYear, province: string): Promise<SeasonSetup>;
  /** Saves over the version before it (`next.version` − 1); `undefined` when somebody else was quicker. */
  saveSetup(next: SeasonSetup, audit: AuditEvent): Promise<SeasonSetup | undefined>;
  setupAuditSettled(setup: SeasonSetup): Promise<void>;
  absences(year: FiscalYear, province: string): Promise<readonly Absence[]>;
  absence(year: FiscalYear, orgId: string): Promise<Absence | undefined>;
  /** Saves over the revision before it (`next.rev` − 1); `undefined` when somebody else was quicker. */
  saveAbsence(next: Absence, audit: AuditEvent): Promise<Absence | undefined>;
  absenceAuditSettled(absence: Absence): Promise<void>;
  team(year: FiscalYear, province: string, teamId: string): Promise<Team | undefined>;
  /** Saves over the team that had `seenRev` (0: one that no office has changed yet); `undefined` when somebody was quicker. */
  changeTeam(
    place: { readonly year: FiscalYear; readonly province: string },
    next: Team,
    seenRev: number,
    audit: AuditEvent,
  ): Promise<Team | undefined>;
  teamAuditSettled(year: FiscalYear, province: string, team: Team): Promise<void>;
}

export function seasonSetupStore(table: Table): SeasonSetupStore {
  const store: SeasonSetupStore = {
    async setup(year, province) {
      const item = await table.get(setupKey(year, province));
      return item ? parseItem(seasonSetupSchema, item) : standardSetup(year, province);
    },

    saveSetup(next, audit) {
      const { fiscalYear, province, version } = next;
      const expected = version === 1 ? undefined : version - 1;
      const read = () => store.setup(fiscalYear, province);
      const guard = { field: 'version', expected };
      return replaceAudited(table, setupKey(fiscalYear, province), next, guard, audit, read);
    },

    async setupAuditSettled({ fiscalYear, province, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, setupKey(fiscalYear, province), pendingAudit);
    },

    async absences(year, province) {
      const items = await table.queryAll(partition(year, province), { begins: 'AWAY#' });
      return items.map((item) => parseItem(absenceSchema, item));
    },

    async absence(year, orgId) {
      const item = await table.get(absenceKey(year, orgId));
      return item && parseItem(absenceSchema, item);
    },

    saveAbsence(next, audit) {
      const { fiscalYear, orgId, rev } = next;
      const guard = { field: 'rev', expected: rev === 1 ? undefined : rev - 1 };
      const read = () => store.absence(fiscalYear, orgId);
      return replaceAudited(table, absenceKey(fiscalYear, orgId), next, guard, audit, read);
    },

    async absenceAuditSettled({ fiscalYear, orgId, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, absenceKey(fiscalYear, orgId), pendingAudit);
    },

    async team(year, province, teamId) {
      const item = await table.get(teamKey(year, province, teamId));
      return item && parseItem(teamSchema, item);
    },

    changeTeam({ year, province }, next, seenRev, audit) {
      const changed = { ...next, rev: seenRev + 1 };
      const guard = { field: 'rev', expected: seenRev === 0 ? undefined : seenRev };
      const read = () => store.team(year, province, next.teamId);
      return replaceAudited(
        table,
        teamKey(year, province, next.teamId),
        changed,
        guard,
        audit,
        read,
      );
    },

    async teamAuditSettled(year, province, { teamId, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, teamKey(year, province, teamId), pendingAudit);
    },
  };
  return store;
}

function partition(year: FiscalYear, province: string): string {
  return `SEASON#${year}#${province}`;
}

function setupKey(year: FiscalYear, province: string) {
  return { pk: partition(year, province), sk: 'SETUP' };
}

function absenceKey(year: FiscalYear, orgId: string) {
  return { pk: partition(year, provinceOf(orgId)), sk: `AWAY#${orgId}` };
}

function teamKey(year: FiscalYear, province: string, teamId: string) {
  return { pk: partition(year, province), sk: `TEAM#${teamId}` };
}
