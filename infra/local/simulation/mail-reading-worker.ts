/** Runs in a thread: reads the mails that it is handed, until there are no more. */
import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { readMail } from './audited-mail.ts';

const handed = z.union([
  z.literal('finish'),
  z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      to: z.array(z.string()),
      source: z.instanceof(Uint8Array),
    }),
  ),
]);

let last = Promise.resolve();

parentPort?.on('message', (message: unknown) => {
  const mails = handed.parse(message);
  // In their order: the end comes when the last one is read. A failure ends the thread.
  last = last.then(async () => {
    if (mails === 'finish') parentPort?.close();
    else parentPort?.postMessage(await Promise.all(mails.map(readMail)));
  });
});
