/**
 * The report on a visit (รายงานการนิเทศติดตาม): what a draft holds, what signing makes of it, and its corrections.
 *
 * draft → signed (version 1) → in a numbered letter to the committee: submitted. A signed version never changes;
 * a correction is drafted beside it with a reason, and signed as the next version.
 */
import * as z from 'zod';
import { actorSchema, capacitySchema } from './actor.ts';
import { evidenceSchema } from './file-place.ts';
import { localDateSchema } from './local-date.ts';
import { unanswered, type VisitForm, visitAnswerSchema } from './visit-form.ts';

/** What is written; a draft may lack anything. */
export const supervisionReportSchema = z.object({
  heldOn: localDateSchema,
  /** Positions, one a line. */
  attendees: z.string().max(2000),
  /** Results of the first six months as the team saw them, for dimensions 1 to 4. */
  byDimension: z.tuple([
    z.string().max(2000),
    z.string().max(2000),
    z.string().max(2000),
    z.string().max(2000),
  ]),
  problemsMaking: z.string().max(4000),
  problemsCarryingOut: z.string().max(4000),
  /** ข้อสังเกต */
  findings: z.string().max(4000),
  /** ข้อเสนอแนะของคณะนิเทศ */
  recommendations: z.array(z.string().min(1).max(1000)).max(20),
  /** Day by which each of them is to be done, by its place; two months after the visit where left out. */
  dueDays: z.array(localDateSchema).max(20).optional(),
  /** The edition of the form that it is written on; the first one where left out. */
  edition: z.string().max(40).optional(),
  /** Question of the edition → answer. */
  answers: z.record(z.string(), visitAnswerSchema).optional(),
});
export type SupervisionReport = z.infer<typeof supervisionReportSchema>;

/** Who signs, in the system or on the paper that is printed from it. */
export const reportSignatureSchema = z.object({
  position: z.string().min(1).max(200),
  capacity: capacitySchema,
  /** The post signed for, where it is not the signatory's own. */
  actingFor: z.string().min(1).max(200).optional(),
  signedOn: localDateSchema,
});
export type ReportSignature = z.infer<typeof reportSignatureSchema>;

export const draftedReportSchema = supervisionReportSchema.extend({
  recordedOn: localDateSchema,
  recordedBy: actorSchema,
  /** Why a version corrects the one before it. */
  reason: z.string().min(1).max(500).optional(),
});
export type DraftedReport = z.infer<typeof draftedReportSchema>;

/** What signing adds. Reports from before there were signatures have none and are `submitted`. */
export const signedPartSchema = z.object({
  /** 1 where absent. */
  version: z.int().min(1).optional(),
  signatures: z.array(reportSignatureSchema).min(1).max(10).optional(),
  signedBy: actorSchema.optional(),
  /** SHA-256 of what was signed. */
  contentHash: z.string().optional(),
  /** Files and photos that it was signed with. */
  evidence: z.array(evidenceSchema).optional(),
});

/** Positions of those who signed, at most. */
export const MOST_SIGNATURES = 6;

interface Locked {
  readonly submitted: boolean;
  readonly signatures?: readonly unknown[] | undefined;
}

/** Signed, or handed over before there were signatures: it changes no more. */
export function isSigned<Report extends Locked>(report: Report | undefined): report is Report {
  return report !== undefined && (report.submitted || report.signatures !== undefined);
}

/** Parts of the form that must not be empty when it is signed, by their names on the form. */
export function lacksOf(report: SupervisionReport, form: VisitForm): string[] {
  const { attendees, findings, answers = {} } = report;
  return [
    ...(attendees.trim() === '' ? ['attendees'] : []),
    ...unanswered(form, answers).map(({ id }) => id),
    ...(findings.trim() === '' ? ['findings'] : []),
  ];
}
