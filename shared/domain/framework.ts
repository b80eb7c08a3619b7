/** Editions of the national framework: their years, and the titles of their dimensions (มิติ). */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from './fiscal-year.ts';

export const dimensionSchema = z.literal([1, 2, 3, 4]);
export type Dimension = z.infer<typeof dimensionSchema>;
export const dimensions: readonly Dimension[] = [1, 2, 3, 4];

const titleSchema = z.string().min(1).max(200);

export const editionSchema = z.object({
  editionId: z.string().regex(/^\d{4}-\d{4}$/),
  from: fiscalYearSchema,
  /** Included. */
  to: fiscalYearSchema,
  /** Titles of dimensions 1 to 4, in order. */
  dimensionTitles: z.tuple([titleSchema, titleSchema, titleSchema, titleSchema]),
});
export type Edition = z.infer<typeof editionSchema>;
export type DimensionTitles = Edition['dimensionTitles'];

/** An edition that the central office has added. */
export const addedEditionSchema = editionSchema.extend({
  /** Some plan follows it, or is about to: it changes no more. */
  used: z.boolean().optional(),
});
export type AddedEdition = z.infer<typeof addedEditionSchema>;

const titles: DimensionTitles = [
  'การสร้างสังคมที่ไม่ทนต่อการทุจริต',
  'การบริหารราชการเพื่อป้องกันการทุจริต',
  'การส่งเสริมบทบาทและการมีส่วนร่วมของภาคประชาชน',
  'การเสริมสร้างและปรับปรุงกลไกในการตรวจสอบการปฏิบัติราชการ',
];
const titlesOf2566: DimensionTitles = [
  titles[0],
  'การบริหารราชการด้วยความโปร่งใส',
  titles[2],
  titles[3],
];

/** The editions in force when the system began; the central office adds to them, and changes none of them. */
export const firstEditions: readonly Edition[] = [
  edition(2561, 2564, titles),
  edition(2562, 2564, titles),
  edition(2565, 2568, titles),
  edition(2566, 2570, titlesOf2566),
  edition(2569, 2572, titlesOf2566),
];

function edition(from: number, to: number, dimensionTitles: DimensionTitles): Edition {
  return editionSchema.parse({ editionId: `${from}-${to}`, from, to, dimensionTitles });
}

/** All editions, the earliest first. */
export function allEditions(added: readonly AddedEdition[]): AddedEdition[] {
  const first = firstEditions.map((known) => ({ ...known, used: true }));
  return [...first, ...added].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/**
 * The titles of the dimensions in the edition that a plan follows; where it follows none, those of the latest
 * edition that covers `year`, or of the latest of all.
 */
export function titlesFor(
  editions: readonly Edition[],
  editionId: string | undefined,
  year: FiscalYear,
): DimensionTitles {
  const found =
    editions.find((known) => known.editionId === editionId) ??
    editions.findLast((known) => coversYear(known, year)) ??
    editions.at(-1);
  return found?.dimensionTitles ?? titles;
}

export function dimensionTitle(dimension: Dimension, of: DimensionTitles): string {
  return of[dimension - 1] ?? '';
}

export function coversYear({ from, to }: { from: FiscalYear; to: FiscalYear }, year: FiscalYear) {
  return from <= year && year <= to;
}
