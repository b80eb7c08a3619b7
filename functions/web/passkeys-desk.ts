/** What the pages of passkeys answer. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import * as z from 'zod';
import { readLine } from '../../shared/domain/address.ts';
import {
  authenticationAnswerSchema,
  registrationAnswerSchema,
} from '../../shared/domain/passkey.ts';
import { isOfOffice, type User } from '../../shared/domain/permissions.ts';
import type { Challenge } from '../../shared/store/account-store.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { networkOf, ownPath } from './asking.ts';
import { enter, mayHavePasskeys, mustHavePasskey } from './entering.ts';
import { createKeepPasskeys } from './keep-passkeys.ts';
import { OFFER_COOKIE } from './passkey-offer.tsx';
import {
  askForPasskey,
  newPasskey,
  passkeyFailed,
  passkeyList,
  recoveryPage,
} from './passkey-pages.tsx';
import { createRecoverAccount } from './recover-account.ts';
import { type Form, readForm } from './request-body.ts';
import { cookieName, setBrowserCookie, setLastingCookie } from './session.ts';
import { type DoorDependencies, signedIn, type WebEnv } from './web-environment.tsx';

const CHALLENGE_MINUTES = 5;
/** Challenges in 15 minutes for one network, behind which a whole office may sit. */
const MOST_CHALLENGES = 200;

