/** Who may do what: one pure function over the signed-in user and what is acted on. */
import * as z from 'zod';
import { orgIdSchema, provinceOf, provinceSchema } from './organization.ts';
import { type Actor, capacitySchema } from './report.ts';

export const userSchema = z.object({
  schemaVersion: z.literal(1),
  userId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  email: z.email(),
  /** เจ้าหน้าที่ อปท. | ผู้บริหาร | สำนักงาน ป.ป.ช. ประจำจังหวัด | ภาค | ส่วนกลาง */
  role: z.enum(['officer', 'executive', 'provincial', 'regional', 'central']),
  position: z.string().min(1).max(200),
  /** Of officers and executives. */
  orgId: orgIdSchema.optional(),
  /** Of provincial and regional officers: the provinces that their office serves. */
  provinces: z.array(provinceSchema),
  /** Of executives: in which capacity they sign. */
  capacity: capacitySchema.optional(),
  active: z.boolean(),
});
export type User = z.infer<typeof userSchema>;

export type Action =
  | 'read-organization'
  | 'edit-report'
  | 'sign-report'
  | 'answer-visit'
  | 'read-province'
  | 'review-report'
  | 'report-on-behalf'
  | 'plan-visits'
  | 'record-supervision'
  | 'manage-keys'
  | 'read-audit'
  | 'administer';

export type Resource = { readonly orgId: string } | { readonly province: string } | 'nation';

export function can(user: User, action: Action, resource: Resource): boolean {
  if (!user.active) return false;
  switch (action) {
    case 'read-organization':
    case 'read-audit':
      return isOwn(user, resource) || oversees(user, resource);
    case 'manage-keys':
      return managesKeys(user, resource);
    case 'edit-report':
      return user.role === 'officer' && isOwn(user, resource);
    case 'sign-report':
      return user.role === 'executive' && isOwn(user, resource);
    case 'answer-visit':
      return isOwn(user, resource);
    case 'read-province':
      return oversees(user, resource);
    case 'review-report':
    case 'report-on-behalf':
    case 'plan-visits':
    case 'record-supervision':
      return user.role === 'provincial' && oversees(user, resource);
    case 'administer':
      return user.role === 'central';
  }
}

export function actorOf({ userId, position, role }: User, onBehalfOf?: string): Actor {
  return { userId, position, role, ...(onBehalfOf && { onBehalfOf }) };
}

function isOwn(user: User, resource: Resource): boolean {
  return resource !== 'nation' && 'orgId' in resource && user.orgId === resource.orgId;
}

/** Keys act in their owner's name: only the owner makes them, an office its own and none of its organizations'. */
function managesKeys(user: User, resource: Resource): boolean {
  if (resource === 'nation') return false;
  if ('orgId' in resource) return isOwn(user, resource);
  return user.role === 'provincial' && oversees(user, resource);
}

function oversees(user: User, resource: Resource): boolean {
  if (user.role === 'central') return true;
  if (resource === 'nation' || (user.role !== 'provincial' && user.role !== 'regional'))
    return false;
  return user.provinces.includes(
    'orgId' in resource ? provinceOf(resource.orgId) : resource.province,
  );
}
