/**
 * The report on a plan's items that an organization hands in twice a year.
 *
 * @see สรุปแบบรายงานความคืบหน้าและผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต
 *   (Monitoring & Review Evaluation Report): ลำดับ | มิติที่ | ชื่อโครงการ/กิจกรรม/มาตรการ | สถานะ | หมายเหตุ
 */

import * as z from 'zod';
import { actorSchema, capacitySchema } from './actor.ts';
import { evidenceSchema } from './file-place.ts';
import { fiscalYearSchema } from './fiscal-year.ts';
import { dimensionSchema } from './framework.ts';
import { localDateSchema } from './local-date.ts';
import { orgIdSchema } from './organization.ts';
import { decisions, isIncomplete, MOST_ITEMS, type PlanItem } from './plan.ts';
import { type Round, roundSchema } from './round.ts';
import { comparable, nearNames } from './similar-names.ts';

/** e-PlanNACC's numbers: 2 อยู่ระหว่างดำเนินการ, 3 ดำเนินการแล้วเสร็จ, 4 ไม่สามารถดำเนินการได้. */
export const statusSchema = z.literal([2, 3, 4]);
export type Status = z.infer<typeof statusSchema>;
export const ONGOING = 2;
export const COMPLETED = 3;
export const UNABLE = 4;

/** Why an item could not be carried out: 1 ไม่ได้รับงบประมาณ, 2 นโยบายผู้บริหารเปลี่ยนแปลง, 3 บุคลากรไม่เพียงพอ, 4 อื่น ๆ. */
export const unableReasonSchema = z.literal([1, 2, 3, 4]);
export type UnableReason = z.infer<typeof unableReasonSchema>;
export const OTHER_REASON = 4;

/** What the organization will do with an item next year. */
export const decisionSchema = z.enum(decisions);
export type Decision = z.infer<typeof decisionSchema>;

/** At most ten thousand million baht. */
const satangSchema = z.int().min(0).max(1_000_000_000_000);

/** One row; complete or not. */
export const reportLineSchema = z.object({
  itemId: z.string().min(1).max(40),
  no: z.int().min(1).max(MOST_ITEMS),
  dimension: dimensionSchema.nullable(),
  name: z.string().max(600),
  /** `null`: รอการรายงานผล. */
  status: statusSchema.nullable(),
  reason: unableReasonSchema.nullable(),
  reasonText: z.string().max(300),
  remark: z.string().max(1000),
  wholeYear: z.boolean(),
  /** Only in the 12-month round. */
  decision: decisionSchema.nullable(),
  /** In satang: what the ordinance (ข้อบัญญัติ/เทศบัญญัติ) gives it. Absent where it is not told; 0 is told. */
  budgetSatang: satangSchema.exactOptional(),
  /** In satang: what was spent of it (เบิกจ่าย). */
  spentSatang: satangSchema.exactOptional(),
});
export type ReportLine = z.infer<typeof reportLineSchema>;

/** What an officer fills in. A draft may hold errors; `checkReport` finds them. */
export const reportContentSchema = z.object({
  lines: z.array(reportLineSchema).max(MOST_ITEMS),
  /** ปัญหา อุปสรรค และข้อเสนอแนะ in making the plan. */
  problemsMaking: z.string().max(4000),
  /** … and in carrying it out. */
  problemsCarryingOut: z.string().max(4000),
  /** The officer has confirmed that whole-year activities are rightly "completed" after six months. */
  wholeYearConfirmed: z.boolean(),
});
export type ReportContent = z.infer<typeof reportContentSchema>;

/** The chief executive's signature on one content; void as soon as the content changes. */
export const signatureSchema = z.object({
  mode: z.enum(['system', 'paper']),
  /** Of the content that was signed, as `contentHash` gives it. */
  contentHash: z.string(),
  position: z.string().min(1).max(200),
  capacity: capacitySchema,
  signedOn: localDateSchema,
  userId: z.string().optional(),
  /** ข้อสั่งการของผู้บริหาร */
  instruction: z.string().max(1000).optional(),
});
export type Signature = z.infer<typeof signatureSchema>;

