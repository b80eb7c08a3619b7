/** Sends a sign-in code at once. It stands in no ledger: whoever waits in vain asks for another. */
import * as z from 'zod';
import { sendAtOnce } from './send-at-once.ts';
import type { SendMail } from './send-mail.ts';

const codeRequestSchema = z.object({
  email: z.email().max(254),
  /** Absent where nobody is known by the address: whoever asked must not see a difference. */
  code: z.string().optional(),
});

interface Dependencies {
  readonly write: (request: { email: string; code: string }) => Promise<Uint8Array>;
  readonly send: SendMail;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** @throws {Error} where SES does not take the mail */
export function createDeliverCode({ write, send, pause }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const { email, code } = codeRequestSchema.parse(input);
    if (code === undefined) return;
    await sendAtOnce({ send, pause }, email, await write({ email, code }), 'code');
  };
}
