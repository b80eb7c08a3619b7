/** The office sets a season up; an organization tells when it is away. */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, can, type User } from '../../shared/domain/permissions.ts';
import type { Absence, DaysOff, SeasonSetup } from '../../shared/domain/season-setup.ts';
import type { Team } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
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
    const next = { ...change(setup), version: setup.version + 1, savedBy: actorOf(user) };
    const event = eventOf(user, now(), { act, subject: `${season.fiscalYear}`, note });
    const saved = await saveWithEvent(audit, {
      owner: `PROVINCE#${season.province}`,
      before: setup,
      next,
      event,
      save: (sealed) => setups.saveSetup(next, sealed),
      settle: setups.setupAuditSettled,
    });
    return saved ? { saved } : { refused: 'changed' };
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
    const before = await setups.team(fiscalYear, province, team.teamId);
    if ((before?.rev ?? 0) !== seenRev) return { refused: 'changed' };
    const subject = `${fiscalYear}#${team.teamId}`;
    const event = eventOf(user, now(), { act: 'team-changed', subject, note: team.name });
    const place = { year: fiscalYear, province };
    const saved = await saveWithEvent(audit, {
      owner: `PROVINCE#${province}`,
      before,
      next: team,
      event,
      save: (sealed) => setups.changeTeam(place, team, seenRev, sealed),
      settle: (changed) => setups.teamAuditSettled(fiscalYear, province, changed),
    });
    return saved ? { saved } : { refused: 'changed' };
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
    const saved = await saveWithEvent(audit, {
      owner: `ORG#${orgId}`,
      before,
      next,
      event,
      save: (sealed) => setups.saveAbsence(next, sealed),
      settle: setups.absenceAuditSettled,
    });
    return saved ? { saved } : { refused: 'changed' };
  }

  return { changeSetup, changeTeam, tellAbsence };
}
