/** What DynamoDB does by itself with items whose time is up: codes, sessions, counters, answers kept for repetition. */
import { DeleteCommand, type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { EXPIRY_ATTRIBUTE } from '../../shared/store/table.ts';

const keySchema = z.object({ pk: z.string(), sk: z.string() });

/** Removes every item of the table that was to be cleared before `now`; says how many. */
export async function clearExpired(
  documents: DynamoDBDocumentClient,
  tableName: string,
  now: Date,
): Promise<number> {
  const expired = {
    ExpressionAttributeNames: { '#expiry': EXPIRY_ATTRIBUTE },
    ExpressionAttributeValues: { ':now': Math.floor(now.valueOf() / 1000) },
  };
  const pages = paginateScan(
    { client: documents },
    {
      TableName: tableName,
      ProjectionExpression: 'pk, sk',
      FilterExpression: '#expiry < :now',
      ...expired,
    },
  );
  let cleared = 0;
  for await (const { Items = [] } of pages) {
    for (const Key of z.array(keySchema).parse(Items)) {
      // Unless it has been written anew meanwhile.
      const condition = { ConditionExpression: '#expiry < :now', ...expired };
      await documents
        .send(new DeleteCommand({ TableName: tableName, Key, ...condition }))
        .then(() => cleared++, unlessWrittenAnew);
    }
  }
  return cleared;
}

function unlessWrittenAnew(error: unknown): void {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
  throw error;
}
