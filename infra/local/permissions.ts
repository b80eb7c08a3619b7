/** IAM's part: a function may do to the table what the list of functions says, on AWS and here. */
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ObjectKey, ObjectStore } from '../../shared/objects/object-store.ts';
import type { FunctionEntry, ObjectOperation, Operation } from '../functions.ts';

/** What AWS answers where a policy allows no such thing. */
class AccessDeniedException extends Error {
  override readonly name = 'AccessDeniedException';
}

/** `documents` as the function of `entry` may use them; anything else is refused. */
export function permitted(
  documents: DynamoDBDocumentClient,
  { name, table }: Pick<FunctionEntry, 'name' | 'table'>,
): DynamoDBDocumentClient {
  // A proxy, since the client is a class and the stores ask for all of it.
  return new Proxy(documents, {
    get(target, property) {
      if (property !== 'send') return Reflect.get(target, property);
      return async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
        const asked = askedFor(command);
        if (!asked || !allows(table[asked.operation] ?? [], asked.partition)) {
          const what = asked
            ? `${asked.operation} in ${asked.partition}`
            : command.constructor.name;
          throw new AccessDeniedException(`${name} is not allowed ${what}: see infra/functions.ts`);
        }
        return target.send(command);
      };
    },
  });
}

/** `store` as the function of `entry` may use it; anything else is refused. */
export function permittedObjects(
  store: ObjectStore,
  { name, objects = {} }: Pick<FunctionEntry, 'name' | 'objects'>,
): ObjectStore {
  const demand = (operation: ObjectOperation, key: ObjectKey) => {
    if (allows(objects[operation] ?? [], key)) return;
    const what = `${operation} of ${key}`;
    throw new AccessDeniedException(`${name} is not allowed ${what}: see infra/functions.ts`);
  };
  return {
    async put(key, ...rest) {
      demand('PutObject', key);
      await store.put(key, ...rest);
    },
    async get(key) {
      demand('GetObject', key);
      return store.get(key);
    },
    async head(key) {
      demand('GetObject', key);
      return store.head(key);
    },
    async delete(key) {
      demand('DeleteObject', key);
      await store.delete(key);
    },
    async uploadForm(key, options) {
      demand('PutObject', key);
      return store.uploadForm(key, options);
    },
    async tags(key) {
      demand('GetObjectTagging', key);
      return store.tags(key);
    },
    // S3 signs whatever it is asked to, and then refuses whoever follows the link.
    async link(key, options) {
      demand('GetObject', key);
      return store.link(key, options);
    },
  };
}

function allows(patterns: readonly string[], partition: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? partition.startsWith(pattern.slice(0, -1)) : partition === pattern,
  );
}

function askedFor(
  command: object,
): { readonly operation: Operation; readonly partition: string } | undefined {
  if (command instanceof GetCommand) return asked('GetItem', command.input.Key?.['pk']);
  if (command instanceof PutCommand) return asked('PutItem', command.input.Item?.['pk']);
  if (command instanceof UpdateCommand) return asked('UpdateItem', command.input.Key?.['pk']);
  if (command instanceof DeleteCommand) return asked('DeleteItem', command.input.Key?.['pk']);
  if (command instanceof QueryCommand) {
    return asked('Query', command.input.ExpressionAttributeValues?.[':pk']);
  }
  return undefined;
}

function asked(operation: Operation, partition: unknown) {
  return { operation, partition: String(partition) };
}
