/** Plans the visits of a season. Nothing here reads a clock: the same instance, the same plan. */
import {
  type PlannedProposal,
  type PlannedVisit,
  type PlanProblem,
  type PlanProgress,
  type Proposal,
  type VisitInstance,
  visitInstanceSchema,
} from '../domain/visit-plan.ts';
import { verify } from '../domain/visit-plan-verify.ts';
import { type ExactPlan, solveExactly } from './exact-plan.ts';
import {
  drivesOf,
  explanationsOf,
  modelOf,
  type PlanModel,
  refusalsOf,
  type Stop,
  visitsOf,
} from './plan-model.ts';
import { hashOf } from './random.ts';
import { type RouteProblem, worthOf } from './route-problem.ts';
import { createRouteSearch } from './route-search.ts';

export type OnProgress = (progress: PlanProgress) => void;

export interface PlannerOptions {
  /** Path of `highs.wasm`, where it does not lie in `node_modules`: beside a bundle, for example. */
  readonly wasmPath?: string | undefined;
  /** Tours above which the search takes over from the exact solver. @default 30000 */
  readonly columns?: number;
}

const MOST_COLUMNS = 30_000;

/**
 * The best plan for `instance` that can be found; proved to be so wherever it could be. Refused when
 * there is nothing to plan with. Locked visits stay; as many mandatory ones are met as can be.
 */
export async function planVisits(
  instance: VisitInstance,
  onProgress: OnProgress = () => {},
  options: PlannerOptions = {},
): Promise<Proposal> {
  const problems = refused(instance);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const model = modelOf(instance);
  const solution = await solve(model, [], onProgress, options);
  return proposalOf(model, solution);
}

function refused(instance: VisitInstance): PlanProblem[] {
  const parsed = visitInstanceSchema.safeParse(instance);
  if (parsed.success) return refusalsOf(instance);
  return parsed.error.issues
    .slice(0, 50)
    .map(({ path, message }) => ({ kind: 'malformed', path: path.join('.'), message }));
}

interface Solution {
  readonly tours: readonly (readonly number[])[];
  /** In units of the problem, without what stands apart from it. */
  readonly bound: number;
  readonly method: 'exact' | 'search';
}

/** Solves `model`, with `forced` stops as if they were mandatory. */
async function solve(
  model: PlanModel,
  forced: readonly number[],
  onProgress: OnProgress,
  options: PlannerOptions,
): Promise<Solution> {
  const { problem } = model;
  const needed = model.stops.flatMap((stop, k) =>
    (stop.mandatory || forced.includes(k)) && !stop.locked ? [k] : [],
  );
  onProgress({ phase: 'tours', done: 0, total: 1 });
  const exact: ExactPlan = await solveExactly(
    problem,
    { wasmPath: options.wasmPath, columns: options.columns ?? MOST_COLUMNS, mandatory: needed },
    (done) => onProgress({ phase: 'choice', done, total: done + 1 }),
  );
  const bound =
    exact.outcome === 'solved' && model.left.length === 0
      ? exact.bound
      : roughBound(problem, model.left);
  if (exact.outcome === 'solved' && exact.placed)
    return { tours: exact.tours, bound, method: 'exact' };
  const from = exact.outcome === 'solved' ? exact.tours : undefined;
  const tours = searched(model, needed, from, onProgress);
  return { tours, bound, method: 'search' };
}

const SEARCH_STAGES = 50;

function searched(
  model: PlanModel,
  needed: readonly number[],
  from: readonly (readonly number[])[] | undefined,
  onProgress: OnProgress,
): readonly (readonly number[])[] {
  const { problem, mandatoryBonus } = model;
  const prize = problem.prize.slice();
  for (const stop of needed) prize[stop] = (prize[stop] ?? 0) + mandatoryBonus;
  const search = createRouteSearch({ ...problem, prize }, hashOf(JSON.stringify(model.instance)));
  if (from) search.resume(from);
  const rounds = searchRounds(problem);
  for (let stage = 0; stage < SEARCH_STAGES; stage++) {
    onProgress({ phase: 'search', done: stage, total: SEARCH_STAGES });
    search.run(Math.ceil(rounds / SEARCH_STAGES), 1 - stage / SEARCH_STAGES);
  }
  return search.best().tours;
}

/** More rounds for more stops, fewer where each takes longer: the whole stays within a minute. */
function searchRounds(p: RouteProblem): number {
  const bearable = Math.floor(1_500_000_000 / (p.stops * p.tours + 1));
  return Math.max(500, Math.min(100 * p.stops, bearable));
}

/**
 * No plan is worth more: every stop takes its time and at least the shortest drive away from it, and
 * the season has so much time and so many visits. The better of filling up either.
 */
