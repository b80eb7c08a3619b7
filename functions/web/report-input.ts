/** What was typed into the report form, over what the desk holds. */
import {
  decisionSchema,
  keepsConfirmation,
  type ReportContent,
  type ReportLine,
  reportLineSchema,
  statusSchema,
  UNABLE,
  unableReasonSchema,
} from '../../shared/domain/report.ts';
import { rowOf } from '../../shared/text/findings.ts';
import { satangFrom } from '../../shared/text/money.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { isClosedRow, type ReportDesk } from './report-desk.ts';
import type { Form } from './request-body.ts';

/** `id` and name of the control for one field of one row; summaries link to it. */
export function controlId(field: string, itemId: string): string {
  return `${field}-${itemId}`;
}

/**
 * What the officer has typed, over what the desk holds: rows that are closed, and fields that the form does not
 * show, stay as they are. Texts are whole, also too long ones: `lengthErrors` finds them.
 */
export function contentFromForm(form: Form, desk: ReportDesk): ReportContent {
  const { content } = desk;
  const lines = content.lines.map((line) =>
    isClosedRow(desk, line.itemId) ? line : lineFromForm(form, line),
  );
  return {
    lines,
    problemsMaking: form.get('problemsMaking') ?? content.problemsMaking,
    problemsCarryingOut: form.get('problemsCarryingOut') ?? content.problemsCarryingOut,
    wholeYearConfirmed: content.wholeYearConfirmed && keepsConfirmation(content.lines, lines),
  };
}

function lineFromForm(form: Form, line: ReportLine): ReportLine {
  const { shape } = reportLineSchema;
  const { budgetSatang: _budget, spentSatang: _spent, ...kept } = line;
  const typed = (field: keyof ReportLine) => form.get(controlId(field, line.itemId));
  const text = (field: 'name' | 'remark' | 'reasonText') => (typed(field) ?? line[field]).trim();
  const choice = <Value>(
    field: 'status' | 'reason' | 'dimension',
    schema: { safeParse(value: unknown): { success: boolean; data?: Value } },
    kept: Value | null,
  ) => {
    const value = typed(field);
    return value === undefined ? kept : (schema.safeParse(Number(value)).data ?? null);
  };
  const status = choice('status', statusSchema, line.status);
  const decision = typed('decision');
  const unable = status === UNABLE;
  return {
    ...kept,
    name: text('name'),
    dimension: choice('dimension', shape.dimension.unwrap(), line.dimension),
    status,
    // A reason belongs to an item that could not be carried out, and to no other.
    reason: unable ? choice('reason', unableReasonSchema, line.reason) : null,
    reasonText: unable ? text('reasonText') : '',
    remark: text('remark'),
    ...moneyFrom(form, line),
    decision:
      decision === undefined ? line.decision : (decisionSchema.safeParse(decision).data ?? null),
  };
}

/** What is typed and no amount of money is left out; the form that comes back says so. */
function moneyFrom(form: Form, line: ReportLine): Pick<ReportLine, 'budgetSatang' | 'spentSatang'> {
  const amount = (field: 'budgetSatang' | 'spentSatang') => {
    const typed = form.get(controlId(field, line.itemId));
    return typed === undefined ? line[field] : (satangFrom(typed) ?? undefined);
  };
  const [budgetSatang, spentSatang] = [amount('budgetSatang'), amount('spentSatang')];
  return {
    ...(budgetSatang !== undefined && { budgetSatang }),
    ...(spentSatang !== undefined && { spentSatang }),
  };
}

/** Fields in which something was typed that is no amount of money. */
export function moneyErrors(form: Form, lines: readonly ReportLine[]): FieldError[] {
  return lines.flatMap(({ itemId, no, name }) =>
    (['budgetSatang', 'spentSatang'] as const).flatMap((field) => {
      const id = controlId(field, itemId);
      if (satangFrom(form.get(id) ?? '') !== undefined) return [];
      const message = 'กรุณากรอกจำนวนเงินเป็นบาท เช่น 20,000 หรือเว้นว่าง';
      return [{ id, message, summary: `${rowOf(no, name)}: ${message}` }];
    }),
  );
}

/** Letters that texts may have at most, by field. */
const MOST_LETTERS = {
  name: 600,
  remark: 1000,
  reasonText: 300,
  problemsMaking: 4000,
  problemsCarryingOut: 4000,
} as const;

/** Texts that are too long to be kept; nothing is cut off unseen. */
export function lengthErrors(content: ReportContent): FieldError[] {
  const tooLong = (text: string, most: number) =>
    text.length > most &&
    `ยาว ${text.length.toLocaleString('en-US')} ตัวอักษร เกินกำหนด ${most.toLocaleString('en-US')} ตัวอักษร กรุณาย่อให้สั้นลง`;
  const inRows = content.lines.flatMap((line) =>
    (['name', 'remark', 'reasonText'] as const).flatMap((field) => {
      const message = tooLong(line[field], MOST_LETTERS[field]);
      const { itemId, no, name } = line;
      if (!message) return [];
      return [{ id: controlId(field, itemId), message, summary: `${rowOf(no, name)}: ${message}` }];
    }),
  );
  const inBoxes = (['problemsMaking', 'problemsCarryingOut'] as const).flatMap((id) => {
    const message = tooLong(content[id], MOST_LETTERS[id]);
    return message ? [{ id, message }] : [];
  });
  return [...inRows, ...inBoxes];
}

/**
 * `content` with one remark in all rows that were picked, where the button for it was pressed; or what is missing
 * for that.
 */
export function withSharedRemark(
  form: Form,
  content: ReportContent,
  desk: ReportDesk,
): { readonly content: ReportContent } | { readonly errors: readonly FieldError[] } {
  if (form.get('go') !== 'remark') return { content };
  const remark = (form.get('sharedRemark') ?? '').trim();
  const picked = new Set(form.all('pick').filter((itemId) => !isClosedRow(desk, itemId)));
  if (remark === '') return { errors: [{ id: 'sharedRemark', message: 'กรุณาพิมพ์หมายเหตุที่จะใส่' }] };
  if (picked.size === 0) {
    const message = 'กรุณาทำเครื่องหมายหน้าลำดับที่ของรายการที่จะใส่หมายเหตุนี้';
    return { errors: [{ id: 'sharedRemark', message }] };
  }
  const lines = content.lines.map((line) => (picked.has(line.itemId) ? { ...line, remark } : line));
  return { content: { ...content, lines } };
}
