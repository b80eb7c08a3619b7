/**
 * The visit plan (แผนการลงพื้นที่นิเทศติดตาม): whom to visit, when, by which team.
 *
 * An instance is plain data and says everything a planner may know; a proposal is plain data and
 * says everything a page may show. Minutes of the day count from midnight, Thai time: 510 is 08.30.
 * Points measure importance; a plan's value is reckoned in hundredths of a point so that it stays an
 * integer. Every span of days includes both its ends; every span of minutes includes its start and
 * leaves out its end.
 */
import * as z from 'zod';
import { type LocalDate, localDateSchema } from './local-date.ts';

const MINUTES_A_DAY = 1440;
const id = z.string().min(1);
const minuteOfDay = z.int().min(0).max(MINUTES_A_DAY);
const points = z.int().min(0).max(100_000);

/** Days `from` to `to`, both included. */
const daySpanSchema = z.object({ from: localDateSchema, to: localDateSchema });

/** A place on the map, decimal degrees (WGS 84). */
const placeSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Place = z.infer<typeof placeSchema>;

/** What is known of an organization when visits are planned. */
export interface PriorityFacts {
  /** Its report of the first six months. */
  readonly report: 'none' | 'late' | 'on-time';
  /** Its band (ระดับสี); `none` when there is no score yet. */
  readonly band: 'red' | 'orange' | 'green' | 'none';
  /** Items reported as ไม่สามารถดำเนินการได้. */
  readonly unableItems: number;
  /** Fiscal years since the last visit; `null` when it has never been visited. */
  readonly yearsSinceVisit: number | null;
  /** Yearly budget in baht; `null` when unknown, which is not the same as zero. */
  readonly budgetBaht: number | null;
  readonly complaints: number;
  /** ITA score, 0–100; `null` when unknown. */
  readonly itaScore: number | null;
}

/** How many points each factor gives. Data: an office may change them in its settings. */
export const priorityWeightsSchema = z.object({
  /** Points that every organization has. */
  base: points,
  noReport: points,
  lateReport: points,
  redBand: points,
  orangeBand: points,
  perUnableItem: points,
  unableItemsCounted: z.int().min(0),
  neverVisited: points,
  perYearSinceVisit: points,
  yearsCounted: z.int().min(0),
  largeBudget: points,
  largeBudgetFromBaht: z.int().min(0),
  perComplaint: points,
  complaintsCounted: z.int().min(0),
  lowIta: points,
  /** An ITA score below this is low. */
  lowItaBelow: z.number().min(0).max(100),
});
export type PriorityWeights = z.infer<typeof priorityWeightsSchema>;

/** What the system proposes until an office sets its own weights. */
export const defaultPriorityWeights: PriorityWeights = {
  base: 10,
  noReport: 40,
  lateReport: 15,
  redBand: 30,
  orangeBand: 12,
  perUnableItem: 4,
  unableItemsCounted: 5,
  neverVisited: 20,
  perYearSinceVisit: 4,
  yearsCounted: 4,
  largeBudget: 8,
  largeBudgetFromBaht: 100_000_000,
  perComplaint: 6,
  complaintsCounted: 3,
  lowIta: 10,
  lowItaBelow: 75,
};

const priorityFactorSchema = z.enum([
  'base',
  'no-report',
  'late-report',
  'red-band',
  'orange-band',
  'unable-items',
  'never-visited',
  'years-since-visit',
  'large-budget',
  'complaints',
  'low-ita',
  /** Added by an event after the plan was published. */
  'urgent',
]);
export type PriorityFactor = z.infer<typeof priorityFactorSchema>;

/** Importance with its reasons: `points` is the sum of the contributions, largest first. */
const prioritySchema = z.object({
  points,
  factors: z.array(z.object({ factor: priorityFactorSchema, points })),
});
export type Priority = z.infer<typeof prioritySchema>;

