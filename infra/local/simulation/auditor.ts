/**
 * Judges a simulated year from outside: from the mailbox, from what the site answered to those who acted, and
 * from the list of holidays.
 *
 * It derives on its own which mails had to come, to whom and when, and compares. It shares no code with what it
 * checks: a rule that both got from one place would be wrong in both.
 */
import type { MailKind, SeenMail } from './audited-mail.ts';
import {
  type Day,
  dayAt,
  daysBetween,
  instantOn,
  ladderOf,
  minuteAt,
  OFFICE_CLOSES,
  OFFICE_OPENS,
  plusDays,
  type Role,
  type RoundName,
  roundDaysOf,
  type WorkingDays,
  workingDaysOf,
} from './audited-year.ts';

/** Somebody at an organization, and whether mail to the address comes back. */
export interface Person {
  readonly role: Role;
  readonly email: string;
  readonly bounces: boolean;
}

export interface VisitTime {
  readonly day: Day;
  /** Minutes after Thai midnight. */
  readonly start: number;
  readonly end: number;
  readonly team: string;
}

interface OfRound {
  readonly orgId: string;
  readonly round: RoundName;
}

interface OfVisit {
  readonly orgId: string;
  readonly visitNo: number;
}

/** What somebody did on the site and the site confirmed; `at` in milliseconds since 1970. */
export type Deed =
  | DeedOf<'draft-saved' | 'signoff-asked' | 'signed' | 'accepted' | 'returned', OfRound>
  | DeedOf<'submitted', OfRound & { readonly receipt: string }>
  | DeedOf<'contact-mended', { readonly orgId: string; readonly was: string; readonly now: string }>
  | DeedOf<'published' | 'moved', OfVisit & { readonly time: VisitTime }>
  | DeedOf<'postponed' | 'cancelled', OfVisit>
  | DeedOf<'acknowledged' | 'other-day-asked', OfVisit>
  /** With one recommendation, due two months after the visit. */
  | DeedOf<'supervision-reported', OfVisit & { readonly heldOn: Day }>
  | DeedOf<'advice-answered', OfVisit & { readonly state: AdviceState; readonly due?: Day }>;

type AdviceState =
  | 'open'
  | 'accepted'
  | 'in_progress'
  | 'done'
  | 'verified'
  | 'needs_more'
  | 'cannot_do';

type DeedOf<Kind extends string, Facts> = Kind extends string
  ? { readonly at: number; readonly deed: Kind } & Facts
  : never;

/** How the site itself says that an organization stands. */
export interface Standing {
  readonly orgId: string;
  readonly submitted: boolean;
  /** Of the first version. */
  readonly daysLate: number | undefined;
}

export interface YearSeen {
  /** Buddhist Era. */
  readonly fiscalYear: number;
  readonly province: string;
  readonly organizations: readonly { readonly orgId: string; readonly people: readonly Person[] }[];
  /** Addresses of the office that get its digests. */
  readonly office: readonly string[];
  readonly deeds: readonly Deed[];
  /** In the order of arrival. */
  readonly mails: readonly SeenMail[];
  /** What the site answers about each round at the end. */
  readonly standings: Record<RoundName, readonly Standing[]>;
  /** The published visits as the site tells them at the end; without a time where the day is open or it is off. */
  readonly schedule: readonly (OfVisit & { readonly time: VisitTime | undefined })[];
  /** Whether the site says at the end that the cycle is closed, and who was left open in the 12-month round. */
  readonly closing: { readonly closed: boolean; readonly leftOpen: readonly string[] };
}

export interface Violation {
  readonly rule: string;
  /** Thai time. */
  readonly at: string;
  readonly what: string;
}

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

const MINUTE_MS = 60_000;
/** What goes at once is there within this time. */
const AT_ONCE_MS = 15 * MINUTE_MS;
/** The last mails of a day may be on their way when offices close. */
const CLOSING_MS = MINUTE_MS;
/** Work of a day is decided on when nobody is at work yet. */
const DECIDED = 6 * 60;

const AT_ONCE: readonly MailKind[] = [
  'code',
  'signoff',
  'receipt',
  'visit-moved',
  'visit-cancelled',
];
const LADDER_KINDS: readonly MailKind[] = ['opening', 'reminder', 'due-today', 'late'];
const VISIT_KINDS: readonly MailKind[] = [
  'visit-notice',
  'visit-chase',
  'visit-reminder',
  'visit-moved',
  'visit-cancelled',
];
const ADVICE_KINDS: readonly MailKind[] = [
  'advice',
  'advice-reminder',
  'advice-overdue',
  'advice-more',
];
/** Mails about a visit or what came of it, and no round. */
const SEASON_KINDS: readonly MailKind[] = [...VISIT_KINDS, ...ADVICE_KINDS];
const ROUNDS: readonly RoundName[] = ['6M', '12M'];
const EVERYONE: readonly Role[] = ['coordinator', 'executive', 'administrator'];

