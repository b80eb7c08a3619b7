/** Which item of the plan a row of a table means, by its name, and how sure that is. Pure. */
import type { ImportedRow } from './read-rows.ts';
import { comparableName } from './thai-text.ts';

/** An item that rows may mean. */
export interface Candidate {
  readonly itemId: string;
  readonly no: number;
  /** In the plan, and as the officer has completed it where the plan's is incomplete. */
  readonly names: readonly string[];
}

/**
 * `exact`: the same letters, or our own code; `near`: to be taken unless somebody objects; `unsure`: somebody has
 * to choose; `none`: no item is like it.
 */
export type Confidence = 'exact' | 'near' | 'unsure' | 'none';

export interface Match {
  readonly confidence: Confidence;
  /** The item that the row means most likely; absent for `none`. */
  readonly itemId?: string;
  /** Of the names, 0 to 1. */
  readonly similarity: number;
  /** The most similar items, best first. */
  readonly likely: readonly { readonly itemId: string; readonly similarity: number }[];
}

/** Similarities, both included, from which a match is near, near with the same number in the plan, or unsure. */
const NEAR = 0.85;
const NEAR_BY_NUMBER = 0.7;
const UNSURE = 0.45;
const MOST_LIKELY = 8;

/** One match for each row, in their order; no item is given to two rows unless both name it exactly. */
export function matchRows(rows: readonly ImportedRow[], candidates: readonly Candidate[]): Match[] {
  const items = candidates.map((candidate) => ({
    ...candidate,
    keys: candidate.names.map(comparableName).filter((key) => key !== ''),
  }));
  const matches = exactMatches(rows, items);
  const taken = new Set([...matches.values()].map(({ itemId }) => itemId));
  const free = items.filter(({ itemId }) => !taken.has(itemId));
  const open = rows.filter((row) => !matches.has(row) && row.name !== '');
  const likely = likelyItems(open, items);
  const freeIds = new Set(free.map(({ itemId }) => itemId));
  const pairs = open
    .flatMap((row) => (likely.get(row) ?? []).map((each) => ({ row, ...each })))
    .filter(({ itemId, similarity }) => freeIds.has(itemId) && similarity >= UNSURE)
    .toSorted((a, b) => b.similarity - a.similarity || Number(b.sameNo) - Number(a.sameNo));
  for (const { row, itemId, similarity, sameNo } of pairs) {
    if (matches.has(row) || !freeIds.has(itemId)) continue;
    const isNear = similarity >= (sameNo ? NEAR_BY_NUMBER : NEAR);
    const confidence = isNear ? 'near' : 'unsure';
    matches.set(row, { confidence, itemId, similarity, likely: [] });
    freeIds.delete(itemId);
  }
  return rows.map((row) => ({
    ...(matches.get(row) ?? { confidence: 'none' as const, similarity: 0 }),
    likely: (likely.get(row) ?? []).slice(0, MOST_LIKELY),
  }));
}

type Item = Candidate & { readonly keys: readonly string[] };

/** By our own code, or by the same letters; of items with one name, the one with the row's number. */
function exactMatches(rows: readonly ImportedRow[], items: readonly Item[]) {
  const matches = new Map<ImportedRow, Match>();
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const byKey = new Map<string, Item[]>();
  for (const item of items)
    for (const key of new Set(item.keys)) byKey.set(key, [...(byKey.get(key) ?? []), item]);
  const used = new Set<string>();
  const take = (row: ImportedRow, item: Item) => {
    matches.set(row, { confidence: 'exact', itemId: item.itemId, similarity: 1, likely: [] });
    used.add(item.itemId);
  };
  for (const row of rows) {
    const item = row.itemId === undefined ? undefined : byId.get(row.itemId);
    if (item) take(row, item);
  }
  const named = rows.filter((row) => !matches.has(row));
  const same = new Map(named.map((row) => [row, byKey.get(comparableName(row.name)) ?? []]));
  for (const row of named) {
    const item = same.get(row)?.find(({ itemId, no }) => no === row.no && !used.has(itemId));
    if (item) take(row, item);
  }
  for (const row of named) {
    if (matches.has(row)) continue;
    const found = same.get(row) ?? [];
    // A name that the table has twice means one item twice, which somebody has to sort out.
    const item = found.find(({ itemId }) => !used.has(itemId)) ?? found[0];
    if (item) take(row, item);
  }
  return matches;
}

function likelyItems(rows: readonly ImportedRow[], items: readonly Item[]) {
  const pairsOf = new Map(items.map((item) => [item, item.keys.map(letterPairs)]));
  return new Map(
    rows.map((row) => {
      const pairs = letterPairs(comparableName(row.name));
      const all = items.map((item) => ({
        itemId: item.itemId,
        sameNo: item.no === row.no,
        similarity: Math.max(0, ...(pairsOf.get(item) ?? []).map((other) => dice(pairs, other))),
      }));
      const some = all.filter(({ similarity }) => similarity > 0.2);
      return [row, some.toSorted((a, b) => b.similarity - a.similarity)];
    }),
  );
}

interface LetterPairs {
  /** How often each pair of neighbouring letters occurs; a pair is known by a number, which is quicker to find. */
  readonly times: ReadonlyMap<number, number>;
  readonly total: number;
}

function letterPairs(key: string): LetterPairs {
  const times = new Map<number, number>();
  for (let index = 0; index + 1 < key.length; index++) {
    const pair = key.charCodeAt(index) * 65_536 + key.charCodeAt(index + 1);
    times.set(pair, (times.get(pair) ?? 0) + 1);
  }
  return { times, total: Math.max(0, key.length - 1) };
}

/**
 * Sørensen–Dice: twice the pairs of neighbouring letters that two names share, by the pairs of both.
 *
 * It takes words left out, added or moved lightly, and needs no Thai word breaking.
 */
function dice(a: LetterPairs, b: LetterPairs): number {
  if (a.total + b.total === 0) return 0;
  let shared = 0;
  for (const [pair, times] of a.times) shared += Math.min(times, b.times.get(pair) ?? 0);
  return (2 * shared) / (a.total + b.total);
}
