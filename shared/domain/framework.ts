/** Editions of the national framework: their years, and the titles of their dimensions (มิติ). */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from './fiscal-year.ts';

export const dimensionSchema = z.literal([1, 2, 3, 4]);
export type Dimension = z.infer<typeof dimensionSchema>;
export const dimensions: readonly Dimension[] = [1, 2, 3, 4];

const editionSchema = z.object({
  editionId: z.string(),
  from: fiscalYearSchema,
  /** Included. */
  to: fiscalYearSchema,
  /** Titles of dimensions 1 to 4, in order. */
  dimensionTitles: z.tuple([z.string(), z.string(), z.string(), z.string()]),
});
export type Edition = z.infer<typeof editionSchema>;

const titles: Edition['dimensionTitles'] = [
  'การสร้างสังคมที่ไม่ทนต่อการทุจริต',
  'การบริหารราชการเพื่อป้องกันการทุจริต',
  'การส่งเสริมบทบาทและการมีส่วนร่วมของภาคประชาชน',
  'การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการ',
];
const titlesOf2566: Edition['dimensionTitles'] = [
  titles[0],
  'การบริหารราชการด้วยความโปร่งใส',
  titles[2],
  titles[3],
];

/** The editions in force so far; a central office may add to them in its settings. */
export const editions: readonly Edition[] = [
  edition(2561, 2564, titles),
  edition(2562, 2564, titles),
  edition(2565, 2568, titles),
  edition(2566, 2570, titlesOf2566),
  edition(2569, 2572, titlesOf2566),
];

function edition(from: number, to: number, dimensionTitles: Edition['dimensionTitles']): Edition {
  return editionSchema.parse({ editionId: `${from}-${to}`, from, to, dimensionTitles });
}

/** The title of `dimension` in the edition `editionId`; in the latest one where that is unknown. */
export function dimensionTitle(dimension: Dimension, editionId: string): string {
  const found = editions.find((edition) => edition.editionId === editionId) ?? editions.at(-1);
  return found?.dimensionTitles[dimension - 1] ?? '';
}

export function coversYear({ from, to }: { from: FiscalYear; to: FiscalYear }, year: FiscalYear) {
  return from <= year && year <= to;
}
