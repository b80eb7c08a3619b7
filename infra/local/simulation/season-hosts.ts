/** The hosts of a simulated season: they confirm their day, ask for another or stay silent, and answer advice. */
import {
  addDays,
  instantAt,
  type LocalDate,
  laterOf,
  localDateAt,
} from '../../../shared/domain/local-date.ts';
import { workingDayOnOrAfter } from '../../../shared/domain/work-calendar.ts';
import { BOUNCING_DOMAIN } from '../sample/province.ts';
import type { Planned, Season, Time } from './season-players.ts';
import { type Browser, fine, hidden, signIn, thaiDate } from './stage.ts';

const STATES = {
  accept: 'accepted',
  finish: 'done',
  decline: 'cannot_do',
  verify: 'verified',
  'ask-more': 'needs_more',
} as const;

const DAY_MS = 24 * 60 * 60_000;

/** The lots in turn, over and over. */
export function dealt<Lot>(lots: readonly [Lot, ...Lot[]]): () => Lot {
  let place = 0;
  return () => {
    const lot = lots[place % lots.length] ?? lots[0];
    place += 1;
    return lot;
  };
}

interface Hosts extends Season {
  /** The office is asked for one of `days` instead. */
  askForDay(visit: Planned, days: readonly LocalDate[]): void;
}

export function playHosts({ stage, calendar, province, fiscalYear, dice, task, askForDay }: Hosts) {
  const code = province.office.province;
  const yes = 'acknowledge';
  const answers = dealt([
    yes,
    'other-day',
    yes,
    'silent',
    yes,
    yes,
    yes,
    'phone',
    yes,
    yes,
  ] as const);

  /** Most hosts answer within days of the notice; some want another day, some are rung up, some say nothing. */
  function expectAnswer(visit: Planned, time: Time) {
    const lot = answers();
    const notice = addDays(time.date, -14);
    const today = localDateAt(stage.now());
    if (lot === 'silent') return;
    if (lot === 'phone') {
      task(instantAt(addDays(time.date, -4)).valueOf(), (office) => ringUp(office, visit, time));
      return;
    }
    const day = addDays(laterOf(notice, today), 1 + dice.below(6));
    const at = instantAt(day, 0, 9 * 60 + dice.below(400)).valueOf();
    stage.later(at, () => answer(visit, time, lot));
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
    const days = [7, 9].map((ahead) => workingDayOnOrAfter(calendar, addDays(time.date, ahead)));
    const [first = time.date, second = time.date] = days;
    fine(
      path,
      await browser.post(path, {
        sequence: hidden(page, 'sequence'),
        answer: word,
        place: 'ห้องประชุมสภา',
        receivedBy: 'ปลัด',
        mobile: '08 0000 0000',
        reason: 'ติดประชุมสภาท้องถิ่น ขอเป็นสัปดาห์ถัดไป',
        ...thaiDate('other1', first),
        ...thaiDate('other2', second),
      }),
    );
    const deed = word === 'acknowledge' ? 'acknowledged' : 'other-day-asked';
    stage.note({ deed, orgId, visitNo });
    if (word === 'other-day') askForDay(visit, days);
  }

  /** The office rings up a host that has said nothing, and takes down what it says. */
  async function ringUp(office: Browser, visit: Planned, time: Time) {
    if (visit.time !== time || localDateAt(stage.now()) >= time.date) return;
    const { orgId, visitNo } = visit;
    const path = `/provinces/${code}/visits/${fiscalYear}/${orgId}/${visitNo}/phone`;
    const form = fine(path, await office.get(path));
    fine(
      path,
      await office.post(path, {
        sequence: hidden(form, 'sequence'),
        answeredBy: 'ปลัด',
        ...thaiDate('calledOn', localDateAt(stage.now())),
        calledAt: '13.30',
        answer: 'acknowledge',
        place: 'ห้องประชุมสภา',
      }),
    );
    stage.note({ deed: 'acknowledged', orgId, visitNo });
  }

  /** Most organizations answer a recommendation some time; the office looks at what they did. */
  function expectAdvice(visit: Pick<Planned, 'orgId' | 'visitNo'>) {
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

  return { expectAnswer, expectAdvice };
}
