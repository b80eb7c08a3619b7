/** What all simulated people share: time that passes, browsers, the mailbox with their codes, and a diary. */
import PostalMime from 'postal-mime';
import type { LocalDate } from '../../../shared/domain/local-date.ts';
import type { Deed, Violation } from './audited-case.ts';

/** All that those who act may know of the product. */
export interface Outside {
  now(): Date;
  /** Lets time go by; everything that was to happen meanwhile has happened. */
  advanceTo(instant: Date): Promise<void>;
  fetch(request: Request): Promise<Response>;
  /** What has come to `address` since an instant, the latest first. */
  mailsTo(address: string, since: Date): Promise<readonly Uint8Array[]>;
  /** Address of the site, without a slash at the end. */
  readonly url: string;
}

export interface Stage extends Outside {
  /** Has `act` done at `instant` (milliseconds since 1970), or at once where that has gone by. */
  later(instant: number, act: () => Promise<void>): void;
  /** Notes now what the site has confirmed. */
  note(deed: WithoutTime<Deed>): void;
  /** Anybody's browser, not signed in. */
  readonly visitor: Browser;
  readonly diary: readonly Deed[];
  /** What people could not do although they should. */
  readonly troubles: readonly Violation[];
  /** Notes what somebody could not do; anything but `Stuck` is thrown. */
  trouble(error: unknown): void;
  /** Plays all that is to be done until `instant`, included. */
  playUntil(instant: number): Promise<void>;
}

type WithoutTime<Kind> = Kind extends unknown ? Omit<Kind, 'at'> : never;

export function openStage(outside: Outside): Stage {
  const acts: { readonly at: number; readonly act: () => Promise<void> }[] = [];
  const diary: Deed[] = [];
  const troubles: Violation[] = [];

  function trouble(error: unknown) {
    if (!(error instanceof Stuck)) throw error;
    troubles.push({ rule: 'stuck', at: outside.now().toISOString(), what: error.message });
  }

  return {
    ...outside,
    visitor: newBrowser(outside, '10.255.0.1'),
    diary,
    troubles,
    trouble,
    later(at, act) {
      const place = acts.findLastIndex((other) => other.at <= at) + 1;
      acts.splice(place, 0, { at, act });
    },
    note(deed) {
      diary.push({ ...deed, at: outside.now().valueOf() });
    },
    async playUntil(instant) {
      for (let next = acts[0]; next && next.at <= instant; next = acts[0]) {
        acts.shift();
        await outside.advanceTo(new Date(next.at));
        await next.act().catch(trouble);
      }
      await outside.advanceTo(new Date(instant));
    },
  };
}

/** Somebody's browser, signed in. */
export interface Browser {
  /** A page, or data where JSON is asked for. */
  get(path: string, accept?: 'json'): Promise<Answer>;
  /** Sends a form; of a field with several values each is sent. */
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Answer>;
  send(method: 'PUT' | 'POST', path: string, body: unknown): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Path and query of where the answer sends its reader on to; empty where it does not. */
  readonly next: string;
}

/** The site has answered something that its user could not go on with. */
export class Stuck extends Error {
  constructor(what: string, { status, text }: Pick<Answer, 'status' | 'text'>) {
    super(`${what}: ${status} ${/"detail":"([^"]+)"/.exec(text)?.[1] ?? headingOf(text)}`);
    this.name = 'Stuck';
  }
}

/** `answer`, if what was asked for was done. @throws {Stuck} */
export function fine(what: string, answer: Answer): Answer {
  if (answer.status < 400) return answer;
  throw new Stuck(what, answer);
}

/** A mail with the code comes within this time. */
const PATIENCE_MS = 10_000;

/** Signs `email` in with the code that comes by mail. `from` is the network address of the computer used. */
export async function signIn(outside: Outside, email: string, from: string): Promise<Browser> {
  const browser = newBrowser(outside, from);
  const asked = outside.now();
  fine('asking for a code', await browser.post('/sign-in', { email }));
  await outside.advanceTo(new Date(asked.valueOf() + PATIENCE_MS));
  const code = await codeIn(await outside.mailsTo(email, asked));
  if (!code) throw new Stuck(`no code came to ${email}`, { status: 0, text: '' });
  const answer = fine('signing in', await browser.post('/sign-in/code', { code }));
  if (answer.next === '') throw new Stuck('signing in', answer);
  return browser;
}

/** The first code among `mails`: others may come in the same moment. */
async function codeIn(mails: readonly Uint8Array[]): Promise<string | undefined> {
  for (const mail of mails) {
    const { subject = '' } = await PostalMime.parse(mail);
    const code = /^(\d{8}) /.exec(subject)?.[1];
    if (code) return code;
  }
  return undefined;
}

function newBrowser(outside: Outside, from: string): Browser {
  const cookies = new Map<string, string>();
  /** As the latest page's forms carry it; nothing on pages that write nothing. */
  let formToken = '';

  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('x-nithet-address', from);
    const response = await outside.fetch(new Request(outside.url + path, { ...init, headers }));
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    const location = response.headers.get('location');
    const { pathname = '', search = '' } = location ? new URL(location, outside.url) : {};
    const answer = {
      status: response.status,
      text: await response.text(),
      next: pathname + search,
    };
    formToken = hidden(answer, 'formToken') || formToken;
    return answer;
  }

  function keep(cookie: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    get: (path, accept) => ask(path, accept ? { headers: { accept: 'application/json' } } : {}),
    post: (path, fields) =>
      ask(path, {
        method: 'POST',
        headers: { origin: outside.url },
        body: new URLSearchParams(
          Object.entries({ ...fields, ...(formToken && { formToken }) }).flatMap(([name, values]) =>
            [values].flat().map((value): [string, string] => [name, value]),
          ),
        ),
      }),
    send: (method, path, body) =>
      ask(path, {
        method,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          origin: outside.url,
        },
        body: JSON.stringify(body),
      }),
  };
}

/** The value of a field that a page's form carries hidden. */
export function hidden({ text }: Answer, name: string): string {
  const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(text)?.[0] ?? '';
  return /value="([^"]*)"/.exec(input)?.[1] ?? '';
}

function headingOf(page: string): string {
  return (/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page)?.[1] ?? page.slice(0, 100)).replace(
    /<[^>]+>/g,
    '',
  );
}

/** The three boxes of a date, in the Buddhist Era. */
export function thaiDate(name: string, date: LocalDate): Record<string, string> {
  const [year, month = '', day = ''] = date.split('-');
  return {
    [`${name}-day`]: day,
    [`${name}-month`]: month,
    [`${name}-year`]: String(Number(year) + 543),
  };
}
