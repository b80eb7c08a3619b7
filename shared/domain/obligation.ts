/**
 * What one organization owes in one round (DHIS2's "expected report"), and how it changes state.
 *
 * not_started → in_progress → awaiting_signoff → submitted → accepted | returned → in_progress; or waived.
 * Every function here is pure and answers either the next obligation or why it refuses.
 */
import * as z from 'zod';
import { type Actor, actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { fiscalYearSchema } from './fiscal-year.ts';
import { type LocalDate, localDateAt, localDateSchema } from './local-date.ts';
import { orgIdSchema, provinceSchema } from './organization.ts';
import { receiptNumber } from './receipt.ts';
import { type Submission, signatureSchema } from './report.ts';
import {
  daysLate,
  extended,
  type RoundRule,
  roundDatesSchema,
  roundSchema,
  submissionWindow,
} from './round.ts';
import {
  countLines,
  countsSchema,
  figuresOf,
  figuresSchema,
  scoreOf,
  scoreSchema,
} from './score.ts';

export const obligationStates = [
  'not_started',
  'in_progress',
  'awaiting_signoff',
  'submitted',
  'returned',
  'accepted',
  'waived',
] as const;
export type ObligationState = (typeof obligationStates)[number];

const versionSchema = z.object({
  /** 1 for the first. */
  version: z.int().min(1),
  submissionId: z.string(),
  receipt: z.string(),
  receivedAt: z.iso.datetime(),
  contentHash: z.string(),
  channel: z.enum(['web', 'api', 'on-behalf']),
  submittedBy: actorSchema,
  /** Day on which the office received the paper that it entered in the organization's place. */
  paperReceivedOn: localDateSchema.optional(),
  /** Present where a chief executive signed this version. */
  signature: signatureSchema.optional(),
  counts: countsSchema,
  score: scoreSchema,
  figures: figuresSchema,
});
export type ReportVersion = z.infer<typeof versionSchema>;

const returnSchema = z.object({
  version: z.int().min(1),
  on: localDateSchema,
  by: actorSchema,
  reason: z.string().min(1).max(2000),
  /** Rows to mend; none reopens the whole report. */
  rows: z.array(z.object({ itemId: z.string(), no: z.int(), comment: z.string().max(500) })),
  /** Day by which the office would like to have it back. */
  until: localDateSchema,
});

/** An organization asks for more time (ขอขยายเวลา); the latest request stands. */
const extensionRequestSchema = z.object({
  /** 1 for the first. @default 1 */
  no: z.int().min(1).exactOptional(),
  until: localDateSchema,
  reason: z.string().min(1).max(2000),
  on: localDateSchema,
  by: actorSchema,
  /** What the office answered: granted, also until another day, or refused. */
  answer: z
    .object({
      granted: z.boolean(),
      on: localDateSchema,
      by: actorSchema,
      note: z.string().max(2000),
    })
    .optional(),
});

const extensionSchema = z.object({
  until: localDateSchema,
  on: localDateSchema,
  by: actorSchema,
  note: z.string().max(2000),
});

/** The office took its acceptance of a version back. */
const withdrawalSchema = z.object({
  version: z.int().min(1),
  /** How often this version's acceptance has been taken back. */
  times: z.int().min(1),
  on: localDateSchema,
  by: actorSchema,
  reason: z.string().max(2000),
});

/** What became of one rung of a ladder of notices. */
export const rungOutcomeSchema = z.object({
  on: localDateSchema,
  outcome: z.enum(['queued', 'skipped']),
  why: z.enum(['missed', 'no-recipient', 'already-told']).optional(),
});
export type RungOutcome = z.infer<typeof rungOutcomeSchema>;

export const takenOverSchema = z.object({
  orgId: orgIdSchema,
  name: z.string(),
  shortName: z.string(),
  /** First day on which the other organization is no more. */
  since: localDateSchema,
});

export type TakenOver = z.infer<typeof takenOverSchema>;

export const obligationSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  round: roundSchema,
  province: provinceSchema,
  /** Copied from the roster and refreshed by the sweep, so that a board is one Query. */
  organization: z.object({
    name: z.string(),
    shortName: z.string(),
    amphoe: z.string(),
    phone: z.string().optional(),
    /** `none`: nobody can be reached by mail. */
    mail: z.enum(['ok', 'bounced', 'none']),
    /** The organization that it has become part of, and that owes the report since. */
    takenOverBy: takenOverSchema.optional(),
  }),
  dates: roundDatesSchema,
  extendedUntil: localDateSchema.optional(),
  /** The office's latest answer that allowed more time, in its own words. */
  extension: extensionSchema.optional(),
  extensionRequest: extensionRequestSchema.optional(),
  state: z.enum(obligationStates),
  /** Every version, oldest first; the last one is current. */
  versions: z.array(versionSchema),
  /** Days by which the first version was late; never rewritten. */
  daysLate: z.int().min(0).optional(),
  signoffRequests: z.int().min(0),
  signature: signatureSchema.optional(),
  returned: returnSchema.optional(),
  accepted: z
    .object({
      on: localDateSchema,
      by: actorSchema,
      note: z.string().max(2000),
      /** Items whose completion in April was withdrawn, each confirmed by the office. */
      confirmed: z.array(z.string()).optional(),
    })
    .optional(),
  /** The latest one; it stays when the report is accepted again. */
  withdrawn: withdrawalSchema.optional(),
  waived: z.object({ on: localDateSchema, by: actorSchema, reason: z.string().min(1) }).optional(),
  /** Rung or state notice → what became of it. */
  rungs: z.record(z.string(), rungOutcomeSchema),
  /** Raised by every write: two writers cannot both win. */
  rev: z.int().min(1),
  /** An act that is written but not yet in the audit trail; the sweep appends what a crash left here. */
  pendingAudit: auditEventSchema.optional(),
});
export type Obligation = z.infer<typeof obligationSchema>;

