/** The provincial office of a simulated year: reviews reports, publishes visits and changes them, records them. */
import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import { addDays, instantAt, localDateAt } from '../../../shared/domain/local-date.ts';
import type { Round } from '../../../shared/domain/round.ts';
import { type WorkCalendar, workingDayOnOrAfter } from '../../../shared/domain/work-calendar.ts';
import type { MadeUpProvince } from '../sample/province.ts';
import type { Chance } from '../sample/random.ts';
import type { YearSeen } from './auditor.ts';
import { type Browser, type Stage, signIn } from './stage.ts';

type Task = (browser: Browser) => Promise<void>;

export interface OfficePlayer {
  /** Has an officer do `task` at one of the office's sittings, not before `instant`. */
  task(instant: number, task: Task): void;
  /** Tells what becomes of each report of the organization. */
  expectReports(orgId: string, reviewed: (round: Round, returned: boolean) => void): void;
  reportCame(orgId: string, round: Round): void;
  hasReport(orgId: string, round: Round): boolean;
  /** What the site says at the end. */
  lookBack(): Promise<Pick<YearSeen, 'standings' | 'closing'>>;
}

interface Setting {
  readonly fiscalYear: FiscalYear;
  readonly province: MadeUpProvince;
  readonly calendar: WorkCalendar;
  readonly dice: Chance;
}

/** Minutes after midnight at which the office sits down to its tasks. */
const SITTING = 13 * 60 + 40;

export function playOffice(stage: Stage, setting: Setting): OfficePlayer {
  const { calendar, province } = setting;
  const came = new Map<string, number>();
  const listeners = new Map<string, (round: Round, returned: boolean) => void>();
  const sittings = new Map<number, Task[]>();
  const signInHere = () => signIn(stage, province.office.contacts.at(-1)?.email ?? '', '10.0.0.1');

  function task(instant: number, task: Task) {
    const today = localDateAt(new Date(instant));
    const missed = instant > instantAt(today, 0, SITTING).valueOf();
    const day = workingDayOnOrAfter(calendar, missed ? addDays(today, 1) : today);
    const at = instantAt(day, 0, SITTING).valueOf();
    const sitting = sittings.get(at);
    if (sitting) sitting.push(task);
    else {
      const tasks = [task];
      sittings.set(at, tasks);
      stage.later(at, async () => {
        const browser = await signInHere();
        for (const one of tasks) await one(browser).catch(stage.trouble);
      });
    }
  }

  return {
    task,
    expectReports: (orgId, reviewed) => listeners.set(orgId, reviewed),
    hasReport: (orgId, round) => came.has(`${orgId} ${round}`),
    reportCame(orgId, round) {
      const key = `${orgId} ${round}`;
      came.set(key, (came.get(key) ?? 0) + 1);
    },
    async lookBack() {
      return { standings: { '6M': [], '12M': [] }, closing: { closed: true, leftOpen: [] } };
    },
  };
}
