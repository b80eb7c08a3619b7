/** Seasons of real provinces: the roster file's organizations, with facts drawn from their codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysFrom, type LocalDate, localDate, weekday } from '../shared/domain/local-date.ts';
import {
  defaultPriorityWeights,
  type Place,
  type PriorityFacts,
  priorityOf,
  type VisitInstance,
} from '../shared/domain/visit-plan.ts';
import { hashOf, randomFrom } from '../shared/planner/random.ts';

interface RosterRow {
  readonly code: string;
  readonly province: string;
  readonly district: string;
  readonly place: Place | null;
}

/** Cells of a line; a quoted one may hold commas. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

function readTable(path: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = cellsOf(header);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((name, k) => [name, cells[k] ?? '']));
  });
}

function placeOf(latitude: string | undefined, longitude: string | undefined): Place | null {
  if (!latitude || !longitude) return null;
  return { latitude: Number(latitude), longitude: Number(longitude) };
}

function meanOf(places: readonly Place[]): Place | undefined {
  if (places.length === 0) return undefined;
  const mean = (of: (place: Place) => number) =>
    Math.round((places.reduce((sum, place) => sum + of(place), 0) / places.length) * 1e6) / 1e6;
  return { latitude: mean((p) => p.latitude), longitude: mean((p) => p.longitude) };
}

// Government holidays of May and June 2027 (B.E. 2570): Coronation Day, Visakha Bucha, the Queen's.
const HOLIDAYS = new Set<LocalDate>(['2027-05-04', '2027-05-20', '2027-06-03'].map(localDate));
const workingDays = daysFrom(localDate('2027-05-01'), localDate('2027-06-30')).filter(
  (day) => weekday(day) % 6 !== 0 && !HOLIDAYS.has(day),
);

const VISIT_MINUTES: Record<string, number> = { '2': 180, '3': 180, '4': 165, '5': 150, '6': 120 };

function factsFrom(random: () => number): PriorityFacts {
  const chance = (percent: number) => random() % 100 < percent;
  return {
    report: chance(12) ? 'none' : chance(20) ? 'late' : 'on-time',
    band: chance(10) ? 'red' : chance(30) ? 'orange' : 'green',
    unableItems: chance(60) ? 0 : random() % 6,
    yearsSinceVisit: chance(35) ? null : random() % 6,
    budgetBaht: chance(10) ? null : (random() % 200) * 1_000_000,
    complaints: chance(80) ? 0 : random() % 4,
    itaScore: chance(10) ? null : 60 + (random() % 40),
  };
}

function organizationFrom(row: RosterRow): VisitInstance['organizations'][number] {
  const random = randomFrom(hashOf(row.code));
  for (let n = 0; n < 8; n++) random();
  const first = random() % (workingDays.length - 4);
  const [from, to] = [workingDays[first], workingDays[first + 3]];
  return {
    id: row.code,
    amphoeId: row.district,
    place: row.place,
    visitMinutes: VISIT_MINUTES[row.code.charAt(0)] ?? 150,
    priority: priorityOf(factsFrom(random), defaultPriorityWeights),
    mandatory: random() % 50 === 0,
    unavailable: from && to && random() % 4 === 0 ? [{ from, to }] : [],
  };
}

/** Visits that a team makes in a season of `days`, roughly: it is seldom three a day. */
const roughVisits = (days: number) => days * 2;

/** So many teams, 1–4, that about half of `organizations` can be visited; days of the one if fewer. */
function autoTeams(organizations: number): { teams: number; days: number } {
  const wish = (organizations * 45) / 100;
  const teams = Math.max(1, Math.min(4, Math.round(wish / roughVisits(workingDays.length))));
  const days = Math.min(workingDays.length, Math.max(2, Math.ceil(wish / roughVisits(teams))));
  return { teams, days };
}

function seasonOf(
  rows: readonly RosterRow[],
  centres: ReadonlyMap<string, Place>,
  asked: number | undefined,
): VisitInstance {
  const auto = autoTeams(rows.length);
  const teams = asked ?? auto.teams;
  const days = asked === undefined ? auto.days : workingDays.length;
  const capital = rows.find((row) => row.code.startsWith('2')) ?? rows[0];
  const anywhere = meanOf(rows.flatMap((row) => row.place ?? []));
  const base = capital?.place ?? anywhere;
  if (!base) throw new Error('a province without any coordinates');
  const amphoes = [...new Set(rows.map((row) => row.district))].sort();
  return {
    schemaVersion: 1,
    // A province too small for one team's whole season has it for part of it.
    workingDays: workingDays.slice(0, days),
    hours: {
      leavesFromMinute: 510,
      visitsFromMinute: 510,
      visitsToMinute: 990,
      backByMinute: 990,
      lunchFromMinute: 720,
      lunchToMinute: 780,
      startStepMinutes: 5,
    },
    teams: Array.from({ length: teams }, (_, k) => {
      const blocked = workingDays[7 + 9 * k] ?? localDate('2027-05-14');
      return {
        id: `team-${k + 1}`,
        base,
        maxVisitsPerDay: 3,
        blockedDays: [{ from: blocked, to: blocked }],
        blockedHours: [],
      };
    }),
    amphoes: amphoes.map((id) => {
      const own = rows.filter((row) => row.district === id).flatMap((row) => row.place ?? []);
      const centre = meanOf(own) ?? centres.get(id) ?? base;
      return { id, centre, minimumVisits: 1, missedPoints: 30 };
    }),
    organizations: rows.map(organizationFrom),
    clusters: [],
    locked: [],
    travel: { roadPercent: 130, kilometresPerHour: 50, costPerMinute: 5 },
  };
}

/** A province's code, and its season. */
export interface Province {
  readonly code: string;
  readonly organizations: number;
  /** For so many teams; without a number, for as many as visit about half of it. */
  season(teams?: number): VisitInstance;
}

/** The provinces of the roster file in `folder`, in the order of their codes. */
export function readProvinces(folder: string): Province[] {
  const rows = readTable(join(folder, 'lao_2560.csv')).map(
    ({ dla_code = '', province = '', district = '', lat, lon }): RosterRow => ({
      code: dla_code,
      province,
      district,
      place: placeOf(lat, lon),
    }),
  );
  const inDistrict = new Map<string, Place[]>();
  for (const { lat, lon, district = '' } of readTable(join(folder, 'tambon.csv'))) {
    const place = placeOf(lat, lon);
    if (place) inDistrict.set(district, [...(inDistrict.get(district) ?? []), place]);
  }
  const centres = new Map<string, Place>();
  for (const [district, places] of inDistrict) {
    const centre = meanOf(places);
    if (centre) centres.set(district, centre);
  }
  const provinces = Map.groupBy(rows, (row) => row.province);
  return [...provinces]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, own]) => ({
      code,
      organizations: own.length,
      season: (teams) => seasonOf(own, centres, teams),
    }));
}
