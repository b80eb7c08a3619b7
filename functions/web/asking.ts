/** Where a request comes from, and where its answer may lead. */
import { isIPv6 } from 'node:net';

/** A page of this site, or nothing: no other site may be reached by signing in here. */
export function ownPath(next: string | undefined, publicUrl: URL): string | undefined {
  if (!next?.startsWith('/') || !URL.canParse(next, publicUrl.href)) return undefined;
  const { origin, pathname, search } = new URL(next, publicUrl);
  // `/..//evil.example` is of this site as it is read, and of another as it is written.
  return origin === publicUrl.origin && !pathname.startsWith('//') ? pathname + search : undefined;
}

/** The page of this site that `request` was made on, as far as the browser tells it. */
export function pageBefore({ headers }: Pick<Request, 'headers'>, publicUrl: URL) {
  const referrer = headers.get('referer') ?? '';
  if (!URL.canParse(referrer)) return undefined;
  const { origin, pathname, search } = new URL(referrer);
  return origin === publicUrl.origin ? ownPath(pathname + search, publicUrl) : undefined;
}

/** A home or an office holds a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}
