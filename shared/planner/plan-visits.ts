/** Plans the visits of a season. Nothing here reads a clock: the same instance, the same plan. */

import * as z from 'zod';
import { blocks, changedInstance } from '../domain/visit-changes.ts';
import {
  isFrozen,
  type PlannedProposal,
  type PlannedVisit,
  type PlanProblem,
  type Proposal,
  type PublishedPlan,
  publishedPlanSchema,
  type VisitChange,
  type VisitInstance,
  type VisitMove,
  visitChangeSchema,
  visitInstanceSchema,
  type WhyNot,
} from '../domain/visit-plan.ts';
import { modelOf, refusalsOf } from './plan-model.ts';
import { proposalOf } from './proposal.ts';
import {
  type OnProgress,
  type PlannerOptions,
  solveAlike,
  solveCalmly,
  solveModel,
} from './solve-model.ts';

/** The planner, in whichever thread it runs. */
export interface VisitPlanner {
  planVisits(instance: VisitInstance, onProgress: OnProgress): Promise<Proposal>;
  replanVisits(
    published: PublishedPlan,
    changes: readonly VisitChange[],
    onProgress: OnProgress,
  ): Promise<Proposal>;
  whyNot(
    instance: VisitInstance,
    proposal: PlannedProposal,
    organizationId: string,
    onProgress: OnProgress,
  ): Promise<WhyNot>;
}

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
  const solution = await solveModel(model, onProgress, options);
  await onProgress({ phase: 'check', done: 0, total: 1 });
  return proposalOf(model, solution);
}

function malformed(schema: z.ZodType, value: unknown): PlanProblem[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? [])
    .slice(0, 50)
    .map(({ path, message }) => ({ kind: 'malformed', path: path.join('.'), message }));
}

function refused(instance: VisitInstance): PlanProblem[] {
  const problems = malformed(visitInstanceSchema, instance);
  return problems.length > 0 ? problems : refusalsOf(instance);
}

/**
 * A new plan after `changes`, as like the published one as its value allows: what is frozen stays,
 * other published visits move only if they must, or if the plan would else be worth about a
 * hundredth less than one made from scratch. Nothing is planned for today or earlier. Its bound is that of a plan made from scratch, so that its gap is
 * the price of calm.
 */
export async function replanVisits(
  published: PublishedPlan,
  changes: readonly VisitChange[],
  onProgress: OnProgress = () => {},
  options: PlannerOptions = {},
): Promise<Proposal> {
  const misread = [
    ...malformed(publishedPlanSchema, published),
    ...malformed(z.array(visitChangeSchema), changes),
  ];
  if (misread.length > 0) return { outcome: 'refused', problems: misread };
  const locked = frozenOf(published);
  const instance = changedInstance({ ...published.instance, locked }, changes);
  const problems = refusalsOf(instance);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const model = modelOf(instance, published.today);
  const calm = await solveCalmly(model, published.visits, onProgress, options);
  return proposalOf(calm.model, calm.solution, (visits) =>
    movesOf(published, visits, instance, changes),
  );
}

/** The visits that no plan may move; a cluster stays whole if any of it does. */
function frozenOf({ instance, visits, today }: PublishedPlan): PlannedVisit[] {
  const nextWorkingDay = [...instance.workingDays].sort().find((day) => day > today) ?? today;
  const hosts = new Set(
    visits
      .filter((visit) => isFrozen(visit, today, nextWorkingDay))
      .map((visit) => visit.hostOrganizationId ?? visit.organizationId),
  );
  const frozen = visits
    .filter((visit) => hosts.has(visit.hostOrganizationId ?? visit.organizationId))
    .map(({ state, ...visit }) => ({ ...visit, pinned: true }));
  const ids = new Set(frozen.map((visit) => visit.organizationId));
  return [...frozen, ...instance.locked.filter((visit) => !ids.has(visit.organizationId))];
}

const sameTime = (a: PlannedVisit, b: PlannedVisit) =>
  a.teamId === b.teamId && a.date === b.date && a.startMinute === b.startMinute;

