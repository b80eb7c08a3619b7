/**
 * Whether `request`, if it is unsafe, comes from the site's own pages.
 *
 * Browsers say so in one of two headers; a request with neither comes from no browser, and so
 * carries no cookie that its sender does not know.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function comesFromHere(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  publicUrl: URL,
): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return true;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  return origin === null || origin === publicUrl.origin;
}
