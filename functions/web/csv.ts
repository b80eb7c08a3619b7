/** Tables that a spreadsheet opens as Thai text. */
import type { LocalDate } from '../../shared/domain/local-date.ts';

// Excel takes the text for UTF-8 by this mark alone.
const UTF8_BOM = '\uFEFF';

/** Head first; cells as a spreadsheet shows them and never reckons. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return UTF8_BOM + rows.map((row) => row.map(csvCell).join(',')).join('\r\n');
}

/** 30/04/2563 */
export function csvDay(date: LocalDate): string {
  return `${date.slice(8)}/${date.slice(5, 7)}/${Number(date.slice(0, 4)) + 543}`;
}

/** @see OWASP, CSV Injection */
function csvCell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
