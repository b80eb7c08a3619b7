/** The least that a page from the table needs: Hono, zod and the document client. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import * as z from 'zod';

const itemSchema = z.object({ title: z.string() }).optional();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient());
const app = new Hono().get('*', async (c) => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: 'nithet', Key: { pk: 'PAGE', sk: c.req.path } }),
  );
  return c.html(`<h1>${itemSchema.parse(Item)?.title ?? 'a page'}</h1>`);
});

export const handler = handle(app);