/** A report as handed in: immutable. */
export const submissionSchema = z.object({
  schemaVersion: z.literal(1),
  submissionId: z.string().min(1).max(64),
  orgId: orgIdSchema,
  fiscalYear: fiscalYearSchema,
  round: roundSchema,
  content: reportContentSchema,
  contentHash: z.string(),
  signature: signatureSchema.optional(),
  /** Files that it was handed in with; none where absent. */
  evidence: z.array(evidenceSchema).optional(),
  channel: z.enum(['web', 'api', 'on-behalf']),
  submittedBy: actorSchema,
  /** Instant (ISO, UTC) of receipt; it decides timeliness, unless paper came before. */
  receivedAt: z.iso.datetime(),
  /** Where the office enters a report from paper (บันทึกแทน): the day that paper came; it decides timeliness. */
  paperReceivedOn: localDateSchema.optional(),
});
export type Submission = z.infer<typeof submissionSchema>;

/** The rows to fill in: the plan's items, with April's answers where there are any. */
export function prefilledLines(
  items: readonly PlanItem[],
  earlier: readonly ReportLine[],
): ReportLine[] {
  const answers = new Map(earlier.map((line) => [line.itemId, line]));
  return items.map((item) => {
    const answer = answers.get(item.itemId);
    return {
      itemId: item.itemId,
      no: item.no,
      dimension: item.dimension ?? answer?.dimension ?? null,
      name: isIncomplete(item) ? (answer?.name ?? item.name) : item.name,
      status: answer?.status ?? null,
      reason: answer?.reason ?? null,
      reasonText: answer?.reasonText ?? '',
      remark: answer?.remark ?? '',
      wholeYear: item.wholeYear,
      decision: null,
      ...(answer?.budgetSatang !== undefined && { budgetSatang: answer.budgetSatang }),
    };
  });
}

/**
 * `lines` with what the plan alone says about its items (number, whole-year flag; name and dimension, unless the
 * plan lacks them). Lines of no item in the plan stay as they are: `checkReport` finds them.
 */
export function alignedWithPlan(
  lines: readonly ReportLine[],
  items: readonly PlanItem[],
): ReportLine[] {
  const byId = new Map(items.map((item) => [item.itemId, item]));
  return lines.map((line) => {
    const item = byId.get(line.itemId);
    if (!item) return line;
    // A reason belongs to an item that could not be carried out, and to no other, whichever way it came.
    const unable = line.status === UNABLE;
    const { reason, reasonText } = unable ? line : { reason: null, reasonText: '' };
    const { no, wholeYear, name, dimension } = item;
    const given = isIncomplete(item)
      ? { name: line.name.trim() || name, dimension: line.dimension ?? dimension }
      : { name, dimension };
    return { ...line, reason, reasonText, no, wholeYear, ...given };
  });
}

/**
 * Whether a confirmation of whole-year activities completed in month 6 still holds: it covers those rows and no
 * others.
 */
export function keepsConfirmation(
  before: readonly ReportLine[],
  after: readonly ReportLine[],
): boolean {
  return earlyRows(before) === earlyRows(after);
}

function earlyRows(lines: readonly ReportLine[]): string {
  return lines
    .filter(({ wholeYear, status }) => wholeYear && status === COMPLETED)
    .map(({ itemId }) => itemId)
    .join();
}

