/** Signing in by a code that is sent by e-mail, signing out, and the list of one's sessions. */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import * as z from 'zod';
import { normalizedEmail, type Session } from '../../shared/store/account-store.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  Field,
  type FieldError,
  Notification,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { homeOf } from '../../shared/web/layout.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { type Form, readForm } from './request-body.ts';
import { cookieName, endOwnSession, isValid, setBrowserCookie, startSession } from './session.ts';
import { page, signedIn, type WebDependencies, type WebEnv } from './web-environment.tsx';

const CODE_DIGITS = 8;
const CODE_MINUTES = 10;
const MOST_TRIES = 5;
/** Codes in 15 minutes: for one address, and for one network, behind which a whole office may sit. */
const MOST_CODES = 5;
const MOST_CODES_OF_NETWORK = 60;
const LIMIT_MINUTES = 15;

export function signInRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { accounts, securityNow, publicUrl, pepper, sendCode, networkAddressOf } = dependencies;
  const loginCookie = cookieName('login', publicUrl);
  const app = new Hono<WebEnv>();

  app.get('/sign-in', async (c) => {
    const next = ownPath(c.req.query('next'), publicUrl);
    const user = c.get('user');
    if (user) return c.redirect(next ?? homeOf(user), 303);
    return askForAddress(c, { next });
  });

  app.post('/sign-in', async (c) => {
    const form = await readForm(c);
    const next = ownPath(form.get('next'), publicUrl);
    const typed = (form.get('email') ?? '').trim();
    const email = normalizedEmail(typed);
    if (!z.email().max(254).safeParse(email).success) {
      return askForAddress(c, {
        next,
        typed,
        message: 'กรุณากรอกอีเมลให้ถูกต้อง เช่น name@example.go.th',
      });
    }
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
    await sendCode(email, user?.active ? code : undefined);
    setBrowserCookie(c, 'login', publicUrl, nonce);
    return c.redirect('/sign-in/code', 303);
  });

  app.get('/sign-in/code', async (c) => {
    const nonce = getCookie(c, loginCookie);
    const login = nonce ? await accounts.login(nonce) : undefined;
    return login ? askForCode(c, { email: login.email }) : c.redirect('/sign-in', 303);
  });

  app.post('/sign-in/code', async (c) => {
    const form = await readForm(c);
    const nonce = getCookie(c, loginCookie);
    const outcome = await checkCode(dependencies, nonce, digitsOf(form));
    if ('refused' in outcome) return askForCode(c, outcome);
    await startSession(c, dependencies, outcome.user);
    deleteCookie(c, loginCookie, { path: '/', secure: publicUrl.protocol === 'https:' });
    return c.redirect(outcome.next ?? homeOf(outcome.user), 303);
  });

  app.post('/sign-out', async (c) => {
    await endOwnSession(c, dependencies);
    return c.redirect('/?signed-out', 303);
  });

  app.get('/sessions', async (c) => {
    const user = signedIn(c);
    const now = securityNow();
    const sessions = (await accounts.sessions(user.userId)).filter((s) => isValid(s, now));
    return page(
      c,
      { title: 'การเข้าใช้งานของฉัน' },
      <SessionList
        sessions={sessions}
        own={c.get('session')?.sessionId}
        ended={c.req.query('ended') !== undefined}
      />,
    );
  });

  app.post('/sessions/end', async (c) => {
    const user = signedIn(c);
    const sessionId = (await readForm(c)).get('sessionId') ?? '';
    // The key holds the signed-in user's own id: others' sessions are out of reach.
    if (/^[0-9a-f]{64}$/.test(sessionId)) await accounts.endSession(user.userId, sessionId);
    return c.redirect('/sessions?ended', 303);
  });

  return app;
}

type CodeOutcome =
  | { readonly user: NonNullable<WebEnv['Variables']['user']>; readonly next?: string | undefined }
  | { readonly refused: string; readonly email: string | undefined };

/** Counts the try first, then looks: however many ask at once, nobody gets a sixth. */
async function checkCode(
  { accounts, securityNow, pepper }: Pick<WebDependencies, 'accounts' | 'securityNow' | 'pepper'>,
  nonce: string | undefined,
  code: string,
): Promise<CodeOutcome> {
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
    if (right && user?.active && (await accounts.useLogin(nonce, now))) {
      return { user, next: login.next };
    }
    const left = MOST_TRIES - tries - 1;
    return left > 0
      ? { refused: `รหัสไม่ถูกต้อง กรอกได้อีก ${left} ครั้ง`, email }
      : { refused: `กรอกรหัสผิดครบ ${MOST_TRIES} ครั้งแล้ว กรุณาขอรหัสใหม่`, email };
  }
}

/** Covers the browser's nonce: a code is worth nothing in another browser. */
function codeHash(pepper: string, nonce: string, code: string): string {
  return createHmac('sha256', pepper).update(`${nonce}\n${code}`).digest('hex');
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** What was typed, in Thai or Arabic digits, with or without spaces between. */
function digitsOf(form: Form): string {
  return (form.get('code') ?? '')
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - '๐'.charCodeAt(0)))
    .replace(/\D/g, '');
}

