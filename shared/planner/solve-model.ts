/** Solves the model of a season: exactly where it can, by search where it cannot. */
import type { PlannedVisit, PlanProgress } from '../domain/visit-plan.ts';
import { solveExactly } from './exact-plan.ts';
import { packingBound } from './packing-bound.ts';
import { type PlanModel, type Stop, settled, toursFrom, withKept } from './plan-model.ts';
import { hashOf } from './random.ts';
import { type RouteProblem, worthOf } from './route-problem.ts';
import { createRouteSearch } from './route-search.ts';

/** Waited for, so that news of a run leaves before the next stretch of work holds the thread. */
export type OnProgress = (progress: PlanProgress) => void | Promise<void>;

export interface PlannerOptions {
  /** Path of `highs.wasm`, where it does not lie in `node_modules`: beside a bundle, for example. */
  readonly wasmPath?: string | undefined;
  /** Tours above which the search takes over from the exact solver. @default 30000 */
  readonly columns?: number;
}

const MOST_COLUMNS = 30_000;

type Tours = readonly (readonly number[])[];

export interface Solution {
  readonly tours: Tours;
  /** In units of the problem, without what stands apart from it. */
  readonly bound: number;
  readonly method: 'exact' | 'search';
}

/** The stops that a plan must visit if it can; locked ones stay anyway. */
function neededOf(model: PlanModel): number[] {
  return model.stops.flatMap((stop, k) => (stop.mandatory && !stop.locked ? [k] : []));
}

/** The best tours for `model`. Where they are chosen again, tours of `like` keep their days. */
export async function solveModel(
  model: PlanModel,
  onProgress: OnProgress,
  options: PlannerOptions,
  like?: Tours,
): Promise<Solution> {
  const { problem } = model;
  await onProgress({ phase: 'tours', done: 0, total: 1 });
  const exact = await solveExactly(
    problem,
    {
      wasmPath: options.wasmPath,
      columns: options.columns ?? MOST_COLUMNS,
      mandatory: neededOf(model),
      like,
    },
    (done) => onProgress({ phase: 'choice', done, total: done + 1 }),
  );
  const solved = exact.outcome === 'solved';
  const bound = solved && model.left.length === 0 ? exact.bound : await searchBound(model, options);
  if (solved && exact.placed) return { tours: exact.tours, bound, method: 'exact' };
  const tours = await searchModel(model, solved ? exact.tours : like, onProgress);
  return { tours, bound, method: 'search' };
}

const SEARCH_STAGES = 50;

/** What no plan is worth more than, where the packing was not solved. */
async function searchBound({ problem, left }: PlanModel, options: PlannerOptions): Promise<number> {
  const rough = roughBound(problem, left);
  // Prices of tours say nothing of organizations that were not even weighed.
  if (left.length > 0) return rough;
  return Math.min(rough, await packingBound(problem, options.wasmPath));
}

/** The best tours that a search finds for `model`, setting out from `from`. */
async function searchModel(
  model: PlanModel,
  from: Tours | undefined,
  onProgress: OnProgress,
): Promise<Tours> {
  const { problem, mandatoryBonus } = model;
  const prize = problem.prize.slice();
  for (const stop of neededOf(model)) prize[stop] = (prize[stop] ?? 0) + mandatoryBonus;
  const search = createRouteSearch({ ...problem, prize }, hashOf(JSON.stringify(model.instance)));
  if (from) search.resume(from);
  const rounds = searchRounds(problem);
  for (let stage = 0; stage < SEARCH_STAGES; stage++) {
    await onProgress({ phase: 'search', done: stage, total: SEARCH_STAGES });
    search.run(Math.ceil(rounds / SEARCH_STAGES), 1 - stage / SEARCH_STAGES);
  }
  return search.best().tours;
}

/** More rounds for more stops, fewer where each takes longer: the whole stays within a minute. */
function searchRounds(p: RouteProblem): number {
  const bearable = Math.floor(600_000_000 / (p.stops * (p.tours + 40)));
  return Math.max(500, Math.min(100 * p.stops, bearable));
}

