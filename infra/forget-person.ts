/** Takes out of a table what tells who a person was, and leaves what they did. */
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accountStore } from '../shared/store/account-store.ts';
import { dynamoTable } from '../shared/store/table.ts';

export type Forgetting =
  | { readonly forgotten: string; readonly addresses: number }
  /** Whoever still works is not forgotten: the account is closed first. */
  | { readonly refused: 'not-there' | 'active' | 'changed' };

const keySchema = z.object({ pk: z.string(), sk: z.string() });

/**
 * Replaces the address of a closed account by one that nobody has, and removes its passkeys, its sessions and every
 * address that ever led to it. Its id stays, since the audit trail names it; the trail itself is not touched.
 */
export async function forgetPerson(
  documents: DynamoDBDocumentClient,
  tableName: string,
  userId: string,
): Promise<Forgetting> {
  const table = dynamoTable(documents, tableName);
  const accounts = accountStore(table);
  const user = await accounts.user(userId);
  if (!user) return { refused: 'not-there' };
  if (user.active) return { refused: 'active' };
  const email = `${userId}@forgotten.invalid`;
  const outcome = await accounts.changeUser(user, {
    email,
    invitation: undefined,
    ...(user.inactive && { inactive: { ...user.inactive, reason: 'ไม่ระบุ' } }),
  });
  if (typeof outcome === 'string') return { refused: 'changed' };
  await accounts.endSessions(userId);
  const passkeys = await accounts.passkeys(userId);
  if (passkeys) await accounts.savePasskeys(userId, passkeys, { keys: [] });
  const old = (await addressesOf(documents, tableName, userId)).filter(
    ({ pk }) => pk !== `EMAIL#${email}`,
  );
  for (const key of old) await table.remove(key);
  return { forgotten: userId, addresses: old.length };
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
