/** What the JSON API takes and gives: the handlers parse by these schemas, the documentation is made from them. */
import * as z from 'zod';
import { capacitySchema } from '../../shared/domain/actor.ts';
import { timelinessSchema } from '../../shared/domain/evaluation.ts';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { localDateSchema } from '../../shared/domain/local-date.ts';
import { obligationStates, takenOverSchema } from '../../shared/domain/obligation.ts';
import {
  organizationTypeSchema,
  orgIdSchema,
  provinceSchema,
} from '../../shared/domain/organization.ts';
import {
  reportContentSchema,
  reportLineSchema,
  signatureSchema,
} from '../../shared/domain/report.ts';
import { roundSchema } from '../../shared/domain/round.ts';
import { countsSchema, scoreSchema } from '../../shared/domain/score.ts';
import { scheduleEntrySchema, visitStates } from '../../shared/domain/supervision.ts';
import { problemErrorSchema } from '../../shared/web/problem.tsx';

const line = reportLineSchema.shape;

/** A row as programs send it: what the plan says anyway may be left out. */
export const lineInputSchema = z
  .strictObject({
    itemId: line.itemId.meta({ description: 'Item of the plan, as GET gives it' }),
    no: line.no.default(1).meta({ description: 'Ignored for items of the plan' }),
    dimension: line.dimension
      .default(null)
      .meta({ description: 'Only read where the plan leaves it blank' }),
    name: line.name
      .default('')
      .meta({ description: 'Only read where the plan leaves it incomplete' }),
    status: line.status.meta({
      description:
        '2 อยู่ระหว่างดำเนินการ, 3 ดำเนินการแล้วเสร็จ, 4 ไม่สามารถดำเนินการได้, null รอการรายงานผล',
    }),
    reason: line.reason.default(null).meta({
      description:
        'With status 4: 1 ไม่ได้รับงบประมาณ, 2 นโยบายผู้บริหารเปลี่ยนแปลง, 3 บุคลากรไม่เพียงพอ, 4 อื่น ๆ',
    }),
    reasonText: line.reasonText.default(''),
    remark: line.remark.default(''),
    wholeYear: line.wholeYear.default(false).meta({ description: 'Ignored: the plan says it' }),
    decision: line.decision.default(null).meta({ description: 'Only in the 12-month round' }),
    budgetSatang: line.budgetSatang.meta({
      description: 'Budget in the ordinance, in satang; left out where it is not told',
    }),
    spentSatang: line.spentSatang.meta({ description: 'Spent of it, in satang' }),
  })
  .meta({ id: 'LineInput' });

const content = reportContentSchema.shape;
const contentInputSchema = z
  .strictObject({
    lines: z.array(lineInputSchema).max(300),
    problemsMaking: content.problemsMaking.default(''),
    problemsCarryingOut: content.problemsCarryingOut.default(''),
    wholeYearConfirmed: content.wholeYearConfirmed.default(false).meta({
      description: 'Whole-year activities that are completed after six months are rightly so',
    }),
  })
  .meta({ id: 'ContentInput' });

const draftVersionSchema = z
  .int()
  .min(0)
  .meta({ description: 'Version of the draft that was read; 0 where there was none' });

export const saveDraftBodySchema = z
  .strictObject({ version: draftVersionSchema, content: contentInputSchema })
  .meta({ id: 'SaveDraft' });

export const submitBodySchema = z
  .strictObject({
    submissionId: z.uuid().meta({
      description: 'Chosen by the caller; the same one again answers the same receipt',
    }),
    version: draftVersionSchema
      .optional()
      .meta({ description: 'Hands in the draft of this version' }),
    content: contentInputSchema.optional().meta({ description: 'Hands in this content instead' }),
    signature: z
      .strictObject({
        position: signatureSchema.shape.position,
        capacity: capacitySchema,
        signedOn: localDateSchema,
      })
      .optional()
      .meta({ description: 'Where the chief executive has signed on paper' }),
    paperReceivedOn: localDateSchema.optional().meta({
      description:
        'Day on which the office received the paper that it enters; only read from offices',
    }),
  })
  .refine(({ version, content: given }) => (version === undefined) !== (given === undefined), {
    message: 'either `version` or `content`',
    path: ['content'],
  })
  .meta({ id: 'Submit' });

export const askExtensionBodySchema = z
  .strictObject({
    until: localDateSchema.meta({ description: 'After today and after the due day' }),
    reason: z.string().trim().min(1).max(2000),
  })
  .meta({ id: 'AskExtension' });

export const extensionSchema = z
  .object({
    extendedUntil: localDateSchema.optional().meta({ description: 'Counted in `due` and `lock`' }),
    request: z
      .object({
        until: localDateSchema,
        reason: z.string(),
        on: localDateSchema,
        granted: z.boolean().optional().meta({ description: 'Left out until it is answered' }),
        answeredOn: localDateSchema.optional(),
        note: z.string().optional(),
      })
      .optional()
      .meta({ description: 'The latest one' }),
  })
  .meta({ id: 'Extension' });
export type ExtensionView = z.infer<typeof extensionSchema>;

