/** Where people belong: an organization, a province's office, the regions and the centre. */
import type { Context } from 'hono';
import * as z from 'zod';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import {
  type Action,
  can,
  type Resource,
  type Role,
  type User,
} from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { Membership } from '../../shared/store/account-store.ts';
import { provincePath } from './province-frame.tsx';
import {
  authorized,
  found,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

/** People of one organization or office, as their list shows them. */
export interface PeoplePlace {
  readonly name: string;
  /** Path of the list. */
  readonly path: string;
  readonly owner: Membership;
  /** Whose facts an invited person gets. */
  readonly orgId?: string;
  readonly provinces: readonly string[];
  /** Roles that `user` may invite here. */
  readonly roles: readonly Role[];
}

/** The organization's place. @throws {ProblemError} 401 | 404 */
export async function organizationPlace(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
): Promise<PeoplePlace> {
  const { orgId } = pathOf(c, z.object({ orgId: orgIdSchema }));
  const user = authorized(c, 'read-organization', { orgId });
  const organization = found(await dependencies.roster.find(orgId));
  return {
    name: nameOn(organization, todayOf(dependencies)).name,
    path: `/organizations/${orgId}/people`,
    owner: `ORG#${orgId}`,
    orgId,
    provinces: [],
    roles: allowed(user, { orgId }, { officer: 'manage-officers', executive: 'manage-executives' }),
  };
}

/** The provincial office's place. @throws {ProblemError} 401 | 404 */
export async function officePlace(
  c: Context<WebEnv>,
  { roster }: Pick<WebDependencies, 'roster'>,
): Promise<PeoplePlace> {
  const { province } = pathOf(c, provincePath);
  const user = authorized(c, 'read-province', { province });
  const office = found(await roster.office(province));
  return {
    name: office.name,
    path: `/provinces/${province}/people`,
    owner: `PROVINCE#${province}`,
    provinces: [province, ...(office.alsoServes ?? [])],
    roles: allowed(user, { province }, { provincial: 'manage-office' }),
  };
}

/** The place of the regions and the centre. @throws {ProblemError} 401 | 404 */
export function nationPlace(c: Context<WebEnv>): PeoplePlace {
  authorized(c, 'administer', 'nation');
  return {
    name: 'สำนักงาน ป.ป.ช. ส่วนกลางและภาค',
    path: '/nation/people',
    owner: 'NATION',
    provinces: [],
    roles: ['central', 'regional'],
  };
}

function allowed(
  user: User,
  resource: Resource,
  actions: Partial<Readonly<Record<Role, Action>>>,
): Role[] {
  const roles = ['officer', 'executive', 'provincial'] as const;
  return roles.filter((role) => {
    const action = actions[role];
    return action !== undefined && can(user, action, resource);
  });
}

/** Path of the list that `user` stands in. */
export function listPathOf({ orgId, role, provinces }: User): string {
  if (orgId) return `/organizations/${orgId}/people`;
  return role === 'provincial' ? `/provinces/${provinces[0]}/people` : '/nation/people';
}

/** Whether `user` may see the account of `other`. */
export function maySee(user: User, { userId, orgId, role, provinces }: User): boolean {
  if (user.userId === userId) return true;
  if (orgId) return can(user, 'read-organization', { orgId });
  if (role === 'provincial') {
    return provinces.some((province) => can(user, 'read-province', { province }));
  }
  return can(user, 'administer', 'nation');
}

/** Name of the organization or office of `user`, as mails tell it. */
export async function placeNameOf(
  { orgId, role, provinces }: Pick<User, 'orgId' | 'role' | 'provinces'>,
  { roster, now }: Pick<WebDependencies, 'roster' | 'now'>,
): Promise<string> {
  if (orgId) {
    const organization = await roster.find(orgId);
    return organization ? nameOn(organization, todayOf({ now })).name : orgId;
  }
  const [province = ''] = provinces;
  if (role === 'provincial') {
    return (
      (await roster.office(province))?.name ??
      `สำนักงาน ป.ป.ช. ประจำจังหวัด${provinceNames[province] ?? province}`
    );
  }
  return role === 'regional' ? 'สำนักงาน ป.ป.ช. ภาค' : 'สำนักงาน ป.ป.ช. ส่วนกลาง';
}
