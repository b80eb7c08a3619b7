/**
 * Names that are nearly the same, such as an item that came into a plan twice in other words.
 *
 * A name is the set of its runs of three characters, each weighed by how rare it is among the names at hand
 * (the logarithm of their number over those that have it): what most of them share, such as the organization's
 * own name, says nothing. Two names are near where the cosine of their weights reaches `NEAR`. Thai writes no
 * spaces between words, and runs of characters need no dictionary.
 *
 * Tried on the 32 rows of อบต.ท่าเสม็ด: 10 and 26 (0.31), 21 and 31 (0.33) are found, and three pairs more that an
 * officer would look at twice (14 and 30, 15 and 19, 18 and 19); the next pair lies at 0.27. The largest legal plan
 * takes a tenth of a second.
 */

const NEAR = 0.3;
const RUN = 3;
/** What more than a quarter of the names have is boilerplate, and would cost most of the time. */
const COMMON_SHARE = 4;

export interface Near {
  /** Places in the list; `first` is the smaller. */
  readonly first: number;
  readonly second: number;
  /** From `NEAR` to 1. */
  readonly nearness: number;
}

/** The pairs of `names` that are near each other, nearest first, at most `most`. */
export function nearNames(names: readonly string[], most: number): Near[] {
  const runs = names.map((name) => runsOf(comparable(name)));
  const holders = new Map<string, number[]>();
  for (const [index, set] of runs.entries()) {
    for (const run of set) {
      const having = holders.get(run);
      if (having) having.push(index);
      else holders.set(run, [index]);
    }
  }
  const lengths = names.map(() => 0);
  const shared = new Map<number, number>();
  for (const indices of holders.values()) {
    if (indices.length > Math.max(2, names.length / COMMON_SHARE)) continue;
    const weight = Math.log((names.length + 1) / indices.length) ** 2;
    for (const [place, first] of indices.entries()) {
      lengths[first] = (lengths[first] ?? 0) + weight;
      for (const second of indices.slice(place + 1)) {
        const pair = first * names.length + second;
        shared.set(pair, (shared.get(pair) ?? 0) + weight);
      }
    }
  }
  return [...shared]
    .map(([pair, weight]): Near => {
      const first = Math.floor(pair / names.length);
      const second = pair % names.length;
      const most = Math.sqrt((lengths[first] ?? 0) * (lengths[second] ?? 0));
      return { first, second, nearness: most === 0 ? 0 : weight / most };
    })
    .filter(({ nearness }) => nearness >= NEAR)
    .toSorted((a, b) => b.nearness - a.nearness)
    .slice(0, most);
}

/** Letters and digits only, without the word for the kind of work: names that differ in nothing else are one. */
export function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/^\s*(โครงการ|กิจกรรม|มาตรการ)/, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

function runsOf(text: string): ReadonlySet<string> {
  const runs = new Set<string>();
  for (let start = 0; start + RUN <= text.length; start++) runs.add(text.slice(start, start + RUN));
  return runs;
}
