/** Turns away what did not come through CloudFront, where the site stands behind it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { ORIGIN_HEADER } from '../../shared/web/edge.ts';

/** Lets requests pass that carry one of `secrets`; the one before the present one is still good for a while. */
export function onlyThroughOrigin(secrets: readonly string[]) {
  const known = secrets.map(digest);
  return createMiddleware(async (c, next) => {
    const given = digest(c.req.header(ORIGIN_HEADER) ?? '');
    if (!known.some((secret) => timingSafeEqual(secret, given))) return c.body(null, 403);
    return next();
  });
}

/** Of equal length whatever was given, as the comparison asks for. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
