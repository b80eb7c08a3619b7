/**
 * Making and changing a schedule of visits (กำหนดการนิเทศติดตาม), and what stands against one.
 *
 * Everything here is pure. A schedule is published whole, so a check of the whole keeps everybody single-booked.
 */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { fiscalYearSchema } from './fiscal-year.ts';
import type { LocalDate } from './local-date.ts';
import { provinceSchema } from './organization.ts';
import { type DaysOff, dayOff } from './season-setup.ts';
import { type ScheduleEntry, scheduleEntrySchema, type Team } from './supervision.ts';
import type { PlannedVisit, VisitMove } from './visit-plan.ts';
import { dayKind, type WorkCalendar } from './work-calendar.ts';

/** A schedule in the making: the proposal of one planning run with the office's changes. */
export const draftScheduleSchema = z.object({
  schemaVersion: z.literal(1),
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  version: z.int().min(1),
  /** The planning run that it began from; absent where the office began from nothing. */
  runId: z.string().optional(),
  entries: z.array(scheduleEntrySchema).max(400),
  savedAt: z.iso.datetime(),
  savedBy: actorSchema,
  pendingAudit: auditEventSchema.optional(),
});
export type DraftSchedule = z.infer<typeof draftScheduleSchema>;

/** Office hours within which a visit begins and ends, minutes after midnight. */
export const OFFICE_HOURS = { from: 8 * 60 + 30, to: 16 * 60 + 30 } as const;

export type ScheduleConflictCode =
  | 'past-day'
  | 'holiday'
  | 'weekend'
  | 'calendar-unknown'
  | 'outside-hours'
  | 'unknown-team'
  | 'blocked-day'
  | 'blocked-hours'
  | 'too-many-visits'
  | 'no-time-to-drive'
  | 'organization-away'
  | 'foreign-organization'
  | 'organization-twice'
  | 'team-taken'
  | 'apart-from-host';

export interface ScheduleConflict {
  readonly code: ScheduleConflictCode;
  readonly orgId: string;
  readonly visitNo: number;
  readonly date: LocalDate;
  /** The other visit in the way. */
  readonly other?: Pick<ScheduleEntry, 'orgId' | 'visitNo' | 'date' | 'startMinute'>;
  /** Name of the holiday. */
  readonly holiday?: string;
  /** Why the team or the organization is not free. */
  readonly reason?: string;
}

export interface ScheduleContext {
  readonly teams: readonly Team[];
  readonly calendar: WorkCalendar;
  readonly today: LocalDate;
  /** Organizations of the province. */
  readonly orgIds: ReadonlySet<string>;
  /** Days on which a team does not go out, beside those that it has blocked itself. */
  readonly teamsOff?: ReadonlyMap<string, readonly DaysOff[]>;
  /** Days on which organizations cannot be visited. */
  readonly away?: ReadonlyMap<string, readonly DaysOff[]>;
  /** What stands already. A visit that stays as it is is a fact and is not judged anew, whatever the calendar now says. */
  readonly published: readonly ScheduleEntry[];
}

/** Everything that stands against publishing `entries`; empty when they may be published. */
export function checkSchedule(
  entries: readonly ScheduleEntry[],
  context: ScheduleContext,
): ScheduleConflict[] {
  const before = new Map(context.published.map((entry) => [keyOf(entry), entry]));
  const stands = (entry: ScheduleEntry) => sameWhen(entry, before.get(keyOf(entry)));
  const live = entries.filter(({ state }) => state === 'scheduled');
  return [
    ...live.filter((entry) => !stands(entry)).flatMap((entry) => ownConflicts(entry, context)),
    ...repeated(entries),
    ...twiceAhead(live, context.today),
    ...teamConflicts(live),
    ...live.filter((entry) => !stands(entry)).flatMap((entry) => tooMany(entry, live, context)),
    ...apartFromHost(live),
  ];
}