/** The importance of visiting an organization, each factor kept with what it contributes. */
export function priorityOf(facts: PriorityFacts, weights: PriorityWeights): Priority {
  const { report, band, yearsSinceVisit, budgetBaht, itaScore } = facts;
  const bandFactor: PriorityFactor = band === 'red' ? 'red-band' : 'orange-band';
  const bandPoints = { red: weights.redBand, orange: weights.orangeBand, green: 0, none: 0 }[band];
  const reportFactor: PriorityFactor = report === 'none' ? 'no-report' : 'late-report';
  const reportPoints = { none: weights.noReport, late: weights.lateReport, 'on-time': 0 }[report];
  const large = budgetBaht !== null && budgetBaht >= weights.largeBudgetFromBaht;
  const low = itaScore !== null && itaScore < weights.lowItaBelow;
  const upTo = (count: number, most: number, each: number) => Math.min(count, most) * each;
  const visitFactor: PriorityFactor =
    yearsSinceVisit === null ? 'never-visited' : 'years-since-visit';
  const visitPoints =
    yearsSinceVisit === null
      ? weights.neverVisited
      : upTo(yearsSinceVisit, weights.yearsCounted, weights.perYearSinceVisit);
  const contributions: { factor: PriorityFactor; points: number }[] = [
    { factor: 'base', points: weights.base },
    { factor: reportFactor, points: reportPoints },
    { factor: bandFactor, points: bandPoints },
    {
      factor: 'unable-items',
      points: upTo(facts.unableItems, weights.unableItemsCounted, weights.perUnableItem),
    },
    { factor: visitFactor, points: visitPoints },
    { factor: 'large-budget', points: large ? weights.largeBudget : 0 },
    {
      factor: 'complaints',
      points: upTo(facts.complaints, weights.complaintsCounted, weights.perComplaint),
    },
    { factor: 'low-ita', points: low ? weights.lowIta : 0 },
  ];
  const factors = contributions.filter((c) => c.points > 0).sort((a, b) => b.points - a.points);
  return { points: factors.reduce((sum, factor) => sum + factor.points, 0), factors };
}

/**
 * The hours of a team-day. Lunch stops the clock: nobody visits or drives in it, so what a morning
 * cannot hold goes on after it, but no visit is broken in two. Lunch lies within the visiting hours
 * or is empty (`lunchFromMinute` = `lunchToMinute`).
 */
const hoursSchema = z
  .object({
    /** A team leaves its base no earlier. */
    leavesFromMinute: minuteOfDay,
    visitsFromMinute: minuteOfDay,
    visitsToMinute: minuteOfDay,
    /** A team is back at its base by then. */
    backByMinute: minuteOfDay,
    lunchFromMinute: minuteOfDay,
    lunchToMinute: minuteOfDay,
    /** Visits begin at whole multiples of this: 15 gives 09.00, 09.15 … Lunch does too. */
    startStepMinutes: z.int().min(1).max(60),
  })
  .refine(
    (h) =>
      h.leavesFromMinute <= h.visitsFromMinute &&
      h.visitsFromMinute <= h.lunchFromMinute &&
      h.lunchFromMinute <= h.lunchToMinute &&
      h.lunchToMinute <= h.visitsToMinute &&
      h.visitsToMinute <= h.backByMinute,
    'hours are out of order',
  )
  .refine(
    (h) =>
      h.lunchFromMinute % h.startStepMinutes === 0 && h.lunchToMinute % h.startStepMinutes === 0,
    'lunch begins or ends off the step at which visits begin',
  );

const teamSchema = z.object({
  id,
  base: placeSchema,
  /** Most visits on one day; a cluster visit counts as one. */
  maxVisitsPerDay: z.int().min(1).max(12),
  blockedDays: z.array(daySpanSchema),
  /** The team stays at its base then. Its one tour of that day lies in the longest stretch left. */
  blockedHours: z.array(
    z
      .object({ date: localDateSchema, fromMinute: minuteOfDay, toMinute: minuteOfDay })
      .refine((b) => b.fromMinute < b.toMinute, 'blocked hours end before they begin'),
  ),
});

