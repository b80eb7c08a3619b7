/** Whether the code that somebody types is the one that was sent. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { User } from '../../shared/domain/permissions.ts';
import { isWelcome } from './entering.ts';
import type { Form } from './request-body.ts';
import type { DoorDependencies } from './web-environment.tsx';

export const CODE_DIGITS = 8;
export const CODE_MINUTES = 10;
const MOST_TRIES = 5;

type CodeOutcome =
  | { readonly user: User; readonly next?: string | undefined }
  | { readonly refused: string; readonly email: string | undefined };

/** Counts the try first, then looks: however many ask at once, nobody gets a sixth. */
export async function checkCode(
  dependencies: Pick<DoorDependencies, 'accounts' | 'now' | 'securityNow' | 'pepper'>,
  nonce: string | undefined,
  code: string,
): Promise<CodeOutcome> {
  const { accounts, securityNow, pepper } = dependencies;
  const void_ = 'รหัสนี้หมดอายุหรือใช้ไปแล้ว กรุณาขอรหัสใหม่';
  if (!nonce) return { refused: void_, email: undefined };
  for (;;) {
    const login = await accounts.login(nonce);
    const now = securityNow();
    if (!login || login.usedAt || now.toISOString() >= login.expiresAt) {
      return { refused: void_, email: login?.email };
    }
    const { email, tries } = login;
    if (tries >= MOST_TRIES) {
      return { refused: `กรอกรหัสผิดครบ ${MOST_TRIES} ครั้งแล้ว กรุณาขอรหัสใหม่`, email };
    }
    if (code.length !== CODE_DIGITS) {
      return { refused: `รหัสเป็นตัวเลข ${CODE_DIGITS} หลัก กรุณากรอกให้ครบ`, email };
    }
    if (!(await accounts.countTry(nonce, login))) continue;
    const right = same(codeHash(pepper, nonce, code), login.codeHash);
    const user = await accounts.userByEmail(email);
    if (right && isWelcome(user, dependencies) && (await accounts.useLogin(nonce, now))) {
      return { user, next: login.next };
    }
    const left = MOST_TRIES - tries - 1;
    return left > 0
      ? { refused: `รหัสไม่ถูกต้อง กรอกได้อีก ${left} ครั้ง`, email }
      : { refused: `กรอกรหัสผิดครบ ${MOST_TRIES} ครั้งแล้ว กรุณาขอรหัสใหม่`, email };
  }
}

/** Covers the browser's nonce: a code is worth nothing in another browser. */
export function codeHash(pepper: string, nonce: string, code: string): string {
  return createHmac('sha256', pepper).update(`${nonce}\n${code}`).digest('hex');
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** What was typed, in Thai or Arabic digits, with or without spaces between. */
export function digitsOf(form: Form): string {
  return (form.get('code') ?? '')
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - '๐'.charCodeAt(0)))
    .replace(/\D/g, '');
}
