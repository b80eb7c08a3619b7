/** Runs in a thread: makes one file after the other, and tells how far it has come. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { once } from '../wiring.ts';
import { type FileOrder, fileMaker } from './make-file.ts';
import { packagedPress } from './packaged-press.ts';

const { assets, typesetter } = z
  .object({
    /** Directory of the typesetter and its typeface; the packages' own places where left out. */
    assets: z.string().optional(),
    typesetter: z.custom<WebAssembly.Module>((value) => typeof value === 'object'),
  })
  .parse(workerData);
const makeFile = fileMaker(once(() => packagedPress(assets, typesetter)));
const port = parentPort;
let last = Promise.resolve();

port?.on('message', ({ id, order }: { id: number; order: FileOrder }) => {
  // One at a time: two at once would only double the memory.
  last = last.then(async () => {
    try {
      const made = await makeFile(order, (done, of) => port.postMessage({ id, done, of }));
      port.postMessage({ id, made });
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
});