/** What is wrong with a report: which row (none for the whole), which field, which rule. */
export interface Finding {
  readonly itemId?: string;
  readonly no?: number;
  readonly field: keyof ReportLine | keyof ReportContent;
  readonly code:
    | 'no-lines'
    | 'unknown-item'
    | 'repeated-item'
    | 'missing-item'
    | 'name-missing'
    | 'name-cut-off'
    | 'dimension-missing'
    | 'status-missing'
    | 'reason-missing'
    | 'reason-text-missing'
    | 'change-unexplained'
    | 'not-reopened'
    | 'whole-year-unconfirmed'
    | 'same-name'
    | 'near-name'
    | 'completion-withdrawn';
  /** Numbers of the other rows concerned. */
  readonly others?: readonly number[];
}

export interface Check {
  /** Block submission. */
  readonly errors: readonly Finding[];
  /** Worth a look; block nothing. */
  readonly warnings: readonly Finding[];
}

export interface CheckContext {
  readonly round: Round;
  /** The items to report, as `itemsToReport` gives them. */
  readonly items: readonly PlanItem[];
  /** The six-month answers when the round is 12 months. */
  readonly april: readonly ReportLine[];
  /** Set when the report was returned for some rows: only these may differ from the version before. */
  readonly reopened?: {
    readonly itemIds: readonly string[];
    readonly before: readonly ReportLine[];
  };
}

/** Every rule of the form. All channels (form, JSON, on behalf) go through here. */
export function checkReport(content: ReportContent, context: CheckContext): Check {
  const errors = [
    ...rowErrors(content, context),
    ...coverageErrors(content.lines, context.items),
    ...(context.round === '6M' ? wholeYearErrors(content) : []),
  ];
  const warnings = [
    ...sameNames(content.lines),
    ...nearlySameNames(content.lines),
    ...withdrawnCompletions(content.lines, context.april).map(
      ({ itemId, no }): Finding => ({ itemId, no, field: 'status', code: 'completion-withdrawn' }),
    ),
  ];
  return { errors, warnings };
}

/** Rows that were completed in April and are so no more: the province confirms each when it takes note. */
export function withdrawnCompletions(
  lines: readonly ReportLine[],
  april: readonly ReportLine[],
): ReportLine[] {
  const completed = new Set(
    april.filter(({ status }) => status === COMPLETED).map(({ itemId }) => itemId),
  );
  return lines.filter(
    ({ itemId, status }) => completed.has(itemId) && status !== null && status !== COMPLETED,
  );
}

function rowErrors({ lines }: ReportContent, context: CheckContext): Finding[] {
  const known = new Set(context.items.map(({ itemId }) => itemId));
  const april = new Map(context.april.map((line) => [line.itemId, line]));
  const closed = closedRows(context.reopened);
  return lines.flatMap((line) => {
    const { itemId, no } = line;
    if (!known.has(itemId)) return [{ itemId, no, field: 'itemId', code: 'unknown-item' }];
    return [
      ...nameFindings(line),
      ...statusFindings(line),
      ...changeFindings(line, april.get(itemId)),
      ...(closed.get(itemId)?.(line) ?? []),
    ].map((finding) => ({ itemId, no, ...finding }));
  });
}

function nameFindings({ name, dimension }: ReportLine): Finding[] {
  const findings: Finding[] = [];
  if (name.trim() === '') findings.push({ field: 'name', code: 'name-missing' });
  else if (isCutOff(name)) findings.push({ field: 'name', code: 'name-cut-off' });
  if (dimension === null) findings.push({ field: 'dimension', code: 'dimension-missing' });
  return findings;
}

/**
 * A name that ends by closing a quotation it never opened has lost its beginning, as row 7 of ท่าเสม็ด did at
 * a page break. An opening mark follows a space or stands first; a left-open quotation is the author's own.
 */
