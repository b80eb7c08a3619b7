import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConditionalCheckFailedException, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DynamoEngine, dynamoEngine } from '../../infra/local/dynamo-engine.ts';

const TableName = 'nithet';
const folder = mkdtempSync(join(tmpdir(), 'nithet-dynamo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['in memory', undefined, (engine: DynamoEngine) => DynamoDBDocumentClient.from(engine.client)],
  [
    'on disk',
    join(folder, 'contract'),
    (engine: DynamoEngine) => DynamoDBDocumentClient.from(engine.client),
  ],
  ['past the SDK’s steps', undefined, (engine: DynamoEngine) => engine.documents],
] as const)('the embedded DynamoDB %s', (_, path, documentsOf) => {
  let engine: DynamoEngine;
  let documents: DynamoDBDocumentClient;
  beforeAll(async () => {
    engine = await dynamoEngine(path === undefined ? {} : { path });
    await engine.createTable(TableName);
    documents = documentsOf(engine);
  });
  afterAll(() => engine.close());

  const put = (Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName, Item }));
  const get = async (pk: string, sk: string) =>
    (await documents.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true })))
      .Item;

  test('keeps one of two puts that each ask to be the first', async () => {
    const first = (text: string) =>
      documents.send(
        new PutCommand({
          TableName,
          Item: { pk: 'ORG#80-0711', sk: 'CLAIM', text },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    const results = await Promise.allSettled([first('a'), first('b')]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: expect.any(ConditionalCheckFailedException) }]);
    expect(await get('ORG#80-0711', 'CLAIM')).toBeDefined();
  });

  test('updates in place under a condition and gives back binary values', async () => {
    await put({ pk: 'ORG#1', sk: 'DRAFT', version: 1, body: new Uint8Array([1, 2, 255]) });
    const update = (seen: number) =>
      documents.send(
        new UpdateCommand({
          TableName,
          Key: { pk: 'ORG#1', sk: 'DRAFT' },
          UpdateExpression: 'SET version = version + :one',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':one': 1, ':seen': seen },
          ReturnValues: 'ALL_NEW',
        }),
      );
    expect((await update(1)).Attributes).toMatchObject({ version: 2 });
    await expect(update(1)).rejects.toThrow(ConditionalCheckFailedException);
    expect(await get('ORG#1', 'DRAFT')).toMatchObject({ body: new Uint8Array([1, 2, 255]) });
  });

  test('queries a partition in the order of its sort keys, page by page', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `ORG#${String(n).padStart(3, '0')}`);
    await Promise.all(
      names.toReversed().map((sk) => put({ pk: 'PAGES', sk, text: 'x'.repeat(30_000) })),
    );
    const found: unknown[] = [];
    let pages = 0;
    let start: Record<string, unknown> | undefined;
    do {
      const { Items, LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': 'PAGES', ':sk': 'ORG#' },
          ExclusiveStartKey: start,
        }),
      );
      found.push(...(Items ?? []).map(({ sk }) => sk));
      start = LastEvaluatedKey;
      pages += 1;
    } while (start);
    expect(found).toEqual(names);
    expect(pages).toBeGreaterThan(1);
  });

  test('refuses an item above 400 KB and an operation it does not know', async () => {
    await expect(put({ pk: 'BIG', sk: 'BIG', text: 'x'.repeat(410_000) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const unknown = new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
    });
    await expect(engine.client.send(unknown)).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  test('tells of what was put or updated, and of nothing that was refused or deleted', async () => {
    const told: string[] = [];
    engine.onWrite((pk, sk) => void told.push(`${pk} ${sk}`));
    await put({ pk: 'OUTBOX#1', sk: 'put' });
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'OUTBOX#1', sk: 'update' },
        UpdateExpression: 'SET note = :note',
        ExpressionAttributeValues: { ':note': 'x' },
      }),
    );
    await documents.send(
      new BatchWriteCommand({
        RequestItems: {
          [TableName]: [
            { PutRequest: { Item: { pk: 'OUTBOX#1', sk: 'batch' } } },
            { DeleteRequest: { Key: { pk: 'OUTBOX#1', sk: 'put' } } },
          ],
        },
      }),
    );
    await documents.send(new DeleteCommand({ TableName, Key: { pk: 'OUTBOX#1', sk: 'update' } }));
    const refused = new PutCommand({
      TableName,
      Item: { pk: 'OUTBOX#1', sk: 'batch' },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await expect(documents.send(refused)).rejects.toThrow(ConditionalCheckFailedException);
    expect(told).toEqual(['OUTBOX#1 put', 'OUTBOX#1 update', 'OUTBOX#1 batch']);
  });

  test('holds writes back while it is paused, goes on reading, and then lets them through', async () => {
    const names = Array.from({ length: 100 }, (_, n) => String(n));
    const stored = async () =>
      (await Promise.all(names.map((sk) => get('PAUSE', sk)))).filter(Boolean).length;
    const writes = names.map((sk) => put({ pk: 'PAUSE', sk }));
    await writes[0];
    await engine.pause();

    const atPause = await stored();
    expect(atPause).toBeGreaterThan(0);
    const held = put({ pk: 'PAUSE', sk: 'held' });
    for (let turn = 0; turn < 5; turn += 1) expect(await stored()).toBe(atPause);
    expect(await get('PAUSE', 'held')).toBeUndefined();

    engine.resume();
    await Promise.all([...writes, held]);
    expect(await stored()).toBe(100);
    expect(await get('PAUSE', 'held')).toBeDefined();
  });
});

test('a database that is open cannot be opened again, and opens with all its items after it is closed', async () => {
  const path = join(folder, 'twice');
  const engine = await dynamoEngine({ path });
  await engine.createTable(TableName);
  await DynamoDBDocumentClient.from(engine.client).send(
    new PutCommand({ TableName, Item: { pk: 'a', sk: 'b' } }),
  );
  await expect(dynamoEngine({ path })).rejects.toMatchObject({ code: 'LEVEL_LOCKED' });
  await engine.close();

  const again = await dynamoEngine({ path });
  await again.createTable(TableName);
  const { Item } = await DynamoDBDocumentClient.from(again.client).send(
    new GetCommand({ TableName, Key: { pk: 'a', sk: 'b' } }),
  );
  expect(Item).toEqual({ pk: 'a', sk: 'b' });
  await again.close();
});

test('a disk that fails is reported once, and the request fails', async () => {
  const path = join(folder, 'lost');
  const failures: Error[] = [];
  const engine = await dynamoEngine({ path, onFailure: (error) => void failures.push(error) });
  await engine.createTable(TableName);
  rmSync(path, { recursive: true });
  const documents = DynamoDBDocumentClient.from(engine.client);
  const fill = async () => {
    for (let n = 0; n < 500; n += 1) {
      const Item = { pk: 'a', sk: String(n), text: 'x'.repeat(100_000) };
      await documents.send(new PutCommand({ TableName, Item }));
    }
  };
  await expect(fill()).rejects.toThrow('IO error');
  expect(failures).toMatchObject([{ message: expect.stringContaining('IO error') }]);
  await engine.close();
});

test('a process killed under load loses no acknowledged item', async () => {
  const path = join(folder, 'killed');
  const writer = spawn(
    process.execPath,
    [join(import.meta.dirname, '../support/write-until-killed.ts'), path],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === 500) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');

  const engine = await dynamoEngine({ path });
  const documents = DynamoDBDocumentClient.from(engine.client);
  const lost: string[] = [];
  for (const line of acknowledged) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: JSON.parse(line) }));
    if (!Item) lost.push(line);
  }
  await engine.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);
  expect(lost).toEqual([]);
});
