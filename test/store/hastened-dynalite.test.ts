/** The embedded engine answers as dynalite itself, whatever was asked before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DynamoEngine, dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { documentClient } from '../../shared/wiring.ts';

const folder = mkdtempSync(join(tmpdir(), 'nithet-dynalite-'));
const child = spawn(process.execPath, [join(import.meta.dirname, '../support/plain-dynalite.ts')]);
let plain: DynamoDBDocumentClient;
let engines: readonly DynamoEngine[];
let runs = 0;
const TableName = 'nithet';

beforeAll(async () => {
  const [port] = await once(createInterface(child.stdout), 'line');
  const client = new DynamoDBClient({
    region: 'local',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  plain = documentClient(client);
  await plain.send(
    new CreateTableCommand({
      TableName,
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
  const describe = () => plain.send(new DescribeTableCommand({ TableName }));
  while ((await describe()).Table?.TableStatus !== 'ACTIVE');
  engines = [await dynamoEngine(), await dynamoEngine({ path: join(folder, 'database') })];
  for (const engine of engines) await engine.createTable(TableName);
});
afterAll(async () => {
  child.kill();
  await Promise.all(engines.map((engine) => engine.close()));
  rmSync(folder, { recursive: true, force: true });
});

const text = fc.constantFrom('ก', 'ข', 'draft', 'sent', '');
const number = fc.constantFrom(-3, 0, 1, 2, 7, 0.5, 1e-9, 12_345_678.25);
const list = fc.array(fc.constantFrom('ก', 1, { row: 7 }), { maxLength: 2 });
const facts = fc.record({ name: text, rows: list });
const strange = fc.constantFrom(null, true, new Uint8Array([1, 255]), new Set(['ก', 'ข']));
const value = fc.oneof(text, number, list, facts, strange);
const item = fc.record(
  { state: text, version: number, lines: list, facts, other: value },
  { requiredKeys: [] },
);
const Key = fc.record({
  pk: fc.oneof({ weight: 20, arbitrary: fc.constant('ORG#80-0711') }, fc.constant('')),
  sk: fc.constantFrom('NOTICE#1', 'NOTICE#2', 'NOTICE#10', 'ก'),
});

const keyIn = (run: number, { pk, sk }: { readonly pk: string; readonly sk: string }) => ({
  pk: pk && `${pk}/${run}`,
  sk,
});

/** What the names and values of an expression may be; each text below uses `#a`, `#b`, `:x` and `:y`. */
const terms = fc.oneof(
  fc.tuple(fc.constant('version'), fc.constantFrom('version', 'other'), number, number),
  fc.tuple(fc.constant('state'), fc.constantFrom('state', 'other'), text, text),
  fc.tuple(fc.constant('lines'), fc.constantFrom('lines', 'other'), list, list),
  fc.tuple(fc.constant('facts'), fc.constantFrom('version', 'pk'), value, value),
);
type Terms = typeof terms extends fc.Arbitrary<infer Kind> ? Kind : never;
const named = ([a, b, x, y]: Terms) => ({
  ExpressionAttributeNames: { '#a': a, '#b': b },
  ExpressionAttributeValues: { ':x': x, ':y': y },
});

const condition = fc.constantFrom(
  'attribute_not_exists(#a) OR (#b = :x AND #b <> :y)',
  '#a = :x OR #b <= :y',
  '#a <> :x OR #b = :y',
  '#a BETWEEN :x AND :y OR attribute_exists(#b)',
  'attribute_type(#a, :x) OR #b = :y',
  'NOT contains(#a, :x) AND #b <> :y',
  'size(#a) > :x OR begins_with(#b, :y)',
  '#a IN (:x, :y) OR attribute_not_exists(#b.rows[0])',
  '#a = = :x AND #b = :y',
  '#a = :x AND #b = :unknown',
);
const update = fc.constantFrom(
  'SET #a = :x, #b = :y',
  'SET #a = :x, other = #b, version = :y',
  'SET #a = if_not_exists(#a, :x) + :y REMOVE #b',
  'SET #a = list_append(if_not_exists(#a, :x), :y) REMOVE #b',
  'SET #a.rows = :x, #b = :y',
  'ADD #a :x SET other = :y REMOVE #b',
  'DELETE #a :x REMOVE #b SET version = :y',
);
const range = fc.constantFrom(
  { text: 'pk = :x', more: {} },
  { text: 'pk = :x AND begins_with(sk, :y)', more: { ':y': 'NOTICE#' } },
  { text: 'pk = :x AND sk BETWEEN :y AND :z', more: { ':y': 'DRAFT', ':z': 'NOTICE#2' } },
  { text: 'pk = :x AND sk < :y', more: { ':y': 'NOTICE#2' } },
  { text: 'pk = :x AND sk >= :y', more: { ':y': 'NOTICE#10' } },
  { text: 'pk = :x AND #none = :y', more: { ':y': 'ก' } },
);
const page = fc.record({
  Limit: fc.constantFrom(undefined, undefined, 1, 2, 0),
  ScanIndexForward: fc.boolean(),
  FilterExpression: fc.constantFrom(undefined, 'attribute_exists(version)'),
  ProjectionExpression: fc.constantFrom(undefined, 'sk, facts, lines[0]'),
});

