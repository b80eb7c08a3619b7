/** `npm start`: the whole product on this machine. */
import { fileURLToPath } from 'node:url';
import { paperMakerInThread } from '../../shared/documents/paper-thread.ts';
import { Unusable } from './data-directory.ts';
import { plannerInThread } from './planner-thread.ts';
import { parseSettings } from './settings.ts';
import { openSite } from './site.ts';

// The bundle keeps the project's folders, so a module of the list lies at the same place beneath `dist/`.
const load = (module: string): Promise<unknown> =>
  import(new URL(`../../${module.replace(/\.ts$/, '.js')}`, import.meta.url).href);
const builtPath = fileURLToPath(new URL('../..', import.meta.url));

try {
  const planner = plannerInThread(new URL('./planner-worker.js', import.meta.url));
  const site = await openSite({
    settings: parseSettings(process.env),
    builtPath,
    load,
    planner,
    makeFile: paperMakerInThread(
      new URL('../../shared/documents/paper-worker.js', import.meta.url),
    ),
    fail,
  });
  console.log(site.greeting);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      site.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
} catch (error) {
  fail(error);
}

/** Ends with one line for whoever started it; what nobody foresaw keeps its stack. */
function fail(error: unknown): void {
  const foreseen = error instanceof Unusable;
  console.error(
    foreseen || !(error instanceof Error)
      ? `nithet: ${String(error).replace(/^Error: /, '')}`
      : error,
  );
  process.exit(1);
}