/** Why an act is refused; `on` is the day that decides, where one does. */
export interface Refused {
  readonly refused:
    | 'early'
    | 'locked'
    | 'closed'
    | 'not-submitted'
    | 'not-accepted'
    | 'not-requested'
    | 'unsigned'
    | 'waived';
  readonly on?: LocalDate;
}
export type Outcome = { readonly next: Obligation } | Refused;

type Progress = Pick<Obligation, 'state' | 'versions'>;

/** May be written on: not handed in yet, or handed in and returned. */
export function isEditable({ state }: Pick<Obligation, 'state'>): boolean {
  return state !== 'submitted' && state !== 'accepted' && state !== 'waived';
}

/** Still awaited: nothing has ever been handed in. Only these get reminders. */
export function isAwaited({ state, versions }: Progress): boolean {
  return isEditable({ state }) && versions.length === 0;
}

/** Lies before the chief executive, who has not signed yet. */
export function awaitsSignature({ state, signature }: Pick<Obligation, 'state' | 'signature'>) {
  return state === 'awaiting_signoff' && signature === undefined;
}

/** The return that the organization is working on, if any. */
export function openReturn({ state, versions, returned }: Progress & Pick<Obligation, 'returned'>) {
  return isEditable({ state }) && returned?.version === versions.length ? returned : undefined;
}

export function currentVersion({
  versions,
}: Pick<Obligation, 'versions'>): ReportVersion | undefined {
  return versions.at(-1);
}

export function datesOf({ dates, extendedUntil }: Pick<Obligation, 'dates' | 'extendedUntil'>) {
  return extended(dates, extendedUntil);
}

/** An officer has begun, or goes on, to fill in the form. Any signature lapses. */
export function draftSaved(obligation: Obligation): Outcome {
  if (!isEditable(obligation)) return closedTo(obligation);
  const { signature: _, ...unsigned } = obligation;
  return { next: { ...unsigned, state: 'in_progress' } };
}

/** The officer lays the report before the chief executive (เสนอผู้บริหาร). */
export function signoffAsked(obligation: Obligation): Outcome {
  if (!isEditable(obligation)) return closedTo(obligation);
  const signoffRequests = obligation.signoffRequests + 1;
  return { next: { ...obligation, state: 'awaiting_signoff', signoffRequests } };
}

/** The chief executive signs (ลงนามเห็นชอบ), in the system or on paper. */
export function signed(obligation: Obligation, signature: Obligation['signature']): Outcome {
  if (!isEditable(obligation)) return closedTo(obligation);
  return { next: { ...obligation, state: 'awaiting_signoff', ...(signature && { signature }) } };
}

/** The chief executive sends it back to the officer (ส่งคืนให้แก้ไข). */
export function sentBack(obligation: Obligation): Outcome {
  return draftSaved(obligation);
}

/**
 * The report is handed in and becomes the next version.
 *
 * After a return, the first version's timeliness stands and neither due day nor lock applies: the office
 * itself has reopened the report.
 */
export function submitted(
  obligation: Obligation,
  submission: Submission,
  { signoff }: Pick<RoundRule, 'signoff'>,
): Outcome {
  if (!isEditable(obligation)) return closedTo(obligation);
  const received = submission.paperReceivedOn ?? localDateAt(new Date(submission.receivedAt));
  const dates = datesOf(obligation);
  const first = obligation.versions.length === 0;
  const window = submissionWindow(received, dates);
  if (first && window === 'early') return { refused: 'early', on: dates.opens };
  if (first && window === 'locked') return { refused: 'locked', on: dates.lock };
  const { signature } = submission;
  const signed = signature?.contentHash === submission.contentHash;
  if (signoff === 'required' && !signed) return { refused: 'unsigned' };

  const counts = countLines(submission.content.lines);
  const version = obligation.versions.length + 1;
  const { signature: _, ...unsigned } = obligation;
  const { paperReceivedOn } = submission;
  return {
    next: {
      ...unsigned,
      state: 'submitted',
      daysLate: obligation.daysLate ?? daysLate(received, dates),
      versions: [
        ...obligation.versions,
        {
          version,
          submissionId: submission.submissionId,
          receipt: receiptNumber(obligation, version),
          receivedAt: submission.receivedAt,
          contentHash: submission.contentHash,
          channel: submission.channel,
          submittedBy: submission.submittedBy,
          ...(paperReceivedOn && { paperReceivedOn }),
          ...(signature && { signature }),
          counts,
          score: scoreOf(counts, obligation.round),
          figures: figuresOf(submission.content.lines),
        },
      ],
    },
  };
}

