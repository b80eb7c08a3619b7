/** Wires the import of the roster to AWS and to the embedded mode. */
import * as z from 'zod';
import type { Platform } from '../../shared/platform.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { rosterImportStore } from '../../shared/store/roster-import-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createApplyRoster } from './apply-roster.ts';
import { createCompareRoster } from './compare-roster.ts';

const environment = z.object({ TABLE_NAME: z.string().min(3) });

export function wire({ env, documents, now }: Pick<Platform, 'env' | 'documents' | 'now'>) {
  const table = dynamoTable(documents, environment.parse(env).TABLE_NAME);
  const stores = { roster: rosterStore(table), imports: rosterImportStore(table) };
  return {
    compareRoster: createCompareRoster({ ...stores, now }),
    applyRoster: createApplyRoster({ ...stores, audit: auditStore(table) }),
  };
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const compareRoster = (input: unknown) => onAws().compareRoster(input);
export const applyRoster = (input: unknown) => onAws().applyRoster(input);
