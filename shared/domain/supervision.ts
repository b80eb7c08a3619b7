/** The season of site visits (การนิเทศติดตาม): the published schedule, each visit, its report, its follow-up. */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { fiscalYearSchema } from './fiscal-year.ts';
import { addDays, type LocalDate, localDateSchema } from './local-date.ts';
import { type DueNotice, type Rung, rungDay, standing } from './notice.ts';
import { type RungOutcome, rungOutcomeSchema } from './obligation.ts';
import { type Contact, orgIdSchema, provinceSchema, recipientsOf } from './organization.ts';
import { draftedReportSchema, isSigned, signedPartSchema } from './supervision-report.ts';
import type { WorkCalendar } from './work-calendar.ts';

export const teamSchema = z.object({
  schemaVersion: z.literal(1),
  teamId: z.string().regex(/^[a-z0-9-]{1,20}$/),
  name: z.string().min(1).max(100),
  /** Positions, leader first (หัวหน้าคณะนิเทศติดตาม). */
  members: z.array(z.object({ position: z.string().min(1), email: z.email().optional() })),
  /** พาหนะ, as the request for approval of travel names it. */
  vehicle: z.string().min(1).max(100).optional(),
  /** Where the team sets out from; degrees, WGS 84. */
  base: z.object({ latitude: z.number(), longitude: z.number() }),
  maxVisitsPerDay: z.int().min(1).max(6),
  /** วันที่คณะนิเทศไม่ว่าง */
  blockedDays: z.array(localDateSchema).max(400),
  /** Hours at which it stays at home, minutes after midnight; the end is left out. */
  blockedHours: z
    .array(
      z.object({
        date: localDateSchema,
        fromMinute: z.int().min(0).max(1439),
        toMinute: z.int().min(1).max(1440),
        reason: z.string().max(200),
      }),
    )
    .max(100)
    .optional(),
  /** It makes no visits any more; those it made keep its name. */
  retired: z.literal(true).optional(),
  /** Counts the changes that an office has made. */
  rev: z.int().min(1).optional(),
  pendingAudit: auditEventSchema.optional(),
});
export type Team = z.infer<typeof teamSchema>;

export const letterSchema = z.object({
  /** As the office's own register numbers it: ปช 0044(นศ)/ว 12. */
  no: z.string().min(1).max(60),
  date: localDateSchema,
});
export type Letter = z.infer<typeof letterSchema>;

export const scheduleEntrySchema = z.object({
  orgId: orgIdSchema,
  visitNo: z.int().min(1),
  /** Whose place it is at, for an organization attending a cluster (นิเทศรวมกลุ่ม); its own otherwise. */
  hostOrgId: orgIdSchema.optional(),
  teamId: z.string(),
  date: localDateSchema,
  /** Minutes after midnight, Thai time. */
  startMinute: z.int().min(0).max(1439),
  durationMinutes: z.int().min(15).max(600),
  pinned: z.boolean(),
  /** Of the invitation: raised by each change that reaches a recipient's calendar. */
  sequence: z.int().min(0),
  state: z.enum(['scheduled', 'postponed', 'cancelled']),
  /** Absent on visits that were cancelled before this was kept. */
  cancelledAt: z.iso.datetime().optional(),
  /** Why it was moved, postponed or cancelled; told to the host. */
  reason: z.string().max(500).optional(),
  /** When it was set for before the last change. */
  movedFrom: z
    .object({ date: localDateSchema, startMinute: z.int(), durationMinutes: z.int() })
    .optional(),
  /** Of this visit's own notice; it goes before the circular. */
  letter: letterSchema.optional(),
  /** No letter gives notice of the present day yet: `letter` or the circular, if any, named an earlier day. */
  awaitsLetter: z.literal(true).optional(),
  /** The letter that named the day before; the present one cites it (อ้างถึง). */
  earlierLetter: letterSchema.optional(),
  /** How often a notice was given anew of an unchanged day; see `calendarSequence`. */
  revisions: z.int().min(0).optional(),
  /** เร่งด่วน: why it is made although notice of it is given late. */
  urgent: z.object({ reason: z.string().min(1).max(500) }).optional(),
});
export type ScheduleEntry = z.infer<typeof scheduleEntrySchema>;

