/**
 * The parts of a zip file, each inflated only when asked for and never beyond a limit: what a part claims about
 * its size is checked first, and what it turns out to have while it is being inflated.
 *
 * @see APPNOTE.TXT, .ZIP File Format Specification, 4.3.12 and 4.3.16
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { Unreadable } from './unreadable.ts';

export interface ZipParts {
  readonly names: readonly string[];
  /** The text of the part `name`; `undefined` where there is none. @throws {Unreadable} */
  text(name: string): string | undefined;
}

/** Bytes of all inflated parts together; XML of the largest legal report takes about a third. */
const MOST_INFLATED = 12_000_000;
const MOST_PARTS = 2000;
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly locked: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly declared: number;
  readonly offset: number;
}

/** @throws {Unreadable} */
export function zipParts(file: Buffer): ZipParts {
  const entries = entriesOf(file);
  let left = MOST_INFLATED;
  return {
    names: [...entries.keys()],
    text(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.locked) throw new Unreadable('locked');
      if (entry.declared > left) throw new Unreadable('too-large-inside');
      const bytes = inflated(file, entry, left);
      left -= bytes.length;
      if (crc32(bytes) !== entry.checksum) throw new Unreadable('broken');
      return bytes.toString('utf8').replace(/^\uFEFF/, '');
    },
  };
}

function entriesOf(file: Buffer): Map<string, Entry> {
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw new Unreadable('too-large-inside');
  const entries = new Map<string, Entry>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > file.length || file.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw new Unreadable('broken');
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength);
    entries.set(name.replaceAll('\\', '/'), {
      locked: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      checksum: file.readUInt32LE(at + 16),
      packed: file.readUInt32LE(at + 20),
      declared: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    });
    at += ENTRY_SIZE + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

/** A file that was cut off has lost its end, where the list of parts stands. */
function endOf(file: Buffer): number {
  const first = Math.max(0, file.length - END_SIZE - LONGEST_COMMENT);
  for (let at = file.length - END_SIZE; at >= first; at--)
    if (file.readUInt32LE(at) === END_SIGNATURE) return at;
  throw new Unreadable('broken');
}

function inflated(file: Buffer, { method, packed, declared, offset }: Entry, most: number): Buffer {
  if (offset + LOCAL_SIZE > file.length || file.readUInt32LE(offset) !== LOCAL_SIGNATURE)
    throw new Unreadable('broken');
  const start =
    offset + LOCAL_SIZE + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  if (start + packed > file.length) throw new Unreadable('broken');
  const bytes = file.subarray(start, start + packed);
  if (method === STORED) return bytes;
  if (method !== DEFLATED) throw new Unreadable('broken');
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.min(most, Math.max(declared, 1)) });
  } catch (error) {
    const tooLong =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Unreadable(tooLong ? 'too-large-inside' : 'broken');
  }
}
