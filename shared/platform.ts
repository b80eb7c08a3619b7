/** What a capability is wired to: the same clients and clock on AWS and embedded. */
import type { SESClient } from '@aws-sdk/client-ses';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ObjectStore } from './objects/object-store.ts';

export interface Platform {
  /** Settings by their environment names; each wiring parses those it reads. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly documents: DynamoDBDocumentClient;
  readonly ses: SESClient;
  readonly sfn: SFNClient;
  readonly objects: ObjectStore;
  /** Has the function `name` of the list in `infra/functions.ts` work on `input`, without waiting for it. */
  readonly invoke: (name: string, input: unknown) => Promise<void>;
  /**
   * What the function `name` of the list answers to `input`; each at most 5 MB as JSON.
   *
   * @throws {Error} where the function fails
   */
  readonly ask: (name: string, input: unknown) => Promise<unknown>;
  /** The time that business goes by. */
  readonly now: () => Date;
  /** The time that security goes by: it never jumps, even where a sample year is run through. */
  readonly securityNow: () => Date;
}