const amphoeSchema = z.object({
  id,
  centre: placeSchema,
  /** Organizations that should be visited there, as far as there are any. */
  minimumVisits: z.int().min(0).max(100),
  /** Points lost for each one short of that. */
  missedPoints: points,
});

const organizationSchema = z.object({
  id,
  amphoeId: id,
  /** `null` when unknown: the amphoe's centre stands in, and the proposal says so. */
  place: placeSchema.nullable(),
  visitMinutes: z.int().min(15).max(600),
  priority: prioritySchema,
  mandatory: z.boolean(),
  /** Days on which it cannot be visited. */
  unavailable: z.array(daySpanSchema),
});

/**
 * A group visit (นิเทศรวมกลุ่ม): the attending organizations come to the host's place. It is made
 * whole or not at all, and its members are visited in no other way. It counts the points of all.
 */
const clusterSchema = z.object({
  hostOrganizationId: id,
  attendingOrganizationIds: z.array(id).min(1),
  visitMinutes: z.int().min(15).max(600),
});

/** One organization's visit. Those of a cluster share team, date, start and duration. */
const plannedVisitSchema = z.object({
  organizationId: id,
  /** Whose place it is at, for an organization attending a cluster; `null` at its own place. */
  hostOrganizationId: id.nullable(),
  teamId: id,
  date: localDateSchema,
  startMinute: minuteOfDay,
  durationMinutes: z.int().min(1).max(MINUTES_A_DAY),
  /** Fixed by the office, or a fact that no plan may change. */
  pinned: z.boolean(),
});
export type PlannedVisit = z.infer<typeof plannedVisitSchema>;

export const visitInstanceSchema = z.object({
  schemaVersion: z.literal(1),
  /** Days of the season on which anybody works: holidays and weekends are already left out. */
  workingDays: z.array(localDateSchema).max(400),
  hours: hoursSchema,
  teams: z.array(teamSchema).max(50),
  amphoes: z.array(amphoeSchema),
  organizations: z.array(organizationSchema).max(10_000),
  clusters: z.array(clusterSchema),
  /**
   * Visits that stay exactly as they are. They are facts: one on a holiday, or two of a team at one
   * hour, are kept and reported, and nothing is planned beside them on that team-day.
   */
  locked: z.array(plannedVisitSchema),
  /** Straight lines between places, lengthened and driven at one speed. */
  travel: z.object({
    /** Length of the road as a percentage of the straight line, for example 130. */
    roadPercent: z.int().min(100).max(1000),
    kilometresPerHour: z.int().min(1).max(200),
    /** What a minute of driving costs, in hundredths of a point. */
    costPerMinute: z.int().min(0).max(10_000),
  }),
});
export type VisitInstance = z.infer<typeof visitInstanceSchema>;

/** Why something in the instance could not be taken as it was. The first five refuse the plan. */
const planProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-teams') }),
  z.object({ kind: z.literal('no-working-days') }),
  /** `path` says where in the instance, for example `teams.0.base`. */
  z.object({ kind: z.literal('malformed'), path: z.string(), message: z.string() }),
  z.object({ kind: z.literal('duplicate-id'), path: z.string(), id }),
  z.object({ kind: z.literal('unknown-id'), path: z.string(), id }),
  /** No coordinates: the centre of its amphoe stands in. */
  z.object({ kind: z.literal('place-estimated'), organizationId: id }),
  z.object({
    kind: z.literal('mandatory-unmet'),
    organizationId: id,
    reason: z.enum(['no-free-day', 'does-not-fit-a-day', 'capacity']),
  }),
  z.object({
    kind: z.literal('locked-conflict'),
    organizationId: id,
    reason: z.enum(['not-a-working-day', 'team-blocked', 'outside-hours', 'overlaps', 'too-many']),
  }),
  /** A locked visit falls on a day on which the organization said it is not there. */
  z.object({ kind: z.literal('locked-unavailable'), organizationId: id }),
  /** Too many organizations: only the `considered` most important were weighed. */
  z.object({ kind: z.literal('too-many-organizations'), considered: z.int() }),
]);
export type PlanProblem = z.infer<typeof planProblemSchema>;

