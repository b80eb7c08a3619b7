/** Somebody has lost every passkey: a colleague of the office confirms who it is, and then a code opens once more. */
import { randomUUID } from 'node:crypto';
import type { Recovery } from '../../shared/domain/passkey.ts';
import { mayVouchFor, type User, userOn } from '../../shared/domain/permissions.ts';
import { type Membership, trailOf } from '../../shared/store/account-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { eventOf } from './acting.ts';
import { placeNameOf } from './people-frame.ts';
import { type DoorDependencies, todayOf } from './web-environment.tsx';

type Dependencies = Pick<
  DoorDependencies,
  'accounts' | 'audits' | 'roster' | 'sendAccountMail' | 'now' | 'securityNow'
>;

const DAY_MS = 24 * 60 * 60_000;

export function createRecoverAccount(dependencies: Dependencies) {
  const { accounts, audits, sendAccountMail, now, securityNow } = dependencies;

  return {
    /** Tells the colleagues; a request that still waits is not made a second time. */
    async ask(user: User): Promise<void> {
      const at = securityNow();
      const [before, passkeys] = await Promise.all([
        accounts.recovery(user.userId),
        accounts.passkeys(user.userId),
      ]);
      const hasServed = before !== undefined && passkeys?.recoveryId === before.recoveryId;
      if (before && isOpen(before, at) && !hasServed) return;
      const until = new Date(at.valueOf() + DAY_MS).toISOString();
      const recovery = {
        recoveryId: randomUUID(),
        state: 'asked' as const,
        askedAt: at.toISOString(),
        expiresAt: until,
      };
      if (!(await keep(user, user, before, recovery, 'account-recovery-asked'))) return;
      await sendAccountMail({
        to: user.email,
        message: { kind: 'recovery-noted', at: at.toISOString(), until },
      });
      const place = await placeNameOf(user, dependencies);
      for (const colleague of await colleaguesOf(user)) {
        await sendAccountMail({
          to: colleague.email,
          message: {
            kind: 'recovery-asked',
            place,
            position: user.position,
            until,
            link: `/people/${user.userId}`,
          },
        });
      }
    },

    /** A colleague's answer; `false` where nothing waits for one. */
    async answer(user: User, other: User, isConfirmed: boolean): Promise<boolean> {
      const at = securityNow();
      const before = await accounts.recovery(other.userId);
      if (before?.state !== 'asked' || !isOpen(before, at)) return false;
      const until = new Date(at.valueOf() + DAY_MS).toISOString();
      const { recoveryId, askedAt } = before;
      const answer = {
        recoveryId,
        askedAt,
        state: isConfirmed ? ('confirmed' as const) : ('declined' as const),
        expiresAt: until,
        by: user.position,
      };
      const act = isConfirmed ? 'account-recovery-confirmed' : 'account-recovery-declined';
      if (!(await keep(user, other, before, answer, act))) return false;
      await sendAccountMail({
        to: other.email,
        message: isConfirmed
          ? { kind: 'recovery-confirmed', by: user.position, until, link: '/sign-in' }
          : { kind: 'recovery-declined', by: user.position },
      });
      return true;
    },
  };

  /** Those of the same office; where there is nobody else, the central office. */
  async function colleaguesOf(user: User): Promise<User[]> {
    const own = await vouchersOf(user, officesOf(user));
    return own.length > 0 ? own : vouchersOf(user, ['NATION']);
  }

  async function vouchersOf(user: User, offices: readonly Membership[]): Promise<User[]> {
    const members = await Promise.all(offices.map((office) => accounts.members(office)));
    const today = todayOf({ now });
    const vouchers = members
      .flat()
      .map((member) => userOn(member, today))
      .filter((member) => member.active && !member.invitation && mayVouchFor(member, user));
    return [...new Map(vouchers.map((member) => [member.userId, member])).values()];
  }

  function keep(
    user: User,
    { userId, ...other }: User,
    before: Recovery | undefined,
    next: Omit<Recovery, 'rev' | 'schemaVersion' | 'pendingAudit'>,
    act: string,
  ): Promise<Recovery | undefined> {
    return saveWithEvent<Recovery>(audits, {
      owner: trailOf({ userId, ...other }),
      before,
      next: { schemaVersion: 1, rev: before?.rev ?? 1, ...next },
      event: eventOf(user, now(), { act, subject: userId, note: other.position }),
      save: (sealed) => accounts.saveRecovery(userId, before, next, sealed),
      settle: (kept) => accounts.recoverySettled(userId, kept),
    });
  }
}

/** Whether a request still waits for its answer, or a confirmed one may still serve. */
export function isOpen({ state, expiresAt }: Recovery, at: Date): boolean {
  return state !== 'declined' && at.toISOString() < expiresAt;
}

function officesOf({ role, provinces }: User): Membership[] {
  if (role !== 'provincial') return ['NATION'];
  return provinces.map((province): Membership => `PROVINCE#${province}`);
}
