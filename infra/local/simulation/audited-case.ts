/** What an auditor knows of a year, and how it says what had to come and what is wrong. */
import type { MailKind, SeenMail } from './audited-mail.ts';
import {
  type Day,
  dayAt,
  instantOn,
  minuteAt,
  OFFICE_CLOSES,
  type Role,
  type RoundName,
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

export interface OfRound {
  readonly orgId: string;
  readonly round: RoundName;
}

export interface OfVisit {
  readonly orgId: string;
  readonly visitNo: number;
}

interface DaysBlocked {
  readonly from: Day;
  readonly to: Day;
}

/** What somebody did on the site and the site confirmed; `at` in milliseconds since 1970. */
export type Deed =
  | DeedOf<'draft-saved' | 'signoff-asked' | 'signed' | 'accepted' | 'returned', OfRound>
  | DeedOf<'submitted', OfRound & { readonly receipt: string }>
  | DeedOf<'contact-mended', { readonly orgId: string; readonly was: string; readonly now: string }>
  /** `numbered`: a letter with a number tells of that day; `urgent`: marked so with a reason. */
  | DeedOf<
      'published' | 'moved',
      OfVisit & { readonly time: VisitTime; readonly numbered: boolean; readonly urgent: boolean }
    >
  | DeedOf<'numbered' | 'marked-urgent', OfVisit>
  | DeedOf<'postponed' | 'cancelled', OfVisit>
  /** Days on which no visit is to be, both ends included. */
  | DeedOf<'team-blocked', DaysBlocked & { readonly orgId: ''; readonly team: string }>
  | DeedOf<'organization-away', DaysBlocked & { readonly orgId: string }>
  | DeedOf<'acknowledged' | 'other-day-asked', OfVisit>
  /** The report is signed, with one recommendation, due two months after the visit. */
  | DeedOf<'supervision-reported', OfVisit & { readonly heldOn: Day }>
  /** The report has gone out to the committee. */
  | DeedOf<'report-submitted', OfVisit>
  | DeedOf<'advice-answered', OfVisit & { readonly state: AdviceState; readonly due?: Day }>;

export type AdviceState =
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
  readonly organizations: readonly {
    readonly orgId: string;
    readonly shortName: string;
    readonly people: readonly Person[];
  }[];
  /** Addresses of those who go out with each team. */
  readonly teams: readonly { readonly team: string; readonly members: readonly string[] }[];
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

export const MINUTE_MS = 60_000;

/** What goes at once is there within this time. */
export const AT_ONCE_MS = 15 * MINUTE_MS;

/** The last mails of a day may be on their way when offices close. */
const CLOSING_MS = MINUTE_MS;

/** Work of a day is decided on when nobody is at work yet. */
export const DECIDED = 6 * 60;

export const AT_ONCE: readonly MailKind[] = [
  'code',
  'signoff',
  'receipt',
  'visit-moved',
  'visit-cancelled',
];

export const EVERYONE: readonly Role[] = ['coordinator', 'executive', 'administrator'];

/** A mail that has to come, or may come, between two instants. */
export interface Expected {
  readonly kind: MailKind;
  /** Organization and round, or whatever else the mail is about. */
  readonly about: string;
  readonly to: string;
  readonly from: number;
  readonly until: number;
  readonly required: boolean;
}

/** Everything is looked up by organization, so that a province of a thousand is judged in seconds. */
export interface Case {
  readonly seen: YearSeen;
  readonly days: WorkingDays;
  readonly deedsOf: ReadonlyMap<string, readonly Deed[]>;
  readonly peopleOf: ReadonlyMap<string, readonly Person[]>;
  readonly ownerOf: ReadonlyMap<string, string>;
  /** Mails that are about an organization, in the order of arrival. */
  readonly mailsOf: ReadonlyMap<string, readonly SeenMail[]>;
  /** When the first notice came to an address. */
  readonly firstTo: ReadonlyMap<string, number>;
}

export function openCase(seen: YearSeen): Case {
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
    mailsOf: Map.groupBy(seen.mails, ({ orgId }) => orgId ?? ''),
    ownerOf: new Map([...owners, ...mends.map(({ now, orgId }) => [now, orgId] as const)]),
    firstTo,
  };
}

export function deeds<Kind extends Deed['deed']>(
  it: Case,
  orgId: string,
  ...kinds: readonly Kind[]
) {
  const wanted: readonly string[] = kinds;
  return (it.deedsOf.get(orgId) ?? []).filter(
    (deed): deed is Extract<Deed, { readonly deed: Kind }> => wanted.includes(deed.deed),
  );
}

/** When a mail that something at `at` calls for is to come. */
export function spanOf(it: Case, kind: MailKind, at: number) {
  if (AT_ONCE.includes(kind)) return { from: at, until: at + AT_ONCE_MS };
  const from = it.days.openFrom(at);
  return { from, until: closing(dayAt(from)) };
}

interface Wanted extends Omit<Expected, 'to'> {
  /** Of these alternatives each may have held when it was decided; whom all of them name must be told. */
  readonly roles: readonly (readonly Role[])[];
  /** Instants at which it may have been decided. */
  readonly decided: readonly number[];
}

export function expectedFor(
  it: Case,
  orgId: string,
  { roles, decided, ...mail }: Wanted,
): Expected[] {
  const choices = decided.flatMap((at) => roles.map((set) => reached(it, orgId, set, at)));
  return [...new Set(choices.flat())].map((to) => ({
    ...mail,
    to,
    required: mail.required && choices.every((choice) => choice.includes(to)),
  }));
}

/** The addresses of those in `roles` that are not known to bounce; else the central one; else anybody. */
export function reached(it: Case, orgId: string, roles: readonly Role[], at: number): string[] {
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

export function closing(day: Day): number {
  return instantOn(day, OFFICE_CLOSES) + CLOSING_MS;
}

export function violation(rule: string, at: number, what: string): Violation {
  return { rule, at: stamp(at), what };
}

/** `2020-04-16 09:12`, Thai time. */
export function stamp(instant: number): string {
  const minute = minuteAt(instant);
  const two = (figure: number) => String(figure).padStart(2, '0');
  return `${dayAt(instant)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
