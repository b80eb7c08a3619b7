/** Users, the sign-in codes they ask for, and the sessions they hold. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AuditEvent } from '../domain/audit.ts';
import {
  needSchema,
  type Passkeys,
  passkeysSchema,
  proofSchema,
  type Recovery,
  recoverySchema,
} from '../domain/passkey.ts';
import { type User, userSchema } from '../domain/permissions.ts';
import type { AuditOwner, AuditStore } from './audit-store.ts';
import { ours, saveWithEvent, settleAudit } from './audited.ts';
import { expiring, type Key, parseItem, type Table } from './table.ts';

/** A code that was asked for from one browser. Nothing in it tells whether the address is known. */
const loginSchema = z.object({
  schemaVersion: z.literal(1),
  email: z.string(),
  /** HMAC of the code. */
  codeHash: z.string(),
  /** Wrong or right, each answer counts. */
  tries: z.int().min(0),
  /** Instant (ISO, UTC) from which the code is void. */
  expiresAt: z.iso.datetime(),
  /** Set once the code has been used. */
  usedAt: z.iso.datetime().optional(),
  /** Page that was wanted before signing in. */
  next: z.string().optional(),
});
type Login = z.infer<typeof loginSchema>;

const sessionSchema = z.object({
  schemaVersion: z.literal(1),
  userId: z.string(),
  /** Hash of the session's secret; public within the user's own list. */
  sessionId: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** Instant from which the session is void, unless it is used before. */
  expiresAt: z.iso.datetime(),
  /** Instant from which the session is void, used or not. */
  endsAt: z.iso.datetime(),
  /** What the browser calls itself, so that people recognize their sessions. */
  browser: z.string().max(300),
  /** How its user was recognized. @default by code */
  proofs: z.array(proofSchema).min(1).optional(),
  /** What is still asked for; until it is given the session opens nothing. */
  need: needSchema.optional(),
  /** Who it is that acts, where the user is a mailbox that several people read. */
  person: z.object({ name: z.string().max(120), position: z.string().max(200) }).optional(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What an authenticator is to sign: once, soon, and in the browser that asked. */
const challengeSchema = z.object({
  schemaVersion: z.literal(1),
  challenge: z.string(),
  purpose: z.enum(['sign-in', 'new-passkey']),
  /** Who is to answer, where that is known. */
  userId: z.string().optional(),
  /** Instant from which it is void. */
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().optional(),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** An office as the owner of its members. */
export type Membership = `ORG#${string}` | `PROVINCE#${string}` | 'NATION';

export interface AccountStore {
  /** Adds or changes a user; `false` when the address belongs to somebody else. */
  saveUser(user: User, audit?: AuditEvent): Promise<boolean>;
  /**
   * Gives the user that was read other facts; `changed` when others were quicker, `taken` when the new address
   * belongs to somebody else.
   */
  changeUser(
    read: User,
    facts: Partial<User>,
    audit?: AuditEvent,
  ): Promise<{ saved: User } | 'changed' | 'taken'>;
  /**
   * Notes whether mail reaches the user who signs in by `email`; answers the user where that was news. It is no change
   * of the account: whoever changes it at the same moment goes first.
   */
  noteMail(email: string, failed: User['mailFailed']): Promise<User | undefined>;
  /** Gives back the address that `user` has left, and forgets the event, which stands in the trail now. */
  userSettled(user: User): Promise<void>;
  /** Id that an address was claimed for by an invitation that was cut short. */
  reservedId(email: string): Promise<string | undefined>;
  user(userId: string): Promise<User | undefined>;
  userByEmail(email: string): Promise<User | undefined>;
  members(owner: Membership): Promise<readonly User[]>;

  /** Keeps `login` for the browser that holds `nonce`, in place of an earlier one. */
  saveLogin(nonce: string, login: Login): Promise<void>;
  login(nonce: string): Promise<Login | undefined>;
  /** Counts one try of `read`; `false` when another try was counted meanwhile. */
  countTry(nonce: string, read: Login): Promise<boolean>;
  /** Uses the code up; `false` when it was used already. */
  useLogin(nonce: string, at: Date): Promise<boolean>;
  /**
   * Counts one more of something bounded; `false`, and nothing is counted, when `most` of them happened since
   * `windowMinutes` before `at`.
   */
  withinLimit(name: string, most: number, windowMinutes: number, at: Date): Promise<boolean>;

  saveChallenge(nonce: string, challenge: Challenge): Promise<void>;
  /** The challenge of the browser that holds `nonce`, which nobody gets a second time. */
  takeChallenge(nonce: string, at: Date): Promise<Challenge | undefined>;
  passkeys(userId: string): Promise<Passkeys | undefined>;
  /** What is kept then; `undefined` when the passkeys were no longer as they were read. */
  savePasskeys(
    userId: string,
    read: Passkeys | undefined,
    next: Pick<Passkeys, 'keys' | 'recoveryId'>,
    audit?: AuditEvent,
  ): Promise<Passkeys | undefined>;
  passkeysSettled(userId: string, passkeys: Passkeys): Promise<void>;
  recovery(userId: string): Promise<Recovery | undefined>;
  /** What is kept then; `undefined` when the request was no longer as it was read. */
  saveRecovery(
    userId: string,
    read: Recovery | undefined,
    next: Omit<Recovery, 'rev' | 'schemaVersion' | 'pendingAudit'>,
    audit: AuditEvent,
  ): Promise<Recovery | undefined>;
  recoverySettled(userId: string, recovery: Recovery): Promise<void>;

  startSession(session: Session): Promise<void>;
  session(userId: string, sessionId: string): Promise<Session | undefined>;
  sessions(userId: string): Promise<readonly Session[]>;
  /** Moves the idle end; a session that has been ended meanwhile stays ended. */
  extendSession(session: Session): Promise<void>;
  /** Notes who acts; says whether the session was still open and waited for that. */
  namePerson(session: Session, person: NonNullable<Session['person']>): Promise<boolean>;
  endSession(userId: string, sessionId: string): Promise<void>;
  /** Ends all of a user's, or all but one. */
  endSessions(userId: string, exceptSessionId?: string): Promise<void>;
}

const emailSchema = z.object({ userId: z.string() });
const memberSchema = z.object({ userId: z.string() });
const limitSchema = z.object({ times: z.array(z.iso.datetime()), rev: z.int() });

function normalizedEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

function isSameAddress(one: string, other: string): boolean {
  return normalizedEmail(one) === normalizedEmail(other);
}

/** Changes an account with its event, which then stands in the trail; `event` tells what was done. */
export async function changeAccount(
  { accounts, audits }: AccountTrail,
  read: User,
  facts: Partial<User>,
  event: AuditEvent,
): Promise<{ readonly saved: User } | { readonly refused: 'changed' | 'taken' }> {
  let refused: 'changed' | 'taken' = 'changed';
  const saved = await saveWithEvent<User>(audits, {
    owner: trailOf(read),
    before: read,
    next: { ...read, ...facts },
    event,
    save: async (sealed) => {
      const outcome = await accounts.changeUser(read, facts, sealed);
      if (typeof outcome !== 'string') return outcome.saved;
      refused = outcome;
      return undefined;
    },
    settle: accounts.userSettled,
  });
  return saved ? { saved } : { refused };
}

export interface AccountTrail {
  readonly accounts: Pick<AccountStore, 'changeUser' | 'userSettled'>;
  readonly audits: Pick<AuditStore, 'append'>;
}

/** In whose trail acts on the account of `user` stand. */
export function trailOf({ role, orgId, provinces }: User): AuditOwner {
  if (orgId) return `ORG#${orgId}`;
  return role === 'provincial' && provinces[0] ? `PROVINCE#${provinces[0]}` : 'NATION';
}

export function accountStore(table: Table): AccountStore {
  const store: AccountStore = {
    async saveUser({ person: _, ...user }, audit) {
      // The address is claimed first: what a crash leaves behind is an address without a user, mended by a retry.
      if (!(await claimAddress(user))) return false;
      await table.put(userKey(user.userId), { ...user, ...(audit && { pendingAudit: audit }) });
      await enrol(user);
      return true;
    },

    async changeUser({ person: _, ...read }, facts, audit) {
      const changed = { ...read, ...facts, rev: (read.rev ?? 0) + 1 };
      const { person: __, ...saved } = {
        ...changed,
        ...(audit && { pendingAudit: audit }),
        ...(changed.email !== read.email && { formerEmail: read.email }),
      };
      if (!(await claimAddress(saved))) return 'taken';
      const key = userKey(read.userId);
      const isSaved =
        (await table.replace(key, saved, 'rev', read.rev)) ||
        (audit && ours(await store.user(read.userId), audit));
      if (!isSaved) return 'changed';
      await enrol(saved);
      return { saved };
    },

    async noteMail(email, failed) {
      const user = await store.userByEmail(email);
      if (!user || user.mailFailed?.health === failed?.health) return undefined;
      const isNoted = await table.update(userKey(user.userId), {
        set: { mailFailed: failed },
        condition: {
          expression: '#email = :email',
          names: { '#email': 'email' },
          values: { ':email': user.email },
        },
      });
      return isNoted ? user : undefined;
    },

    async userSettled({ userId, email, formerEmail, pendingAudit }) {
      if (formerEmail !== undefined && !isSameAddress(formerEmail, email)) {
        await table.remove(emailKey(formerEmail), 'userId', userId);
      }
      if (!pendingAudit && formerEmail === undefined) return;
      await settleAudit(table, userKey(userId), pendingAudit, 'formerEmail');
    },

    async reservedId(email) {
      const item = await table.get(emailKey(email));
      if (!item) return undefined;
      const { userId } = parseItem(emailSchema, item);
      return (await store.user(userId)) ? undefined : userId;
    },

    async user(userId) {
      const item = await table.get(userKey(userId));
      return item && parseItem(userSchema, item);
    },

    async userByEmail(email) {
      const item = await table.get(emailKey(email));
      // Asked for in either case, so that both take as long.
      const user = await store.user(item ? parseItem(emailSchema, item).userId : '-');
      return user && isSameAddress(user.email, email) ? user : undefined;
    },

    async members(owner) {
      const items = await table.queryAll(owner, { begins: 'MEMBER#' });
      const users = items.map((item) => store.user(parseItem(memberSchema, item).userId));
      // Whoever has moved on keeps the trace of an earlier membership.
      return (await Promise.all(users))
        .filter((user) => user !== undefined)
        .filter((user) => membershipsOf(user).includes(owner));
    },

    saveLogin(nonce, login) {
      return table.put(loginKey(nonce), { ...login, ...expiring(login.expiresAt) });
    },

    async login(nonce) {
      const item = await table.get(loginKey(nonce));
      return item && parseItem(loginSchema, item);
    },

    countTry(nonce, { tries }) {
      return table.update(loginKey(nonce), {
        set: { tries: tries + 1 },
        condition: {
          expression: '#tries = :read AND attribute_not_exists(#usedAt)',
          names: { '#usedAt': 'usedAt' },
          values: { ':read': tries },
        },
      });
    },

    useLogin(nonce, at) {
      return table.update(loginKey(nonce), {
        set: { usedAt: at.toISOString() },
        condition: { expression: 'attribute_exists(pk) AND attribute_not_exists(#usedAt)' },
      });
    },

    async withinLimit(name, most, windowMinutes, at) {
      const key = { pk: `LIMIT#${name}`, sk: 'META' };
      const since = new Date(at.valueOf() - windowMinutes * 60_000).toISOString();
      for (;;) {
        const item = await table.get(key);
        const read = item && parseItem(limitSchema, item);
        const recent = (read?.times ?? []).filter((time) => time > since);
        if (recent.length >= most) return false;
        const until = new Date(at.valueOf() + windowMinutes * 60_000).toISOString();
        const next = {
          times: [...recent, at.toISOString()],
          rev: (read?.rev ?? 0) + 1,
          ...expiring(until),
        };
        if (await table.replace(key, next, 'rev', read?.rev)) return true;
      }
    },

    saveChallenge(nonce, challenge) {
      return table.put(challengeKey(nonce), { ...challenge, ...expiring(challenge.expiresAt) });
    },

    async takeChallenge(nonce, at) {
      const item = await table.get(challengeKey(nonce));
      const read = item && parseItem(challengeSchema, item);
      if (!read || at.toISOString() >= read.expiresAt) return undefined;
      const isFirst = await table.update(challengeKey(nonce), {
        set: { usedAt: at.toISOString() },
        condition: {
          expression: '#challenge = :read AND attribute_not_exists(#usedAt)',
          names: { '#challenge': 'challenge' },
          values: { ':read': read.challenge },
        },
      });
      return isFirst ? read : undefined;
    },

    async passkeys(userId) {
      const item = await table.get(passkeysKey(userId));
      return item && parseItem(passkeysSchema, item);
    },

    async savePasskeys(userId, read, { keys, recoveryId }, audit) {
      // The use of a passkey tells no event; one that is still pending stays so.
      const pendingAudit = audit ?? read?.pendingAudit;
      const item: Passkeys = {
        schemaVersion: 1,
        keys,
        ...(recoveryId && { recoveryId }),
        rev: (read?.rev ?? 0) + 1,
        ...(pendingAudit && { pendingAudit }),
      };
      if (await table.replace(passkeysKey(userId), item, 'rev', read?.rev)) return item;
      return audit && ours(await store.passkeys(userId), audit);
    },

    async passkeysSettled(userId, { pendingAudit }) {
      if (pendingAudit) await settleAudit(table, passkeysKey(userId), pendingAudit);
    },

    async recovery(userId) {
      const item = await table.get(recoveryKey(userId));
      return item && parseItem(recoverySchema, item);
    },

    async saveRecovery(userId, read, next, audit) {
      const item = {
        ...next,
        schemaVersion: 1 as const,
        rev: (read?.rev ?? 0) + 1,
        pendingAudit: audit,
      };
      if (await table.replace(recoveryKey(userId), item, 'rev', read?.rev)) return item;
      return ours(await store.recovery(userId), audit);
    },

    async recoverySettled(userId, { pendingAudit }) {
      if (pendingAudit) await settleAudit(table, recoveryKey(userId), pendingAudit);
    },

    startSession(session) {
      return table.put(sessionKey(session), { ...session, ...expiring(session.endsAt) });
    },

    async session(userId, sessionId) {
      const item = await table.get(sessionKey({ userId, sessionId }));
      return item && parseItem(sessionSchema, item);
    },

    async sessions(userId) {
      const items = await table.queryAll(`USER#${userId}`, { begins: 'SESSION#' });
      return items.map((item) => parseItem(sessionSchema, item));
    },

    async extendSession({ seenAt, expiresAt, ...session }) {
      await table.update(sessionKey(session), {
        set: { seenAt, expiresAt },
        condition: { expression: 'attribute_exists(pk)' },
      });
    },

    namePerson(session, person) {
      return table.update(sessionKey(session), {
        set: { person, need: undefined },
        condition: { expression: '#need = :wanted', values: { ':wanted': 'person' } },
      });
    },

    endSession(userId, sessionId) {
      return table.remove(sessionKey({ userId, sessionId }));
    },

    async endSessions(userId, exceptSessionId) {
      const items = await table.queryAll(`USER#${userId}`, { begins: 'SESSION#' });
      for (const item of items) {
        const { sessionId } = parseItem(sessionSchema, item);
        if (sessionId !== exceptSessionId) await store.endSession(userId, sessionId);
      }
    },
  };
  return store;

  /** Says whether the address is the user's own now. One that its holder has given up may change hands. */
  async function claimAddress({ userId, email }: Pick<User, 'userId' | 'email'>): Promise<boolean> {
    const key = emailKey(email);
    if (await table.putNew(key, { userId })) return true;
    const item = await table.get(key);
    const holderId = item && parseItem(emailSchema, item).userId;
    if (holderId === undefined || holderId === userId) return true;
    const holder = await store.user(holderId);
    if (!holder || isSameAddress(holder.email, email)) return false;
    return table.replace(key, { userId }, 'userId', holderId);
  }

  async function enrol(user: User): Promise<void> {
    for (const pk of membershipsOf(user)) {
      await table.put({ pk, sk: `MEMBER#${user.userId}` }, { userId: user.userId });
    }
  }
}

function membershipsOf({ role, orgId, provinces }: User): Membership[] {
  if (role === 'central') return ['NATION'];
  if (orgId) return [`ORG#${orgId}`];
  const offices = provinces.map((province): Membership => `PROVINCE#${province}`);
  // The central office looks after the people of the regions.
  return role === 'regional' ? ['NATION', ...offices] : offices;
}

function userKey(userId: string): Key {
  return { pk: `USER#${userId}`, sk: 'META' };
}

function passkeysKey(userId: string): Key {
  return { pk: `USER#${userId}`, sk: 'PASSKEYS' };
}

function recoveryKey(userId: string): Key {
  return { pk: `USER#${userId}`, sk: 'RECOVERY' };
}

function emailKey(email: string): Key {
  return { pk: `EMAIL#${normalizedEmail(email)}`, sk: 'META' };
}

/** The browser's nonce is a secret: only its hash is kept. */
function loginKey(nonce: string): Key {
  return { pk: `LOGIN#${createHash('sha256').update(nonce).digest('hex')}`, sk: 'META' };
}

function challengeKey(nonce: string): Key {
  return { ...loginKey(nonce), sk: 'CHALLENGE' };
}

function sessionKey({ userId, sessionId }: Pick<Session, 'userId' | 'sessionId'>): Key {
  return { pk: `USER#${userId}`, sk: `SESSION#${sessionId}` };
}