/** A mail that has to come, or may come, between two instants. */
interface Expected {
  readonly kind: MailKind;
  /** Organization and round, or whatever else the mail is about. */
  readonly about: string;
  readonly to: string;
  readonly from: number;
  readonly until: number;
  readonly required: boolean;
}

/** Everything is looked up by organization, so that a province of a thousand is judged in seconds. */
interface Case {
  readonly seen: YearSeen;
  readonly days: WorkingDays;
  readonly deedsOf: ReadonlyMap<string, readonly Deed[]>;
  readonly peopleOf: ReadonlyMap<string, readonly Person[]>;
  readonly ownerOf: ReadonlyMap<string, string>;
  /** When the first notice came to an address. */
  readonly firstTo: ReadonlyMap<string, number>;
}

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
      reported: visits.filter(({ reportedAt }) => reportedAt !== undefined).length,
    },
    violations: [
      ...matched.violations,
      ...seen.mails.flatMap((mail) => mailFaults(it, mail)),
      ...invitationFaults(it),
      ...scheduleFaults(it, visits),
      ...ROUNDS.flatMap((round) => standingFaults(it, round)),
      ...closingFaults(it),
    ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}

function openCase(seen: YearSeen): Case {
  const firstTo = new Map<string, number>();
  for (const { to, at, kind } of seen.mails) {
    if (kind !== 'code' && !firstTo.has(to)) firstTo.set(to, at);
  }
  const mends = seen.deeds.filter((deed) => deed.deed === 'contact-mended');
  const people = seen.organizations.map(
    ({ orgId, people }) => [orgId, people] as const satisfies readonly unknown[],
  );
  const owners = people.flatMap(([orgId, persons]) =>
    persons.map(({ email }) => [email, orgId] as const),
  );
  return {
    seen,
    days: workingDaysOf(seen.province),
    deedsOf: Map.groupBy(seen.deeds, ({ orgId }) => orgId),
    peopleOf: new Map(people),
    ownerOf: new Map([...owners, ...mends.map(({ now, orgId }) => [now, orgId] as const)]),
    firstTo,
  };
}

// Reports

