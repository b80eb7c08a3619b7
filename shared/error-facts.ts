/** What a log may tell of an error: its name and the places in the code. Its message may quote what somebody typed. */

const MOST_PLACES = 12;

export interface ErrorFacts {
  /** Name of the error. */
  readonly code: string;
  /** Where in the code, innermost first. */
  readonly at: readonly string[];
}

export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { code: 'Error', at: [] };
  // A name is the programmer's; nobody else's words get in by it.
  return { code: /^\w{1,60}$/.test(error.name) ? error.name : 'Error', at: placesOf(error) };
}

/** Functions, files and lines of the stack, without the message that stands before them. */
function placesOf({ stack = '' }: Error): string[] {
  const places = stack.split('\n').flatMap((line) => {
    const match = /^ {4}at (?:[\w.<>[\] ]+ \()?(?:file:\/\/|node:)?([\w./@+-]+:\d+:\d+)\)?$/.exec(
      line,
    );
    return match?.[1] ? [match[1].split('/').slice(-3).join('/')] : [];
  });
  return places.slice(0, MOST_PLACES);
}
