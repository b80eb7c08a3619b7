/** Writes items into the database at the first argument and prints each key once it is acknowledged. */
import { writeSync } from 'node:fs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';

const engine = await dynamoEngine({ path: process.argv[2] ?? '' });
await engine.createTable('nithet');
const documents = DynamoDBDocumentClient.from(engine.client);

async function write(writer: number) {
  for (let n = 0; ; n += 1) {
    const key = { pk: `WRITER#${writer}`, sk: `ITEM#${n}` };
    await documents.send(
      new PutCommand({ TableName: 'nithet', Item: { ...key, text: 'รายงาน'.repeat(100) } }),
    );
    writeSync(1, `${JSON.stringify(key)}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write));
