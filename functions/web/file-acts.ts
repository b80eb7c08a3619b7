/** What people do with files: have one taken in, take one out, let one be opened that nothing has scanned. */
import * as z from 'zod';
import {
  type AttachedFile,
  attachedFileSchema,
  changed,
  type FileList,
} from '../../shared/domain/evidence.ts';
import { type FilePlace, placeIdOf, placeOf } from '../../shared/domain/file-place.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { saveFiles } from '../../shared/store/file-store.ts';
import { eventOf } from './acting.ts';
import { filesDesk, isHandedIn, type RightsDependencies } from './file-rights.ts';
import type { WebDependencies } from './web-environment.tsx';

export type FileDependencies = RightsDependencies &
  Pick<WebDependencies, 'files' | 'audits' | 'ask'>;

export type FileOutcome =
  | { readonly done: AttachedFile }
  | { readonly refused: 'not-found' | 'forbidden' }
  | { readonly refused: 'absent' | 'too-many' | 'used-form' | 'twice' };

type Stamp = NonNullable<AttachedFile['removed']>;

const takenSchema = z.union([
  z.object({ took: attachedFileSchema }),
  z.object({ refused: z.enum(['absent', 'too-many', 'used-form', 'twice']) }),
]);

export function createFileActs(dependencies: FileDependencies) {
  const { files, audits, ask, now } = dependencies;

  /** Has the file taken in that a browser has put into quarantine. */
  async function takeIn(
    user: User,
    orgId: string,
    place: FilePlace,
    fileId: string,
  ): Promise<FileOutcome> {
    const desk = await filesDesk(dependencies, user, orgId, place);
    if (!desk) return { refused: 'not-found' };
    if (!desk.mayChange) return { refused: 'forbidden' };
    const taken = takenSchema.parse(
      await ask('check-file', {
        act: 'take-in',
        orgId,
        place: desk.placeId,
        fileId,
        by: desk.actor,
      }),
    );
    return 'took' in taken ? { done: taken.took } : taken;
  }

  /** Takes a file out. One that was handed in stays with its version. */
  function remove(
    user: User,
    orgId: string,
    place: FilePlace,
    fileId: string,
  ): Promise<FileOutcome> {
    return act(user, orgId, place, fileId, {
      right: 'mayChange',
      name: 'file-removed',
      changes: (stamp) => ({ removed: stamp }),
    });
  }

  /** Lets a file be opened that nothing has scanned. */
  async function release(
    user: User,
    orgId: string,
    place: FilePlace,
    fileId: string,
  ): Promise<FileOutcome> {
    const outcome = await act(user, orgId, place, fileId, {
      right: 'mayRelease',
      name: 'file-released',
      changes: (stamp) => ({ released: stamp }),
    });
    if ('done' in outcome) {
      await ask('check-file', { act: 'check', orgId, place: placeIdOf(place), fileId });
    }
    return outcome;
  }

  async function act(
    user: User,
    orgId: string,
    place: FilePlace,
    fileId: string,
    {
      right,
      name,
      changes,
    }: {
      readonly right: 'mayChange' | 'mayRelease';
      readonly name: 'file-removed' | 'file-released';
      readonly changes: (stamp: Stamp) => Partial<AttachedFile>;
    },
  ): Promise<FileOutcome> {
    const desk = await filesDesk(dependencies, user, orgId, place);
    if (!desk) return { refused: 'not-found' };
    if (!desk[right]) return { refused: 'forbidden' };
    const made = changes({ at: now().toISOString(), by: desk.actor });
    for (;;) {
      const list = await files.list(orgId, desk.placeId);
      const file = list.files.find((each) => each.fileId === fileId);
      if (!file || (file.removed && name === 'file-released')) return { refused: 'not-found' };
      // A second click.
      const done =
        name === 'file-removed' ? file.removed : (file.released ?? file.state !== 'pending');
      if (done) return { done: file };
      const event = {
        ...eventOf(user, now(), { act: name, subject: desk.placeId, note: file.name }),
        actor: desk.actor,
        ...(file.sha256 && { before: file.sha256 }),
      };
      if (!(await saveFiles(files, audits, changed(list, fileId, made), event))) continue;
      return { done: { ...file, ...made } };
    }
  }

  return { takeIn, remove, release };
}

/** Time after which nobody can still be handing in a report that has the file, in milliseconds. */
const SETTLED = 3_600_000;
/** A scan takes seconds; only then is it worth asking again. */
const SCANNED = 10_000;

/** Has what is left over in a place brought on: files whose scan was missed, and files taken out long ago. */
export async function tidy(
  { ask, now, ...dependencies }: FileDependencies,
  list: FileList,
): Promise<void> {
  const { orgId, place } = list;
  const age = (at: string) => now().getTime() - Date.parse(at);
  for (const { fileId, state, addedAt, removed } of list.files) {
    if (removed && age(removed.at) > SETTLED) {
      const kept = await isHandedIn(dependencies, list, placeOf(place), fileId);
      if (!kept) await ask('check-file', { act: 'drop', orgId, place, fileId });
    } else if (!removed && state === 'pending' && age(addedAt) > SCANNED) {
      await ask('check-file', { act: 'check', orgId, place, fileId });
    }
  }
}
