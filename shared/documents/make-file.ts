/** One order for a file, as plain data: it may be carried out in this thread or handed to another. */
import type { Format, ReportPaperName } from '../domain/papers.ts';
import type { ReportFacts } from './facts.ts';
import type { Paper } from './paper.ts';
import type { PdfPress } from './pdf.ts';
import { type MadeFile, type OnProgress, reportPaper } from './report-papers.ts';
import { type Bundle, boundLots, type Lot, printLot, seasonFile } from './season-papers.ts';

export type FileOrder =
  | {
      readonly of: 'report';
      readonly facts: ReportFacts;
      readonly paper: ReportPaperName;
      readonly format: Format;
    }
  | { readonly of: 'season'; readonly papers: readonly Paper[]; readonly format: Format }
  /** Part of a bundle of letters, whose file has no name yet. */
  | { readonly of: 'lot'; readonly lot: Lot }
  | { readonly of: 'binding'; readonly bundle: Bundle; readonly lots: readonly Uint8Array[] };

/** `undefined` where the paper does not come in that format. */
export type MakeFile = (order: FileOrder, onProgress?: OnProgress) => Promise<MadeFile | undefined>;

/** Makes files here, with a press that is started when first needed. */
export function fileMaker(press: () => Promise<PdfPress>): MakeFile {
  return async (order, onProgress) => {
    switch (order.of) {
      case 'report':
        return reportPaper(order.facts, order.paper, order.format, press, onProgress);
      case 'season':
        return seasonFile(order.papers, order.format, press, onProgress);
      case 'lot': {
        const bytes = await printLot(order.lot, press, onProgress);
        return { fileName: order.lot.bundle.name, bytes, gaps: [] };
      }
      case 'binding':
        return boundLots(order.bundle, order.lots);
    }
  };
}
