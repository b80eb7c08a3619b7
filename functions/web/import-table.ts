/** An officer brings in a table: it is read, kept until it is confirmed, taken into the draft, and can be undone. */
import { randomUUID } from 'node:crypto';
import { datesOf, isEditable } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { submissionWindow } from '../../shared/domain/round.ts';
import { importedContent } from '../../shared/imports/imported-content.ts';
import { type Candidate, type Match, matchRows } from '../../shared/imports/match-rows.ts';
import {
  type ImportedRow,
  joinReadings,
  type ReadingRefused,
  readRows,
  type TableReading,
} from '../../shared/imports/read-rows.ts';
import {
  type ReadRefusal,
  type ReadTableOutput,
  readTableOutputSchema,
  type SourceTable,
  tableFromText,
} from '../../shared/imports/source-table.ts';
import type { KeptImport } from '../../shared/store/import-store.ts';
import { mayWrite, type ReportRefusal } from './report-acts.ts';
import { isClosedRow, type ReportDesk, type ReportPlace, reportDesk } from './report-desk.ts';
import { createSaveDraft } from './save-draft.ts';
import { todayOf, type WebDependencies } from './web-environment.tsx';

/** Milliseconds that a table waits to be confirmed, and that an import can be undone. */
const KEPT_MS = 7 * 86_400_000;

export type ImportSource =
  | { readonly text: string }
  | { readonly file: string; readonly bytes: Uint8Array };

export interface PreviewRow {
  /** Names the row in the form. */
  readonly index: number;
  readonly row: ImportedRow;
  readonly match: Match;
  /** The item that the row goes to unless the officer says otherwise; `skip` for one that is to be left out. */
  readonly proposed: string | 'skip' | undefined;
  /** Another row that means the same item. */
  readonly sameAs: ImportedRow | undefined;
  /** The item is not among those that the office has returned. */
  readonly closed: boolean;
}

export interface Preview {
  readonly kind: SourceTable['kind'];
  readonly reading: TableReading;
  readonly rows: readonly PreviewRow[];
  /** What the title tells is not what is being reported, or tells it in the Common Era: to be confirmed. */
  readonly toConfirm: boolean;
}

/** Where a row goes: an item, or nowhere. */
export type Choices = ReadonlyMap<number, string | 'skip'>;

export function createImportTables(dependencies: WebDependencies) {
  const { imports, ask, now } = dependencies;
  const saveDraft = createSaveDraft(dependencies);

  /** The desk that `user` may import to, or why not: the same bars as before the form. */
  async function open(
    user: User,
    place: ReportPlace,
  ): Promise<{ desk: ReportDesk } | ReportRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const desk = await reportDesk(dependencies, place);
    if (!desk) return { refused: 'not-found' };
    const { obligation } = desk;
    const dates = datesOf(obligation);
    const isFirst = obligation.versions.length === 0;
    if (!isEditable(obligation)) return { refused: 'closed' };
    if (isFirst && submissionWindow(todayOf(dependencies), dates) === 'locked')
      return { refused: 'locked', on: dates.lock };
    return { desk };
  }

  async function read(user: User, place: ReportPlace, source: ImportSource) {
    const output = await tablesOf(source);
    if ('refused' in output) return output;
    const useful = output.tables.filter(
      (table) => !('refused' in readRows(table, place.fiscalYear)),
    );
    const [first] = useful.length > 0 ? useful : output.tables;
    if (useful.length === 0 && first) {
      const reading = readRows(first, place.fiscalYear);
      if ('refused' in reading) return reading;
    }
    const at = now();
    await imports.keep(
      { ...place, userId: user.userId },
      {
        schemaVersion: 1,
        importId: randomUUID(),
        file: 'file' in source ? source.file : '',
        keptAt: at.toISOString(),
        expiresAt: new Date(at.valueOf() + KEPT_MS).toISOString(),
        tables: useful,
        ...(useful.length === 1 && { chosen: 0 }),
      },
    );
    return { tables: useful.length };
  }

  async function tablesOf(source: ImportSource): Promise<ReadTableOutput> {
    if ('text' in source) return tableFromText(source.text);
    const base64 = Buffer.from(source.bytes).toString('base64');
    return readTableOutputSchema.parse(await ask('read-table', { base64 }));
  }

  function find(user: User, place: ReportPlace) {
    return imports.find({ ...place, userId: user.userId }, now());
  }

  function keep(user: User, place: ReportPlace, kept: KeptImport) {
    return imports.keep({ ...place, userId: user.userId }, kept);
  }

  /** Takes the rows into the draft that was read as version `read`; a second click finds it done. */
  async function take(
    user: User,
    place: ReportPlace,
    { kept, desk, preview, choices, read: version }: Taking,
  ): Promise<{ readonly taken: true } | ReportRefusal> {
    const rows = new Map(
      preview.rows.flatMap(({ index, row }) => {
        const choice = choices.get(index) ?? 'skip';
        return choice === 'skip' ? [] : [[choice, row] as const];
      }),
    );
    const { content, items } = desk;
    const next = importedContent(content, rows, items, (itemId) => isClosedRow(desk, itemId));
    const taken = {
      before: content,
      version: version + 1,
      at: now().toISOString(),
      leftOut: preview.rows.length - rows.size,
      undone: false,
    };
    // First what undoes it: a crash in between then loses nothing.
    await keep(user, place, { ...kept, tables: [], taken });
    const outcome = await saveDraft(user, place, next, version);
    if ('saved' in outcome) return { taken: true };
    await keep(user, place, kept);
    return outcome;
  }

  /** Brings the draft back as it was before the import, over the version that was read. */
  async function undo(
    user: User,
    place: ReportPlace,
    kept: KeptImport,
    version: number,
  ): Promise<{ readonly undone: true } | ReportRefusal> {
    const { taken } = kept;
    if (!taken) return { refused: 'not-found' };
    if (taken.undone) return { undone: true };
    const outcome = await saveDraft(user, place, taken.before, version);
    if ('refused' in outcome) return outcome;
    await keep(user, place, { ...kept, taken: { ...taken, undone: true } });
    return { undone: true };
  }

  return { open, read, find, keep, take, undo };
}

