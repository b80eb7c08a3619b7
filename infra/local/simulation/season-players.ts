/** The season of visits in a simulated year as the office has it: it publishes, numbers, moves and records. */
import * as z from 'zod';
import {
  addDays,
  instantAt,
  type LocalDate,
  localDate,
  localDateAt,
  localDateSchema,
  weekday,
} from '../../../shared/domain/local-date.ts';
import { workingDayOnOrAfter } from '../../../shared/domain/work-calendar.ts';
import type { VisitTime, YearSeen } from './audited-case.ts';
import type { OfficeSetting, Task } from './office-player.ts';
import { dealt, playHosts } from './season-hosts.ts';
import { type Browser, fine, hidden, Stuck, thaiDate } from './stage.ts';

export interface Season extends OfficeSetting {
  task(instant: number, task: Task): void;
}

/** A visit as the office has it in its books. */
export interface Planned {
  readonly orgId: string;
  readonly visitNo: number;
  /** Nothing while the day is open or the visit is off. */
  time: Time | undefined;
  /** A letter with a number gives notice of that day. */
  numbered: boolean;
  /** It was called off. */
  isOff?: boolean;
}

export interface Time {
  readonly date: LocalDate;
  readonly startMinute: number;
  readonly durationMinutes: number;
  readonly teamId: string;
}

const DAY_MS = 24 * 60 * 60_000;
/** Days by which notice of a visit is served ahead of it. */
const SERVED_AHEAD = 7;

const yearSchema = z.object({
  cycle: z.string(),
  leftOpen: z.object({ '12M': z.array(z.string()) }),
  visits: z.array(
    z.object({
      orgId: z.string(),
      visitNo: z.number(),
      teamId: z.string(),
      date: localDateSchema,
      startMinute: z.number(),
      durationMinutes: z.number(),
      state: z.string(),
    }),
  ),
});

