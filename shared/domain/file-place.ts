/** Where files belong, each place as one word of a path or a key. */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from './fiscal-year.ts';
import { type Round, roundSchema } from './round.ts';

/** What files belong to, within one organization. */
export type FilePlace =
  | {
      readonly of: 'row';
      readonly fiscalYear: FiscalYear;
      readonly round: Round;
      readonly itemId: string;
    }
  /** The signed scan (สำเนาเอกสารที่ผู้บริหารลงนาม). */
  | { readonly of: 'scan'; readonly fiscalYear: FiscalYear; readonly round: Round }
  /** One of the things that a host is asked to prepare, numbered from 1. */
  | {
      readonly of: 'preparation';
      readonly fiscalYear: FiscalYear;
      readonly visitNo: number;
      readonly no: number;
    }
  | { readonly of: 'visit-report'; readonly fiscalYear: FiscalYear; readonly visitNo: number };

/** A place as one word of a path or a key. */
export const placeIdSchema = z
  .string()
  .regex(
    /^\d{4}-(?:(?:6M|12M)-(?:row-[A-Za-z0-9-]{1,40}|scan)|visit-[1-9]\d?-(?:prepare-[1-9]\d?|report))$/,
  )
  .brand('PlaceId');
export type PlaceId = z.infer<typeof placeIdSchema>;

export function placeIdOf(place: FilePlace): PlaceId {
  return placeIdSchema.parse(`${place.fiscalYear}-${withinYear(place)}`);
}

function withinYear(place: FilePlace): string {
  switch (place.of) {
    case 'row':
      return `${place.round}-row-${place.itemId}`;
    case 'scan':
      return `${place.round}-scan`;
    case 'preparation':
      return `visit-${place.visitNo}-prepare-${place.no}`;
    case 'visit-report':
      return `visit-${place.visitNo}-report`;
  }
}

/** @throws {ZodError} where the year is none */
export function placeOf(id: PlaceId): FilePlace {
  const [year, second = '', third = '', ...rest] = id.split('-');
  const fiscalYear = fiscalYearSchema.parse(Number(year));
  if (second === 'visit') {
    const visitNo = Number(third);
    return rest[0] === 'report'
      ? { of: 'visit-report', fiscalYear, visitNo }
      : { of: 'preparation', fiscalYear, visitNo, no: Number(rest[1]) };
  }
  const round = roundSchema.parse(second);
  return third === 'scan'
    ? { of: 'scan', fiscalYear, round }
    : { of: 'row', fiscalYear, round, itemId: rest.join('-') };
}

/** What a version that was handed in says of a file. */
export const evidenceSchema = z.object({
  place: placeIdSchema,
  fileId: z.uuid(),
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;
