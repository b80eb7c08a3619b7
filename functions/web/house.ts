/** All that lies behind the site's door. */

import { Hono } from 'hono';
import { apiRoutes } from './api.ts';
import { auditRoutes } from './audit.ts';
import { editionRoutes } from './editions.ts';
import { evaluationRoutes } from './evaluation.ts';
import { executiveRoutes } from './executive.tsx';
import { fileRoutes } from './files.ts';
import { importRoutes } from './imports.tsx';
import { keyRoutes } from './keys.ts';
import { letterheadRoutes } from './letterhead.ts';
import { mergerRoutes } from './merger.ts';
import { myDataRoutes } from './my-data.ts';
import { officeRoutes } from './office.tsx';
import { officerRoutes } from './officer.tsx';
import { officesRoutes } from './offices.ts';
import { paperRoutes } from './papers.ts';
import { peopleRoutes } from './people.ts';
import { planRoutes } from './plan.ts';
import { publicRoutes } from './public.tsx';
import { rosterRoutes } from './roster.tsx';
import { visitFormRoutes } from './visit-forms.ts';
import { visitsRoutes } from './visits.tsx';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

/** All routes behind the door. */
export function houseRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const house = new Hono<WebEnv>();
  house.use(async (c, next) => {
    c.set('dependencies', dependencies);
    await next();
  });
  house.route('/', publicRoutes(dependencies));
  house.route('/', officerRoutes(dependencies));
  house.route('/', importRoutes(dependencies));
  house.route('/', executiveRoutes(dependencies));
  house.route('/', planRoutes(dependencies));
  house.route('/', fileRoutes(dependencies));
  house.route('/', officeRoutes(dependencies));
  house.route('/', paperRoutes(dependencies));
  house.route('/', letterheadRoutes());
  house.route('/', visitsRoutes(dependencies));
  house.route('/', evaluationRoutes(dependencies));
  house.route('/', auditRoutes(dependencies));
  house.route('/', keyRoutes(dependencies));
  house.route('/', myDataRoutes(dependencies));
  house.route('/', peopleRoutes(dependencies));
  house.route('/', officesRoutes(dependencies));
  house.route('/', rosterRoutes(dependencies));
  house.route('/', mergerRoutes(dependencies));
  house.route('/', editionRoutes(dependencies));
  house.route('/', visitFormRoutes(dependencies));
  house.route('/', apiRoutes(dependencies));
  return house;
}
