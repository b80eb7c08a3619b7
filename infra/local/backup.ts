/** `npm run backup -- FILE`: everything in one file, with the site running or stopped. */
import { writeBackup } from './backup-file.ts';
import { dataCommand } from './data-command.ts';
import { openDataDirectory } from './data-directory.ts';

await dataCommand('backup', async (dataPath, file, onProgress) => {
  const directory = await openDataDirectory(dataPath, { create: false });
  const engine = await directory.openDatabase(() => {});
  try {
    return await writeBackup(directory, engine, file, onProgress);
  } finally {
    await engine.close();
    directory.close();
  }
});
