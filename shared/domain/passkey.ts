/**
 * Passkeys (พาสคีย์): what is kept of them, and what the function that checks them is asked and answers.
 *
 * @see https://www.w3.org/TR/webauthn-3/
 */
import * as z from 'zod';
import { auditEventSchema } from './audit.ts';
import { isOfOffice, type User } from './permissions.ts';

/** Whether provincial, regional and central officers must have one. */
export const passkeyPolicySchema = z.enum(['required', 'optional']);
export type PasskeyPolicy = z.infer<typeof passkeyPolicySchema>;

const binary = z
  .string()
  .regex(/^[\w-]+$/)
  .max(8000);

const credentialSchema = z.object({
  /** As the authenticator calls it. */
  credentialId: binary,
  publicKey: binary,
  /** How often the authenticator says it has signed; those that are synced always say 0. */
  counter: z.int().min(0),
  /** How the browser reaches the authenticator. */
  transports: z.array(z.string().max(20)).max(10),
  /** Whether it may be copied to the owner's other devices, which never changes; and whether it has been. */
  mayBeSynced: z.boolean(),
  isSynced: z.boolean(),
});
export type Credential = z.infer<typeof credentialSchema>;

const passkeySchema = credentialSchema.extend({
  name: z.string().min(1).max(60),
  addedAt: z.iso.datetime(),
  usedAt: z.iso.datetime().optional(),
});
export type Passkey = z.infer<typeof passkeySchema>;

/** Passkeys that one user may have. */
export const MOST_PASSKEYS = 10;

/** All of a user's, in one item: that the last one stays, or a recovery serves once, is one conditional write. */
export const passkeysSchema = z.object({
  schemaVersion: z.literal(1),
  keys: z.array(passkeySchema).max(MOST_PASSKEYS),
  /** The recovery by which the first of them came; it has served. */
  recoveryId: z.string().optional(),
  rev: z.int().min(1),
  pendingAudit: auditEventSchema.optional(),
});
export type Passkeys = z.infer<typeof passkeysSchema>;

/** What somebody who has lost every passkey has asked the colleagues to confirm. */
export const recoverySchema = z.object({
  schemaVersion: z.literal(1),
  recoveryId: z.string().min(1),
  state: z.enum(['asked', 'confirmed', 'declined']),
  askedAt: z.iso.datetime(),
  /** Instant from which it is void: a day after it was asked, then a day after it was confirmed. */
  expiresAt: z.iso.datetime(),
  /** Position of the colleague. */
  by: z.string().optional(),
  rev: z.int().min(1),
  pendingAudit: auditEventSchema.optional(),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** Whether a colleague has confirmed a recovery that has neither served nor expired. */
export function isRecovering(
  recovery: Recovery | undefined,
  passkeys: Pick<Passkeys, 'recoveryId'> | undefined,
  now: Date,
): boolean {
  return (
    recovery?.state === 'confirmed' &&
    now.toISOString() < recovery.expiresAt &&
    passkeys?.recoveryId !== recovery.recoveryId
  );
}

/** What a browser answers, as `PublicKeyCredential.toJSON` gives it. */
const answerSchema = <Response extends z.ZodRawShape>(response: Response) =>
  z.object({
    id: binary,
    rawId: binary,
    type: z.literal('public-key'),
    clientExtensionResults: z.object({}),
    response: z.object({ clientDataJSON: binary, ...response }),
  });
export const registrationAnswerSchema = answerSchema({
  attestationObject: binary.max(100_000),
  transports: z.array(z.string().max(20)).max(10).exactOptional(),
});
export const authenticationAnswerSchema = answerSchema({
  authenticatorData: binary,
  signature: binary,
  /** The user's id, where the authenticator keeps it. */
  userHandle: binary.exactOptional(),
});

const knownSchema = z.array(credentialSchema.pick({ credentialId: true, transports: true }));

/** What the site asks the function that knows passkeys; it keeps nothing itself. */
export const passkeyQuestionSchema = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal('registration-options'),
    userId: z.string(),
    /** What the browser shows of the account. */
    name: z.string(),
    displayName: z.string(),
    known: knownSchema,
  }),
  z.object({
    ask: z.literal('check-registration'),
    challenge: binary,
    answer: registrationAnswerSchema,
  }),
  z.object({ ask: z.literal('authentication-options'), known: knownSchema }),
  z.object({
    ask: z.literal('check-authentication'),
    challenge: binary,
    answer: authenticationAnswerSchema,
    credential: credentialSchema,
  }),
]);
export type PasskeyQuestion = z.infer<typeof passkeyQuestionSchema>;

export const passkeyAnswerSchema = z.union([
  z.object({ challenge: binary, options: z.record(z.string(), z.unknown()) }),
  z.object({ credential: credentialSchema }),
  z.object({ refused: z.string() }),
]);
export type PasskeyAnswer = z.infer<typeof passkeyAnswerSchema>;

/**
 * Whether an authenticator that had signed as `stored` says may now have signed as `seen` says: a counter that does
 * not go up is that of a copy, unless it never counts.
 */
export function isSameAuthenticator(
  stored: Pick<Credential, 'counter' | 'mayBeSynced'>,
  seen: Pick<Credential, 'counter' | 'mayBeSynced'>,
): boolean {
  const counts = stored.counter > 0 || seen.counter > 0;
  return stored.mayBeSynced === seen.mayBeSynced && (!counts || seen.counter > stored.counter);
}

/** How somebody has shown who they are. */
export const proofSchema = z.enum(['code', 'passkey']);
export type Proof = z.infer<typeof proofSchema>;

/** What is still asked of somebody before the session opens anything. */
export const needSchema = z.enum(['passkey', 'new-passkey', 'person']);
export type Need = z.infer<typeof needSchema>;

/** What is asked next of `user`, who has given `proofs`. */
export function neededOf(
  user: Pick<User, 'role' | 'mailbox'>,
  facts: {
    readonly proofs: readonly Proof[];
    readonly policy: PasskeyPolicy;
    readonly hasPasskey: boolean;
    /** A colleague has confirmed that all passkeys are lost. */
    readonly recovering: boolean;
  },
): Need | undefined {
  if (user.mailbox === 'shared') return 'person';
  if (!isOfOffice(user) || facts.policy === 'optional' || facts.proofs.includes('passkey')) {
    return undefined;
  }
  return facts.hasPasskey && !facts.recovering ? 'passkey' : 'new-passkey';
}
