/** The files of each place of an organization; their bytes lie in the object store. */
import type { AuditEvent } from '../domain/audit.ts';
import { type FileList, fileListSchema } from '../domain/evidence.ts';
import type { PlaceId } from '../domain/file-place.ts';
import { type ObjectKey, objectKey } from '../objects/object-store.ts';
import type { AuditOwner, AuditStore } from './audit-store.ts';
import { parseItem, type Table } from './table.ts';

export interface FileStore {
  /** An empty list where there never was a file. */
  list(orgId: string, place: PlaceId): Promise<FileList>;
  /** The lists of all places whose name begins so, for example `2563-6M-`. */
  lists(orgId: string, begins: string): Promise<readonly FileList[]>;
  /** Saves over the revision that was read, with its event; `undefined` when another was saved meanwhile. */
  save(list: FileList, event?: AuditEvent): Promise<FileList | undefined>;
}

/**
 * Saves `list` with its event, which then stands in the organization's audit trail; `undefined` when somebody else
 * was quicker. What a crash left pending is made up for by the next act.
 */
export async function saveFiles(
  files: Pick<FileStore, 'save'>,
  audits: Pick<AuditStore, 'append'>,
  list: FileList,
  event: AuditEvent,
): Promise<FileList | undefined> {
  const owner: AuditOwner = `ORG#${list.orgId}`;
  if (list.pendingAudit) await audits.append(owner, list.pendingAudit);
  const saved = await files.save(list, event);
  if (!saved) return undefined;
  await audits.append(owner, event);
  return (await files.save(saved)) ?? saved;
}

export function fileStore(table: Table): FileStore {
  return {
    async list(orgId, place) {
      const item = await table.get(keyOf(orgId, place));
      return item
        ? parseItem(fileListSchema, item)
        : { schemaVersion: 1, orgId, place, files: [], rev: 0 };
    },

    async lists(orgId, begins) {
      const items = await table.queryAll(`ORG#${orgId}`, { begins: `FILES#${begins}` });
      return items.map((item) => parseItem(fileListSchema, item));
    },

    async save({ pendingAudit: _, ...list }, event) {
      const next = { ...list, rev: list.rev + 1, ...(event && { pendingAudit: event }) };
      const key = keyOf(list.orgId, list.place);
      const landed =
        list.rev === 0
          ? await table.putNew(key, next)
          : await table.replace(key, next, 'rev', list.rev);
      return landed ? next : undefined;
    },
  };
}

/** Where a file lies until it has been found harmless. */
export function quarantineKey(orgId: string, place: PlaceId, fileId: string): ObjectKey {
  return objectKey('quarantine', orgId, place, fileId);
}

/** Where a file lies from which people may read. */
export function evidenceKey(orgId: string, place: PlaceId, fileId: string): ObjectKey {
  return objectKey('evidence', orgId, place, fileId);
}

function keyOf(orgId: string, place: PlaceId) {
  return { pk: `ORG#${orgId}`, sk: `FILES#${place}` };
}
