/** Wires the reading and writing of tables: calculations that touch no data, with libraries the site has no room for. */
import { readTable } from './read-table.ts';
import { writeTemplate } from './write-template.ts';

export function wire() {
  return { readTable, writeTemplate };
}

export { readTable, writeTemplate };
