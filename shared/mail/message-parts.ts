/** What mails of several subjects are made of: facts that many state, and the words for them. */
import * as z from 'zod';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { daysBetween, type LocalDate, localDateSchema } from '../domain/local-date.ts';
import { takenOverSchema } from '../domain/obligation.ts';
import { orgIdSchema } from '../domain/organization.ts';
import { type Round, roundSchema } from '../domain/round.ts';
import type { letterSchema } from '../domain/supervision.ts';
import { mediumDate, roundLabels } from '../text/thai.ts';
import type { Block } from './layout.ts';

const officeFacts = z.object({ name: z.string(), phone: z.string(), email: z.email() });

/** A page of the site, from its top: `/reports/2563/6M`. */
export const link = z.string().regex(/^\/(?![/\\])[^\s\\]*$/, 'not a path on the site');

export const toOrganization = {
  office: officeFacts,
  organization: z.object({
    orgId: orgIdSchema,
    name: z.string(),
    shortName: z.string(),
    /** Where it has become part of another one, whose people the mail goes to. */
    takenOverBy: takenOverSchema.optional(),
  }),
  fiscalYear: fiscalYearSchema,
  link,
};

export const aboutRound = { ...toOrganization, round: roundSchema };

export const aboutOffice = { office: officeFacts, link, on: localDateSchema };

/** The facts of a mail of one kind. */
export function kind<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.object({ kind: z.literal(kind), ...shape });
}

/** Where a mail leads, and when it leaves. */
export interface Context {
  readonly publicUrl: string;
  /** The day on which the mail leaves: days left and days late count from it. */
  readonly today: LocalDate;
}

/** What a mail says. */
export interface Words {
  /** What and when. */
  readonly head: string;
  /** Whom it concerns; the subject ends with it as far as there is room. */
  readonly name?: string;
  readonly blocks: readonly Block[];
}

/** The round as a sentence names it. */
export function roundOf({
  round,
  fiscalYear,
}: {
  readonly round: Round;
  readonly fiscalYear: number;
}): string {
  return `${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear}`;
}

/** Until a day to come, in brackets; nothing where it has passed. */
export function daysLeft(due: LocalDate, { today }: Context): string {
  const days = daysBetween(today, due);
  if (days < 0) return '';
  return days === 0 ? ' (วันนี้)' : ` (เหลือ ${days} วัน)`;
}

export function letterOf({ no, date }: z.infer<typeof letterSchema>): string {
  return `ที่ ${no} ลงวันที่ ${mediumDate(date)}`;
}

/** The way to the page on which something can be done. */
export function button(label: string, { link }: { link: string }, { publicUrl }: Context): Block {
  return { link: label, url: new URL(link, publicUrl).href };
}
