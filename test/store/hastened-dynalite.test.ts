/** What is remembered answers as what is parsed anew. */
import conditions, { type Parser } from 'dynalite/db/conditionParser.js';
import updates from 'dynalite/db/updateParser.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rememberExpressions } from '../../infra/local/hastened-dynalite.ts';

const value = fc.oneof(
  fc.string({ maxLength: 4 }).map((S) => ({ S })),
  fc.integer().map((N) => ({ N: String(N) })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.array(fc.string({ maxLength: 2 }).map((S) => ({ S }))).map((L) => ({ L })),
);
const name = fc.constantFrom('pk', 'sk', 'state', 'size', 'version');

/** Texts of the stores' kind, right and wrong. */
const condition = fc.constantFrom(
  'attribute_not_exists(#a)',
  '#a = :x AND begins_with(#b, :y)',
  '#a = :x AND #b BETWEEN :x AND :y',
  'attribute_not_exists(#a) OR #a < :x',
  'attribute_type(#a, :x) AND #b = :y',
  '(attribute_exists(#a) AND #b = :x) OR #b IN (:x, :y)',
  'size(#a) > :x AND NOT contains(#b, :y)',
  '#a.#b[0] = :x',
  '#c = :x',
  '#a = :z',
  '#a = = :x',
  'begins_with(:x, :x)',
);
const update = fc.constantFrom(
  'SET #a = :x, #b = :y',
  'SET #a = if_not_exists(#a, :x) + :y',
  'ADD #a :x REMOVE #b',
  'SET #a = list_append(#b, :x)',
  'DELETE #a :x',
  'SET #a = :x SET #b = :y',
);

function outcome(parser: Parser, expression: string, names: object, values: object) {
  const context = {
    attrNames: { ...names },
    attrVals: { ...values },
    unusedAttrNames: Object.fromEntries(Object.keys(names).map((each) => [each, true as const])),
    unusedAttrVals: Object.fromEntries(Object.keys(values).map((each) => [each, true as const])),
    isReserved: (word: string) => word === 'size',
    compare: (_: string, x: object, y: object) => JSON.stringify(x) > JSON.stringify(y),
  };
  const { unusedAttrNames, unusedAttrVals } = context;
  try {
    // As JSON, since the parser's objects have no prototype.
    const tree = JSON.stringify(parser.parse(expression, { context }));
    return { tree, unusedAttrNames, unusedAttrVals };
  } catch (error) {
    return { error: String(error) };
  }
}

describe.each([
  ['a condition', conditions, condition],
  ['an update', updates, update],
])('%s', (_, { parse }, expression) => {
  test('is read as if for the first time, whatever was read before', () => {
    const plain: Parser = { parse };
    const remembering: Parser = { parse };
    rememberExpressions(remembering);
    fc.assert(
      fc.property(expression, name, name, value, value, (text, a, b, x, y) => {
        const names = { '#a': a, '#b': b };
        const values = { ':x': x, ':y': y };
        const later = outcome(remembering, text, names, values);
        expect(later).toEqual(outcome(plain, text, names, values));
      }),
      { numRuns: 2000, seed: 2563 },
    );
  });
});

test('a value that stands under two names is not taken for one', () => {
  const remembering: Parser = { parse: conditions.parse };
  rememberExpressions(remembering);
  const same = { S: 'ก' };
  const names = { '#a': 'pk', '#b': 'sk' };
  outcome(remembering, '#a = :x AND #b = :y', names, { ':x': same, ':y': same });
  const later = outcome(remembering, '#a = :x AND #b = :y', names, {
    ':x': { S: 'ข' },
    ':y': { S: 'ค' },
  });
  expect(later.tree).toMatch(/ข.*ค/);
});
