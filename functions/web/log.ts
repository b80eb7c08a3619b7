/**
 * What the site writes into its log: the fields named here and no other.
 *
 * Codes, tokens, keys, addresses and bodies stay out by construction: a path is told by its pattern, an error by its
 * name and the places in the code. Its message is left out, since it may quote what somebody has typed.
 */
import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import { errorFacts } from '../../shared/error-facts.ts';
import type { WebEnv } from './web-environment.tsx';

export interface LogLine {
  readonly level: 'warning' | 'error';
  readonly event: 'refused' | 'failed';
  readonly method: string;
  /** Pattern of the route, such as `/provinces/:province`. */
  readonly route: string;
  readonly status: number;
  /** Stable code of a refusal, or name of an error. */
  readonly code?: string;
  /** Id of a user or key; no name, no address. */
  readonly by?: string;
  /** Where in the code, innermost first. */
  readonly at?: readonly string[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export function refusalLine(c: Context<WebEnv>, status: number, code: string | undefined): LogLine {
  return { level: 'warning', event: 'refused', ...factsOf(c, status), ...(code && { code }) };
}

export function failureLine(c: Context<WebEnv>, error: Error): LogLine {
  return {
    level: 'error',
    event: 'failed',
    ...factsOf(c, 500),
    ...errorFacts(error),
  };
}

function factsOf(c: Context<WebEnv>, status: number) {
  const { method } = c.req;
  const by = c.get('key')?.keyId ?? c.get('session')?.userId;
  return {
    method: METHODS.includes(method) ? method : 'other',
    route: matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none',
    status,
    ...(by && { by }),
  };
}
