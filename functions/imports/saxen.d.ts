/** The parts of saxen that are used here; it comes without types. */
declare module 'saxen' {
  export class Parser {
    on(
      event: 'openTag',
      listener: (
        name: string,
        attributes: () => Readonly<Record<string, string>>,
        decode: (text: string) => string,
      ) => void,
    ): this;
    on(event: 'closeTag', listener: (name: string) => void): this;
    on(event: 'text', listener: (text: string, decode: (text: string) => string) => void): this;
    on(event: 'cdata', listener: (text: string) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    /** Prefixes to be used for these namespaces, whatever the document calls them. */
    ns(prefixes: Readonly<Record<string, string>>): this;
    parse(text: string): this;
  }
}
