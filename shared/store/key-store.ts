/** API keys, each with the organization or the office that it belongs to. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type ApiKey, apiKeySchema, type KeyScope, scopeOf } from '../domain/api-key.ts';
import type { AuditEvent } from '../domain/audit.ts';
import type { AuditOwner } from './audit-store.ts';
import { ours, settleAudit } from './audited.ts';
import { type Key, parseItem, type Table } from './table.ts';

export interface KeyStore {
  /** Puts a new key; `undefined` when there is one of that id already. */
  add(key: ApiKey, audit: AuditEvent): Promise<ApiKey | undefined>;
  find(keyId: string): Promise<ApiKey | undefined>;
  /** All that were ever made, newest first. */
  all(scope: KeyScope): Promise<readonly ApiKey[]>;
  /** Replaces the key that had `next.rev` and raises `rev`; `undefined` when it was changed meanwhile. */
  save(next: ApiKey, audit?: AuditEvent): Promise<ApiKey | undefined>;
  auditSettled(key: ApiKey): Promise<void>;
}

export function keyStore(table: Table): KeyStore {
  const store: KeyStore = {
    async add(key, audit) {
      const made = { ...key, pendingAudit: audit };
      if (await table.putNew(itemKey(key.keyId), made)) return made;
      return ours(await store.find(key.keyId), audit);
    },

    async find(keyId) {
      const item = await table.get(itemKey(keyId));
      return item && parseItem(apiKeySchema, item);
    },

    async all(scope) {
      const items = await table.queryAll(keyOwner(scope), { begins: 'KEY#' });
      return items
        .map((item) => parseItem(apiKeySchema, item))
        .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },

    async save(next, audit) {
      const saved = { ...next, rev: next.rev + 1, ...(audit && { pendingAudit: audit }) };
      if (await table.replace(itemKey(next.keyId), saved, 'rev', next.rev)) return saved;
      return audit && ours(await store.find(next.keyId), audit);
    },

    async auditSettled({ keyId, pendingAudit }) {
      if (pendingAudit) await settleAudit(table, itemKey(keyId), pendingAudit);
    },
  };
  return store;
}

/** Whose partition, and whose audit trail, a scope's keys stand in. */
export function keyOwner(scope: KeyScope): AuditOwner {
  return 'orgId' in scope ? `ORG#${scope.orgId}` : `PROVINCE#${scope.province}`;
}

/** A new id in `scope`; it is no secret. */
export function newKeyId(scope: KeyScope): string {
  const owner = 'orgId' in scope ? scope.orgId : scope.province;
  return `${owner}-${BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(13, '0')
    .slice(-10)}`;
}

/** 256 bits, as the caller is shown them once. */
export function newKeySecret(): string {
  return randomBytes(32).toString('hex');
}

export function keySecretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Takes as long whether it is right or wrong. */
export function isSecretOf({ secretHash }: Pick<ApiKey, 'secretHash'>, secret: string): boolean {
  return timingSafeEqual(Buffer.from(secretHash), Buffer.from(keySecretHash(secret)));
}

function itemKey(keyId: string): Key {
  return { pk: keyOwner(scopeOf(keyId)), sk: `KEY#${keyId}` };
}
