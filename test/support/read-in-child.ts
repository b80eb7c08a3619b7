/** Reads the files named on the command line and tells what came of each, and the most memory it ever took. */
import { readFileSync } from 'node:fs';
import { readTable } from '../../functions/imports/read-table.ts';

const outcomes: unknown[] = [];
for (const path of process.argv.slice(2)) {
  const began = performance.now();
  const output = await readTable({ base64: readFileSync(path).toString('base64') });
  const what = 'refused' in output ? output.refused : (output.tables[0]?.rows.length ?? 0);
  outcomes.push({ what, milliseconds: Math.round(performance.now() - began) });
}
const megabytes = Math.round(process.resourceUsage().maxRSS / 1000);
process.stdout.write(JSON.stringify({ outcomes, megabytes }));
