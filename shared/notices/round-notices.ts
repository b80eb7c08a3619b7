/** Ledger rows of a report round: what each notice says, to whom, and when it leaves. */

import { summarize } from '../domain/evaluation.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { type NewNotice, sendAt, sendingOf } from '../domain/ledger.ts';
import type { LocalDate } from '../domain/local-date.ts';
import type { DueNotice, Rung } from '../domain/notice.ts';
import { awaitsSignature, currentVersion, datesOf, type Obligation } from '../domain/obligation.ts';
import type { Contact, Office } from '../domain/organization.ts';
import type { Round, RoundDates } from '../domain/round.ts';
import { type Counts, scoreOf } from '../domain/score.ts';
import type { WorkCalendar } from '../domain/work-calendar.ts';
import type { Message } from '../mail/messages.ts';

export interface RoundScene {
  readonly obligation: Obligation;
  readonly office: Office;
  readonly calendar: WorkCalendar;
  readonly now: Date;
  /** Rows that the plan asks for; only the opening notice says how many. */
  readonly items: number;
  /** Of the draft; only the request for a signature says them. */
  readonly drafted: Counts;
}

/** Names a round in the ledger: `2563-6M`. */
export function roundAbout({
  fiscalYear,
  round,
}: {
  fiscalYear: FiscalYear;
  round: Round;
}): string {
  return `${fiscalYear}-${round}`;
}

/** One row for each recipient of `notice`. */
export function roundNotices(notice: DueNotice, scene: RoundScene): NewNotice[] {
  const { obligation, calendar, now } = scene;
  const facts = roundMessage(notice.kind, scene);
  return notice.recipients.map(({ contactId, email }) => ({
    owner: `ORG#${obligation.orgId}`,
    about: roundAbout(obligation),
    kind: notice.kind,
    rung: notice.rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf[notice.kind], calendar).toISOString(),
    urgent: sendingOf[notice.kind] === 'at-once',
  }));
}

/** @throws {RangeError} for a kind that is about no round, or that the obligation's state cannot have caused */
function roundMessage(kind: DueNotice['kind'], scene: RoundScene): Message {
  const { obligation, office, items, drafted } = scene;
  const { orgId, fiscalYear, round, returned, accepted, withdrawn } = obligation;
  const { extension, extensionRequest } = obligation;
  const { due, graceUntil, lock } = datesOf(obligation);
  const version = currentVersion(obligation);
  const form = `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
  const about = {
    office: officeFacts(office),
    organization: { orgId, ...names(obligation) },
    fiscalYear,
    round,
    link: form,
  };
  const grace = graceUntil === due ? {} : { graceUntil };
  const awaited = {
    ...about,
    due,
    ...grace,
    awaitingSignoff: awaitsSignature(obligation),
  };
  switch (kind) {
    case 'opening':
      return { kind, ...about, due, ...grace, items };
    case 'reminder':
    case 'due-today':
      return { kind, ...awaited };
    case 'late':
      return { kind, ...awaited, lock };
    case 'signoff':
      return {
        kind,
        ...about,
        link: `${form}/sign-off`,
        due,
        counts: drafted,
        score: scoreOf(drafted, round),
      };
    case 'receipt':
      if (!version) break;
      return {
        kind,
        ...about,
        link: `${form}/versions/${version.version}`,
        receipt: version.receipt,
        version: version.version,
        receivedAt: version.receivedAt,
        daysLate: obligation.daysLate ?? 0,
        counts: version.counts,
      };
    case 'returned':
      if (!version || !returned) break;
      return {
        kind,
        ...about,
        receipt: version.receipt,
        reason: returned.reason,
        rows: returned.rows.map(({ no, comment }) => ({ no, comment })),
        until: returned.until,
      };
    case 'accepted':
      if (!version || !accepted) break;
      return { kind, ...about, receipt: version.receipt, on: accepted.on, note: accepted.note };
    case 'withdrawn':
      if (!version || !withdrawn) break;
      return {
        kind,
        ...about,
        link: `${form}/versions/${version.version}`,
        receipt: version.receipt,
        on: withdrawn.on,
        reason: withdrawn.reason,
      };
    case 'extension-granted': {
      if (!extension) break;
      const { until, note } = extension;
      return { kind, ...about, until, lock, note };
    }
    case 'extension-refused': {
      if (!extensionRequest?.answer) break;
      const { until, answer } = extensionRequest;
      return { kind, ...about, asked: until, due, lock, note: answer.note };
    }
    default:
      break;
  }
  throw new RangeError(`no notice ${kind} for an obligation that is ${obligation.state}`);
}

export interface DigestScene {
  readonly office: Office;
  readonly calendar: WorkCalendar;
  readonly now: Date;
  readonly today: LocalDate;
  readonly round: Round;
  readonly fiscalYear: FiscalYear;
  readonly dates: RoundDates;
  readonly board: readonly Obligation[];
  /** Those of the board that have handed in nothing. */
  readonly awaited: readonly Obligation[];
}

/** A list in a mail stops here: beyond it the office opens the board. */
const MOST_LISTED = 100;

/** The office's digest on the day of `rung`: one mail to `contact`, never one for each case. */
export function digestNotice(
  rung: Rung['rung'],
  { contactId, email }: Pick<Contact, 'contactId' | 'email'>,
  scene: DigestScene,
): NewNotice {
  const { office, calendar, now, today, round, fiscalYear, dates, board, awaited } = scene;
  const facts: Message = {
    kind: 'digest',
    office: officeFacts(office),
    link: `/provinces/${office.province}/rounds/${fiscalYear}/${round}`,
    on: today,
    fiscalYear,
    round,
    due: dates.due,
    counts: { ...summarize(board, today).byState },
    awaited: awaited.length,
    missing: awaited.slice(0, MOST_LISTED).map(({ organization, state }) => ({
      shortName: organization.shortName,
      amphoe: organization.amphoe,
      ...(organization.phone && { phone: organization.phone }),
      state,
    })),
    bounced: board
      .filter(({ organization }) => organization.mail !== 'ok')
      .slice(0, MOST_LISTED)
      .map(({ organization: { shortName, phone } }) => ({ shortName, ...(phone && { phone }) })),
  };
  return {
    owner: `OFFICE#${office.province}`,
    about: roundAbout({ fiscalYear, round }),
    kind: 'digest',
    rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf.digest, calendar).toISOString(),
    urgent: false,
  };
}

export function officeFacts({ name, phone, email }: Office) {
  return { name, phone, email };
}

function names({ organization: { name, shortName, takenOverBy } }: Obligation) {
  return { name, shortName, ...(takenOverBy && { takenOverBy }) };
}