/** Why an organization is in the plan or not. */
const visitReasonSchema = z.enum([
  'locked',
  'mandatory',
  'selected',
  /** Its points did not earn a place beside those chosen. Ask `whyNot` for what it would cost. */
  'outranked',
  'no-free-day',
  'does-not-fit-a-day',
]);

const organizationExplanationSchema = z.object({
  organizationId: id,
  chosen: z.boolean(),
  reason: visitReasonSchema,
  priority: prioritySchema,
});
export type OrganizationExplanation = z.infer<typeof organizationExplanationSchema>;

/** An event after which a published plan may no longer hold. */
export const visitChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('team-unavailable'), teamId: id, ...daySpanSchema.shape }),
  z.object({ kind: z.literal('amphoe-closed'), amphoeId: id, ...daySpanSchema.shape }),
  z.object({
    kind: z.literal('organization-unavailable'),
    organizationId: id,
    ...daySpanSchema.shape,
  }),
  /** `addedPoints` more than it had. */
  z.object({ kind: z.literal('organization-urgent'), organizationId: id, addedPoints: points }),
  /** It must be visited, if any day can hold it. */
  z.object({ kind: z.literal('visit-added'), organizationId: id }),
]);
export type VisitChange = z.infer<typeof visitChangeSchema>;

const publishedVisitSchema = plannedVisitSchema.extend({
  state: z.enum(['scheduled', 'acknowledged', 'held']),
});
export type PublishedVisit = z.infer<typeof publishedVisitSchema>;

/** A plan that organizations have been told of. `today` is the day on which it is looked at. */
export const publishedPlanSchema = z.object({
  instance: visitInstanceSchema,
  visits: z.array(publishedVisitSchema),
  today: localDateSchema,
});
export type PublishedPlan = z.infer<typeof publishedPlanSchema>;

const whenSchema = plannedVisitSchema.pick({ teamId: true, date: true, startMinute: true });

/** One difference from the published plan, and its cause. */
const visitMoveSchema = z.object({
  organizationId: id,
  /** `null` for a visit that is new. */
  from: whenSchema.nullable(),
  /** `null` for a visit that is dropped. */
  to: whenSchema.nullable(),
  cause: z.discriminatedUnion('kind', [
    /** It could not stay: `change` is the place in the list of changes of the one that forced it. */
    z.object({ kind: z.literal('forced'), change: z.int() }),
    /** It left its team-day for these. */
    z.object({ kind: z.literal('makes-room'), forOrganizationIds: z.array(id) }),
    /** Asked for by this change. */
    z.object({ kind: z.literal('asked'), change: z.int() }),
    /** Time that became free was used. */
    z.object({ kind: z.literal('fills-time') }),
  ]),
});
export type VisitMove = z.infer<typeof visitMoveSchema>;

const loadSchema = z.object({
  id,
  visits: z.int(),
  visitMinutes: z.int(),
  travelMinutes: z.int(),
});

/** A plan that was found, with all that is known of how good it is. */
export const plannedProposalSchema = z.object({
  outcome: z.literal('planned'),
  schemaVersion: z.literal(1),
  /** Sorted by date, team, start, organization. */
  visits: z.array(plannedVisitSchema),
  /** Points visited less driving less districts missed, in hundredths of a point. */
  value: z.int(),
  /** No plan can be worth more than this, hundredths of a point. */
  bound: z.int(),
  /** (bound − value) / bound × 100, rounded up to two decimals; 0 when proved optimal. */
  gapPercent: z.number(),
  /** Only when no plan for this instance is worth more. Never for a replanned proposal. */
  provedOptimal: z.boolean(),
  method: z.enum(['exact', 'search']),
  /** Road kilometres of all tours. */
  kilometres: z.int(),
  travelMinutes: z.int(),
  teams: z.array(loadSchema),
  /** Organizations visited per amphoe; driving is not split among them and stays 0. */
  amphoes: z.array(loadSchema),
  organizations: z.array(organizationExplanationSchema),
  problems: z.array(planProblemSchema),
  /** Differences from the published plan; empty for a first proposal. */
  moves: z.array(visitMoveSchema),
});
export type PlannedProposal = z.infer<typeof plannedProposalSchema>;

