/**
 * `npm run check:components`: whether what would be deployed is within the time frames for updates. Exit status 0: it
 * is; 1: it is not; 2: it could not be found out.
 */
import { localDateAt } from '../shared/domain/local-date.ts';
import { askForOverdue } from './overdue-components.ts';

try {
  const overdue = await askForOverdue(localDateAt(new Date()));
  for (const line of overdue) console.error(line);
  if (overdue.length === 0) console.log('no component is overdue');
  process.exitCode = overdue.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