interface Taking {
  readonly kept: KeptImport;
  readonly desk: ReportDesk;
  readonly preview: Preview;
  readonly choices: Choices;
  readonly read: number;
}

/** What a kept table would bring to the desk; `undefined` while a table is to be chosen. */
export function previewOf(
  { tables, chosen }: KeptImport,
  desk: ReportDesk,
): Preview | ReadingRefused | ReadRefusal | undefined {
  if (chosen === undefined) return undefined;
  const picked = chosen === 'all' ? tables : tables.slice(chosen, chosen + 1);
  const readings: TableReading[] = [];
  for (const table of picked) {
    const reading = readRows(table, desk.obligation.fiscalYear);
    if ('refused' in reading) return reading;
    readings.push(reading);
  }
  const reading = joinReadings(readings);
  if ('refused' in reading) return reading;
  const kind = picked[0]?.kind ?? 'text';
  return { kind, reading, rows: previewRows(reading, desk), toConfirm: toConfirm(reading, desk) };
}

function previewRows({ rows }: TableReading, desk: ReportDesk): PreviewRow[] {
  const matches = matchRows(rows, candidatesOf(desk));
  const firstOf = new Map<string, ImportedRow>();
  return rows.flatMap((row, index) => {
    const match = matches[index];
    if (!match) return [];
    const { itemId, confidence } = match;
    const sameAs = itemId === undefined ? undefined : firstOf.get(itemId);
    if (itemId !== undefined && !sameAs) firstOf.set(itemId, row);
    const closed = itemId !== undefined && isClosedRow(desk, itemId);
    const otherYear = row.problems.some(({ code }) => code === 'other-year');
    const sure = (confidence === 'exact' || confidence === 'near') && !sameAs;
    const proposed = otherYear || closed || confidence === 'none' ? 'skip' : undefined;
    return [
      { index, row, match, sameAs, closed, proposed: proposed ?? (sure ? itemId : undefined) },
    ];
  });
}

function candidatesOf({ items, content }: ReportDesk): Candidate[] {
  const written = new Map(content.lines.map((line) => [line.itemId, line.name]));
  return items.map(({ itemId, no, name }) => ({
    itemId,
    no,
    names: [name, written.get(itemId) ?? ''],
  }));
}

function toConfirm({ years, rounds }: TableReading, { obligation }: ReportDesk): boolean {
  const { fiscalYear, round } = obligation;
  const sameYear = years.every(({ typed }) => typed === fiscalYear);
  const sameRound = rounds.length === 0 || rounds.includes(round);
  return !sameYear || !sameRound;
}
