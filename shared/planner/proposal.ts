/** From tours to the proposal that a page shows: figures, loads, explanations, problems. */
import type {
  PlannedProposal,
  PlannedVisit,
  PlanProblem,
  VisitInstance,
  VisitMove,
} from '../domain/visit-plan.ts';
import { verify } from '../domain/visit-plan-verify.ts';
import { drivesOf, explanationsOf, type PlanModel, visitsOf } from './plan-model.ts';
import { worthOf } from './route-problem.ts';
import type { Solution } from './solve-model.ts';

/**
 * The proposal that `solution` amounts to.
 *
 * @throws if the independent check finds fault with it: no unsound plan leaves the planner.
 */
export function proposalOf(
  model: PlanModel,
  solution: Solution,
  movesOf: (visits: readonly PlannedVisit[]) => VisitMove[] = () => [],
): PlannedProposal {
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
    moves: movesOf(visits),
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
