/** The last step of every way to sign in: what is still asked, the session, the trail. */
import type { Context } from 'hono';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { isRecovering, type Need, neededOf, type Proof } from '../../shared/domain/passkey.ts';
import { isOfOffice, mayEnter, type User } from '../../shared/domain/permissions.ts';
import { changeAccount, trailOf } from '../../shared/store/account-store.ts';
import { homeOf } from '../../shared/web/layout.tsx';
import { eventOf } from './acting.ts';
import { startSession } from './session.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

export type EnterDependencies = Pick<
  DoorDependencies,
  'accounts' | 'audits' | 'now' | 'securityNow' | 'publicUrl' | 'passkeyPolicy'
>;

/** Whether an address or a passkey of `user` opens anything now. */
export function isWelcome(
  user: User | undefined,
  { now }: Pick<DoorDependencies, 'now'>,
): user is User {
  return user !== undefined && mayEnter(user, localDateAt(now()), now());
}

/** Starts a session for `user`, who has given `proofs`, and leads on: to what is still asked, or to `next`. */
export async function enter(
  c: Context<WebEnv>,
  dependencies: EnterDependencies,
  user: User,
  proofs: readonly Proof[],
  next: string | undefined,
): Promise<Response> {
  const { accounts, passkeyPolicy: policy, securityNow } = dependencies;
  const [passkeys, recovery] = await Promise.all([
    accounts.passkeys(user.userId),
    accounts.recovery(user.userId),
  ]);
  const need = neededOf(user, {
    proofs,
    policy,
    hasPasskey: (passkeys?.keys.length ?? 0) > 0,
    recovering: isRecovering(recovery, passkeys, securityNow()),
  });
  // The session before this one has proved less.
  const before = c.get('session');
  if (before?.userId === user.userId) await accounts.endSession(user.userId, before.sessionId);
  await startSession(c, dependencies, user, { proofs, need });
  await noteAccepted(dependencies, user);
  if (need) return c.redirect(pathOfNeed(need, next), 303);
  await noteAccess(dependencies, user, 'signed-in', proofs);
  return c.redirect(next ?? homeOf(user), 303);
}

export function pathOfNeed(need: Need, next?: string): string {
  const path = {
    passkey: '/sign-in/passkey',
    'new-passkey': '/passkeys/new',
    person: '/sign-in/person',
  }[need];
  return next ? `${path}?${new URLSearchParams({ next })}` : path;
}

export async function noteAccess(
  { audits, now }: Pick<DoorDependencies, 'audits' | 'now'>,
  user: User,
  act: 'signed-in' | 'signed-out',
  proofs: readonly Proof[] = [],
): Promise<void> {
  const event = eventOf(user, now(), { act, subject: user.userId, note: proofs.join('+') });
  await audits.append(trailOf(user), event);
}

/** Whoever signs in with the invited address has accepted. */
async function noteAccepted(
  { accounts, audits, now }: EnterDependencies,
  user: User,
): Promise<void> {
  if (!user.invitation) return;
  const event = eventOf(user, now(), { act: 'account-invitation-accepted', subject: user.userId });
  await changeAccount({ accounts, audits }, user, { invitation: undefined }, event);
}

/** Whoever works in an office has a passkey, or may have one; so may everybody with an address of their own. */
export function mayHavePasskeys({ mailbox = 'personal' }: User): boolean {
  return mailbox === 'personal';
}

export function mustHavePasskey(
  user: User,
  { passkeyPolicy }: Pick<DoorDependencies, 'passkeyPolicy'>,
): boolean {
  return passkeyPolicy === 'required' && isOfOffice(user);
}
