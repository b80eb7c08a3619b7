/** What the commands that back up and restore have in common. */
import { resolve } from 'node:path';
import { askOwner, type DataProgress } from './data-directory.ts';

const words = {
  backup: {
    usage: 'npm run backup -- FILE',
    working: 'กำลังสำรองข้อมูล',
    done: 'สำรองข้อมูลแล้ว / backed up to',
  },
  restore: {
    usage: 'npm run restore -- FILE',
    working: 'กำลังกู้คืนข้อมูล',
    done: 'กู้คืนข้อมูลแล้ว / restored from',
  },
};

// Whoever waits no longer than this needs no news.
const QUIET_MS = 2000;
const NEWS_EVERY_MS = 1000;

/**
 * Does what the command line asks for: the process that has the data open does it or, if there is none,
 * `alone` does. Ends with exit status 1 and one line if it fails.
 */
export async function dataCommand(
  name: keyof typeof words,
  alone: (
    dataPath: string,
    file: string,
    onProgress: (progress: DataProgress) => void,
  ) => Promise<DataProgress>,
): Promise<void> {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || more.length > 0) return fail(`วิธีใช้ / usage: ${words[name].usage}`);
  const dataPath = process.env['NITHET_DATA'] || '.nithet';
  // npm runs its scripts in the project's folder, wherever it was called from.
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  const onProgress = news(words[name].working);
  try {
    const asked = await askOwner(dataPath, { do: name, file: path }, onProgress);
    const { items, files } = asked ?? (await alone(dataPath, path, onProgress));
    console.log(`${words[name].done} ${path} (${items} items, ${files} files)`);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message: string) {
  console.error(message);
  process.exitCode = 1;
}

function news(working: string) {
  let next = Date.now() + QUIET_MS;
  return ({ items, files }: DataProgress) => {
    if (Date.now() < next) return;
    next = Date.now() + NEWS_EVERY_MS;
    console.error(`${working} … ${items} items, ${files} files`);
  };
}
