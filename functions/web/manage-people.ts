/** Who works for an organization or an office: inviting, correcting, handing over, deactivating. */
import { randomUUID } from 'node:crypto';
import type { Capacity } from '../../shared/domain/actor.ts';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import { fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf, isAwaited } from '../../shared/domain/obligation.ts';
import { mayManage, type Role, type User } from '../../shared/domain/permissions.ts';
import { rounds } from '../../shared/domain/round.ts';
import { changeAccount, trailOf } from '../../shared/store/account-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import { capacityLabels, shortDate } from '../../shared/text/thai.ts';
import { homeOf } from '../../shared/web/layout.tsx';
import { eventOf } from './acting.ts';
import { createPeopleContacts } from './people-contacts.ts';
import { placeNameOf } from './people-frame.ts';
import { todayOf, type WebDependencies } from './web-environment.tsx';

export type ManageDependencies = Pick<
  WebDependencies,
  'accounts' | 'audits' | 'roster' | 'obligations' | 'sendAccountMail' | 'now' | 'securityNow'
>;

/** An invited address opens the site this long. */
const INVITATION_DAYS = 14;

/** Somebody to be invited, in whose organization or office. */
export interface Invited {
  readonly email: string;
  readonly position: string;
  readonly role: Role;
  readonly orgId?: string | undefined;
  readonly provinces: readonly string[];
  readonly mailbox: 'personal' | 'shared';
  readonly signing?: Signing | undefined;
  /** Whether notices go to this address. */
  readonly isTold: boolean;
}

/** In which capacity an executive signs, and when. */
export interface Signing {
  readonly capacity: Capacity;
  readonly from: LocalDate;
  readonly until?: LocalDate | undefined;
}

export interface Successor {
  readonly email: string;
  readonly position: string;
  /** The predecessor's last day in office; the successor's first is the day after. */
  readonly lastDay: LocalDate;
}

export type ManageRefusal =
  | 'forbidden'
  /** The address belongs to somebody already. */
  | 'taken'
  /** Somebody else was quicker. */
  | 'changed'
  /** Nobody closes the door behind themselves. */
  | 'own';
type Outcome = { readonly done: User } | { readonly refused: ManageRefusal };

