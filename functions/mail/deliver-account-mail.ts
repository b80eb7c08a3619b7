/** Sends a mail about somebody's account at once. It stands in no ledger: an invitation can be sent again. */
import { type AccountMail, accountMailSchema } from '../../shared/mail/account-messages.ts';
import { sendAtOnce } from './send-at-once.ts';
import type { SendMail } from './send-mail.ts';

interface Dependencies {
  readonly write: (mail: AccountMail) => Promise<Uint8Array>;
  readonly send: SendMail;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** @throws {Error} where SES does not take the mail */
export function createDeliverAccountMail({ write, send, pause }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const mail = accountMailSchema.parse(input);
    await sendAtOnce({ send, pause }, mail.to, await write(mail), 'account');
  };
}
