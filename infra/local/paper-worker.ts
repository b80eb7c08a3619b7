/** Runs in a thread: makes one file after the other, and tells how far it has come. */
import { parentPort } from 'node:worker_threads';
import { type FileOrder, fileMaker } from '../../shared/documents/make-file.ts';
import { packagedPress } from '../../shared/documents/packaged-press.ts';
import { once } from '../../shared/wiring.ts';

const makeFile = fileMaker(once(() => packagedPress()));
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
