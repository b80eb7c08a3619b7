/** What all pages of a province's office share: who may read them, whose they are, where they lead. */
import type { Context } from 'hono';
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { type Office, orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { Crumb } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import type { NotAllowed } from './acting.ts';
import { authorized, found, pathOf, roundPathSchema, type WebEnv } from './web-environment.tsx';

export const provincePath = z.object({ province: provinceSchema });
export const seasonPath = provincePath.extend({ year: z.coerce.number().pipe(fiscalYearSchema) });
export const provinceRoundPath = provincePath.extend(roundPathSchema.shape);

/** A visit in paths: `:orgId{\\d{2}-\\d{4}}/:visitNo`. */
export const VISIT_PATH = ':orgId{[0-9]{2}-[0-9]{4}}/:visitNo{[0-9]{1,2}}';

/** What such a path names. */
export const visitPath = z.object({
  orgId: orgIdSchema,
  visitNo: z.coerce.number().int().min(1),
});

export interface ProvinceFrame {
  readonly user: User;
  readonly province: string;
  readonly office: Office;
}

/** @throws {ProblemError} 401 | 404 */
export async function provinceFrame(c: Context<WebEnv>): Promise<ProvinceFrame> {
  const { province } = pathOf(c, provincePath);
  const user = authorized(c, 'read-province', { province });
  const office = found(await c.get('dependencies').roster.office(province));
  return { user, province, office };
}

/** Below the site's name: whose page it is. */
export function lineOf({ office }: Pick<ProvinceFrame, 'office'>, year?: FiscalYear): string {
  return year ? `${office.name} · ปีงบประมาณ พ.ศ. ${year}` : office.name;
}

/** The way back to the province; those who oversee several find the list of them too. */
export function crumbsTo(
  { user, province, office }: ProvinceFrame,
  ...crumbs: readonly Crumb[]
): Crumb[] {
  const several = user.role === 'central' || user.provinces.length > 1;
  return [
    ...(several ? [{ text: 'จังหวัด', href: '/provinces' }] : []),
    { text: `จังหวัด${office.provinceName}`, href: `/provinces/${province}` },
    ...crumbs,
  ];
}

/** @throws {ProblemError} 404 for what is foreign, 403 for what may only be read */
export function refuse({ refused }: NotAllowed): never {
  throw refused === 'not-found'
    ? new ProblemError(404)
    : new ProblemError(403, {
        code: 'read-only',
        detail: 'ท่านดูหน้านี้ได้ แต่ไม่มีสิทธิทำรายการแทนสำนักงานนี้ หากจำเป็นให้แจ้งเจ้าหน้าที่ของสำนักงานนั้นทำรายการ',
      });
}
