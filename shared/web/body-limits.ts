/** How much may be sent where. Asked before anything of it is read. */

interface Limit {
  /** Paths that it holds for. */
  readonly paths: RegExp;
  /** Bytes. */
  readonly most: number;
}

/** The first line whose paths fit holds; Thai letters take nine bytes in a form. */
const limits: readonly Limit[] = [
  // An address, a code, or what a passkey answers.
  { paths: /^\/(sign-in|sign-out|sessions|passkeys)(\/|$)/, most: 200_000 },
  // Reports as JSON; the largest legal one is about half of it.
  { paths: /^\/api\//, most: 2_000_000 },
  // The same typed into a form, reports of visits, and texts of books.
  { paths: /^\/organizations\/[^/]+\/reports\/[^/]+\/[^/]+(\/import(\/|$)|$)/, most: 2_000_000 },
  { paths: /^\/provinces\/[^/]+\/visits\/.+\/report(\/|$)/, most: 2_000_000 },
  { paths: /\/letterhead$|^\/texts\//, most: 2_000_000 },
  // Tables that are pasted or chosen as a file.
  { paths: /\/(add-several|facts|letters)$|^\/roster$/, most: 2_000_000 },
];

/** Every other form. */
const ORDINARY = 500_000;

/** Bytes that may be sent to `path`. */
export function largestBody(path: string): number {
  return limits.find(({ paths }) => paths.test(path))?.most ?? ORDINARY;
}
