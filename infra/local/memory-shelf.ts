/**
 * What dynalite keeps in memory, kept as it is: LevelDB's stand-in writes each value as JSON and reads it again for
 * each operation, past several turns of the event loop. Dynalite never changes a value that it has stored.
 */
import { Readable } from 'node:stream';
import type { Bounds, Store } from 'dynalite/db/index.js';
import sorted, { simpleComparator } from 'sorted-btree';
import type { Walk } from './hastened-dynalite.ts';
import type { WireValues } from './wire-values.ts';

// A CommonJS module: its default stands beneath its name.
const { default: Tree } = sorted;
type Shelf = InstanceType<typeof Tree<string, WireValues>>;

/** Has `store`, which has no path, keep its values here. */
export function shelveInMemory({ db }: Store): Walk {
  const shelf: Shelf = new Tree<string, WireValues>(undefined, simpleComparator);

  db.get = (key, callback) => callback(null, shelf.get(key));
  db.put = (key, value, callback) => {
    shelf.set(key, ordinary(value));
    callback(null);
  };
  db.del = (key, callback) => {
    shelf.delete(key);
    callback(null);
  };
  db.createValueStream = (bounds) => Readable.from(between(shelf, bounds));

  return async (bounds, take) => {
    for (const value of between(shelf, bounds)) if (!take(value)) return;
  };
}

/** `value` in objects that are quick to read: an update leaves such as have no prototype. */
function ordinary<Value>(value: Value): Value;
function ordinary(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => ordinary(each));
  if (Object.getPrototypeOf(value) !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) copy[name] = ordinary(each);
  return copy;
}

function* between(shelf: Shelf, { gt, gte, lt, lte, limit = -1, reverse = false }: Bounds) {
  const isBefore = (key: string) => (gt === undefined ? key < (gte ?? '') : key <= gt);
  const isBeyond = (key: string) => (lt === undefined ? lte !== undefined && key > lte : key >= lt);
  const entries = reverse ? shelf.entriesReversed(lt ?? lte) : shelf.entries(gt ?? gte);
  let left = limit;
  for (const [key, value] of entries) {
    if (left === 0 || (reverse ? isBefore(key) : isBeyond(key))) return;
    if (reverse ? isBeyond(key) : isBefore(key)) continue;
    yield value;
    left -= 1;
  }
}
