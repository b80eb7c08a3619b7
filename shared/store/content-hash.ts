/** What a signature and a receipt bind to: the content itself, however it was written down. */
import { createHash } from 'node:crypto';
import type { ReportContent } from '../domain/report.ts';

/** SHA-256, in hexadecimal, of the content's canonical JSON. */
export function contentHash(content: ReportContent): string {
  return hashOf(content);
}

/** SHA-256, in hexadecimal, of the canonical JSON of anything. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Keys in order: what is read back need not list them as they were written. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
