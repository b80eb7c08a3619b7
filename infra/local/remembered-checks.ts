/**
 * Dynalite's check of a request, which parses its expressions, done once for all requests of one shape: it took half
 * the time of a write and a third of that of a query.
 */
import dynalite, { type Store } from 'dynalite/db/index.js';
import validations, { type Validation } from 'dynalite/validations/index.js';
import type { WireValues } from './wire-values.ts';

/** Returns `input` with what its expressions mean. @throws what dynalite would answer to one that is wrong */
export type Check = (name: string, validation: Validation, input: Input, store: Store) => object;

interface Input {
  readonly Item?: WireValues;
  readonly ExpressionAttributeValues?: WireValues;
}

/** Shapes that are remembered; the stores have some dozens. */
const MOST_KNOWN = 1000;
/** Fields whose values a check of a well-formed request does not depend on. */
const ANY_VALUES = ['Item', 'Key', 'ExclusiveStartKey'];
const VALUES = 'ExpressionAttributeValues';
/** Parts of expressions that depend on the values themselves, and not just on their types. */
const DEPENDENT = /between|attribute_type/i;

interface Meaning {
  /** What the check added to the request, with a mark in the place of each value. */
  readonly added: object;
  /** The values' names, by their marks. */
  readonly names: ReadonlyMap<object, string>;
}

export const checkWhole: Check = (_, { types, custom }, input, store) => {
  const checked = validations.checkTypes(input, types);
  validations.checkValidations(checked, types, custom, store);
  return checked;
};

/** For requests that hold no field but those of the operation, and no value but such as are well formed. */
export function rememberedChecks(): Check {
  const known = new Map<string, Meaning>();
  return (name, validation, input, store) => {
    const shape = shapeOf(name, input);
    const before = known.get(shape);
    if (before && !isTooLarge(input, store)) return Object.assign(input, meaningIn(before, input));
    const checked = checkWhole(name, validation, input, store);
    if (!DEPENDENT.test(shape)) {
      if (known.size === MOST_KNOWN) known.clear();
      known.set(shape, meaningOf(input, checked));
    }
    return checked;
  };
}

function shapeOf(name: string, input: Input): string {
  let shape = name;
  for (const [field, value] of Object.entries(input)) {
    shape += `\n${field} `;
    if (field === VALUES) shape += typesOf(value);
    else if (!ANY_VALUES.includes(field)) shape += JSON.stringify(value);
  }
  return shape;
}

function typesOf(values: object): string {
  let types = '';
  for (const [name, value] of Object.entries(values)) types += `${name} ${Object.keys(value)} `;
  return types;
}

function meaningOf(input: Input, checked: Input): Meaning {
  const added = Object.entries(checked).filter(([field]) => !(field in input));
  const marks = new Map<object, object>();
  const names = new Map<object, string>();
  // The check has copied each value, so that none stands under two names.
  for (const [name, value] of Object.entries(checked.ExpressionAttributeValues ?? {})) {
    const mark = {};
    marks.set(value, mark);
    names.set(mark, name);
  }
  return { added: replaced(Object.fromEntries(added), (node) => marks.get(node)), names };
}

function meaningIn({ added, names }: Meaning, { ExpressionAttributeValues = {} }: Input): object {
  return replaced(added, (mark) => ExpressionAttributeValues[names.get(mark) ?? '']);
}

/** The one thing about well-formed values that a check looks at. */
function isTooLarge({ Item }: Input, { options }: Store): boolean {
  return Item !== undefined && dynalite.itemSize(Item) > options.maxItemSize;
}

/** A copy of `node` in which `other` has replaced what it knows: actions write into what they get. */
function replaced<Node>(node: Node, other: (node: object) => object | undefined): Node;
function replaced(node: unknown, other: (node: object) => object | undefined): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const known = other(node);
  if (known) return known;
  if (Array.isArray(node)) return node.map((each) => replaced(each, other));
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(node)) copy[name] = replaced(each, other);
  return copy;
}
