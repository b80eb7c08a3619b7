/**
 * Judges a simulated year from outside: from the mailbox, from what the site answered to those who acted, and
 * from the list of holidays.
 *
 * It derives on its own which mails had to come, to whom and when, and compares. It shares no code with what it
 * checks: a rule that both got from one place would be wrong in both.
 */
import {
  AT_ONCE,
  type Case,
  closing,
  DECIDED,
  type Deed,
  deeds,
  EVERYONE,
  type Expected,
  expectedFor,
  MINUTE_MS,
  openCase,
  reached,
  spanOf,
  stamp,
  type Violation,
  violation,
  type YearSeen,
} from './audited-case.ts';
import type { MailKind, SeenMail } from './audited-mail.ts';
import {
  adviceFaults,
  adviceMails,
  invitationFaults,
  overdueDigests,
  reportFaults,
  SEASON_KINDS,
  scheduleFaults,
  servedFaults,
  unservedDigests,
  visitMails,
  visitsOf,
} from './audited-season.ts';
import {
  dayAt,
  daysBetween,
  instantOn,
  ladderOf,
  minuteAt,
  OFFICE_CLOSES,
  OFFICE_OPENS,
  type Role,
  type RoundName,
  roundDaysOf,
} from './audited-year.ts';

interface RoundFigures {
  readonly onTime: number;
  readonly late: number;
  readonly missing: number;
}

export interface Verdict {
  readonly reports: Record<RoundName, RoundFigures>;
  readonly notices: { due: number; sent: number; duplicates: number; missing: number };
  readonly visits: { planned: number; held: number; reported: number };
  readonly violations: readonly Violation[];
}

const LADDER_KINDS: readonly MailKind[] = ['opening', 'reminder', 'due-today', 'late'];

const ROUNDS: readonly RoundName[] = ['6M', '12M'];

