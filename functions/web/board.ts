/** What a province's board shows of its obligations: counts, selections, text to share, a file. Pure. */
import * as z from 'zod';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { type FiscalYear, fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { daysBetween, type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  currentVersion,
  datesOf,
  isAwaited,
  type Obligation,
  obligationStates,
} from '../../shared/domain/obligation.ts';
import { type CycleRules, dayIn, type Round } from '../../shared/domain/round.ts';
import type { Schedule, Visit } from '../../shared/domain/supervision.ts';
import type { WorkCalendar } from '../../shared/domain/work-calendar.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import { bandLabels, longDate, obligationLabels, roundLabels } from '../../shared/text/thai.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import { csvDay, csvText } from './csv.ts';

/** A state, or what cuts across states: mail that does not arrive, a due day gone by. */
const selections = [...obligationStates, 'bounced', 'overdue'] as const;
const sorts = ['amphoe', 'late', 'score', 'received'] as const;

/** What was asked for in the address; anything unknown counts as not asked for. */
export const boardQuerySchema = z.object({
  amphoe: z.string().trim().max(100).catch(''),
  state: z.enum(selections).optional().catch(undefined),
  q: z.string().trim().max(100).catch(''),
  sort: z.enum(sorts).catch('amphoe'),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});
export type BoardQuery = z.infer<typeof boardQuerySchema>;

/** All that the parts of the page show. */
export interface BoardProps extends RoundOf {
  readonly province: string;
  readonly provinceName: string;
  readonly obligations: readonly Obligation[];
  readonly cycle: Cycle | undefined;
  readonly schedule: Schedule | undefined;
  readonly visits: readonly Visit[];
  readonly calendar: WorkCalendar;
  readonly rules: CycleRules;
  readonly today: LocalDate;
  readonly query: BoardQuery;
}

/** Where the same province's board of a round is. */
export function pathOfRound(
  { province }: Pick<BoardProps, 'province'>,
  year: number,
  round: string,
): string {
  return `/provinces/${province}/rounds/${year}/${round}`;
}

export const PAGE_SIZE = 50;

/** The round that a province is at: October and November still belong to the year before. */
export function currentRound(
  today: LocalDate,
  rules: CycleRules,
): { fiscalYear: FiscalYear; round: Round } {
  const year = fiscalYearOf(today);
  const before = fiscalYear(year - 1);
  return today < dayIn(before, rules.closes)
    ? { fiscalYear: before, round: '12M' }
    : { fiscalYear: year, round: '6M' };
}

/** Days until the due day; negative once it has gone by. An extension counts. */
export function daysLeft(obligation: Obligation, today: LocalDate): number {
  return daysBetween(today, datesOf(obligation).due);
}

export function isOverdue(obligation: Obligation, today: LocalDate): boolean {
  return isAwaited(obligation) && today > datesOf(obligation).graceUntil;
}

export function select(
  obligations: readonly Obligation[],
  { amphoe, state, q, sort }: BoardQuery,
  today: LocalDate,
): Obligation[] {
  return obligations
    .filter(({ organization }) => amphoe === '' || organization.amphoe === amphoe)
    .filter((obligation) => isIn(obligation, state, today))
    .filter(({ organization }) => `${organization.name} ${organization.shortName}`.includes(q))
    .toSorted((a, b) => compare(a, b, sort, today));
}

function isIn(obligation: Obligation, state: BoardQuery['state'], today: LocalDate): boolean {
  switch (state) {
    case undefined:
      return true;
    case 'bounced':
      return obligation.organization.mail !== 'ok';
    case 'overdue':
      return isOverdue(obligation, today);
    default:
      return obligation.state === state;
  }
}

function compare(a: Obligation, b: Obligation, sort: BoardQuery['sort'], today: LocalDate): number {
  const byName =
    byThai(a.organization.amphoe, b.organization.amphoe) ||
    byThai(a.organization.shortName, b.organization.shortName);
  switch (sort) {
    case 'amphoe':
      return byName;
    case 'late':
      return lateness(b, today) - lateness(a, today) || byName;
    case 'score':
      return percentOf(a) - percentOf(b) || byName;
    case 'received':
      return receivedAt(b).localeCompare(receivedAt(a)) || byName;
  }
}

/** Days late, or days gone by unreported; below zero for whoever is in time. */
function lateness(obligation: Obligation, today: LocalDate): number {
  if (obligation.daysLate !== undefined) return obligation.daysLate - 0.5;
  return isAwaited(obligation) ? -daysLeft(obligation, today) : -1000;
}

/** Without a score last: 101. */
function percentOf(obligation: Obligation): number {
  return currentVersion(obligation)?.score.percent ?? 101;
}

function receivedAt(obligation: Obligation): string {
  return currentVersion(obligation)?.receivedAt ?? '';
}

export function amphoesOf(obligations: readonly Obligation[]): string[] {
  const names = new Set(obligations.map(({ organization }) => organization.amphoe));
  return [...names].toSorted(byThai);
}

/** Text for the LINE group of one amphoe's officers; nothing where everybody has handed in. */
export function lineText(
  obligations: readonly Obligation[],
  amphoe: string,
  today: LocalDate,
  link: string,
): string | undefined {
  const missing = obligations.filter(
    (obligation) => obligation.organization.amphoe === amphoe && isAwaited(obligation),
  );
  const [first] = missing;
  if (!first) return undefined;
  const { due } = first.dates;
  const left = daysBetween(today, due);
  const when = left >= 0 ? `เหลือ ${left} วัน` : `เลยกำหนดแล้ว ${-left} วัน`;
  const names = missing.map(({ organization }) => organization.shortName);
  return [
    `รายงาน ${roundLabels[first.round]} ปีงบประมาณ พ.ศ. ${first.fiscalYear} ครบกำหนด${longDate(due)} (${when})`,
    `อำเภอ${amphoe} ยังไม่พบรายงาน ${missing.length} แห่ง: ${names.join(' ')}`,
    `เข้าระบบ: ${link}?openExternalBrowser=1`,
  ].join('\n');
}

/** The board as a file that Excel opens as Thai text, row by row. */
export function boardCsv(obligations: readonly Obligation[]): string {
  const head = [
    'รหัส',
    'หน่วยงาน',
    'อำเภอ',
    'สถานะ',
    'ครบกำหนด',
    'ส่งเมื่อ',
    'หลังกำหนด (วัน)',
    'แล้วเสร็จ',
    'อยู่ระหว่างดำเนินการ',
    'ไม่สามารถดำเนินการได้',
    'รวม',
    'คะแนน (ร้อยละ)',
    'ระดับ',
    'เลขอ้างอิง',
    'โทรศัพท์',
    'อีเมลส่งถึง',
  ];
  const rows = obligations.map((obligation) => {
    const { orgId, organization, state, daysLate } = obligation;
    const version = currentVersion(obligation);
    return [
      orgId,
      organization.name,
      organization.amphoe,
      obligationLabels[state],
      csvDay(datesOf(obligation).due),
      version ? csvDay(localDateAt(new Date(version.receivedAt))) : '',
      daysLate ?? '',
      version?.counts.completed ?? '',
      version?.counts.ongoing ?? '',
      version?.counts.unable ?? '',
      version?.counts.total ?? '',
      version?.score.percent ?? '',
      version ? bandLabels[version.score.band] : '',
      version?.receipt ?? '',
      organization.phone ?? '',
      organization.mail === 'ok' ? 'ถึง' : 'ไม่ถึง',
    ];
  });
  return csvText([head, ...rows]);
}
