/**
 * Life in the sample province: the made-up neighbours hand in their reports, most of them in the last days, some
 * late and a few never, so that a newcomer sees a board fill up. อบต.ท่าเสม็ด is left to whoever tries the product.
 */

import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import {
  addDays,
  instantAt,
  type LocalDate,
  localDateAt,
} from '../../../shared/domain/local-date.ts';
import { isAwaited, type Obligation, submitted } from '../../../shared/domain/obligation.ts';
import { actorOf, type User } from '../../../shared/domain/permissions.ts';
import { itemsToReport } from '../../../shared/domain/plan.ts';
import {
  COMPLETED,
  ONGOING,
  prefilledLines,
  type ReportContent,
  type ReportLine,
  UNABLE,
} from '../../../shared/domain/report.ts';
import { type Round, rounds, standardRules } from '../../../shared/domain/round.ts';
import { createTellObligation } from '../../../shared/notices/tell-obligation.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { contentHash } from '../../../shared/store/content-hash.ts';
import { noticeStore } from '../../../shared/store/notice-store.ts';
import { obligationStore } from '../../../shared/store/obligation-store.ts';
import { planStore } from '../../../shared/store/plan-store.ts';
import { reportStore } from '../../../shared/store/report-store.ts';
import { rosterStore } from '../../../shared/store/roster-store.ts';
import { settingsStore } from '../../../shared/store/settings-store.ts';
import type { Table } from '../../../shared/store/table.ts';
import type { Clock } from '../clock.ts';
import { type Chance, chance } from './random.ts';

export interface Neighbourhood {
  readonly table: Table;
  readonly clock: Clock;
  readonly fiscalYear: FiscalYear;
  readonly province: string;
  /** Whose reports are left alone. */
  readonly except: string;
}

/** Officers have settled down to it by then. */
const HOUR = 10;

/** Has the neighbours act each morning, until `signal` aborts. */
export async function liveNextDoor(
  neighbourhood: Neighbourhood,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = neighbourhood;
  await clock.run(async () => {
    while (!signal.aborted) {
      for (const round of rounds) await handInToday(neighbourhood, round);
      const next = instantAt(addDays(localDateAt(clock.now()), 1), HOUR);
      // An abort ends the sleep, and with it the loop.
      await clock.sleepUntil(next, signal).catch(() => undefined);
    }
  });
}

async function handInToday(neighbourhood: Neighbourhood, round: Round): Promise<void> {
  const { table, clock, fiscalYear, province, except } = neighbourhood;
  const today = localDateAt(clock.now());
  const board = await obligationStore(table).board(province, { fiscalYear, round });
  const due = board.filter((obligation) => {
    const day = dayOfHandingIn(obligation);
    return (
      obligation.orgId !== except && isAwaited(obligation) && day !== undefined && day <= today
    );
  });
  for (const obligation of due) await handIn(neighbourhood, obligation);
}

/** A fifth early, two fifths in the last week, a fifth on the last day, some late, and one in twelve never. */
function dayOfHandingIn({ orgId, round, dates }: Obligation): LocalDate | undefined {
  const dice = diceOf(orgId, round);
  const luck = dice.fraction();
  if (luck < 0.08) return undefined;
  if (luck < 0.2) return addDays(dates.due, 1 + dice.below(15));
  if (luck < 0.4) return dates.due;
  if (luck < 0.8) return addDays(dates.due, -1 - dice.below(7));
  return addDays(dates.opens, 2 + dice.below(18));
}

