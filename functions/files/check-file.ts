/**
 * A file's way from quarantine: taken in and looked at, then found harmless or thrown away.
 *
 * Every step may come again, from the site, from the scanner's event or from a page that shows a pending file; what
 * it does follows from the list of the place and from what lies in quarantine.
 */
import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Actor, actorSchema } from '../../shared/domain/actor.ts';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import {
  type AttachedFile,
  added,
  changed,
  cleanFileName,
  type FileList,
  fileKinds,
  LARGEST_FILE,
  mostFiles,
  scannerActor,
  without,
} from '../../shared/domain/evidence.ts';
import { placeIdSchema, placeOf } from '../../shared/domain/file-place.ts';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import {
  evidenceKey,
  type FileStore,
  quarantineKey,
  saveFiles,
} from '../../shared/store/file-store.ts';
import { kindOf } from './file-content.ts';

/**
 * Who finds a file harmless: its content alone (the embedded mode), GuardDuty, or an officer where the region has no
 * GuardDuty.
 */
export const scanningSchema = z.enum(['content', 'scanner', 'officer']);

export interface CheckFileDependencies {
  readonly files: Pick<FileStore, 'list' | 'save'>;
  readonly audits: Pick<AuditStore, 'append'>;
  readonly objects: Pick<ObjectStore, 'get' | 'head' | 'put' | 'delete' | 'tags'>;
  readonly scanning: z.infer<typeof scanningSchema>;
  readonly now: () => Date;
}

const named = { orgId: orgIdSchema, place: placeIdSchema, fileId: z.uuid() };

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html */
const scanEventSchema = z.object({
  source: z.literal('aws.guardduty'),
  detail: z.object({ s3ObjectDetails: z.object({ objectKey: z.string() }) }),
});

const inputSchema = z.union([
  z.object({ act: z.literal('take-in'), ...named, by: actorSchema }),
  z.object({ act: z.enum(['check', 'drop']), ...named }),
  scanEventSchema.transform(({ detail }) => {
    const [, orgId, place, fileId] = detail.s3ObjectDetails.objectKey.split('/');
    return z
      .object({ act: z.literal('check'), ...named })
      .parse({ act: 'check', orgId, place, fileId });
  }),
]);
type Named = Pick<z.infer<typeof inputSchema>, 'orgId' | 'place' | 'fileId'>;

export type TakingIn =
  | { readonly took: AttachedFile }
  | { readonly refused: 'absent' | 'too-many' | 'used-form' }
  | { readonly refused: 'twice'; readonly name: string };

