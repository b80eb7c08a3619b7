import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Clock, realClock, steppedClock } from '../../infra/local/clock.ts';

const START = new Date('2020-04-01T00:00:00Z');
const hoursOn = (hours: number) => new Date(START.getTime() + hours * 3_600_000);

/** An activity that wakes at each of `hours`, works for a few turns and notes the time. */
function diary(clock: Clock, name: string, hours: readonly number[], notes: string[]) {
  return clock.run(async () => {
    for (const hour of hours) {
      await clock.sleepUntil(hoursOn(hour));
      for (let turn = 0; turn < 3; turn += 1) await setImmediate();
      notes.push(`${name} ${clock.now().toISOString().slice(5, 16)}`);
    }
  });
}

describe('a clock that stands still', () => {
  test('wakes sleepers in order of time, each at its own time, one after the other', async () => {
    const clock = steppedClock({ start: START, flows: false });
    const notes: string[] = [];
    const diaries = [
      diary(clock, 'a', [30, 49], notes),
      diary(clock, 'b', [30, 31], notes),
      diary(clock, 'c', [1, 30], notes),
    ];
    expect(clock.nextWake()).toEqual(hoursOn(1));

    await clock.advanceTo(hoursOn(48));
    expect(notes).toEqual([
      'c 04-01T01:00',
      'a 04-02T06:00',
      'b 04-02T06:00',
      'c 04-02T06:00',
      'b 04-02T07:00',
    ]);
    expect(clock.now()).toEqual(hoursOn(48));
    expect(clock.nextWake()).toEqual(hoursOn(49));

    await clock.advanceTo(hoursOn(50));
    await Promise.all(diaries);
    expect(notes.at(-1)).toBe('a 04-03T01:00');
  });

  test('waits for what a woken activity starts', async () => {
    const clock = steppedClock({ start: START, flows: false });
    const notes: string[] = [];
    const inner: Promise<void>[] = [];
    const outer = clock.run(async () => {
      await clock.sleepUntil(hoursOn(1));
      inner.push(diary(clock, 'inner', [2, 3], notes));
    });
    await clock.advanceTo(hoursOn(5));
    expect(notes).toEqual(['inner 04-01T02:00', 'inner 04-01T03:00']);
    await Promise.all([outer, ...inner]);
  });

  test('never goes back, and takes steps asked for together one after the other', async () => {
    const clock = steppedClock({ start: START, flows: false });
    await Promise.all([clock.advanceTo(hoursOn(2)), clock.advanceTo(hoursOn(1))]);
    expect(clock.now()).toEqual(hoursOn(2));
  });

  test('lets a sleeper be called off', async () => {
    const clock = steppedClock({ start: START, flows: false });
    const calledOff = new AbortController();
    const sleeping = clock.run(() => clock.sleepUntil(hoursOn(1), calledOff.signal));
    calledOff.abort(new Error('woken early'));
    await expect(sleeping).rejects.toThrow('woken early');
    expect(clock.nextWake()).toBeUndefined();
    await clock.settled();
  });

  test('goes on when an activity fails', async () => {
    const clock = steppedClock({ start: START, flows: false });
    const failing = clock.run(async () => {
      await clock.sleepUntil(hoursOn(1));
      throw new Error('no paper left');
    });
    const failure = expect(failing).rejects.toThrow('no paper left');
    await clock.advanceTo(hoursOn(2));
    await failure;
  });

  test('refuses an activity that would wait for itself', async () => {
    const clock = steppedClock({ start: START, flows: false });
    await expect(clock.run(() => clock.advanceTo(hoursOn(1)))).rejects.toThrow(
      'cannot move the clock',
    );
  });

  test('has kept every position before anyone sees it', async () => {
    const kept: Date[] = [];
    const clock = steppedClock({
      start: START,
      flows: false,
      keep: async (position) => void kept.push(position),
    });
    const seen: Date[] = [];
    const sleeping = clock.run(async () => {
      await clock.sleepUntil(hoursOn(1));
      seen.push(...kept);
    });
    await clock.advanceTo(hoursOn(2));
    await sleeping;
    expect(seen).toEqual([hoursOn(1)]);
    expect(kept).toEqual([hoursOn(1), hoursOn(2)]);
  });
});

describe('a clock that flows', () => {
  test('wakes sleepers by itself', async () => {
    const clock = steppedClock({ start: START, flows: true });
    await clock.sleepUntil(new Date(START.getTime() + 30));
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(START.getTime() + 30);
    await clock.close();
  });

  test('stands still during a step and flows on from its end', async () => {
    const kept: Date[] = [];
    const clock = steppedClock({
      start: START,
      flows: true,
      keep: async (position) => void kept.push(position),
    });
    const seen: Date[] = [];
    const sleeping = clock.run(async () => {
      await clock.sleepUntil(hoursOn(1));
      for (let turn = 0; turn < 50; turn += 1) await setImmediate();
      seen.push(clock.now());
    });
    await clock.advanceTo(hoursOn(24));
    await sleeping;
    expect(seen).toEqual([hoursOn(1)]);

    await clock.sleepUntil(new Date(hoursOn(24).getTime() + 20));
    await clock.close();
    // What was kept lies ahead of what was shown, until the orderly end.
    expect(kept.at(-2)?.getTime()).toBeGreaterThan(hoursOn(24).getTime() + 20);
    expect(kept.at(-1)?.getTime()).toBeGreaterThanOrEqual(hoursOn(24).getTime() + 20);
    expect(kept.at(-1)?.getTime()).toBeLessThan(hoursOn(25).getTime());
  });

  test('sleeps longer than a timer can', async () => {
    const clock = realClock();
    const calledOff = new AbortController();
    let woken = false;
    const sleeping = clock
      .sleepUntil(new Date(Date.now() + 60 * 86_400_000), calledOff.signal)
      .then(() => {
        woken = true;
      });
    await realClock().sleepUntil(new Date(Date.now() + 20));
    expect(woken).toBe(false);
    calledOff.abort();
    await expect(sleeping).rejects.toThrow('aborted');
  });
});
