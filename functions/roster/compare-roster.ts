/** Sets an uploaded list against the roster and keeps what it would change, for an officer to look at first. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { actorSchema } from '../../shared/domain/actor.ts';
import { localDateAt, localDateSchema } from '../../shared/domain/local-date.ts';
import { provinceSchema } from '../../shared/domain/organization.ts';
import { compareRoster, type RosterPart, type RosterRow } from '../../shared/domain/roster.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { RosterImportStore } from '../../shared/store/roster-import-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import { readRoster, UnreadableRoster } from './read-roster.ts';

interface Dependencies {
  readonly roster: Pick<RosterStore, 'all'>;
  readonly imports: Pick<RosterImportStore, 'add'>;
  readonly now: () => Date;
}

const inputSchema = z.object({
  /** The file, in base64. */
  file: z.base64(),
  fileName: z.string().max(200),
  /** Of this province only. @default all that the list names */
  province: provinceSchema.optional(),
  from: localDateSchema,
  by: actorSchema,
});

export type Compared = { readonly runId: string } | { readonly refused: string };

/** At most so many lines are told of: a file with more is the wrong file. */
const PROBLEMS = 200;
const AT_ONCE = 8;

export function createCompareRoster({ roster, imports, now }: Dependencies) {
  return async (input: unknown): Promise<Compared> => {
    const { file, fileName, province, from, by } = inputSchema.parse(input);
    const bytes = Buffer.from(file, 'base64');
    const read = readOrRefuse(bytes);
    if ('refused' in read) return read;
    const ofProvince = Map.groupBy(read.rows, ({ code }) => code.slice(1, 3));
    const wanted = [...ofProvince].filter(([code]) => province === undefined || code === province);
    if (wanted.length === 0) return { refused: 'ไม่พบหน่วยงานของจังหวัดที่เลือกในไฟล์นี้' };
    const at = now();
    const parts = await compared(wanted.sort(), at);
    const runId = `${at.toISOString().replace(/\D/g, '')}-${digest(bytes)}`;
    const { problems } = read;
    const head = {
      schemaVersion: 1 as const,
      runId,
      state: 'compared' as const,
      fileName,
      from,
      by,
      at: at.toISOString(),
      provinces: parts.map(countsOf),
      problems: problems.slice(0, PROBLEMS),
      applied: [],
    };
    await imports.add(head, parts);
    return { runId };
  };

  async function compared(wanted: (readonly [string, RosterRow[]])[], at: Date) {
    const parts: RosterPart[] = [];
    const compare = async ([code, rows]: readonly [string, RosterRow[]]) => {
      parts.push(compareRoster(code, rows, await roster.all(code), localDateAt(at)));
    };
    await inParallel(wanted, compare, AT_ONCE);
    return parts.sort((a, b) => (a.province < b.province ? -1 : 1));
  }
}

function readOrRefuse(bytes: Uint8Array) {
  try {
    return readRoster(bytes);
  } catch (error) {
    if (error instanceof UnreadableRoster) return { refused: error.message };
    throw error;
  }
}

function countsOf({ province, changes, gone, unchanged }: RosterPart) {
  const count = (kind: 'new' | 'named' | 'placed') =>
    changes.filter(({ change }) => change === kind).length;
  return {
    province,
    new: count('new'),
    named: count('named'),
    placed: count('placed'),
    gone: gone.length,
    unchanged,
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}