/**
 * No plan is worth more: every stop takes its time and at least the shortest drive away from it, and
 * the season has so much time and so many visits. The better of filling up either. That a district may be
 * missed is left out, for it only costs.
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
    const worth = (p.prize[stop] ?? 0) - nearest * p.driveCost;
    return { worth: Math.max(0, worth), takes: (p.service[stop] ?? 0) + nearest };
  });
  for (const { points, minutes } of left) stops.push({ worth: points * 100, takes: minutes });
  const byWorth = stops.map(({ worth }) => worth).sort((a, b) => b - a);
  const byVisits = byWorth.slice(0, visits).reduce((a, b) => a + b, 0);
  let spare = time;
  let byTime = 0;
  for (const { worth, takes } of stops.sort((a, b) => b.worth * a.takes - a.worth * b.takes)) {
    if (spare <= 0) break;
    byTime += takes <= spare ? worth : Math.ceil((worth * spare) / takes);
    spare -= takes;
  }
  return Math.min(byVisits, byTime);
}

/** What an unforced move must gain, in points, tried in turn until the plan keeps its value. */
const CALM_POINTS = [60, 30, 18, 12, 8, 5];
const HALVINGS = 2;
const SEARCH_CALM_POINTS = 20;

/** How far below the value of a plan from scratch a calm one may be, in thousandths. */
const PRICE_OF_CALM = 9;

/**
 * The best tours for `model` where each of `visits` that stays as published is worth `points` more;
 * none if they are too many to be found exactly.
 */
async function solveKeeping(
  model: PlanModel,
  visits: readonly PlannedVisit[],
  points: number,
  options: PlannerOptions,
): Promise<Tours | undefined> {
  const exact = await solveExactly(
    model.problem,
    {
      wasmPath: options.wasmPath,
      columns: options.columns ?? MOST_COLUMNS,
      mandatory: neededOf(model),
      calm: withKept(model, visits, points).problem,
      like: toursFrom(model, visits),
    },
    () => {},
  );
  return exact.outcome === 'solved' && exact.placed ? exact.tours : undefined;
}

/** A solution, and the model that holds those of its visits that stayed as published to their hours. */
export interface CalmSolution {
  readonly model: PlanModel;
  readonly solution: Solution;
}

/**
 * The calmest tours for `model` that are worth nearly as much as any: `visits` stay as published
 * unless they must move, or the value asks for it.
 */
export async function solveCalmly(
  model: PlanModel,
  visits: readonly PlannedVisit[],
  onProgress: OnProgress,
  options: PlannerOptions,
): Promise<CalmSolution> {
  const scratch = await solveModel(model, onProgress, options);
  const calm = withKept(model, visits, SEARCH_CALM_POINTS);
  const worth = worthOf(model.problem, scratch.tours);
  const floor = worth - Math.floor((Math.abs(worth) * PRICE_OF_CALM) / 1000);
  const total = CALM_POINTS.length + HALVINGS;
  let done = 0;
  const keeping = async (points: number) => {
    await onProgress({ phase: 'days', done: done++, total });
    return solveKeeping(model, visits, points, options);
  };
  let tours: Tours | undefined;
  let dear = 0;
  let cheap = 0;
  for (const points of scratch.method === 'exact' ? CALM_POINTS : []) {
    tours = (await keeping(points)) ?? tours;
    cheap = points;
    if (tours && worthOf(model.problem, tours) >= floor) break;
    dear = points;
  }
  for (let k = 0; k < HALVINGS && dear > cheap; k++) {
    const points = (dear + cheap) / 2;
    const calmer = await keeping(points);
    if (calmer && worthOf(model.problem, calmer) >= floor) {
      tours = calmer;
      cheap = points;
    } else dear = points;
  }
  tours ??= await searchModel(calm, toursFrom(calm, visits), onProgress);
  const solution: Solution = { tours, bound: scratch.bound, method: 'search' };
  return { model: settled(calm, tours), solution };
}

/** A hundredth of a point: enough to choose among plans of one value. */
const TIE_BREAK_POINTS = 0.01;

/** The best tours for `model`; among equally good ones, rather those that leave `visits` alone. */
export async function solveAlike(
  model: PlanModel,
  visits: readonly PlannedVisit[],
  onProgress: OnProgress,
  options: PlannerOptions,
): Promise<CalmSolution> {
  const best = await solveModel(model, onProgress, options, toursFrom(model, visits));
  if (best.method === 'search') return { model, solution: best };
  const tours = await solveKeeping(model, visits, TIE_BREAK_POINTS, options);
  const { problem } = model;
  if (!tours || worthOf(problem, tours) < worthOf(problem, best.tours))
    return { model, solution: best };
  const calm = withKept(model, visits, TIE_BREAK_POINTS);
  return { model: settled(calm, tours), solution: { ...best, tours } };
}
