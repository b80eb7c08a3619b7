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
 * show, stay as they are.
 */
export function contentFromForm(form: Form, desk: ReportDesk): ReportContent {
  const { content } = desk;
  const lines = content.lines.map((line) =>
    isClosedRow(desk, line.itemId) ? line : lineFromForm(form, line),
  );
  return {
    lines,
    problemsMaking: (form.get('problemsMaking') ?? content.problemsMaking).slice(0, 4000),
    problemsCarryingOut: (form.get('problemsCarryingOut') ?? content.problemsCarryingOut).slice(
      0,
      4000,
    ),
    wholeYearConfirmed: content.wholeYearConfirmed && keepsConfirmation(content.lines, lines),
  };
}

function lineFromForm(form: Form, line: ReportLine): ReportLine {
  const { shape } = reportLineSchema;
  const { budgetSatang: _budget, spentSatang: _spent, ...kept } = line;
  const typed = (field: keyof ReportLine) => form.get(controlId(field, line.itemId));
  const text = (field: 'name' | 'remark' | 'reasonText', most: number) =>
    (typed(field) ?? line[field]).trim().slice(0, most);
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
    name: text('name', 600),
    dimension: choice('dimension', shape.dimension.unwrap(), line.dimension),
    status,
    // A reason belongs to an item that could not be carried out, and to no other.
    reason: unable ? choice('reason', unableReasonSchema, line.reason) : null,
    reasonText: unable ? text('reasonText', 300) : '',
    remark: text('remark', 1000),
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
