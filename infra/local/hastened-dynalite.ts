/** Spares dynalite what it does anew for each operation. What it answers stays the same. */
import dynalite, {
  type Answer,
  type Bounds,
  type Reading,
  type Store,
  type Table,
} from 'dynalite/db/index.js';
import type { WireValues } from './wire-values.ts';

/** Hands `take` the values within `bounds` in the order of their keys, until it wants no more. */
export type Walk = (bounds: Bounds, take: (item: WireValues) => boolean) => Promise<void>;

/** Values that a query reads at first, and at most at a time. */
const FIRST_BATCH = 2;
const LARGEST_BATCH = 128;
/** As much as DynamoDB reads for one page. */
const PAGE_BYTES = 1024 * 1024;
/** Partitions whose place is remembered. */
const MOST_PLACES = 10_000;

const walks = new WeakMap<Store, Walk>();

/** Has `store` read through its values by `walk`. */
export function hasten(store: Store, walk: Walk) {
  walks.set(store, walk);
  rememberTables(store);
}

/** Reads a table's description once: when it is made, it never changes here. */
function rememberTables(store: Store) {
  const { getTable } = store;
  const known = new Map<string, Table>();
  store.getTable = (name, callback, ...others) => {
    const table = known.get(name);
    if (table && typeof callback === 'function') callback(null, table);
    else if (typeof callback !== 'function') getTable(name, callback, ...others);
    else {
      getTable(name, (error, found) => {
        if (found?.TableStatus === 'ACTIVE') known.set(name, found);
        callback(error, found);
      });
    }
  };
}

/** Reads LevelDB in growing batches, until there is enough, and not value by value. */
export function walkOnDisk({ db }: Store): Walk {
  return async (bounds, take) => {
    const values = db.values(bounds);
    try {
      for (let size = FIRST_BATCH; ; size = Math.min(4 * size, LARGEST_BATCH)) {
        const batch = await values.nextv(size);
        if (batch.length === 0 || !batch.every(take)) return;
      }
    } finally {
      await values.close();
    }
  };
}

// What follows holds for all stores of the process: dynalite's actions find these functions on its module.
const { queryTable, updateIndexes, hashPrefix, createKey } = dynalite;

/** A page of a query or a scan, without the streams that dynalite sends each value through. */
dynalite.queryTable = (store, table, reading, bounds, isLocal, isFetched, keyNames, callback) => {
  const walk = walks.get(store);
  const { IndexName, ReturnConsumedCapacity, QueryFilter, ScanFilter } = reading;
  if (!walk || IndexName || ReturnConsumedCapacity || QueryFilter || ScanFilter) {
    queryTable(store, table, reading, bounds, isLocal, isFetched, keyNames, callback);
    return;
  }
  readPage(walk, reading, bounds, keyNames).then((page) => callback(null, page), callback);
};

async function readPage(
  walk: Walk,
  { TableName, Limit = Number.POSITIVE_INFINITY, Select, _filter, _projection }: Reading,
  bounds: Bounds,
  keyNames: readonly string[],
): Promise<Answer> {
  const read: WireValues[] = [];
  let bytes = 0;
  const isFull = () => read.length >= Limit || bytes >= PAGE_BYTES;
  await walk(withPrefix(bounds, `item-${TableName}~`), (item) => {
    if (isFull()) return false;
    read.push(item);
    bytes += sizeOf(item, keyNames[1]);
    return true;
  });
  const last = isFull() && read.at(-1);
  const kept = _filter
    ? read.filter((item) => dynalite.matchesExprFilter(item, _filter.expression))
    : read;
  const Items = _projection ? kept.map((item) => dynalite.mapPaths(_projection.paths, item)) : kept;
  return {
    Count: kept.length,
    ScannedCount: read.length,
    ...(Select !== 'COUNT' && { Items }),
    ...(last && { LastEvaluatedKey: pick(last, keyNames) }),
  };
}

/** `bounds` among the keys of all tables, of which each begins with `prefix`. */
function withPrefix({ gt, gte, lt, lte, ...others }: Bounds, prefix: string): Bounds {
  return {
    ...others,
    ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
    ...(lte === undefined ? { lt: prefix + (lt ?? '\u00ff') } : { lte: prefix + lte }),
  };
}

const sizes = new WeakMap<WireValues, number>();

/** Bytes that count towards a page. */
function sizeOf(item: WireValues, rangeKey: string | undefined): number {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const size = dynalite.itemSize(item, true, true, rangeKey);
  sizes.set(item, size);
  return size;
}

function pick(item: WireValues, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, Reflect.get(item, name)]));
}

dynalite.updateIndexes = (store, table, before, after, callback) => {
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = table;
  if (GlobalSecondaryIndexes || LocalSecondaryIndexes) {
    updateIndexes(store, table, before, after, callback);
  } else callback(null);
};

const places = new Map<string, string>();

/** Where a partition lies: dynalite hashes its key, like DynamoDB. */
dynalite.hashPrefix = (key, type, ...others) => {
  if (type !== 'S' || others.length > 0) return hashPrefix(key, type, ...others);
  const known = places.get(key);
  if (known !== undefined) return known;
  if (places.size === MOST_PLACES) places.clear();
  const place = hashPrefix(key, type);
  places.set(key, place);
  return place;
};

dynalite.createKey = (item, table, keySchema) => {
  const [hashed, ranged] = keySchema ?? table.KeySchema;
  const hash = item[hashed?.AttributeName ?? ''];
  const range = item[ranged?.AttributeName ?? ''];
  // Other types are written otherwise.
  if (!hash || !range || !('S' in hash && 'S' in range)) return createKey(item, table, keySchema);
  return `${dynalite.hashPrefix(hash.S, 'S')}/${hexOf(hash.S)}/${hexOf(range.S)}/`;
};

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}
