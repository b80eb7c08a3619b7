// The inner modules of dynalite that the embedded engine calls; dynalite brings no types.
declare module 'dynalite/db/index.js' {
  type Callback<Result> = (error: unknown, result?: Result) => void;

  export interface Store {
    readonly db: { open(): Promise<void>; close(): Promise<void> };
    readonly tableDb: {
      get(name: string, callback: Callback<Table>): void;
      put(name: string, table: Table, callback: Callback<void>): void;
    };
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
