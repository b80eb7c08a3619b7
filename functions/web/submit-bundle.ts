/** The office takes signed reports on visits to the committee: many under one letter. */
import { isDeepStrictEqual } from 'node:util';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import {
  type Bundle,
  type Changed,
  type DrawnUp,
  drawnUp,
  numbered,
  type Submissions,
  undone,
  visitName,
  withLetters,
} from '../../shared/domain/submission-bundles.ts';
import type { Letter } from '../../shared/domain/supervision.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { SubmissionStore } from '../../shared/store/submission-store.ts';
import { eventOf, type NotAllowed, refusalOf, saveVisit } from './acting.ts';
import { subjectOf } from './answer-visit.ts';
import type { Season } from './edit-schedule.ts';

export interface BundleDependencies {
  readonly submissions: SubmissionStore;
  readonly seasons: Pick<SeasonStore, 'visits' | 'visit' | 'saveVisit' | 'visitAuditSettled'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export type BundleAct =
  | {
      readonly act: 'draw-up';
      /** As `visitName` gives them. */
      readonly visits: readonly string[];
      readonly committee: string;
    }
  | { readonly act: 'number'; readonly no: number; readonly letter: Letter }
  | { readonly act: 'undo'; readonly no: number; readonly reason: string };

export type BundleOutcome =
  | { readonly done: Bundle }
  | NotAllowed
  | Exclude<DrawnUp, { next: unknown }>
  | Exclude<Changed, { next: unknown }>;

const events = {
  'draw-up': 'submission-drawn-up',
  number: 'submission-numbered',
  undo: 'submission-undone',
} as const satisfies Record<BundleAct['act'], string>;

export function createSubmitBundle({ submissions, seasons, audit, now }: BundleDependencies) {
  return async function submitBundle(
    user: User,
    season: Season,
    act: BundleAct,
  ): Promise<BundleOutcome> {
    const { fiscalYear, province } = season;
    const refusal = refusalOf(user, 'record-supervision', { province });
    if (refusal) return refusal;
    for (;;) {
      const [before, visits] = await Promise.all([
        submissions.find(fiscalYear, province),
        seasons.visits(fiscalYear, province),
      ]);
      const again = repeated(before, act, user);
      if (again) {
        if (act.act === 'number') await tellVisits(user, before, again);
        return { done: again };
      }
      const at = now();
      const decision = decide(before, visits, act, user, localDateAt(at));
      if ('refused' in decision) return decision;
      const no = act.act === 'draw-up' ? decision.next.bundles.length : act.no;
      const event = eventOf(user, at, {
        act: events[act.act],
        subject: `${fiscalYear}#${province}#${no}`,
        note: noteOf(act),
      });
      const saved = await saveWithEvent(audit, {
        owner: `PROVINCE#${province}`,
        before,
        next: decision.next,
        event,
        save: (sealed) => submissions.save(decision.next, sealed),
        settle: submissions.auditSettled,
      });
      const bundle = saved?.bundles.find((one) => one.no === no);
      if (!saved || !bundle) continue;
      if (act.act === 'number') await tellVisits(user, saved, bundle);
      return { done: bundle };
    }
  };

  /** Notes with each visit that its report has gone out; the sweep does so too, where a crash comes between. */
  async function tellVisits(user: User, all: Submissions, { visits }: Bundle): Promise<void> {
    await inParallel(visits, async ({ orgId, visitNo }) => {
      const id = { fiscalYear: all.fiscalYear, orgId, visitNo };
      for (;;) {
        const before = await seasons.visit(id);
        const next = before && withLetters(before, all);
        if (!before || !next) return;
        const event = eventOf(user, now(), {
          act: 'supervision-submitted',
          subject: subjectOf(id),
        });
        if (await saveVisit(seasons, audit, { before, next }, event)) return;
      }
    });
  }
}

function decide(
  before: Submissions,
  visits: Awaited<ReturnType<SeasonStore['visits']>>,
  act: BundleAct,
  user: User,
  today: ReturnType<typeof localDateAt>,
): DrawnUp | Changed {
  const by = actorOf(user);
  switch (act.act) {
    case 'draw-up': {
      const { committee } = act;
      return drawnUp(before, visits, act.visits, { committee, by, today });
    }
    case 'number':
      return numbered(before, act.no, act.letter, today);
    case 'undo':
      return undone(before, act.no, { on: today, by, reason: act.reason });
  }
}

function noteOf(act: BundleAct): string | undefined {
  switch (act.act) {
    case 'draw-up':
      return `${act.visits.length} แห่ง`;
    case 'number':
      return `ที่ ${act.letter.no}`;
    case 'undo':
      return act.reason;
  }
}

/** A second click: the submission that this very act has made, or changed. */
function repeated({ bundles }: Submissions, act: BundleAct, user: User): Bundle | undefined {
  if (act.act === 'draw-up') {
    const last = bundles.at(-1);
    const same =
      last &&
      !last.undone &&
      last.drawnUpBy.userId === user.userId &&
      isDeepStrictEqual(last.visits.map(visitName).toSorted(), [...act.visits].toSorted());
    return same ? last : undefined;
  }
  const bundle = bundles.find(({ no }) => no === act.no);
  const is =
    act.act === 'number'
      ? isDeepStrictEqual(bundle?.letter, act.letter)
      : bundle?.undone?.reason === act.reason && bundle.undone.by.userId === user.userId;
  return is ? bundle : undefined;
}
