/** Pages of site visits: the office's season, its forms, each visit, and the host's own page. */
import { Hono } from 'hono';
import { calendarRoutes } from './calendars.tsx';
import { hostVisitRoutes } from './host-visit.tsx';
import { noticeRoutes } from './notices.tsx';
import { recommendationRoutes } from './recommendations.tsx';
import { seasonRoutes } from './season.tsx';
import { seasonEventRoutes } from './season-events.tsx';
import { seasonSetupRoutes } from './season-setup.tsx';
import { seasonSheetRoutes } from './season-sheets.ts';
import { submissionRoutes } from './submissions.ts';
import { visitRoutes } from './visit.ts';
import { visitChangeRoutes } from './visit-changes.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function visitsRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.route('/', seasonSetupRoutes(dependencies));
  routes.route('/', seasonEventRoutes(dependencies));
  routes.route('/', seasonRoutes(dependencies));
  routes.route('/', seasonSheetRoutes(dependencies));
  routes.route('/', visitChangeRoutes(dependencies));
  routes.route('/', noticeRoutes(dependencies));
  routes.route('/', submissionRoutes(dependencies));
  routes.route('/', visitRoutes(dependencies));
  routes.route('/', hostVisitRoutes(dependencies));
  routes.route('/', recommendationRoutes(dependencies));
  routes.route('/', calendarRoutes(dependencies));
  return routes;
}
