/** Imports of the roster: an item for each, and one for what it would change in each province. */
import {
  type RosterImport,
  type RosterPart,
  rosterImportSchema,
  rosterPartSchema,
} from '../domain/roster.ts';
import { pack, unpack } from './packed.ts';
import { expiring, parseItem, type Table } from './table.ts';

export interface RosterImportStore {
  /** Puts a new import after its parts, so that one that can be found is whole. */
  add(head: RosterImport, parts: readonly RosterPart[]): Promise<void>;
  find(runId: string): Promise<RosterImport | undefined>;
  part(runId: string, province: string): Promise<RosterPart | undefined>;
  /** Replaces the import where it still is in the state `was`; says whether it did. */
  save(head: RosterImport, was: RosterImport['state']): Promise<boolean>;
  /** The latest imports, newest first. */
  latest(limit: number): Promise<readonly RosterImport[]>;
}

const KEPT_DAYS = 400;

export function rosterImportStore(table: Table): RosterImportStore {
  return {
    async add(head, parts) {
      for (const part of parts) {
        await table.put(partKey(head.runId, part.province), { part: pack(part), ...expiry(head) });
      }
      await table.put(headKey(head.runId), { ...head, ...expiry(head) });
    },

    async find(runId) {
      const item = await table.get(headKey(runId));
      return item && parseItem(rosterImportSchema, item);
    },

    async part(runId, province) {
      const item = await table.get(partKey(runId, province));
      return item && unpack(rosterPartSchema, item['part']);
    },

    save(head, was) {
      return table.replace(headKey(head.runId), { ...head, ...expiry(head) }, 'state', was);
    },

    async latest(limit) {
      const range = { begins: 'ROSTER#' };
      const { items } = await table.query('NATION', { range, limit, descending: true });
      return items.map((item) => parseItem(rosterImportSchema, item));
    },
  };
}

function expiry({ at }: RosterImport) {
  return expiring(new Date(Date.parse(at) + KEPT_DAYS * 86_400_000).toISOString());
}

function headKey(runId: string) {
  return { pk: 'NATION', sk: `ROSTER#${runId}` };
}

function partKey(runId: string, province: string) {
  return { pk: 'NATION', sk: `ROSTERPART#${runId}#${province}` };
}
