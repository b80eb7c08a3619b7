/**
 * A province's submissions to the committee: each takes many signed reports on visits there under one letter.
 *
 * drawn up → numbered: the register's number and date are entered, and only then is it submitted. Before that it can
 * be undone. All of a season are one item, so that no version of a report is ever in two of them.
 */
import * as z from 'zod';
import { type Actor, actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { fiscalYearSchema } from './fiscal-year.ts';
import { type LocalDate, localDateSchema } from './local-date.ts';
import { orgIdSchema, provinceSchema } from './organization.ts';
import { type Letter, letterSchema, type Visit, versionOf } from './supervision.ts';
import { isSigned } from './supervision-report.ts';

const bundledSchema = z.object({
  orgId: orgIdSchema,
  visitNo: z.int().min(1),
  /** Of the report. */
  version: z.int().min(1),
});
export type Bundled = z.infer<typeof bundledSchema>;

const bundleSchema = z.object({
  no: z.int().min(1),
  drawnUpOn: localDateSchema,
  drawnUpBy: actorSchema,
  /** The committee's name on that day. */
  committee: z.string().min(1).max(300),
  visits: z.array(bundledSchema).min(1).max(400),
  letter: letterSchema.optional(),
  numberedOn: localDateSchema.optional(),
  undone: z
    .object({ on: localDateSchema, by: actorSchema, reason: z.string().min(1).max(500) })
    .optional(),
});
export type Bundle = z.infer<typeof bundleSchema>;

export const submissionsSchema = z.object({
  schemaVersion: z.literal(1),
  fiscalYear: fiscalYearSchema,
  province: provinceSchema,
  /** In the order in which they were drawn up. */
  bundles: z.array(bundleSchema).max(200),
  /** 0 before the first. */
  rev: z.int().min(0),
  pendingAudit: auditEventSchema.optional(),
});
export type Submissions = z.infer<typeof submissionsSchema>;

type Named = Pick<Bundled, 'orgId' | 'visitNo'>;

/** `80-0711#1`, as forms name a visit. */
export function visitName({ orgId, visitNo }: Named): string {
  return `${orgId}#${visitNo}`;
}

/** Signed reports that no submission holds yet, in this version. */
export function awaitingSubmission(
  visits: readonly Visit[],
  { bundles }: Pick<Submissions, 'bundles'>,
): Visit[] {
  const held = new Set(
    bundles
      .filter(({ undone }) => !undone)
      .flatMap((bundle) => bundle.visits.map((one) => `${visitName(one)}#${one.version}`)),
  );
  return visits.filter(
    ({ report, ...visit }) =>
      isSigned(report) &&
      !report.submitted &&
      !held.has(`${visitName(visit)}#${versionOf(report)}`),
  );
}

export type DrawnUp =
  | { readonly next: Submissions; readonly bundle: Bundle }
  | { readonly refused: 'nothing-chosen' }
  /** Not signed, or in another submission already. */
  | { readonly refused: 'not-ready'; readonly orgIds: readonly string[] };

/** A submission of the visits that `names` name. */
export function drawnUp(
  submissions: Submissions,
  visits: readonly Visit[],
  names: readonly string[],
  { committee, by, today }: { committee: string; by: Actor; today: LocalDate },
): DrawnUp {
  if (names.length === 0) return { refused: 'nothing-chosen' };
  const ready = awaitingSubmission(visits, submissions);
  const chosen = ready.filter((visit) => names.includes(visitName(visit)));
  const known = new Set(chosen.map(visitName));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0) {
    return { refused: 'not-ready', orgIds: missing.map((name) => name.split('#')[0] ?? '') };
  }
  const bundle: Bundle = {
    no: submissions.bundles.length + 1,
    drawnUpOn: today,
    drawnUpBy: by,
    committee,
    visits: chosen.map(({ orgId, visitNo, report }) => ({
      orgId,
      visitNo,
      version: report ? versionOf(report) : 1,
    })),
  };
  return { next: { ...submissions, bundles: [...submissions.bundles, bundle] }, bundle };
}

export type Changed =
  | { readonly next: Submissions }
  | { readonly refused: 'not-found' | 'numbered' | 'undone' };

/** Submission `no` has its letter's number and date: it is submitted. */
export function numbered(
  submissions: Submissions,
  no: number,
  letter: Letter,
  today: LocalDate,
): Changed {
  return changed(submissions, no, { letter, numberedOn: today });
}

/** Submission `no` is taken apart again; its reports wait for another one. */
export function undone(
  submissions: Submissions,
  no: number,
  why: NonNullable<Bundle['undone']>,
): Changed {
  return changed(submissions, no, { undone: why });
}

function changed(submissions: Submissions, no: number, changes: Partial<Bundle>): Changed {
  const bundle = submissions.bundles.find((one) => one.no === no);
  if (!bundle) return { refused: 'not-found' };
  if (bundle.undone) return { refused: 'undone' };
  if (bundle.letter) return { refused: 'numbered' };
  return {
    next: {
      ...submissions,
      bundles: submissions.bundles.map((one) => (one === bundle ? { ...one, ...changes } : one)),
    },
  };
}

/** `visit` with what the numbered submissions say of its report's versions; `undefined` where it says so already. */
export function withLetters(
  visit: Visit,
  { bundles }: Pick<Submissions, 'bundles'>,
): Visit | undefined {
  const letterOf = (version: number) =>
    bundles.find(
      ({ letter, visits }) =>
        letter !== undefined &&
        visits.some((one) => visitName(one) === visitName(visit) && one.version === version),
    )?.letter;
  const { report, earlier = [] } = visit;
  const letter = report && isSigned(report) ? letterOf(versionOf(report)) : undefined;
  const late = earlier.filter(({ version, submitted }) => !submitted && letterOf(version));
  const isNew = letter !== undefined && report?.submitted === false;
  if (!isNew && late.length === 0) return undefined;
  return {
    ...visit,
    ...(isNew && report && { report: { ...report, submitted: true, letter } }),
    ...(late.length > 0 && {
      earlier: earlier.map((one) => (late.includes(one) ? { ...one, submitted: true } : one)),
    }),
  };
}
