/** A browser without scripts: it keeps its cookies, opens pages and sends forms. */
import type { Hono } from 'hono';
import type { WebEnv } from '../../functions/web/web-environment.tsx';

/** What a form holds; a name with several values stands as often, and a file makes the form multipart. */
export type Fields = Readonly<Record<string, string | File | readonly string[]>>;

export interface Visitor {
  /** What the browser keeps, as it is sent. */
  readonly cookie: string;
  /** Any request at all, with the cookies. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  get(path: string): Promise<Response>;
  /** The page's words and tags. @throws {Error} where the answer is not 200 */
  read(path: string): Promise<string>;
  /** Sends a form: its fields, or a body that was made already. */
  post(path: string, fields?: Fields | URLSearchParams | FormData): Promise<Response>;
  /** As a script asks: no form, an answer in JSON. */
  postOnly(path: string): Promise<Response>;
  /** @throws {Error} where the answer is not 200 */
  postForJson(path: string): Promise<unknown>;
}

/** @param kept what another browser sent as its cookies */
export function aVisitor(app: Hono<WebEnv>, kept = ''): Visitor {
  const cookies = new Map<string, string>();
  for (const [, name = '', value = ''] of kept.matchAll(/([^=; ]+)=([^;]*)/g)) {
    cookies.set(name, value);
  }
  const sent = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', sent());
    const response = await app.request(path, { ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  async function found(path: string, init?: RequestInit): Promise<Response> {
    const response = await ask(path, init);
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
    return response;
  }

  const byScript = { method: 'POST', headers: { accept: 'application/json' } };

  return {
    get cookie() {
      return sent();
    },
    ask,
    get: (path) => ask(path),
    read: async (path) => (await found(path)).text(),
    post: (path, fields = {}) => ask(path, { method: 'POST', body: bodyOf(fields) }),
    postOnly: (path) => ask(path, byScript),
    postForJson: async (path) => (await found(path, byScript)).json(),
  };
}

/** A form as it is sent where it may carry files. */
export function multipart(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  return form;
}

function bodyOf(fields: Fields | URLSearchParams | FormData): URLSearchParams | FormData {
  if (fields instanceof URLSearchParams || fields instanceof FormData) return fields;
  const form = multipart(fields);
  const plain = [...form].filter((field): field is [string, string] => !(field[1] instanceof File));
  return plain.length < [...form].length ? form : new URLSearchParams(plain);
}

/** The value that a form on the page holds unseen; empty where there is none. */
export function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
}

/** The three fields of a date: `15/4/2563`, with the year of the Buddhist Era. */
export function dateFields(name: string, date: string): Record<string, string> {
  const [day = '', month = '', year = ''] = date.split('/');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}
