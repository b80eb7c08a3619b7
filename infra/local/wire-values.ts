/**
 * Values between the stores' own and DynamoDB's JSON, binary ones in base64.
 *
 * The stores' kinds of values are converted in one pass; the SDK's functions, and base64 after them, took three.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';

/** One value in DynamoDB's JSON; what stands under `B` is base64. */
export type WireValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly WireValue[] }
  | { readonly M: WireValues };
export type WireValues = { readonly [name: string]: WireValue };

/** Decimal fractions nearer to 0 are written with an exponent. */
const SMALLEST = 1e-6;

/**
 * What is known by its name, without what is undefined; nothing where the stores have no such kind of value (a set,
 * a number that JavaScript does not hold exactly): the SDK knows what to make of those.
 */
export function toWire(values: object): WireValues | undefined {
  const wire: Record<string, WireValue> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const written = wireOf(value);
    if (!written) return undefined;
    wire[name] = written;
  }
  return wire;
}

function wireOf(value: unknown): WireValue | undefined {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return isExact(value) ? { N: String(value) } : undefined;
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (value instanceof Uint8Array) return { B: base64Of(value) };
      return Array.isArray(value) ? listOf(value) : mapOf(value);
    default:
      return undefined;
  }
}

function isExact(value: number): boolean {
  if (Number.isSafeInteger(value)) return true;
  const size = Math.abs(value);
  return size >= SMALLEST && size <= Number.MAX_SAFE_INTEGER;
}

function base64Of({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function listOf(values: readonly unknown[]): WireValue | undefined {
  const L: WireValue[] = [];
  for (const value of values) {
    if (value === undefined) continue;
    const written = wireOf(value);
    if (!written) return undefined;
    L.push(written);
  }
  return { L };
}

function mapOf(value: object): WireValue | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const M = toWire(value);
  return M && { M };
}

export function fromWire(values: WireValues): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) own[name] = ownOf(value);
  return own;
}

function ownOf(value: WireValue): unknown {
  if ('S' in value) return value.S;
  if ('N' in value) return numberOf(value);
  if ('M' in value) return fromWire(value.M);
  if ('L' in value) return value.L.map(ownOf);
  if ('BOOL' in value) return value.BOOL;
  if ('NULL' in value) return null;
  if ('B' in value) return bytesOf(value.B);
  return convertToNative(attributeValue.parse(withBytes(value)));
}

function numberOf(value: { readonly N: string }): unknown {
  const number = Number(value.N);
  // The SDK makes others a `bigint`.
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : convertToNative(value);
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

const attributeValue = z.custom<AttributeValue>((value) => typeof value === 'object');

/** A copy of the SDK's own shape of `value` with base64 in the place of bytes. */
export function withBase64<Value>(value: Value): Value;
export function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64Of(value);
  return copied(value, withBase64);
}

/** The way back. An attribute named `B` or `BS` is no text itself. */
export function withBytes<Value>(value: Value): Value;
export function withBytes(value: unknown): unknown {
  return copied(value, (each, name) => {
    if (name === 'B' && typeof each === 'string') return bytesOf(each);
    if (name === 'BS' && Array.isArray(each)) return each.map((text) => bytesOf(String(text)));
    return withBytes(each);
  });
}

function copied(value: unknown, convert: (each: unknown, name?: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => convert(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, convert(each, name)]),
  );
}
