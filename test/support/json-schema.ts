/** Values that fit a JSON schema, and some that nearly do. */
import * as fc from 'fast-check';
import * as z from 'zod';

const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
});
type Schema = z.infer<typeof schemaSchema>;

/** Items that a generated list has at most. */
const MOST_ITEMS = 4;

/**
 * @param components schemas that `$ref` leads to, by their names
 * @param known values that stand in places of a name, such as ids that exist
 */
export function valuesOf(
  schema: unknown,
  components: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, readonly unknown[]>> = {},
): fc.Arbitrary<unknown> {
  return fitting(schema, '');

  function fitting(unparsed: unknown, name: string): fc.Arbitrary<unknown> {
    const parsed = schemaSchema.parse(unparsed ?? {});
    const exact = exactly(parsed, name);
    const chosen = known[name]
      ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known[name]) }, exact)
      : exact;
    // Now and then it is something else: what no schema foresees is to be refused, not to break.
    return fc.oneof({ weight: 199, arbitrary: chosen }, { weight: 1, arbitrary: oddity });
  }

  function exactly(schema: Schema, name: string): fc.Arbitrary<unknown> {
    if (schema.$ref) return fitting(components[schema.$ref.split('/').at(-1) ?? ''], name);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    if (alternatives) return fc.oneof(...alternatives.map((each) => fitting(each, name)));
    const types = [schema.type ?? 'string'].flat();
    return fc.oneof(...types.map((type) => ofType(type, schema, name)));
  }

  function ofType(type: string, schema: Schema, name: string): fc.Arbitrary<unknown> {
    switch (type) {
      case 'object': {
        const properties = Object.entries(schema.properties ?? {});
        const model = Object.fromEntries(
          properties.map(([key, each]) => [key, fitting(each, key)]),
        );
        return fc.record(model, { requiredKeys: schema.required ?? [] });
      }
      case 'array':
        return fc.array(fitting(schema.items, name), { maxLength: MOST_ITEMS });
      case 'integer':
      case 'number':
        return fc.integer({
          min: schema.minimum ?? -5,
          max: Math.min(schema.maximum ?? 9999, 2e9),
        });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return textsOf(schema);
    }
  }
}

function textsOf({ format, pattern, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date') {
    const range = { min: new Date('2019-10-01'), max: new Date('2021-12-31'), noInvalidDate: true };
    return fc.date(range).map((date) => date.toISOString().slice(0, 10));
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    fc.string({ maxLength: Math.min(maxLength, 40), unit: 'grapheme' }),
    fc.constant('ก'.repeat(Math.min(maxLength + 1, 1200))),
  );
}

const oddity: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('#', 'ORG#80-5001', '../..', '\r\nSet-Cookie: a=b', '\u0000', '__proto__', -1),
  fc.constantFrom(1e308, '', ' ', '๒๕๖๓', "' OR 1=1", '%00', [], {}, null, true),
  fc.jsonValue({ maxDepth: 2 }),
);