/** A team makes no more visits on a day than was set; a group visit counts once. */
function tooMany(
  entry: ScheduleEntry,
  live: readonly ScheduleEntry[],
  { teams }: ScheduleContext,
): ScheduleConflict[] {
  const team = teams.find(({ teamId }) => teamId === entry.teamId);
  if (!team || placeOf(entry) !== entry.orgId) return [];
  const stops = live.filter(
    (other) =>
      other.teamId === entry.teamId && other.date === entry.date && placeOf(other) === other.orgId,
  );
  return stops.length > team.maxVisitsPerDay
    ? [{ ...conflict('too-many-visits', entry), reason: String(team.maxVisitsPerDay) }]
    : [];
}

function ownConflicts(entry: ScheduleEntry, context: ScheduleContext): ScheduleConflict[] {
  const team = context.teams.find(({ teamId }) => teamId === entry.teamId);
  const codes: (ScheduleConflictCode | false)[] = [
    !context.orgIds.has(entry.orgId) && 'foreign-organization',
    (!team || team.retired === true) && 'unknown-team',
    entry.date < context.today && 'past-day',
    !withinHours(entry) && 'outside-hours',
  ];
  return [
    ...codes.filter((code) => code !== false).map((code) => conflict(code, entry)),
    ...dayConflicts(entry, context.calendar),
    ...notFree(entry, team, context),
  ];
}

/** The team does not go out on that day, or the organization cannot be visited then. */
function notFree(
  entry: ScheduleEntry,
  team: Team | undefined,
  { teamsOff, away }: ScheduleContext,
): ScheduleConflict[] {
  const off = dayOff(teamsOff?.get(entry.teamId) ?? [], entry.date);
  const gone = dayOff(away?.get(entry.orgId) ?? [], entry.date);
  const blocked = off !== undefined || team?.blockedDays.includes(entry.date) === true;
  const hours = team?.blockedHours?.find(
    ({ date, fromMinute, toMinute }) =>
      date === entry.date && fromMinute < endOf(entry) && entry.startMinute < toMinute,
  );
  return [
    ...(hours
      ? [{ ...conflict('blocked-hours', entry), ...(hours.reason && { reason: hours.reason }) }]
      : []),
    ...(blocked ? [{ ...conflict('blocked-day', entry), ...reasonOf(off) }] : []),
    ...(gone ? [{ ...conflict('organization-away', entry), ...reasonOf(gone) }] : []),
  ];
}

function reasonOf(days: DaysOff | undefined): { reason?: string } {
  return days?.reason ? { reason: days.reason } : {};
}

function dayConflicts(entry: ScheduleEntry, calendar: WorkCalendar): ScheduleConflict[] {
  const day = dayKind(calendar, entry.date);
  switch (day.kind) {
    case 'working':
      return [];
    case 'weekend':
      return [conflict('weekend', entry)];
    case 'unknown':
      return [conflict('calendar-unknown', entry)];
    case 'holiday':
      return [{ ...conflict('holiday', entry), holiday: day.name }];
  }
}

function withinHours({ startMinute, durationMinutes }: ScheduleEntry): boolean {
  return startMinute >= OFFICE_HOURS.from && startMinute + durationMinutes <= OFFICE_HOURS.to;
}

/** One visit of one organization stands in the schedule once. */
function repeated(entries: readonly ScheduleEntry[]): ScheduleConflict[] {
  return [...Map.groupBy(entries, keyOf).values()].flatMap(([first, ...rest]) =>
    first ? rest.map((entry) => conflict('organization-twice', entry, first)) : [],
  );
}

/** No organization has two visits ahead of it; one that was held does not count. */
function twiceAhead(live: readonly ScheduleEntry[], today: LocalDate): ScheduleConflict[] {
  const ahead = live.filter(({ date }) => date >= today);
  return [...Map.groupBy(ahead, ({ orgId }) => orgId).values()].flatMap(([first, ...rest]) =>
    first
      ? rest
          .filter((entry) => keyOf(entry) !== keyOf(first))
          .map((entry) => conflict('organization-twice', entry, first))
      : [],
  );
}

/** A team is in one place at a time; those who attend a cluster are at its host's place. */
function teamConflicts(live: readonly ScheduleEntry[]): ScheduleConflict[] {
  const teamDays = Map.groupBy(live, ({ teamId, date }) => `${teamId} ${date}`);
  return [...teamDays.values()].flatMap((visits) => {
    const inOrder = visits.toSorted((a, b) => a.startMinute - b.startMinute);
    return inOrder.flatMap((entry, place) => {
      const other = inOrder
        .slice(0, place)
        .find(
          (earlier) => endOf(earlier) > entry.startMinute && placeOf(earlier) !== placeOf(entry),
        );
      return other ? [conflict('team-taken', entry, other)] : [];
    });
  });
}

