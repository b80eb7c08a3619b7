/** Sends a sign-in code at once. It stands in no ledger: whoever waits in vain asks for another. */
import * as z from 'zod';
import type { SendMail } from './send-mail.ts';

const codeRequestSchema = z.object({ email: z.email().max(254), code: z.string() });

interface Dependencies {
  readonly write: (request: z.infer<typeof codeRequestSchema>) => Promise<Uint8Array>;
  readonly send: SendMail;
}

/** @throws {Error} where SES does not take the mail */
export function createDeliverCode({ write, send }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const request = codeRequestSchema.parse(input);
    const sending = await send(request.email, await write(request), { kind: 'code' });
    if (sending.outcome !== 'sent') throw new Error(`no code was sent: ${sending.why}`);
  };
}
