import { Hono } from 'hono';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function officeRoutes(_dependencies: WebDependencies): Hono<WebEnv> {
  return new Hono<WebEnv>();
}
