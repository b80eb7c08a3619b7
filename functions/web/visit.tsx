import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitRoutes(_dependencies: WebDependencies): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
