/** Every paper of a season, by name; letters to many come as one PDF, or as one zip with a file for each. */
import type { LocalDate } from '../domain/local-date.ts';
import type { Format, SeasonPaperName } from '../domain/papers.ts';
import { visitName } from '../domain/submission-bundles.ts';
import { archiveOf, joinedArchives } from './archive.ts';
import type { SeasonFacts, VisitFacts } from './facts.ts';
import { joined } from './joined-pdf.ts';
import type { Paper } from './paper.ts';
import type { PdfPress } from './pdf.ts';
import { type MadeFile, type OnProgress, paperFile } from './report-papers.ts';
import {
  circular,
  committeeSubmission,
  inOrder,
  noticeLetter,
  postponementLetter,
  resultLetter,
} from './season-letters.ts';
import { daySheet, travelTable } from './season-sheets.ts';
import { supervisionReport } from './supervision-report.ts';

/** Which visits, or which team's day. */
export interface Choice {
  /** One visit; without it every visit to which the letter applies. */
  readonly orgId?: string | undefined;
  readonly visitNo?: number | undefined;
  /** For the day sheet. */
  readonly teamId?: string | undefined;
  readonly date?: LocalDate | undefined;
}

const toEach = {
  notice: { make: noticeLetter, applies: ({ entry }: VisitFacts) => entry.state === 'scheduled' },
  postponement: {
    make: postponementLetter,
    applies: ({ entry }: VisitFacts) =>
      entry.state === 'postponed' || entry.movedFrom !== undefined,
  },
  result: { make: resultLetter, applies: ({ visit }: VisitFacts) => visit?.report !== undefined },
  'supervision-report': {
    make: supervisionReport,
    applies: ({ visit }: VisitFacts) => visit?.report !== undefined,
  },
} satisfies Partial<Record<SeasonPaperName, unknown>>;

/** The papers asked for; none where nothing applies. */
export function seasonPapers(season: SeasonFacts, name: SeasonPaperName, choice: Choice): Paper[] {
  switch (name) {
    case 'notice':
    case 'postponement':
    case 'result':
    case 'supervision-report': {
      const { make, applies } = toEach[name];
      const { orgId, visitNo = 1 } = choice;
      const meant = orgId
        ? season.visits.filter(({ entry }) => entry.orgId === orgId && entry.visitNo === visitNo)
        : bundled(season, season.visits.filter(applies));
      return inOrder(meant).map((visit) => make(season, visit));
    }
    case 'circular':
      return [circular(season)];
    case 'submission':
      return [committeeSubmission(season)];
    case 'travel':
      return [travelTable(season)];
    case 'day-sheet':
      return choice.teamId && choice.date ? [daySheet(season, choice.teamId, choice.date)] : [];
  }
}

/** Those of the submission that was asked for; all where none was. */
function bundled({ bundle }: SeasonFacts, visits: readonly VisitFacts[]): readonly VisitFacts[] {
  if (!bundle) return visits;
  const names = bundle.visits.map(visitName);
  return visits.filter(({ entry }) => names.includes(visitName(entry)));
}

/** `papers` as one file; `undefined` where there are none, or where DOCX is asked for more than one. */
export async function seasonFile(
  papers: readonly Paper[],
  format: Format,
  press: () => Promise<PdfPress>,
  onProgress: OnProgress = () => {},
): Promise<MadeFile | undefined> {
  const [first, ...others] = papers;
  if (!first) return undefined;
  if (format !== 'zip' && others.length === 0) return paperFile(first, format, press);
  const lots = lotsOf(papers, format);
  const printed: Uint8Array[] = [];
  for (const lot of lots) printed.push(await printLot(lot, press, onProgress));
  return lots[0] && boundLots(lots[0].bundle, printed);
}

/** Many letters in one file. */
export interface Bundle {
  /** Without extension. */
  readonly name: string;
  readonly format: 'pdf' | 'zip';
  readonly letters: number;
  readonly gaps: readonly string[];
}

/** Some of the letters of a bundle, as many as one thread typesets. */
export interface Lot {
  readonly bundle: Bundle;
  /** Letters of the bundle before these. */
  readonly before: number;
  readonly papers: readonly Paper[];
}

/** The typesetter keeps what it has laid out for as long as it lives: about a megabyte a letter. */
const LETTERS_A_LOT = 42;

/** `papers` in lots; none where that format is not for many. */
export function lotsOf(papers: readonly Paper[], format: Format): Lot[] {
  const [first] = papers;
  if (!first || (format !== 'pdf' && format !== 'zip')) return [];
  const bundle = {
    name: bundleName(first, papers),
    format,
    letters: papers.length,
    gaps: [...new Set(papers.flatMap(({ gaps }) => gaps))],
  };
  return Array.from({ length: Math.ceil(papers.length / LETTERS_A_LOT) }, (_, n) => {
    const before = n * LETTERS_A_LOT;
    return { bundle, before, papers: papers.slice(before, before + LETTERS_A_LOT) };
  });
}

/** The letters of `lot` as one PDF, in which each begins on a page of its own, or as a zip with a file for each. */
export async function printLot(
  { bundle, before, papers }: Lot,
  press: () => Promise<PdfPress>,
  onProgress: OnProgress = () => {},
): Promise<Uint8Array> {
  const { print } = await press();
  if (bundle.format === 'zip') {
    const digits = String(bundle.letters).length;
    const files = papers.map((paper, index) => {
      const number = String(before + index + 1).padStart(digits, '0');
      const file = { name: `${number}-${paper.fileName}.pdf`, bytes: print(paper) };
      onProgress(before + index + 1, bundle.letters);
      return file;
    });
    return archiveOf(files);
  }
  const parts: Uint8Array[] = [];
  for (let done = 0; done < papers.length; done += AT_ONCE) {
    const some = papers.slice(done, done + AT_ONCE);
    parts.push(print(inOne(bundle, some)));
    onProgress(before + done + some.length, bundle.letters);
  }
  return joined(parts);
}

/** Letters that are typeset at once: more would take more memory, fewer more time. */
const AT_ONCE = 14;

function inOne({ name }: Bundle, papers: readonly Paper[]): Paper {
  const [first] = papers;
  if (!first) throw new RangeError('no letters to typeset');
  return {
    ...first,
    fileName: name,
    title: name,
    unbroken: [...new Set(papers.flatMap(({ unbroken = [] }) => unbroken))],
    sections: papers.flatMap(({ sections }) => sections),
  };
}

/** The file that the printed `lots` of `bundle` make, in their order. */
export function boundLots({ name, format, gaps }: Bundle, lots: readonly Uint8Array[]): MadeFile {
  const bytes = format === 'pdf' ? joined(lots) : joinedArchives(lots);
  return { fileName: `${name}.${format}`, bytes, gaps };
}

function bundleName({ fileName }: Paper, { length }: readonly Paper[]): string {
  const [what = fileName] = fileName.split('-');
  return length === 1 ? fileName : `${what}-${length}ฉบับ`;
}
