/** The season of visits in a simulated year: the office publishes, moves, records; hosts answer or stay silent. */
import * as z from 'zod';
import {
  addDays,
  instantAt,
  type LocalDate,
  laterOf,
  localDate,
  localDateAt,
  localDateSchema,
} from '../../../shared/domain/local-date.ts';
import { workingDayOnOrAfter } from '../../../shared/domain/work-calendar.ts';
import { BOUNCING_DOMAIN } from '../sample/province.ts';
import type { VisitTime, YearSeen } from './auditor.ts';
import type { OfficeSetting, Task } from './office-player.ts';
import { type Browser, fine, hidden, Stuck, signIn, thaiDate } from './stage.ts';

interface Season extends OfficeSetting {
  task(instant: number, task: Task): void;
}

/** A visit as the office has it in its books. */
interface Planned {
  readonly orgId: string;
  readonly visitNo: number;
  /** Nothing while the day is open or the visit is off. */
  time: Time | undefined;
}

interface Time {
  readonly date: LocalDate;
  readonly startMinute: number;
  readonly durationMinutes: number;
  readonly teamId: string;
}

const STATES = {
  accept: 'accepted',
  finish: 'done',
  decline: 'cannot_do',
  verify: 'verified',
  'ask-more': 'needs_more',
} as const;

