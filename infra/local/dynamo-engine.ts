/**
 * DynamoDB inside this process: dynalite on LevelDB, on disk or in memory.
 *
 * Its server is left out: its actions are called directly, so that an error of the disk comes back
 * as the error of a request instead of an exception nobody can catch. The SDK's client hands its commands over
 * as they are: writing and reading the wire format took two thirds of the time of a request.
 */
import { createRequire } from 'node:module';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  ResourceInUseException,
  ResourceNotFoundException,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite, { type Action, type Store } from 'dynalite/db/index.js';
import validations, { type Validation } from 'dynalite/validations/index.js';
import * as z from 'zod';
import { documentClient } from '../../shared/wiring.ts';
import { hasten } from './hastened-dynalite.ts';

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
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'DescribeTable', 'ListTables'];

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

  hasten(store);
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

  async function perform(name: string, input: object): Promise<object> {
    const operation = operations.get(name);
    if (!operation) throw exceptionOf(400, { __type: 'UnknownOperationException', message: name });
    const leave = WRITES.includes(name) ? await gate.enter() : () => {};
    try {
      if (closed) throw new Error('the embedded database is closed');
      const answered = await operation(store, input, fail);
      if (TOLD.includes(name)) tell(input);
      return answered;
    } finally {
      leave();
    }
  }

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

/** Steps of the SDK's client that only a network needs. */
const NETWORK_STEPS = [
  'loggerMiddleware',
  'contentLengthMiddleware',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'recursionDetectionMiddleware',
  'retryMiddleware',
  'httpSigningMiddleware',
];

const url = new URL('http://embedded.invalid');
/**
 * What a client asks for the address to call. Each command looks it up anew in a copy of all settings: with eighty
 * of them, most for a network, that took a fifth of the time of a small read.
 */
const NOWHERE = {
  isCustomEndpoint: true,
  endpoint: async () => url,
  endpointProvider: () => ({ url }),
};

/** A client whose commands `perform` carries out. */
function clientOf(perform: (name: string, input: object) => Promise<object>): DynamoDBClient {
  const client = new DynamoDBClient({
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { middlewareStack } = client;
  const { serviceId, requestHandler, logger } = client.config;
  Object.assign(client, { config: { serviceId, requestHandler, logger, ...NOWHERE } });
  for (const step of NETWORK_STEPS) middlewareStack.remove(step);
  middlewareStack.add((next) => (args) => next({ ...args, request: {} }), {
    step: 'serialize',
    name: 'serializerMiddleware',
    override: true,
  });
  middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        // The engine takes away what it does not know: never from what the caller holds.
        const answered = await perform(commandName.replace(/Command$/, ''), { ...toWire(input) });
        fromWire(answered);
        return { output: output.parse({ ...answered, $metadata: {} }), response: {} };
      },
    { step: 'deserialize', name: 'deserializerMiddleware', override: true },
  );
  return client;
}

const COMMANDS = [GetCommand, PutCommand, UpdateCommand, DeleteCommand, QueryCommand];
const IN = ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'];
const OUT = ['Item', 'Attributes', 'LastEvaluatedKey'];
const answeredSchema = z.looseObject({ Items: z.array(z.unknown()).optional() });
const attributes = z.custom<Record<string, AttributeValue>>((value) => typeof value === 'object');

/**
 * The document client over `client`. The stores' commands go to `perform` at once, their values converted as the
 * client would: its twenty steps took a third of the time of a small read. All others go its way.
 */
function documentsOf(
  client: DynamoDBClient,
  perform: (name: string, input: object) => Promise<object>,
): DynamoDBDocumentClient {
  const documents = documentClient(client);
  return new Proxy(documents, {
    get(target, property) {
      if (property !== 'send') return Reflect.get(target, property);
      return async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
        const own = COMMANDS.find((each) => command instanceof each);
        if (!own) return target.send(command);
        const name = own.name.replace('Command', own === QueryCommand ? '' : 'Item');
        const answered = await perform(name, toWire(converted(command.input, IN, toAttributes)));
        fromWire(answered);
        const { Items, ...rest } = answeredSchema.parse(answered);
        return {
          ...converted(rest, OUT, fromAttributes),
          ...(Items && { Items: Items.map(fromAttributes) }),
          $metadata: {},
        };
      };
    },
  });
}

/** `value` with `convert` done to what stands under `fields`. */
function converted(value: object, fields: readonly string[], convert: (each: unknown) => unknown) {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([field, each]) => [field, fields.includes(field) ? convert(each) : each]),
  );
}

function toAttributes(value: unknown): unknown {
  return marshall(value, { removeUndefinedValues: true });
}

function fromAttributes(value: unknown): unknown {
  return unmarshall(attributes.parse(value));
}

const output = z.custom<ServiceOutputTypes>((value) => typeof value === 'object');

/** `value` with binary values in base64; `value` itself where it has none. */
function toWire<Value>(value: Value): Value;
function toWire(value: unknown): unknown {
  if (!holdsBinary(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((each) => toWire(each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toWire(each)]));
}

function holdsBinary(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(holdsBinary);
}

/** Reads in `value` itself the binary values that `toWire` has written. An attribute named `B` is no text itself. */
function fromWire(value: object): void {
  // Every answer is walked through: a loop over keys makes nothing on its way.
  for (const key in value) {
    const each: unknown = Reflect.get(value, key);
    if (key === 'B' && typeof each === 'string') {
      Object.assign(value, { B: new Uint8Array(Buffer.from(each, 'base64')) });
    } else if (typeof each === 'object' && each !== null) fromWire(each);
  }
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

type Operation = (store: Store, input: unknown, fail: (error: Error) => void) => Promise<object>;

function loadOperations(): ReadonlyMap<string, Operation> {
  const require = createRequire(import.meta.url);
  const operations = ['CreateTable', ...READS, ...WRITES].map((name): [string, Operation] => {
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const action: Action = require(`dynalite/actions/${file}`);
    const validation: Validation = require(`dynalite/validations/${file}`);
    return [name, (store, input, fail) => act(store, action, validation, input, fail)];
  });
  return new Map(operations);
}

async function act(
  store: Store,
  action: Action,
  { types, custom }: Validation,
  input: unknown,
  fail: (error: Error) => void,
) {
  try {
    const checked = validations.checkTypes(input, types);
    validations.checkValidations(checked, types, custom, store);
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    action(store, checked, (error: unknown, result?: object) =>
      result ? resolve(result) : reject(error),
    );
    return await promise;
  } catch (error) {
    const refused = refusal.safeParse(error);
    if (refused.success) throw exceptionOf(refused.data.statusCode, refused.data.body);
    const failure = error instanceof Error ? error : new Error(String(error));
    fail(failure);
    throw failure;
  }
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
