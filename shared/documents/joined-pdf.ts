/**
 * Many PDFs of the typesetter as one, with their outlines and tags: hundreds of letters typeset at once would
 * take a gigabyte of memory, ten at a time a fraction of it.
 *
 * @see ISO 32000-1, 7.7.3 (pages), 12.3.3 (outline), 14.7.4.4 (which tags are on which page)
 */
import { assembled, objectsOf } from './pdf-objects.ts';

/** The objects that hold the others together; the first PDF's stand for those of all. */
const roots = ['Root', 'Info', 'Pages', 'Metadata', 'Outlines', 'StructTreeRoot'] as const;
type Roots = Readonly<Record<(typeof roots)[number], number>>;

/** @throws {RangeError} if there are none, or one is not built as the typesetter builds letters. */
export function joined(pdfs: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = pdfs.map((pdf) => {
    const { head, objects, trailer } = objectsOf(pdf);
    const texts = [...objects.values()].map(({ text }) => text);
    return { head, trailer, texts, roots: rootsOf(texts, trailer) };
  });
  if (!first) throw new RangeError('no PDF to join');
  const texts = [...first.texts];
  const textOf = (id: number) => texts[id - 1] ?? '';
  const change = (id: number, what: RegExp, by: string) => {
    texts[id - 1] = textOf(id).replace(what, () => by);
  };
  const { Pages, Outlines, StructTreeRoot } = first.roots;

  for (const { texts: more, roots: theirs } of others) {
    const offset = texts.length;
    const numbers = new Map(roots.map((name) => [theirs[name], first.roots[name]]));
    const tagged = figure(textOf(StructTreeRoot), 'ParentTreeNextKey');
    const moved = more.map((text, n) =>
      withNumbers(text, (id) => numbers.get(id) ?? id + offset)
        .replace(/^\d+/, String(n + 1 + offset))
        .replace(/\/StructParents (\d+)/, (_, page) => `/StructParents ${Number(page) + tagged}`),
    );
    const of = (name: keyof Roots) => moved[theirs[name] - 1] ?? '';
    texts.push(...moved);

    const pages = `${list(textOf(Pages), 'Kids')} ${list(of('Pages'), 'Kids')}`;
    change(Pages, /\/Count \d+/, `/Count ${pages.split(' 0 R').length - 1}`);
    change(Pages, /\/Kids \[[^\]]*\]/, `/Kids [${pages}]`);

    const [last, next] = [reference(textOf(Outlines), 'Last'), reference(of('Outlines'), 'First')];
    const entries = figure(textOf(Outlines), 'Count') + figure(of('Outlines'), 'Count');
    change(last, /\/Parent /, `/Next ${next} 0 R\n  /Parent `);
    change(next, /\/Parent /, `/Prev ${last} 0 R\n  /Parent `);
    change(Outlines, /\/Last \d+/, `/Last ${reference(of('Outlines'), 'Last')}`);
    change(Outlines, /\/Count \d+/, `/Count ${entries}`);

    const tags = `${list(textOf(StructTreeRoot), 'K')} ${list(of('StructTreeRoot'), 'K')}`;
    const theirPages = list(of('StructTreeRoot'), 'Nums').replace(
      /(\d+) (?=\d+ 0 R)/g,
      (_, page) => `${Number(page) + tagged} `,
    );
    const onPages = `${list(textOf(StructTreeRoot), 'Nums')} ${theirPages}`;
    const known = tagged + figure(of('StructTreeRoot'), 'ParentTreeNextKey');
    change(StructTreeRoot, /\/K \[[^\]]*\]/, `/K [${tags}]`);
    change(StructTreeRoot, /\/Nums \[[^\]]*\]/, `/Nums [${onPages}]`);
    change(StructTreeRoot, /\/ParentTreeNextKey \d+/, `/ParentTreeNextKey ${known}`);
    // Nothing leads to them any more.
    for (const name of roots)
      texts[theirs[name] - 1 + offset] = `${theirs[name] + offset} 0 obj\nnull\nendobj\n\n`;
  }
  return assembled(
    first.head,
    texts,
    first.trailer.replace(/\/Size \d+/, `/Size ${texts.length + 1}`),
  );
}

function rootsOf(texts: readonly string[], trailer: string): Roots {
  const Root = reference(trailer, 'Root');
  const catalog = texts[Root - 1] ?? '';
  return {
    Root,
    Info: reference(trailer, 'Info'),
    Pages: reference(catalog, 'Pages'),
    Metadata: reference(catalog, 'Metadata'),
    Outlines: reference(catalog, 'Outlines'),
    StructTreeRoot: reference(catalog, 'StructTreeRoot'),
  };
}

function found(text: string, what: RegExp): string {
  const value = what.exec(text)?.[1];
  if (value === undefined) throw new RangeError(`a PDF without ${what.source}`);
  return value;
}

const reference = (text: string, name: string) =>
  Number(found(text, new RegExp(`/${name} (\\d+) 0 R`)));
const figure = (text: string, name: string) => Number(found(text, new RegExp(`/${name} (\\d+)`)));
const list = (text: string, name: string) => found(text, new RegExp(`/${name} \\[([^\\]]*)\\]`));

/** `object` with other numbers where it refers to others; its strings and its stream stay as they are. */
function withNumbers(object: string, numberOf: (id: number) => number): string {
  const stream = object.indexOf('stream\n');
  const dictionary = stream < 0 ? object : object.slice(0, stream);
  let depth = 0;
  const moved = dictionary.replace(/\\[\s\S]|[()]|\b(\d+) 0 R\b/g, (token, id?: string) => {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    return id === undefined || depth > 0 ? token : `${numberOf(Number(id))} 0 R`;
  });
  return moved + (stream < 0 ? '' : object.slice(stream));
}
