/** Reads ITA scores and complaints as an officer pastes them, and finds the organizations they are about. */
import type { LocalDate } from './local-date.ts';
import { nameOn, type Organization } from './organization.ts';
import { knownFactsSchema, type SeasonSetup } from './season-setup.ts';

type KnownFacts = SeasonSetup['known'][string];

export interface FactRow {
  /** Counted from 1, as pasted. */
  readonly line: number;
  /** Code or name as it was given. */
  readonly given: string;
  readonly orgId?: string;
  readonly facts: KnownFacts;
  /** Why the row is left out. */
  readonly problem?: 'nobody' | 'several' | 'bad-figure' | 'nothing-given' | 'twice';
}

/** More rows than any province has organizations. */
const MOST_ROWS = 1000;

/**
 * One row for each line of `text`, its cells apart by tabs, semicolons or commas. A line of headings says in which
 * column organization, ITA score and complaints stand; without one they are the first three. Rows about nobody,
 * or with figures that make no sense, carry their problem.
 */
export function readFacts(
  text: string,
  organizations: readonly Organization[],
  today: LocalDate,
): FactRow[] {
  const find = finder(organizations, today);
  const seen = new Set<string>();
  const lines = text
    .split(/\r?\n/)
    .slice(0, MOST_ROWS)
    .map((content, index) => ({ line: index + 1, cells: cellsOf(content) }))
    .filter(({ cells }) => cells.some(Boolean));
  const head = lines.slice(0, MOST_ABOVE).find(({ cells }) => isHead(cells));
  const { given, ita, complaints } = columnsOf(head?.cells ?? []);
  return lines
    .filter(({ line, cells }) => (head ? line > head.line : line > 1 || !holdsNoFigure(cells)))
    .map(({ line, cells }) => {
      const row = rowOf(line, [cells[given], cells[ita], cells[complaints]], find);
      if (!row.orgId || row.problem) return row;
      const twice = seen.has(row.orgId);
      seen.add(row.orgId);
      return twice ? { ...row, problem: 'twice' as const } : row;
    });
}

/** Lines above the headings: titles. */
const MOST_ABOVE = 10;
const NAMES_ORGANIZATION = /หน่วยงาน|รหัส|ชื่อ|อปท/;
const NAMES_ITA = /ita|คะแนน/i;
const NAMES_COMPLAINTS = /ร้องเรียน/;

function isHead(cells: readonly string[]): boolean {
  const has = (name: RegExp) => cells.some((cell) => name.test(cell));
  return cells.length > 1 && has(NAMES_ORGANIZATION) && (has(NAMES_ITA) || has(NAMES_COMPLAINTS));
}

/** Places of the columns; the code of an organization goes before its name. */
function columnsOf(head: readonly string[]) {
  const place = (...names: readonly RegExp[]) =>
    names.map((name) => head.findIndex((cell) => name.test(cell))).find((found) => found >= 0);
  if (head.length === 0) return { given: 0, ita: 1, complaints: 2 };
  return {
    given: place(/รหัส/, NAMES_ORGANIZATION) ?? 0,
    ita: place(/ita/i, NAMES_ITA) ?? -1,
    complaints: place(NAMES_COMPLAINTS) ?? -1,
  };
}

function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
  const cells = separator === ',' ? (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []) : undefined;
  return (cells?.map((cell) => cell.replace(/,$/, '')) ?? line.split(separator)).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"')
      .trim(),
  );
}

function holdsNoFigure(cells: readonly string[]): boolean {
  return cells.slice(1).every((cell) => !/[0-9๐-๙]/.test(cell)) && !/^\d/.test(cells[0] ?? '');
}

function rowOf(
  line: number,
  [given = '', ita = '', complaints = '']: readonly (string | undefined)[],
  find: (given: string) => readonly string[],
): FactRow {
  const found = find(given);
  const [itaScore, count] = [figureOf(ita), figureOf(complaints)];
  const parsed = knownFactsSchema.safeParse({
    ...(itaScore !== undefined && { itaScore }),
    ...(count !== undefined && { complaints: count }),
  });
  const facts = parsed.success ? parsed.data : {};
  const orgId = found.length === 1 ? found[0] : undefined;
  const row = { line, given, ...(orgId && { orgId }), facts };
  if (!parsed.success) return { ...row, problem: 'bad-figure' };
  if (found.length === 0) return { ...row, problem: 'nobody' };
  if (found.length > 1) return { ...row, problem: 'several' };
  return Object.keys(facts).length === 0 ? { ...row, problem: 'nothing-given' } : row;
}

/** Thai digits and thousands are understood; an empty cell, a dash and "N/A" say nothing. */
function figureOf(cell: string): number | undefined {
  const digits = cell.replace(/[๐-๙]/g, (digit) => String('๐๑๒๓๔๕๖๗๘๙'.indexOf(digit)));
  if (/^(|-|–|n\/a|ไม่มี)$/i.test(digits)) return undefined;
  return /^\d{1,3}(\.\d{1,4})?$/.test(digits) ? Number(digits) : Number.NaN;
}

/** Ids of the organizations that a code, a full name or a short name may mean. */
function finder(organizations: readonly Organization[], today: LocalDate) {
  const ids = new Map<string, Set<string>>();
  const note = (key: string, orgId: string) => ids.set(key, (ids.get(key) ?? new Set()).add(orgId));
  for (const organization of organizations) {
    const { name, shortName, code } = nameOn(organization, today);
    const { orgId } = organization;
    for (const key of [orgId, code, name, shortName, `${shortName} ${organization.amphoe.name}`])
      note(plain(key), orgId);
  }
  return (given: string) => [...(ids.get(plain(given)) ?? [])];
}

/** Names as people type them differ in spaces, dots and the composition of ำ. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\u0E4D\u0E32', '\u0E33')
    .replaceAll('เเ', 'แ')
    .replace(/[\s.​]/g, '')
    .toLowerCase();
}