const DAY_MS = 24 * 60 * 60_000;

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

  // A few days after the first proposal, and on the day on which it is made anew.
  for (const [day, letterNo] of [
    ['04-21', 'ปช 0044(นศ)/ว 12'],
    ['05-01', 'ปช 0044(นศ)/ว 15'],
  ] as const) {
    const on = instantAt(localDate(`${year}-${day}`)).valueOf();
    task(on, (browser) => publish(browser, letterNo));
  }

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
      stage.note({ deed: 'postponed', orgId: visit.orgId, visitNo: visit.visitNo });
      const soon = stage.now().valueOf() + (3 + dice.below(8)) * DAY_MS;
      task(soon, async (later) => {
        // Moved meanwhile by whoever had other reasons.
        if (!visit.time) await move(later, visit);
      });
    }
  }

  async function publish(browser: Browser, letterNo: string): Promise<void> {
    const form = fine('publishing', await browser.get(`${base}/publish`));
    const draft = hidden(form, 'draft');
    // Nothing new, or somebody already has the days.
    if (draft === '') return;
    const today = localDateAt(stage.now());
    const answer = await browser.post(`${base}/publish`, {
      draft,
      schedule: hidden(form, 'schedule'),
      letterNo,
      ...thaiDate('letterDate', today),
    });
    fine('publishing', answer);
    for (const { orgId, visitNo, state: _, ...time } of (await readYear(browser)).visits) {
      if (books.has(orgId)) continue;
      const visit = { orgId, visitNo, time };
      books.set(orgId, visit);
      stage.note({ deed: 'published', orgId, visitNo, time: asSeen(time) });
      fate(visit);
      expectHost(visit, time);
      expectReport(visit, time);
    }
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
    const chance = dice.fraction();
    const { time } = visit;
    if (!time || chance > 0.1) return;
    const when = instantAt(addDays(time.date, -2 - dice.below(8))).valueOf();
    if (chance < 0.05) task(when, (browser) => move(browser, visit));
    else if (chance < 0.08) {
      task(when, async (browser) => {
        await change(browser, visit, 'postpone', {});
        task(stage.now().valueOf() + (2 + dice.below(6)) * DAY_MS, (later) => move(later, visit));
      });
    } else task(when, (browser) => change(browser, visit, 'cancel', {}));
  }

  async function move(browser: Browser, visit: Planned): Promise<void> {
    const time = freeTime(visit);
    await change(
      browser,
      visit,
      'move',
      {
        date: time.date,
        teamId: time.teamId,
        startMinute: String(time.startMinute),
        durationMinutes: String(time.durationMinutes),
      },
      time,
    );
    expectHost(visit, time);
    expectReport(visit, time);
  }

  async function change(
    browser: Browser,
    visit: Planned,
    what: 'move' | 'postpone' | 'cancel',
    fields: Readonly<Record<string, string>>,
    time?: Time,
  ): Promise<void> {
    const { orgId, visitNo } = visit;
    // Held meanwhile, or changed by another task.
    if (visit.time ? visit.time.date <= localDateAt(stage.now()) : what !== 'move') return;
    const path = `${base}/${orgId}/${visitNo}/${what}`;
    const form = fine(path, await browser.get(path));
    const schedule = hidden(form, 'schedule');
    const reason = 'มีภารกิจเร่งด่วน';
    fine(path, await browser.post(path, { schedule, reason, ...fields }));
    visit.time = time;
    if (time) stage.note({ deed: 'moved', orgId, visitNo, time: asSeen(time) });
    else stage.note({ deed: what === 'cancel' ? 'cancelled' : 'postponed', orgId, visitNo });
  }

  /** A day at least two weeks ahead on which a team is free. */
  function freeTime({ orgId }: Planned): Time {
    const taken = [...books.values()].flatMap(({ time }) => (time ? [time] : []));
    const teams = province.teams.map(({ teamId }) => teamId);
    let date = addDays(localDateAt(stage.now()), 14 + dice.below(10));
    for (;;) {
      date = workingDayOnOrAfter(calendar, addDays(date, 1));
      for (const teamId of teams) {
        const clash = taken.some((time) => time.teamId === teamId && time.date === date);
        if (!clash) return { date, teamId, startMinute: 9 * 60, durationMinutes: 150 };
      }
      if (date > `${year}-09-20`)
        throw new Stuck(`no day left for ${orgId}`, { status: 0, text: '' });
    }
  }

  /** Most hosts answer within days of the notice; some want another day, some say nothing. */
  function expectHost(visit: Planned, time: Time) {
    const chance = dice.fraction();
    if (chance > 0.75) return;
    const notice = addDays(time.date, -14);
    const today = localDateAt(stage.now());
    const day = addDays(laterOf(notice, today), 1 + dice.below(6));
    const at = instantAt(day, 0, 9 * 60 + dice.below(400)).valueOf();
    stage.later(at, () => answer(visit, time, chance < 0.1 ? 'other-day' : 'acknowledge'));
  }

  /** Somebody whose mail arrives, where there is anybody. */
  async function signInAsHost(orgId: string, from: string): Promise<Browser | undefined> {
    const contacts =
      province.organizations.find(({ organization }) => organization.orgId === orgId)?.organization
        .contacts ?? [];
    const hosts = contacts.filter(({ role }) => role === 'coordinator' || role === 'executive');
    const host = hosts.find(({ email }) => !email.endsWith(BOUNCING_DOMAIN));
    return host && signIn(stage, host.email, from);
  }

  async function answer(visit: Planned, time: Time, word: 'acknowledge' | 'other-day') {
    if (visit.time !== time || localDateAt(stage.now()) >= time.date) return;
    const { orgId, visitNo } = visit;
    const browser = await signInAsHost(orgId, '10.80.200.1');
    if (!browser) return;
    const path = `/organizations/${orgId}/visits/${fiscalYear}/${visitNo}`;
    const page = fine(path, await browser.get(path));
    fine(
      path,
      await browser.post(path, {
        sequence: hidden(page, 'sequence'),
        answer: word,
        place: 'ห้องประชุมสภา',
        receivedBy: 'ปลัด',
        mobile: '08 0000 0000',
        reason: 'ติดประชุมสภาท้องถิ่น ขอเป็นสัปดาห์ถัดไป',
      }),
    );
    const deed = word === 'acknowledge' ? 'acknowledged' : 'other-day-asked';
    stage.note({ deed, orgId, visitNo });
    if (word === 'other-day') {
      task(stage.now().valueOf() + (1 + dice.below(2)) * DAY_MS, (office) => move(office, visit));
    }
  }

  /** Most supervision reports are in time, some late, a few are never written. */
  function expectReport(visit: Planned, time: Time) {
    const chance = dice.fraction();
    if (chance > 0.94) return;
    const days = chance < 0.78 ? 1 + dice.below(13) : 16 + dice.below(25);
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
      await submit(browser, { orgId, visitNo });
      stage.note({ deed: 'supervision-reported', orgId, visitNo, heldOn: time.date });
      expectAnswer({ orgId, visitNo });
    });
  }

  /** Takes the report to the committee, in a submission of its own, with the number that the register gives it. */
  async function submit(browser: Browser, { orgId, visitNo }: Pick<Planned, 'orgId' | 'visitNo'>) {
    const path = `${base}/submissions`;
    fine(path, await browser.get(path));
    const drawnUp = await browser.post(path, {
      committee: 'คณะกรรมการป้องกันการทุจริตด้านการเมืองการปกครอง',
      visit: `${orgId}#${visitNo}`,
    });
    const bundle = fine(path, drawnUp).next.replace(/\?.*$/, '');
    fine(bundle, await browser.get(bundle));
    const numbered = await browser.post(`${bundle}/number`, {
      letterNo: `ปช 0044(นศ)/${bundle.split('/').at(-1)}`,
      ...thaiDate('letterDate', localDateAt(stage.now())),
    });
    fine(`${bundle}/number`, numbered);
  }

  /** Most organizations answer a recommendation some time; the office looks at what they did. */
  function expectAnswer(visit: Pick<Planned, 'orgId' | 'visitNo'>) {
    const chance = dice.fraction();
    if (chance > 0.7) return;
    const at = stage.now().valueOf() + (3 + dice.below(90)) * DAY_MS;
    const act = chance < 0.1 ? 'decline' : chance < 0.3 ? 'accept' : 'finish';
    stage.later(at, async () => {
      const browser = await signInAsHost(visit.orgId, '10.80.201.1');
      if (!browser) return;
      await followUp(browser, visit, act);
      if (act !== 'finish') return;
      const asksMore = dice.fraction() < 0.2;
      const judged = asksMore ? 'ask-more' : 'verify';
      task(stage.now().valueOf() + DAY_MS, (office) => followUp(office, visit, judged));
    });
  }

  async function followUp(
    browser: Browser,
    { orgId, visitNo }: Pick<Planned, 'orgId' | 'visitNo'>,
    act: keyof typeof STATES,
  ): Promise<void> {
    const path = `/organizations/${orgId}/recommendations/${fiscalYear}/${visitNo}/1`;
    fine(path, await browser.get(path));
    const due = addDays(localDateAt(stage.now()), 30);
    const note = 'เผยแพร่บนเว็บไซต์ของหน่วยงานแล้ว';
    const judges = act === 'verify' || act === 'ask-more';
    const action = judges ? `${path}/judge` : path;
    fine(path, await browser.post(action, { act, note, ...thaiDate('until', due) }));
    const state = STATES[act];
    const until = act === 'ask-more' ? { due } : {};
    stage.note({ deed: 'advice-answered', orgId, visitNo, state, ...until });
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

function asSeen({ date, startMinute, durationMinutes, teamId }: Time): VisitTime {
  return { day: date, start: startMinute, end: startMinute + durationMinutes, team: teamId };
}
