/** What SES allows an account, and how much of it notices may take. */
import type { Quota } from './deliver-mail.ts';

/** An account outside the sandbox may send more than this in 24 hours. */
const SANDBOX_DAILY = 200;
/** The rest of a day is left to sign-in codes. */
const SHARE_OF_DAY = 0.95;

/** As SES answers `GetSendQuota`. */
interface Allowance {
  readonly Max24HourSend?: number | undefined;
  readonly MaxSendRate?: number | undefined;
  readonly SentLast24Hours?: number | undefined;
}

/** In the sandbox mails would only be refused, one by one: none leaves, and the queue waits. */
export function quotaOf({
  Max24HourSend = 0,
  MaxSendRate = 1,
  SentLast24Hours = 0,
}: Allowance): Quota {
  // An account without a bound says -1.
  const daily = Max24HourSend === -1 ? Number.POSITIVE_INFINITY : Max24HourSend;
  const left = daily <= SANDBOX_DAILY ? 0 : Math.floor(daily * SHARE_OF_DAY) - SentLast24Hours;
  return { perSecond: MaxSendRate, left: Math.max(0, left) };
}