export const proposalSchema = z.discriminatedUnion('outcome', [
  plannedProposalSchema,
  z.object({ outcome: z.literal('refused'), problems: z.array(planProblemSchema) }),
]);
export type Proposal = z.infer<typeof proposalSchema>;

/** What a plan would lose by visiting an organization that it leaves out. */
export const whyNotSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('already-chosen') }),
  z.object({ answer: z.literal('unknown-organization') }),
  z.object({
    answer: z.literal('impossible'),
    reason: z.enum(['no-free-day', 'does-not-fit-a-day', 'capacity']),
  }),
  z.object({
    answer: z.literal('costs'),
    /** Hundredths of a point. Negative if the plan was not optimal and gains by the visit. */
    cost: z.int(),
    /** Both plans are proved optimal: no way of visiting it costs less. */
    exact: z.boolean(),
    visit: plannedVisitSchema,
    drops: z.array(id),
    adds: z.array(id),
    moves: z.array(id),
  }),
]);
export type WhyNot = z.infer<typeof whyNotSchema>;

/** How far a planning run is; `done` of `total` steps of its phase. */
export const planProgressSchema = z.object({
  phase: z.enum(['tours', 'choice', 'days', 'search', 'check']),
  done: z.int(),
  total: z.int(),
});
export type PlanProgress = z.infer<typeof planProgressSchema>;

/** Which part of a run each phase is, in percent. No run has all of them, so that some overlap. */
const PHASES: Record<PlanProgress['phase'], readonly [number, number]> = {
  tours: [2, 10],
  choice: [10, 60],
  days: [20, 90],
  search: [15, 97],
  check: [97, 99],
};

/** How far a run has come, 0–99 %. */
export function percentDone({ phase, done, total }: PlanProgress): number {
  const [from, to] = PHASES[phase];
  // How many packings it takes nobody knows beforehand.
  const part = phase === 'choice' ? done / (done + 1) : done / Math.max(1, total);
  return Math.floor(from + (to - from) * part);
}

/** Cosine of an angle in degrees by its series: `Math.cos` may differ between engines. */
function cosine(degrees: number): number {
  const x = (degrees * Math.PI) / 180;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 12; n++) {
    term *= (-x * x) / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

const METRES_A_DEGREE = 111_195;

/**
 * The drive between two places: whole metres of road, and minutes rounded up. The same both ways.
 * It belongs to the instance: every reader of a plan reckons drives like this.
 */
export function driveBetween(
  a: Place,
  b: Place,
  travel: VisitInstance['travel'],
): { metres: number; minutes: number } {
  const north = (a.latitude - b.latitude) * METRES_A_DEGREE;
  const east =
    (a.longitude - b.longitude) * METRES_A_DEGREE * cosine((a.latitude + b.latitude) / 2);
  const straight = Math.sqrt(north * north + east * east);
  const metres = Math.round((straight * travel.roadPercent) / 100);
  return { metres, minutes: Math.ceil((metres * 60) / (travel.kilometresPerHour * 1000)) };
}

/** Whether `visit` can no longer be moved: pinned, held, past or today, or agreed for the next working day. */
export function isFrozen(
  visit: PublishedVisit,
  today: LocalDate,
  nextWorkingDay: LocalDate,
): boolean {
  if (visit.pinned || visit.state === 'held' || visit.date <= today) return true;
  return visit.state === 'acknowledged' && visit.date <= nextWorkingDay;
}
