// The inner modules of dynalite that the embedded engine calls; dynalite brings no types.
declare module 'dynalite/db/index.js' {
  import type { Stream } from 'node:stream';

  type Callback<Result> = (error: unknown, result?: Result) => void;

  export interface Store {
    readonly db: {
      open(): Promise<void>;
      close(): Promise<void>;
      values(options: object): Values;
      createValueStream: (options: object) => Stream;
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

  /** What LevelDB holds between two keys. */
  export interface Values {
    /** The next `count` at most; none at the end. */
    nextv(count: number): Promise<readonly unknown[]>;
    close(): Promise<void>;
  }

  export interface Table {
    readonly TableStatus: string;
  }

  export type Action = (store: Store, input: object, callback: Callback<object>) => void;

  const db: {
    create(options: { path?: string; createTableMs: number }): Store;
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
    checkTypes(input: unknown, types: object): object;
    checkValidations(input: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}

declare module 'dynalite/db/conditionParser.js' {
  export interface Parser {
    /** Tells of a mistake in words, or throws it. */
    parse(expression: string, options: { readonly context: Context }): object | string;
  }

  interface Context {
    readonly attrNames?: Readonly<Record<string, string>> | undefined;
    /** In DynamoDB's JSON. */
    readonly attrVals?: Readonly<Record<string, object>> | undefined;
    /** Those used are taken out. */
    readonly unusedAttrNames: Record<string, true>;
    readonly unusedAttrVals: Record<string, true>;
    readonly isKeyCondition?: boolean;
  }

  const parser: Parser;
  export default parser;
}

declare module 'dynalite/db/updateParser.js' {
  import type { Parser } from 'dynalite/db/conditionParser.js';

  const parser: Parser;
  export default parser;
}
