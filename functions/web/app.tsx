/** The site and its API, the same on AWS and embedded. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { BodyTooLargeError } from '../../shared/store/packed.ts';
import { largestBody } from '../../shared/web/body-limits.ts';
import { homeOf } from '../../shared/web/layout.tsx';
import { comesFromHere } from '../../shared/web/own-pages.ts';
import {
  ProblemBody,
  ProblemError,
  type ProblemFacts,
  type ProblemStatus,
  problemJson,
  problemOf,
  type WaysOn,
  wantsJson,
} from '../../shared/web/problem.tsx';
import { once } from '../../shared/wiring.ts';
import { readKey } from './api-access.ts';
import { pageBefore } from './asking.ts';
import { checkFormToken } from './form-token.ts';
import { frontRoutes } from './front.tsx';
import { failureLine, refusalLine } from './log.ts';
import { passkeyRoutes } from './passkeys.ts';
import { limitRate } from './rate-limits.ts';
import { readSession } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import {
  type DoorDependencies,
  page,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

type Routes<Dependencies> = (dependencies: Dependencies) => Hono<WebEnv>;

/** What everybody comes in by. */
export const doorRoutes: readonly Routes<DoorDependencies>[] = [
  frontRoutes,
  signInRoutes,
  passkeyRoutes,
];

/** Pages with a form that sends a file to where files are kept. */
const FILES_PATH = /^\/organizations\/[^/]+\/files\//;

/**
 * The site. A cold start pays for its door alone: what lies behind it is loaded and given what it needs by
 * `furnish` with the first request that goes there.
 */
export function createWeb(
  dependencies: DoorDependencies,
  furnish: () => Promise<WebDependencies>,
): Hono<WebEnv> {
  const door = createRooms(dependencies, doorRoutes);
  const ofDoor = new Set(pathsOf(door).map(firstPart));
  const house = once(async () => {
    const [furnished, { houseRoutes }] = await Promise.all([furnish(), import('./house.ts')]);
    return createRooms(furnished, [houseRoutes]);
  });
  return new Hono<WebEnv>().all('*', async (c) => {
    const rooms = ofDoor.has(firstPart(c.req.path)) ? door : await house();
    return rooms.fetch(c.req.raw, c.env);
  });
}

/** What `routes` serve, behind what is asked of every request. */
export function createRooms<Dependencies extends DoorDependencies>(
  dependencies: Dependencies,
  routes: readonly Routes<Dependencies>[],
): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const { publicUrl, filesOrigin } = dependencies;

  app.use(async (c, next) => {
    c.set('door', dependencies);
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: [
          "'self'",
          // Only the pages with such a form may send one to where files are kept.
          ({ req }) => (FILES_PATH.test(req.path) && filesOrigin) || "'self'",
        ],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Not `no-referrer`: browsers would then send forms with `Origin: null`.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      strictTransportSecurity: publicUrl.protocol === 'https:' ? 'max-age=31536000' : false,
    }),
  );
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allow) => answerProblem(c, app, 405, { allow }),
    }),
  );
  app.use(async (c, next) => {
    if (!comesFromHere(c.req.raw, publicUrl)) {
      throw new ProblemError(403, {
        code: 'foreign-origin',
        detail: 'คำขอนี้ไม่ได้ส่งมาจากหน้าเว็บของระบบ จึงไม่มีการบันทึก กรุณาเปิดหน้าเว็บของระบบแล้วทำรายการใหม่',
      });
    }
    await next();
  });
  app.use(readSession(dependencies));
  app.use((c, next) => {
    const maxSize = largestBody(c.req.path);
    const onError = () => {
      throw new ProblemError(413, {
        code: 'body-too-large',
        detail: `หน้านี้รับข้อมูลได้ครั้งละไม่เกิน ${sizeText(maxSize)} ยังไม่มีการบันทึก และข้อมูลที่บันทึกไว้ก่อนหน้านี้ยังอยู่ครบ กดย้อนกลับในเบราว์เซอร์เพื่อให้สิ่งที่พิมพ์ไว้ยังอยู่ แล้วเลือกไฟล์ที่เล็กลงหรือแบ่งส่ง`,
      });
    };
    return bodyLimit({ maxSize, onError })(c, next);
  });
  app.use('/api/*', readKey(dependencies));
  app.use(limitRate(dependencies));
  app.use(checkFormToken(dependencies));

  for (const each of routes) app.route('/', each(dependencies));

  app.notFound((c) => answerProblem(c, app, 404));
  app.onError((error, c) => {
    if (error instanceof ProblemError) {
      const { status, facts } = error;
      if (isWorthNoting(c, status)) dependencies.onRefusal(refusalLine(c, status, facts.code));
      return answerError(c, app, error);
    }
    if (error instanceof BodyTooLargeError)
      return answerProblem(c, app, 413, { code: 'body-too-large' });
    if (wasBrokenOff(error)) return answerProblem(c, app, 400, { code: 'broken-off' });
    dependencies.onFailure(failureLine(c, error), error);
    return answerProblem(c, app, 500, { code: 'internal' });
  });
  return app;
}

