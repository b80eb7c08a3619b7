/** Ledger rows of the season of visits: notices to hosts, and the office's digest of overdue reports. */

import type { FiscalYear } from '../domain/fiscal-year.ts';
import { type NewNotice, sendAt, sendingOf } from '../domain/ledger.ts';
import { addDays, daysBetween, type LocalDate, laterOf } from '../domain/local-date.ts';
import type { TakenOver } from '../domain/obligation.ts';
import { nameOn, type Office, type Organization } from '../domain/organization.ts';
import type { Letter, ScheduleEntry, Team, VisitNotice } from '../domain/supervision.ts';
import type { WorkCalendar } from '../domain/work-calendar.ts';
import type { Message } from '../mail/messages.ts';
import { seatOf } from '../text/thai.ts';
import { officeFacts } from './round-notices.ts';

export interface VisitScene {
  readonly entry: ScheduleEntry;
  readonly fiscalYear: FiscalYear;
  readonly organization: Organization;
  /** Whoever has taken it over, to whom its visits are told. */
  readonly takenOverBy: TakenOver | undefined;
  readonly office: Office;
  readonly team: Team | undefined;
  readonly letter: Letter | undefined;
  /** Where the host receives the team, as it has said; its own office until then. */
  readonly place: string | undefined;
  readonly calendar: WorkCalendar;
  readonly now: Date;
  readonly today: LocalDate;
}

/** A host should answer within a week of the notice, but no later than three days ahead. */
const ANSWER_WITHIN_DAYS = 7;
const ANSWER_AHEAD_DAYS = 3;

/** Names a visit in the ledger: `2563-V1`. */
export function visitAbout(
  fiscalYear: FiscalYear,
  { visitNo }: Pick<ScheduleEntry, 'visitNo'>,
): string {
  return `${fiscalYear}-V${visitNo}`;
}

/** One row for each recipient of `notice`. */
export function visitNotices(notice: VisitNotice, scene: VisitScene): NewNotice[] {
  const { entry, fiscalYear, calendar, now } = scene;
  const facts = visitMessage(notice.kind, scene);
  return notice.recipients.map(({ contactId, email }) => ({
    owner: `ORG#${entry.orgId}`,
    about: visitAbout(fiscalYear, entry),
    kind: notice.kind,
    rung: notice.rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf[notice.kind], calendar).toISOString(),
    urgent: sendingOf[notice.kind] === 'at-once',
  }));
}

/** @throws {RangeError} for a kind that is about no visit */
function visitMessage(kind: VisitNotice['kind'], scene: VisitScene): Message {
  const { entry, fiscalYear, organization, office, team, letter, place, today } = scene;
  const { takenOverBy } = scene;
  const { orgId, visitNo, sequence, date, startMinute, durationMinutes, reason = '' } = entry;
  const { name, shortName } = nameOn(organization, today);
  const time = { date, startMinute, durationMinutes };
  const about = {
    office: officeFacts(office),
    organization: { orgId, name, shortName, ...(takenOverBy && { takenOverBy }) },
    fiscalYear,
    link: `/organizations/${orgId}/visits/${fiscalYear}/${visitNo}`,
    visitNo,
    sequence,
    ...(letter && { letter }),
  };
  const visit = {
    ...time,
    place: place ?? seatOf(name),
    team: {
      name: team?.name ?? 'คณะนิเทศติดตาม',
      members: (team?.members ?? []).map(({ position }) => position),
    },
  };
  const answerBy = laterOf(
    today,
    earlier(addDays(today, ANSWER_WITHIN_DAYS), addDays(date, -ANSWER_AHEAD_DAYS)),
  );
  const was = { ...time, ...entry.movedFrom };
  switch (kind) {
    case 'visit-notice':
    case 'visit-chase':
      return { kind, ...about, visit, answerBy };
    case 'visit-reminder':
      return { kind, ...about, visit };
    case 'visit-moved':
      return { kind, ...about, was, visit: entry.state === 'postponed' ? null : visit, reason };
    case 'visit-cancelled':
      return { kind, ...about, was: time, reason };
    default:
      throw new RangeError(`no notice ${kind} about a visit`);
  }
}

export interface OverdueReport {
  readonly shortName: string;
  readonly visitDate: LocalDate;
  /** Day by which the supervision report was due. */
  readonly dueOn: LocalDate;
  readonly teamLeader: string;
}

/** The office's digest of supervision reports that are overdue, one a day for each of its contacts. */
export function overdueNotices(
  overdue: readonly OverdueReport[],
  {
    office,
    fiscalYear,
    calendar,
    now,
    today,
  }: Pick<VisitScene, 'office' | 'fiscalYear' | 'calendar' | 'now' | 'today'>,
): NewNotice[] {
  const facts: Message = {
    kind: 'supervision-overdue',
    office: officeFacts(office),
    link: `/provinces/${office.province}/visits/${fiscalYear}`,
    on: today,
    overdue: overdue.length,
    rows: overdue.slice(0, 100).map(({ shortName, visitDate, dueOn, teamLeader }) => ({
      shortName,
      visitDate,
      daysLate: daysBetween(dueOn, today),
      position: teamLeader,
    })),
  };
  return office.contacts.map(({ contactId, email }) => ({
    owner: `OFFICE#${office.province}`,
    about: today,
    kind: 'supervision-overdue',
    rung: 'overdue',
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf['supervision-overdue'], calendar).toISOString(),
    urgent: false,
  }));
}

function earlier(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