const when = ({ teamId, date, startMinute }: PlannedVisit) => ({ teamId, date, startMinute });

function movesOf(
  { visits: before }: PublishedPlan,
  after: readonly PlannedVisit[],
  instance: VisitInstance,
  changes: readonly VisitChange[],
): VisitMove[] {
  const was = new Map(before.map((visit) => [visit.organizationId, visit]));
  const is = new Map(after.map((visit) => [visit.organizationId, visit]));
  const amphoes = new Map(instance.organizations.map((each) => [each.id, each.amphoeId]));
  const moves: VisitMove[] = [];
  for (const [organizationId, old] of was) {
    const now = is.get(organizationId);
    if (now && sameTime(old, now)) continue;
    // A cluster is moved by what befalls any of its members.
    const host = old.hostOrganizationId ?? organizationId;
    const together = before.filter(
      (visit) => (visit.hostOrganizationId ?? visit.organizationId) === host,
    );
    const change = changes.findIndex((each) =>
      together.some((visit) => blocks(each, visit, amphoes.get(visit.organizationId) ?? '')),
    );
    const forOrganizationIds = after
      .filter((visit) => visit.teamId === old.teamId && visit.date === old.date)
      .filter(
        (visit) => !sameTime(visit, was.get(visit.organizationId) ?? { ...visit, teamId: '' }),
      )
      .map((visit) => visit.organizationId);
    moves.push({
      organizationId,
      from: when(old),
      to: now ? when(now) : null,
      cause: change >= 0 ? { kind: 'forced', change } : { kind: 'makes-room', forOrganizationIds },
    });
  }
  for (const [organizationId, now] of is) {
    if (was.has(organizationId)) continue;
    const change = changes.findIndex(
      (each) =>
        (each.kind === 'visit-added' || each.kind === 'organization-urgent') &&
        each.organizationId === organizationId,
    );
    moves.push({
      organizationId,
      from: null,
      to: when(now),
      cause: change >= 0 ? { kind: 'asked', change } : { kind: 'fills-time' },
    });
  }
  return moves;
}

/**
 * What visiting an organization that `proposal` leaves out would cost, found by solving `instance`
 * with that visit forced in. Tours that are chosen again keep their days.
 */
export async function whyNot(
  instance: VisitInstance,
  proposal: PlannedProposal,
  organizationId: string,
  onProgress: OnProgress = () => {},
  options: PlannerOptions = {},
): Promise<WhyNot> {
  const before = new Map(proposal.visits.map((visit) => [visit.organizationId, visit]));
  if (!instance.organizations.some(({ id }) => id === organizationId))
    return { answer: 'unknown-organization' };
  if (before.has(organizationId)) return { answer: 'already-chosen' };
  const organizations = instance.organizations.map((each) =>
    each.id === organizationId ? { ...each, mandatory: true } : each,
  );
  const model = modelOf({ ...instance, organizations });
  const reason = model.barred.get(organizationId);
  if (reason) return { answer: 'impossible', reason };
  const alike = await solveAlike(model, proposal.visits, onProgress, options);
  const forced = proposalOf(alike.model, alike.solution);
  const visit = forced.visits.find((each) => each.organizationId === organizationId);
  if (!visit) return { answer: 'impossible', reason: 'capacity' };
  const after = new Map(forced.visits.map((each) => [each.organizationId, each]));
  const ids = (visits: readonly PlannedVisit[]) => visits.map((each) => each.organizationId);
  return {
    answer: 'costs',
    cost: proposal.value - forced.value,
    exact: proposal.provedOptimal && forced.provedOptimal,
    visit,
    drops: ids(proposal.visits.filter((each) => !after.has(each.organizationId))),
    adds: ids(forced.visits.filter((each) => !before.has(each.organizationId) && each !== visit)),
    moves: ids(
      forced.visits.filter((each) => {
        const old = before.get(each.organizationId);
        return old !== undefined && !sameTime(old, each);
      }),
    ),
  };
}
