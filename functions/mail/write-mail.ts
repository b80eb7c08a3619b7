/** A ledger row as the mail that goes out for it. */
import type { NoticeRow } from '../../shared/domain/ledger.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { type AccountMail, composeAccountMessage } from '../../shared/mail/account-messages.ts';
import { invitationOf } from '../../shared/mail/invitation.ts';
import { SYSTEM_NAME } from '../../shared/mail/layout.ts';
import { composeMessage, type Message, messageSchema } from '../../shared/mail/messages.ts';
import { messageIdOf, mimeOf } from '../../shared/mail/mime.ts';

interface Sender {
  readonly from: string;
  readonly publicUrl: string;
}

/** @throws {ZodError} where the facts are not those of a message */
export function writeNotice(row: NoticeRow, sender: Sender, now: Date): Promise<Buffer> {
  const message = messageSchema.parse(row.facts);
  const messageId = messageIdOf(row, row.attempt, sender.publicUrl);
  return write(message, row.to, messageId, sender, now);
}

/** The mail that brings a sign-in code. `id` is fresh for each. */
export function writeCode(
  { email, code }: { email: string; code: string },
  id: string,
  sender: Sender,
  now: Date,
): Promise<Buffer> {
  return write({ kind: 'code', code }, email, freshId(id, sender), sender, now);
}

/** A mail about somebody's account. `id` is fresh for each. */
export function writeAccountMail(
  { to, message }: AccountMail,
  id: string,
  sender: Sender,
  now: Date,
): Promise<Buffer> {
  return mimeOf({
    message: composeAccountMessage(message, sender.publicUrl),
    from: { name: SYSTEM_NAME, address: sender.from },
    to,
    messageId: freshId(id, sender),
    date: now,
  });
}

function freshId(id: string, { publicUrl }: Sender): string {
  return `<${id}@${new URL(publicUrl).hostname}>`;
}

function write(
  message: Message,
  to: string,
  messageId: string,
  { from, publicUrl }: Sender,
  now: Date,
) {
  const office = 'office' in message ? message.office : undefined;
  return mimeOf({
    message: composeMessage(message, { publicUrl, today: localDateAt(now) }),
    from: { name: office?.name ?? SYSTEM_NAME, address: from },
    to,
    replyTo: office?.email,
    messageId,
    date: now,
    invitation: invitationOf(message, { to, publicUrl, stamp: now }),
  });
}
