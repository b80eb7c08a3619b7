/** The report is handed in: one body, then one conditional write of the head. */
import { evidenceOf } from '../../shared/domain/evidence.ts';
import type { Evidence } from '../../shared/domain/file-place.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { type Obligation, type ReportVersion, submitted } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import {
  alignedWithPlan,
  checkReport,
  type ReportContent,
  type Submission,
} from '../../shared/domain/report.ts';
import { contentHash } from '../../shared/store/content-hash.ts';
import { eventOf, saveObligation } from './acting.ts';
import { actorFor, mayWrite, type ReportRefusal } from './report-acts.ts';
import {
  type DeskDependencies,
  draftVersion,
  type ReportDesk,
  type ReportPlace,
  reportDesk,
  writingAs,
} from './report-desk.ts';
import { type PaperSignature, signatureOf } from './sign-report.ts';
import type { WebDependencies } from './web-environment.tsx';

export interface Submitting {
  /** Chosen by whoever submits: the same one again answers the same receipt. */
  readonly submissionId: string;
  /** The draft of this version, or this content. */
  readonly what: { readonly draftVersion: number } | { readonly content: ReportContent };
  /** Where the chief executive has signed on paper, and nobody has noted that before. */
  readonly paper?: PaperSignature | undefined;
  readonly channel: 'web' | 'api';
  /** Where the office enters what came on paper: the day it came, today at the latest. */
  readonly paperReceivedOn?: LocalDate | undefined;
}

export interface Submitted {
  readonly submitted: Obligation;
  readonly version: ReportVersion;
  /** It had been handed in before under the same `submissionId`. */
  readonly repeated: boolean;
}

export function createSubmitReport(
  dependencies: DeskDependencies &
    Pick<WebDependencies, 'audits' | 'files' | 'now' | 'tellObligation'>,
) {
  const { obligations, reports, audits, files, now, tellObligation } = dependencies;

  return async function submitReport(
    user: User,
    place: ReportPlace,
    submitting: Submitting,
  ): Promise<Submitted | ReportRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const { submissionId, paper } = submitting;
    for (;;) {
      const desk = await reportDesk(dependencies, place);
      if (!desk) return { refused: 'not-found' };
      const { obligation } = desk;
      const { paperReceivedOn } = submitting;
      if (paperReceivedOn && paperReceivedOn > localDateAt(now())) {
        return { refused: 'received-in-future' };
      }
      const earlier = obligation.versions.find((version) => version.submissionId === submissionId);
      if (earlier) return { submitted: obligation, version: earlier, repeated: true };

      const lists = await files.lists(place.orgId, `${place.fiscalYear}-${place.round}-`);
      const submission = submissionOf(user, place, submitting, desk, evidenceOf(lists), now());
      if (!submission) return { refused: 'stale' };
      const outcome = submitted(obligation, submission, desk);
      // Told first: whoever is too early or too late need not mend rows before learning it.
      if ('refused' in outcome && outcome.refused !== 'unsigned') return outcome;
      if (paper && paper.signedOn > localDateAt(now())) return { refused: 'signed-in-future' };
      const { content } = submission;
      const check = checkReport(content, desk.context);
      if (check.errors.length > 0) return { refused: 'invalid', check, lines: content.lines };
      if ('refused' in outcome) return outcome;

      const kept = await keep(submission);
      if (kept.contentHash !== submission.contentHash) return { refused: 'reused-id' };
      // A body that a crash left behind was received when it was kept.
      const final = kept === submission ? outcome : submitted(obligation, kept, desk);
      if ('refused' in final) return final;

      const saved = await saveObligation(
        obligations,
        audits,
        { before: obligation, next: final.next },
        {
          ...eventOf(user, now(), {
            act: 'report-submitted',
            subject: `${place.fiscalYear}#${place.round}`,
          }),
          actor: submission.submittedBy,
          ...(desk.before && { before: desk.before.contentHash }),
          after: submission.contentHash,
        },
      );
      const version = saved?.versions.find((candidate) => candidate.submissionId === submissionId);
      if (!saved || !version) continue;
      await reports.discardDraft(place.orgId, place);
      await tellObligation(saved);
      return { submitted: saved, version, repeated: false };
    }
  };

  /** The body under its id: this one, or the one that was kept there before. */
  async function keep(submission: Submission): Promise<Submission> {
    if (await reports.keep(submission)) return submission;
    const { orgId, submissionId } = submission;
    return (await reports.submission(orgId, submission, submissionId)) ?? submission;
  }
}

/** `undefined` where the draft is another than the one that was checked. */
function submissionOf(
  user: User,
  place: ReportPlace,
  { submissionId, what, paper, channel, paperReceivedOn }: Submitting,
  desk: ReportDesk,
  evidence: readonly Evidence[],
  at: Date,
): Submission | undefined {
  if ('draftVersion' in what && what.draftVersion !== draftVersion(desk)) return undefined;
  const content =
    'content' in what
      ? { ...what.content, lines: alignedWithPlan(what.content.lines, desk.items) }
      : desk.content;
  const hash = contentHash(content);
  const { obligation } = desk;
  const known = obligation.signature?.contentHash === hash ? obligation.signature : undefined;
  const signature =
    known ??
    (paper &&
      signatureOf(user, { mode: 'paper', ...paper }, { contentHash: hash }, localDateAt(at)));
  const isOnBehalf = writingAs(user, place.orgId) === 'on-behalf';
  return {
    schemaVersion: 1,
    submissionId,
    ...place,
    content,
    contentHash: hash,
    ...(signature && { signature }),
    ...(evidence.length > 0 && { evidence: [...evidence] }),
    channel: isOnBehalf ? 'on-behalf' : channel,
    ...(isOnBehalf && paperReceivedOn && { paperReceivedOn }),
    submittedBy: actorFor(user, obligation),
    receivedAt: at.toISOString(),
  };
}
