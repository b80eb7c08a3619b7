/** Sends what somebody waits for, and asks SES again where it is busy. */
import type { SendMail } from './send-mail.ts';

interface Dependencies {
  readonly send: SendMail;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** While bulk mail goes out, SES may turn a mail away; whoever waits for it should not have to ask again. */
const ATTEMPTS = 5;
const BETWEEN_MS = 250;

/** @throws {Error} where SES does not take the mail */
export async function sendAtOnce(
  { send, pause }: Dependencies,
  to: string,
  mime: Uint8Array,
  kind: 'code' | 'account',
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const sending = await send(to, mime, { kind });
    if (sending.outcome === 'sent') return;
    if (sending.outcome !== 'busy' || attempt === ATTEMPTS) {
      // What SES says after the name may hold the address, and a thrown message gets into the log.
      throw new Error(`no ${kind} was sent: ${sending.why.split(':', 1)}`);
    }
    await pause(BETWEEN_MS);
  }
}
