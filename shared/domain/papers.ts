/** Which papers there are and in which formats, how one is asked for, and what is answered. */
import * as z from 'zod';
import { fiscalYearSchema } from './fiscal-year.ts';
import { localDateSchema } from './local-date.ts';
import { orgIdSchema, provinceSchema } from './organization.ts';
import { roundSchema } from './round.ts';
import { letterSchema } from './supervision.ts';

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

export const seasonPaperNames = [
  'notice',
  'circular',
  'postponement',
  'result',
  'supervision-report',
  'submission',
  'travel',
  'day-sheet',
] as const;
export type SeasonPaperName = (typeof seasonPaperNames)[number];

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

/** In which formats each paper on a report comes. */
export const formatsOf = {
  book: ['pdf', 'docx'],
  announcement: ['pdf', 'docx'],
  memorandum: ['pdf', 'docx'],
  'covering-letter': ['pdf', 'docx'],
  slides: ['pptx'],
  workbook: ['xlsx', 'csv'],
  all: ['zip'],
} satisfies Record<ReportPaperName, readonly Format[]>;

/** Papers on a report that the organization's own register numbers and dates. */
export const numberedPapers = ['memorandum', 'covering-letter'] as const;
export const paperNumbersSchema = z.partialRecord(z.enum(numberedPapers), letterSchema);
/** ที่ and ลงวันที่, as the register gave them. */
export type PaperNumbers = z.infer<typeof paperNumbersSchema>;

/** `look` only tells how the paper stands; `make` makes it where nobody has. */
const doing = { do: z.enum(['look', 'make']).default('make') };

export const reportPaperOrder = z.object({
  ...doing,
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  round: roundSchema,
  /** The current one where left out. */
  version: z.int().min(1).optional(),
  paper: z.enum(reportPaperNames),
  format: z.enum(formats),
});
export type ReportPaperOrder = z.infer<typeof reportPaperOrder>;

export const seasonPaperOrder = z.object({
  ...doing,
  province: provinceSchema,
  fiscalYear: fiscalYearSchema,
  paper: z.enum(seasonPaperNames),
  format: z.enum(['pdf', 'docx', 'zip']),
  /** One visit; without it every visit to which the letter applies. */
  orgId: orgIdSchema.optional(),
  visitNo: z.int().min(1).optional(),
  /** Of the season's submissions to the committee: only the reports in it. */
  submission: z.coerce.number().int().min(1).optional(),
  /** For the day sheet. */
  teamId: z.string().optional(),
  date: localDateSchema.optional(),
});
export type SeasonPaperOrder = z.infer<typeof seasonPaperOrder>;

/** What is missing in the paper, by name, for whoever asked: โปรดระบุ…. */
const gaps = z.array(z.string());

/**
 * How a paper stands. Refused: `no-report`, nothing was handed in, or not that version; `no-schedule`, nothing is
 * published; `nothing`, the letter applies to no visit; `no-format`, the paper does not come so.
 */
export const paperAnswer = z.union([
  z.object({
    state: z.literal('made'),
    /** To save it under; Thai. */
    fileName: z.string(),
    /** Opens for a minute, to save the file from. */
    link: z.string(),
    /** In bytes. */
    size: z.int(),
    gaps,
  }),
  /** Of a bundle, how many papers are ready; `of` is 0 while nobody knows. */
  z.object({ state: z.literal('making'), done: z.int(), of: z.int(), gaps }),
  z.object({ state: z.enum(['absent', 'failed']), gaps }),
  z.object({ refused: z.enum(['no-report', 'no-schedule', 'nothing', 'no-format']) }),
]);
export type PaperAnswer = z.infer<typeof paperAnswer>;
