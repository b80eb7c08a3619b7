/**
 * What an office sets up before it plans a season of visits: lengths, weights, days off, what is known of
 * organizations from elsewhere, clusters, and what has happened since.
 */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { type FiscalYear, fiscalYearSchema } from './fiscal-year.ts';
import { type LocalDate, localDateSchema } from './local-date.ts';
import { organizationTypeSchema, orgIdSchema, provinceSchema } from './organization.ts';
import type { Team } from './supervision.ts';
import { defaultPriorityWeights, priorityWeightsSchema, visitChangeSchema } from './visit-plan.ts';

/** Days off with their reason; both ends included. */
export const daysOffSchema = z
  .object({ from: localDateSchema, to: localDateSchema, reason: z.string().max(200) })
  .refine(({ from, to }) => from <= to, 'days off end before they begin');
export type DaysOff = z.infer<typeof daysOffSchema>;

/** Length of a visit in minutes. */
export const visitMinutesSchema = z.int().min(30).max(360);

/** What other offices know of an organization; either may be unknown. */
export const knownFactsSchema = z.object({
  /** ITA score (คะแนน ITA), 0–100. */
  itaScore: z.number().min(0).max(100).exactOptional(),
  /** Complaints (เรื่องร้องเรียน) of the year. */
  complaints: z.int().min(0).max(999).exactOptional(),
});

/** A group visit (นิเทศรวมกลุ่ม): the others come to the host. */
const setupClusterSchema = z.object({
  hostOrgId: orgIdSchema,
  attendingOrgIds: z.array(orgIdSchema).min(1).max(20),
});

/** Something that happened after plans were made, such as a flood. */
const seasonEventSchema = z.object({
  /** Id of the replanning run that it was told to. */
  eventId: z.string().max(60),
  reason: z.string().max(500),
  change: visitChangeSchema,
});

export const seasonSetupSchema = z.object({
  schemaVersion: z.literal(1),
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  version: z.int().min(0),
  visitMinutes: z.object({
    standard: visitMinutesSchema,
    cluster: visitMinutesSchema,
    byType: z.partialRecord(organizationTypeSchema, visitMinutesSchema),
  }),
  weights: priorityWeightsSchema,
  /** Days on which no team of the office goes out. */
  daysOff: z.array(daysOffSchema).max(100),
  known: z.record(orgIdSchema, knownFactsSchema),
  /** Organizations that must be visited this season. */
  mandatory: z.array(orgIdSchema).max(400),
  clusters: z.array(setupClusterSchema).max(60),
  events: z.array(seasonEventSchema).max(200),
  savedBy: actorSchema.optional(),
  pendingAudit: auditEventSchema.optional(),
});
export type SeasonSetup = z.infer<typeof seasonSetupSchema>;

/** What holds until an office has set anything: visits of two and a half hours. */
export function standardSetup(fiscalYear: FiscalYear, province: string): SeasonSetup {
  return {
    schemaVersion: 1,
    fiscalYear,
    province,
    version: 0,
    visitMinutes: { standard: 150, cluster: 180, byType: {} },
    weights: defaultPriorityWeights,
    daysOff: [],
    known: {},
    mandatory: [],
    clusters: [],
    events: [],
  };
}

/** Days on which an organization cannot receive a team, as it said itself or told the office. */
export const absenceSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  days: z.array(daysOffSchema).max(40),
  rev: z.int().min(1),
  savedBy: actorSchema,
  pendingAudit: auditEventSchema.optional(),
});
export type Absence = z.infer<typeof absenceSchema>;

/** Why nobody can be visited, or no team goes out, on a day. */
export function dayOff(spans: readonly DaysOff[], date: LocalDate): DaysOff | undefined {
  return spans.find(({ from, to }) => from <= date && date <= to);
}

/** Days on which each organization cannot be visited: as told, and as events have it since. */
export function daysAway(
  setup: SeasonSetup,
  absences: readonly Absence[],
  amphoes: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly DaysOff[]> {
  const told = new Map(absences.map(({ orgId, days }) => [orgId, days]));
  const away = [...amphoes].map(([orgId, amphoeCode]): [string, DaysOff[]] => {
    const since = setup.events.flatMap(({ change, reason }) =>
      (change.kind === 'amphoe-closed' && change.amphoeId === amphoeCode) ||
      (change.kind === 'organization-unavailable' && change.organizationId === orgId)
        ? [{ from: change.from, to: change.to, reason }]
        : [],
    );
    return [orgId, [...(told.get(orgId) ?? []), ...since]];
  });
  return new Map(away.filter(([, days]) => days.length > 0));
}

/** Days on which a team does not go out, with the reason where there is one. */
export function teamDaysOff(
  team: Pick<Team, 'teamId' | 'blockedDays'>,
  { daysOff, events }: Pick<SeasonSetup, 'daysOff' | 'events'>,
): DaysOff[] {
  return [
    ...team.blockedDays.map((day) => ({ from: day, to: day, reason: '' })),
    ...daysOff,
    ...events.flatMap(({ change, reason }) =>
      change.kind === 'team-unavailable' && change.teamId === team.teamId
        ? [{ from: change.from, to: change.to, reason }]
        : [],
    ),
  ];
}