export function createPasskeyDesk(dependencies: DoorDependencies) {
  const { accounts, askPasskeys, publicUrl, securityNow, networkAddressOf } = dependencies;
  const { add, recognize, rename, remove } = createKeepPasskeys(dependencies);
  const { ask: askColleagues } = createRecoverAccount(dependencies);

  return {
    async signingOptions(c: Context<WebEnv>) {
      const network = `PASSKEYS#${networkOf(networkAddressOf(c))}`;
      if (!(await accounts.withinLimit(network, MOST_CHALLENGES, 15, securityNow()))) {
        throw new ProblemError(429, { code: 'too-many-challenges' });
      }
      const user = c.get('entering');
      const known = user ? ((await accounts.passkeys(user.userId))?.keys ?? []) : [];
      const asked = await askPasskeys({ ask: 'authentication-options', known });
      return challengeWith(c, asked, { purpose: 'sign-in', userId: user?.userId });
    },

    async secondStep(c: Context<WebEnv>) {
      const user = c.get('entering');
      const next = ownPath(c.req.query('next'), publicUrl);
      if (!user || c.get('session')?.need !== 'passkey') return c.redirect('/sign-in', 303);
      return askForPasskey(c, { user, next });
    },

    async signIn(c: Context<WebEnv>) {
      const form = await readForm(c);
      const next = ownPath(form.get('next'), publicUrl);
      const entering = c.get('entering');
      const challenge = await takeChallenge(c, 'sign-in');
      const answer = answerOf(form, authenticationAnswerSchema);
      const user = challenge && answer && (await recognize(answer, challenge, entering?.userId));
      if (!user) return passkeyFailed(c, { next, user: entering });
      return enter(c, dependencies, user, entering ? ['code', 'passkey'] : ['passkey'], next);
    },

    async recovery(c: Context<WebEnv>) {
      const user = c.get('entering');
      if (!user) return c.redirect('/sign-in', 303);
      const recovery = await accounts.recovery(user.userId);
      return recoveryPage(c, { user, recovery, now: securityNow() });
    },

    async askRecovery(c: Context<WebEnv>) {
      const user = c.get('entering');
      if (user && c.get('session')?.need === 'passkey') await askColleagues(user);
      return c.redirect('/sign-in/recovery', 303);
    },

    async list(c: Context<WebEnv>) {
      const user = owner(c);
      return passkeyList(c, {
        keys: (await accounts.passkeys(user.userId))?.keys ?? [],
        ...dutyOf(user),
      });
    },

    async addition(c: Context<WebEnv>) {
      const next = ownPath(c.req.query('next'), publicUrl);
      return newPasskey(c, { user: adder(c), next });
    },

    async additionOptions(c: Context<WebEnv>) {
      const user = adder(c);
      const known = (await accounts.passkeys(user.userId))?.keys ?? [];
      const asked = await askPasskeys({
        ask: 'registration-options',
        userId: user.userId,
        name: user.email,
        displayName: user.position,
        known,
      });
      return challengeWith(c, asked, { purpose: 'new-passkey', userId: user.userId });
    },

    async add(c: Context<WebEnv>) {
      const user = adder(c);
      const form = await readForm(c);
      const next = ownPath(form.get('next'), publicUrl);
      const fail = async (message: string) =>
        newPasskey(c, { user, next, form, errors: [{ id: 'name', message }] });
      const name = readLine(form.get('name') ?? '', 60);
      if (!name) return fail('กรุณาตั้งชื่อพาสคีย์ในบรรทัดเดียว ไม่เกิน 60 ตัวอักษร');
      const challenge = await takeChallenge(c, 'new-passkey');
      const answer = answerOf(form, registrationAnswerSchema);
      if (!answer || challenge?.userId !== user.userId) {
        return fail('คำขอเพิ่มพาสคีย์หมดอายุหรือใช้ไปแล้ว กรุณากดเพิ่มพาสคีย์อีกครั้ง');
      }
      const outcome = await add(user, { answer, challenge, name, isFirst: isEntering(c) });
      if ('refused' in outcome) return fail(outcome.refused);
      // The session that comes next has proved more, and nobody else knows it.
      if (isEntering(c)) return enter(c, dependencies, user, ['code', 'passkey'], next);
      return c.redirect('/passkeys?added', 303);
    },

    async rename(c: Context<WebEnv>) {
      const user = owner(c);
      const form = await readForm(c);
      const credentialId = form.get('credentialId') ?? '';
      const name = readLine(form.get('name') ?? '', 60);
      if (name && (await rename(user, credentialId, name))) {
        return c.redirect('/passkeys?named', 303);
      }
      if (name) throw new ProblemError(404);
      return passkeyList(c, {
        keys: (await accounts.passkeys(user.userId))?.keys ?? [],
        ...dutyOf(user),
        wrongName: { credentialId, typed: form.get('name') ?? '' },
      });
    },

    /** For this browser and a year; the page of passkeys still leads to adding one. */
    async putOfferAway(c: Context<WebEnv>) {
      owner(c);
      const back = ownPath((await readForm(c)).get('back'), publicUrl);
      setLastingCookie(c, OFFER_COOKIE, publicUrl, 'put-away');
      return c.redirect(back ?? '/passkeys', 303);
    },

    async remove(c: Context<WebEnv>) {
      const user = owner(c);
      const outcome = await remove(user, (await readForm(c)).get('credentialId') ?? '');
      if (outcome === 'last') {
        throw new ProblemError(409, {
          code: 'last-passkey',
          detail: 'บัญชีของท่านต้องมีพาสคีย์อย่างน้อยหนึ่งอัน กรุณาเพิ่มอันใหม่ก่อนลบอันนี้',
        });
      }
      // A second click finds nothing left to remove.
      return c.redirect('/passkeys?removed', 303);
    },
  };

  function dutyOf(user: User) {
    const isRequired = mustHavePasskey(user, dependencies);
    return { isRequired, isRelaxed: !isRequired && isOfOffice(user) };
  }

  /** Answers what is to be signed, and remembers it for the browser that asked. */
  async function challengeWith(
    c: Context<WebEnv>,
    asked: Awaited<ReturnType<typeof askPasskeys>>,
    facts: { purpose: Challenge['purpose']; userId: string | undefined },
  ) {
    if (!('challenge' in asked)) throw new Error('passkeys gave no challenge');
    const nonce = randomBytes(32).toString('base64url');
    const until = securityNow().valueOf() + CHALLENGE_MINUTES * 60_000;
    await accounts.saveChallenge(nonce, {
      schemaVersion: 1,
      challenge: asked.challenge,
      ...facts,
      expiresAt: new Date(until).toISOString(),
    });
    setBrowserCookie(c, 'passkey', publicUrl, nonce);
    return c.json(asked.options);
  }

  async function takeChallenge(c: Context<WebEnv>, purpose: Challenge['purpose']) {
    const nonce = getCookie(c, cookieName('passkey', publicUrl));
    const challenge = nonce ? await accounts.takeChallenge(nonce, securityNow()) : undefined;
    return challenge?.purpose === purpose ? challenge : undefined;
  }
}

/** Whoever is signed in and may have passkeys. @throws {ProblemError} 401 | 404 */
function owner(c: Context<WebEnv>): User {
  const user = signedIn(c);
  if (!mayHavePasskeys(user)) throw new ProblemError(404);
  return user;
}

/** Whoever may add a passkey now: signed in, or of whom a first one is asked. */
function adder(c: Context<WebEnv>): User {
  const entering = c.get('entering');
  return entering && isEntering(c) ? entering : owner(c);
}

function isEntering(c: Context<WebEnv>): boolean {
  return c.get('session')?.need === 'new-passkey';
}

function answerOf<Schema extends z.ZodType>(
  form: Form,
  schema: Schema,
): z.infer<Schema> | undefined {
  const json = z
    .string()
    .max(100_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    });
  return json.pipe(schema).safeParse(form.get('answer')).data;
}
