/** Has papers made by the functions that can, and tells how they stand. */
import {
  type PaperAnswer,
  paperAnswer,
  type ReportPaperOrder,
  type SeasonPaperOrder,
} from '../../shared/domain/papers.ts';
import type { Platform } from '../../shared/platform.ts';

export type PaperOrder =
  | { readonly from: 'report-papers'; readonly order: Omit<ReportPaperOrder, 'do'> }
  | { readonly from: 'season-papers'; readonly order: Omit<SeasonPaperOrder, 'do'> };

export interface PaperDesk {
  /** How the paper stands. */
  look(order: PaperOrder): Promise<PaperAnswer>;
  /** Has it made, without waiting for it. */
  have(order: PaperOrder): Promise<void>;
}

export function createPaperDesk({ ask, invoke }: Pick<Platform, 'ask' | 'invoke'>): PaperDesk {
  return {
    look: async ({ from, order }) => paperAnswer.parse(await ask(from, { ...order, do: 'look' })),
    have: ({ from, order }) => invoke(from, { ...order, do: 'make' }),
  };
}
