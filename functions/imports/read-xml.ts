/** XML read from its beginning to its end, without a tree of it in memory. */
import { Parser } from 'saxen';
import { Unreadable } from './unreadable.ts';

interface Listener {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** @throws {Unreadable} if the XML is broken */
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
  parser.on('error', () => {
    throw new Unreadable('broken');
  });
  parser.parse(xml);
}