function pathsOf({ routes }: Hono<WebEnv>): readonly string[] {
  return routes.filter(({ method }) => method !== 'ALL').map(({ path }) => path);
}

/** `provinces` of `/provinces/80`. */
function firstPart(path: string): string | undefined {
  return path.split('/')[1];
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes / 1000} กิโลไบต์` : `${bytes / 1_000_000} เมกะไบต์`;
}

/** Refusals that may be somebody trying doors; what people get wrong in a form is none of them. */
function isWorthNoting(c: Context<WebEnv>, status: number): boolean {
  if (status === 401) return c.req.header('authorization') !== undefined;
  // Of those who are signed in, whoever asks for what is not theirs, or not there.
  if (status === 404) return c.get('session') !== undefined || c.get('key') !== undefined;
  return [400, 403, 413, 415, 429].includes(status);
}

function answerError(c: Context<WebEnv>, app: Hono<WebEnv>, { status, facts }: ProblemError) {
  if (status === 401 && c.req.method === 'GET' && !wantsJson(asking(c))) {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`/sign-in?${new URLSearchParams({ next: pathname + search })}`, 303);
  }
  return answerProblem(c, app, status, facts);
}

function answerProblem(
  c: Context<WebEnv>,
  app: Hono<WebEnv>,
  status: ProblemStatus,
  facts: ProblemFacts = {},
) {
  const problem = problemOf(status, facts);
  const headers: Record<string, string> = {
    ...(facts.allow && { allow: facts.allow.join(', ') }),
    ...(facts.retryAfterSeconds && { 'retry-after': String(facts.retryAfterSeconds) }),
  };
  if (wantsJson(asking(c))) return problemJson(problem, headers);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const ways = waysOn(c, app, status);
  return page(c, { title: problem.title, status }, <ProblemBody problem={problem} ways={ways} />);
}

function waysOn(c: Context<WebEnv>, app: Hono<WebEnv>, status: ProblemStatus): WaysOn {
  const { method, path, raw } = c.req;
  const user = c.get('user');
  const home = user && homeOf(user);
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && [429, 500, 503].includes(status)) return { again: path, home };
  const before = pageBefore(raw, c.get('door').publicUrl) ?? (status === 405 ? path : undefined);
  const back = before && pageOf(app, before);
  // The page that is itself not there leads nowhere.
  return isRead && back === path ? { home } : { back, home };
}

/** `address`, or the nearest page above it: what stood there may itself have been the answer to a form. */
function pageOf(app: Hono<WebEnv>, address: string): string | undefined {
  const [path = ''] = address.split('?');
  // Of pages in other rooms nothing is known here.
  const isElsewhere = !pathsOf(app).some((each) => firstPart(each) === firstPart(path));
  if (isElsewhere || isPage(app, path)) return address;
  for (let above = path; above !== ''; above = above.slice(0, above.lastIndexOf('/'))) {
    if (isPage(app, above)) return above;
  }
  return undefined;
}

function isPage({ router }: Hono<WebEnv>, path: string): boolean {
  const [matched] = router.match('GET', path);
  return matched.some(([[, { method }]]) => method === 'GET');
}

/** The connection went away while the body was being read; nobody is left to read the answer. */
function wasBrokenOff(error: Error): boolean {
  return error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}

function asking(c: Context<WebEnv>) {
  return { path: c.req.path, header: (name: string) => c.req.header(name) };
}
