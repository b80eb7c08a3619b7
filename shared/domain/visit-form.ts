/**
 * The form of the report on a visit (Site Visit Tracking Supervision Report, แบบรายงานการนิเทศติดตาม) as data.
 *
 * An edition holds sections, a section its parts in order: questions of the form's own, and blocks, whose content
 * other papers and the follow-up draw on, so that every edition asks for them. Editions are only ever added: a
 * report keeps the edition that it was written on.
 */
import * as z from 'zod';
import type { LocalDate } from './local-date.ts';
import { localDateSchema } from './local-date.ts';

const label = z.string().min(1).max(500);
const asked = {
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  label,
  hint: z.string().max(500).optional(),
  /** Without an answer the report cannot be signed. */
  required: z.boolean().default(false),
};

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), ...asked, most: z.int().min(1).max(4000).default(2000) }),
  z.object({
    kind: z.literal('choice'),
    ...asked,
    options: z
      .array(z.object({ value: z.string().regex(/^[a-z0-9-]{1,40}$/), text: label }))
      .min(2)
      .max(12),
  }),
  /** มี/ไม่มี, ใช่/ไม่ใช่ …, with a remark. */
  z.object({
    kind: z.literal('yes-no'),
    ...asked,
    yes: z.string().min(1).max(60).default('มี'),
    no: z.string().min(1).max(60).default('ไม่มี'),
  }),
  /** A whole number, both ends included. */
  z.object({ kind: z.literal('score'), ...asked, from: z.int().min(0), to: z.int().max(100) }),
]);
export type VisitQuestion = z.infer<typeof questionSchema>;

/** What every report on a visit tells; `needed` ones must be on every form. */
export const visitBlocks = {
  /** When, where, who: from the schedule. */
  visit: 'shown',
  /** The six-month report at a glance. */
  report: 'shown',
  'open-recommendations': 'shown',
  attendees: 'needed',
  dimensions: 'needed',
  'problems-making': 'written',
  'problems-carrying-out': 'written',
  findings: 'needed',
  recommendations: 'needed',
  /** Files and photos. */
  files: 'shown',
} as const;
export type VisitBlock = keyof typeof visitBlocks;
const blockNames = z.enum([
  'visit',
  'report',
  'open-recommendations',
  'attendees',
  'dimensions',
  'problems-making',
  'problems-carrying-out',
  'findings',
  'recommendations',
  'files',
]) satisfies z.ZodType<VisitBlock>;

const partSchema = z.union([
  z.object({ kind: z.literal('block'), block: blockNames }),
  questionSchema,
]);
export type VisitFormPart = z.infer<typeof partSchema>;

export const visitFormSchema = z
  .object({
    /** Names the edition for good. */
    editionId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
    name: label,
    /** Visits held on this day or later are reported on it. */
    from: localDateSchema,
    sections: z
      .array(
        z.object({
          title: label,
          note: z.string().max(1000).optional(),
          parts: z.array(partSchema).min(1).max(40),
        }),
      )
      .min(1)
      .max(30),
  })
  .superRefine(({ sections }, context) => {
    const parts = sections.flatMap((section) => section.parts);
    const names = parts.map((part) => (part.kind === 'block' ? `block ${part.block}` : part.id));
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice) context.addIssue({ code: 'custom', message: `${twice} stands on the form twice` });
    for (const [block, how] of Object.entries(visitBlocks)) {
      if (how === 'needed' && !names.includes(`block ${block}`)) {
        context.addIssue({ code: 'custom', message: `the form lacks the block ${block}` });
      }
    }
    for (const part of parts) {
      if (part.kind === 'score' && part.to <= part.from) {
        context.addIssue({ code: 'custom', message: `the scores of ${part.id} have no range` });
      }
    }
  });
export type VisitForm = z.infer<typeof visitFormSchema>;

export const visitAnswerSchema = z.union([
  z.object({ text: z.string().min(1).max(4000) }),
  z.object({ choice: z.string().max(40) }),
  z.object({ yes: z.boolean(), remark: z.string().max(1000) }),
  z.object({ score: z.int().min(0).max(100) }),
]);
export type VisitAnswer = z.infer<typeof visitAnswerSchema>;
type VisitAnswers = Readonly<Record<string, VisitAnswer>>;

export function questionsOf({ sections }: VisitForm): VisitQuestion[] {
  return sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'block' ? [] : [part])),
  );
}

/** The edition for a visit held on `day`: of those in force the one that came into force last. */
export function formOn(day: LocalDate, forms: readonly VisitForm[]): VisitForm {
  const inForce = forms.filter(({ from }) => from <= day);
  const latest = inForce.reduce<VisitForm | undefined>(
    (last, form) => (last === undefined || form.from >= last.from ? form : last),
    undefined,
  );
  const form = latest ?? forms[0];
  if (!form) throw new RangeError('there is no form of the report on a visit');
  return form;
}

/** Reports from before forms had editions were written on this one. */
const FIRST_EDITION = 'first';

/** The edition that a report was written on. @throws {RangeError} for one that nobody knows */
export function formOf(
  { edition = FIRST_EDITION }: { readonly edition?: string | undefined },
  forms: readonly VisitForm[],
): VisitForm {
  const form = forms.find(({ editionId }) => editionId === edition);
  if (!form) throw new RangeError(`no edition ${edition} of the form on a visit`);
  return form;
}

/** Questions that must be answered and are not. */
export function unanswered(form: VisitForm, given: VisitAnswers): VisitQuestion[] {
  return questionsOf(form).filter(({ id, required }) => required && given[id] === undefined);
}
