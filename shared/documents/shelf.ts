/** Where made papers are kept: under a name that their content decides, so that nothing is made twice. */
import { createHash } from 'node:crypto';
import { type ObjectKey, objectKey } from '../objects/object-store.ts';

/** Raised whenever papers come out otherwise from the same facts. */
const MAKING = 4;

/** The place for what is made from `facts` in the way that `what` says. */
export function shelfKey(what: readonly string[], facts: unknown, extension: string): ObjectKey {
  const digest = createHash('sha256')
    .update(JSON.stringify([MAKING, what, facts]))
    .digest('hex');
  return objectKey('papers', `${digest}.${extension}`);
}
