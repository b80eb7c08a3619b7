/**
 * Makes papers in a thread of its own: typesetting takes seconds, in which a site must go on answering, and the
 * typesetter never gives back the memory that it has taken, which ends with the thread.
 */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { FileOrder, MakeFile } from './make-file.ts';

/** The typesetter holds a quarter of a gigabyte: it goes when nobody has asked for a paper for so long. */
const IDLE_MS = 60_000;

/** What scripts in the thread may hold; without a limit their garbage piles up to twice of what they need. */
const MOST_MEGABYTES = 256;

const made = z
  .object({
    fileName: z.string(),
    bytes: z.instanceof(Uint8Array),
    gaps: z.array(z.string()),
  })
  .optional();
const messageSchema = z.union([
  z.object({ id: z.int(), done: z.int(), of: z.int() }),
  z.object({ id: z.int(), error: z.string() }),
  z.object({ id: z.int(), made }),
]);

/** Papers after which a thread is worn: each leaves about a megabyte behind in the typesetter. */
const MOST_PAPERS = 150;

interface Waiting {
  readonly onProgress: Parameters<MakeFile>[1];
  readonly resolve: (file: z.infer<typeof made>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A maker whose thread runs `paper-worker.ts`, as it was built, at `worker`; it starts with the first order.
 *
 * @param assets directory of the typesetter and its typeface; the packages' own places where left out
 */
export function paperMakerInThread(worker: URL, assets?: string): MakeFile {
  const waiting = new Map<number, Waiting>();
  let orders = 0;
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let printed = 0;

  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      const resting = thread;
      const end = () => {
        if (thread === resting) thread = undefined;
        void resting?.terminate();
      };
      // Nobody waits for a resting thread, neither here nor at the end of the process.
      resting?.unref();
      if (printed >= MOST_PAPERS) end();
      else idle = setTimeout(end, IDLE_MS).unref();
    }
    return one;
  };
  const start = () => {
    const started = new Worker(worker, {
      workerData: assets,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    started.on('message', (sent: unknown) => {
      const message = messageSchema.parse(sent);
      if ('done' in message) waiting.get(message.id)?.onProgress?.(message.done, message.of);
      else if ('error' in message) settle(message.id)?.reject(new Error(message.error));
      else settle(message.id)?.resolve(message.made);
    });
    const end = (error: Error) => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.once('error', end);
    started.once('exit', (code) => end(new Error(`the maker of papers ended with status ${code}`)));
    return started;
  };

  return (order, onProgress) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      if (!thread) printed = 0;
      thread ??= start();
      printed += papersOf(order);
      thread.ref();
      orders += 1;
      waiting.set(orders, { onProgress, resolve, reject });
      thread.postMessage({ id: orders, order });
    });
}

function papersOf(order: FileOrder): number {
  const REPORT = 4;
  return order.of === 'report' ? REPORT : order.papers.length;
}
