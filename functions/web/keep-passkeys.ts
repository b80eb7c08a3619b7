/** What becomes of a user's passkeys: one signs, one is added, named or removed. */
import type * as z from 'zod';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import {
  type authenticationAnswerSchema,
  isRecovering,
  isSameAuthenticator,
  MOST_PASSKEYS,
  type Passkey,
  type Passkeys,
  type registrationAnswerSchema,
} from '../../shared/domain/passkey.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { type Challenge, trailOf } from '../../shared/store/account-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { eventOf } from './acting.ts';
import { isWelcome, mayHavePasskeys, mustHavePasskey } from './entering.ts';
import type { DoorDependencies } from './web-environment.tsx';

type Dependencies = Pick<
  DoorDependencies,
  | 'accounts'
  | 'audits'
  | 'askPasskeys'
  | 'sendAccountMail'
  | 'now'
  | 'securityNow'
  | 'passkeyPolicy'
>;

interface Addition {
  readonly answer: z.infer<typeof registrationAnswerSchema>;
  readonly challenge: Challenge;
  readonly name: string;
  /** Asked for on the way in, where the address alone has been proved. */
  readonly isFirst: boolean;
}

export function createKeepPasskeys(dependencies: Dependencies) {
  const { accounts, audits, askPasskeys, sendAccountMail, now, securityNow } = dependencies;

  return {
    /** The user whose passkey signed `challenge`; nobody where anything does not fit. */
    async recognize(
      answer: z.infer<typeof authenticationAnswerSchema>,
      challenge: Challenge,
      /** Who has given a code before. */
      enteringId: string | undefined,
    ): Promise<User | undefined> {
      const { userHandle } = answer.response;
      const handle = userHandle && Buffer.from(userHandle, 'base64url').toString();
      const userId = enteringId ?? handle;
      if (!userId || challenge.userId !== enteringId || (handle && handle !== userId)) {
        return undefined;
      }
      const user = /^[a-z0-9-]{1,40}$/.test(userId) ? await accounts.user(userId) : undefined;
      if (!isWelcome(user, dependencies) || !mayHavePasskeys(user)) return undefined;
      for (;;) {
        const passkeys = await accounts.passkeys(userId);
        const passkey = passkeys?.keys.find(({ credentialId }) => credentialId === answer.id);
        if (!passkeys || !passkey) return undefined;
        const checked = await askPasskeys({
          ask: 'check-authentication',
          challenge: challenge.challenge,
          answer,
          credential: passkey,
        });
        if (!('credential' in checked)) return undefined;
        const seen = checked.credential;
        if (!isSameAuthenticator(passkey, seen)) {
          const event = eventFor(user, 'account-passkey-refused', passkey.name);
          await audits.append(trailOf(user), event);
          return undefined;
        }
        const { counter, isSynced } = seen;
        const usedAt = securityNow().toISOString();
        const used = { ...passkey, counter, isSynced, usedAt };
        if (await accounts.savePasskeys(userId, passkeys, replaced(passkeys, passkey, used))) {
          return user;
        }
      }
    },

    async add(
      user: User,
      { answer, challenge, name, isFirst }: Addition,
    ): Promise<{ readonly added: Passkey } | { readonly refused: string }> {
      const checked = await askPasskeys({
        ask: 'check-registration',
        challenge: challenge.challenge,
        answer,
      });
      if (!('credential' in checked)) {
        return { refused: 'ระบบตรวจพาสคีย์ที่ส่งมาไม่ผ่าน กรุณาลองอีกครั้งหรือใช้อุปกรณ์อื่น' };
      }
      const added = { ...checked.credential, name, addedAt: securityNow().toISOString() };
      for (;;) {
        const [passkeys, recovery] = await Promise.all([
          accounts.passkeys(user.userId),
          accounts.recovery(user.userId),
        ]);
        const recovering = isRecovering(recovery, passkeys, securityNow());
        // What a colleague has confirmed as lost opens nothing any more.
        const kept = recovering && isFirst ? [] : (passkeys?.keys ?? []);
        if (isFirst && kept.length > 0) {
          return { refused: 'บัญชีนี้มีพาสคีย์แล้ว กรุณาออกจากระบบแล้วเข้าสู่ระบบด้วยพาสคีย์นั้น' };
        }
        if (kept.some(({ credentialId }) => credentialId === added.credentialId)) {
          return { refused: 'อุปกรณ์นี้มีพาสคีย์ของบัญชีนี้อยู่แล้ว' };
        }
        if (kept.length >= MOST_PASSKEYS) {
          return { refused: `มีพาสคีย์ได้ไม่เกิน ${MOST_PASSKEYS} อัน กรุณาลบอันที่ไม่ใช้ก่อน` };
        }
        const recoveryId = recovering && isFirst ? recovery?.recoveryId : passkeys?.recoveryId;
        const next = { keys: [...kept, added], ...(recoveryId && { recoveryId }) };
        const act = recovering && isFirst ? 'account-recovered' : 'account-passkey-added';
        if (!(await keep(user, passkeys, next, eventFor(user, act, name)))) continue;
        if (recovering && isFirst) await accounts.endSessions(user.userId);
        await tell(user, 'passkey-added', name);
        return { added };
      }
    },

    async rename(user: User, credentialId: string, name: string): Promise<boolean> {
      for (;;) {
        const passkeys = await accounts.passkeys(user.userId);
        const passkey = passkeys?.keys.find((key) => key.credentialId === credentialId);
        if (!passkeys || !passkey) return false;
        const next = replaced(passkeys, passkey, { ...passkey, name });
        if (await accounts.savePasskeys(user.userId, passkeys, next)) return true;
      }
    },

    async remove(user: User, credentialId: string): Promise<'removed' | 'missing' | 'last'> {
      for (;;) {
        const passkeys = await accounts.passkeys(user.userId);
        const passkey = passkeys?.keys.find((key) => key.credentialId === credentialId);
        if (!passkeys || !passkey) return 'missing';
        if (passkeys.keys.length === 1 && mustHavePasskey(user, dependencies)) return 'last';
        const next = replaced(passkeys, passkey, undefined);
        const event = eventFor(user, 'account-passkey-removed', passkey.name);
        if (!(await keep(user, passkeys, next, event))) continue;
        await tell(user, 'passkey-removed', passkey.name);
        return 'removed';
      }
    },
  };

  function eventFor(user: User, act: string, name: string): AuditEvent {
    return eventOf(user, now(), { act, subject: user.userId, note: name });
  }

  function keep(
    user: User,
    before: Passkeys | undefined,
    next: Pick<Passkeys, 'keys' | 'recoveryId'>,
    event: AuditEvent,
  ): Promise<Passkeys | undefined> {
    return saveWithEvent<Passkeys>(audits, {
      owner: trailOf(user),
      before,
      next: { schemaVersion: 1, rev: before?.rev ?? 1, ...next },
      event,
      save: (sealed) => accounts.savePasskeys(user.userId, before, next, sealed),
      settle: (kept) => accounts.passkeysSettled(user.userId, kept),
    });
  }

  function tell(user: User, kind: 'passkey-added' | 'passkey-removed', name: string) {
    const at = securityNow().toISOString();
    return sendAccountMail({ to: user.email, message: { kind, name, at, link: '/passkeys' } });
  }
}

/** The user's passkeys with `after` in the place of `before`. */
function replaced(
  { keys, recoveryId }: Passkeys,
  before: Passkey,
  after: Passkey | undefined,
): Pick<Passkeys, 'keys' | 'recoveryId'> {
  const next = keys.flatMap((key) => (key === before ? (after ?? []) : key));
  return { keys: next, ...(recoveryId && { recoveryId }) };
}
