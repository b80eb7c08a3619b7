/** Forgets a person at once, with every address that ever led to the account. */
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accountStore } from '../shared/store/account-store.ts';
import { auditStore } from '../shared/store/audit-store.ts';
import { forgetAccount } from '../shared/store/forget-account.ts';
import { dynamoTable } from '../shared/store/table.ts';

export type ForgetOutcome =
  | { readonly forgotten: string; readonly addresses: number }
  | { readonly refused: 'not-there' | 'active' | 'changed' };

const keySchema = z.object({ pk: z.string(), sk: z.string() });

export async function forgetPerson(
  documents: DynamoDBDocumentClient,
  tableName: string,
  userId: string,
  now: () => Date,
): Promise<ForgetOutcome> {
  const table = dynamoTable(documents, tableName);
  const accounts = accountStore(table);
  const user = await accounts.user(userId);
  if (!user) return { refused: 'not-there' };
  // Read before: those of versions that did not give addresses back are found by looking through the table.
  const addresses = await addressesOf(documents, tableName, userId);
  const outcome = await forgetAccount({ accounts, audits: auditStore(table), now }, user);
  if ('refused' in outcome) return outcome;
  for (const key of addresses) await table.remove(key, 'userId', userId);
  return { ...outcome, addresses: addresses.length };
}

/** Every address that was claimed for the user, also of times past. */
async function addressesOf(documents: DynamoDBDocumentClient, tableName: string, userId: string) {
  const found: z.infer<typeof keySchema>[] = [];
  const pages = paginateScan(
    { client: documents },
    {
      TableName: tableName,
      ConsistentRead: true,
      ProjectionExpression: 'pk, sk',
      FilterExpression: 'begins_with(pk, :email) AND userId = :user',
      ExpressionAttributeValues: { ':email': 'EMAIL#', ':user': userId },
    },
  );
  for await (const { Items = [] } of pages) found.push(...z.array(keySchema).parse(Items));
  return found;
}
