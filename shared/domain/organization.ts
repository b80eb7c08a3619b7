/** Local organizations (องค์กรปกครองส่วนท้องถิ่น, อปท.), their people, and the office that supervises them. */
import * as z from 'zod';
import { type LocalDate, localDateSchema } from './local-date.ts';

/** อบจ. | เทศบาลนคร | เทศบาลเมือง | เทศบาลตำบล | อบต. | รูปแบบพิเศษ */
const organizationTypes = ['pao', 'city', 'town', 'subdistrict', 'sao', 'special'] as const;
export const organizationTypeSchema = z.enum(organizationTypes);
export type OrganizationType = z.infer<typeof organizationTypeSchema>;

/** What organizations of a type are called in full; their names begin with it, save those of special form. */
export const typeNames = {
  pao: 'องค์การบริหารส่วนจังหวัด',
  city: 'เทศบาลนคร',
  town: 'เทศบาลเมือง',
  subdistrict: 'เทศบาลตำบล',
  sao: 'องค์การบริหารส่วนตำบล',
  special: 'องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ',
} satisfies Record<OrganizationType, string>;

/** Two digits of the Ministry of Interior, for example `80` (นครศรีธรรมราช). */
export const provinceSchema = z.string().regex(/^\d{2}$/);

/** Assigned once, province first, for example `80-0711`; survives renaming and upgrades. */
export const orgIdSchema = z.string().regex(/^\d{2}-\d{4}$/);

export function provinceOf(orgId: string): string {
  return orgId.slice(0, 2);
}

/**
 * What a contact is to the organization: ผู้ประสานงาน | ผู้บริหาร | ปลัด | ไปรษณีย์อิเล็กทรอนิกส์กลาง (สารบรรณ).
 * The central address takes letters and stands in where nobody else can be reached.
 */
export const contactRoleSchema = z.enum(['coordinator', 'executive', 'administrator', 'saraban']);
export type ContactRole = z.infer<typeof contactRoleSchema>;

const contactSchema = z.object({
  /** Stays with the person; a changed address keeps it, a new person gets a new one. */
  contactId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  role: contactRoleSchema,
  position: z.string().min(1).max(200),
  email: z.email().max(254),
  phone: z.string().max(60).optional(),
  /** First day on which notices go to this contact. */
  since: localDateSchema,
  /** Last day, of somebody who has moved or left. */
  until: localDateSchema.optional(),
  /** Whether mail arrives. A bounced address gets nothing until the office has mended it. */
  health: z.enum(['ok', 'bounced', 'complained']),
});
export type Contact = z.infer<typeof contactSchema>;

const nameSchema = z.object({
  /** First day on which the organization bears this name and type. */
  from: localDateSchema,
  /** In full: องค์การบริหารส่วนตำบลท่าเสม็ด. */
  name: z.string().min(1).max(200),
  /** As officers say it: อบต.ท่าเสม็ด. */
  shortName: z.string().min(1).max(120),
  type: organizationTypeSchema,
  /** The department's 7-digit code; begins with the type and so changes on an upgrade. */
  code: z.string().regex(/^\d{7}$/),
});

export const organizationSchema = z.object({
  schemaVersion: z.literal(1),
  orgId: orgIdSchema,
  province: provinceSchema,
  /** Oldest first, never empty. */
  names: z.array(nameSchema).min(1),
  amphoe: z.object({ code: z.string().regex(/^\d{4}$/), name: z.string().min(1) }),
  phone: z.string().max(60).optional(),
  website: z.string().max(200).optional(),
  /** It has become part of another (ควบรวม), which takes over what it still owed. */
  merged: z
    .object({
      /** First day on which it is no more. */
      on: localDateSchema,
      into: orgIdSchema,
    })
    .optional(),
  /** Degrees, WGS 84. */
  position: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  contacts: z.array(contactSchema),
  /** Raised whenever contacts are written on their own. */
  contactsRev: z.int().min(1).optional(),
});
export type Organization = z.infer<typeof organizationSchema>;

/** The name and type that `organization` bore on `date`; the first one for days before it. */
export function nameOn(organization: Pick<Organization, 'names'>, date: LocalDate) {
  const [first, ...later] = organization.names;
  if (!first) throw new RangeError('an organization without a name');
  return later.reduce((valid, name) => (name.from <= date ? name : valid), first);
}

/** Whether `organization` has become part of another by `day`. */
export function isMerged({ merged }: Pick<Organization, 'merged'>, day: LocalDate): boolean {
  return merged !== undefined && merged.on <= day;
}

/** The provincial office (สำนักงาน ป.ป.ช. ประจำจังหวัด…) as mails and letters name it. */
export const officeSchema = z.object({
  schemaVersion: z.literal(1),
  province: provinceSchema,
  provinceName: z.string().min(1),
  name: z.string().min(1),
  phone: z.string().min(1),
  email: z.email(),
  /** Other provinces that the office serves. */
  alsoServes: z.array(provinceSchema).optional(),
  contacts: z.array(contactSchema.pick({ contactId: true, position: true, email: true })),
});
export type Office = z.infer<typeof officeSchema>;

/**
 * Who gets a notice meant for `roles`: everyone in those roles whose address works and who was there on
 * `day`; where nobody is left the central address, and after it whoever can be reached at all.
 */
export function recipientsOf(
  contacts: readonly Contact[],
  roles: readonly ContactRole[],
  day: LocalDate,
): Contact[] {
  const reachable = contacts.filter(
    ({ health, since, until }) =>
      health === 'ok' && since <= day && (until === undefined || day <= until),
  );
  const meant = reachable.filter(({ role }) => roles.includes(role));
  if (meant.length > 0) return onePerAddress(meant);
  const central = reachable.filter(({ role }) => role === 'saraban');
  return central.length > 0 ? onePerAddress(central) : reachable.slice(0, 1);
}

/** Two people may share one mailbox: it is written to once. */
function onePerAddress(contacts: readonly Contact[]): Contact[] {
  return [
    ...new Map(contacts.toReversed().map((contact) => [contact.email, contact])).values(),
  ].toReversed();
}