/** What is asked, in a partition of its own for each run. */
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(Key, item).map(
      ([key, put]) =>
        (run: number) =>
          new PutCommand({ TableName, Item: { ...put, ...keyIn(run, key) } }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(Key, item, condition, terms).map(
      ([key, put, ConditionExpression, its]) =>
        (run: number) =>
          new PutCommand({
            TableName,
            Item: { ...put, ...keyIn(run, key) },
            ConditionExpression,
            ...named(its),
            ReturnValues: 'ALL_OLD',
          }),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(Key, update, terms).map(
      ([key, UpdateExpression, its]) =>
        (run: number) =>
          new UpdateCommand({
            TableName,
            Key: keyIn(run, key),
            UpdateExpression,
            ...named(its),
            ReturnValues: 'ALL_NEW',
          }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(Key, condition, terms).map(
      ([key, ConditionExpression, its]) =>
        (run: number) =>
          new UpdateCommand({
            TableName,
            Key: keyIn(run, key),
            UpdateExpression: 'SET marked = :x',
            ConditionExpression,
            ...named(its),
          }),
    ),
  },
  fc.tuple(Key, condition, terms).map(
    ([key, ConditionExpression, its]) =>
      (run: number) =>
        new DeleteCommand({ TableName, Key: keyIn(run, key), ConditionExpression, ...named(its) }),
  ),
  {
    weight: 2,
    arbitrary: Key.map(
      (key) => (run: number) => new GetCommand({ TableName, Key: keyIn(run, key) }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(Key, range, page, fc.boolean()).map(
      ([key, { text, more }, paging, isLater]) =>
        (run: number) =>
          new QueryCommand({
            TableName,
            KeyConditionExpression: text,
            ExpressionAttributeValues: { ':x': keyIn(run, key).pk, ...more },
            ...(isLater && { ExclusiveStartKey: keyIn(run, key) }),
            ...paging,
          }),
    ),
  },
  page.map(
    ({ Limit, FilterExpression }) =>
      () =>
        new ScanCommand({ TableName, Limit, FilterExpression }),
  ),
);

type Act = ReturnType<(typeof act)['generate']>['value'];

async function outcome(documents: DynamoDBDocumentClient, asked: Act, run: number) {
  try {
    const { $metadata: _, ...answered } = await send(documents, asked(run));
    return answered;
  } catch (error) {
    return error instanceof Error ? { name: error.name, message: error.message } : error;
  }
}

function send(documents: DynamoDBDocumentClient, command: ReturnType<Act>) {
  if (command instanceof PutCommand) return documents.send(command);
  if (command instanceof UpdateCommand) return documents.send(command);
  if (command instanceof DeleteCommand) return documents.send(command);
  if (command instanceof GetCommand) return documents.send(command);
  if (command instanceof QueryCommand) return documents.send(command);
  return documents.send(command);
}

test('in memory and on disk, right or wrong requests of any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (acts) => {
      runs += 1;
      for (const asked of acts) {
        const expected = await outcome(plain, asked, runs);
        for (const { documents } of engines) {
          expect(await outcome(documents, asked, runs)).toEqual(expected);
        }
      }
    }),
    { numRuns: 60, seed: 2563 },
  );
}, 120_000);