export function playSeason(season: Season) {
  const { stage, calendar, province, fiscalYear, dice, task } = season;
  const year = fiscalYear - 543;
  const code = province.office.province;
  const base = `/provinces/${code}/visits/${fiscalYear}`;
  const books = new Map<string, Planned>();
  // Dealt in turn and not by chance, so that a small province meets all of it too.
  const none = undefined;
  const fates = dealt([
    none,
    none,
    none,
    'move',
    none,
    none,
    'postpone',
    none,
    none,
    'cancel',
    none,
  ]);
  const numbers = dealt([false, true]);
  /** Days ahead of the visit where the number comes late: when the office is chased for it, or even later. */
  const registers = dealt(['soon', 5, 'soon', 9, 'soon'] as const);
  const reports = dealt(['early', 'late', 'early', 'early', 'never', 'early', 'early'] as const);
  /** Taken from the register for single visits so far. */
  let letters = 0;
  /** Reports that wait for the week's submission to the committee. */
  const waiting: Pick<Planned, 'orgId' | 'visitNo'>[] = [];

  const host = playHosts({ ...season, askForDay: (visit, days) => askForDay(visit, days) });

  // Before anything is proposed: days on which a team does not go out, and one host is away.
  const away = { from: localDate(`${year}-05-18`), to: localDate(`${year}-05-20`) };
  task(instantAt(localDate(`${year}-04-08`)).valueOf(), (browser) => setUp(browser));

  // A few days after the first proposal, and on the day on which it is made anew; the second time the register
  // has no number yet.
  task(instantAt(localDate(`${year}-04-21`)).valueOf(), (browser) =>
    publish(browser, 'ปช 0044(นศ)/ว 12'),
  );
  task(instantAt(localDate(`${year}-05-01`)).valueOf(), async (browser) => {
    await publish(browser, undefined);
    task(stage.now().valueOf() + 2 * DAY_MS, (later) => numberAll(later, 'ปช 0044(นศ)/ว 15'));
  });

  // A flood closes the district that has most visits, for a week.
  task(instantAt(localDate(`${year}-05-18`)).valueOf(), flood);

  async function flood(browser: Browser): Promise<void> {
    const from = localDate(`${year}-05-25`);
    const to = addDays(from, 6);
    const amphoeOf = new Map(
      province.organizations.map(({ organization: { orgId, amphoe } }) => [orgId, amphoe.name]),
    );
    const hit = [...books.values()].filter(
      ({ time }) => time !== undefined && time.date >= from && time.date <= to,
    );
    const districts = [...Map.groupBy(hit, ({ orgId }) => amphoeOf.get(orgId) ?? '')];
    const [worst] = districts.toSorted(([, a], [, b]) => b.length - a.length);
    if (!worst) return;
    const [amphoe, visits] = worst;
    const path = `${base}/postpone`;
    const form = fine(path, await browser.get(path));
    const answer = await browser.post(path, {
      schedule: hidden(form, 'schedule'),
      amphoe,
      reason: 'น้ำท่วมเส้นทาง',
      ...thaiDate('from', from),
      ...thaiDate('to', to),
    });
    fine(path, answer);
    for (const visit of visits) {
      visit.time = undefined;
      visit.numbered = false;
      stage.note({ deed: 'postponed', orgId: visit.orgId, visitNo: visit.visitNo });
      const soon = stage.now().valueOf() + (3 + dice.below(8)) * DAY_MS;
      task(soon, async (later) => {
        // Moved meanwhile by whoever had other reasons.
        if (!visit.time) await move(later, visit);
      });
    }
  }

  async function setUp(browser: Browser): Promise<void> {
    const [team] = province.teams;
    const [made] = province.organizations;
    if (!team || !made) return;
    const { orgId } = made.organization;
    const span = { ...thaiDate('from', away.from), ...thaiDate('to', away.to), do: 'add' };
    for (const [path, version, more] of [
      [`${base}/setup/teams/${team.teamId}`, 'rev', { part: 'blocked', reason: 'อบรม' }],
      [`${base}/setup/away/${orgId}`, 'rev', { reason: 'ประชุมสภา' }],
    ] as const) {
      const form = fine(path, await browser.get(path));
      const fields = { ...span, ...more, [version]: hidden(form, version) };
      fine(path, await browser.post(path, fields));
    }
    stage.note({ deed: 'team-blocked', orgId: '', team: team.teamId, ...away });
    stage.note({ deed: 'organization-away', orgId, ...away });
  }

  async function publish(browser: Browser, letterNo: string | undefined): Promise<void> {
    const form = fine('publishing', await browser.get(`${base}/publish`));
    const draft = hidden(form, 'draft');
    // Nothing new, or somebody already has the days.
    if (draft === '') return;
    const today = localDateAt(stage.now());
    const asksWhy = form.text.includes('name="urgency"');
    const answer = await browser.post(`${base}/publish`, {
      draft,
      schedule: hidden(form, 'schedule'),
      ...(asksWhy && { urgency: 'มีเรื่องร้องเรียนที่ต้องติดตามโดยเร็ว' }),
      ...(letterNo !== undefined && { letterNo, ...thaiDate('letterDate', today) }),
    });
    fine('publishing', answer);
    const numbered = letterNo !== undefined;
    for (const { orgId, visitNo, state: _, ...time } of (await readYear(browser)).visits) {
      if (books.get(orgId)?.visitNo === visitNo) continue;
      const visit = { orgId, visitNo, time, numbered };
      books.set(orgId, visit);
      const urgent = time.date < addDays(today, SERVED_AHEAD);
      stage.note({ deed: 'published', orgId, visitNo, time: asSeen(time), numbered, urgent });
      fate(visit);
      host.expectAnswer(visit, time);
      expectReport(visit, time);
    }
  }

  /** The number of a circular comes from the register; visits that are too near by then are marked urgent. */
  async function numberAll(browser: Browser, letterNo: string): Promise<void> {
    const path = `${base}/letter`;
    const form = fine(path, await browser.get(path));
    const today = localDateAt(stage.now());
    const fields = { letterNo, ...thaiDate('letterDate', today) };
    fine(path, await browser.post(path, { schedule: hidden(form, 'schedule'), ...fields }));
    for (const visit of books.values()) {
      const { time, numbered, orgId, visitNo } = visit;
      if (!time || numbered) continue;
      visit.numbered = true;
      stage.note({ deed: 'numbered', orgId, visitNo });
      if (isTooNear(time)) await markUrgent(browser, visit);
    }
  }

  /** Too near for notice to be served in time, and not yet over. */
  function isTooNear({ date }: Time): boolean {
    const today = localDateAt(stage.now());
    return today <= date && date < addDays(today, SERVED_AHEAD);
  }

  async function markUrgent(browser: Browser, visit: Planned): Promise<void> {
    const { orgId, visitNo, time } = visit;
    const path = `${base}/${orgId}/${visitNo}/urgent`;
    const page = await browser.get(`${base}/${orgId}/${visitNo}`);
    // Published as urgent already.
    if (!time || !fine(path, page).text.includes(path)) return;
    const form = fine(path, await browser.get(path));
    const reason = 'เลขที่หนังสือออกช้า คณะเดินทางตามกำหนดเดิม';
    fine(path, await browser.post(path, { schedule: hidden(form, 'schedule'), reason }));
    stage.note({ deed: 'marked-urgent', orgId, visitNo });
  }

  /** Most numbers of single letters come within days, some only when the office is chased, a few too late. */
  function expectNumber(visit: Planned, time: Time) {
    if (visit.numbered) return;
    const lot = registers();
    const soon = stage.now().valueOf() + (1 + dice.below(3)) * DAY_MS;
    const at = lot === 'soon' ? soon : instantAt(addDays(time.date, -lot)).valueOf();
    task(Math.max(soon, at), async (browser) => {
      if (visit.time !== time || visit.numbered || time.date <= localDateAt(stage.now())) return;
      const { orgId, visitNo } = visit;
      const path = `${base}/${orgId}/${visitNo}/letter`;
      const form = fine(path, await browser.get(path));
      const schedule = hidden(form, 'schedule');
      fine(path, await browser.post(path, { schedule, ...newLetter() }));
      visit.numbered = true;
      stage.note({ deed: 'numbered', orgId, visitNo });
      if (isTooNear(time)) await markUrgent(browser, visit);
    });
  }

  function newLetter(): Record<string, string> {
    letters += 1;
    const today = localDateAt(stage.now());
    return { letterNo: `ปช 0044(นศ)/${200 + letters}`, ...thaiDate('letterDate', today) };
  }

  async function readYear(browser: Browser) {
    const answer = fine(
      'the year',
      await browser.get(`/api/provinces/${code}/years/${fiscalYear}`),
    );
    return yearSchema.parse(JSON.parse(answer.text));
  }

  /** A few visits are moved, put off with the day open, or called off. */
  function fate(visit: Planned) {
    const lot = fates();
    const { time } = visit;
    if (!time || lot === undefined) return;
    const when = instantAt(addDays(time.date, -2 - dice.below(8))).valueOf();
    if (lot === 'move') task(when, async (browser) => move(browser, visit));
    else if (lot === 'postpone') {
      task(when, async (browser) => {
        await change(browser, visit, 'postpone', {});
        task(stage.now().valueOf() + (2 + dice.below(6)) * DAY_MS, (later) => move(later, visit));
      });
    } else task(when, async (browser) => void (await change(browser, visit, 'cancel', {})));
  }

  /** A host has proposed `days`; it is given the first of them on which a team is free, else another. */
  function askForDay(visit: Planned, days: readonly LocalDate[]) {
    task(stage.now().valueOf() + (1 + dice.below(2)) * DAY_MS, (office) =>
      move(office, visit, days),
    );
  }

  async function move(
    browser: Browser,
    visit: Planned,
    wanted: readonly LocalDate[] = [],
  ): Promise<void> {
    const time = freeTime(visit, wanted);
    // Often the letter has its number when the new day is set.
    const numbered = numbers();
    const moved = await change(
      browser,
      visit,
      'move',
      {
        date: time.date,
        teamId: time.teamId,
        startMinute: String(time.startMinute),
        durationMinutes: String(time.durationMinutes),
        ...(numbered && newLetter()),
      },
      { time, numbered },
    );
    if (!moved) return;
    host.expectAnswer(visit, time);
    expectReport(visit, time);
    expectNumber(visit, time);
  }

  async function change(
    browser: Browser,
    visit: Planned,
    what: 'move' | 'postpone' | 'cancel',
    fields: Readonly<Record<string, string>>,
    next?: { readonly time: Time; readonly numbered: boolean },
  ): Promise<boolean> {
    const { orgId, visitNo } = visit;
    // Held meanwhile, or changed by another task.
    if (visit.isOff || (visit.time ? visit.time.date <= localDateAt(stage.now()) : what !== 'move'))
      return false;
    const path = `${base}/${orgId}/${visitNo}/${what}`;
    const form = fine(path, await browser.get(path));
    const schedule = hidden(form, 'schedule');
    const reason = 'มีภารกิจเร่งด่วน';
    fine(path, await browser.post(path, { schedule, reason, ...fields }));
    visit.time = next?.time;
    visit.isOff = what === 'cancel';
    visit.numbered = next?.numbered ?? false;
    if (next) {
      const { time, numbered } = next;
      stage.note({ deed: 'moved', orgId, visitNo, time: asSeen(time), numbered, urgent: false });
    } else stage.note({ deed: what === 'cancel' ? 'cancelled' : 'postponed', orgId, visitNo });
    return true;
  }

  /** One of the days that are `wanted`, else one at least two weeks ahead, on which a team is free. */
  function freeTime({ orgId }: Planned, wanted: readonly LocalDate[]): Time {
    const taken = [...books.values()].flatMap(({ time }) => (time ? [time] : []));
    const soonest = addDays(localDateAt(stage.now()), 14 + dice.below(10));
    for (const date of wanted) {
      const time = freeOn(date, taken, orgId);
      if (time && date >= addDays(localDateAt(stage.now()), SERVED_AHEAD)) return time;
    }
    for (let date = soonest; date <= `${year}-09-20`; ) {
      date = workingDayOnOrAfter(calendar, addDays(date, 1));
      const time = freeOn(date, taken, orgId);
      if (time) return time;
    }
    throw new Stuck(`no day left for ${orgId}`, { status: 0, text: '' });
  }

  function freeOn(date: LocalDate, taken: readonly Time[], orgId: string): Time | undefined {
    const isAway = away.from <= date && date <= away.to;
    const [blocked] = province.teams;
    const [absent] = province.organizations;
    if (isAway && absent?.organization.orgId === orgId) return undefined;
    const team = province.teams.find(
      ({ teamId }) =>
        !(isAway && teamId === blocked?.teamId) &&
        !taken.some((time) => time.teamId === teamId && time.date === date),
    );
    return team && { date, teamId: team.teamId, startMinute: 10 * 60, durationMinutes: 120 };
  }

  /** Most supervision reports are in time, some late, a few are never written. */
  function expectReport(visit: Planned, time: Time) {
    const lot = reports();
    if (lot === 'never') return;
    const days = lot === 'late' ? 16 + dice.below(25) : 1 + dice.below(8);
    task(instantAt(addDays(time.date, days)).valueOf(), async (browser) => {
      if (visit.time !== time) return;
      const { orgId, visitNo } = visit;
      const path = `${base}/${orgId}/${visitNo}`;
      const report = `${path}/report`;
      const blank = fine(report, await browser.get(report));
      const drafted = await browser.post(report, {
        do: 'sign',
        seen: hidden(blank, 'seen'),
        ...thaiDate('heldOn', time.date),
        attendees: 'ผู้บริหาร ปลัด และเจ้าหน้าที่ที่เกี่ยวข้อง',
        dimension1: 'ดำเนินการตามแผน',
        findings: 'มีการดำเนินงานตามแผนครบทั้งสี่มิติ',
        recommendations: 'เผยแพร่ผลการดำเนินงานให้ประชาชนทราบ',
      });
      fine(report, drafted);
      const written = fine(`${report}/sign`, await browser.get(`${report}/sign`));
      const signed = await browser.post(`${report}/sign`, {
        seen: hidden(written, 'seen'),
        signer1Position: 'หัวหน้าคณะนิเทศติดตาม',
        signer1Capacity: 'holder',
        ...thaiDate('signer1On', localDateAt(stage.now())),
      });
      fine(`${report}/sign`, signed);
      stage.note({ deed: 'supervision-reported', orgId, visitNo, heldOn: time.date });
      host.expectAdvice({ orgId, visitNo });
      waiting.push({ orgId, visitNo });
      if (waiting.length === 1) task(nextFriday(stage.now()), submit);
    });
  }

  /** Takes the week's reports to the committee together, with the number that the register gives the letter. */
  async function submit(browser: Browser): Promise<void> {
    const reports = waiting.splice(0);
    const path = `${base}/submissions`;
    fine(path, await browser.get(path));
    const drawnUp = await browser.post(path, {
      committee: 'คณะกรรมการป้องกันการทุจริตด้านการเมืองการปกครอง',
      visit: reports.map(({ orgId, visitNo }) => `${orgId}#${visitNo}`),
    });
    const bundle = fine(path, drawnUp).next.replace(/\?.*$/, '');
    fine(bundle, await browser.get(bundle));
    const numbered = await browser.post(`${bundle}/number`, {
      letterNo: `ปช 0044(นศ)/${bundle.split('/').at(-1)}`,
      ...thaiDate('letterDate', localDateAt(stage.now())),
    });
    fine(`${bundle}/number`, numbered);
    for (const report of reports) stage.note({ deed: 'report-submitted', ...report });
  }

  return {
    /** What the site says of the year at the end. */
    async lookBack(browser: Browser): Promise<Pick<YearSeen, 'closing' | 'schedule'>> {
      const { cycle, leftOpen, visits } = await readYear(browser);
      return {
        closing: { closed: cycle === 'closed', leftOpen: leftOpen['12M'] },
        schedule: visits.map(({ orgId, visitNo, state, ...time }) => ({
          orgId,
          visitNo,
          time: state === 'postponed' || state === 'cancelled' ? undefined : asSeen(time),
        })),
      };
    },
  };
}

/** The first moment of the first Friday after today. */
function nextFriday(now: Date): number {
  const today = localDateAt(now);
  return instantAt(addDays(today, ((11 - weekday(today)) % 7) + 1)).valueOf();
}

function asSeen({ date, startMinute, durationMinutes, teamId }: Time): VisitTime {
  return { day: date, start: startMinute, end: startMinute + durationMinutes, team: teamId };
}