const lineSchema = reportLineSchema.meta({ id: 'Line' });
const findingSchema = problemErrorSchema.meta({ id: 'Finding' });

export const submittedSchema = z
  .object({
    receipt: z.string().meta({ example: '2563-6M-80-0711-1-4' }),
    submissionId: z.string(),
    version: z.int(),
    receivedAt: z.iso.datetime(),
    contentHash: z.string(),
    /** 0: on time. */
    daysLate: z.int(),
    counts: countsSchema,
    score: scoreSchema,
  })
  .meta({ id: 'Receipt' });

export const savedDraftSchema = z
  .object({
    version: z.int(),
    savedAt: z.iso.datetime(),
    errors: z.array(findingSchema),
    warnings: z.array(findingSchema),
  })
  .meta({ id: 'SavedDraft' });

const datesShape = {
  opens: localDateSchema,
  due: localDateSchema,
  graceUntil: localDateSchema,
  lock: localDateSchema,
};

export const reportSchema = z
  .object({
    orgId: orgIdSchema,
    fiscalYear: fiscalYearSchema,
    round: roundSchema,
    state: z.enum(obligationStates),
    ...datesShape,
    signoff: z.enum(['required', 'not-required']),
    extension: extensionSchema,
    draftVersion: z.int(),
    content: z
      .object({ ...content, lines: z.array(lineSchema) })
      .meta({ id: 'Content', description: 'The draft, or what the form begins with' }),
    contentHash: z.string(),
    april: z.array(lineSchema).meta({ description: 'Answers of the six-month round' }),
    reopenedItems: z
      .array(z.string())
      .meta({ description: 'After a return: the only rows that may change; none means all' }),
    errors: z.array(findingSchema),
    warnings: z.array(findingSchema),
    receipts: z.array(submittedSchema.omit({ daysLate: true, counts: true })),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof reportSchema>;

/** A province's fiscal year, as its office may read it. */
export const provinceYearSchema = z
  .object({
    province: provinceSchema,
    fiscalYear: fiscalYearSchema,
    /** `none`: not begun. */
    cycle: z.enum(['none', 'open', 'closed']),
    leftOpen: z
      .record(roundSchema, z.array(orgIdSchema))
      .meta({ description: 'Organizations whose report was still open when the year was closed' }),
    schedule: z.int().meta({ description: 'Version of the published schedule; 0: none yet' }),
    visits: z.array(
      scheduleEntrySchema
        .pick({
          orgId: true,
          visitNo: true,
          teamId: true,
          date: true,
          startMinute: true,
          durationMinutes: true,
          sequence: true,
        })
        .extend({
          state: z.enum(visitStates),
          servedOn: localDateSchema
            .optional()
            .meta({ description: 'Since when the host has a numbered notice of this very day' }),
          urgent: z.string().optional().meta({
            description: 'Why it is made although notice is served less than 7 days ahead',
          }),
        }),
    ),
  })
  .meta({ id: 'ProvinceYear' });
export type ProvinceYear = z.infer<typeof provinceYearSchema>;

/** A province's round: who has handed in what, as its board shows it. */
export const provinceRoundSchema = z
  .object({
    province: provinceSchema,
    fiscalYear: fiscalYearSchema,
    round: roundSchema,
    organizations: z.array(
      z.object({
        orgId: orgIdSchema,
        name: z.string(),
        shortName: z.string(),
        amphoe: z.string(),
        state: z.enum(obligationStates),
        due: localDateSchema.meta({ description: 'An extension counted' }),
        timeliness: timelinessSchema,
        daysLate: z.int().optional().meta({ description: 'Of the first version; 0: on time' }),
        version: z.int().meta({ description: '0: nothing was handed in yet' }),
        receipt: z.string().optional(),
        receivedAt: z.iso.datetime().optional(),
        score: scoreSchema,
        counts: countsSchema.optional(),
        mail: z.enum(['ok', 'bounced', 'none']),
      }),
    ),
  })
  .meta({ id: 'ProvinceRound' });
export type ProvinceRound = z.infer<typeof provinceRoundSchema>;

/** What anybody may know of an organization. */
export const publicOrganizationSchema = z
  .object({
    orgId: orgIdSchema,
    name: z.string(),
    shortName: z.string(),
    type: organizationTypeSchema,
    amphoe: z.string(),
    province: z.string(),
    provinceName: z.string(),
    /** What it has become part of, and since when. */
    takenOverBy: takenOverSchema.optional(),
    reports: z.array(
      z.object({
        fiscalYear: fiscalYearSchema,
        round: roundSchema,
        ...datesShape,
        state: z.enum(['awaited', 'submitted', 'accepted', 'returned', 'waived']),
        timeliness: z.enum(['on-time', 'late', 'missing', 'awaited', 'waived']),
        daysLate: z.int().optional(),
        score: scoreSchema,
        counts: countsSchema.optional(),
        versions: z.array(
          z.object({ version: z.int(), receipt: z.string(), receivedAt: z.iso.datetime() }),
        ),
      }),
    ),
  })
  .meta({ id: 'Organization' });
export type PublicOrganization = z.infer<typeof publicOrganizationSchema>;
