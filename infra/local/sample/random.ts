/** Chance that repeats: the same seed gives the same sequence on every machine. */
export interface Chance {
  /** At least 0, less than 1. */
  fraction(): number;
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

/** @see Tommy Ettinger's Mulberry32, a 32-bit generator good enough for made-up data. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    pick(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
  };
}
