import type { ReadRefusal } from '../../shared/imports/source-table.ts';

/** Ends the reading of a file that cannot or must not be read further. */
export class Unreadable extends Error {
  readonly refused: ReadRefusal['refused'];

  constructor(refused: ReadRefusal['refused']) {
    super(`unreadable file: ${refused}`);
    this.name = 'Unreadable';
    this.refused = refused;
  }
}
