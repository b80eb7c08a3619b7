/** EventBridge Scheduler's part: starts the daily job and the mail worker when there is something to do. */
import { addDays, instantAt, localDateAt, weekday } from '../../shared/domain/local-date.ts';
import type { Clock } from './clock.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  /** Calls back with the keys of items that are written. */
  readonly onWrite: (listener: (pk: string, sk: string) => void) => void;
  /** Runs at the start and then daily at 06:00. */
  readonly startCycles: () => Promise<unknown>;
  /** Run after it at the start and on Mondays, one after the other: what keeps the table in order. */
  readonly housekeeping?: readonly (() => Promise<unknown>)[];
  /** Runs last, where audit chains are to be anchored. */
  readonly anchorAudit?: () => Promise<unknown>;
  /**
   * Runs at the start and then when a pointer of the outbox is due, never twice at a time; answers
   * when to run next, if anything waits.
   */
  readonly deliverMail: () => Promise<{ readonly nextDueAt: string | null }>;
  readonly onError?: (
    error: unknown,
    job: 'start-cycles' | 'housekeeping' | 'anchor-audit' | 'deliver-mail',
  ) => void;
  /** Whether to look for mail in each minute of real time, too. @default false */
  readonly everyRealMinute?: boolean;
}

export interface Scheduler {
  /** Starts no job any more, and resolves when none is at work. */
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
const DAILY_HOUR = 6;
const MONDAY = 1;

export function startScheduler(options: SchedulerOptions): Scheduler {
  const stopping = new AbortController();
  const daily = runDaily(options, stopping.signal);
  const mail = runMail(options);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([daily, mail.stop()]);
    },
  };
}

function runDaily(
  { clock, startCycles, housekeeping = [], anchorAudit, onError = () => {} }: SchedulerOptions,
  signal: AbortSignal,
): Promise<void> {
  return clock.run(async () => {
    let isStart = true;
    while (!signal.aborted) {
      await startCycles().catch((error: unknown) => onError(error, 'start-cycles'));
      // Looking at everybody takes a while, and time stands still for it.
      const due = isStart || weekday(localDateAt(clock.now())) === MONDAY ? housekeeping : [];
      for (const task of due) {
        await task().catch((error: unknown) => onError(error, 'housekeeping'));
      }
      isStart = false;
      await anchorAudit?.().catch((error: unknown) => onError(error, 'anchor-audit'));
      await clock.sleepUntil(nextDailyRun(clock.now()), signal).catch(() => {});
    }
  });
}

function nextDailyRun(now: Date): Date {
  const today = localDateAt(now);
  const run = instantAt(today, DAILY_HOUR);
  return run > now ? run : instantAt(addDays(today, 1), DAILY_HOUR);
}

interface Alarm {
  readonly at: number;
  readonly off: AbortController;
}

function runMail(options: SchedulerOptions) {
  const { clock, onWrite, deliverMail, onError = () => {}, everyRealMinute = false } = options;
  let alarm: Alarm | undefined;
  let running: Promise<void> | undefined;
  /** The earliest that has become known since the run that is under way began, in milliseconds. */
  let meanwhile = Number.POSITIVE_INFINITY;
  let stopped = false;

  function due(at: number) {
    if (running !== undefined) meanwhile = Math.min(meanwhile, at);
    if (running !== undefined || stopped || at === Number.POSITIVE_INFINITY) return;
    if (alarm && alarm.at <= at) return;
    alarm?.off.abort();
    const set = { at, off: new AbortController() };
    alarm = set;
    // Its promise never rejects.
    void clock.run(() => wait(set));
  }

  async function wait({ at, off }: Alarm) {
    await clock.sleepUntil(new Date(at), off.signal).catch(() => {});
    if (off.signal.aborted) return;
    alarm = undefined;
    meanwhile = Number.POSITIVE_INFINITY;
    running = deliver();
    await running;
  }

  async function deliver() {
    const next = await deliverMail().then(
      ({ nextDueAt }) => (nextDueAt === null ? Number.POSITIVE_INFINITY : instantOf(nextDueAt)),
      (error: unknown) => {
        onError(error, 'deliver-mail');
        return 0;
      },
    );
    running = undefined;
    // What a run has left behind although it was due waits for a minute, as it would on AWS.
    due(Math.min(meanwhile, Math.max(next, clock.now().getTime() + MINUTE_MS)));
  }

  const instantOf = (text: string) => {
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? clock.now().getTime() : instant;
  };

  onWrite((pk, sk) => {
    if (pk.startsWith('OUTBOX#')) due(instantOf(sk.split('#', 1)[0] ?? ''));
  });
  const look = () => due(clock.now().getTime());
  const timer = everyRealMinute ? setInterval(look, MINUTE_MS).unref() : undefined;
  look();

  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      alarm?.off.abort();
      await running;
    },
  };
}
