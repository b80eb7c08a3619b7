/** `npm run restore -- FILE`: a backup in the place of all that is there, with the site running or stopped. */
import { stageRestore } from './backup-file.ts';
import { dataCommand } from './data-command.ts';
import { openDataDirectory } from './data-directory.ts';

await dataCommand('restore', async (dataPath, file, onProgress) => {
  const directory = await openDataDirectory(dataPath);
  try {
    const restored = await stageRestore(directory, file, onProgress);
    await directory.takeIncoming();
    return restored;
  } finally {
    directory.close();
  }
});
