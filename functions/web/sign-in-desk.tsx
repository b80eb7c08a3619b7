/** What the pages of signing in answer. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { readAddress } from '../../shared/domain/address.ts';
import { addressRefusals } from '../../shared/text/accounts.ts';
import { homeOf } from '../../shared/web/layout.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { networkOf, ownPath } from './asking.ts';
import { CODE_DIGITS, CODE_MINUTES, checkCode, codeHash, digitsOf } from './check-code.ts';
import { enter, isWelcome, noteAccess, pathOfNeed } from './entering.ts';
import { refusalLine } from './log.ts';
import { readForm } from './request-body.ts';
import { cookieName, endOwnSession, isValid, setBrowserCookie } from './session.ts';
import {
  askForAddress,
  askForCode,
  askForPerson,
  readPerson,
  SessionList,
} from './sign-in-pages.tsx';
import { type DoorDependencies, page, signedIn, type WebEnv } from './web-environment.tsx';

/** Codes in 15 minutes: for one address, and for one network, behind which a whole office may sit. */
const MOST_CODES = 5;
const MOST_CODES_OF_NETWORK = 60;
const LIMIT_MINUTES = 15;

export function createSignInDesk(dependencies: DoorDependencies) {
  const { accounts, securityNow, publicUrl, pepper, sendCode, networkAddressOf, onRefusal } =
    dependencies;
  const loginCookie = cookieName('login', publicUrl);

  return {
    async addressForm(c: Context<WebEnv>) {
      const next = ownPath(c.req.query('next'), publicUrl);
      const user = c.get('user');
      if (user) return c.redirect(next ?? homeOf(user), 303);
      const need = c.get('entering') && c.get('session')?.need;
      if (need) return c.redirect(pathOfNeed(need, next), 303);
      return askForAddress(c, { next });
    },

    async sendCodeTo(c: Context<WebEnv>) {
      const form = await readForm(c);
      const next = ownPath(form.get('next'), publicUrl);
      const typed = (form.get('email') ?? '').trim();
      const read = readAddress(typed);
      if ('refused' in read) {
        onRefusal(refusalLine(c, 422, `address-${read.refused}`));
        return askForAddress(c, { next, typed, message: addressRefusals[read.refused] });
      }
      const email = read.address;
      const now = securityNow();
      const network = `CODES#${networkOf(networkAddressOf(c))}`;
      const within =
        (await accounts.withinLimit(network, MOST_CODES_OF_NETWORK, LIMIT_MINUTES, now)) &&
        (await accounts.withinLimit(`CODES#${email}`, MOST_CODES, LIMIT_MINUTES, now));
      if (!within) {
        throw new ProblemError(429, {
          code: 'too-many-codes',
          detail: `มีการขอรหัสเข้าสู่ระบบหลายครั้งแล้ว กรุณารอ ${LIMIT_MINUTES} นาทีแล้วขอใหม่ รหัสล่าสุดที่ได้รับยังใช้ได้จนกว่าจะหมดอายุ`,
        });
      }
      const nonce = randomBytes(32).toString('base64url');
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
      // Known or not, the same is done and answered: nobody learns here who has an account.
      const user = await accounts.userByEmail(email);
      await accounts.saveLogin(nonce, {
        schemaVersion: 1,
        email,
        codeHash: codeHash(pepper, nonce, code),
        tries: 0,
        expiresAt: new Date(now.valueOf() + CODE_MINUTES * 60_000).toISOString(),
        ...(next && { next }),
      });
      await sendCode(email, isWelcome(user, dependencies) ? code : undefined);
      setBrowserCookie(c, 'login', publicUrl, nonce);
      return c.redirect('/sign-in/code', 303);
    },

    async codeForm(c: Context<WebEnv>) {
      const nonce = getCookie(c, loginCookie);
      const login = nonce ? await accounts.login(nonce) : undefined;
      if (!login) return c.redirect('/sign-in', 303);
      return askForCode(c, { email: login.email });
    },

    async enterByCode(c: Context<WebEnv>) {
      const form = await readForm(c);
      const nonce = getCookie(c, loginCookie);
      const outcome = await checkCode(dependencies, nonce, digitsOf(form));
      if ('refused' in outcome) {
        onRefusal(refusalLine(c, 422, 'code-refused'));
        return askForCode(c, outcome);
      }
      deleteCookie(c, loginCookie, { path: '/', secure: publicUrl.protocol === 'https:' });
      return enter(c, dependencies, outcome.user, ['code'], outcome.next);
    },

    async personForm(c: Context<WebEnv>) {
      return askForPerson(c, { next: ownPath(c.req.query('next'), publicUrl) });
    },

    async enterAsPerson(c: Context<WebEnv>) {
      const form = await readForm(c);
      const next = ownPath(form.get('next'), publicUrl);
      const session = c.get('session');
      const user = c.get('entering');
      if (!user || session?.need !== 'person') return c.redirect('/sign-in', 303);
      const read = readPerson(form);
      if ('errors' in read) return askForPerson(c, { next, form, errors: read.errors });
      if (await accounts.namePerson(session, read.person)) {
        const { name, position } = read.person;
        const acting = { ...user, person: name, position };
        await noteAccess(dependencies, acting, 'signed-in', session.proofs);
      }
      return c.redirect(next ?? homeOf(user), 303);
    },

    async signOut(c: Context<WebEnv>) {
      const user = c.get('user');
      await endOwnSession(c, dependencies);
      if (user) await noteAccess(dependencies, user, 'signed-out');
      return c.redirect('/?signed-out', 303);
    },

    async sessions(c: Context<WebEnv>) {
      const user = signedIn(c);
      const now = securityNow();
      const sessions = (await accounts.sessions(user.userId)).filter((s) => isValid(s, now));
      return page(
        c,
        { title: 'การเข้าใช้งานของฉัน' },
        <SessionList
          user={user}
          sessions={sessions}
          own={c.get('session')?.sessionId}
          ended={c.req.query('ended') !== undefined}
        />,
      );
    },

    async endSessions(c: Context<WebEnv>) {
      const user = signedIn(c);
      const sessionId = (await readForm(c)).get('sessionId') ?? '';
      // The key holds the signed-in user's own id: others' sessions are out of reach.
      if (/^[0-9a-f]{64}$/.test(sessionId)) await accounts.endSession(user.userId, sessionId);
      if (sessionId === 'others') {
        await accounts.endSessions(user.userId, c.get('session')?.sessionId);
      }
      return c.redirect('/sessions?ended', 303);
    },
  };
}
