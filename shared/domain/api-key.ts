/** Keys by which other programs use the JSON API in the place of an organization or a province's office. */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { auditEventSchema } from './audit.ts';
import { orgIdSchema, provinceSchema } from './organization.ts';
import type { User } from './permissions.ts';

/** What a key may be allowed: reading, saving drafts and asking for more time, handing in, changing the plan. */
export const keyActions = ['read', 'save-draft', 'submit', 'change-plan'] as const;
export type KeyAction = (typeof keyActions)[number];

/** Days that a key may last; one year at most. */
export const keyLifetimes = [30, 90, 180, 365] as const;

/** `80-0711-k3v9q2x7ab`: whose it is, then ten characters of its own. */
export const keyIdSchema = z.string().regex(/^\d{2}(-\d{4})?-[a-z0-9]{10}$/);

export const apiKeySchema = z.object({
  schemaVersion: z.literal(1),
  keyId: keyIdSchema,
  /** Which program uses it, in its owner's words. */
  name: z.string().min(1).max(100),
  /** Its only organization, or the province whose office it stands for. */
  scope: z.union([z.object({ orgId: orgIdSchema }), z.object({ province: provinceSchema })]),
  actions: z.array(z.enum(keyActions)).min(1),
  /** SHA-256 of the secret, which has 256 bits of its own. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  createdBy: actorSchema,
  /** Instant from which it opens nothing any more. */
  expiresAt: z.iso.datetime(),
  /** As known to the hour: using a key is to cost no write each time. */
  lastUsedAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
  rev: z.int().min(1),
  pendingAudit: auditEventSchema.optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export type KeyScope = ApiKey['scope'];

/** What programs send: `nit_<id>_<secret>`; the id and the secret, or nothing where it is no such text. */
export function keyParts(text: string): { keyId: string; secret: string } | undefined {
  const match = /^nit_(\d{2}(?:-\d{4})?-[a-z0-9]{10})_([0-9a-f]{64})$/.exec(text);
  const [, keyId, secret] = match ?? [];
  return keyId && secret ? { keyId, secret } : undefined;
}

/** The scope that an id carries. */
export function scopeOf(keyId: string): KeyScope {
  const owner = keyIdSchema.parse(keyId).slice(0, -11);
  return owner.length === 2 ? { province: owner } : { orgId: owner };
}

export function keyState(
  { revokedAt, expiresAt }: ApiKey,
  now: Date,
): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== undefined) return 'revoked';
  return now.toISOString() < expiresAt ? 'valid' : 'expired';
}

/** The key as the one who acts: it may do what its organization's officer, or its office's, may do by the API. */
export function principalOf({ keyId, name, scope }: ApiKey): User {
  const isOrganizations = 'orgId' in scope;
  return {
    schemaVersion: 1,
    userId: `key-${keyId}`,
    email: `${keyId}@key.invalid`,
    role: isOrganizations ? 'officer' : 'provincial',
    position: `ระบบงาน ${name}`,
    ...(isOrganizations && { orgId: scope.orgId }),
    provinces: isOrganizations ? [] : [scope.province],
    active: true,
  };
}