export function createCheckFile(dependencies: CheckFileDependencies) {
  const { files, audits, objects, scanning, now } = dependencies;

  return async function checkFile(input: unknown): Promise<TakingIn | Record<string, never>> {
    const asked = inputSchema.parse(input);
    if (asked.act === 'take-in') return takeIn(asked, asked.by);
    if (asked.act === 'drop') await drop(asked);
    else await check(asked);
    return {};
  };

  async function takeIn(name: Named, by: Actor): Promise<TakingIn> {
    const { orgId, place, fileId } = name;
    const key = quarantineKey(orgId, place, fileId);
    for (;;) {
      const list = await files.list(orgId, place);
      const sent = await read(name);
      const known = list.files.find((file) => file.fileId === fileId);
      if (known) return again(name, known, sent);
      // Nothing was sent, or nothing was chosen.
      if (!sent || sent.size === 0) return { refused: 'absent' };

      const file = await looked(fileId, sent, by);
      const adding = added(list, file, mostFiles[placeOf(place).of]);
      if ('refused' in adding) {
        await objects.delete(key);
        return adding;
      }
      const act = file.state === 'rejected' ? 'file-rejected' : 'file-added';
      if (!(await saveFiles(files, audits, adding.next, eventOf(list, act, by, file)))) continue;
      if (file.state === 'rejected') await objects.delete(key);
      else await check(name);
      const { files: after } = await files.list(orgId, place);
      return { took: after.find((each) => each.fileId === fileId) ?? file };
    }
  }

  /** The page was loaded anew; or the form was sent twice, the second time with another file. */
  async function again(
    name: Named,
    known: AttachedFile,
    sent: Awaited<ReturnType<typeof read>>,
  ): Promise<TakingIn> {
    if (!sent || sent.sha256 === known.sha256) return { took: known };
    if (known.state !== 'pending')
      await objects.delete(quarantineKey(name.orgId, name.place, name.fileId));
    return { refused: 'used-form' };
  }

  async function read({ orgId, place, fileId }: Named) {
    const key = quarantineKey(orgId, place, fileId);
    const facts = await objects.head(key);
    if (!facts) return undefined;
    if (facts.size > LARGEST_FILE) return { size: facts.size, name: '' };
    const found = await objects.get(key);
    if (!found) return undefined;
    const { bytes, size, fileName = '' } = found;
    return {
      size,
      name: fileName,
      kind: await kindOf(bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  }

  async function looked(
    fileId: string,
    { name, size, kind, sha256 }: NonNullable<Awaited<ReturnType<typeof read>>>,
    by: Actor,
  ): Promise<AttachedFile> {
    const rejectedFor = size > LARGEST_FILE ? 'size' : kind === undefined ? 'type' : undefined;
    return {
      fileId,
      name: cleanFileName(name, kind),
      ...(kind && { kind }),
      size,
      ...(sha256 && !rejectedFor && { sha256 }),
      state: rejectedFor ? 'rejected' : 'pending',
      ...(rejectedFor && { rejectedFor }),
      addedAt: now().toISOString(),
      addedBy: by,
    };
  }

  /** Brings a pending file on, where that can be done yet. */
  async function check(name: Named): Promise<void> {
    const { orgId, place, fileId } = name;
    const key = quarantineKey(orgId, place, fileId);
    for (;;) {
      const list = await files.list(orgId, place);
      const file = list.files.find((each) => each.fileId === fileId);
      if (file?.state !== 'pending') return;
      const verdict = await verdictOn(file, key);
      if (verdict === 'wait') return;
      if (verdict === 'unscannable') {
        if (file.unscannable || (await files.save(changed(list, fileId, { unscannable: true }))))
          return;
        continue;
      }
      const outcome = verdict === 'harmless' ? await moved(name, file) : 'malware';
      const next = changed(
        list,
        fileId,
        outcome === 'clean' ? { state: 'clean' } : { state: 'rejected', rejectedFor: outcome },
      );
      const saved =
        outcome === 'clean'
          ? await files.save(next)
          : await saveFiles(
              files,
              audits,
              next,
              eventOf(list, 'file-rejected', scannerActor, file),
            );
      if (!saved) continue;
      await objects.delete(key);
      return;
    }
  }

  async function verdictOn(
    file: AttachedFile,
    key: ReturnType<typeof quarantineKey>,
  ): Promise<'harmless' | 'malware' | 'unscannable' | 'wait'> {
    if (scanning === 'content') return 'harmless';
    const { GuardDutyMalwareScanStatus: status } =
      scanning === 'scanner' ? await objects.tags(key) : {};
    if (status === 'THREATS_FOUND') return 'malware';
    if (status === 'NO_THREATS_FOUND' || file.released) return 'harmless';
    return status === undefined ? 'wait' : 'unscannable';
  }

  /** Moves what was looked at, and nothing that has been put in its place since. */
  async function moved({ orgId, place, fileId }: Named, { sha256, kind }: AttachedFile) {
    const target = evidenceKey(orgId, place, fileId);
    const found = await objects.get(quarantineKey(orgId, place, fileId));
    if (!found || !kind) return 'changed';
    const isSame = createHash('sha256').update(found.bytes).digest('hex') === sha256;
    if (!isSame) return 'changed';
    await objects.put(target, found.bytes, fileKinds[kind].contentType);
    return 'clean';
  }

  /** Throws the bytes of a file away that was taken out, and forgets it. */
  async function drop({ orgId, place, fileId }: Named): Promise<void> {
    for (;;) {
      const list = await files.list(orgId, place);
      const file = list.files.find((each) => each.fileId === fileId);
      if (!file?.removed) return;
      await objects.delete(quarantineKey(orgId, place, fileId));
      await objects.delete(evidenceKey(orgId, place, fileId));
      if (await files.save(without(list, fileId))) return;
    }
  }

  function eventOf(list: FileList, act: string, actor: Actor, file: AttachedFile): AuditEvent {
    return {
      eventId: randomUUID(),
      at: now().toISOString(),
      actor,
      act,
      subject: list.place,
      ...(file.sha256 && { after: file.sha256 }),
      note: file.name,
    };
  }
}
