/** Sends a sign-in code at once. It stands in no ledger: whoever waits in vain asks for another. */
import * as z from 'zod';
import type { SendMail } from './send-mail.ts';

const codeRequestSchema = z.object({
  email: z.email().max(254),
  /** Absent where nobody is known by the address: whoever asked must not see a difference. */
  code: z.string().optional(),
});

interface Dependencies {
  readonly write: (request: { email: string; code: string }) => Promise<Uint8Array>;
  readonly send: SendMail;
}

/** @throws {Error} where SES does not take the mail */
export function createDeliverCode({ write, send }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const { email, code } = codeRequestSchema.parse(input);
    if (code === undefined) return;
    const sending = await send(email, await write({ email, code }), { kind: 'code' });
    if (sending.outcome !== 'sent') throw new Error(`no code was sent: ${sending.why}`);
  };
}
