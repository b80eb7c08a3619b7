/** What offices and organizations supply for their papers: emblem, address, numerals, texts of their own. */
import * as z from 'zod';
import { type LocalDate, localDateSchema } from './local-date.ts';

/** Thai numerals are the custom of letters and books; Arabic ones by choice. */
const numeralsSchema = z.enum(['thai', 'arabic']);
export type Numerals = z.infer<typeof numeralsSchema>;

const text = z.string().min(1).max(3000);
const texts = z.array(text).max(30);

const standingTextsSchema = z.object({
  /** คำนำ */
  preface: texts,
  /** What the announcement says before the table. */
  announcement: texts,
  /** ๑.๑ คำนิยาม: the word, then its meaning. */
  definitions: z.array(z.tuple([text, text])).max(30),
  /** ๑.๒ ความสำคัญ */
  importance: texts,
  /** ฐานกฎหมาย; in an edition's, `{act}` stands for the Act of the organization's own type. */
  legalBasis: texts,
  /** The Act by the type of organization, as `actTypes` names them. */
  acts: z.array(z.tuple([text, text])).max(30),
  /** ๑.๓ หน้าที่ของคณะทำงาน */
  duties: texts,
  /** ๑.๔ วัตถุประสงค์ */
  objectives: texts,
  /** ๑.๕ การนิเทศติดตาม: topics, purposes, method. */
  supervisionTopics: texts,
  supervisionPurposes: texts,
  supervisionMethod: texts,
  /** ๑.๖ ประโยชน์ที่คาดว่าจะได้รับ */
  benefits: texts,
});
export type StandingTexts = z.infer<typeof standingTextsSchema>;
export const standingTextChangesSchema = standingTextsSchema.partial();
export type StandingTextChanges = z.infer<typeof standingTextChangesSchema>;

/** What an office or organization supplies for its papers; everything has a fitting default. */
export const letterheadSchema = z.object({
  schemaVersion: z.literal(1),
  numerals: numeralsSchema.default('thai'),
  /** Emblem as PNG or JPEG, base64; at most 150 KB. */
  emblem: z.base64().max(200_000).optional(),
  /** ที่ตั้ง, as letters print it under the name. */
  address: z.array(z.string().max(200)).max(4).default([]),
  /** ส่วนราชการเจ้าของเรื่อง, for example `สำนักปลัด งานวิเคราะห์นโยบายและแผน`. */
  unit: z.string().max(200).default(''),
  phone: z.string().max(60).default(''),
  email: z.string().max(254).default(''),
  /** The part of letter numbers before the stroke, for example `นศ 75301`. */
  letterPrefix: z.string().max(60).default(''),
  /** คณะกรรมการที่รับรายงานการนิเทศติดตาม; its name changes with the years. */
  committee: z.string().max(300).default('คณะกรรมการป้องกันการทุจริตด้านการเมืองการปกครอง'),
  /** Names that it bore before, oldest first, each until the day before the next. */
  formerCommittees: z
    .array(z.object({ until: localDateSchema, name: z.string().max(300) }))
    .max(30)
    .optional(),
  texts: standingTextChangesSchema.default({}),
});
export type Letterhead = z.infer<typeof letterheadSchema>;
export const standardLetterhead: Letterhead = letterheadSchema.parse({ schemaVersion: 1 });

/** The committee's name on `day`. */
export function committeeOn(
  { committee, formerCommittees = [] }: Pick<Letterhead, 'committee' | 'formerCommittees'>,
  day: LocalDate,
): string {
  return formerCommittees.find(({ until }) => day < until)?.name ?? committee;
}

/** `next` with the committee's name that it takes the place of, where that differs. */
export function withCommittee(before: Letterhead, next: Letterhead, today: LocalDate): Letterhead {
  if (next.committee === before.committee) return next;
  const { formerCommittees = [], committee: name } = before;
  return { ...next, formerCommittees: [...formerCommittees, { until: today, name }].slice(-30) };
}
