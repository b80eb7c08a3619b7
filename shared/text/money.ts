/** Amounts of money as officers read and type them: baht on screen, satang inside. */

/** 1,250,000 or 1,250,000.50, without the unit. */
export function baht(satang: number): string {
  const whole = Math.floor(satang / 100).toLocaleString('en-US');
  const rest = satang % 100;
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0')}`;
}

/** Ten thousand million baht: no local organization's budget is near it. */
const MOST_SATANG = 1_000_000_000_000;

/**
 * Satang of an amount typed in baht, with or without separators, in Arabic or Thai digits; `null` where nothing
 * is typed, which is not 0; `undefined` where it is no amount.
 */
export function satangFrom(typed: string): number | null | undefined {
  const text = typed
    .replace(/[๐-๙]/g, (digit) => String('๐๑๒๓๔๕๖๗๘๙'.indexOf(digit)))
    .replace(/บาท|[\s,]/g, '');
  if (text === '' || text === '-') return null;
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const satang = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return satang <= MOST_SATANG ? satang : undefined;
}
