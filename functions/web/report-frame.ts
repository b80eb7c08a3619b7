/** What the pages of one report share: where they lie, what they open, where else somebody belongs. */
import type { Context } from 'hono';
import * as z from 'zod';
import { isEditable, type Obligation, type ReportVersion } from '../../shared/domain/obligation.ts';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { type ReportPlace, reportDesk, writingAs } from './report-desk.ts';
import type { Form } from './request-body.ts';
import {
  authorized,
  found,
  pathOf,
  roundPathSchema,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const reportPathSchema = z.object({ orgId: orgIdSchema }).extend(roundPathSchema.shape);
const versionPathSchema = reportPathSchema.extend({ version: z.coerce.number().int().min(1) });

/** The report that the routes of its pages begin with. */
export const REPORT = '/organizations/:orgId/reports/:year/:round';

/** Where the pages of one report lie. */
export function reportPath({ orgId, fiscalYear, round }: ReportPlace): string {
  return `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
}

/** The report that the path names. @throws {ProblemError} 404 */
export function placeOf(c: Context<WebEnv>): ReportPlace {
  const { orgId, year, round } = pathOf(c, reportPathSchema);
  return { orgId, fiscalYear: year, round };
}

/** The report that the path names, with whoever asks. @throws {ProblemError} 401 | 404 */
export async function openDesk(c: Context<WebEnv>) {
  const place = placeOf(c);
  const user = authorized(c, 'read-organization', place);
  return { place, user, desk: found(await reportDesk(c.get('dependencies'), place)) };
}

/** The version that the path names, with whoever asks. @throws {ProblemError} 401 | 404 */
export async function openVersion(
  c: Context<WebEnv>,
  { obligations }: Pick<WebDependencies, 'obligations'>,
) {
  const { orgId, year, round, version } = pathOf(c, versionPathSchema);
  const place: ReportPlace = { orgId, fiscalYear: year, round };
  const user = authorized(c, 'read-organization', place);
  const obligation = found(await obligations.find(orgId, place));
  const wanted = obligation.versions.find((candidate) => candidate.version === version);
  return { place, user, obligation, version: found(wanted) };
}

/** Where else this belongs, for those who may not write on it, or where nothing is left to write. */
export function elsewhere(
  user: User,
  place: ReportPlace,
  obligation: Obligation,
): string | undefined {
  const { orgId } = place;
  const last: ReportVersion | undefined = obligation.versions.at(-1);
  if (!isEditable(obligation)) {
    return last ? `${reportPath(place)}/versions/${last.version}` : `/organizations/${orgId}`;
  }
  if (writingAs(user, orgId)) return undefined;
  return can(user, 'sign-report', { orgId })
    ? `${reportPath(place)}/sign-off`
    : `/organizations/${orgId}`;
}

/** The way back to the organization and, from what comes after it, to the form. */
export function crumbs(
  user: User,
  place: ReportPlace,
  obligation: Obligation,
  here: string,
  afterForm = false,
) {
  const mine = user.orgId === place.orgId;
  return [
    {
      text: mine ? 'งานของหน่วยงาน' : obligation.organization.shortName,
      href: `/organizations/${place.orgId}`,
    },
    ...(afterForm ? [{ text: 'แบบรายงาน', href: reportPath(place) }] : []),
    { text: here },
  ];
}

/** The draft that was before the officer's eyes; -1 where the form says none. */
export function versionFrom(form: Form): number {
  const version = z.coerce.number().int().min(0).safeParse(form.get('version'));
  return version.success ? version.data : -1;
}
