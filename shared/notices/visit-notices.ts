/** Ledger rows of the season of visits: notices to hosts, and the office's digest of overdue reports. */

import type { FiscalYear } from '../domain/fiscal-year.ts';
import { type NewNotice, sendAt, sendingOf } from '../domain/ledger.ts';
import { addDays, daysBetween, type LocalDate, laterOf } from '../domain/local-date.ts';
import type { TakenOver } from '../domain/obligation.ts';
import { nameOn, type Office, type Organization } from '../domain/organization.ts';
import type { LackingNotice } from '../domain/served-notice.ts';
import {
  calendarSequence,
  type Letter,
  type ScheduleEntry,
  type Team,
  type Visit,
  type VisitNotice,
} from '../domain/supervision.ts';
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
  /** Gives notice of the present day. */
  readonly letter: Letter | undefined;
  /** Gave notice of the day before. */
  readonly earlier: Letter | undefined;
  /** What has happened to it. */
  readonly visit: Visit | undefined;
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
  // Notice of an urgent visit does not wait for offices to open.
  const isUrgent = notice.kind === 'visit-notice' && entry.urgent !== undefined;
  const sending = isUrgent ? 'at-once' : sendingOf[notice.kind];
  return notice.recipients.map(({ contactId, email }) => ({
    owner: `ORG#${entry.orgId}`,
    about: visitAbout(fiscalYear, entry),
    kind: notice.kind,
    rung: notice.rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sending, calendar).toISOString(),
    urgent: sending === 'at-once',
  }));
}

/** Somebody who goes on the visit, as the ledger knows them. */
interface TeamMember {
  readonly contactId: string;
  readonly email: string;
}

/** Those of a team who have an address. */
export function membersOf(team: Team | undefined): TeamMember[] {
  return (team?.members ?? []).flatMap(({ email }, place) =>
    team && email ? [{ contactId: `${team.teamId}-${place + 1}`, email }] : [],
  );
}

export interface TeamChange {
  readonly coming: readonly TeamMember[];
  /** Those who do not come any more. */
  readonly staying: readonly TeamMember[];
  /** Nobody of the team has heard of the visit before. */
  readonly isFirst: boolean;
}

/** One row for each of the team whom the change concerns. */
export function teamNotices(
  { coming, staying, isFirst }: TeamChange,
  scene: VisitScene,
): NewNotice[] {
  const { entry, fiscalYear, office, calendar, now } = scene;
  const { orgId, visitNo, sequence, movedFrom, reason = '' } = entry;
  const { office: facts, organization } = aboutVisit(scene);
  // Whoever may be about to set out must know as soon as the host.
  const sending = isFirst && !entry.urgent ? sendingOf['visit-team'] : 'at-once';
  const row = ({ contactId, email }: TeamMember, comes: boolean): NewNotice => {
    const message: Message = {
      kind: 'visit-team',
      office: facts,
      organization,
      fiscalYear,
      link: `/provinces/${office.province}/visits/${fiscalYear}/${orgId}/${visitNo}`,
      visitNo,
      sequence: calendarSequence(entry),
      was: { ...timeOf(entry), ...movedFrom },
      visit: comes ? visitFacts(scene) : null,
      reason: isFirst ? '' : reason,
    };
    return {
      owner: `OFFICE#${office.province}`,
      about: `${visitAbout(fiscalYear, entry)}-${orgId}`,
      kind: 'visit-team',
      rung: `${comes ? 'on' : 'off'}-${sequence}`,
      contactId,
      to: email,
      facts: message,
      dueAt: sendAt(now, sending, calendar).toISOString(),
      urgent: sending === 'at-once',
    };
  };
  return [...coming.map((one) => row(one, true)), ...staying.map((one) => row(one, false))];
}

function timeOf({ date, startMinute, durationMinutes }: ScheduleEntry) {
  return { date, startMinute, durationMinutes };
}

function aboutVisit(scene: VisitScene) {
  const { entry, fiscalYear, organization, office, letter, today } = scene;
  const { takenOverBy } = scene;
  const { orgId, visitNo, urgent } = entry;
  const { name, shortName } = nameOn(organization, today);
  return {
    office: officeFacts(office),
    organization: { orgId, name, shortName, ...(takenOverBy && { takenOverBy }) },
    fiscalYear,
    link: `/organizations/${orgId}/visits/${fiscalYear}/${visitNo}`,
    visitNo,
    sequence: calendarSequence(entry),
    ...(letter && { letter }),
    ...(urgent && { urgent: urgent.reason }),
  };
}