export function createManagePeople(dependencies: ManageDependencies) {
  const { accounts, audits, sendAccountMail, now, securityNow } = dependencies;
  const { addContact, changeContact, changeOfficeContact } = createPeopleContacts(dependencies);

  return {
    async invite(user: User, invited: Invited): Promise<Outcome> {
      let other = await newcomer(user, invited);
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      for (;;) {
        const holder = await accounts.userByEmail(invited.email);
        // A second click, or a colleague who had the same thought.
        if (holder && isSamePlace(holder, other)) return { done: holder };
        if (holder) return { refused: 'taken' };
        if (await add(user, other, 'account-invited', roleLabels[other.role])) break;
        // Somebody has the address but not yet an account: what is under way, or was cut short, is finished.
        other = await newcomer(user, invited);
      }
      if (invited.isTold) await addContact(other, todayOf({ now }));
      await sendInvitation(user, other);
      return { done: other };
    },

    async inviteAgain(user: User, other: User): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      if (!other.invitation) return { done: other };
      const facts = { invitation: invitationBy(user) };
      const outcome = await change(user, other, facts, 'account-invited-again');
      if ('refused' in outcome) return outcome;
      await sendInvitation(user, outcome.done);
      return outcome;
    },

    async correctPosition(user: User, other: User, position: string): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      if (position === other.position) return { done: other };
      const act = 'account-position-corrected';
      const outcome = await change(user, other, { position }, act, position);
      if ('refused' in outcome) return outcome;
      await changeContact(other, (contact) => ({ ...contact, position }));
      return outcome;
    },

    async setSigning(user: User, other: User, signing: Signing): Promise<Outcome> {
      if (!mayManage(user, other) || other.role !== 'executive') return { refused: 'forbidden' };
      const until = signing.until ? ` ถึง ${shortDate(signing.until)}` : '';
      const term = `${capacityLabels[signing.capacity]} ตั้งแต่ ${shortDate(signing.from)}${until}`;
      return change(user, other, signingFacts(signing), 'account-capacity-set', term);
    },

    async changeAddress(user: User, other: User, email: string): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      if (email === other.email) return { done: other };
      const at = securityNow().toISOString();
      const facts = { email, sessionsEndedAt: at, mailFailed: undefined };
      const outcome = await change(user, other, facts, 'account-address-changed');
      if ('refused' in outcome) return outcome;
      await accounts.endSessions(other.userId);
      await changeContact(other, (contact) => ({ ...contact, email, health: 'ok' }));
      await changeOfficeContact(other, outcome.done);
      const place = await placeNameOf(other, dependencies);
      const message = {
        kind: 'address-changed' as const,
        place,
        was: other.email,
        is: email,
        by: user.position,
        at,
      };
      await sendAccountMail({ to: other.email, message });
      await sendAccountMail({ to: email, message });
      if (outcome.done.invitation) await sendInvitation(user, outcome.done);
      return outcome;
    },

    /** The successor gets what is still open; the predecessor's account closes by itself after the last day. */
    async handOver(user: User, other: User, successor: Successor): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      const { email, position, lastDay } = successor;
      const begins = addDays(lastDay, 1);
      const { role, orgId, provinces, mailbox = 'personal' } = other;
      const signing = other.capacity && { capacity: other.capacity, from: begins };
      const facts = { email, position, role, orgId, provinces, mailbox, signing, isTold: true };
      const fresh = await newcomer(user, facts);
      const holder = await accounts.userByEmail(email);
      if (holder && (holder.userId === other.userId || !isSamePlace(holder, other))) {
        return { refused: 'taken' };
      }
      if (!holder && !(await add(user, fresh, 'account-invited', roleLabels[role]))) {
        return { refused: 'taken' };
      }
      const next = holder ?? fresh;
      const leaving = {
        lastDay,
        ...(role === 'executive' && {
          term: { from: other.term?.from ?? lastDay, until: lastDay },
        }),
      };
      const text = `${next.position} ตั้งแต่ ${shortDate(begins)}`;
      const outcome = await change(user, other, leaving, 'account-handed-over', text);
      if ('refused' in outcome) return outcome;
      await changeContact(other, (contact) => ({ ...contact, until: lastDay }));
      await addContact(next, begins);
      await changeOfficeContact(other, next);
      await sendInvitation(user, next, other);
      await sendAccountMail({
        to: other.email,
        message: {
          kind: 'handed-over',
          place: await placeNameOf(other, dependencies),
          successor: next.position,
          lastDay,
          by: user.position,
        },
      });
      return outcome;
    },

    async deactivate(user: User, other: User, reason: string): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      if (user.userId === other.userId) return { refused: 'own' };
      if (!other.active) return { done: other };
      const today = todayOf({ now });
      const closed = {
        active: false,
        inactive: { on: today, reason },
        sessionsEndedAt: securityNow().toISOString(),
      };
      const outcome = await change(user, other, closed, 'account-deactivated', reason);
      if ('refused' in outcome) return outcome;
      await accounts.endSessions(other.userId);
      await changeContact(other, (contact) => ({ ...contact, until: addDays(today, -1) }));
      await changeOfficeContact(other, undefined);
      const place = await placeNameOf(other, dependencies);
      await sendAccountMail({
        to: other.email,
        message: { kind: 'deactivated', place, by: user.position, reason },
      });
      return outcome;
    },

    async reactivate(user: User, other: User, reason: string): Promise<Outcome> {
      if (!mayManage(user, other)) return { refused: 'forbidden' };
      if (other.active && other.lastDay === undefined) return { done: other };
      const opened = {
        active: true,
        inactive: undefined,
        lastDay: undefined,
        ...(other.invitation && { invitation: invitationBy(user) }),
      };
      const outcome = await change(user, other, opened, 'account-reactivated', reason);
      if ('refused' in outcome) return outcome;
      await changeContact(other, ({ until: _, ...contact }) => contact);
      const place = await placeNameOf(other, dependencies);
      await sendAccountMail({
        to: other.email,
        message: { kind: 'reactivated', place, by: user.position, link: wayIn(other) },
      });
      return outcome;
    },
  };

  async function newcomer(user: User, invited: Invited): Promise<User> {
    const { email, position, role, orgId, provinces, mailbox, signing } = invited;
    return {
      schemaVersion: 1,
      userId: (await accounts.reservedId(email)) ?? randomUUID(),
      email,
      role,
      position,
      ...(orgId && { orgId }),
      provinces: [...provinces],
      ...(mailbox === 'shared' && { mailbox }),
      ...(signing && signingFacts(signing)),
      invitation: invitationBy(user),
      active: true,
    };
  }

  function invitationBy({ position }: User) {
    const at = now();
    const until = new Date(at.valueOf() + INVITATION_DAYS * 24 * 60 * 60_000);
    return { at: at.toISOString(), until: until.toISOString(), by: position };
  }

  async function sendInvitation(user: User, other: User, predecessor?: User): Promise<void> {
    const place = await placeNameOf(other, dependencies);
    const { position, role, invitation } = other;
    await sendAccountMail({
      to: other.email,
      message: {
        kind: 'invitation',
        place,
        position,
        role: roleLabels[role],
        by: user.position,
        ...(invitation && { until: invitation.until }),
        ...(predecessor && {
          after: predecessor.position,
          open: await openReportsOf(predecessor),
        }),
        link: wayIn(other),
      },
    });
  }

  /** What the organization still owes; nothing for offices. */
  async function openReportsOf({ orgId }: User) {
    if (!orgId) return [];
    const year = fiscalYearOf(todayOf({ now }));
    const owed = [fiscalYear(year - 1), year].flatMap((of) =>
      rounds.map((round) => dependencies.obligations.find(orgId, { fiscalYear: of, round })),
    );
    return (await Promise.all(owed))
      .filter((obligation) => obligation !== undefined)
      .filter(isAwaited)
      .map((obligation) => ({
        fiscalYear: obligation.fiscalYear,
        round: obligation.round,
        due: datesOf(obligation).due,
      }));
  }

  async function add(user: User, other: User, act: string, text: string): Promise<boolean> {
    const added = await saveWithEvent<User>(audits, {
      owner: trailOf(other),
      before: undefined,
      next: other,
      event: eventFor(user, other, act, text),
      save: async (sealed) =>
        (await accounts.saveUser(other, sealed)) ? { ...other, pendingAudit: sealed } : undefined,
      settle: accounts.userSettled,
    });
    return added !== undefined;
  }

  async function change(
    user: User,
    other: User,
    facts: Partial<User>,
    act: string,
    text?: string,
  ): Promise<Outcome> {
    const outcome = await changeAccount(
      { accounts, audits },
      other,
      facts,
      eventFor(user, other, act, text),
    );
    return 'refused' in outcome ? outcome : { done: outcome.saved };
  }

  function eventFor(user: User, other: User, act: string, text?: string): AuditEvent {
    // Ids say nothing to readers of the trail, and addresses do not belong into it.
    const told = text ? `${other.position}: ${text}` : other.position;
    return eventOf(user, now(), { act, subject: other.userId, note: told });
  }
}

function signingFacts({ capacity, from, until }: Signing): Pick<User, 'capacity' | 'term'> {
  return { capacity, term: { from, ...(until && { until }) } };
}

function isSamePlace(one: User, other: User): boolean {
  return (
    one.active &&
    one.role === other.role &&
    one.orgId === other.orgId &&
    one.provinces.join() === other.provinces.join()
  );
}

function wayIn(user: User): string {
  return `/sign-in?${new URLSearchParams({ next: homeOf(user) })}`;
}
