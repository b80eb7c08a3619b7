/**
 * DynamoDB inside this process: dynalite on LevelDB, on disk or in memory.
 *
 * Its server is left out: its actions are called directly, so that an error of the disk comes back
 * as the error of a request instead of an exception nobody can catch. The SDK's client hands its commands over
 * as they are: writing and reading the wire format took two thirds of the time of a request.
 */
import { createRequire } from 'node:module';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  type DynamoDBClient,
  DynamoDBServiceException,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite, { type Action, type Answer, type Store } from 'dynalite/db/index.js';
import type { Validation } from 'dynalite/validations/index.js';
import * as z from 'zod';
import { clientOf, documentsOf, type Perform } from './dynamo-clients.ts';
import { hasten, walkOnDisk } from './hastened-dynalite.ts';
import { shelveInMemory } from './memory-shelf.ts';
import { checkWhole, rememberedChecks } from './remembered-checks.ts';

export interface DynamoEngine {
  readonly client: DynamoDBClient;
  /** The same by the document client's commands, without the steps that the SDK takes for a network. */
  readonly documents: DynamoDBDocumentClient;

  /** Makes the table `name` of string keys `pk` and `sk`, unless it is there. */
  createTable(name: string): Promise<void>;

  /** Has `listener` told the key of each item that is put or updated, once that is done. */
  onWrite(listener: (pk: string, sk: string) => void): void;

  /** All items of a table as they go over the wire: DynamoDB's JSON, with binary values in base64. */
  items(table: string): AsyncGenerator<WireItem>;

  /** Puts `items` into a table, whether writes are held back or not. */
  load(table: string, items: readonly WireItem[]): Promise<void>;

  /** Holds back all writes from here to `resume`; resolves when those under way are done. */
  pause(): Promise<void>;
  resume(): void;

  /** Refuses what comes from here on, and resolves when all that came before is stored. */
  close(): Promise<void>;
}

export interface DynamoEngineOptions {
  /** Directory of the database. @default in memory */
  readonly path?: string;
  /** Told once if the database cannot be read or written any more: the process should end. */
  readonly onFailure?: (error: Error) => void;
}

const stringValue = z.object({ S: z.string() });
export const wireItem = z.looseObject({ pk: stringValue, sk: stringValue });
export type WireItem = z.infer<typeof wireItem>;

const scanned = z.object({
  Items: z.array(wireItem),
  LastEvaluatedKey: wireItem.optional(),
});

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
/** As many items as DynamoDB takes in one request. */
const BATCH = 25;
const TOLD = ['PutItem', 'UpdateItem', 'BatchWriteItem'];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'DescribeTable'];

const keyed = z.object({ pk: stringValue, sk: stringValue });
const written = z.union([
  z.object({ Item: keyed }).transform(({ Item }) => [Item]),
  z.object({ Key: keyed }).transform(({ Key }) => [Key]),
  z
    .object({
      RequestItems: z.record(
        z.string(),
        z.array(z.object({ PutRequest: z.object({ Item: keyed }).optional() })),
      ),
    })
    .transform(({ RequestItems }) =>
      Object.values(RequestItems)
        .flat()
        .flatMap(({ PutRequest }) => PutRequest?.Item ?? []),
    ),
]);

