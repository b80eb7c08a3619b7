/** A paper on the shelf: made at the first asking, found at the next. */
import * as z from 'zod';
import type { MadeFile } from '../../shared/documents/report-papers.ts';
import { type Shelf, shelfKey } from '../../shared/documents/shelf.ts';

export interface KeptPaper {
  /** Where the shelf has the file. */
  readonly key: string;
  /** To save it under; Thai. */
  readonly fileName: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** What is missing in the paper, by name, for whoever asked: โปรดระบุ…. */
  readonly gaps: readonly string[];
  /** Whether it had been made before. */
  readonly found: boolean;
}

const noteSchema = z.object({ fileName: z.string(), gaps: z.array(z.string()) });

/** What is said of a file is kept beside it. */
export async function kept(
  shelf: Shelf,
  what: readonly string[],
  facts: unknown,
  contentType: string,
  extension: string,
  make: () => Promise<MadeFile | undefined>,
): Promise<KeptPaper | { readonly refused: 'no-format' }> {
  const key = shelfKey(what, facts, extension);
  const noteKey = shelfKey([...what, 'note'], facts, 'json');
  const size = await shelf.size(key);
  const note = size === undefined ? undefined : noteSchema.safeParse(await noteOf(shelf, noteKey));
  if (size !== undefined && note?.success)
    return { key, contentType, size, found: true, ...note.data };

  const made = await make();
  if (!made) return { refused: 'no-format' };
  const { fileName, gaps, bytes } = made;
  await shelf.put(key, bytes);
  await shelf.put(noteKey, new TextEncoder().encode(JSON.stringify({ fileName, gaps })));
  return { key, contentType, size: bytes.length, found: false, fileName, gaps };
}

async function noteOf(shelf: Shelf, key: string): Promise<unknown> {
  const bytes = await shelf.read(key);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}
