/**
 * Holds the data directory at the first argument open as a running site does: backs up and restores on
 * request, and meanwhile writes an item every now and then. Says on a line of its own when it is ready.
 */
import { setTimeout } from 'node:timers/promises';
import { stageRestore, writeBackup } from '../../infra/local/backup-file.ts';
import { openDataDirectory, TABLE } from '../../infra/local/data-directory.ts';

const directory = await openDataDirectory(process.argv[2] ?? '');
const open = () => directory.openDatabase(() => {});
let engine = await open();

directory.serve(async (request, onProgress) => {
  if (request.do === 'backup') return writeBackup(directory, engine, request.file, onProgress);
  const restored = await stageRestore(directory, request.file, onProgress);
  await engine.close();
  await directory.takeIncoming();
  engine = await open();
  return restored;
});

process.stdout.write('ready\n');
for (let n = 0; ; n += 1) {
  await setTimeout(5);
  const item = { pk: { S: 'WRITER' }, sk: { S: String(n) } };
  // Fails for a moment while a restored state takes over.
  await engine.load(TABLE, [item]).catch(() => {});
}
