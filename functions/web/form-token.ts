/** Forms of signed-in people carry a token that only this site's own pages have. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { TOKEN_FIELD } from '../../shared/web/form-token.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { readForm } from './request-body.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

/** Longer than any session: a page that was open while its user signed in anew can still be sent. */
const LONGEST_MS = 24 * 60 * 60_000;

/** Good for whoever is signed in as `userId`, and for a day. */
export function newFormToken(pepper: string, userId: string, now: Date): string {
  const issued = now.valueOf().toString(36);
  return `${issued}.${signatureOf(pepper, userId, issued)}`;
}

/**
 * Turns forms away that were not made for the user who sends them. JSON is let through: no form can send it, and where
 * it comes from has been looked at.
 *
 * @throws {ProblemError} 403
 */
export function checkFormToken({
  pepper,
  publicUrl,
  securityNow,
}: Pick<DoorDependencies, 'pepper' | 'publicUrl' | 'securityNow'>): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const session = c.get('session');
    const type = c.req.header('content-type') ?? '';
    const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (!session || isSafe || /^application\/(\w+\+)?json\b/i.test(type)) return next();
    // What a script of the site sends without a body; browsers tell its origin.
    if (type === '' && c.req.header('origin') === publicUrl.origin) return next();
    const token = type === '' ? '' : ((await readForm(c)).get(TOKEN_FIELD) ?? '');
    if (!isGood(token, pepper, session.userId, securityNow())) {
      throw new ProblemError(403, {
        code: 'form-token',
        detail:
          'แบบฟอร์มนี้ไม่ได้มาจากหน้าเว็บที่ท่านเปิดไว้ หรือเปิดค้างไว้นานเกินหนึ่งวัน จึงยังไม่มีการบันทึก กรุณาเปิดหน้านั้นใหม่แล้วทำรายการอีกครั้ง',
      });
    }
    return next();
  };
}

function isGood(token: string, pepper: string, userId: string, now: Date): boolean {
  const match = /^([0-9a-z]{1,12})\.([\w-]{43})$/.exec(token);
  const [, issued = '', signature = ''] = match ?? [];
  if (!match) return false;
  const age = now.valueOf() - Number.parseInt(issued, 36);
  const wanted = signatureOf(pepper, userId, issued);
  const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(wanted));
  return isOurs && age >= 0 && age < LONGEST_MS;
}

function signatureOf(pepper: string, userId: string, issued: string): string {
  return createHmac('sha256', pepper).update(`form\n${userId}\n${issued}`).digest('base64url');
}
