/** Users, the sign-in codes they ask for, and the sessions they hold. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type User, userSchema } from '../domain/permissions.ts';
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
});
export type Session = z.infer<typeof sessionSchema>;

/** An office as the owner of its members. */
type Membership = `ORG#${string}` | `PROVINCE#${string}` | 'NATION';

export interface AccountStore {
  /** Adds or changes a user; `false` when the address belongs to somebody else. */
  saveUser(user: User): Promise<boolean>;
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

  startSession(session: Session): Promise<void>;
  session(userId: string, sessionId: string): Promise<Session | undefined>;
  sessions(userId: string): Promise<readonly Session[]>;
  /** Moves the idle end; a session that has been ended meanwhile stays ended. */
  extendSession(session: Session): Promise<void>;
  endSession(userId: string, sessionId: string): Promise<void>;
}

const emailSchema = z.object({ userId: z.string() });
const memberSchema = z.object({ userId: z.string() });
const limitSchema = z.object({ times: z.array(z.iso.datetime()), rev: z.int() });

export function normalizedEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

export function accountStore(table: Table): AccountStore {
  const store: AccountStore = {
    async saveUser(user) {
      const address = { pk: `EMAIL#${normalizedEmail(user.email)}`, sk: 'META' };
      const claim = { userId: user.userId };
      // The address is claimed first: what a crash leaves behind is an address without a user, mended by a retry.
      if (!(await table.putNew(address, claim))) {
        const holder = await table.get(address);
        if (holder && parseItem(emailSchema, holder).userId !== user.userId) return false;
      }
      await table.put({ pk: `USER#${user.userId}`, sk: 'META' }, user);
      for (const pk of membershipsOf(user)) {
        await table.put({ pk, sk: `MEMBER#${user.userId}` }, claim);
      }
      return true;
    },

    async user(userId) {
      const item = await table.get({ pk: `USER#${userId}`, sk: 'META' });
      return item && parseItem(userSchema, item);
    },

    async userByEmail(email) {
      const item = await table.get({ pk: `EMAIL#${normalizedEmail(email)}`, sk: 'META' });
      // Asked for in either case, so that both take as long.
      const user = await store.user(item ? parseItem(emailSchema, item).userId : '-');
      return user && normalizedEmail(user.email) === normalizedEmail(email) ? user : undefined;
    },

    async members(owner) {
      const items = await table.queryAll(owner, { begins: 'MEMBER#' });
      const users = items.map((item) => store.user(parseItem(memberSchema, item).userId));
      return (await Promise.all(users)).filter((user) => user !== undefined);
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

    endSession(userId, sessionId) {
      return table.remove(sessionKey({ userId, sessionId }));
    },
  };
  return store;
}

function membershipsOf({ role, orgId, provinces }: User): Membership[] {
  if (role === 'central') return ['NATION'];
  if (orgId) return [`ORG#${orgId}`];
  return provinces.map((province): Membership => `PROVINCE#${province}`);
}

/** The browser's nonce is a secret: only its hash is kept. */
function loginKey(nonce: string): Key {
  return { pk: `LOGIN#${createHash('sha256').update(nonce).digest('hex')}`, sk: 'META' };
}

function sessionKey({ userId, sessionId }: Pick<Session, 'userId' | 'sessionId'>): Key {
  return { pk: `USER#${userId}`, sk: `SESSION#${sessionId}` };
}
