// The inner modules of dynalite that the embedded engine calls; dynalite brings no types.
declare module 'dynalite/db/index.js' {
  import type { Stream } from 'node:stream';
  import type { WireValues } from './wire-values.ts';

  type Callback<Result> = (error: unknown, result?: Result) => void;

  export interface Store {
    readonly options: {
      /** Bytes. */
      readonly maxItemSize: number;
    };
    readonly db: {
      open(): Promise<void>;
      close(): Promise<void>;
      // Descriptions of tables, too, but nobody looks into those here.
      get: (key: string, callback: Callback<WireValues>) => void;
      put: (key: string, value: WireValues, callback: Callback<void>) => void;
      del: (key: string, callback: Callback<void>) => void;
      values(bounds: Bounds): Values;
      createValueStream: (bounds: Bounds) => Stream;
    };
    readonly tableDb: {
      get(name: string, callback: Callback<Table>): void;
      put(name: string, table: Table, callback: Callback<void>): void;
    };
    getTable(
      name: string,
      /** … or whether it has to be there for good, and then the callback. */
      callback: Callback<Table> | boolean,
      ...others: Callback<Table>[]
    ): void;
  }

  /** As LevelDB understands them. */
  export interface Bounds {
    readonly gt?: string;
    readonly gte?: string;
    readonly lt?: string;
    readonly lte?: string;
    /** All, where it is -1. */
    readonly limit?: number;
    readonly reverse?: boolean;
  }

  /** What LevelDB holds between two keys. */
  export interface Values {
    /** The next `count` at most; none at the end. */
    nextv(count: number): Promise<readonly WireValues[]>;
    close(): Promise<void>;
  }

  export interface Table {
    readonly TableStatus: string;
    /** The hash key's, then the range key's. */
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly GlobalSecondaryIndexes?: readonly object[];
    readonly LocalSecondaryIndexes?: readonly object[];
  }

  /** What an operation answers, as far as it holds values. */
  export interface Answer {
    readonly Count?: number;
    readonly ScannedCount?: number;
    readonly Item?: WireValues;
    readonly Attributes?: WireValues;
    readonly Items?: readonly WireValues[];
    readonly LastEvaluatedKey?: WireValues;
  }

  export type Action = (store: Store, input: object, callback: Callback<Answer>) => void;

  /** What a query or scan asks for, its expressions parsed. */
  export interface Reading {
    readonly TableName: string;
    readonly Limit?: number;
    readonly Select?: string;
    readonly IndexName?: string;
    readonly ReturnConsumedCapacity?: string;
    readonly QueryFilter?: object;
    readonly ScanFilter?: object;
    readonly _filter?: { readonly expression: object };
    readonly _projection?: { readonly paths: readonly unknown[] };
  }

  const db: {
    create(options: { path?: string; createTableMs: number }): Store;
    queryTable: (
      store: Store,
      table: Table,
      reading: Reading,
      bounds: Bounds,
      isLocal: boolean | undefined,
      isFetched: boolean,
      keyNames: readonly string[],
      callback: Callback<Answer>,
    ) => void;
    updateIndexes: (
      store: Store,
      table: Table,
      before: object | undefined,
      after: object | undefined,
      callback: Callback<void>,
    ) => void;
    createKey: (item: WireValues, table: Table, keySchema?: Table['KeySchema']) => string;
    hashPrefix: (key: string, type: string, ...rangeKey: string[]) => string;
    matchesExprFilter(item: WireValues, expression: object): boolean;
    mapPaths(paths: readonly unknown[], item: WireValues): WireValues;
    itemSize(
      item: WireValues,
      isCompressed?: boolean,
      withMeta?: boolean,
      rangeKey?: string,
    ): number;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  export interface Validation {
    readonly types: object;
    readonly custom?: unknown;
  }

  const validations: {
    /** A copy of what `types` knows. */
    checkTypes(input: object, types: object): object;
    checkValidations(input: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}