function deeds<Kind extends Deed['deed']>(it: Case, orgId: string, ...kinds: readonly Kind[]) {
  const wanted: readonly string[] = kinds;
  return (it.deedsOf.get(orgId) ?? []).filter(
    (deed): deed is Extract<Deed, { readonly deed: Kind }> => wanted.includes(deed.deed),
  );
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

/** When a mail that something at `at` calls for is to come. */
function spanOf(it: Case, kind: MailKind, at: number) {
  if (AT_ONCE.includes(kind)) return { from: at, until: at + AT_ONCE_MS };
  const from = it.days.openFrom(at);
  return { from, until: closing(dayAt(from)) };
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

interface Wanted extends Omit<Expected, 'to'> {
  /** Of these alternatives each may have held when it was decided; whom all of them name must be told. */
  readonly roles: readonly (readonly Role[])[];
  /** Instants at which it may have been decided. */
  readonly decided: readonly number[];
}

function expectedFor(it: Case, orgId: string, { roles, decided, ...mail }: Wanted): Expected[] {
  const choices = decided.flatMap((at) => roles.map((set) => reached(it, orgId, set, at)));
  return [...new Set(choices.flat())].map((to) => ({
    ...mail,
    to,
    required: mail.required && choices.every((choice) => choice.includes(to)),
  }));
}

/** The addresses of those in `roles` that are not known to bounce; else the central one; else anybody. */
function reached(it: Case, orgId: string, roles: readonly Role[], at: number): string[] {
  const mends = deeds(it, orgId, 'contact-mended').filter((deed) => deed.at <= at);
  const people = (it.peopleOf.get(orgId) ?? []).map((person) => {
    const mend = mends.findLast(({ was }) => was === person.email);
    return mend ? { role: person.role, email: mend.now, bounces: false } : person;
  });
  const reachable = people.filter(
    ({ email, bounces }) => !bounces || at <= (it.firstTo.get(email) ?? at),
  );
  const meant = reachable.filter(({ role }) => roles.includes(role));
  const central = reachable.filter(({ role }) => role === 'saraban');
  const chosen = meant.length > 0 ? meant : central.length > 0 ? central : reachable.slice(0, 1);
  return [...new Set(chosen.map(({ email }) => email))];
}

function closing(day: Day): number {
  return instantOn(day, OFFICE_CLOSES) + CLOSING_MS;
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

// The office's digests

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

/** On working days while reports of visits are overdue: daily in the season, later on Mondays. */
function overdueDigests(it: Case): Expected[] {
  const visits = it.seen.organizations.flatMap(({ orgId }) => visitsOf(it, orgId));
  const { fiscalYear } = it.seen;
  const isInSeason = (day: Day) => day <= `${fiscalYear - 543}-07-30` || isMonday(day);
  const asked = sweptDays(it).filter((day) => isInSeason(day) && it.days.isWorking(day));
  return asked.flatMap((day) => {
    const decided = instantOn(day, DECIDED);
    const isOverdue = visits.some(({ lives, reportedAt = Number.POSITIVE_INFINITY }) => {
      const time = lives.findLast(({ from }) => from <= decided)?.time;
      return time !== undefined && plusDays(time.day, 15) < day && reportedAt > decided;
    });
    if (!isOverdue) return [];
    return it.seen.office.map((to) => ({
      kind: 'supervision-overdue' as const,
      about: '',
      to,
      from: instantOn(day, OFFICE_OPENS),
      until: closing(day),
      required: true,
    }));
  });
}

/** Days on which visits are looked after: all until a month after the year's last possible one, later the Mondays. */
function sweptDays({ seen }: Case): Day[] {
  const year = seen.fiscalYear - 543;
  return Array.from({ length: 229 }, (_, number) => plusDays(`${year}-04-16`, number)).filter(
    (day) => day <= `${year}-10-30` || isMonday(day),
  );
}

function isMonday(day: Day): boolean {
  return new Date(Date.parse(day)).getUTCDay() === 1;
}

// Recommendations

const AWAITING: readonly AdviceState[] = ['open', 'accepted', 'in_progress', 'needs_more'];

/** A recommendation is told, asked after, reminded of and chased until somebody answers. */
function adviceMails(it: Case, orgId: string): Expected[] {
  return deeds(it, orgId, 'supervision-reported').flatMap(({ at, visitNo, heldOn }) => {
    const answers = deeds(it, orgId, 'advice-answered').filter((one) => one.visitNo === visitNo);
    const standingAt = (instant: number) => {
      const said = answers.filter((one) => one.at <= instant);
      return {
        state: said.at(-1)?.state ?? 'open',
        due: said.findLast(({ due }) => due)?.due ?? plusDays(heldOn, 60),
      };
    };
    const told = new Set<string>();
    return sweptDays(it).flatMap((day) => {
      const decided = instantOn(day, DECIDED);
      if (decided <= at) return [];
      const { state, due } = standingAt(decided);
      if (!AWAITING.includes(state)) return [];
      return adviceOn(it, day, dayAt(at), { state, due }, told).flatMap(({ kind, roles }) => {
        const from = it.days.openFrom(decided);
        const stands = standingAt(from);
        const required = AWAITING.includes(stands.state) && stands.due === due;
        const until = closing(dayAt(from));
        const mail = { kind, about: orgId, decided: [decided], from, until, required };
        return expectedFor(it, orgId, { ...mail, roles: [roles] });
      });
    });
  });
}

interface AdviceStanding {
  readonly state: AdviceState;
  readonly due: Day;
}

/** What is told on `day`; notes in `told` what needs not be told any more. */
function adviceOn(
  { days }: Case,
  day: Day,
  made: Day,
  { state, due }: AdviceStanding,
  told: Set<string>,
): { kind: MailKind; roles: readonly Role[] }[] {
  const hosts: readonly Role[] = ['coordinator', 'executive'];
  const late = (offset: number) =>
    ['advice-overdue', days.after(plusDays(due, offset)), EVERYONE] as const;
  const rungs = [
    ['advice', days.after(made), hosts],
    ['advice-reminder', days.after(plusDays(made, 14)), ['coordinator']],
    ['advice-reminder', days.before(plusDays(due, -14)), ['coordinator']],
    late(1),
    late(15),
    late(30),
  ] as const satisfies readonly (readonly [MailKind, Day, readonly Role[]])[];
  const reached = rungs
    .map(([kind, on, roles], place) => ({ kind, on, roles, name: `${place} ${place && due}` }))
    .filter(({ on }) => on <= day)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const latest = reached.at(-1);
  const open = (name: string) => !told.has(name);
  const current = latest && open(latest.name) ? latest : undefined;
  const first = reached.find(({ kind, name }) => kind === 'advice' && open(name));
  const more = state === 'needs_more' && open(`more ${due}`);
  const asksForAnswer = current?.name.startsWith('1 ') && state !== 'open';
  if (first) told.add(first.name);
  if (current && !asksForAnswer) told.add(current.name);
  if (more) told.add(`more ${due}`);
  if (more || first) {
    return [
      ...(more ? [{ kind: 'advice-more' as const, roles: hosts }] : []),
      ...(first ? [first] : []),
    ];
  }
  return current && !asksForAnswer ? [current] : [];
}

// Visits

/** From one change of a visit to the next. */
interface Life {
  readonly from: number;
  readonly until: number;
  /** Nothing while the day is open or the visit is off. */
  readonly time: VisitTime | undefined;
  readonly change: 'published' | 'moved' | 'postponed' | 'cancelled';
}

interface VisitSeen extends OfVisit {
  readonly lives: readonly Life[];
  readonly answers: readonly number[];
  readonly reportedAt: number | undefined;
}

function visitsOf(it: Case, orgId: string): VisitSeen[] {
  const changes = deeds(it, orgId, 'published', 'moved', 'postponed', 'cancelled');
  const answers = deeds(it, orgId, 'acknowledged', 'other-day-asked');
  const reports = deeds(it, orgId, 'supervision-reported');
  return [...Map.groupBy(changes, ({ visitNo }) => visitNo)].map(([visitNo, own]) => ({
    orgId,
    visitNo,
    lives: own.map((change, place) => ({
      from: change.at,
      until: own[place + 1]?.at ?? Number.POSITIVE_INFINITY,
      time: 'time' in change ? change.time : undefined,
      change: change.deed,
    })),
    answers: answers.filter((answer) => answer.visitNo === visitNo).map(({ at }) => at),
    reportedAt: reports.find((report) => report.visitNo === visitNo)?.at,
  }));
}

/** The notice, what tells of changes once the host knows of the visit, a chase and a reminder. */
function visitMails(it: Case, { orgId, lives, answers }: VisitSeen): Expected[] {
  const expected: Expected[] = [];
  let told = false;
  const expect = (
    kind: MailKind,
    roles: readonly Role[],
    from: number,
    until: number,
    life: Life,
  ) => {
    const required = from < life.until;
    const wanted = { kind, about: orgId, roles: [roles], decided: [from], from, until, required };
    expected.push(...expectedFor(it, orgId, wanted));
  };
  for (const life of lives) {
    const { time, from, until, change } = life;
    if (told) {
      const kind = change === 'cancelled' ? 'visit-cancelled' : 'visit-moved';
      expect(kind, ['executive', 'coordinator'], from, from + AT_ONCE_MS, life);
    }
    if (!time) continue;
    const ahead = (days: number) =>
      instantOn(it.days.before(plusDays(time.day, -days)), OFFICE_OPENS);
    if (!told) {
      const sent = Math.max(ahead(14), it.days.openFrom(from));
      if (sent >= until) continue;
      expect('visit-notice', ['executive', 'coordinator'], sent, closing(dayAt(sent)), life);
      told = true;
    }
    const chase = ahead(7);
    const answered = answers.some((at) => at > from && at < chase);
    if (!answered && chase < until && chase > from && chase !== ahead(3)) {
      expect('visit-chase', ['coordinator'], chase, closing(dayAt(chase)), life);
    }
    const reminder = ahead(3);
    if (reminder < until && reminder > from) {
      const roles: readonly Role[] = ['coordinator', 'executive'];
      expect('visit-reminder', roles, reminder, closing(dayAt(reminder)), life);
    }
  }
  return expected;
}

/** Visits lie on working days within office hours, no team is in two places, and the site tells what was done. */
function scheduleFaults(it: Case, visits: readonly VisitSeen[]): Violation[] {
  const told = new Map(it.seen.schedule.map((visit) => [`${visit.orgId} ${visit.visitNo}`, visit]));
  const untold = visits.flatMap(({ orgId, visitNo, lives }) => {
    const last = lives.at(-1);
    const visit = told.get(`${orgId} ${visitNo}`);
    const wanted = JSON.stringify(last?.time);
    if (visit && JSON.stringify(visit.time) === wanted) return [];
    const what = `${orgId}: the site says ${JSON.stringify(visit?.time)}, but it was ${wanted}`;
    return [violation('schedule', last?.from ?? 0, what)];
  });
  const lives = visits.flatMap(({ orgId, lives }) =>
    lives.flatMap((life) => (life.time ? [{ orgId, ...life, time: life.time }] : [])),
  );
  const outside = lives.flatMap(({ orgId, from, time: { day, start, end } }) => {
    const off = !it.days.isWorking(day) || start < OFFICE_OPENS || end > OFFICE_CLOSES;
    return off ? [violation('visit-day', from, `${orgId}: visit on ${day}, ${start}–${end}`)] : [];
  });
  const teamDays = Map.groupBy(lives, ({ time }) => `${time.team} ${time.day}`);
  const clashes = [...teamDays.values()].flatMap((own) =>
    own.flatMap((one, place) =>
      own.slice(place + 1).flatMap((other) => {
        const together = one.from < other.until && other.from < one.until;
        const overlap = one.time.start < other.time.end && other.time.start < one.time.end;
        if (!together || !overlap || one.orgId === other.orgId) return [];
        const what = `${one.time.team} at ${one.orgId} and ${other.orgId} on ${one.time.day}`;
        return [violation('team-booked-twice', Math.max(one.from, other.from), what)];
      }),
    ),
  );
  return [...untold, ...outside, ...clashes];
}

/** Invitations: right method, times as announced, one UID for a visit, a sequence that grows with each change. */
function invitationFaults(it: Case): Violation[] {
  const mails = it.seen.mails.filter(
    ({ kind }) => kind !== undefined && VISIT_KINDS.includes(kind),
  );
  const streams = Map.groupBy(mails, ({ orgId, to }) => `${orgId} ${to}`);
  return [...streams.values()].flatMap((stream) => {
    let uid: string | undefined;
    let sequence = -1;
    return stream.flatMap((mail) => {
      const { invitation, kind, at, to } = mail;
      const carries = kind !== 'visit-chase' && kind !== 'visit-reminder';
      if (!invitation) {
        return carries ? [violation('invitation', at, `${kind} to ${to} without invitation`)] : [];
      }
      const faults = [
        ...(carries ? [] : [`${kind} carries an invitation`]),
        ...(uid !== undefined && uid !== invitation.uid ? [`UID changed from ${uid}`] : []),
        ...(invitation.sequence <= sequence ? [`SEQUENCE ${invitation.sequence} again`] : []),
        ...(invitation.attendee === to ? [] : [`invites ${invitation.attendee}`]),
        ...timeFaults(it, mail),
      ];
      uid ??= invitation.uid;
      sequence = invitation.sequence;
      return faults.map((fault) => violation('invitation', at, `${kind} to ${to}: ${fault}`));
    });
  });
}

function timeFaults(it: Case, { invitation, kind, orgId = '', at }: SeenMail): string[] {
  if (!invitation) return [];
  const { method, status, starts, ends, uid } = invitation;
  const visit = visitsOf(it, orgId).find(({ visitNo }) => uid.includes(`${orgId}-${visitNo}@`));
  // Two changes of one minute are told one after the other: either may be the one that this mail tells.
  const lives = visit?.lives.filter(({ from, until }) => from <= at && at <= until) ?? [];
  const faults = lives.map(({ time }) => faultsAgainst(time));
  if (faults.some((found) => found.length === 0)) return [];
  return faults.at(-1) ?? ['of a visit that nobody has published'];

  function faultsAgainst(time: VisitTime | undefined): string[] {
    const wanted = time ? 'REQUEST' : 'CANCEL';
    if (method !== wanted) return [`METHOD ${method} instead of ${wanted}`];
    if (!time) return status === 'CANCELLED' ? [] : [`STATUS ${status}`];
    const right =
      starts === instantOn(time.day, time.start) && ends === instantOn(time.day, time.end);
    const says = `${stamp(starts)} until ${stamp(ends)}`;
    const found = right ? [] : [`says ${says}, but the visit is on ${time.day}`];
    return kind === 'visit-notice' && starts < at ? [...found, 'comes after the visit'] : found;
  }
}

// The mailbox

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
  if (kind === 'supervision-overdue') return `${kind}  ${to}`;
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
  const onTime =
    kind === undefined ||
    AT_ONCE.includes(kind) ||
    (inHours && (kind === 'due-today' || it.days.isWorking(day)));
  const owner = it.ownerOf.get(to);
  const isOffice = it.seen.office.includes(to);
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

function violation(rule: string, at: number, what: string): Violation {
  return { rule, at: stamp(at), what };
}

/** `2020-04-16 09:12`, Thai time. */
function stamp(instant: number): string {
  const minute = minuteAt(instant);
  const two = (figure: number) => String(figure).padStart(2, '0');
  return `${dayAt(instant)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