async function handIn({ table, clock }: Neighbourhood, obligation: Obligation): Promise<void> {
  const { orgId, fiscalYear, round, organization } = obligation;
  const reports = reportStore(table);
  const obligations = obligationStore(table);
  const items = itemsToReport(await planStore(table).items(orgId), fiscalYear);
  const april = round === '12M' ? await aprilLines(table, obligation) : [];
  const content = contentOf(prefilledLines(items, april), diceOf(orgId, `${round} content`));
  const hash = contentHash(content);
  const officer = actorOf(officerOf(orgId));
  const submission = {
    schemaVersion: 1 as const,
    submissionId: `sample-${fiscalYear}-${round}`,
    orgId,
    fiscalYear,
    round,
    content,
    contentHash: hash,
    signature: {
      mode: 'paper' as const,
      contentHash: hash,
      position: `ผู้บริหาร${organization.shortName}`,
      capacity: 'holder' as const,
      signedOn: localDateAt(clock.now()),
    },
    channel: 'web' as const,
    submittedBy: officer,
    receivedAt: clock.now().toISOString(),
  };
  const outcome = submitted(obligation, submission, standardRules.rounds[round]);
  if ('refused' in outcome) return;
  await reports.keep(submission);
  const event = {
    eventId: `${submission.submissionId}-${orgId}`,
    at: submission.receivedAt,
    actor: officer,
    act: 'report-submitted',
    subject: `${fiscalYear}#${round}`,
    after: hash,
  };
  const saved = await obligations.save(outcome.next, event);
  if (!saved) return;
  await auditStore(table).append(`ORG#${orgId}`, event);
  await obligations.auditSettled(saved);
  await createTellObligation({
    notices: noticeStore(table),
    roster: rosterStore(table),
    reports,
    settings: settingsStore(table),
    now: () => clock.now(),
  })(saved);
}

async function aprilLines(
  table: Table,
  { orgId, fiscalYear }: Obligation,
): Promise<readonly ReportLine[]> {
  const sixMonths = { fiscalYear, round: '6M' as const };
  const head = await obligationStore(table).find(orgId, sixMonths);
  const version = head?.versions.at(-1);
  const report =
    version && (await reportStore(table).submission(orgId, sixMonths, version.submissionId));
  return report?.content.lines ?? [];
}

function contentOf(lines: readonly ReportLine[], dice: Chance): ReportContent {
  // Most get something done, a few are stuck: boards have their green, orange and red.
  const fortune = { done: 0.2 + 0.5 * dice.fraction(), stuck: dice.fraction() < 0.12 ? 0.7 : 0.06 };
  return {
    lines: lines.map((line) => ({ ...line, ...progressOf(line, fortune, dice) })),
    problemsMaking: '',
    problemsCarryingOut:
      dice.fraction() < 0.3
        ? 'งบประมาณมีจำกัด และบุคลากรรับผิดชอบงานหลายด้าน ขอให้มีการอบรมผู้รับผิดชอบเพิ่มเติม'
        : '',
    wholeYearConfirmed: true,
  };
}

/** What was done by April stays done; of the rest more is done by October. */
function progressOf(
  { status }: ReportLine,
  { done, stuck }: { readonly done: number; readonly stuck: number },
  dice: Chance,
): Pick<ReportLine, 'status' | 'reason' | 'remark' | 'decision'> {
  const decision = 'continue' as const;
  const advances = dice.fraction() < (status === null ? done : 0.8);
  if (status === COMPLETED) return { status, reason: null, remark: '', decision };
  if (dice.fraction() < stuck) {
    return { status: UNABLE, reason: dice.pick([1, 2, 3] as const), remark: '', decision };
  }
  if (advances) return { status: COMPLETED, reason: null, remark: '', decision };
  return { status: ONGOING, reason: null, remark: 'กำหนดดำเนินการในไตรมาสที่ 3–4', decision };
}

function officerOf(orgId: string): User {
  return {
    schemaVersion: 1,
    userId: `org-${orgId}-planner`,
    email: `planner.org-${orgId}@lao.example`,
    role: 'officer',
    position: 'นักวิเคราะห์นโยบายและแผน',
    orgId,
    provinces: [],
    active: true,
  };
}

/** The same for the same organization and purpose, on every machine and after every restart. */
function diceOf(orgId: string, purpose: string): Chance {
  const letters = [...`${orgId} ${purpose}`];
  return chance(
    letters.reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) | 0, 7),
  );
}
