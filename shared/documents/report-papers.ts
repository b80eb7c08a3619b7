/**
 * Every paper on one report, by name and format; a download and the command line make them alike.
 *
 * What writes Office files is loaded when one is made: whoever only asks for what is missing need not wait for it.
 */

import {
  type Format,
  formatsOf,
  type ReportPaperName,
  reportPaperNames,
} from '../domain/papers.ts';
import { archiveOf } from './archive.ts';
import type { ReportFacts } from './facts.ts';
import type { Paper } from './paper.ts';
import type { PdfPress } from './pdf.ts';
import { reportBook } from './report-book.ts';
import { announcement, coveringLetter, memorandum } from './report-letters.ts';
import { fileNameOf } from './report-words.ts';

export interface MadeFile {
  /** With extension; may be Thai. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What is missing in it, by name. */
  readonly gaps: readonly string[];
}

/** Told now and then how many of a bundle's papers are ready. */
export type OnProgress = (done: number, of: number) => void;

const papers = {
  book: reportBook,
  announcement,
  memorandum,
  'covering-letter': coveringLetter,
} satisfies Partial<Record<ReportPaperName, (facts: ReportFacts) => Paper>>;

/** What is missing in a paper, by name, or in all of them; told without making any. */
export function reportGaps(facts: ReportFacts, name: ReportPaperName): string[] {
  const known: Partial<Record<ReportPaperName, (facts: ReportFacts) => Paper>> = papers;
  const meant = name === 'all' ? Object.values(papers) : [known[name]];
  return [...new Set(meant.flatMap((make) => make?.(facts).gaps ?? []))];
}

/** The file for `name`; `undefined` where that paper does not come in `format`. */
export async function reportPaper(
  facts: ReportFacts,
  name: ReportPaperName,
  format: Format,
  press: () => Promise<PdfPress>,
  onProgress: OnProgress = () => {},
): Promise<MadeFile | undefined> {
  if (!formatsOf[name].some((known) => known === format)) return undefined;
  const { organization, fiscalYear, round } = facts;
  const called = (what: string) =>
    `${fileNameOf(what, organization.shortName, String(fiscalYear), round)}.${format}`;
  switch (name) {
    case 'slides': {
      const { slidesOf } = await import('./slides.ts');
      return { fileName: called('ไฟล์นำเสนอ'), bytes: await slidesOf(facts), gaps: [] };
    }
    case 'workbook': {
      const { csvOf, workbookOf } = await import('./workbook.ts');
      const bytes = format === 'csv' ? csvOf(facts) : await workbookOf(facts);
      return { fileName: called('ตารางรายงาน'), bytes, gaps: [] };
    }
    case 'all': {
      const files = await everyPaper(facts, press, onProgress);
      const archive = files.map(({ fileName, bytes }) => ({ name: fileName, bytes }));
      return {
        fileName: called('เอกสารรายงาน'),
        bytes: archiveOf(archive),
        gaps: [...new Set(files.flatMap(({ gaps }) => gaps))],
      };
    }
    case 'book':
    case 'announcement':
    case 'memorandum':
    case 'covering-letter':
      return paperFile(papers[name](facts), format, press);
  }
}

/** Each paper in each of its formats, in the order in which an office needs them. */
export async function everyPaper(
  facts: ReportFacts,
  press: () => Promise<PdfPress>,
  onProgress: OnProgress = () => {},
): Promise<MadeFile[]> {
  const meant = reportPaperNames
    .filter((name) => name !== 'all')
    .flatMap((name) => formatsOf[name].map((format) => ({ name, format })));
  const files: MadeFile[] = [];
  for (const { name, format } of meant) {
    const file = await reportPaper(facts, name, format, press);
    if (file) files.push(file);
    onProgress(files.length, meant.length);
  }
  return files;
}

/** One paper as PDF, to print, or as DOCX, to edit. */
export async function paperFile(
  paper: Paper,
  format: Format,
  press: () => Promise<PdfPress>,
): Promise<MadeFile> {
  const bytes =
    format === 'pdf'
      ? (await press()).print(paper)
      : await (await import('./docx.ts')).docxOf(paper);
  return { fileName: `${paper.fileName}.${format}`, bytes, gaps: paper.gaps };
}
