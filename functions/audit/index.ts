/** Wires what keeps the audit trail honest. */
import * as z from 'zod';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import type { Platform } from '../../shared/platform.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createAnchorAudit } from './anchor-audit.ts';

const environment = z.object({ TABLE_NAME: z.string().min(3) });

export function wire({
  env,
  documents,
  objects,
  now,
}: Pick<Platform, 'env' | 'documents' | 'objects' | 'now'>) {
  const table = dynamoTable(documents, environment.parse(env).TABLE_NAME);
  return {
    anchorAudit: createAnchorAudit({
      // All of them: a trail begins before a province takes part, and stays when it does no more.
      provinces: Object.keys(provinceNames),
      roster: rosterStore(table),
      audits: auditStore(table),
      objects,
      now,
    }),
  };
}

export function wireOnAws(env: Platform['env']) {
  const now = () => new Date();
  const objects = s3Objects({ env, now, bucketSetting: 'ANCHOR_BUCKET' });
  return wire({ env, documents: documentClient(), objects, now });
}

const onAws = once(() => wireOnAws(process.env));

export const anchorAudit = () => onAws().anchorAudit();
