/** What a published season is carried out with: the sheet of a team's day, the table of travel, texts for LINE. */
import { Hono } from 'hono';
import { seasonFrame } from './season-frame.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

export function seasonSheetRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  // Each page is loaded when somebody asks for it.
  routes.get(`${path}/days/:date/:teamId`, async (c) => {
    const frame = await seasonFrame(c);
    return (await import('./day-sheet-page.tsx')).answerDaySheet(c, dependencies, frame);
  });

  routes.get(`${path}/travel`, async (c) => {
    const frame = await seasonFrame(c);
    return (await import('./travel-page.tsx')).answerTravel(c, dependencies, frame);
  });
  routes.get(`${path}/travel.csv`, async (c) => {
    const frame = await seasonFrame(c);
    return (await import('./travel-page.tsx')).answerTravelCsv(c, dependencies, frame);
  });

  routes.get(`${path}/line`, async (c) => {
    const frame = await seasonFrame(c);
    return (await import('./season-line-page.tsx')).answerSeasonLine(c, dependencies, frame);
  });

  return routes;
}