/** A province's published schedule: one item, so that one conditional write keeps everybody single-booked. */
export const scheduleSchema = z.object({
  schemaVersion: z.literal(1),
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  version: z.int().min(1),
  publishedAt: z.iso.datetime(),
  entries: z.array(scheduleEntrySchema).max(400),
  /** The circular that gives notice; without it mail goes out marked as informal. */
  letter: letterSchema.optional(),
  pendingAudit: auditEventSchema.optional(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/**
 * The numbered letter that gives notice of a visit: its own, else the circular. Only such a notice counts as
 * served; without one, mail is informal (แจ้งล่วงหน้าอย่างไม่เป็นทางการ).
 */
export function noticeLetterOf(
  entry: Pick<ScheduleEntry, 'letter' | 'awaitsLetter'>,
  schedule: Pick<Schedule, 'letter'> | undefined,
): Letter | undefined {
  return entry.awaitsLetter ? undefined : (entry.letter ?? schedule?.letter);
}

/** Whether the circular gives notice of the visit, and no letter of its own. */
export function isCircular(
  entry: Pick<ScheduleEntry, 'letter' | 'awaitsLetter'>,
  schedule: Pick<Schedule, 'letter'>,
): boolean {
  const letter = noticeLetterOf(entry, schedule);
  return letter !== undefined && letter.no === schedule.letter?.no;
}

/**
 * The numbered letter that named the day before, which a letter about the present one cites (อ้างถึง). Before
 * letters were told apart by their days, the one that a changed visit has is that of the day before.
 */
export function earlierLetterOf(
  entry: ScheduleEntry,
  schedule: Pick<Schedule, 'letter'> | undefined,
): Letter | undefined {
  if (entry.awaitsLetter) return entry.letter;
  const toldApart = entry.revisions !== undefined || entry.movedFrom === undefined;
  return entry.earlierLetter ?? (toldApart ? undefined : (entry.letter ?? schedule?.letter));
}

/** SEQUENCE of the visit's events in calendars: grows with each change and each notice given anew. */
export function calendarSequence({
  sequence,
  revisions = 0,
}: Pick<ScheduleEntry, 'sequence' | 'revisions'>): number {
  return sequence + revisions;
}

/** An answer that the office took down: who gave it, and when (Thai time). */
export const phoneCallSchema = z.object({
  answeredBy: z.string().min(1).max(200),
  date: localDateSchema,
  minute: z.int().min(0).max(1439),
});
export type PhoneCall = z.infer<typeof phoneCallSchema>;

const storedReportSchema = draftedReportSchema.extend({
  ...signedPartSchema.shape,
  /** The letter that took it to the committee has its number and date. */
  submitted: z.boolean(),
  /** Of the letter that took it to the committee. */
  letter: letterSchema.optional(),
});
export type StoredReport = z.infer<typeof storedReportSchema>;

const earlierVersionSchema = z.object({
  version: z.int().min(1),
  signedOn: localDateSchema,
  signedBy: actorSchema,
  submitted: z.boolean(),
});

/** A signed version that another has taken the place of. */
export const archivedReportSchema = storedReportSchema.extend({ schemaVersion: z.literal(1) });
export type ArchivedReport = z.infer<typeof archivedReportSchema>;

export const visitSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  visitNo: z.int().min(1),
  /** Which sequence of the notice the host has answered, who did, and what the team needs for the day. */
  acknowledged: z
    .object({
      sequence: z.int().min(0),
      on: localDateSchema,
      by: actorSchema,
      place: z.string().max(300),
      receivedBy: z.string().max(200),
      mobile: z.string().max(60),
      byPhone: phoneCallSchema.optional(),
    })
    .optional(),
  /** ขอเปลี่ยนวัน */
  otherDayAsked: z
    .object({
      sequence: z.int().min(0),
      on: localDateSchema,
      reason: z.string().max(1000),
      /** Days that would suit the host. */
      days: z.array(localDateSchema).max(3).optional(),
      byPhone: phoneCallSchema.optional(),
    })
    .optional(),
  /** The draft of its first version, or the latest signed version. */
  report: storedReportSchema.optional(),
  /** The next version while it is being written; the signed one stands until then. */
  correction: draftedReportSchema.optional(),
  /** Versions before `report`, oldest first; what they said is kept apart. */
  earlier: z.array(earlierVersionSchema).max(50).optional(),
  /** เสร็จสิ้น; with the letter that told the host of the results, where it has a number. */
  closed: z
    .object({ on: localDateSchema, by: actorSchema, letter: letterSchema.optional() })
    .optional(),
  /** `<rung>-<sequence>` → what became of it. */
  rungs: z.record(z.string(), rungOutcomeSchema),
  /** The last notice that the host got of a day; absent where it got it before this was noted. */
  told: z
    .object({
      sequence: z.int().min(0),
      /** As its invitation had it. */
      calendarSequence: z.int().min(0),
      /** Since when the host has a numbered notice of that day. */
      servedOn: localDateSchema.optional(),
    })
    .optional(),
  /** Who of the team has the visit in a calendar, and which sequence of it. */
  teamTold: z
    .object({
      sequence: z.int().min(0),
      members: z.array(z.object({ contactId: z.string(), email: z.string() })).max(40),
    })
    .optional(),
  rev: z.int().min(1),
  pendingAudit: auditEventSchema.optional(),
});
export type Visit = z.infer<typeof visitSchema>;

export const recommendationStates = [
  'open',
  'accepted',
  'in_progress',
  'done',
  'verified',
  'needs_more',
  'cannot_do',
] as const;

/** A recommendation of the team; `follow-up.ts` says how it changes state. */
export const recommendationSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  visitNo: z.int().min(1),
  no: z.int().min(1),
  text: z.string(),
  state: z.enum(recommendationStates),
  madeOn: localDateSchema,
  /** Absent in those made before days were set; see `dueDayOf`. */
  dueOn: localDateSchema.optional(),
  /** What was answered and asked, oldest first. */
  history: z
    .array(
      z.object({
        on: localDateSchema,
        by: actorSchema,
        state: z.enum(recommendationStates),
        note: z.string().max(2000),
        /** Of an answer that the office took down. */
        byPhone: phoneCallSchema.optional(),
      }),
    )
    .max(100)
    .default([]),
  /** Rung of the ladder → what became of it. */
  rungs: z.record(z.string(), rungOutcomeSchema).default({}),
  rev: z.int().min(1).default(1),
  pendingAudit: auditEventSchema.optional(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

export const visitStates = [
  'scheduled',
  'notified',
  'acknowledged',
  'reschedule_requested',
  'postponed',
  'held',
  'report_draft',
  'report_signed',
  'report_submitted',
  'closed',
  'cancelled',
] as const;
export type VisitState = (typeof visitStates)[number];

/** What has happened to the visit of `entry`; nothing yet where there is none. */
export function visitOf(
  { orgId, visitNo }: Pick<ScheduleEntry, 'orgId' | 'visitNo'>,
  visits: readonly Visit[],
): Visit | undefined {
  return visits.find((visit) => visit.orgId === orgId && visit.visitNo === visitNo);
}

/** Where a visit stands on `today`, from the schedule and from what happened to it. */
export function visitState(
  entry: ScheduleEntry,
  visit: Visit | undefined,
  today: LocalDate,
): VisitState {
  if (entry.state !== 'scheduled') return entry.state;
  if (visit?.closed) return 'closed';
  if (visit?.report?.submitted) return 'report_submitted';
  if (visit?.report) return isSigned(visit.report) ? 'report_signed' : 'report_draft';
  // The day has passed, answered or not: what is awaited now is the report.
  if (entry.date < today) return 'held';
  if (visit?.acknowledged?.sequence === entry.sequence) return 'acknowledged';
  if (visit?.otherDayAsked?.sequence === entry.sequence) return 'reschedule_requested';
  return visit && lastTold(visit.rungs) === entry.sequence ? 'notified' : 'scheduled';
}

/** The version of a signed report. */
export function versionOf({ version = 1 }: Pick<StoredReport, 'version'>): number {
  return version;
}

/** A visit whose day has come and whose report, in no version, has gone to the committee. */
export function reportOverdueBy(
  entry: ScheduleEntry,
  visit: Visit | undefined,
  reportDays: number,
  today: LocalDate,
): boolean {
  const wentOut =
    visit?.report?.submitted === true || visit?.earlier?.some(({ submitted }) => submitted);
  const settled = entry.state !== 'scheduled' || wentOut === true;
  return !settled && addDays(entry.date, reportDays) < today;
}

/** Name under which a rung is settled: each sequence of a visit climbs the ladder anew. */
function visitRung(rung: string, { sequence }: Pick<ScheduleEntry, 'sequence'>): string {
  return `${rung}-${sequence}`;
}

export interface VisitNotice extends DueNotice {
  /** The rung as the visit's `rungs` and the ledger know it. */
  readonly rung: string;
}

/**
 * What is due to the host of one visit on `today`: the notice 14 days ahead or as soon as published after
 * that, a chase and a reminder; once the host has been told, changes at once.
 */
export function visitNoticesDue(
  entry: ScheduleEntry,
  visit: Visit | undefined,
  contacts: readonly Contact[],
  ladder: readonly Rung[],
  calendar: WorkCalendar,
  today: LocalDate,
): { due: VisitNotice[]; skipped: { rung: string; why: NonNullable<RungOutcome['why']> }[] } {
  const rungs = visit?.rungs ?? {};
  const climbing = entry.state === 'scheduled' && today <= entry.date && !visit?.report;
  const changed = [
    ...changeNotices(entry, rungs),
    // On the day itself the team may be there already.
    ...(climbing && today < entry.date ? renewedNotices(entry, visit) : []),
  ];
  const days = new Map(
    ladder
      // The notice of a change takes the place of the first notice.
      .filter(({ kind }) => kind !== 'visit-notice' || !toldBefore(entry, rungs))
      .map((rung) => [rung, rungDay(rung, entry.date, calendar)] as const),
  );
  const { due, missed } = climbing
    ? standing(days, atSequence(rungs, entry), today)
    : { due: [], missed: [] };
  // A chase is for those who have not answered; a reminder for all.
  const answered = hasAnswered(entry, visit);
  const wanted = due.filter(({ kind }) => kind !== 'visit-chase' || !answered);
  // Whoever learns of the day this very minute is neither chased nor reminded of it.
  const first = wanted.filter(({ kind }) => kind === 'visit-notice');
  const isNew = changed.length > 0 || first.length > 0;
  const spokenFor = isNew ? wanted.filter((rung) => !first.includes(rung)) : [];
  const ladderNotices = (isNew ? first : wanted).map((rung) => ({
    ...rung,
    rung: visitRung(rung.rung, entry),
  }));
  const notices = [...changed, ...resultNotices(entry, visit), ...ladderNotices].map(
    ({ rung, kind, roles }) => ({
      rung,
      kind,
      recipients: recipientsOf(contacts, roles, today),
    }),
  );
  return {
    due: notices.filter(({ recipients }) => recipients.length > 0),
    skipped: [
      ...missed.map(({ rung }) => ({ rung: visitRung(rung, entry), why: 'missed' as const })),
      ...spokenFor.map(({ rung }) => ({
        rung: visitRung(rung, entry),
        why: 'already-told' as const,
      })),
      ...notices
        .filter(({ recipients }) => recipients.length === 0)
        .map(({ rung }) => ({ rung, why: 'no-recipient' as const })),
    ],
  };
}

/** The host has said of this very day that it suits, or asked for another. */
export function hasAnswered(
  { sequence }: Pick<ScheduleEntry, 'sequence'>,
  visit: Pick<Visit, 'acknowledged' | 'otherDayAsked'> | undefined,
): boolean {
  return visit?.acknowledged?.sequence === sequence || visit?.otherDayAsked?.sequence === sequence;
}

/** What became of the mail by which the host was last to learn of this very day; nothing before it is due. */
export function toldOf(
  entry: Pick<ScheduleEntry, 'sequence'>,
  visit: Pick<Visit, 'rungs'> | undefined,
): RungOutcome | undefined {
  return visit?.rungs[visitRung('moved', entry)] ?? visit?.rungs[visitRung('notice', entry)];
}

/** Once the letter with the results has its number, it goes by mail as well. */
function resultNotices(entry: ScheduleEntry, visit: Visit | undefined) {
  const rung = visitRung('result', entry);
  // Hosts were told of reports without signatures before there was such a mail.
  if (!visit?.closed?.letter || !visit.report?.signatures || visit.rungs[rung]) return [];
  const roles = ['executive', 'coordinator'] as const;
  return [{ rung, kind: 'visit-result' as const, roles }];
}

/** A host that was told of a day must learn at once that it has changed. */
function changeNotices(entry: ScheduleEntry, rungs: Visit['rungs']) {
  const rung = visitRung('moved', entry);
  if (!toldBefore(entry, rungs) || rungs[rung]) return [];
  const kind =
    entry.state === 'cancelled' ? ('visit-cancelled' as const) : ('visit-moved' as const);
  return [{ rung, kind, roles: ['executive', 'coordinator'] as const }];
}

/** A host that was told of its day is told anew once the notice has its number, or the visit is marked urgent. */
function renewedNotices(entry: ScheduleEntry, visit: Visit | undefined) {
  const { told } = visit ?? {};
  const before = told?.sequence === entry.sequence ? told.calendarSequence : entry.sequence;
  const now = calendarSequence(entry);
  if (toldOf(entry, visit)?.outcome !== 'queued' || before >= now) return [];
  const roles = ['executive', 'coordinator'] as const;
  return [{ rung: visitRung(`again${now}`, entry), kind: 'visit-notice' as const, roles }];
}

function toldBefore({ sequence }: ScheduleEntry, rungs: Visit['rungs']): boolean {
  return lastTold(rungs, sequence - 1) !== undefined;
}

/** The latest sequence, up to `most`, of which the host has been told. */
function lastTold(rungs: Visit['rungs'], most = Number.POSITIVE_INFINITY): number | undefined {
  const sequences = Object.entries(rungs).flatMap(([name, { outcome }]) => {
    const match = /^(?:notice|moved)-(\d+)$/.exec(name);
    return match && outcome === 'queued' ? [Number(match[1])] : [];
  });
  return sequences.filter((sequence) => sequence <= most).toSorted((a, b) => b - a)[0];
}

/** What the ladder's own rungs became at the entry's sequence. */
function atSequence(
  rungs: Visit['rungs'],
  { sequence }: ScheduleEntry,
): Record<string, RungOutcome> {
  const suffix = `-${sequence}`;
  return Object.fromEntries(
    Object.entries(rungs)
      .filter(([name]) => name.endsWith(suffix))
      .map(([name, outcome]) => [name.slice(0, -suffix.length), outcome]),
  );
}
