/** Every paper of a season, by name; letters to many come as one PDF, or as one zip with a file for each. */
import type { LocalDate } from '../domain/local-date.ts';
import type { Format, SeasonPaperName } from '../domain/papers.ts';
import { visitName } from '../domain/submission-bundles.ts';
import { archiveOf } from './archive.ts';
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
  if (format === 'zip') return zipped(first, papers, press, onProgress);
  if (format !== 'pdf' && format !== 'docx') return undefined;
  if (others.length === 0) return paperFile(first, format, press);
  return format === 'pdf' ? inOnePdf(first, papers, press, onProgress) : undefined;
}

/** Letters that are typeset at once: more would take more memory, fewer more time. */
const AT_ONCE = 10;

async function inOnePdf(
  first: Paper,
  papers: readonly Paper[],
  press: () => Promise<PdfPress>,
  onProgress: OnProgress,
): Promise<MadeFile> {
  const { print } = await press();
  const whole = bound(first, papers);
  const parts: Uint8Array[] = [];
  for (let done = 0; done < papers.length; done += AT_ONCE) {
    const some = papers.slice(done, done + AT_ONCE);
    parts.push(print({ ...whole, sections: some.flatMap(({ sections }) => sections) }));
    onProgress(Math.min(done + AT_ONCE, papers.length), papers.length);
  }
  return { fileName: `${whole.fileName}.pdf`, bytes: joined(parts), gaps: whole.gaps };
}

/** Many letters in one file: each begins on a page of its own, counted from 1. */
function bound(first: Paper, papers: readonly Paper[]): Paper {
  return {
    ...first,
    fileName: bundleName(first, papers),
    title: bundleName(first, papers),
    unbroken: [...new Set(papers.flatMap(({ unbroken = [] }) => unbroken))],
    sections: papers.flatMap(({ sections }) => sections),
    gaps: [...new Set(papers.flatMap(({ gaps }) => gaps))],
  };
}

async function zipped(
  first: Paper,
  papers: readonly Paper[],
  press: () => Promise<PdfPress>,
  onProgress: OnProgress,
): Promise<MadeFile> {
  const { print } = await press();
  const digits = String(papers.length).length;
  const files = papers.map((paper, index) => {
    const bytes = print(paper);
    onProgress(index + 1, papers.length);
    return { name: `${String(index + 1).padStart(digits, '0')}-${paper.fileName}.pdf`, bytes };
  });
  return {
    fileName: `${bundleName(first, papers)}.zip`,
    bytes: archiveOf(files),
    gaps: [...new Set(papers.flatMap(({ gaps }) => gaps))],
  };
}

function bundleName({ fileName }: Paper, { length }: readonly Paper[]): string {
  const [what = fileName] = fileName.split('-');
  return length === 1 ? fileName : `${what}-${length}ฉบับ`;
}
