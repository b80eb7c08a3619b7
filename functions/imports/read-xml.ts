/** XML read from its beginning to its end, without a tree of it in memory. */
import { Parser } from 'saxen';
import { MOST_SOURCE_ROWS } from '../../shared/imports/source-table.ts';

/** Ends the reading of a table that has more rows than anybody would report. */
export class TableTooLong extends Error {
  constructor() {
    super(`more than ${MOST_SOURCE_ROWS} rows`);
    this.name = 'TableTooLong';
  }
}

interface Listener {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** @throws {SyntaxError} */
export function readXml(xml: string, prefixes: Readonly<Record<string, string>>, on: Listener) {
  const parser = new Parser().ns(prefixes);
  parser.on('openTag', (name, attributes, decode) => {
    on.open?.(name, (wanted) => {
      const value = attributes()[wanted];
      return value === undefined ? undefined : decode(value);
    });
  });
  parser.on('closeTag', (name) => on.close?.(name));
  parser.on('text', (text, decode) => on.text?.(decode(text)));
  parser.on('cdata', (text) => on.text?.(text));
  parser.on('error', (error) => {
    throw new SyntaxError(error.message);
  });
  parser.parse(xml);
}
