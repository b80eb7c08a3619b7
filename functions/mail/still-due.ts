/** Whether a queued notice is still to be told, asked just before it leaves. */
import { type FiscalYear, fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { adviceStillDue } from '../../shared/domain/follow-up.ts';
import type { NoticeRow } from '../../shared/domain/ledger.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  acceptedRung,
  grantedRung,
  refusedRung,
  withdrawnRung,
} from '../../shared/domain/notice.ts';
import {
  awaitsSignature,
  datesOf,
  isAwaited,
  type Obligation,
  openReturn,
} from '../../shared/domain/obligation.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { roundSchema } from '../../shared/domain/round.ts';
import { hasAnswered, type ScheduleEntry, type Visit } from '../../shared/domain/supervision.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';

interface Dependencies {
  readonly obligations: Pick<ObligationStore, 'find'>;
  readonly season: Pick<SeasonStore, 'schedule' | 'visit' | 'recommendations'>;
}

export type StillDue = (
  row: Pick<NoticeRow, 'owner' | 'about' | 'kind' | 'rung' | 'facts'>,
  today: LocalDate,
) => Promise<boolean>;

export function createStillDue({ obligations, season }: Dependencies): StillDue {
  return async (row, today) => {
    const [scope, id = ''] = row.owner.split('#');
    // A digest is dated, and says what was so on its day.
    if (scope === 'OFFICE' && row.kind !== 'visit-team') return true;
    const [year, subject = '', ...host] = row.about.split('-');
    const inYear = fiscalYear(Number(year));
    if (row.kind === 'visit-team') {
      const { entry } = await visitOf(inYear, host.join('-'), Number(subject.slice(1)));
      return entry !== undefined && row.rung.endsWith(`-${entry.sequence}`);
    }
    const round = roundSchema.safeParse(subject).data;
    if (round) {
      const obligation = await obligations.find(id, { fiscalYear: inYear, round });
      return obligation !== undefined && roundNoticeIsDue(row, obligation, today);
    }
    if (row.kind.startsWith('advice')) {
      const visitNo = Number(subject.slice(1));
      const all = await season.recommendations(provinceOf(id), id);
      const ofVisit = all.filter((one) => one.fiscalYear === inYear && one.visitNo === visitNo);
      return adviceStillDue(row, ofVisit);
    }
    return visitNoticeIsDue(row, await visitOf(inYear, id, Number(subject.slice(1))), today);
  };

  async function visitOf(inYear: FiscalYear, orgId: string, visitNo: number) {
    const schedule = await season.schedule(inYear, provinceOf(orgId));
    const entry = schedule?.entries.find(
      (each) => each.orgId === orgId && each.visitNo === visitNo,
    );
    return { entry, visit: await season.visit({ fiscalYear: inYear, orgId, visitNo }) };
  }
}

function roundNoticeIsDue(
  { kind, rung }: Pick<NoticeRow, 'kind' | 'rung'>,
  obligation: Obligation,
  today: LocalDate,
): boolean {
  const { due, lock } = datesOf(obligation);
  const { state, signoffRequests } = obligation;
  switch (kind) {
    case 'opening':
      return isAwaited(obligation) && today <= due;
    case 'reminder':
      return isAwaited(obligation) && today < due;
    case 'due-today':
      return isAwaited(obligation) && today === due;
    case 'late':
      return isAwaited(obligation) && today > due && today <= lock;
    case 'signoff':
      return awaitsSignature(obligation) && rung === `signoff-${signoffRequests}`;
    case 'returned':
      return rung === `returned-v${openReturn(obligation)?.version}`;
    case 'accepted':
      return state === 'accepted' && rung === acceptedRung(obligation);
    case 'withdrawn':
      return state === 'submitted' && rung === withdrawnRung(obligation);
    case 'extension-granted':
      return isAwaited(obligation) && rung === grantedRung(obligation);
    case 'extension-refused':
      return isAwaited(obligation) && rung === refusedRung(obligation);
    default:
      // A receipt stays true.
      return true;
  }
}

function visitNoticeIsDue(
  { kind, rung, facts }: Pick<NoticeRow, 'kind' | 'rung' | 'facts'>,
  { entry, visit }: { entry: ScheduleEntry | undefined; visit: Visit | undefined },
  today: LocalDate,
): boolean {
  if (!entry || !rung.endsWith(`-${entry.sequence}`)) return false;
  switch (kind) {
    case 'visit-cancelled':
      return entry.state === 'cancelled';
    case 'visit-result':
      return visit?.closed?.letter !== undefined;
    case 'visit-moved':
      return entry.state !== 'cancelled';
    case 'visit-chase':
      return isAhead(entry, today) && !hasAnswered(entry, visit);
    case 'visit-notice': {
      // The notice that has a number takes the place of one without that has not left yet.
      const written = typeof facts['sequence'] === 'number' ? facts['sequence'] : entry.sequence;
      return isAhead(entry, today) && written >= (visit?.told?.calendarSequence ?? 0);
    }
    default:
      return isAhead(entry, today);
  }
}

function isAhead({ state, date }: ScheduleEntry, today: LocalDate): boolean {
  return state === 'scheduled' && today <= date;
}
