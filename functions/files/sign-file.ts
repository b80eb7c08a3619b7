/** Lets a browser put a file into quarantine, or save one that was found harmless, without passing it through the site. */
import * as z from 'zod';
import { LARGEST_FILE } from '../../shared/domain/evidence.ts';
import { placeIdSchema } from '../../shared/domain/file-place.ts';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { evidenceKey, quarantineKey } from '../../shared/store/file-store.ts';

const named = { orgId: orgIdSchema, place: placeIdSchema, fileId: z.uuid() };
const inputSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('upload'), ...named, comeBackTo: z.url() }),
  z.object({ act: z.literal('download'), ...named, name: z.string().min(1) }),
]);

/** How long an officer may take over choosing a file; as long as the credentials that sign for it last anyway. */
const FORM_SECONDS = 3600;
/**
 * Bytes that are let through: some more than may be attached, so that whoever sends too much is told in Thai by the
 * site, and not in English by S3.
 */
const LET_THROUGH = 2 * LARGEST_FILE;

export function createSignFile({
  objects,
}: {
  readonly objects: Pick<ObjectStore, 'uploadForm' | 'link'>;
}) {
  return async function signFile(input: unknown) {
    const asked = inputSchema.parse(input);
    const { orgId, place, fileId } = asked;
    switch (asked.act) {
      case 'upload':
        return objects.uploadForm(quarantineKey(orgId, place, fileId), {
          atMost: LET_THROUGH,
          comeBackTo: asked.comeBackTo,
          seconds: FORM_SECONDS,
        });
      case 'download':
        return {
          link: await objects.link(evidenceKey(orgId, place, fileId), { fileName: asked.name }),
        };
    }
  };
}
