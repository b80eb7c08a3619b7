/** Files that are there whole or not at all, whenever the process or the machine stops. */
import { open, rename, rm } from 'node:fs/promises';

/** Ends the names of files that are being written; what is left of them after a crash can go. */
export const UNFINISHED = '.unfinished';

/** Writes `content` to the disk itself, then puts it in the place of `path`. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = path + UNFINISHED;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
