/**
 * How long the system knows who somebody was.
 *
 * @see docs/security/personal-data.md, which tells the same to people
 */
import { addDays, type LocalDate, localDateAt } from './local-date.ts';
import type { Contact } from './organization.ts';
import type { User } from './permissions.ts';

/** Days after the last day in office: until the next year's reports refer to the last one no more. */
const AFTER_LEAVING = 365;
/** Days after an invitation that nobody has answered has ended. */
const AFTER_INVITATION = 90;

/** First day on which the address of `user` is forgotten; nothing while there is no such day. */
export function forgottenFrom({
  active,
  inactive,
  lastDay,
  invitation,
}: User): LocalDate | undefined {
  const left = active ? lastDay : (inactive?.on ?? lastDay);
  if (left) return addDays(left, AFTER_LEAVING);
  if (!invitation) return undefined;
  return addDays(localDateAt(new Date(invitation.until)), AFTER_INVITATION);
}

/** Whether a contact has left so long ago that nobody asks any more. */
export function isBygone({ until }: Pick<Contact, 'until'>, today: LocalDate): boolean {
  return until !== undefined && today >= addDays(until, AFTER_LEAVING);
}
