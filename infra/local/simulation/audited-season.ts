/** The auditor's view of the season: what hosts, teams and the office had to be told, and what must never be. */
import {
  type AdviceState,
  AT_ONCE_MS,
  type Case,
  closing,
  DECIDED,
  deeds,
  EVERYONE,
  type Expected,
  expectedFor,
  type OfVisit,
  stamp,
  type Violation,
  type VisitTime,
  violation,
} from './audited-case.ts';
import type { MailKind, SeenMail } from './audited-mail.ts';
import {
  type Day,
  dayAt,
  instantOn,
  OFFICE_CLOSES,
  OFFICE_OPENS,
  plusDays,
  type Role,
} from './audited-year.ts';

const NEVER = Number.POSITIVE_INFINITY;
const DAY_MS = 24 * 60 * 60_000;
const ADVICE_KINDS: readonly MailKind[] = [
  'advice',
  'advice-reminder',
  'advice-overdue',
  'advice-more',
];

const VISIT_KINDS: readonly MailKind[] = [
  'visit-notice',
  'visit-chase',
  'visit-reminder',
  'visit-moved',
  'visit-cancelled',
  'visit-team',
];

/** Mails about a visit or what came of it, and no round. */
export const SEASON_KINDS: readonly MailKind[] = [...VISIT_KINDS, ...ADVICE_KINDS];

/** Days on which reports that are overdue are asked for: working days of the season, later Mondays. */
function overdueDays(it: Case): Day[] {
  const season = `${it.seen.fiscalYear - 543}-07-30`;
  return sweptDays(it).filter((day) => it.days.isWorking(day) && (day <= season || isMonday(day)));
}

