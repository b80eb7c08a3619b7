/** Bodies; long ones are compressed: 32 rows shrink from 12 KB to 2–3 KB, and 300 long ones stay below 400 KB. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type * as z from 'zod';

/** A body that is legal field by field, and yet too long as a whole. */
export class BodyTooLargeError extends Error {
  constructor(bytes: number) {
    super(`body of ${bytes} bytes, ${LARGEST} at most`);
    this.name = 'BodyTooLargeError';
  }
}

/** Bytes; an item of the table holds 400 KB. */
const LARGEST = 380_000;
/** Bytes; below this nothing is saved by compressing, for the table counts by the kilobyte. */
const SHORT = 1000;
/** First byte of what is compressed; no JSON text begins with it. @see RFC 8878, 3.1.1 */
const COMPRESSED = 0x28;

/** @throws {BodyTooLargeError} if the body would not fit into an item. */
export function pack(body: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(body));
  if (text.length < SHORT) return text;
  const packed = zstdCompressSync(text);
  if (packed.length > LARGEST) throw new BodyTooLargeError(packed.length);
  return packed;
}

export function unpack<Schema extends z.ZodType>(schema: Schema, packed: unknown): z.infer<Schema> {
  if (!(packed instanceof Uint8Array)) throw new TypeError('a packed body is no byte array');
  const text = packed[0] === COMPRESSED ? zstdDecompressSync(packed) : Buffer.from(packed);
  return schema.parse(JSON.parse(text.toString('utf8')));
}
