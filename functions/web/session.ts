/** Sessions: an opaque secret in a cookie, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { localDateAt } from '../../shared/domain/local-date.ts';
import type { Need, Proof } from '../../shared/domain/passkey.ts';
import { type User, userOn } from '../../shared/domain/permissions.ts';
import type { Session } from '../../shared/store/account-store.ts';
import { refusalLine } from './log.ts';
import { withTakenOver } from './merged.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

const MINUTE_MS = 60_000;
const IDLE_MS = 30 * MINUTE_MS;
const LONGEST_MS = 12 * 60 * MINUTE_MS;

/** Finds out who is asking, and keeps the session alive while it is used. */
export function readSession(
  dependencies: Pick<
    DoorDependencies,
    'accounts' | 'now' | 'securityNow' | 'publicUrl' | 'onRefusal'
  >,
): MiddlewareHandler<WebEnv> {
  const { accounts, now: businessNow, securityNow, publicUrl } = dependencies;
  return async (c, next) => {
    const token = getCookie(c, cookieName('session', publicUrl)) ?? '';
    const [, userId, secret] = /^([a-z0-9-]{1,40})\.([\w-]{43})$/.exec(token) ?? [];
    if (token !== '' && !secret) {
      // None that this site has given: whoever sends it goes on as somebody who is not signed in.
      dependencies.onRefusal(refusalLine(c, 401, 'malformed-session'));
      deleteCookie(c, cookieName('session', publicUrl), cookieOptions(publicUrl));
    }
    if (userId && secret) {
      const [session, stored] = await Promise.all([
        accounts.session(userId, hashOf(secret)),
        accounts.user(userId),
      ]);
      const now = securityNow();
      const user = stored && userOn(stored, localDateAt(businessNow()));
      if (session && user?.active && isValid(session, now) && !isRevoked(session, user)) {
        const acting = await withTakenOver(c, actingAs(user, session));
        c.set(session.need ? 'entering' : 'user', acting);
        c.set('session', session);
        // At most one write a minute, however many pages are read.
        if (now.valueOf() - Date.parse(session.seenAt) >= MINUTE_MS) {
          await accounts.extendSession({ ...session, ...seen(now, session.endsAt) });
        }
      }
    }
    await next();
  };
}

export function isValid({ expiresAt, endsAt }: Session, now: Date): boolean {
  const instant = now.toISOString();
  return instant < expiresAt && instant < endsAt;
}

/** All sessions of a user may be ended at once, by one write. */
function isRevoked({ startedAt }: Session, { sessionsEndedAt }: User): boolean {
  return sessionsEndedAt !== undefined && startedAt <= sessionsEndedAt;
}

/** Through a mailbox that several people read, it is the person who acts. */
function actingAs(user: User, { person }: Session): User {
  return person ? { ...user, person: person.name, position: person.position } : user;
}

/** How whoever signs in was recognized, and what is still asked. */
export interface Recognized {
  readonly proofs: readonly Proof[];
  readonly need: Need | undefined;
}

/** Signs `user` in on the browser that asks. */
export async function startSession(
  c: Context<WebEnv>,
  {
    accounts,
    securityNow,
    publicUrl,
  }: Pick<DoorDependencies, 'accounts' | 'securityNow' | 'publicUrl'>,
  user: User,
  { proofs, need }: Recognized,
): Promise<void> {
  const now = securityNow();
  const secret = randomBytes(32).toString('base64url');
  const endsAt = new Date(now.valueOf() + LONGEST_MS).toISOString();
  await accounts.startSession({
    schemaVersion: 1,
    userId: user.userId,
    sessionId: hashOf(secret),
    startedAt: now.toISOString(),
    endsAt,
    ...seen(now, endsAt),
    browser: (c.req.header('user-agent') ?? '').slice(0, 300),
    proofs: [...proofs],
    ...(need && { need }),
  });
  setBrowserCookie(c, 'session', publicUrl, `${user.userId}.${secret}`);
}

/** Ends the session of the browser that asks. */
export async function endOwnSession(
  c: Context<WebEnv>,
  { accounts, publicUrl }: Pick<DoorDependencies, 'accounts' | 'publicUrl'>,
): Promise<void> {
  const session = c.get('session');
  if (session) await accounts.endSession(session.userId, session.sessionId);
  deleteCookie(c, cookieName('session', publicUrl), cookieOptions(publicUrl));
}

/** Over https the browser itself guarantees that nobody but this host has set the cookie. */
export function cookieName(name: string, { protocol }: URL): string {
  return protocol === 'https:' ? `__Host-${name}` : `nithet-${name}`;
}

/** A cookie that lasts as long as the browser is open. */
export function setBrowserCookie(c: Context, name: string, publicUrl: URL, value: string): void {
  setCookie(c, cookieName(name, publicUrl), value, cookieOptions(publicUrl));
}

/** A cookie of a setting, which outlives the browser and is good for a year. */
export function setLastingCookie(c: Context, name: string, publicUrl: URL, value: string): void {
  const options = { ...cookieOptions(publicUrl), maxAge: 365 * 24 * 60 * 60 };
  setCookie(c, cookieName(name, publicUrl), value, options);
}

function cookieOptions({ protocol }: URL) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: protocol === 'https:' } as const;
}

function seen(now: Date, endsAt: string) {
  const idleEnd = new Date(now.valueOf() + IDLE_MS).toISOString();
  return { seenAt: now.toISOString(), expiresAt: idleEnd < endsAt ? idleEnd : endsAt };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
