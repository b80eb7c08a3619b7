/** Who may do what: one pure function over the signed-in user and what is acted on. */
import * as z from 'zod';
import { type Actor, capacitySchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { type LocalDate, localDateSchema } from './local-date.ts';
import { orgIdSchema, provinceOf, provinceSchema } from './organization.ts';

const roles = ['officer', 'executive', 'provincial', 'regional', 'central'] as const;

export type Role = (typeof roles)[number];

export const userSchema = z.object({
  schemaVersion: z.literal(1),
  userId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  email: z.email(),
  /** เจ้าหน้าที่ อปท. | ผู้บริหาร | สำนักงาน ป.ป.ช. ประจำจังหวัด | ภาค | ส่วนกลาง */
  role: z.enum(roles),
  position: z.string().min(1).max(200),
  /** Of officers and executives. */
  orgId: orgIdSchema.optional(),
  /** Of provincial and regional officers: the provinces that their office serves. */
  provinces: z.array(provinceSchema),
  /** Of executives: in which capacity they sign. */
  capacity: capacitySchema.optional(),
  /** Of executives: first and last day on which they may sign in that capacity. @default any day */
  term: z.object({ from: localDateSchema, until: localDateSchema.optional() }).optional(),
  /** A mailbox that several people read (สารบรรณ): who signs in through it says each time who they are. */
  mailbox: z.enum(['personal', 'shared']).optional(),
  /** Last day in office of somebody who moves. */
  lastDay: localDateSchema.optional(),
  /** Of somebody who has not signed in yet. */
  invitation: z
    .object({
      at: z.iso.datetime(),
      /** Instant from which the address opens nothing any more, until it is invited again. */
      until: z.iso.datetime(),
      /** Position of whoever invited. */
      by: z.string(),
    })
    .optional(),
  active: z.boolean(),
  /** Why an inactive user is so. */
  inactive: z.object({ on: localDateSchema, reason: z.string().min(1).max(500) }).optional(),
  /** Instant: sessions that began until then are dead. */
  sessionsEndedAt: z.iso.datetime().optional(),
  /** What became of the last mail to the address about signing in, where it did not arrive. */
  mailFailed: z
    .object({ at: z.iso.datetime(), health: z.enum(['bounced', 'complained']) })
    .optional(),
  /** Raised by every change of an existing user. */
  rev: z.int().min(1).optional(),
  /** The act of the last change, until it stands in the audit trail. */
  pendingAudit: auditEventSchema.optional(),
  /** Address before the last change, until it is given back. */
  formerEmail: z.email().optional(),
});

/** A user; within a session through a shared mailbox with the name that the person gave. */
export type User = z.infer<typeof userSchema> & {
  readonly person?: string;
  /** Organizations that have become part of the user's own: what they owed is the user's to do. */
  readonly actsFor?: readonly string[];
};

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
  /** Invites, moves, corrects and deactivates an organization's officers; its executives; an office's people. */
  | 'manage-officers'
  | 'manage-executives'
  | 'manage-office'
  /** The same for regional and central officers, and sets offices up. */
  | 'administer';

export type Resource = { readonly orgId: string } | { readonly province: string } | 'nation';

export function can(user: User, action: Action, resource: Resource): boolean {
  if (!user.active) return false;
  switch (action) {
    case 'read-organization':
    case 'read-audit':
      return isOwn(user, resource) || oversees(user, resource);
    case 'manage-keys':
      return isPersonal(user) && managesKeys(user, resource);
    case 'edit-report':
      return user.role === 'officer' && isOwn(user, resource);
    case 'sign-report':
      // An act in one's own name: a mailbox that several people read cannot vouch for it.
      return user.role === 'executive' && isPersonal(user) && isOwn(user, resource);
    case 'answer-visit':
      return isOwn(user, resource);
    case 'read-province':
      return oversees(user, resource);
    case 'review-report':
    case 'report-on-behalf':
    case 'plan-visits':
    case 'record-supervision':
      return user.role === 'provincial' && oversees(user, resource);
    case 'manage-officers':
      return isPersonal(user) && (isOwn(user, resource) || isOffice(user, resource));
    case 'manage-executives':
      // Not an officer: whoever could invite an executive could sign reports in that name.
      return (
        isPersonal(user) &&
        ((user.role === 'executive' && isOwn(user, resource)) || isOffice(user, resource))
      );
    case 'manage-office':
      return (
        resource !== 'nation' &&
        'province' in resource &&
        (user.role === 'central' || isOffice(user, resource))
      );
    case 'administer':
      return user.role === 'central';
  }
}

/** Whether `user` may invite, move, correct or deactivate somebody like `other`. */
export function mayManage(user: User, { role, orgId, provinces }: User): boolean {
  switch (role) {
    case 'officer':
    case 'executive':
      return (
        orgId !== undefined &&
        can(user, role === 'officer' ? 'manage-officers' : 'manage-executives', { orgId })
      );
    case 'provincial': {
      // The first one is where the office is; the others are served besides.
      const [province] = provinces;
      return province !== undefined && can(user, 'manage-office', { province });
    }
    case 'regional':
    case 'central':
      return can(user, 'administer', 'nation');
  }
}

/** Whether `user` may confirm that a colleague, who has lost every passkey, is who they say. */
export function mayVouchFor(user: User, other: User): boolean {
  return user.userId !== other.userId && isOfOffice(other) && mayManage(user, other);
}

/** Provincial, regional and central officers: they see and decide what others have reported. */
export function isOfOffice({ role }: Pick<User, 'role'>): boolean {
  return role === 'provincial' || role === 'regional' || role === 'central';
}

/** The user as the rules see them on `today`: nobody acts after the last day in office. */
export function userOn<Given extends User>(user: Given, today: LocalDate): Given {
  return user.lastDay !== undefined && today > user.lastDay ? { ...user, active: false } : user;
}

/** Whether `user` may sign in at `now`, which is on `today`. */
export function mayEnter(user: User, today: LocalDate, now: Date): boolean {
  const { active, invitation } = userOn(user, today);
  return active && (invitation === undefined || now.toISOString() < invitation.until);
}

/** Why an executive may not sign on `today`: the term has not begun, or is over. */
export function outOfTerm(
  { term }: Pick<User, 'term'>,
  today: LocalDate,
): { readonly begins: LocalDate } | { readonly ended: LocalDate } | undefined {
  if (!term) return undefined;
  if (today < term.from) return { begins: term.from };
  return term.until !== undefined && today > term.until ? { ended: term.until } : undefined;
}

export function actorOf({ userId, position, role, person }: User, onBehalfOf?: string): Actor {
  return { userId, position, role, ...(person && { person }), ...(onBehalfOf && { onBehalfOf }) };
}

function isPersonal({ mailbox = 'personal' }: User): boolean {
  return mailbox === 'personal';
}

function isOffice(user: User, resource: Resource): boolean {
  return user.role === 'provincial' && oversees(user, resource);
}

function isOwn(user: User, resource: Resource): boolean {
  if (resource === 'nation' || !('orgId' in resource)) return false;
  return user.orgId === resource.orgId || (user.actsFor ?? []).includes(resource.orgId);
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
