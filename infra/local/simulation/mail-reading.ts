/** The auditor reads mails while the year goes on: here, or in a thread of its own, which takes no time from the year. */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { type KeptMail, readMail, type SeenMail } from './audited-mail.ts';

export interface MailReading {
  hand(mail: KeptMail): void;
  /** All that was handed over, in the order of acceptance. @throws what went wrong with one */
  finish(): Promise<readonly SeenMail[]>;
}

export function readingHere(): MailReading {
  const mails: KeptMail[] = [];
  return {
    hand: (mail) => void mails.push(mail),
    finish: () => Promise.all(mails.map(readMail)),
  };
}

/** Mails that are handed over to the thread at once: each handing over takes a moment of the year's own thread. */
const BATCH = 100;
const seenMails = z.array(z.custom<SeenMail>((value) => typeof value === 'object'));

/** Runs `mail-reading-worker.ts`, as it was built, at `worker`. */
export function readingInThread(worker: URL): MailReading {
  const thread = new Worker(worker);
  const read: SeenMail[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  thread.on('message', (message) => void read.push(...seenMails.parse(message)));
  thread.once('error', reject);
  thread.once('exit', () => resolve());
  // Whoever waits for the end hears of it; until then nobody does, and nobody is held up.
  promise.catch(() => {});
  thread.unref();

  let batch: KeptMail[] = [];
  return {
    hand(mail) {
      batch.push(mail);
      if (batch.length < BATCH) return;
      thread.postMessage(batch);
      batch = [];
    },
    async finish() {
      thread.ref();
      thread.postMessage(batch);
      thread.postMessage('finish');
      await promise;
      return read;
    },
  };
}
