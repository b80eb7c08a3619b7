/** Wires the signing and the checking of files; neither is part of the site's bundle. */
import * as z from 'zod';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import type { Platform } from '../../shared/platform.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { fileStore } from '../../shared/store/file-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createCheckFile, scanningSchema } from './check-file.ts';
import { createSignFile } from './sign-file.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  SCANNING: scanningSchema.default('content'),
});

export function wire({
  env,
  documents,
  objects,
  now,
}: Pick<Platform, 'env' | 'documents' | 'objects' | 'now'>) {
  const { TABLE_NAME, SCANNING } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  return {
    signFile: createSignFile({ objects }),
    checkFile: createCheckFile({
      files: fileStore(table),
      audits: auditStore(table),
      objects,
      scanning: SCANNING,
      now,
    }),
  };
}

export function wireOnAws(env: Platform['env']) {
  const now = () => new Date();
  return wire({ env, documents: documentClient(), objects: s3Objects({ env, now }), now });
}

const onAws = once(() => wireOnAws(process.env));

export const signFile = (input: unknown) => onAws().signFile(input);
export const checkFile = (input: unknown) => onAws().checkFile(input);
