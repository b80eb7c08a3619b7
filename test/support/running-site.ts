/** The built product in a process of its own, as `npm start` runs it, on free ports and its own data. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as z from 'zod';

const project = join(import.meta.dirname, '..', '..');

type Environment = Readonly<Record<string, string>>;

/** Bundles the product as `npm run build` does. */
export async function buildProduct(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(project, 'infra/local/build.ts')]);
}

/** A directory that is gone when the tests are. */
export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'nithet-'));
  return {
    path,
    at: (...names: string[]) => join(path, ...names),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

const mailSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  eml: z.string(),
});
export type StoredMail = z.infer<typeof mailSchema>;

export interface RunningSite {
  readonly port: number;
  readonly url: string;
  readonly mailboxUrl: string;
  /** What it printed when it was ready. */
  readonly greeting: string;
  /** Mails so far, oldest first; those to one address, if given. */
  mails(to?: string): Promise<StoredMail[]>;
  /** The mail as it was accepted. */
  source(mail: StoredMail): Promise<Uint8Array<ArrayBuffer>>;
  /** Waits for a mail to `to` that `fits` and was not there before `cause`. */
  mailAfter(
    to: string,
    cause: () => Promise<unknown>,
    fits: (mail: StoredMail) => boolean,
  ): Promise<StoredMail>;
  /** Signs in without a browser; answers the cookie to send. */
  sessionOf(email: string): Promise<string>;
  /** Moves the clock of the sample year as its strip does. */
  moveClock(by: 'day' | 'week' | 'next'): Promise<void>;
  /** The day of the sample year, as the strip words it. */
  today(): Promise<string>;
  /** Lets weeks of the sample year go by until `found` answers something. @throws {Error} after `most` weeks without */
  weeksUntil<Found>(found: () => Promise<Found | undefined>, most: number): Promise<Found>;
  /** Ends it as Ctrl-C does; answers the exit status. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would, but for the disk. */
  kill(): Promise<void>;
}

export interface StartedSite {
  readonly data: string;
  readonly env?: Environment;
  /** @default localhost */
  readonly host?: string;
}

/** Starts the built product and waits until it says what to open. @throws what it said, if it ends first */
export async function startSite({
  data,
  env = {},
  host = 'localhost',
}: StartedSite): Promise<RunningSite> {
  const port = await freePort();
  const child = launch({ ...env, NITHET_DATA: data, PORT: String(port) });
  const ended = once(child, 'exit');
  const takeAlong = () => child.kill('SIGKILL');
  process.once('exit', takeAlong);
  child.once('exit', () => process.off('exit', takeAlong));
  const { stdout, stderr } = outputOf(child);
  await Promise.race([
    ended.then(() => {
      throw new Error(`the site ended: ${stderr()}`);
    }),
    until(child, () => stdout().includes('mailbox:') && stdout().endsWith('\n')),
  ]);
  const url = `http://${host}:${port}`;
  const mailboxUrl = `http://localhost:${port + 1}`;

  async function mails(to?: string) {
    const query = to ? `?${new URLSearchParams({ to })}` : '';
    const response = await fetch(`${mailboxUrl}/store${query}`);
    return z.object({ emails: z.array(mailSchema) }).parse(await response.json()).emails;
  }

  async function mailAfter(
    to: string,
    cause: () => Promise<unknown>,
    fits: (mail: StoredMail) => boolean,
  ) {
    const before = (await mails(to)).length;
    await cause();
    for (;;) {
      const mail = (await mails(to)).slice(before).findLast(fits);
      if (mail) return mail;
      await setTimeout(20);
    }
  }

  async function moveClock(by: 'day' | 'week' | 'next') {
    const body = new URLSearchParams({ by, back: '/' });
    const moved = await fetch(`${url}/clock`, { method: 'POST', body, redirect: 'manual' });
    if (moved.status !== 303) throw new Error(`the clock stood still: ${moved.status}`);
  }

  return {
    port,
    url,
    mailboxUrl,
    greeting: stdout(),
    mails,
    source: async ({ eml }) =>
      new Uint8Array(await (await fetch(new URL(eml, mailboxUrl))).arrayBuffer()),
    mailAfter,

    async sessionOf(email) {
      const post = (path: string, form: Readonly<Record<string, string>>, cookie = '') =>
        fetch(`${url}${path}`, {
          method: 'POST',
          headers: { cookie },
          body: new URLSearchParams(form),
          redirect: 'manual',
        });
      let browser = '';
      const mail = await mailAfter(
        email,
        async () => {
          browser = cookiesOf(await post('/sign-in', { email }));
        },
        ({ text }) => CODE.test(text),
      );
      return cookiesOf(await post('/sign-in/code', { code: codeIn(mail) }, browser));
    },

    moveClock,

    async today() {
      const page = await (await fetch(url)).text();
      return /วันนี้ในระบบคือ <strong>([^<]*)</.exec(page)?.[1] ?? '';
    },

    async weeksUntil(found, most) {
      for (let weeks = 0; weeks <= most; weeks++) {
        if (weeks > 0) await moveClock('week');
        const answer = await found();
        if (answer !== undefined) return answer;
      }
      throw new Error(`not within ${most} weeks`);
    },

    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },

    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a browser would send back of the cookies that `response` sets. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');
}

const CODE = /\b\d{8}\b/;

/** The sign-in code that a mail carries. */
export function codeIn({ text }: Pick<StoredMail, 'text'>): string {
  return CODE.exec(text)?.[0] ?? '';
}

/** Runs the built product where it is expected to end by itself. */
export async function runToEnd(env: Environment) {
  const child = launch(env);
  const { stdout, stderr } = outputOf(child);
  await once(child, 'close');
  return { status: child.exitCode, stdout: stdout(), stderr: stderr() };
}

function launch(env: Environment): ChildProcess {
  return spawn(
    process.execPath,
    ['--enable-source-maps', join(project, 'dist/infra/local/start.js')],
    {
      cwd: project,
      env: { PATH: process.env['PATH'] ?? '', TZ: 'America/New_York', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

function outputOf({ stdout, stderr }: ChildProcess) {
  const text = { stdout: '', stderr: '' };
  stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  return { stdout: () => text.stdout, stderr: () => text.stderr };
}

async function until({ stdout }: ChildProcess, isThere: () => boolean): Promise<void> {
  while (stdout && !isThere()) await once(stdout, 'data');
}

/** A port that is free together with the next one, below those that the system hands out itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 6000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
