/** Loads what is known of a season, as the planner takes it. */
import { type FiscalYear, fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { isMerged } from '../../shared/domain/organization.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { type Schedule, type Visit, visitOf } from '../../shared/domain/supervision.ts';
import type { ProvinceFacts } from '../../shared/domain/visit-instance.ts';
import { knowsYear, workCalendar, workingDays } from '../../shared/domain/work-calendar.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SeasonSetupStore } from '../../shared/store/season-setup-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';

export interface SeasonSources {
  readonly roster: Pick<RosterStore, 'all'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly season: Pick<SeasonStore, 'teams' | 'schedule' | 'draftSchedule' | 'visits'>;
  readonly setups: Pick<SeasonSetupStore, 'setup' | 'absences'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

export interface SeasonFacts extends Omit<ProvinceFacts, 'fixed'> {
  readonly schedule: Schedule | undefined;
  readonly visits: readonly Visit[];
}

/** Seasons looked back on to see how long an organization has not been visited. */
const YEARS_BACK = 4;

/** `workingDays` are all of the season's, those gone by included. */
export async function loadSeason(
  { roster, obligations, season, setups, settings, now }: SeasonSources,
  year: FiscalYear,
  province: string,
): Promise<SeasonFacts> {
  const { rules, calendarOverrides } = await settings.load();
  const { opens, closes } = visitWindow(year, rules);
  const calendar = workCalendar(province, calendarOverrides);
  const [organizations, board, teams, schedule, visits, visitedIn, setup, absences] =
    await Promise.all([
      roster.all(province),
      obligations.board(province, { fiscalYear: year, round: '6M' }),
      season.teams(year, province),
      season.schedule(year, province),
      season.visits(year, province),
      pastVisits(season, year, province),
      setups.setup(year, province),
      setups.absences(year, province),
    ]);
  const today = localDateAt(now());
  const known = knowsYear(calendar, Number(opens.slice(0, 4)));
  return {
    today,
    // Nobody can say which days are holidays in a year without data: the planner refuses such a season.
    workingDays: known ? workingDays(calendar, opens, closes) : [],
    teams,
    // Nobody is left to be visited at one that has become part of another.
    organizations: organizations.filter((organization) => !isMerged(organization, today)),
    obligations: board,
    visitedIn,
    fiscalYear: year,
    setup,
    absences,
    schedule,
    visits,
  };
}

async function pastVisits(
  season: SeasonSources['season'],
  year: FiscalYear,
  province: string,
): Promise<ReadonlyMap<string, readonly FiscalYear[]>> {
  const years = Array.from({ length: YEARS_BACK }, (_, back) => fiscalYear(year - 1 - back));
  const visited = new Map<string, FiscalYear[]>();
  for (const past of years) {
    const [schedule, visits] = await Promise.all([
      season.schedule(past, province),
      season.visits(past, province),
    ]);
    for (const entry of schedule?.entries ?? []) {
      if (entry.state !== 'scheduled' || !visitOf(entry, visits)?.report) continue;
      visited.set(entry.orgId, [...(visited.get(entry.orgId) ?? []), past]);
    }
  }
  return visited;
}