/** While reports of visits are overdue. */
export function overdueDigests(it: Case): Expected[] {
  const visits = it.seen.organizations.flatMap(({ orgId }) => visitsOf(it, orgId));
  return overdueDays(it).flatMap((day) => {
    const decided = instantOn(day, DECIDED);
    const isOverdue = visits.some(({ lives, submittedAt = NEVER }) => {
      const time = lives.findLast(({ from }) => from <= decided)?.time;
      return time !== undefined && plusDays(time.day, 15) < day && submittedAt > decided;
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

const AWAITING: readonly AdviceState[] = ['open', 'accepted', 'in_progress', 'needs_more'];

/** A recommendation is told, asked after, reminded of and chased until somebody answers. */
export function adviceMails(it: Case, orgId: string): Expected[] {
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

/** From one change of a visit to the next. */
interface Life {
  readonly from: number;
  readonly until: number;
  /** Nothing while the day is open or the visit is off. */
  readonly time: VisitTime | undefined;
  readonly change: 'published' | 'moved' | 'postponed' | 'cancelled';
  /** When its day had a letter with a number, and when it was marked urgent; before `from` where with the change. */
  readonly numberedAt: number;
  readonly urgentAt: number;
}

interface VisitSeen extends OfVisit {
  readonly lives: readonly Life[];
  readonly answers: readonly number[];
  /** When its report was signed, and when it had gone out to the committee. */
  readonly reportedAt: number | undefined;
  readonly submittedAt: number | undefined;
}

export function visitsOf(it: Case, orgId: string): VisitSeen[] {
  const changes = deeds(it, orgId, 'published', 'moved', 'postponed', 'cancelled');
  const order = it.deedsOf.get(orgId) ?? [];
  const answers = deeds(it, orgId, 'acknowledged', 'other-day-asked');
  const reports = deeds(it, orgId, 'supervision-reported');
  const submitted = deeds(it, orgId, 'report-submitted');
  return [...Map.groupBy(changes, ({ visitNo }) => visitNo)].map(([visitNo, own]) => ({
    orgId,
    visitNo,
    lives: own.map((change, place) => {
      const next = own[place + 1];
      const until = next?.at ?? NEVER;
      // By their order, since several acts may fall into one moment.
      const since = order.slice(order.indexOf(change), next && order.indexOf(next));
      const markedAt = (deed: 'numbered' | 'marked-urgent') =>
        since.find((one) => 'visitNo' in one && one.visitNo === visitNo && one.deed === deed)?.at ??
        NEVER;
      return {
        from: change.at,
        until,
        time: 'time' in change ? change.time : undefined,
        change: change.deed,
        numberedAt: 'time' in change && change.numbered ? change.at - 1 : markedAt('numbered'),
        urgentAt: 'time' in change && change.urgent ? change.at - 1 : markedAt('marked-urgent'),
      };
    }),
    answers: answers.filter((answer) => answer.visitNo === visitNo).map(({ at }) => at),
    reportedAt: reports.find((report) => report.visitNo === visitNo)?.at,
    submittedAt: submitted.find((report) => report.visitNo === visitNo)?.at,
  }));
}

const HOSTS: readonly Role[] = ['executive', 'coordinator'];

/** The notice, what tells of changes once the host knows of the visit, a chase and a reminder; and the team's. */
export function visitMails(it: Case, { orgId, lives, answers }: VisitSeen): Expected[] {
  const expected: Expected[] = [];
  let told = false;
  /** Who of the teams has the visit in a calendar. */
  let going: readonly string[] = [];
  const expect = (
    kind: MailKind,
    roles: readonly Role[],
    from: number,
    until: number,
    life: Life,
    must = true,
  ) => {
    const required = must && from < life.until;
    const wanted = { kind, about: orgId, roles: [roles], decided: [from], from, until, required };
    expected.push(...expectedFor(it, orgId, wanted));
  };
  const expectTeam = (from: number, { time, until: ends }: Life) => {
    const coming = it.seen.teams.find(({ team }) => team === time?.team)?.members ?? [];
    const until = closing(dayAt(it.days.openFrom(from)));
    for (const to of new Set([...coming, ...going])) {
      const required = from < ends;
      expected.push({ kind: 'visit-team', about: orgId, to, from, until, required });
    }
    going = coming;
  };
  for (const life of lives) {
    const { time, from, until, change, numberedAt, urgentAt } = life;
    /** When the host learnt of this very day. */
    let learnt = from;
    if (told) {
      const kind = change === 'cancelled' ? 'visit-cancelled' : 'visit-moved';
      expect(kind, HOSTS, from, from + AT_ONCE_MS, life);
      expectTeam(from, life);
    }
    if (!time) continue;
    const ahead = (days: number) =>
      instantOn(it.days.before(plusDays(time.day, -days)), OFFICE_OPENS);
    if (!told) {
      // Notice of an urgent visit does not wait for offices to open.
      learnt =
        urgentAt < from && ahead(14) <= from ? from : Math.max(ahead(14), it.days.openFrom(from));
      if (learnt >= until) continue;
      expect('visit-notice', HOSTS, learnt, closing(dayAt(learnt)), life);
      expectTeam(learnt, life);
      told = true;
    }
    // Who was told informally, or without the mark, is told anew; two acts one after the other may share a mail.
    const marks = [numberedAt, urgentAt].toSorted((one, other) => one - other);
    for (const [place, at] of marks.entries()) {
      if (at < learnt || at === NEVER || at > until || dayAt(at) >= time.day) continue;
      const sent = at === urgentAt ? at : it.days.openFrom(at);
      const isShared = (marks[place + 1] ?? NEVER) < at + AT_ONCE_MS;
      expect('visit-notice', HOSTS, sent, closing(dayAt(sent)), life, !isShared && at > learnt);
    }
    const chase = ahead(7);
    const answered = answers.some((at) => at > from && at < chase);
    if (!answered && chase < until && chase > from && chase !== ahead(3)) {
      expect('visit-chase', ['coordinator'], chase, closing(dayAt(chase)), life);
    }
    const reminder = ahead(3);
    if (reminder < until && reminder > from) {
      expect(
        'visit-reminder',
        ['coordinator', 'executive'],
        reminder,
        closing(dayAt(reminder)),
        life,
      );
    }
  }
  return expected;
}

// Notice that counts

/** Days by which a notice with a number is there ahead of its visit. */
const SERVED_AHEAD = 7;
const SERVED_BEFORE_CHASE = 3;

/** When a mail with the number of a letter first told the host of this very day. */
function servedAt(it: Case, { orgId, visitNo }: OfVisit, { from, until, time }: Life): number {
  if (!time) return NEVER;
  const mail = (it.mailsOf.get(orgId) ?? []).find(
    ({ kind, at, isInformal, invitation }) =>
      (kind === 'visit-notice' || kind === 'visit-moved') &&
      from <= at &&
      at < until &&
      !isInformal &&
      invitation?.uid.includes(`${orgId}-${visitNo}@`) === true &&
      invitation.starts === instantOn(time.day, time.start),
  );
  return mail?.at ?? NEVER;
}

/** No visit without a numbered notice at least seven days ahead, unless it is marked urgent and its host knows why. */
export function servedFaults(it: Case, visits: readonly VisitSeen[]): Violation[] {
  return visits.flatMap((visit) =>
    visit.lives.flatMap((life) => {
      const { time, until, from } = life;
      if (!time || until <= instantOn(time.day, time.start)) return [];
      const served = servedAt(it, visit, life);
      if (served !== NEVER && dayAt(served) <= plusDays(time.day, -SERVED_AHEAD)) return [];
      const starts = instantOn(time.day, time.start);
      const saysWhy = (it.mailsOf.get(visit.orgId) ?? []).some(
        ({ at, isUrgent, kind }) =>
          isUrgent && kind !== 'visit-team' && from <= at && at < Math.min(until, starts),
      );
      if (life.urgentAt < starts && saysWhy) return [];
      const when = served === NEVER ? 'never' : stamp(served);
      const what = `${visit.orgId} on ${time.day}: numbered notice ${when}, not marked urgent`;
      return [violation('visit-unserved', starts, what)];
    }),
  );
}

/** On working days while a visit draws near without a notice that counts. */
export function unservedDigests(it: Case): Expected[] {
  const visits = it.seen.organizations.flatMap(({ orgId }) => visitsOf(it, orgId));
  return sweptDays(it).flatMap((day) => {
    if (!it.days.isWorking(day)) return [];
    const decided = instantOn(day, DECIDED);
    const standings = visits.map((visit) => {
      const life = visit.lives.findLast(({ from }) => from <= decided);
      const { reportedAt = NEVER } = visit;
      if (!life?.time || life.urgentAt <= decided || reportedAt <= decided) return 'fine';
      const by = plusDays(life.time.day, -SERVED_AHEAD);
      if (life.time.day < day || plusDays(day, SERVED_BEFORE_CHASE) < by) return 'fine';
      const served = servedAt(it, visit, life);
      if (served > closing(day)) return 'lacking';
      if (dayAt(served) > by) return 'lacking';
      // What leaves on that very day may have been decided on before the digest or after it.
      return dayAt(served) === day ? 'may-be' : 'fine';
    });
    if (!standings.some((standing) => standing !== 'fine')) return [];
    const required = standings.includes('lacking');
    return it.seen.office.map((to) => ({
      kind: 'visit-unserved' as const,
      about: '',
      to,
      from: instantOn(day, OFFICE_OPENS),
      until: closing(day),
      required,
    }));
  });
}

// What came of visits

/** Reports that are due may be named among many: a digest lists so many at most. */
const MOST_LISTED = 40;

/** Every visit that was held is reported to the committee in time, or its office was chased for the report by name. */
export function reportFaults(it: Case, visits: readonly VisitSeen[]): Violation[] {
  const digests = it.seen.mails.filter(({ kind }) => kind === 'supervision-overdue');
  const names = new Map(it.seen.organizations.map(({ orgId, shortName }) => [orgId, shortName]));
  return visits.flatMap(({ orgId, lives, submittedAt = NEVER }) => {
    const time = lives.at(-1)?.time;
    if (!time) return [];
    const asked = overdueDays(it).find((day) => day >= plusDays(time.day, 16));
    if (asked === undefined || submittedAt <= closing(asked)) return [];
    const late = instantOn(asked, OFFICE_OPENS);
    const name = names.get(orgId) ?? orgId;
    const isChased = digests.some(
      ({ at, text, subject }) =>
        at >= late &&
        at <= submittedAt &&
        (text.includes(name) || Number(/\d+/.exec(subject)?.[0] ?? 0) > MOST_LISTED),
    );
    if (isChased) return [];
    const what = `${orgId}: the visit of ${time.day} is neither reported nor asked for`;
    return [violation('visit-unreported', late, what)];
  });
}

/** Every recommendation that is due is answered, or its organization was chased for an answer. */
export function adviceFaults(it: Case, orgId: string): Violation[] {
  return deeds(it, orgId, 'supervision-reported').flatMap(({ visitNo, heldOn, at }) => {
    const answers = deeds(it, orgId, 'advice-answered').filter((one) => one.visitNo === visitNo);
    const due = answers.findLast((one) => one.due)?.due ?? plusDays(heldOn, 60);
    // Whoever is told of it only after it was due is given its first day.
    const asked = Math.max(instantOn(plusDays(due, 1), DECIDED), at);
    const late = it.days.openFrom(asked);
    const settled = answers.find(
      (one) =>
        !AWAITING.includes(one.state) && one.at > (answers.findLast(({ due }) => due)?.at ?? 0),
    );
    if ((settled?.at ?? NEVER) <= closing(dayAt(late)) || late > lastSwept(it)) return [];
    const isChased = (it.mailsOf.get(orgId) ?? []).some(
      (mail) =>
        mail.kind !== undefined && ADVICE_KINDS.includes(mail.kind) && mail.at >= late - DAY_MS,
    );
    if (isChased) return [];
    const what = `${orgId}: a recommendation due on ${due} is neither answered nor asked after`;
    return [violation('advice-unanswered', late, what)];
  });
}

/** The last instant at which something is looked after so early that mails about it still leave within the year. */
function lastSwept({ seen }: Case): number {
  return instantOn(`${seen.fiscalYear - 543}-11-20`, 0);
}

/** Visits lie on working days within office hours, no team is in two places, and the site tells what was done. */
export function scheduleFaults(it: Case, visits: readonly VisitSeen[]): Violation[] {
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
  const blocked = lives.flatMap(({ orgId, from, time }) => {
    const why = blockedBy(it, orgId, from, time);
    return why ? [violation('visit-blocked', from, `${orgId}: visit on ${time.day}, ${why}`)] : [];
  });
  const twice = [...Map.groupBy(lives, ({ orgId }) => orgId).values()].flatMap((own) =>
    own.flatMap((one, place) =>
      own.slice(place + 1).flatMap((other) => {
        const together = one.from < other.until && other.from < one.until;
        if (!together || one.time.day !== other.time.day) return [];
        const what = `${one.orgId} twice on ${one.time.day}`;
        return [violation('organization-booked-twice', Math.max(one.from, other.from), what)];
      }),
    ),
  );
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
  return [...untold, ...outside, ...blocked, ...twice, ...clashes];
}

/** Why nobody was to be visited then, as it was known when the day was set. */
function blockedBy(it: Case, orgId: string, from: number, time: VisitTime): string | undefined {
  const covers = (deed: { readonly at: number; readonly from: Day; readonly to: Day }) =>
    deed.at < from && deed.from <= time.day && time.day <= deed.to;
  if (deeds(it, orgId, 'organization-away').some(covers)) return 'its organization is away';
  const team = deeds(it, '', 'team-blocked').filter((deed) => deed.team === time.team);
  return team.some(covers) ? `${time.team} stays at home` : undefined;
}

/** Invitations: right method, times as announced, one UID for a visit, a sequence that grows with each change. */
export function invitationFaults(it: Case): Violation[] {
  const mails = it.seen.mails.filter(
    ({ kind }) => kind !== undefined && VISIT_KINDS.includes(kind),
  );
  const streams = Map.groupBy(mails, ({ orgId, visitNo, to }) => `${orgId} ${visitNo} ${to}`);
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

function timeFaults(it: Case, { invitation, kind, orgId = '', at, to }: SeenMail): string[] {
  if (!invitation) return [];
  const { method, status, starts, ends, uid } = invitation;
  const visit = visitsOf(it, orgId).find(({ visitNo }) => uid.includes(`${orgId}-${visitNo}@`));
  // Two changes of one minute are told one after the other: either may be the one that this mail tells.
  const lives = visit?.lives.filter(({ from, until }) => from <= at && at <= until) ?? [];
  const faults = lives.map(({ time }) => faultsAgainst(time));
  if (faults.some((found) => found.length === 0)) return [];
  return faults.at(-1) ?? ['of a visit that nobody has published'];

  function faultsAgainst(time: VisitTime | undefined): string[] {
    // Whoever is of another team now takes the visit out.
    const leaves = kind === 'visit-team' && teamOf(it, to) !== time?.team;
    const wanted = time && !leaves ? 'REQUEST' : 'CANCEL';
    if (method !== wanted) return [`METHOD ${method} instead of ${wanted}`];
    if (!time || leaves) return status === 'CANCELLED' ? [] : [`STATUS ${status}`];
    const right =
      starts === instantOn(time.day, time.start) && ends === instantOn(time.day, time.end);
    const says = `${stamp(starts)} until ${stamp(ends)}`;
    const found = right ? [] : [`says ${says}, but the visit is on ${time.day}`];
    return kind === 'visit-notice' && starts < at ? [...found, 'comes after the visit'] : found;
  }
}

function teamOf({ seen }: Case, member: string): string | undefined {
  return seen.teams.find(({ members }) => members.includes(member))?.team;
}
