/** Receipt numbers (เลขอ้างอิง): they say what they are for, so that nothing has to be looked up. */
import type { FiscalYear } from './fiscal-year.ts';
import type { Round } from './round.ts';

interface Receipted {
  readonly orgId: string;
  readonly fiscalYear: FiscalYear;
  readonly round: Round;
}

/** Year, round, organization, version and a check digit, for example `2563-6M-80-0711-1-4`. */
export function receiptNumber({ orgId, fiscalYear, round }: Receipted, version: number): string {
  const body = `${fiscalYear}-${round}-${orgId}-${version}`;
  return `${body}-${checkDigit(body)}`;
}

/** Whether the check digit fits: a typing mistake in one figure never does. */
export function isReceiptNumber(text: string): boolean {
  const match = /^(\d{4}-(?:6M|12M)-\d{2}-\d{4}-\d+)-(\d)$/.exec(text);
  return match !== null && checkDigit(match[1] ?? '') === Number(match[2]);
}

/** Luhn's digit over the figures of `text`. @see ISO/IEC 7812-1, annex B */
function checkDigit(text: string): number {
  const digits = [...text.replace(/\D/g, '')].map(Number).toReversed();
  const sum = digits
    .map((digit, place) => (place % 2 === 0 ? digit * 2 : digit))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return (10 - (sum % 10)) % 10;
}