function apartFromHost(live: readonly ScheduleEntry[]): ScheduleConflict[] {
  return live.flatMap((entry) => {
    if (placeOf(entry) === entry.orgId) return [];
    const meets = live.some((host) => host.orgId === entry.hostOrgId && sameWhen(entry, host));
    return meets ? [] : [conflict('apart-from-host', entry)];
  });
}

function conflict(
  code: ScheduleConflictCode,
  { orgId, visitNo, date }: ScheduleEntry,
  other?: ScheduleEntry,
): ScheduleConflict {
  return { code, orgId, visitNo, date, ...(other && { other }) };
}

function endOf({ startMinute, durationMinutes }: ScheduleEntry): number {
  return startMinute + durationMinutes;
}

function placeOf({ hostOrgId, orgId }: ScheduleEntry): string {
  return hostOrgId ?? orgId;
}

function keyOf({ orgId, visitNo }: Pick<ScheduleEntry, 'orgId' | 'visitNo'>): string {
  return `${orgId}#${visitNo}`;
}

function sameWhen(a: ScheduleEntry, b: ScheduleEntry | undefined): boolean {
  return (
    b !== undefined &&
    a.state === b.state &&
    a.teamId === b.teamId &&
    a.date === b.date &&
    a.startMinute === b.startMinute &&
    a.durationMinutes === b.durationMinutes
  );
}

/** When and by whom a visit is made. */
export type VisitTime = Pick<
  ScheduleEntry,
  'teamId' | 'date' | 'startMinute' | 'durationMinutes' | 'pinned'
>;

/**
 * The visits of a proposal as entries, without organizations that already have a visit ahead. `proposedAt` (ISO, UTC):
 * a visit that was cancelled since does not come back by what was proposed before, only by a later proposal.
 */
export function entriesOf(
  visits: readonly PlannedVisit[],
  published: readonly ScheduleEntry[],
  proposedAt: string,
): ScheduleEntry[] {
  const settled = published.filter(
    ({ state, cancelledAt = '' }) => state !== 'cancelled' || cancelledAt >= proposedAt,
  );
  const placed = new Set(settled.map(({ orgId }) => orgId));
  return visits
    .filter(({ organizationId }) => !placed.has(organizationId))
    .map(({ organizationId, hostOrganizationId, ...when }) => ({
      ...newEntry(organizationId, when, published),
      ...(hostOrganizationId !== null && { hostOrgId: hostOrganizationId }),
    }));
}

/** A visit that nobody has been told of yet; the organization's next number. */
export function newEntry(
  orgId: string,
  when: VisitTime,
  published: readonly ScheduleEntry[],
): ScheduleEntry {
  const numbers = published.filter((entry) => entry.orgId === orgId).map(({ visitNo }) => visitNo);
  return {
    orgId,
    visitNo: Math.max(0, ...numbers) + 1,
    sequence: 0,
    state: 'scheduled',
    ...timeOf(when),
  };
}

/** `entries` with `entry` in place of the visit of the same organization and number, by day and time. */
export function withEntry(
  entries: readonly ScheduleEntry[],
  entry: ScheduleEntry,
): ScheduleEntry[] {
  return inOrder([...entries.filter((other) => keyOf(other) !== keyOf(entry)), entry]);
}