function visitFacts(scene: VisitScene) {
  const { entry, organization, team, place, today } = scene;
  return {
    ...timeOf(entry),
    place: place ?? seatOf(nameOn(organization, today).name),
    team: {
      name: team?.name ?? 'คณะนิเทศติดตาม',
      members: (team?.members ?? []).map(({ position }) => position),
    },
  };
}

/** @throws {RangeError} for a kind that is about no visit */
function visitMessage(kind: VisitNotice['kind'], scene: VisitScene): Message {
  const { entry, earlier, letter, today } = scene;
  const { date, state, reason = '' } = entry;
  const about = aboutVisit(scene);
  const visit = visitFacts(scene);
  const answerBy = laterOf(
    today,
    earlierOf(addDays(today, ANSWER_WITHIN_DAYS), addDays(date, -ANSWER_AHEAD_DAYS)),
  );
  const was = { ...timeOf(entry), ...entry.movedFrom };
  const cited = earlier && { earlier };
  switch (kind) {
    case 'visit-notice':
      return { kind, ...about, ...cited, visit, answerBy };
    case 'visit-chase':
      return { kind, ...about, visit, answerBy };
    case 'visit-reminder':
      return { kind, ...about, visit };
    case 'visit-moved':
      return {
        kind,
        ...about,
        ...cited,
        was,
        visit: state === 'postponed' ? null : visit,
        reason,
      };
    case 'visit-cancelled': {
      const known = letter ?? earlier;
      return { kind, ...about, ...(known && { letter: known }), was: timeOf(entry), reason };
    }
    case 'visit-result': {
      const { letter: _, ...rest } = about;
      return { kind, ...rest, ...resultOf(scene) };
    }
    default:
      throw new RangeError(`no notice ${kind} about a visit`);
  }
}

/** As much of the findings as a mail tells; the letter and the page have all of them. */
const MOST_TOLD = 600;

function resultOf({ visit, entry }: Pick<VisitScene, 'visit' | 'entry'>) {
  const { report, closed } = visit ?? {};
  const { heldOn = entry.date, findings = '', recommendations = [] } = report ?? {};
  return {
    heldOn,
    findings: findings.length > MOST_TOLD ? `${findings.slice(0, MOST_TOLD)}…` : findings,
    recommendations: recommendations.length,
    ...(closed?.letter && { letter: closed.letter }),
  };
}

export interface OverdueReport {
  readonly shortName: string;
  readonly visitDate: LocalDate;
  /** Day by which the supervision report was due. */
  readonly dueOn: LocalDate;
  readonly teamLeader: string;
}

type OfficeScene = Pick<VisitScene, 'office' | 'fiscalYear' | 'calendar' | 'now' | 'today'>;

/** Rows that a digest lists at most. */
const MOST_ROWS = 100;

/** The office's digest of supervision reports that are overdue, one a day for each of its contacts. */
export function overdueNotices(overdue: readonly OverdueReport[], scene: OfficeScene): NewNotice[] {
  return digestOf(scene, 'overdue', {
    kind: 'supervision-overdue',
    ...aboutOffice(scene),
    overdue: overdue.length,
    rows: overdue.slice(0, MOST_ROWS).map(({ shortName, visitDate, dueOn, teamLeader }) => ({
      shortName,
      visitDate,
      daysLate: daysBetween(dueOn, scene.today),
      position: teamLeader,
    })),
  });
}

export interface UnservedVisit extends LackingNotice {
  readonly shortName: string;
  readonly visitDate: LocalDate;
}

/** The office's digest of visits that draw near without a notice that counts, one a day for each of its contacts. */
export function unservedNotices(
  unserved: readonly UnservedVisit[],
  scene: OfficeScene,
): NewNotice[] {
  return digestOf(scene, 'unserved', {
    kind: 'visit-unserved',
    ...aboutOffice(scene),
    unserved: unserved.length,
    rows: unserved.slice(0, MOST_ROWS),
  });
}

function aboutOffice({ office, fiscalYear, today }: OfficeScene) {
  const link = `/provinces/${office.province}/visits/${fiscalYear}`;
  return { office: officeFacts(office), link, on: today };
}

function digestOf(
  { office, calendar, now, today }: OfficeScene,
  rung: string,
  facts: Extract<Message, { kind: 'supervision-overdue' | 'visit-unserved' }>,
): NewNotice[] {
  return office.contacts.map(({ contactId, email }) => ({
    owner: `OFFICE#${office.province}`,
    about: today,
    kind: facts.kind,
    rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf[facts.kind], calendar).toISOString(),
    urgent: false,
  }));
}

function earlierOf(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
