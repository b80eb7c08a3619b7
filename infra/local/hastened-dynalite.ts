/**
 * Spares dynalite what it does anew for each operation: half the time of a small read or a query, a third of that of
 * a write under a condition. What it answers stays the same.
 */
import { Stream } from 'node:stream';
import conditions, { type Parser } from 'dynalite/db/conditionParser.js';
import type { Store, Table } from 'dynalite/db/index.js';
import updates from 'dynalite/db/updateParser.js';

/** Values that a query reads at first, and at most at a time. */
const FIRST_BATCH = 2;
const LARGEST_BATCH = 128;
/** Expressions that are remembered; the stores have some dozens. */
const MOST_KNOWN = 1000;

/** Shared by all stores of a process; taken out once they remember. */
const parsers = new Set([conditions, updates]);

export function hasten(store: Store) {
  rememberTables(store);
  readInBatches(store);
  for (const parser of parsers) rememberExpressions(parser);
  parsers.clear();
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

/** Reads what a query goes through in growing batches, until it has enough, and not value by value. */
function readInBatches({ db }: Store) {
  db.createValueStream = (options) => {
    let going = true;
    const values = db.values(options);
    const stream = Object.assign(new Stream(), {
      destroy() {
        going = false;
      },
    });
    const read = async () => {
      for (let size = FIRST_BATCH; going; size = Math.min(4 * size, LARGEST_BATCH)) {
        const batch = await values.nextv(size);
        for (const value of batch) if (going) stream.emit('data', value);
        if (batch.length === 0) break;
      }
      await values.close();
      if (going) stream.emit('end');
    };
    read().catch((error: unknown) => stream.emit('error', error));
    return stream;
  };
}

interface Parsed {
  readonly tree: object;
  /** The values that stand in the tree, by their names. */
  readonly values: ReadonlyMap<unknown, string>;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
}

/**
 * Parses each expression once. What comes of it depends on the names, and on the values' types alone, but for two
 * words of the language; a later tree is the first one with the later values in it.
 */
export function rememberExpressions(parser: Parser) {
  const { parse } = parser;
  const known = new Map<string, Parsed>();
  parser.parse = (expression, { context }) => {
    if (/between|attribute_type/i.test(expression)) return parse(expression, { context });
    const { attrNames = {}, attrVals = {}, unusedAttrNames, unusedAttrVals } = context;
    const types = Object.entries(attrVals).map(([name, value]) => name + Object.keys(value));
    const key = JSON.stringify([expression, attrNames, types, context.isKeyCondition]);
    const before = known.get(key);
    if (before) {
      for (const name of before.usedNames) delete unusedAttrNames[name];
      for (const name of before.usedValues) delete unusedAttrVals[name];
      return withValues(before.tree, (value) => {
        const name = before.values.get(value);
        return name === undefined ? undefined : attrVals[name];
      });
    }
    const names = Object.keys(unusedAttrNames);
    const values = Object.keys(unusedAttrVals);
    const tree = parse(expression, { context });
    const nameOf = new Map(Object.entries(attrVals).map(([name, value]) => [value, name]));
    // A value that stands under two names could not be told apart in the tree.
    if (typeof tree === 'object' && nameOf.size === Object.keys(attrVals).length) {
      if (known.size === MOST_KNOWN) known.clear();
      known.set(key, {
        tree,
        values: nameOf,
        usedNames: names.filter((name) => !(name in unusedAttrNames)),
        usedValues: values.filter((name) => !(name in unusedAttrVals)),
      });
    }
    return tree;
  };
}

/** A copy of `tree` in which `later` has replaced what it knows. */
function withValues(tree: object, later: (node: unknown) => object | undefined): object {
  const copied = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    const value = later(node);
    if (value) return value;
    if (Array.isArray(node)) return node.map(copied);
    const copy: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(node)) copy[name] = copied(each);
    return copy;
  };
  return Object.assign({}, copied(tree));
}
