/** A dynalite as it comes, in a process of its own: says its port on the first line. */
import { createRequire } from 'node:module';
import * as z from 'zod';

// It brings no types.
const dynalite: (options: object) => import('node:http').Server = createRequire(import.meta.url)(
  'dynalite',
);

const server = dynalite({ createTableMs: 0 });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${z.object({ port: z.number() }).parse(server.address()).port}\n`);
});
