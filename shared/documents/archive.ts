/** Zip archives that have the same bytes for the same content. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Zip keeps no zone and begins in 1980. */
const STAMP = '1980-01-01T00:00:00';

/** `files` in one zip, in their order; names may be Thai. */
export function archiveOf(files: readonly ArchiveFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { name, bytes } of files) entries[name] = bytes;
  return zipSync(entries, { mtime: new Date(STAMP), level: 6 });
}

/**
 * Several zips as one, entry by entry, in their order and packed as they are: nothing is unpacked for it.
 *
 * @see APPNOTE.TXT of the ZIP file format, 4.3
 */
export function joinedArchives(zips: readonly Uint8Array[]): Uint8Array {
  const CENTRAL_HEADER = 46;
  const END = 22;
  let offset = 0;
  let count = 0;
  const entries: Buffer[] = [];
  const directories: Buffer[] = [];
  for (const zip of zips) {
    const file = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    // Ours end without a comment.
    const end = file.length - END;
    const start = file.readUInt32LE(end + 16);
    const directory = Buffer.from(file.subarray(start, end));
    for (let at = 0; at < directory.length; ) {
      directory.writeUInt32LE(directory.readUInt32LE(at + 42) + offset, at + 42);
      const lengths = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
      at += lengths.reduce((sum, length) => sum + length, CENTRAL_HEADER);
    }
    entries.push(file.subarray(0, start));
    directories.push(directory);
    offset += start;
    count += file.readUInt16LE(end + 10);
  }
  const end = Buffer.alloc(END);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directories).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...entries, ...directories, end]);
}

/**
 * An Office file without anything that differs from one making to the next: its libraries write the hour
 * and random names for relations into it.
 *
 * @param date `YYYY-MM-DD`, the paper's own
 */
export function settled(file: Uint8Array, date: string): Uint8Array {
  const entries = unzipSync(file);
  const renamed = new Map<string, string>();
  const counted = countedAnew(Object.keys(entries));
  const named = Object.entries(entries).map(([found, bytes]) => ({ name: counted(found), bytes }));
  return archiveOf(
    named
      .toSorted((a, b) => contentTypesFirst(a.name, b.name))
      .map(({ name, bytes }) => {
        // A chart carries its figures as a workbook of its own.
        if (name.endsWith('.xlsx')) return { name, bytes: settled(bytes, date) };
        return {
          name,
          bytes: isText(name)
            ? strToU8(counted(settledText(strFromU8(bytes), date, renamed)))
            : bytes,
        };
      }),
  );
}

/** Charts are counted on from one file to the next; here each file's begin at 1. */
function countedAnew(names: readonly string[]): (text: string) => string {
  const COUNTED = /\b(chart|Microsoft_Excel_Worksheet)(\d+)(?=\.xml|\.xlsx)/g;
  const places = new Map<string, number>();
  const found = names.flatMap((name) => [...name.matchAll(COUNTED)]);
  for (const [whole, kind] of found.toSorted(([, , a], [, , b]) => Number(a) - Number(b)))
    if (!places.has(whole))
      places.set(
        whole,
        1 + [...places.keys()].filter((other) => other.startsWith(`${kind}`)).length,
      );
  return (text) =>
    text.replace(COUNTED, (whole, kind: string) => `${kind}${places.get(whole) ?? ''}`);
}

/** Office and file(1) expect the list of types first. */
function contentTypesFirst(a: string, b: string): number {
  const rank = (name: string) =>
    name === '[Content_Types].xml' ? 0 : name.startsWith('_rels/') ? 1 : 2;
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function isText(name: string): boolean {
  return name.endsWith('.xml') || name.endsWith('.rels');
}

function settledText(text: string, date: string, renamed: Map<string, string>): string {
  let pictures = 0;
  const bookmarks = new Map<string, number>();
  return (
    text
      // Bookmarks are counted on from one file to the next.
      .replace(/(<w:bookmark(?:Start|End)\b[^>]*?w:id=")(\d+)/g, (_, start: string, id: string) => {
        const known = bookmarks.get(id) ?? bookmarks.size + 1;
        bookmarks.set(id, known);
        return `${start}${known}`;
      })
      .replace(/<wp:docPr id="\d+"/g, () => {
        pictures += 1;
        return `<wp:docPr id="${pictures}"`;
      })
      .replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`)
      .replace(/\brId([a-z0-9_-]{21})(?![\w-])/g, (_whole, random: string) => {
        const known = renamed.get(random) ?? `rIdN${renamed.size + 1}`;
        renamed.set(random, known);
        return known;
      })
  );
}