/** The office takes note of the report (รับรายงาน, ทราบ), with the withdrawn completions that it confirms. */
export function accepted(
  obligation: Obligation,
  on: LocalDate,
  by: Actor,
  { note, confirmed = [] }: { readonly note: string; readonly confirmed?: readonly string[] },
): Outcome {
  if (obligation.state !== 'submitted') return closedTo(obligation);
  const acceptance = { on, by, note, ...(confirmed.length > 0 && { confirmed: [...confirmed] }) };
  return { next: { ...obligation, state: 'accepted', accepted: acceptance } };
}

/** The office takes its acceptance back (ยกเลิกการรับรายงาน): the report waits for review again. */
export function acceptanceWithdrawn(
  obligation: Obligation,
  on: LocalDate,
  by: Actor,
  reason: string,
): Outcome {
  if (obligation.state !== 'accepted') {
    return { refused: obligation.state === 'waived' ? 'waived' : 'not-accepted' };
  }
  const { accepted: _, ...open } = obligation;
  const version = obligation.versions.length;
  const times = timesWithdrawn(obligation) + 1;
  const withdrawn = { version, times, on, by, reason };
  return { next: { ...open, state: 'submitted', withdrawn } };
}

/** How often the office has taken back its acceptance of the current version. */
export function timesWithdrawn({
  versions,
  withdrawn,
}: Pick<Obligation, 'versions' | 'withdrawn'>): number {
  return withdrawn?.version === versions.length ? withdrawn.times : 0;
}

/** The office sends the report back (ส่งกลับให้แก้ไข), also one it had accepted. */
export function returned(
  obligation: Obligation,
  facts: Omit<NonNullable<Obligation['returned']>, 'version'>,
): Outcome {
  const current = currentVersion(obligation);
  const handedIn = obligation.state === 'submitted' || obligation.state === 'accepted';
  if (!handedIn || !current) return closedTo(obligation);
  const { accepted: _, ...open } = obligation;
  return {
    next: { ...open, state: 'returned', returned: { version: current.version, ...facts } },
  };
}

/** The organization need not report this round (ไม่ต้องรายงาน). */
export function waived(obligation: Obligation, on: LocalDate, by: Actor, reason: string): Outcome {
  if (!isAwaited(obligation)) return closedTo(obligation);
  return { next: { ...obligation, state: 'waived', waived: { on, by, reason } } };
}

/** The organization asks for more time until `until`, included. */
export function extensionRequested(
  obligation: Obligation,
  request: Omit<NonNullable<Obligation['extensionRequest']>, 'answer' | 'no'>,
): Outcome {
  if (!isAwaited(obligation)) return closedTo(obligation);
  const earlier = obligation.extensionRequest;
  // One that was not answered yet is only put in other words.
  const no = numberOf(earlier) + (earlier?.answer ? 1 : 0);
  return { next: { ...obligation, extensionRequest: { ...request, no } } };
}

/** Which of the organization's requests it is, 1 for the first. */
export function numberOf(request: Obligation['extensionRequest']): number {
  return request?.no ?? 1;
}

/** The request that waits for the office's answer, if any. */
export function openRequest(obligation: Progress & Pick<Obligation, 'extensionRequest'>) {
  const { extensionRequest } = obligation;
  return isAwaited(obligation) && !extensionRequest?.answer ? extensionRequest : undefined;
}

interface Answering {
  readonly on: LocalDate;
  readonly by: Actor;
  readonly note: string;
}

/** The office allows more time (ขยายเวลา) until `until`, included, asked or not. */
export function extensionGranted(
  obligation: Obligation,
  until: LocalDate,
  answering: Answering,
): Outcome {
  if (!isAwaited(obligation)) return closedTo(obligation);
  const extension = { until, ...answering };
  return { next: { ...answered(obligation, true, answering), extendedUntil: until, extension } };
}

/** The office allows no more time (ไม่อนุญาต). */
export function extensionRefused(obligation: Obligation, answering: Answering): Outcome {
  if (!isAwaited(obligation)) return closedTo(obligation);
  if (!openRequest(obligation)) return { refused: 'not-requested' };
  return { next: answered(obligation, false, answering) };
}

function answered(obligation: Obligation, granted: boolean, answering: Answering): Obligation {
  const request = openRequest(obligation);
  if (!request) return obligation;
  return { ...obligation, extensionRequest: { ...request, answer: { granted, ...answering } } };
}

function closedTo({ state }: Obligation): Refused {
  if (state === 'waived') return { refused: 'waived' };
  return { refused: isEditable({ state }) ? 'not-submitted' : 'closed' };
}
