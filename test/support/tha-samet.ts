/** The report of อบต.ท่าเสม็ด for the first six months of fiscal year 2563, as its book printed it. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { PlanItem } from '../../shared/domain/plan.ts';
import type { ReportLine } from '../../shared/domain/report.ts';
import { anItem, fy2563 } from './builders.ts';

const book = z
  .object({
    rows: z.array(
      z.object({
        no: z.int(),
        dimension: z.literal([1, 2, 3, 4]).nullable(),
        name: z.string(),
        status: z.enum(['ดำเนินการแล้วเสร็จ', 'อยู่ระหว่างดำเนินการ']),
        remark: z.string(),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../infra/local/sample/thasamet-2563-6m.json', import.meta.url),
        'utf8',
      ),
    ),
  );

/** The 32 plan items; row 7 has lost its dimension and the beginning of its name. */
export const thaSametItems: readonly PlanItem[] = book.rows.map(({ no, name, dimension, remark }) =>
  anItem({
    itemId: `i${no}`,
    no,
    name,
    dimension,
    years: [fy2563],
    wholeYear: remark.includes('ทั้งปีงบประมาณ'),
  }),
);

/** The 32 rows as printed. */
export const thaSametLines: readonly ReportLine[] = book.rows.map(
  ({ no, name, dimension, status, remark }) => ({
    itemId: `i${no}`,
    no,
    dimension,
    name,
    status: status === 'ดำเนินการแล้วเสร็จ' ? 3 : 2,
    reason: null,
    reasonText: '',
    remark: remark === '-' ? '' : remark,
    wholeYear: remark.includes('ทั้งปีงบประมาณ'),
    decision: null,
  }),
);

/** MADE UP for tests: what row 7 may have said before a page break cut it off. */
export const rowSevenCompleted = {
  name: 'กิจกรรม "ปลูกฝังคุณธรรม จริยธรรม ของบุคลากร อบต.ท่าเสม็ด"',
  dimension: 1,
} as const;

export function completedLines(): ReportLine[] {
  return thaSametLines.map((line) => (line.no === 7 ? { ...line, ...rowSevenCompleted } : line));
}

/** The same rows as a program sends them. */
export function completedRows() {
  return completedLines().map(({ itemId, status, remark, name, dimension }) => ({
    itemId,
    status,
    remark,
    name,
    dimension,
  }));
}

/** The form's fields as an officer fills them in. */
export function formFields(lines: readonly ReportLine[], version: number): Record<string, string> {
  const fields: Record<string, string> = { version: String(version) };
  for (const { itemId, status, remark, name, dimension } of lines) {
    fields[`status-${itemId}`] = String(status ?? '');
    fields[`remark-${itemId}`] = remark;
    if (itemId === 'i7') {
      fields['name-i7'] = name;
      fields['dimension-i7'] = String(dimension ?? '');
    }
  }
  return fields;
}
