/** One order for a file, as plain data: it may be carried out in this thread or handed to another. */
import type { Format, ReportPaperName } from '../domain/papers.ts';
import type { ReportFacts } from './facts.ts';
import type { Paper } from './paper.ts';
import type { PdfPress } from './pdf.ts';
import { type MadeFile, type OnProgress, reportPaper } from './report-papers.ts';
import { seasonFile } from './season-papers.ts';

export type FileOrder =
  | {
      readonly of: 'report';
      readonly facts: ReportFacts;
      readonly paper: ReportPaperName;
      readonly format: Format;
    }
  | { readonly of: 'season'; readonly papers: readonly Paper[]; readonly format: Format };

/** `undefined` where the paper does not come in that format. */
export type MakeFile = (order: FileOrder, onProgress?: OnProgress) => Promise<MadeFile | undefined>;

/** Makes files here, with a press that is started when first needed. */
export function fileMaker(press: () => Promise<PdfPress>): MakeFile {
  return (order, onProgress) =>
    order.of === 'report'
      ? reportPaper(order.facts, order.paper, order.format, press, onProgress)
      : seasonFile(order.papers, order.format, press, onProgress);
}
