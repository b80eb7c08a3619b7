/**
 * The one table: keys `pk` and `sk`, conditional writes of single items, no indexes, no transactions.
 *
 * An invariant lives in one item and is guarded by one condition. The SDK retries, so a write may land although
 * its answer was lost: after a failed condition the item is read again, and `claim` tells whether it is ours.
 */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';

/** Attribute that holds, in seconds since 1970, when the table may clear an item away; readers never rely on it. */
export const EXPIRY_ATTRIBUTE = 'expiresAtSeconds';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Record<string, unknown>;

/** Which items of a partition: all, those whose sort key begins so, or lies between two (both included). */
export type Range = { readonly begins: string } | { readonly from: string; readonly to: string };

export interface Page {
  readonly items: readonly Item[];
  /** Sort key to go on after; `null` on the last page. */
  readonly cursor: string | null;
}

export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Item;
}

export interface Update {
  /** Attributes to set; `undefined` ones are removed. */
  readonly set: Item;
  /** Attributes to raise, each by so much; only for figures that may be off by one. */
  readonly add?: Readonly<Record<string, number>>;
  readonly condition?: Condition;
}

export interface Table {
  /** Reads consistently unless told otherwise: what was just written is seen. */
  get(key: Key): Promise<Item | undefined>;
  put(key: Key, item: Item): Promise<void>;
  /** Puts unless the key is taken; says whether it did. */
  putNew(key: Key, item: Item): Promise<boolean>;
  /** Replaces the item whose `field` still is `expected` (or is absent, for `undefined`); says whether it did. */
  replace(
    key: Key,
    item: Item,
    field: string,
    expected: string | number | undefined,
  ): Promise<boolean>;
  /** Sets and removes attributes where the condition holds; says whether it did. */
  update(key: Key, update: Update): Promise<boolean>;
  /** Removes the item; where `field` is given, only one that holds `expected` there. */
  remove(key: Key, field?: string, expected?: string): Promise<void>;
  query(pk: string, options?: QueryOptions): Promise<Page>;
  /** All pages; with `holding` only items that have that attribute. */
  queryAll(pk: string, range?: Range, holding?: string): Promise<readonly Item[]>;
}

export interface QueryOptions {
  readonly range?: Range;
  readonly limit?: number;
  readonly after?: string | null;
  /** Only items that have this attribute; the others are read over. */
  readonly holding?: string | undefined;
  /** Largest sort key first. */
  readonly descending?: boolean;
}

export function dynamoTable(documents: DynamoDBDocumentClient, name: string): Table {
  const table: Table = {
    async get(key) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: name, Key: key, ConsistentRead: true }),
      );
      return Item;
    },

    async put(key, item) {
      await documents.send(new PutCommand({ TableName: name, Item: { ...item, ...key } }));
    },

    putNew(key, item) {
      return putIf(documents, name, key, item, { expression: 'attribute_not_exists(pk)' });
    },

    replace(key, item, field, expected) {
      const names = { '#field': field };
      const condition =
        expected === undefined
          ? { expression: 'attribute_not_exists(#field)', names }
          : { expression: '#field = :expected', names, values: { ':expected': expected } };
      return putIf(documents, name, key, item, condition);
    },

    async update(key, change) {
      return landed(
        documents.send(new UpdateCommand({ TableName: name, Key: key, ...updateOf(change) })),
      );
    },

    async remove(key, field, expected) {
      const only = field !== undefined && {
        ConditionExpression: '#field = :expected',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':expected': expected },
      };
      await landed(documents.send(new DeleteCommand({ TableName: name, Key: key, ...only })));
    },

    async query(pk, { range, limit, after, holding, descending } = {}) {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: name,
          ConsistentRead: true,
          ...keyCondition(pk, range),
          ...(holding && {
            FilterExpression: 'attribute_exists(#holding)',
            ExpressionAttributeNames: { '#holding': holding },
          }),
          ...(limit && { Limit: limit }),
          ...(after && { ExclusiveStartKey: { pk, sk: after } }),
          ScanIndexForward: !descending,
        }),
      );
      const last: unknown = LastEvaluatedKey?.['sk'];
      return { items: Items, cursor: typeof last === 'string' ? last : null };
    },

    async queryAll(pk, range, holding) {
      const items: Item[] = [];
      let after: string | null = null;
      do {
        const page: Page = await table.query(pk, { ...(range && { range }), after, holding });
        items.push(...page.items);
        after = page.cursor;
      } while (after !== null);
      return items;
    },
  };
  return table;
}

/** For an item that means nothing any more from `instant` (ISO, UTC) on. */
export function expiring(instant: string) {
  return { [EXPIRY_ATTRIBUTE]: Math.ceil(Date.parse(instant) / 1000) };
}

/** The item without its keys, in the shape of `schema`. @throws {ZodError} where the table holds another */
export function parseItem<Schema extends z.ZodType>(schema: Schema, item: Item): z.infer<Schema> {
  const { pk: _pk, sk: _sk, ...rest } = item;
  return schema.parse(rest);
}

function putIf(
  documents: DynamoDBDocumentClient,
  name: string,
  key: Key,
  item: Item,
  { expression, names, values }: Condition,
): Promise<boolean> {
  return landed(
    documents.send(
      new PutCommand({
        TableName: name,
        Item: { ...item, ...key },
        ConditionExpression: expression,
        ...(names && { ExpressionAttributeNames: names }),
        ...(values && { ExpressionAttributeValues: values }),
      }),
    ),
  );
}

async function landed(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function updateOf({ set, add = {}, condition }: Update) {
  const entries = Object.entries(set);
  const added = Object.entries(add);
  const assigned = entries.filter(([, value]) => value !== undefined);
  const removed = entries.filter(([, value]) => value === undefined);
  const clauses = [
    assigned.length > 0 && `SET ${assigned.map(([field]) => `#${field} = :${field}`).join(', ')}`,
    removed.length > 0 && `REMOVE ${removed.map(([field]) => `#${field}`).join(', ')}`,
    added.length > 0 && `ADD ${added.map(([field]) => `#${field} :${field}`).join(', ')}`,
  ];
  const values = {
    ...Object.fromEntries([...assigned, ...added].map(([field, value]) => [`:${field}`, value])),
    ...condition?.values,
  };
  return {
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ExpressionAttributeNames: {
      ...Object.fromEntries([...entries, ...added].map(([field]) => [`#${field}`, field])),
      ...condition?.names,
    },
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ...(condition && { ConditionExpression: condition.expression }),
  };
}

function keyCondition(pk: string, range: Range | undefined) {
  if (!range) {
    return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
  }
  if ('begins' in range && range.begins === '') return keyCondition(pk, undefined);
  if ('begins' in range) {
    return {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begins)',
      ExpressionAttributeValues: { ':pk': pk, ':begins': range.begins },
    };
  }
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': pk, ':from': range.from, ':to': range.to },
  };
}