export function audit(seen: YearSeen): Verdict {
  const it = openCase(seen);
  const expected = [
    ...seen.organizations.flatMap(({ orgId }) => [
      ...ROUNDS.flatMap((round) => [
        ...ladderMails(it, orgId, round),
        ...stateMails(it, orgId, round),
      ]),
      ...visitsOf(it, orgId).flatMap((visit) => visitMails(it, visit)),
      ...adviceMails(it, orgId),
    ]),
    ...ROUNDS.flatMap((round) => digests(it, round)),
    ...overdueDigests(it),
    ...unservedDigests(it),
    ...alternateMails(it),
  ];
  const notices = seen.mails.filter(({ kind }) => kind !== 'code');
  const matched = match(it, expected, notices);
  const visits = seen.organizations.flatMap(({ orgId }) => visitsOf(it, orgId));
  return {
    reports: { '6M': figures(it, '6M'), '12M': figures(it, '12M') },
    notices: {
      due: matched.due,
      sent: notices.length,
      duplicates: matched.duplicates,
      missing: matched.missing,
    },
    visits: {
      planned: visits.length,
      held: visits.filter(({ lives }) => lives.at(-1)?.time).length,
      reported: visits.filter(({ submittedAt }) => submittedAt !== undefined).length,
    },
    violations: [
      ...matched.violations,
      ...seen.mails.flatMap((mail) => mailFaults(it, mail)),
      ...invitationFaults(it),
      ...scheduleFaults(it, visits),
      ...servedFaults(it, visits),
      ...reportFaults(it, visits),
      ...seen.organizations.flatMap(({ orgId }) => adviceFaults(it, orgId)),
      ...ROUNDS.flatMap((round) => standingFaults(it, round)),
      ...closingFaults(it),
    ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}

function submissions(it: Case, orgId: string, round: RoundName) {
  return deeds(it, orgId, 'submitted').filter((deed) => deed.round === round);
}

function firstSubmission(it: Case, orgId: string, round: RoundName): number {
  return submissions(it, orgId, round)[0]?.at ?? Number.POSITIVE_INFINITY;
}

/** Whether a report lay before the chief executive at `instant`, for lack of a signature. */
function awaitsSignature(it: Case, orgId: string, round: RoundName, instant: number): boolean {
  const last = deeds(it, orgId, 'draft-saved', 'signoff-asked', 'signed', 'submitted')
    .filter((deed) => deed.round === round && deed.at <= instant)
    .at(-1);
  return last?.deed === 'signoff-asked';
}

function ladderMails(it: Case, orgId: string, round: RoundName): Expected[] {
  const { fiscalYear } = it.seen;
  const submitted = firstSubmission(it, orgId, round);
  return ladderOf(roundDaysOf(fiscalYear)[round], it.days).flatMap(({ kind, day, roles }) => {
    const decided = instantOn(day, DECIDED);
    const from = instantOn(day, OFFICE_OPENS);
    // Whoever hands in while the day's mails are leaving may have been reminded a minute before.
    const settled = from + 60 * MINUTE_MS;
    if (submitted <= from) return [];
    const waits = [decided, settled].map((at) => awaitsSignature(it, orgId, round, at));
    const meant = (wait: boolean) => (wait ? [...roles, ...EVERYONE] : roles);
    return expectedFor(it, orgId, {
      kind,
      about: `${orgId} ${round}`,
      roles: waits.map(meant),
      decided: [decided, from],
      from,
      until: Math.min(closing(day), submitted),
      required: submitted > settled,
    });
  });
}

const STATE_MAILS = {
  submitted: ['receipt', ['executive', 'coordinator']],
  'signoff-asked': ['signoff', ['executive']],
  returned: ['returned', ['coordinator']],
  accepted: ['accepted', ['coordinator', 'executive']],
} as const satisfies Partial<Record<Deed['deed'], readonly [MailKind, readonly Role[]]>>;

/** Receipts, requests to sign, returns and the office's taking note. */
function stateMails(it: Case, orgId: string, round: RoundName): Expected[] {
  const all = deeds(it, orgId, 'submitted', 'signoff-asked', 'accepted', 'returned').filter(
    (deed) => deed.round === round,
  );
  return all.flatMap(({ deed, at }, place) => {
    const [kind, roles] = STATE_MAILS[deed];
    const { from, until } = spanOf(it, kind, at);
    // What has been overtaken before offices open need not be told any more.
    const required = (all[place + 1]?.at ?? Number.POSITIVE_INFINITY) > from;
    const about = `${orgId} ${round}`;
    return expectedFor(it, orgId, {
      kind,
      about,
      roles: [roles],
      decided: [at],
      from,
      until,
      required,
    });
  });
}

/** Whoever stands in for an address that has just bounced is told the same, if nobody of them was. */
function alternateMails(it: Case): Expected[] {
  return it.seen.mails.flatMap((mail, place) => {
    const { kind, to, at, orgId = '', round } = mail;
    const person = it.peopleOf.get(orgId)?.find(({ email }) => email === to);
    if (!kind || !person?.bounces || it.firstTo.get(to) !== at) return [];
    const alternates = reached(it, orgId, [person.role], at + 1);
    const sameDay = (other: SeenMail) =>
      other.kind === kind && other.round === round && dayAt(other.at) === dayAt(at);
    const told = it.seen.mails
      .slice(0, place)
      .some((other) => alternates.includes(other.to) && sameDay(other));
    const [alternate] = alternates;
    if (!alternate || told) return [];
    const about = SEASON_KINDS.includes(kind) ? orgId : `${orgId} ${round}`;
    return [{ kind, about, to: alternate, ...spanOf(it, kind, at), required: true }];
  });
}

function figures(it: Case, round: RoundName): RoundFigures {
  const lates = it.seen.organizations.map(({ orgId }) => lateness(it, orgId, round));
  return {
    onTime: lates.filter((late) => late === 0).length,
    late: lates.filter((late) => late !== undefined && late > 0).length,
    missing: lates.filter((late) => late === undefined).length,
  };
}

/** Days by which the first report was late; nothing where none came. */
function lateness(it: Case, orgId: string, round: RoundName): number | undefined {
  const at = firstSubmission(it, orgId, round);
  if (at === Number.POSITIVE_INFINITY) return undefined;
  const { due } = roundDaysOf(it.seen.fiscalYear)[round];
  return Math.max(0, daysBetween(due, dayAt(at)));
}

function standingFaults(it: Case, round: RoundName): Violation[] {
  const { fiscalYear, organizations, standings } = it.seen;
  const { lock } = roundDaysOf(fiscalYear)[round];
  const at = instantOn(lock, 24 * 60 - 1);
  const told = new Map(standings[round].map((standing) => [standing.orgId, standing]));
  return organizations.flatMap(({ orgId }) => {
    const late = lateness(it, orgId, round);
    const standing = told.get(orgId);
    if (!standing) return [violation('standing', at, `${orgId} ${round}: not on the board`)];
    if (standing.submitted === (late !== undefined) && standing.daysLate === late) return [];
    const says = `${standing.submitted ? 'submitted' : 'not submitted'}, ${standing.daysLate} days late`;
    return [violation('standing', at, `${orgId} ${round}: ${says}, but should be ${late}`)];
  });
}

function digests(it: Case, round: RoundName): Expected[] {
  const { fiscalYear, office } = it.seen;
  const rungs = ladderOf(roundDaysOf(fiscalYear)[round], it.days).filter(({ digest }) => digest);
  // A digest whose day is off goes out with the next one's, and that one speaks for both.
  const opens = new Set(rungs.map(({ day }) => it.days.openFrom(instantOn(day, DECIDED))));
  return [...opens].flatMap((from) =>
    office.map((to) => ({
      kind: 'digest' as const,
      about: round,
      to,
      from,
      until: closing(dayAt(from)),
      required: true,
    })),
  );
}

interface Matched {
  readonly due: number;
  readonly duplicates: number;
  readonly missing: number;
  readonly violations: readonly Violation[];
}

/** Sets each mail against one that was expected. */
function match(it: Case, expected: readonly Expected[], mails: readonly SeenMail[]): Matched {
  const open = Map.groupBy(expected, ({ kind, about, to }) => `${kind} ${about} ${to}`);
  const met = new Map<Expected, SeenMail>();
  const violations: Violation[] = [];
  let duplicates = 0;
  for (const mail of mails) {
    const fitting = (open.get(keyOf(mail)) ?? []).filter(
      ({ from, until }) => from <= mail.at && mail.at <= until,
    );
    const unmet = fitting.filter((one) => !met.has(one));
    const free = unmet.find(({ required }) => required) ?? unmet[0];
    const before = fitting[0] && met.get(fitting[0]);
    if (free) met.set(free, mail);
    else if (before) {
      if (isFlagged(before, mail)) continue;
      duplicates += 1;
      violations.push(violation('duplicate', mail.at, describe(mail)));
    } else violations.push(notDue(it, mail));
  }
  const missing = expected.filter((one) => one.required && !met.has(one));
  const told = missing.map(({ kind, about, to, from, until }) => {
    const by = Number.isFinite(until) ? stamp(until) : 'ever';
    return violation('missing', from, `${kind} about ${about} to ${to}: not there by ${by}`);
  });
  return {
    due: missing.length + met.size,
    duplicates,
    missing: missing.length,
    violations: [...violations, ...told],
  };
}

/** A second attempt after a lost answer names itself as such. */
function isFlagged(before: SeenMail, mail: SeenMail): boolean {
  return (
    before.message.name === mail.message.name && before.message.attempt !== mail.message.attempt
  );
}

function keyOf({ kind, orgId, round, to }: SeenMail): string {
  if (kind === 'digest') return `${kind} ${round} ${to}`;
  if (kind === 'supervision-overdue' || kind === 'visit-unserved') return `${kind}  ${to}`;
  const about = kind !== undefined && SEASON_KINDS.includes(kind) ? orgId : `${orgId} ${round}`;
  return `${kind} ${about} ${to}`;
}

function notDue(it: Case, mail: SeenMail): Violation {
  const { kind, orgId, round, at, to } = mail;
  const isLadder = kind !== undefined && LADDER_KINDS.includes(kind);
  const submitted = orgId && round ? firstSubmission(it, orgId, round) : Number.POSITIVE_INFINITY;
  const rule = bouncedBefore(it, to, at)
    ? 'mail-to-bounced-address'
    : isLadder && submitted <= at
      ? 'reminded-after-submission'
      : 'not-due';
  return violation(rule, at, describe(mail));
}

function bouncedBefore(it: Case, to: string, at: number): boolean {
  const owner = it.ownerOf.get(to);
  const person = it.peopleOf.get(owner ?? '')?.find(({ email }) => email === to);
  return person?.bounces === true && at > (it.firstTo.get(to) ?? at);
}

/** What every mail must keep to, whatever it says. */
function mailFaults(it: Case, mail: SeenMail): Violation[] {
  const { kind, at, to, orgId, fiscalYear, faults } = mail;
  const day = dayAt(at);
  const minute = minuteAt(at);
  const inHours = minute >= OFFICE_OPENS && minute <= OFFICE_CLOSES;
  // A team learns at once of what its host learns at once.
  const onTime =
    kind === undefined ||
    kind === 'visit-team' ||
    mail.isUrgent ||
    AT_ONCE.includes(kind) ||
    (inHours && (kind === 'due-today' || it.days.isWorking(day)));
  const owner = it.ownerOf.get(to);
  const isOffice =
    it.seen.office.includes(to) || it.seen.teams.some(({ members }) => members.includes(to));
  const found = [
    ...faults,
    kind === undefined && `a mail that nobody knows: ${mail.subject}`,
    !onTime && `${kind} outside office hours`,
    [...mail.subject].length > 60 && 'a subject of more than 60 characters',
    !owner && !isOffice && kind !== 'code' && 'an address that belongs to nobody',
    orgId && owner && orgId !== owner && `about ${orgId}, but to somebody at ${owner}`,
    fiscalYear && fiscalYear !== it.seen.fiscalYear && `about the year ${fiscalYear}`,
  ];
  return found
    .filter((fault) => typeof fault === 'string')
    .map((fault) => violation('mail', at, `${fault} (${describe(mail)})`));
}

function closingFaults(it: Case): Violation[] {
  const { fiscalYear, closing, organizations } = it.seen;
  const at = instantOn(`${fiscalYear - 543}-12-01`, DECIDED);
  if (!closing.closed) return [violation('closing', at, 'the cycle is still open')];
  const open = organizations
    .map(({ orgId }) => orgId)
    .filter((orgId) => lateness(it, orgId, '12M') === undefined);
  const recorded = new Set(closing.leftOpen);
  return open
    .filter((orgId) => !recorded.has(orgId))
    .map((orgId) => violation('closing', at, `${orgId} has not reported, but nothing says so`));
}

function describe({ kind, round, to, subject }: SeenMail): string {
  return `${[kind, round].filter(Boolean).join(' ')} to ${to}: ${subject}`;
}
