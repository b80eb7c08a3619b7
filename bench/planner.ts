/**
 * Measures the visit planner: `--toptw <folder> --seconds <n>`, `--provinces <folder> --teams auto|<n>`
 * or `--replan <folder>`, each with `--json` for one object on the last line.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changedInstance } from '../shared/domain/visit-changes.ts';
import type { PlannedProposal, VisitInstance } from '../shared/domain/visit-plan.ts';
import { verify } from '../shared/domain/visit-plan-verify.ts';
import { planVisits, replanVisits } from '../shared/planner/plan-visits.ts';
import { createRouteSearch } from '../shared/planner/route-search.ts';
import { readProvinces } from './planner-provinces.ts';
import { countMoves, eventsFor, publishedFrom } from './planner-replan.ts';
import { readToptwCases } from './planner-toptw.ts';

const { values: asked } = parseArgs({
  options: {
    toptw: { type: 'string' },
    seconds: { type: 'string', default: '1' },
    provinces: { type: 'string' },
    teams: { type: 'string', default: 'auto' },
    replan: { type: 'string' },
    every: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

/** Takes every n-th of `all`, to try something quickly; all of them by default. */
const sampled = <T>(all: readonly T[]) => all.filter((_, k) => k % Number(asked.every) === 0);

function showProgress(done: number, total: number, what: string): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((done / total) * 30);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(30 - filled)}`;
  process.stderr.write(`\r${bar} ${done}/${total} ${what.padEnd(24)}`);
  if (done === total) process.stderr.write('\n');
}

const round = (value: number, decimals = 3) => Number(value.toFixed(decimals));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function finish(summary: object): void {
  if (asked.json) console.log(JSON.stringify(summary));
  else console.table([summary]);
}

/** Seconds of processor time: a machine busy with others does not shorten a search. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function measureToptw(folder: string): void {
  const seconds = Number(asked.seconds);
  const cases = sampled(readToptwCases(folder));
  const rows = cases.map(({ name, best, problem, score }, k) => {
    showProgress(k, cases.length, name);
    const began = processorSeconds();
    const search = createRouteSearch(problem, 2563);
    for (let passed = 0; passed < 1; passed = (processorSeconds() - began) / seconds)
      search.run(50, 1 - passed);
    const found = score(search.best().tours);
    return { name, best, found, gapPercent: round(((best - found) / best) * 100, 2) };
  });
  showProgress(cases.length, cases.length, '');
  console.table(rows);
  const worst = rows.reduce((a, b) => (b.gapPercent > a.gapPercent ? b : a));
  finish({
    cases: rows.length,
    averageGapPercent: round(mean(rows.map((row) => ((row.best - row.found) / row.best) * 100))),
    worst: { case: worst.name, gapPercent: worst.gapPercent },
  });
}

/** @throws if `instance` is refused, or the verifier finds fault with its plan. */
async function checkedPlan(instance: VisitInstance): Promise<PlannedProposal> {
  const plan = await planVisits(instance);
  if (plan.outcome === 'refused') throw new Error(JSON.stringify(plan.problems));
  check(plan, instance);
  return plan;
}

function check(plan: PlannedProposal, instance: VisitInstance): void {
  const violations = verify(plan, instance);
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
}

interface ProvinceRow {
  readonly province: string;
  readonly organizations: number;
  readonly teams: number;
  readonly days: number;
  readonly visitedPercent: number;
  readonly method: PlannedProposal['method'];
  readonly gapPercent: number;
  readonly optimal: boolean;
  readonly seconds: number;
}

async function measureProvinces(folder: string): Promise<void> {
  const provinces = sampled(readProvinces(folder));
  const rows: ProvinceRow[] = [];
  for (const [k, province] of provinces.entries()) {
    showProgress(k, provinces.length, province.code);
    const season = province.season(asked.teams === 'auto' ? undefined : Number(asked.teams));
    const began = performance.now();
    const plan = await checkedPlan(season);
    rows.push({
      province: province.code,
      organizations: province.organizations,
      teams: season.teams.length,
      days: season.workingDays.length,
      visitedPercent: Math.round((plan.visits.length / province.organizations) * 100),
      method: plan.method,
      gapPercent: plan.gapPercent,
      optimal: plan.provedOptimal,
      seconds: round((performance.now() - began) / 1000, 2),
    });
  }
  showProgress(provinces.length, provinces.length, '');
  console.table(rows);
  const seconds = rows.map((row) => row.seconds);
  const gaps = rows.map((row) => row.gapPercent);
  finish({
    provinces: rows.length,
    provedOptimal: rows.filter((row) => row.optimal).length,
    maxSeconds: Math.max(...seconds),
    medianSeconds: median(seconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    averageGapPercent: round(mean(gaps)),
    maxGapPercent: Math.max(...gaps),
  });
}

interface ReplanRow extends ReturnType<typeof countMoves> {
  readonly province: string;
  readonly event: string;
  /** Of the value of a plan from scratch: −0.01 is a hundredth less. */
  readonly versusScratch: number;
  readonly seconds: number;
}

async function measureReplanning(folder: string): Promise<void> {
  const provinces = sampled(readProvinces(folder)).filter((_, k) => k % 4 === 0);
  const rows: ReplanRow[] = [];
  for (const [k, province] of provinces.entries()) {
    showProgress(k, provinces.length, province.code);
    const season = province.season();
    const published = publishedFrom(season, await checkedPlan(season));
    for (const [event, changes] of eventsFor(published)) {
      const began = performance.now();
      const plan = await replanVisits(published, changes);
      const seconds = round((performance.now() - began) / 1000, 2);
      if (plan.outcome === 'refused') throw new Error(JSON.stringify(plan.problems));
      const frozen = plan.visits.filter((visit) => visit.pinned);
      check(plan, changedInstance({ ...season, locked: frozen }, changes));
      // The bound is the value of a proved optimum from scratch, in all but the hardest seasons.
      const versusScratch = round((plan.value - plan.bound) / plan.bound, 4);
      const moves = countMoves(published, changes, plan);
      rows.push({ province: province.code, event, ...moves, versusScratch, seconds });
    }
  }
  showProgress(provinces.length, provinces.length, '');
  console.table(rows);
  const sum = (of: (row: ReplanRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  finish({
    cases: rows.length,
    forcedMoves: sum((row) => row.forced),
    unforcedMoves: sum((row) => row.unforced),
    lockedMoved: sum((row) => row.lockedMoved),
    netVersusScratch: round(mean(rows.map((row) => row.versusScratch)), 4),
  });
}

const folder = asked.toptw ?? asked.provinces ?? asked.replan;
if (folder === undefined) {
  console.error('say --toptw, --provinces or --replan, with the folder of the data');
  process.exit(2);
}
if (!existsSync(folder)) {
  console.error(
    `no data at ${folder}: the benchmark reads published files that are not part of this project`,
  );
  process.exit(2);
}
if (asked.toptw !== undefined) measureToptw(folder);
else if (asked.provinces !== undefined) await measureProvinces(folder);
else await measureReplanning(folder);
