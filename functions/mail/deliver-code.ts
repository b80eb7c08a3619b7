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
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** While bulk mail goes out, SES may turn a code away; whoever waits for it should not have to ask again. */
const ATTEMPTS = 5;
const BETWEEN_MS = 250;

/** @throws {Error} where SES does not take the mail */
export function createDeliverCode({ write, send, pause }: Dependencies) {
  return async (input: unknown): Promise<void> => {
    const { email, code } = codeRequestSchema.parse(input);
    if (code === undefined) return;
    const mime = await write({ email, code });
    for (let attempt = 1; ; attempt += 1) {
      const sending = await send(email, mime, { kind: 'code' });
      if (sending.outcome === 'sent') return;
      if (sending.outcome !== 'busy' || attempt === ATTEMPTS) {
        throw new Error(`no code was sent: ${sending.why}`);
      }
      await pause(BETWEEN_MS);
    }
  };
}
