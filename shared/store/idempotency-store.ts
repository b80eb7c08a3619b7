/**
 * Answers to writes of the API, kept so that the same request again is answered and not done again.
 *
 * A request claims its key first; whoever comes while it is at work is told to wait. A claim that a crash left behind
 * may be taken over: what is done under it has guards of its own against being done twice.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { pack, unpack } from './packed.ts';
import { expiring, type Key, parseItem, type Table } from './table.ts';

const answerSchema = z.object({
  status: z.int(),
  contentType: z.string(),
  body: z.string(),
});
export type KeptAnswer = z.infer<typeof answerSchema>;

const claimSchema = z.object({
  schemaVersion: z.literal(1),
  claimId: z.string(),
  /** SHA-256 of what was asked. */
  requestHash: z.string(),
  claimedUntil: z.iso.datetime(),
  /** Instant from which the key may be used for something else. */
  expiresAt: z.iso.datetime(),
  answer: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
});
type Claim = z.infer<typeof claimSchema>;

export interface IdempotentRequest {
  /** Of the API key; another client may use the same words. */
  readonly keyId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

export type ClaimOutcome =
  /** Do it, then settle or release. */
  | { readonly claim: Claim }
  | { readonly answer: KeptAnswer }
  | { readonly refused: 'other-request' | 'at-work' };

export interface IdempotencyStore {
  claim(request: IdempotentRequest, now: Date): Promise<ClaimOutcome>;
  settle(request: IdempotentRequest, claim: Claim, answer: KeptAnswer): Promise<void>;
  /** Nothing came of it: the next one may try at once. */
  release(request: IdempotentRequest, claim: Claim): Promise<void>;
}

/** Longer than any request to the site is at work. */
const CLAIM_MS = 60_000;
const KEPT_MS = 48 * 60 * 60_000;

export function idempotencyStore(table: Table): IdempotencyStore {
  return {
    async claim(request, now) {
      const key = itemKey(request);
      const fresh = claimOf(request, now);
      if (await table.putNew(key, { ...fresh, ...expiring(fresh.expiresAt) })) {
        return { claim: fresh };
      }
      const item = await table.get(key);
      if (!item) return { refused: 'at-work' };
      const found = parseItem(claimSchema, item);
      if (found.claimId === fresh.claimId) return { claim: fresh };
      const instant = now.toISOString();
      if (instant < found.expiresAt) {
        if (found.requestHash !== request.requestHash) return { refused: 'other-request' };
        if (found.answer) return { answer: unpack(answerSchema, found.answer) };
        if (instant < found.claimedUntil) return { refused: 'at-work' };
      }
      const taken = { ...fresh, ...expiring(fresh.expiresAt) };
      return (await table.replace(key, taken, 'claimId', found.claimId))
        ? { claim: fresh }
        : { refused: 'at-work' };
    },

    async settle(request, claim, answer) {
      const settled = { ...claim, ...expiring(claim.expiresAt), answer: pack(answer) };
      await table.replace(itemKey(request), settled, 'claimId', claim.claimId);
    },

    async release(request, claim) {
      const released = { ...claim, claimedUntil: new Date(0).toISOString() };
      const item = { ...released, ...expiring(claim.expiresAt) };
      await table.replace(itemKey(request), item, 'claimId', claim.claimId);
    },
  };
}

function claimOf({ requestHash }: IdempotentRequest, now: Date): Claim {
  return {
    schemaVersion: 1,
    claimId: randomUUID(),
    requestHash,
    claimedUntil: new Date(now.valueOf() + CLAIM_MS).toISOString(),
    expiresAt: new Date(now.valueOf() + KEPT_MS).toISOString(),
  };
}

function itemKey({ keyId, idempotencyKey }: IdempotentRequest): Key {
  return { pk: `IDEM#${keyId}#${idempotencyKey}`, sk: 'META' };
}