/** A page of this site, or nothing: no other site may be reached by signing in here. */
function ownPath(next: string | undefined, publicUrl: URL): string | undefined {
  if (!next?.startsWith('/') || !URL.canParse(next, publicUrl.href)) return undefined;
  const { origin, pathname, search } = new URL(next, publicUrl);
  return origin === publicUrl.origin ? pathname + search : undefined;
}

/** A home or an office holds a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}

interface AddressPage {
  readonly next: string | undefined;
  readonly typed?: string;
  readonly message?: string;
}

function askForAddress(c: Context<WebEnv>, { next, typed, message }: AddressPage) {
  const errors: FieldError[] = message ? [{ id: 'email', message }] : [];
  return page(
    c,
    { title: 'เข้าสู่ระบบ', errors, status: message ? 422 : 200 },
    <form method="post" action="/sign-in" novalidate>
      <h1 class="govuk-heading-l">เข้าสู่ระบบ</h1>
      {next && (
        <>
          <input type="hidden" name="next" value={next} />
          <p class="govuk-body">เมื่อเข้าสู่ระบบแล้ว ท่านจะไปยังหน้าที่ต้องการโดยอัตโนมัติ</p>
        </>
      )}
      <Field
        name="email"
        type="email"
        autocomplete="email"
        width={30}
        label="อีเมลที่ใช้ติดต่อกับสำนักงาน ป.ป.ช. ประจำจังหวัด"
        hint={`ระบบจะส่งรหัสเข้าสู่ระบบ ${CODE_DIGITS} หลักไปที่อีเมลนี้ ไม่ต้องใช้รหัสผ่าน`}
        value={typed}
        errors={errors}
      />
      <Button>ขอรหัสเข้าสู่ระบบ</Button>
    </form>,
  );
}

function askForCode(c: Context<WebEnv>, facts: { email: string | undefined; refused?: string }) {
  const { email, refused } = facts;
  const errors: FieldError[] = refused ? [{ id: 'code', message: refused }] : [];
  return page(
    c,
    { title: 'กรอกรหัสเข้าสู่ระบบ', errors, status: refused ? 422 : 200 },
    <>
      <form method="post" action="/sign-in/code" novalidate>
        <h1 class="govuk-heading-l">กรอกรหัสเข้าสู่ระบบ</h1>
        <p class="govuk-body">
          {email && (
            <>
              หาก <strong>{email}</strong> ลงทะเบียนไว้ในระบบ{' '}
            </>
          )}
          ท่านจะได้รับอีเมลแจ้งรหัส {CODE_DIGITS} หลักภายในไม่กี่วินาที รหัสใช้ได้ {CODE_MINUTES} นาที
          และใช้ได้เฉพาะในเบราว์เซอร์นี้
        </p>
        <Field
          name="code"
          label={`รหัส ${CODE_DIGITS} หลัก`}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={10}
          errors={errors}
        />
        <Button>เข้าสู่ระบบ</Button>
      </form>
      <p class="govuk-body">
        ไม่ได้รับอีเมล ให้ตรวจดูโฟลเดอร์จดหมายขยะ หรือ{' '}
        <a class="govuk-link" href="/sign-in">
          ขอรหัสใหม่
        </a>
      </p>
    </>,
  );
}

function SessionList(props: {
  sessions: readonly Session[];
  own: string | undefined;
  ended: boolean;
}) {
  const { sessions, own, ended } = props;
  return (
    <>
      {ended && <Notification kind="success" title="สิ้นสุดการเข้าใช้งานที่เลือกแล้ว" />}
      <h1 class="govuk-heading-l">การเข้าใช้งานของฉัน</h1>
      <p class="govuk-body">
        หากพบเครื่องที่ไม่ใช่ของท่าน ให้กดสิ้นสุดการเข้าใช้งาน ระบบสิ้นสุดให้เองเมื่อไม่ได้ใช้งาน 30 นาที และไม่เกิน 12
        ชั่วโมงหลังเข้าสู่ระบบ
      </p>
      <Table
        caption="เครื่องที่เข้าใช้งานอยู่"
        captionHidden
        rows={sessions.toSorted((a, b) => (a.seenAt < b.seenAt ? 1 : -1))}
        columns={[
          {
            head: 'เครื่อง',
            heads: true,
            cell: ({ browser, sessionId }) => (
              <>
                {browserName(browser)} {sessionId === own && <Tag tone="green">เครื่องนี้</Tag>}
              </>
            ),
          },
          { head: 'เข้าสู่ระบบเมื่อ', cell: ({ startedAt }) => dateTime(new Date(startedAt)) },
          { head: 'ใช้งานล่าสุด', cell: ({ seenAt }) => dateTime(new Date(seenAt)) },
          {
            head: 'สิ้นสุด',
            cell: ({ sessionId, browser }) => (
              <ConfirmForm
                action={sessionId === own ? '/sign-out' : '/sessions/end'}
                hidden={{ sessionId }}
                kind="secondary"
                button={
                  <>
                    สิ้นสุด
                    <span class="govuk-visually-hidden">การเข้าใช้งานของ {browserName(browser)}</span>
                  </>
                }
              />
            ),
          },
        ]}
      />
      <ButtonLink href="/" kind="secondary">
        กลับไปหน้าแรก
      </ButtonLink>
    </>
  );
}

/** Good enough to tell one's own machines apart. */
function browserName(userAgent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return browser ? `${browser}${system ? ` บน ${system}` : ''}` : 'โปรแกรมอื่น';
}