function roughBound(p: RouteProblem, left: readonly Stop[]): number {
  let time = 0;
  let visits = 0;
  for (let tour = 0; tour < p.tours; tour++) {
    time += (p.backBy[tour] ?? 0) - (p.leaves[tour] ?? 0);
    visits += p.most[tour] ?? 0;
  }
  const stops = Array.from({ length: p.stops }, (_, stop) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let place = 0; place < p.places; place++)
      if (place !== stop) nearest = Math.min(nearest, p.drive[stop * p.places + place] ?? 0);
    const missed = (p.districtsOf[stop] ?? []).reduce(
      (sum, { district, count }) =>
        sum + Math.min(count, p.wanted[district] ?? 0) * (p.missed[district] ?? 0),
      0,
    );
    const worth = (p.prize[stop] ?? 0) + missed - nearest * p.driveCost;
    return { worth: Math.max(0, worth), takes: (p.service[stop] ?? 0) + nearest };
  });
  for (const { points, minutes } of left) stops.push({ worth: points * 100, takes: minutes });
  const lost = p.missed.reduce((sum, missed, k) => sum + missed * (p.wanted[k] ?? 0), 0);
  const byWorth = stops.map(({ worth }) => worth).sort((a, b) => b - a);
  const byVisits = byWorth.slice(0, visits).reduce((a, b) => a + b, 0);
  let spare = time;
  let byTime = 0;
  for (const { worth, takes } of stops.sort((a, b) => b.worth * a.takes - a.worth * b.takes)) {
    if (spare <= 0) break;
    byTime += takes <= spare ? worth : Math.ceil((worth * spare) / takes);
    spare -= takes;
  }
  return Math.min(byVisits, byTime) - lost;
}

function proposalOf(model: PlanModel, solution: Solution): PlannedProposal {
  const { instance, problem } = model;
  const visits = visitsOf(model, solution.tours);
  const { minutes, metres } = drivesOf(instance, visits);
  const apart = apartWorth(model);
  const value = worthOf(problem, solution.tours) + apart;
  const bound = Math.max(value, solution.bound + apart);
  const proposal: PlannedProposal = {
    outcome: 'planned',
    schemaVersion: 1,
    visits,
    value,
    bound,
    gapPercent: gapPercent(value, bound),
    provedOptimal: bound === value,
    method: solution.method,
    kilometres: Math.round(metres / 1000),
    travelMinutes: minutes,
    ...loadsOf(visits, instance),
    organizations: explanationsOf(model, visits),
    problems: [...model.problems, ...unmetOf(model, visits)],
    moves: [],
  };
  const violations = verify(proposal, instance);
  if (violations.length > 0) throw new Error(`unsound plan: ${JSON.stringify(violations)}`);
  return proposal;
}

/** Rounded up, so that a gap never looks closed that is not. */
function gapPercent(value: number, bound: number): number {
  if (bound === value) return 0;
  return bound <= 0 ? 100 : Math.ceil(((bound - value) / bound) * 10_000) / 100;
}

/** What visits standing apart add to the value of a plan. */
function apartWorth({ instance, apart }: PlanModel): number {
  const points = new Map(instance.organizations.map(({ id, priority }) => [id, priority.points]));
  const sum = apart.reduce((total, visit) => total + (points.get(visit.organizationId) ?? 0), 0);
  return sum * 100 - drivesOf(instance, apart).minutes * instance.travel.costPerMinute;
}

function unmetOf(model: PlanModel, visits: readonly PlannedVisit[]): PlanProblem[] {
  const visited = new Set(visits.map((visit) => visit.organizationId));
  return model.instance.organizations
    .filter(({ id, mandatory }) => mandatory && !visited.has(id))
    .map(({ id }) => ({
      kind: 'mandatory-unmet',
      organizationId: id,
      reason: model.barred.get(id) ?? 'capacity',
    }));
}

function loadsOf(
  visits: readonly PlannedVisit[],
  instance: VisitInstance,
): Pick<PlannedProposal, 'teams' | 'amphoes'> {
  const stops = visits.filter((visit) => visit.hostOrganizationId === null);
  const teams = instance.teams.map(({ id }) => {
    const own = stops.filter((visit) => visit.teamId === id);
    const visitMinutes = own.reduce((sum, visit) => sum + visit.durationMinutes, 0);
    return {
      id,
      visits: own.length,
      visitMinutes,
      travelMinutes: drivesOf(instance, own).minutes,
    };
  });
  const amphoeOf = new Map(instance.organizations.map(({ id, amphoeId }) => [id, amphoeId]));
  const amphoes = instance.amphoes.map(({ id }) => {
    const own = visits.filter((visit) => amphoeOf.get(visit.organizationId) === id);
    const visitMinutes = own.reduce((sum, visit) => sum + visit.durationMinutes, 0);
    return { id, visits: own.length, visitMinutes, travelMinutes: 0 };
  });
  return { teams, amphoes };
}
