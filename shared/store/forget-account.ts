/** Takes out of the table who a person was that has left, and leaves what they did. */
import { systemActor } from '../domain/audit.ts';
import { localDateAt } from '../domain/local-date.ts';
import { type User, userOn } from '../domain/permissions.ts';
import { type AccountStore, changeAccount } from './account-store.ts';
import type { AuditStore } from './audit-store.ts';

export interface ForgetDependencies {
  readonly accounts: Pick<
    AccountStore,
    'changeUser' | 'userSettled' | 'endSessions' | 'passkeys' | 'savePasskeys'
  >;
  readonly audits: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

export type Forgetting =
  | { readonly forgotten: string }
  /** Whoever still works is not forgotten: the account is closed first. */
  | { readonly refused: 'active' | 'changed' };

/**
 * Replaces the address of a closed account by one that nobody has, and removes its passkeys and sessions. Its id
 * stays, since the audit trail names it; events of the trail stay as they are. May be repeated.
 */
export async function forgetAccount(
  { accounts, audits, now }: ForgetDependencies,
  user: User,
): Promise<Forgetting> {
  const { userId } = user;
  const today = localDateAt(now());
  if (userOn(user, today).active) return { refused: 'active' };
  if (isForgotten(user)) return { forgotten: userId };
  // The address goes last: until then the account is found again by whoever takes this up anew.
  await accounts.endSessions(userId);
  const passkeys = await accounts.passkeys(userId);
  if (passkeys && passkeys.keys.length > 0) {
    if (!(await accounts.savePasskeys(userId, passkeys, { keys: [] }))) {
      return { refused: 'changed' };
    }
  }
  const outcome = await changeAccount(
    { accounts, audits },
    user,
    {
      email: `${userId}@${FORGOTTEN}`,
      invitation: undefined,
      mailFailed: undefined,
      active: false,
      inactive: { on: user.inactive?.on ?? user.lastDay ?? today, reason: 'ไม่ระบุ' },
    },
    {
      // One event, however often it is tried.
      eventId: `forgotten-${userId}`,
      at: now().toISOString(),
      actor: systemActor,
      act: 'account-forgotten',
      subject: userId,
      note: user.position,
    },
  );
  return 'refused' in outcome ? { refused: 'changed' } : { forgotten: userId };
}

const FORGOTTEN = 'forgotten.invalid';

export function isForgotten({ email }: Pick<User, 'email'>): boolean {
  return email.endsWith(`@${FORGOTTEN}`);
}
