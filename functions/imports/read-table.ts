/** Reads the tables out of an uploaded file; what kind of file it is, its bytes tell, not its name. */
import {
  type ReadRefusal,
  type ReadTableOutput,
  readTableInputSchema,
  tableFromText,
  withinLimits,
} from '../../shared/imports/source-table.ts';
import { Unreadable } from './unreadable.ts';
import { wordTables } from './word-tables.ts';
import { workbookTables } from './workbook-tables.ts';
import { zipParts } from './zip-parts.ts';

export async function readTable(input: unknown): Promise<ReadTableOutput> {
  const { base64 } = readTableInputSchema.parse(input);
  return tablesIn(Buffer.from(base64, 'base64'));
}

/** Beginnings of files that hold no table that can be read here. */
const beginnings: readonly (readonly [ReadRefusal['refused'], readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  // The workbooks and documents of Office before 2007, and those locked with a password.
  ['old-office', [0xd0, 0xcf, 0x11, 0xe0]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
  ['other-type', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];

function tablesIn(file: Buffer): ReadTableOutput {
  if (file.length === 0) return { refused: 'empty' };
  const found = beginnings.find(([, bytes]) => bytes.every((byte, at) => file[at] === byte));
  if (found) return { refused: found[0] };
  if (file[0] === 0x50 && file[1] === 0x4b) return tablesInZip(file);
  const text = textIn(file);
  return text === undefined ? { refused: 'other-type' } : tableFromText(text);
}

function tablesInZip(file: Buffer): ReadTableOutput {
  try {
    const parts = zipParts(file);
    const has = (pattern: RegExp) => parts.names.some((name) => pattern.test(name));
    // Whatever a document with macros calls itself, it is not opened.
    if (has(/(^|\/)vbaProject\.bin$/i)) return { refused: 'macros' };
    if (has(/^xl\/workbook\.xml$/)) return withinLimits(workbookTables(parts));
    if (has(/^word\/document\.xml$/)) return withinLimits(wordTables(parts));
    return { refused: has(/^content\.xml$/) ? 'open-document' : 'other-type' };
  } catch (error) {
    if (error instanceof Unreadable) return { refused: error.refused };
    throw error;
  }
}

/** UTF-8 with or without its mark, UTF-16 with one, otherwise Windows-874; `undefined` where it is no text. */
function textIn(file: Buffer): string | undefined {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file.includes(0)) return undefined;
  const text = utf8(file) ?? new TextDecoder('windows-874').decode(file);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const odd = text.match(/[\u0001-\u0008\u000E-\u001F\u007F-\u009F\uFFFD]/g) ?? [];
  return odd.length * 200 > text.length || /^\s*</.test(text) ? undefined : text;
}

function utf8(file: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return undefined;
  }
}
