/** Every paper on one report, by name and format; a download and the command line make them alike. */
import { archiveOf } from './archive.ts';
import { docxOf } from './docx.ts';
import type { ReportFacts } from './facts.ts';
import type { Paper } from './paper.ts';
import type { PdfPress } from './pdf.ts';
import { reportBook } from './report-book.ts';
import { announcement, coveringLetter, memorandum } from './report-letters.ts';
import { fileNameOf } from './report-words.ts';
import { slidesOf } from './slides.ts';
import { csvOf, workbookOf } from './workbook.ts';

export const reportPaperNames = [
  'book',
  'announcement',
  'memorandum',
  'covering-letter',
  'slides',
  'workbook',
  /** Everything, each paper in each of its formats, as one zip. */
  'all',
] as const;
export type ReportPaperName = (typeof reportPaperNames)[number];

export const formats = ['pdf', 'docx', 'pptx', 'xlsx', 'csv', 'zip'] as const;
export type Format = (typeof formats)[number];

export const contentTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
} satisfies Record<Format, string>;

/** In which formats each paper comes. */
export const formatsOf = {
  book: ['pdf', 'docx'],
  announcement: ['pdf', 'docx'],
  memorandum: ['pdf', 'docx'],
  'covering-letter': ['pdf', 'docx'],
  slides: ['pptx'],
  workbook: ['xlsx', 'csv'],
  all: ['zip'],
} satisfies Record<ReportPaperName, readonly Format[]>;

export interface MadeFile {
  /** With extension; may be Thai. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What is missing in it, by name. */
  readonly gaps: readonly string[];
}

const papers = {
  book: reportBook,
  announcement,
  memorandum,
  'covering-letter': coveringLetter,
} satisfies Partial<Record<ReportPaperName, (facts: ReportFacts) => Paper>>;

/** The file for `name`; `undefined` where that paper does not come in `format`. */
export async function reportPaper(
  facts: ReportFacts,
  name: ReportPaperName,
  format: Format,
  press: () => Promise<PdfPress>,
): Promise<MadeFile | undefined> {
  if (!formatsOf[name].some((known) => known === format)) return undefined;
  const { organization, fiscalYear, round } = facts;
  const called = (what: string) =>
    `${fileNameOf(what, organization.shortName, String(fiscalYear), round)}.${format}`;
  switch (name) {
    case 'slides':
      return { fileName: called('ไฟล์นำเสนอ'), bytes: await slidesOf(facts), gaps: [] };
    case 'workbook': {
      const bytes = format === 'csv' ? csvOf(facts) : await workbookOf(facts);
      return { fileName: called('ตารางรายงาน'), bytes, gaps: [] };
    }
    case 'all': {
      const files = await everyPaper(facts, press);
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
): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  for (const name of reportPaperNames) {
    if (name === 'all') continue;
    for (const format of formatsOf[name]) {
      const file = await reportPaper(facts, name, format, press);
      if (file) files.push(file);
    }
  }
  return files;
}

/** One paper as PDF, to print, or as DOCX, to edit. */
export async function paperFile(
  paper: Paper,
  format: Format,
  press: () => Promise<PdfPress>,
): Promise<MadeFile> {
  const bytes = format === 'pdf' ? (await press()).print(paper) : await docxOf(paper);
  return { fileName: `${paper.fileName}.${format}`, bytes, gaps: paper.gaps };
}
