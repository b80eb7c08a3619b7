/** Where made papers are kept, under a name that their content decides: what was made once is not made again. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Shelf {
  /** Size in bytes of what is kept under `key`; `undefined` where there is nothing. */
  size(key: string): Promise<number | undefined>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Promise<Uint8Array | undefined>;
}

/** Raised whenever papers come out otherwise from the same facts. */
const MAKING = 1;

/** The name for what is made from `facts` in the way that `what` says: 64 hexadecimal digits and an extension. */
export function shelfKey(what: readonly string[], facts: unknown, extension: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([MAKING, what, facts]))
    .digest('hex');
  return `${digest}.${extension}`;
}

const KEY = /^[0-9a-f]{64}\.[a-z]{3,4}$/;

/** A shelf in the directory `path`, which is made when first needed. */
export function directoryShelf(path: string): Shelf {
  const fileOf = (key: string) => {
    if (!KEY.test(key)) throw new RangeError(`not a key of a shelf: ${JSON.stringify(key)}`);
    return join(path, key);
  };
  return {
    async size(key) {
      return absentAs(undefined, async () => (await stat(fileOf(key))).size);
    },
    async put(key, bytes) {
      await mkdir(path, { recursive: true });
      // Renamed into place, so that nobody reads half a file.
      const unfinished = `${fileOf(key)}.${process.pid}.part`;
      await writeFile(unfinished, bytes);
      await rename(unfinished, fileOf(key));
    },
    async read(key) {
      return absentAs(undefined, () => readFile(fileOf(key)));
    },
  };
}

async function absentAs<Value>(absent: undefined, read: () => Promise<Value>) {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return absent;
    throw error;
  }
}
