/** The office closes a fiscal year before the clock does: each thing that is open is recorded with why. */
import type { Cycle } from '../../shared/domain/cycle.ts';
import { workDone } from '../../shared/domain/cycle.ts';
import { openAtClosing, openStates } from '../../shared/domain/evaluation.ts';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { datesOf } from '../../shared/domain/obligation.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import { rounds } from '../../shared/domain/round.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { withHashes } from '../../shared/store/audited.ts';
import type { CycleStore } from '../../shared/store/cycle-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import { shortDate } from '../../shared/text/thai.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';
import type { Season } from './edit-schedule.ts';
import { groupName, type OpenGroup, openGroups, thingName } from './open-at-closing.ts';

export interface ClosingDependencies {
  readonly cycles: Pick<CycleStore, 'find' | 'save' | 'change'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly seasons: Pick<SeasonStore, 'schedule' | 'visits' | 'recommendations'>;
  readonly audits: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

const AHEAD: readonly string[] = ['scheduled', 'notified', 'acknowledged', 'reschedule_requested'];

/** Visits that are still to be held: they are cancelled or held first, whatever the reason. */
export function isAhead(group: Pick<OpenGroup, 'kind' | 'state'> | undefined): boolean {
  return group?.kind === 'visits' && AHEAD.includes(group.state);
}

export type ClosingOutcome =
  | { readonly closed: Cycle }
  | NotAllowed
  /** The fiscal year has not ended. */
  | { readonly refused: 'too-early'; readonly from: LocalDate }
  | { readonly refused: 'not-open' }
  | { readonly refused: 'visits-ahead'; readonly groups: readonly OpenGroup[] }
  /** Open and without a reason, or come up since the officer looked. */
  | { readonly refused: 'unexplained'; readonly groups: readonly OpenGroup[] };

/** Characters of a recommendation that tell it from others. */
const MOST_TOLD = 120;

/** What a season leaves open now, and of each what tells why: by `thingName`. */
export async function leftOpen(
  { obligations, seasons, now }: Pick<ClosingDependencies, 'obligations' | 'seasons' | 'now'>,
  { fiscalYear, province }: Season,
) {
  const [schedule, visits, recommendations, ...boards] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    seasons.visits(fiscalYear, province),
    seasons.recommendations(province),
    ...rounds.map(async (round) => ({
      round,
      board: await obligations.board(province, { fiscalYear, round }),
    })),
  ]);
  const ofYear = recommendations.filter((one) => one.fiscalYear === fiscalYear);
  const left = { entries: schedule?.entries ?? [], visits, recommendations: ofYear };
  const states = openStates(boards, left, localDateAt(now()));
  return {
    states,
    groups: openGroups(states),
    details: new Map([
      ...boards.flatMap(({ round, board }) =>
        board.map(
          (one) =>
            [thingName(round, one.orgId), `ครบกำหนดส่ง ${shortDate(datesOf(one).due)}`] as const,
        ),
      ),
      ...left.entries.map(
        ({ orgId, visitNo, date, state }) =>
          [
            thingName('visits', `${orgId}#${visitNo}`),
            `${state === 'postponed' ? 'กำหนดเดิม' : 'วันนิเทศ'} ${shortDate(date)}`,
          ] as const,
      ),
      ...ofYear.map(
        ({ orgId, visitNo, no, text }) =>
          [
            thingName('recommendations', `${orgId}#${visitNo}#${no}`),
            text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text,
          ] as const,
      ),
    ]),
    reports: Object.fromEntries(
      boards.map(({ round, board }) => [round, [...openAtClosing(board)]]),
    ),
  };
}

export function createCloseYear(dependencies: ClosingDependencies) {
  const { cycles, audits, now } = dependencies;
  /** `reasons`: by `groupName`, and by `thingName` where one thing has a reason of its own. */
  return async function closeYear(
    user: User,
    season: Season,
    reasons: ReadonlyMap<string, string>,
  ): Promise<ClosingOutcome> {
    const { fiscalYear, province } = season;
    const refusal = refusalOf(user, 'record-supervision', { province });
    if (refusal) return refusal;
    for (;;) {
      const at = now();
      const today = localDateAt(at);
      const cycle = await cycles.find(fiscalYear, province);
      if (!cycle) return { refused: 'not-open' };
      // A second click; or what a crash kept from the trail.
      if (cycle.state === 'closed') {
        await tellTrail(cycle);
        return cycle.closedBy?.userId === user.userId ? { closed: cycle } : { refused: 'not-open' };
      }
      const { closes } = fiscalYearWindow(fiscalYear);
      if (today <= closes) return { refused: 'too-early', from: addDays(closes, 1) };
      const { states, groups, reports } = await leftOpen(dependencies, season);
      const ahead = groups.filter((group) => isAhead(group));
      if (ahead.length > 0) return { refused: 'visits-ahead', groups: ahead };
      const unexplained = groups.filter(({ kind, state, ids }) => {
        const own = ids.filter((id) => reasons.get(thingName(kind, id))?.trim());
        return own.length < ids.length && !reasons.get(groupName({ kind, state }))?.trim();
      });
      if (unexplained.length > 0) return { refused: 'unexplained', groups: unexplained };
      const next: Cycle = {
        ...workDone(cycle, 'close', today),
        state: 'closed',
        leftOpen: reports,
        openStates: states,
        whyOpen: reasonsGiven(groups, reasons),
        closedBy: actorOf(user),
      };
      const subject = `${fiscalYear}#${province}`;
      const note = `ค้าง ${groups.reduce((sum, { ids }) => sum + ids.length, 0)} เรื่อง`;
      const event = withHashes(
        eventOf(user, at, { act: 'year-closed', subject, note }),
        cycle,
        next,
      );
      const saved = await cycles.save({ ...next, pendingAudit: event });
      if (!saved) continue;
      await tellTrail(saved);
      return { closed: saved };
    }
  };

  async function tellTrail({ pendingAudit, fiscalYear, province }: Cycle): Promise<void> {
    if (!pendingAudit) return;
    await audits.append(`PROVINCE#${province}`, pendingAudit);
    await cycles.change(fiscalYear, province, ({ pendingAudit: _, ...rest }) => rest);
  }
}

function reasonsGiven(groups: readonly OpenGroup[], reasons: ReadonlyMap<string, string>) {
  const names = groups.flatMap((group) => [
    groupName(group),
    ...group.ids.map((id) => thingName(group.kind, id)),
  ]);
  return Object.fromEntries(
    names.flatMap((name) => {
      const reason = reasons.get(name)?.trim();
      return reason ? [[name, reason] as const] : [];
    }),
  );
}
