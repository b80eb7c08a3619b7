/** A paper on the shelf: made at the first asking, found at the next; how it stands is noted beside it. */
import * as z from 'zod';
import type { MadeFile, OnProgress } from '../../shared/documents/report-papers.ts';
import { shelfKey } from '../../shared/documents/shelf.ts';
import type { PaperAnswer } from '../../shared/domain/papers.ts';
import type { ObjectKey, ObjectStore } from '../../shared/objects/object-store.ts';

export interface PaperWork {
  /** What the file is made of: the same facts make the same file. */
  readonly what: readonly string[];
  readonly facts: unknown;
  readonly contentType: string;
  readonly extension: string;
  /** What is missing in it, by name. */
  readonly gaps: readonly string[];
  readonly make: (onProgress: OnProgress) => Promise<MadeFile | undefined>;
}

const noteSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('making'),
    since: z.iso.datetime(),
    done: z.int(),
    of: z.int(),
  }),
  z.object({ state: z.literal('made'), fileName: z.string(), gaps: z.array(z.string()) }),
  z.object({ state: z.literal('failed') }),
]);
type Note = z.infer<typeof noteSchema>;

/** Longer than the functions may run: whoever made it then has died without saying so. */
const LONGEST_MAKING_MS = 6 * 60_000;
/** Whoever waits is told at most that often. */
const BETWEEN_NOTES_MS = 1000;

export type Shelf = Pick<ObjectStore, 'get' | 'head' | 'put' | 'link'>;

/** Papers on `shelf`. @param now the time that waiting goes by */
export function createKeptPapers(shelf: Shelf, now: () => Date) {
  const keysOf = ({ what, facts, extension }: PaperWork) => ({
    file: shelfKey(what, facts, extension),
    note: shelfKey([...what, 'note'], facts, 'json'),
  });
  const write = (key: ObjectKey, note: Note) =>
    shelf.put(key, new TextEncoder().encode(JSON.stringify(note)), 'application/json');

  /** How the paper stands. */
  async function look(work: PaperWork): Promise<PaperAnswer> {
    const keys = keysOf(work);
    const gaps = [...work.gaps];
    const found = await shelf.get(keys.note);
    if (!found) return { state: 'absent', gaps };
    const note = noteSchema.parse(JSON.parse(new TextDecoder().decode(found.bytes)));
    switch (note.state) {
      case 'making': {
        const { since, done, of } = note;
        const died = now().valueOf() - Date.parse(since) > LONGEST_MAKING_MS;
        return died ? { state: 'failed', gaps } : { state: 'making', done, of, gaps };
      }
      case 'made': {
        // Files may be cleared away: they can be made again.
        const file = await shelf.head(keys.file);
        if (!file) return { state: 'absent', gaps };
        const { fileName } = note;
        const link = await shelf.link(keys.file, { fileName });
        return { state: 'made', fileName, link, size: file.size, gaps: note.gaps };
      }
      case 'failed':
        return { state: 'failed', gaps };
    }
  }

  async function make(work: PaperWork): Promise<PaperAnswer> {
    const before = await look(work);
    if ('state' in before && (before.state === 'made' || before.state === 'making')) return before;
    const keys = keysOf(work);
    const since = now().toISOString();
    await write(keys.note, { state: 'making', since, done: 0, of: 0 });
    let told = now().valueOf();
    let telling = Promise.resolve();
    const onProgress: OnProgress = (done, of) => {
      if (now().valueOf() - told < BETWEEN_NOTES_MS) return;
      told = now().valueOf();
      telling = telling.then(() => write(keys.note, { state: 'making', since, done, of }));
    };
    try {
      const made = await work.make(onProgress);
      await telling;
      if (!made) throw new RangeError(`no paper came of ${work.what.join(' ')}`);
      const { fileName, bytes } = made;
      await shelf.put(keys.file, bytes, work.contentType);
      await write(keys.note, { state: 'made', fileName, gaps: [...made.gaps] });
    } catch (error) {
      await telling.catch(() => {});
      await write(keys.note, { state: 'failed' });
      throw error;
    }
    return look(work);
  }

  return { look, make };
}