/** By day, team and time, as a schedule is read. */
export function inOrder(entries: readonly ScheduleEntry[]): ScheduleEntry[] {
  const rank = ({ date, teamId, startMinute, orgId }: ScheduleEntry) =>
    `${date} ${teamId} ${String(startMinute).padStart(4, '0')} ${orgId}`;
  return entries.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** `entry` at another time, as far as nobody has been told of it yet. */
export function withTime(entry: ScheduleEntry, when: VisitTime): ScheduleEntry {
  return { ...entry, ...timeOf(when) };
}

/** Nothing but the time: whoever hands in a whole entry must not change its sequence. */
function timeOf({ teamId, date, startMinute, durationMinutes, pinned }: VisitTime): VisitTime {
  return { teamId, date, startMinute, durationMinutes, pinned };
}

/** `entry` and, where others attend a visit at its place, theirs: they are made, moved and left as one. */
export function togetherWith(
  entries: readonly ScheduleEntry[],
  entry: ScheduleEntry,
): ScheduleEntry[] {
  return entries.filter(
    (other) =>
      keyOf(other) === keyOf(entry) || (other.hostOrgId === entry.orgId && sameWhen(other, entry)),
  );
}

/**
 * `entries` in which exactly `attending` come to the visit of `host`, at its time; whoever came to it before and
 * is not among them is taken out.
 */
export function clustered(
  entries: readonly ScheduleEntry[],
  host: ScheduleEntry,
  attending: readonly string[],
  published: readonly ScheduleEntry[],
): ScheduleEntry[] {
  const guests = attending.map((orgId) => ({
    ...(entries.find((entry) => entry.orgId === orgId) ?? newEntry(orgId, host, published)),
    ...timeOf(host),
    hostOrgId: host.orgId,
  }));
  const others = entries.filter(
    ({ orgId, hostOrgId }) => hostOrgId !== host.orgId && !attending.includes(orgId),
  );
  return inOrder([...others, ...guests]);
}

/** `entry` as a visit at its organization's own place. */
export function onItsOwn({ hostOrgId: _, ...entry }: ScheduleEntry): ScheduleEntry {
  return entry;
}

/**
 * The entries that accepting `moves` of a proposal changes or adds; `undefined` where a visit no longer is where
 * the proposal found it. A visit that finds no place awaits its new day.
 */
export function acceptedMoves(
  published: readonly ScheduleEntry[],
  moves: readonly VisitMove[],
  visits: readonly PlannedVisit[],
  reason: string,
): ScheduleEntry[] | undefined {
  const planned = new Map(visits.map((visit) => [visit.organizationId, visit]));
  const entries = moves.map(({ organizationId, from, to }) => {
    const live = published.findLast(
      ({ orgId, state }) => orgId === organizationId && state !== 'cancelled',
    );
    const target = to ? planned.get(organizationId) : undefined;
    if (from && (live?.state !== 'scheduled' || !isAt(live, from))) return undefined;
    if (!from && live?.state === 'scheduled') return undefined;
    if (!target) return live && postponed(live, reason);
    const host = target.hostOrganizationId;
    const time = { ...target, pinned: live?.pinned ?? false };
    const entry = live
      ? moved(onItsOwn(live), time, reason)
      : newEntry(organizationId, time, published);
    return host === null ? entry : { ...entry, hostOrgId: host };
  });
  const found = entries.filter((entry) => entry !== undefined);
  return found.length === entries.length ? found : undefined;
}

function isAt(
  entry: ScheduleEntry,
  { teamId, date, startMinute }: NonNullable<VisitMove['from']>,
): boolean {
  return entry.teamId === teamId && entry.date === date && entry.startMinute === startMinute;
}

/** A new day, team or time (กำหนดวันใหม่). The invitation keeps its UID and gets the next sequence. */
export function moved(entry: ScheduleEntry, when: VisitTime, reason: string): ScheduleEntry {
  return { ...withTime(changed(entry, reason), when), state: 'scheduled' };
}

/** เลื่อน (จะแจ้งวันใหม่): the day is open. */
export function postponed(entry: ScheduleEntry, reason: string): ScheduleEntry {
  return { ...changed(entry, reason), state: 'postponed', pinned: false };
}

export function cancelled(entry: ScheduleEntry, reason: string, now: Date): ScheduleEntry {
  const cancelledAt = now.toISOString();
  return { ...changed(entry, reason), state: 'cancelled', cancelledAt, pinned: false };
}

/** Whatever was said of the day before, its letter and its urgency, says nothing of the next one. */
function changed({ urgent: _, ...entry }: ScheduleEntry, reason: string): ScheduleEntry {
  const { date, startMinute, durationMinutes } = entry;
  const movedFrom = { date, startMinute, durationMinutes };
  return { ...entry, sequence: entry.sequence + 1, movedFrom, reason, awaitsLetter: true };
}
