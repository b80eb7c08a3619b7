/** The provincial office of a simulated year: reviews reports, mends addresses, publishes and changes visits. */
import * as z from 'zod';
import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import { addDays, instantAt, localDateAt } from '../../../shared/domain/local-date.ts';
import type { Round } from '../../../shared/domain/round.ts';
import { type WorkCalendar, workingDayOnOrAfter } from '../../../shared/domain/work-calendar.ts';
import type { MadeUpProvince } from '../sample/province.ts';
import type { Chance } from '../sample/random.ts';
import type { Standing, YearSeen } from './audited-case.ts';
import { playSeason } from './season-players.ts';
import { type Browser, fine, hidden, type Stage, signIn, thaiDate } from './stage.ts';

export type Task = (browser: Browser) => Promise<void>;

export interface OfficePlayer {
  /** Has an officer do `task` at one of the office's sittings, not before `instant`. */
  task(instant: number, task: Task): void;
  /** Calls `returned` when the office has sent back a report of the organization. */
  expectReports(orgId: string, returned: (round: Round) => void): void;
  /** A report was handed in; the office will look at it. */
  reportCame(orgId: string, round: Round): void;
  hasReport(orgId: string, round: Round): boolean;
  /** What the site says at the end. */
  lookBack(): Promise<Pick<YearSeen, 'standings' | 'closing' | 'schedule'>>;
}

export interface OfficeSetting {
  readonly stage: Stage;
  readonly fiscalYear: FiscalYear;
  readonly province: MadeUpProvince;
  readonly calendar: WorkCalendar;
  readonly dice: Chance;
}

/** Minutes after midnight at which the office sits down to its tasks. */
const SITTING = 13 * 60 + 40;
const DAY_MS = 24 * 60 * 60_000;

const publicFactsSchema = z.object({
  reports: z.array(
    z.object({
      fiscalYear: z.number(),
      round: z.enum(['6M', '12M']),
      daysLate: z.number().optional(),
      versions: z.array(z.unknown()),
    }),
  ),
});

export function playOffice(setting: OfficeSetting): OfficePlayer {
  const { stage, calendar, province, dice, fiscalYear } = setting;
  /** Versions that came, by organization and round. */
  const came = new Map<string, number>();
  const listeners = new Map<string, (round: Round) => void>();
  const sittings = new Map<number, Task[]>();
  const code = province.office.province;
  const season = playSeason({ ...setting, task });
  const signInHere = () => signIn(stage, province.office.contacts.at(-1)?.email ?? '', '10.0.0.1');

  function task(instant: number, task: Task) {
    const today = localDateAt(new Date(instant));
    const missed = instant >= instantAt(today, 0, SITTING).valueOf();
    const day = workingDayOnOrAfter(calendar, missed ? addDays(today, 1) : today);
    const at = instantAt(day, 0, SITTING).valueOf();
    const sitting = sittings.get(at);
    if (sitting) {
      sitting.push(task);
      return;
    }
    const tasks = [task];
    sittings.set(at, tasks);
    stage.later(at, async () => {
      const browser = await signInHere();
      for (const one of tasks) await one(browser).catch(stage.trouble);
    });
  }

  const soon = (days: number) => stage.now().valueOf() + (1 + dice.below(days)) * DAY_MS;

  /** Most are taken note of, some returned, a few lie on; one or the other is returned after all. */
  function review(orgId: string, round: Round, version: number) {
    const chance = dice.fraction();
    if (chance < 0.06) return;
    const returns = version === 1 && chance < 0.2;
    task(soon(6), (browser) => decide(browser, orgId, round, returns ? 'return' : 'accept'));
    if (!returns && version === 1 && chance > 0.97) {
      task(soon(6) + 6 * DAY_MS, (browser) => decide(browser, orgId, round, 'return'));
    }
  }

  async function decide(
    browser: Browser,
    orgId: string,
    round: Round,
    decision: 'accept' | 'return',
  ): Promise<void> {
    const path = `/provinces/${code}/reports/${orgId}/${fiscalYear}/${round}/${decision}`;
    const form = fine(path, await browser.get(path));
    const seen = { state: hidden(form, 'state'), version: hidden(form, 'version') };
    const words =
      decision === 'accept'
        ? { note: 'รับทราบ' }
        : {
            reason: 'โปรดตรวจสอบสถานะของรายการ',
            ...thaiDate('until', addDays(localDateAt(stage.now()), 7)),
            ...(dice.fraction() < 0.6 && { 'comment-i1': 'ยังไม่พบเอกสารหลักฐาน' }),
          };
    fine(path, await browser.post(path, { ...seen, ...words }));
    stage.note({ deed: decision === 'accept' ? 'accepted' : 'returned', orgId, round });
    if (decision === 'return') listeners.get(orgId)?.(round);
  }

  /** What the public facts of each organization say of this year's rounds. */
  async function standings(): Promise<YearSeen['standings']> {
    const found: Record<Round, Standing[]> = { '6M': [], '12M': [] };
    for (const { organization } of province.organizations) {
      const { orgId } = organization;
      const answer = fine(orgId, await stage.visitor.get(`/api/organizations/${orgId}`));
      const { reports } = publicFactsSchema.parse(JSON.parse(answer.text));
      for (const { round, versions, daysLate } of reports.filter(
        (report) => report.fiscalYear === fiscalYear,
      )) {
        found[round].push({ orgId, submitted: versions.length > 0, daysLate });
      }
    }
    return found;
  }

  return {
    task,
    expectReports: (orgId, returned) => void listeners.set(orgId, returned),
    hasReport: (orgId, round) => came.has(`${orgId} ${round}`),
    reportCame(orgId, round) {
      const key = `${orgId} ${round}`;
      const version = (came.get(key) ?? 0) + 1;
      came.set(key, version);
      review(orgId, round, version);
    },
    async lookBack() {
      return {
        standings: await standings(),
        ...(await season.lookBack(await signInHere())),
      };
    },
  };
}