export function isCutOff(name: string): boolean {
  const marks = name.match(/["“”]/g) ?? [];
  return marks.length === 1 && /[^\s("“”]["”]$/.test(name.trim());
}

function statusFindings({ status, reason, reasonText }: ReportLine): Finding[] {
  if (status === null) return [{ field: 'status', code: 'status-missing' }];
  if (status !== UNABLE) return [];
  if (reason === null) return [{ field: 'reason', code: 'reason-missing' }];
  return reason === OTHER_REASON && reasonText.trim() === ''
    ? [{ field: 'reasonText', code: 'reason-text-missing' }]
    : [];
}

/** What was completed in April stays so, unless the remark says why not. */
function changeFindings(line: ReportLine, april: ReportLine | undefined): Finding[] {
  const undone = april?.status === COMPLETED && line.status !== null && line.status !== COMPLETED;
  const explained = line.remark.trim() !== '' && line.remark !== april?.remark;
  return undone && !explained ? [{ field: 'remark', code: 'change-unexplained' }] : [];
}

function closedRows(reopened: CheckContext['reopened']) {
  const open = new Set(reopened?.itemIds);
  const before = open.size === 0 ? [] : (reopened?.before ?? []);
  const keep =
    (earlier: ReportLine) =>
    (line: ReportLine): Finding[] =>
      reportLineSchema.keyof().options.every((field) => line[field] === earlier[field])
        ? []
        : [{ field: 'status', code: 'not-reopened' }];
  return new Map(
    before.filter(({ itemId }) => !open.has(itemId)).map((line) => [line.itemId, keep(line)]),
  );
}

function coverageErrors(lines: readonly ReportLine[], items: readonly PlanItem[]): Finding[] {
  if (lines.length === 0) return [{ field: 'lines', code: 'no-lines' }];
  const seen = new Map<string, number>();
  const repeated: Finding[] = [];
  for (const { itemId, no } of lines) {
    const first = seen.get(itemId);
    if (first !== undefined) {
      repeated.push({ itemId, no, field: 'itemId', code: 'repeated-item', others: [first] });
    }
    seen.set(itemId, no);
  }
  const missing = items
    .filter(({ itemId }) => !seen.has(itemId))
    .map(({ itemId, no }): Finding => ({ itemId, no, field: 'status', code: 'missing-item' }));
  return [...repeated, ...missing];
}

/** One combined finding: 10 of 32 rows of ท่าเสม็ด are such, and a warning on each would be noise. */
function wholeYearErrors({ lines, wholeYearConfirmed }: ReportContent): Finding[] {
  const early = lines.filter(({ wholeYear, status }) => wholeYear && status === COMPLETED);
  return early.length > 0 && !wholeYearConfirmed
    ? [
        {
          field: 'wholeYearConfirmed',
          code: 'whole-year-unconfirmed',
          others: early.map(({ no }) => no),
        },
      ]
    : [];
}

function sameNames(lines: readonly ReportLine[]): Finding[] {
  const byName = Map.groupBy(lines, ({ name }) => comparable(name));
  return [...byName]
    .filter(([name, rows]) => name !== '' && rows.length > 1)
    .flatMap(([, [first, ...rest]]) =>
      first
        ? [
            {
              itemId: first.itemId,
              no: first.no,
              field: 'name' as const,
              code: 'same-name' as const,
              others: rest.map(({ no }) => no),
            },
          ]
        : [],
    );
}

/** More would no longer be read. */
const MOST_NEAR = 20;

/** One finding for each row that others are near to; names that are the same are told by `sameNames`. */
function nearlySameNames(lines: readonly ReportLine[]): Finding[] {
  const pairs = nearNames(
    lines.map(({ name }) => name),
    MOST_NEAR,
  ).flatMap(({ first, second }) => {
    const [one, other] = [lines[first], lines[second]];
    return one && other && comparable(one.name) !== comparable(other.name) ? [{ one, other }] : [];
  });
  return [...Map.groupBy(pairs, ({ one }) => one)]
    .map(
      ([{ itemId, no }, those]): Finding => ({
        itemId,
        no,
        field: 'name',
        code: 'near-name',
        others: those.map(({ other }) => other.no).toSorted((a, b) => a - b),
      }),
    )
    .toSorted((a, b) => (a.no ?? 0) - (b.no ?? 0));
}
