/** The clocks of the embedded mode: the real one, and one on which a year goes by in minutes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';

export interface Clock {
  now(): Date;

  /**
   * Resolves at `instant`; at once when that is not in the future. Any distance is allowed.
   *
   * @throws the signal's reason, if it aborts first.
   */
  sleepUntil(instant: Date, signal?: AbortSignal): Promise<void>;

  /**
   * Runs `activity` so that time stands still while it works: a stepped clock goes on only when all
   * that `run` started is asleep on the clock or has ended. An activity must therefore not await
   * another one that sleeps, nor anything else that only the passing of time brings about.
   */
  run<Result>(activity: () => Promise<Result>): Promise<Result>;

  /** Resolves when all that `run` started is asleep or has ended. */
  settled(): Promise<void>;
}

export interface SteppedClock extends Clock {
  /**
   * Moves on to `instant`, waking each sleeper on the way at its own time, earliest first and in the
   * order of falling asleep where times are equal; the next one only when all is settled. Never goes back.
   */
  advanceTo(instant: Date): Promise<void>;

  /** When the earliest sleeper wakes. */
  nextWake(): Date | undefined;

  /** Stops flowing and keeps the position for the last time. Sleepers stay asleep. */
  close(): Promise<void>;
}

export interface SteppedClockOptions {
  readonly start: Date;
  /** Whether time goes on with real time between steps, or stands still. */
  readonly flows: boolean;
  /**
   * Told, before time gets there, a position that `now` does not pass until the next call: whoever
   * starts from the last one never sees time go back, even after a crash.
   */
  readonly keep?: (position: Date) => Promise<void>;
  /** Receives an error of `keep` while time flows; one that happens in a step rejects the step. */
  readonly onKeepError?: (error: unknown) => void;
}

interface Activity {
  sleeps: number;
  ended: boolean;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

// Short of setTimeout's limit of 24.8 days, and short enough to notice that the computer slept or
// that its clock was set.
const LONGEST_TIMER_MS = 60_000;
const KEEP_EVERY_MS = 30_000;
const KEEP_AHEAD_MS = 60_000;

/** The computer's own clock. */
export function realClock(): Clock {
  return createClock(undefined, { flows: true });
}

/** A clock that can be moved on. */
export function steppedClock({ start, ...options }: SteppedClockOptions): SteppedClock {
  return createClock(start, options);
}

/** @param start by default, and exactly, the computer's time */
function createClock(
  start: Date | undefined,
  { flows, keep, onKeepError = () => {} }: Omit<SteppedClockOptions, 'start'>,
): SteppedClock {
  const sleepers: Sleeper[] = [];
  const work = workInHand();
  /** Milliseconds by which this clock is ahead of the computer's, while it flows. */
  let ahead = start ? start.getTime() - Date.now() : 0;
  /** The instant at which time stands still, if it does: during a step, or always. */
  let held = flows ? undefined : (start?.getTime() ?? Date.now());
  let timer: NodeJS.Timeout | undefined;
  let lastStep = Promise.resolve();

  const now = () => held ?? Date.now() + ahead;
  const keepFrom = async (position: number) =>
    keep?.(new Date(position + (flows ? KEEP_AHEAD_MS : 0)));
  const keepFlowing = () => {
    if (held === undefined) keepFrom(now()).catch(onKeepError);
  };
  keepFlowing();
  const keeping = flows && keep ? setInterval(keepFlowing, KEEP_EVERY_MS).unref() : undefined;

  /** Sets the timer for the next sleeper, where time flows. */
  function watch() {
    clearTimeout(timer);
    const next = sleepers[0];
    if (held !== undefined || !next) return;
    timer = setTimeout(wakeDue, Math.min(Math.max(next.at - now(), 1), LONGEST_TIMER_MS));
  }

  function wakeDue() {
    while (sleepers[0] && sleepers[0].at <= now()) sleepers.shift()?.wake();
    watch();
  }

  function fallAsleep(sleeper: Sleeper) {
    const later = sleepers.findIndex(({ at }) => at > sleeper.at);
    sleepers.splice(later === -1 ? sleepers.length : later, 0, sleeper);
    if (sleepers[0] === sleeper) watch();
  }

  function forget(sleeper: Sleeper) {
    const place = sleepers.indexOf(sleeper);
    if (place !== -1) sleepers.splice(place, 1);
    if (place === 0) watch();
  }

  async function step(target: number) {
    if (target <= now()) return;
    held = now();
    try {
      await work.settled();
      for (let next = sleepers[0]; next && next.at <= target; next = sleepers[0]) {
        if (next.at > held) {
          await keepFrom(next.at);
          held = next.at;
        }
        sleepers.shift()?.wake();
        await work.settled();
      }
      await keepFrom(target);
      held = target;
    } finally {
      if (flows) {
        ahead = held - Date.now();
        held = undefined;
        watch();
      }
    }
  }

  return {
    now: () => new Date(now()),

    async sleepUntil(instant, signal) {
      signal?.throwIfAborted();
      if (instant.getTime() <= now()) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const rouse = work.sleeping();
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        rouse();
        resolve();
      };
      const sleeper = { at: instant.getTime(), wake };
      const abort = () => {
        forget(sleeper);
        rouse();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      fallAsleep(sleeper);
      await promise;
    },

    run: work.run,
    settled: work.settled,

    async advanceTo(instant) {
      if (work.inside()) throw new Error('an activity cannot move the clock that waits for it');
      const thisStep = lastStep.then(() => step(instant.getTime()));
      lastStep = thisStep.catch(() => {});
      await thisStep;
    },

    nextWake: () => sleepers[0] && new Date(sleepers[0].at),

    async close() {
      clearInterval(keeping);
      clearTimeout(timer);
      await lastStep;
      held = now();
      await keep?.(new Date(held));
    },
  };
}

/** Counts the activities that are at work: running, and not asleep. */
function workInHand() {
  const activities = new AsyncLocalStorage<Activity>();
  let busy = 0;
  let idle: (() => void)[] = [];

  function finish() {
    busy -= 1;
    if (busy > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  return {
    inside: () => activities.getStore() !== undefined,

    async run<Result>(activity: () => Promise<Result>) {
      const self: Activity = { sleeps: 0, ended: false };
      busy += 1;
      try {
        return await activities.run(self, activity);
      } finally {
        self.ended = true;
        if (self.sleeps === 0) finish();
      }
    },

    /** Marks the current activity as asleep; the result marks it as awake again, at that moment. */
    sleeping() {
      const self = activities.getStore();
      if (!self) return () => {};
      self.sleeps += 1;
      if (self.sleeps === 1) finish();
      return () => {
        self.sleeps -= 1;
        if (self.sleeps === 0 && !self.ended) busy += 1;
      };
    },

    async settled() {
      do {
        if (busy > 0) await new Promise<void>((resolve) => idle.push(resolve));
        // What was just woken or ended may start something more in the same turn.
        await setImmediate();
      } while (busy > 0);
    },
  };
}
