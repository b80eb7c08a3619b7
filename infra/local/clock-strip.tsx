/** The strip above every page of a sample year: what day it is, and buttons that move the clock on. */
import * as z from 'zod';
import { addDays, instantAt, localDateAt } from '../../shared/domain/local-date.ts';
import { clock as clockTime, longDate } from '../../shared/text/thai.ts';
import type { SteppedClock } from './clock.ts';

const moves = {
  day: '+1 วัน',
  week: '+1 สัปดาห์',
  next: 'ไปถึงเรื่องถัดไป',
} as const;

/** A form that moves the clock; `back` is the page to return to. */
export const clockFormSchema = z.object({
  by: z.enum(['day', 'week', 'next']),
  back: z
    .string()
    .regex(/^\/(?![/\\])/)
    .catch('/'),
});

interface StripProps {
  readonly now: Date;
  readonly path: string;
  readonly mailbox: string;
}

export function ClockStrip({ now, path, mailbox }: StripProps) {
  return (
    <form method="post" action="/clock" class="strip-form">
      <input type="hidden" name="back" value={path} />
      <span class="strip-text">
        ปีตัวอย่าง · วันนี้ในระบบคือ <strong>{longDate(localDateAt(now))}</strong> เวลา {clockTime(now)}
      </span>
      <span class="strip-buttons">
        {Object.entries(moves).map(([by, label]) => (
          <button type="submit" name="by" value={by} class="strip-button">
            {label}
          </button>
        ))}
        <span role="status" data-busy="กำลังเลื่อนวันและส่งอีเมล…" />
        <a class="govuk-link" href={mailbox}>
          กล่องจดหมาย
        </a>
      </span>
    </form>
  );
}

/** A sample year in which nothing is due for so long has come to its end. */
const LONGEST_LOOK = 120;

/**
 * Moves the clock on, and with it everything that goes by it: by one day, by seven, or until the first day on
 * which the system has written to somebody.
 */
export async function moveClock(
  clock: SteppedClock,
  by: keyof typeof moves,
  mailsAccepted: () => number,
): Promise<void> {
  const days = by === 'day' ? 1 : by === 'week' ? 7 : LONGEST_LOOK;
  const before = mailsAccepted();
  for (let day = 0; day < days; day++) {
    await clock.advanceTo(nextMorning(clock.now()));
    if (by === 'next' && mailsAccepted() > before) return;
  }
}

/** Nine o'clock of the next day: the morning's work is done, and its mails have left at half past eight. */
function nextMorning(now: Date): Date {
  return instantAt(addDays(localDateAt(now), 1), 9);
}
