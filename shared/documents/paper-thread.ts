/**
 * Makes papers in a thread of its own: typesetting takes seconds, in which a site must go on answering, and the
 * typesetter never gives back the memory that it has taken, which ends with the thread.
 */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { FileOrder, MakeFile } from './make-file.ts';
import { compiledTypesetter } from './packaged-press.ts';
import { lotsOf } from './season-papers.ts';

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
const MOST_PAPERS = 50;

interface Waiting {
  readonly onProgress: Parameters<MakeFile>[1];
  readonly resolve: (file: z.infer<typeof made>) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  printed: number;
  idle?: NodeJS.Timeout;
}

/**
 * A maker whose thread runs `paper-worker.ts`, as it was built, at `file`; it starts with the first order. A worn
 * thread finishes what it has, and another takes its place.
 *
 * @param assets directory of the typesetter and its typeface; the packages' own places where left out
 */
export function paperMakerInThread(file: URL, assets?: string): MakeFile {
  let orders = 0;
  let current: Thread | undefined;
  let compiled: Promise<WebAssembly.Module> | undefined;
  let ended: Promise<unknown> = Promise.resolve();

  const end = (thread: Thread) => {
    if (current === thread) current = undefined;
    ended = thread.worker.terminate();
  };
  const rest = (thread: Thread) => {
    compiled = undefined;
    end(thread);
  };
  const settle = (thread: Thread, id: number): Waiting | undefined => {
    const one = thread.waiting.get(id);
    thread.waiting.delete(id);
    if (thread.waiting.size > 0) return one;
    // Nobody waits for a resting thread, neither here nor at the end of the process.
    thread.worker.unref();
    if (current !== thread || thread.printed >= MOST_PAPERS) end(thread);
    else thread.idle = setTimeout(rest, IDLE_MS, thread).unref();
    return one;
  };
  const start = (typesetter: WebAssembly.Module): Thread => {
    const worker = new Worker(file, {
      workerData: { assets, typesetter },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    const thread: Thread = { worker, waiting: new Map(), printed: 0 };
    worker.on('message', (sent: unknown) => {
      const message = messageSchema.parse(sent);
      if ('done' in message) thread.waiting.get(message.id)?.onProgress?.(message.done, message.of);
      else if ('error' in message) settle(thread, message.id)?.reject(new Error(message.error));
      else settle(thread, message.id)?.resolve(message.made);
    });
    const fail = (error: Error) => {
      if (current === thread) current = undefined;
      clearTimeout(thread.idle);
      for (const { reject } of thread.waiting.values()) reject(error);
      thread.waiting.clear();
    };
    worker.once('error', fail);
    worker.once('exit', (code) => fail(new Error(`the maker of papers ended with status ${code}`)));
    return thread;
  };

  const make = async (order: FileOrder, onProgress: Parameters<MakeFile>[1]) => {
    // What a worn thread has taken is given back before another takes its own.
    await ended;
    compiled ??= compiledTypesetter(assets);
    const typesetter = await compiled;
    const papers = papersOf(order);
    if (current && current.printed > 0 && current.printed + papers > MOST_PAPERS) {
      const worn = current;
      current = undefined;
      clearTimeout(worn.idle);
      if (worn.waiting.size === 0) await worn.worker.terminate();
    }
    current ??= start(typesetter);
    const thread = current;
    clearTimeout(thread.idle);
    thread.printed += papers;
    thread.worker.ref();
    orders += 1;
    const id = orders;
    return new Promise<z.infer<typeof made>>((resolve, reject) => {
      thread.waiting.set(id, { onProgress, resolve, reject });
      thread.worker.postMessage({ id, order });
    });
  };

  return async (order, onProgress) => {
    const lots = order.of === 'season' ? lotsOf(order.papers, order.format) : [];
    const [first, second] = lots;
    if (!first || !second) return make(order, onProgress);
    const printed: Uint8Array[] = [];
    for (const lot of lots) {
      const part = await make({ of: 'lot', lot }, onProgress);
      if (part) printed.push(part.bytes);
    }
    return make({ of: 'binding', bundle: first.bundle, lots: printed }, onProgress);
  };
}

function papersOf(order: FileOrder): number {
  const REPORT = 4;
  switch (order.of) {
    case 'report':
      return REPORT;
    case 'season':
      return order.papers.length;
    case 'lot':
      return order.lot.papers.length;
    case 'binding':
      return 0;
  }
}