/** @throws LevelDB's error if it cannot be opened: `code` is `LEVEL_LOCKED` where another process has. */
export async function dynamoEngine({
  path,
  onFailure = () => {},
}: DynamoEngineOptions = {}): Promise<DynamoEngine> {
  const store = dynalite.create({ createTableMs: 0, ...(path !== undefined && { path }) });
  await store.db.open().catch((error: Error) => {
    throw error.cause ?? error;
  });

  hasten(store, path === undefined ? shelveInMemory(store) : walkOnDisk(store));
  const operations = loadOperations();
  const listeners: ((pk: string, sk: string) => void)[] = [];
  const gate = writeGate();
  let failed = false;
  let closed = false;

  function fail(error: Error) {
    if (failed || closed) return;
    failed = true;
    onFailure(error);
  }

  const perform: Perform = async (name, input, kind) => {
    const operation = operations.get(name);
    if (!operation) throw exceptionOf(400, { __type: 'UnknownOperationException', message: name });
    const leave = WRITES.includes(name) ? await gate.enter() : () => {};
    try {
      if (closed) throw new Error('the embedded database is closed');
      const answered = await operation(store, input, fail, kind);
      if (TOLD.includes(name)) tell(input);
      return answered;
    } finally {
      leave();
    }
  };

  function tell(input: unknown) {
    if (listeners.length === 0) return;
    for (const { pk, sk } of written.parse(input)) {
      for (const listener of listeners) listener(pk.S, sk.S);
    }
  }

  /** Performs an operation past the gate. */
  async function directly(name: 'Scan' | 'BatchWriteItem', input: object): Promise<unknown> {
    return operations.get(name)?.(store, input, fail);
  }

  async function* items(TableName: string) {
    let ExclusiveStartKey: WireItem | undefined;
    do {
      const page = scanned.parse(await directly('Scan', { TableName, ExclusiveStartKey }));
      yield* page.Items;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  async function load(table: string, loaded: readonly WireItem[]) {
    for (let n = 0; n < loaded.length; n += BATCH) {
      const puts = loaded.slice(n, n + BATCH).map((Item) => ({ PutRequest: { Item } }));
      await directly('BatchWriteItem', { RequestItems: { [table]: puts } });
    }
  }

  const client = clientOf(perform);
  return {
    client,
    documents: documentsOf(client, perform),
    createTable: (name) => createTable(client, store, name),
    items,
    load,
    onWrite: (listener) => void listeners.push(listener),
    pause: gate.pause,
    resume: gate.resume,

    async close() {
      closed = true;
      await gate.pause();
      gate.resume();
      await store.db.close();
    },
  };
}

const exceptions = {
  ConditionalCheckFailedException,
  ResourceInUseException,
  ResourceNotFoundException,
};

/** What the SDK would have made of a refusal. */
function exceptionOf(status: number, body: object): DynamoDBServiceException {
  const { __type, message, Message = '' } = refusalBody.parse(body);
  const name = __type.split('#').at(-1) ?? '';
  const facts = { message: message ?? Message, $metadata: { httpStatusCode: status } };
  const known = Object.entries(exceptions).find(([type]) => type === name)?.[1];
  return known
    ? new known(facts)
    : new DynamoDBServiceException({ name, $fault: 'client', ...facts });
}

const refusalBody = z.object({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

type Operation = (
  store: Store,
  input: object,
  fail: (error: Error) => void,
  kind?: 'well-formed',
) => Promise<Answer>;

function loadOperations(): ReadonlyMap<string, Operation> {
  const require = createRequire(import.meta.url);
  const checkOnce = rememberedChecks();
  const operations = ['CreateTable', ...READS, ...WRITES].map((name): [string, Operation] => {
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const action: Action = require(`dynalite/actions/${file}`);
    const validation: Validation = require(`dynalite/validations/${file}`);
    const operation: Operation = async (store, input, fail, kind) => {
      try {
        const check = kind === 'well-formed' ? checkOnce : checkWhole;
        return await act(action, store, check(name, validation, input, store));
      } catch (error) {
        throw refusalOf(error) ?? failure(error, fail);
      }
    };
    return [name, operation];
  });
  return new Map(operations);
}

function act(action: Action, store: Store, checked: object): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  action(store, checked, (error, result) => (result ? resolve(result) : reject(error)));
  return promise;
}

function refusalOf(error: unknown): DynamoDBServiceException | undefined {
  const refused = refusal.safeParse(error);
  return refused.success ? exceptionOf(refused.data.statusCode, refused.data.body) : undefined;
}

function failure(error: unknown, fail: (error: Error) => void): Error {
  const failed = error instanceof Error ? error : new Error(String(error));
  fail(failed);
  return failed;
}

/** How dynalite throws what DynamoDB would answer. */
const refusal = z.object({ statusCode: z.number(), body: z.looseObject({}) });

async function createTable(client: DynamoDBClient, store: Store, name: string) {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await activate(store, name);
}

/** Ends the table's time of creation, also when a crash had left it there for good. */
function activate({ tableDb }: Store, name: string) {
  return new Promise<void>((resolve, reject) => {
    tableDb.get(name, (error: unknown, table) => {
      if (!table) return reject(error);
      tableDb.put(name, { ...table, TableStatus: 'ACTIVE' }, (failure: unknown) =>
        failure ? reject(failure) : resolve(),
      );
    });
  });
}

/** Lets writes through while it is open, and knows how many are under way. */
function writeGate() {
  let underWay = 0;
  let opened: PromiseWithResolvers<void> | undefined;
  let drained: PromiseWithResolvers<void> | undefined;

  return {
    async enter() {
      while (opened) await opened.promise;
      underWay += 1;
      return () => {
        underWay -= 1;
        if (underWay > 0) return;
        drained?.resolve();
        drained = undefined;
      };
    },

    async pause() {
      opened ??= Promise.withResolvers();
      if (underWay === 0) return;
      drained ??= Promise.withResolvers();
      await drained.promise;
    },

    resume() {
      opened?.resolve();
      opened = undefined;
    },
  };
}
