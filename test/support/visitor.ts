/** A browser as far as cookies go. */
import type { Hono } from 'hono';
import type { WebEnv } from '../../functions/web/web-environment.tsx';

export interface Visitor {
  get(path: string): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** As a script asks: no form, an answer in JSON. */
  postOnly(path: string): Promise<Response>;
  /** @throws {Error} where the answer is not 200 */
  postForJson(path: string): Promise<unknown>;
}

export function aVisitor(app: Hono<WebEnv>): Visitor {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, { ...init, headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  const postOnly = (path: string) =>
    ask(path, { method: 'POST', headers: { accept: 'application/json' } });

  return {
    get: (path) => ask(path),
    post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
    postOnly,
    async postForJson(path) {
      const response = await postOnly(path);
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
      return response.json();
    },
  };
}
