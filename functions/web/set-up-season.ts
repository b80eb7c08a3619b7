/** The office sets a season up; an organization tells when it is away. */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, can, type User } from '../../shared/domain/permissions.ts';
import type { Absence, DaysOff, SeasonSetup } from '../../shared/domain/season-setup.ts';
import type { Team } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { SeasonSetupStore } from '../../shared/store/season-setup-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';
import type { Season } from './edit-schedule.ts';

export interface SetupDependencies {
  readonly setups: SeasonSetupStore;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

/** Somebody else has saved since the officer's page was made. */
interface Changed {
  readonly refused: 'changed';
}

/** What is told of the act in the audit trail. */
interface Act {
  readonly act: 'season-setup-changed' | 'season-facts-imported' | 'season-event-recorded';
  readonly note?: string;
}

export type SetupOutcome = { readonly saved: SeasonSetup } | NotAllowed | Changed;

export function createSetUpSeason({ setups, audit, now }: SetupDependencies) {
  /** Changes the season's settings. `seenVersion`: of those on the officer's screen. */
  async function changeSetup(
    user: User,
    season: Season,
    seenVersion: number,
    change: (setup: SeasonSetup) => SeasonSetup,
    { act, note }: Act,
  ): Promise<SetupOutcome> {
    const refusal = refusalOf(user, 'plan-visits', season);
    if (refusal) return refusal;
    const setup = await setups.setup(season.fiscalYear, season.province);
    if (setup.version !== seenVersion) return { refused: 'changed' };
    const owner = `PROVINCE#${season.province}` as const;
    if (setup.pendingAudit) await audit.append(owner, setup.pendingAudit);
    const next = { ...change(setup), version: setup.version + 1, savedBy: actorOf(user) };
    const event = eventOf(user, now(), { act, subject: `${season.fiscalYear}`, note });
    const saved = await setups.saveSetup(next, event);
    if (!saved) return { refused: 'changed' };
    await audit.append(owner, event);
    await setups.setupAuditSettled(saved);
    return { saved };
  }

  /** Adds a team or changes one. `seenRev`: of the team on the officer's screen, 0 for a new one. */
  async function changeTeam(
    user: User,
    season: Season,
    seenRev: number,
    team: Team,
  ): Promise<{ readonly saved: Team } | NotAllowed | Changed> {
    const refusal = refusalOf(user, 'plan-visits', season);
    if (refusal) return refusal;
    const { fiscalYear, province } = season;
    const owner = `PROVINCE#${province}` as const;
    const before = await setups.team(fiscalYear, province, team.teamId);
    if ((before?.rev ?? 0) !== seenRev) return { refused: 'changed' };
    if (before?.pendingAudit) await audit.append(owner, before.pendingAudit);
    const subject = `${fiscalYear}#${team.teamId}`;
    const event = eventOf(user, now(), { act: 'team-changed', subject, note: team.name });
    const place = { year: fiscalYear, province };
    const saved = await setups.changeTeam(place, team, seenRev, event);
    if (!saved) return { refused: 'changed' };
    await audit.append(owner, event);
    await setups.teamAuditSettled(fiscalYear, province, saved);
    return { saved };
  }

  /** Tells on which days an organization cannot be visited: it says so itself, or the office notes it. */
  async function tellAbsence(
    user: User,
    { fiscalYear, orgId }: { readonly fiscalYear: FiscalYear; readonly orgId: string },
    seenRev: number,
    days: readonly DaysOff[],
  ): Promise<{ readonly saved: Absence } | NotAllowed | Changed> {
    const own = can(user, 'answer-visit', { orgId });
    const refusal = own
      ? undefined
      : refusalOf(user, 'plan-visits', { province: provinceOf(orgId) });
    if (refusal) return refusal;
    const before = await setups.absence(fiscalYear, orgId);
    if ((before?.rev ?? 0) !== seenRev) return { refused: 'changed' };
    const owner = `ORG#${orgId}` as const;
    if (before?.pendingAudit) await audit.append(owner, before.pendingAudit);
    const note = days.map(({ from, to }) => `${from}–${to}`).join(', ');
    const event = eventOf(user, now(), { act: 'absence-told', subject: `${fiscalYear}`, note });
    const next: Absence = {
      schemaVersion: 1,
      orgId,
      fiscalYear,
      days: [...days],
      rev: seenRev + 1,
      savedBy: actorOf(user),
    };
    const saved = await setups.saveAbsence(next, event);
    if (!saved) return { refused: 'changed' };
    await audit.append(owner, event);
    await setups.absenceAuditSettled(saved);
    return { saved };
  }

  return { changeSetup, changeTeam, tellAbsence };
}
