/**
 * Makes the text of a typeset PDF readable by every reader, letter by letter.
 *
 * The typesetter writes a Thai cluster (ที่) as one unit: the first glyph's entry in the font's table stands for
 * the whole cluster, and a note beside the glyphs (ActualText) tells what they really say. Readers that heed no
 * such notes, those in browsers among them, then search and copy nonsense. The notes give the letter of each
 * glyph, so the tables are written anew from them, glyph by glyph, and the notes that say the same are dropped.
 *
 * @see ISO 32000-1, 9.10.3 (ToUnicode) and 14.9.4 (ActualText)
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { assembled, objectsOf, type PdfObject } from './pdf-objects.ts';

/** Glyph number → what it says. */
type Letters = Map<number, string>;

interface FontTable {
  /** As the typesetter wrote it. */
  readonly written: Letters;
  /** One letter for each glyph. */
  readonly exact: Letters;
}

interface Run {
  /** Where its text begins in the page, and the text in hexadecimal digits. */
  readonly note: { readonly at: number; readonly hex: string } | undefined;
  readonly glyphs: readonly number[];
  readonly table: FontTable | undefined;
}

const INVISIBLE = /\u200B/g;

/** @throws {RangeError} if `pdf` is not built as the typesetter builds it. */
export function withExactText(pdf: Uint8Array): Uint8Array {
  const { head, objects, trailer } = objectsOf(pdf);
  const tables = new Map<number, FontTable>();
  const tableAt = (id: number) => {
    const table = tables.get(id) ?? {
      written: entriesOf(streamOf(objects.get(id))),
      exact: new Map(),
    };
    tables.set(id, table);
    return table;
  };
  const pages = [...objects.values()]
    .filter(({ text }) => /\/Type \/Page\b(?!s)/.test(text))
    .map(({ text }) => ({
      id: Number(/\/Contents (\d+) 0 R/.exec(text)?.[1]),
      fonts: fontsOf(text, objects, tableAt),
    }));
  // Page by page and then again: the runs of hundreds of pages at once would fill the memory.
  for (const { id, fonts } of pages)
    for (const run of runsOf(streamOf(objects.get(id)), fonts)) learn(run);

  const replaced = new Map<number, string>();
  for (const [id, table] of tables)
    replaced.set(id, stream(id, tableText(table, streamOf(objects.get(id)))));
  for (const { id, fonts } of pages) {
    const content = streamOf(objects.get(id));
    const plain = withPlainNotes(content, runsOf(content, fonts));
    if (plain !== content) replaced.set(id, stream(id, plain));
  }
  return assembled(
    head,
    [...objects.values()].map((object) => replaced.get(object.id) ?? object.text),
    trailer,
  );
}

/** The fonts that a page calls by name. */
function fontsOf(
  page: string,
  objects: ReadonlyMap<number, PdfObject>,
  tableAt: (id: number) => FontTable,
): Map<string, FontTable> {
  const list = /\/Font <<([^>]*)>>/.exec(page)?.[1] ?? '';
  return new Map(
    [...list.matchAll(/\/(\w+) (\d+) 0 R/g)].flatMap(([, name = '', id]) => {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.text ?? '')?.[1];
      return table ? [[name, tableAt(Number(table))] as const] : [];
    }),
  );
}

const NOTE = /\/Span <<\s*\/ActualText <FEFF([0-9A-F]*)>\s*>> BDC/;
/** A note begins or anything marked ends; a font is chosen; glyphs are shown. */
const STRING = String.raw`\((?:\\[\s\S]|[^\\)])*\)`;
const TOKENS = new RegExp(
  String.raw`${NOTE.source}|\bEMC\b|/(\w+) [\d.]+ Tf|(${STRING})\s*Tj|\[((?:${STRING}|[\s\d.-])*)\]\s*TJ`,
  'g',
);

/** The glyphs under one note, or shown without one. */
function* runsOf(page: string, fonts: ReadonlyMap<string, FontTable>): Generator<Run> {
  let table: FontTable | undefined;
  let note: Run['note'];
  let noted: number[] = [];
  for (const { 0: token, 1: hex, 2: font, 3: one, 4: several, index } of page.matchAll(TOKENS)) {
    const shown = one ?? several;
    if (hex !== undefined) {
      note = { at: index + token.indexOf(hex), hex };
      noted = [];
    } else if (token === 'EMC') {
      if (note) yield { note, glyphs: noted, table };
      note = undefined;
    } else if (font !== undefined) table = fonts.get(font);
    else if (shown !== undefined && note) noted.push(...glyphsOf(shown));
    else if (shown !== undefined) yield { note: undefined, glyphs: glyphsOf(shown), table };
  }
}

/** Takes down which letter each glyph says, where there is one letter for each of the glyphs. */
function learn({ note, glyphs, table }: Run) {
  if (!table) return;
  const say = (some: readonly number[], said: readonly string[]) => {
    some.forEach((glyph, n) => {
      table.exact.set(glyph, said[n] ?? '');
    });
  };
  if (note) {
    if (glyphs.every((glyph) => table.exact.has(glyph))) return;
    const said = [...inParts(fromHex(note.hex))];
    if (said.length === glyphs.length) say(glyphs, said);
    return;
  }
  // The first cluster of its kind has no note: its first glyph says all of it, the others say nothing.
  glyphs.forEach((glyph, n) => {
    if (table.exact.has(glyph)) return;
    const said = [...(table.written.get(glyph) ?? '')];
    const cluster = glyphs.slice(n, n + said.length);
    if (
      cluster.length === said.length &&
      cluster.slice(1).every((mark) => !table.written.has(mark))
    )
      say(cluster, said);
  });
}

/**
 * A mark that stands raised is shown apart from its cluster, each part under a note of its own or none: what a
 * note says is what its own glyphs say.
 */
function withPlainNotes(page: string, runs: Iterable<Run>): string {
  let plain = '';
  let upTo = 0;
  for (const { note, glyphs, table } of runs) {
    if (!note) continue;
    const text = fromHex(note.hex).replace(INVISIBLE, '');
    const whole = [...inParts(text)].length === glyphs.length;
    const said = glyphs.map((glyph) => table?.exact.get(glyph));
    const known = said.length > 0 && !said.includes(undefined);
    const own = whole || !known ? text : said.join('');
    plain += page.slice(upTo, note.at) + toHex(own);
    upTo = note.at + note.hex.length;
  }
  return plain + page.slice(upTo);
}

/** As the glyphs stand: sara am is drawn as a ring, before any tone mark, and a stroke. */
function inParts(text: string): string {
  return text.replace(INVISIBLE, '').replace(/([\u0E48-\u0E4B]?)\u0E33/g, '\u0E4D$1\u0E32');
}

function fromHex(hex: string): string {
  return (hex.match(/.{4}/g) ?? [])
    .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
    .join('');
}

function toHex(text: string): string {
  return Array.from({ length: text.length }, (_, n) =>
    text.charCodeAt(n).toString(16).toUpperCase().padStart(4, '0'),
  ).join('');
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
const OCTAL = /[0-7]{1,3}/y;

/** Two bytes a glyph, from the strings of an operator that shows text. */
function glyphsOf(shown: string): number[] {
  const glyphs: number[] = [];
  let inside = false;
  let high: number | undefined;
  for (let at = 0; at < shown.length; at += 1) {
    let byte = shown.charCodeAt(at);
    if (!inside || byte === CLOSES) {
      inside = byte === OPENS;
      continue;
    }
    if (byte === ESCAPES_NEXT) {
      OCTAL.lastIndex = at + 1;
      const octal = OCTAL.exec(shown)?.[0];
      const escaped = shown[at + 1] ?? '';
      byte = octal ? Number.parseInt(octal, 8) : (ESCAPES[escaped] ?? escaped.charCodeAt(0));
      at += octal?.length ?? 1;
    }
    if (high === undefined) high = byte;
    else {
      glyphs.push(high * 256 + byte);
      high = undefined;
    }
  }
  return glyphs;
}

const OPENS = 40;
const CLOSES = 41;
const ESCAPES_NEXT = 92;

/** What a table says of its glyphs. */
function entriesOf(table: string): Letters {
  const entries = table.slice(table.indexOf('beginbfchar'));
  return new Map(
    [...entries.matchAll(/<([0-9A-F]{4})> <([0-9A-F]*)>/g)].map(([, glyph = '', text = '']) => [
      Number.parseInt(glyph, 16),
      inParts(fromHex(text)),
    ]),
  );
}

function tableText({ written, exact }: FontTable, table: string): string {
  const entries = [...new Map([...written, ...exact])]
    .toSorted(([a], [b]) => a - b)
    .map(
      ([glyph, text]) => `<${glyph.toString(16).toUpperCase().padStart(4, '0')}> <${toHex(text)}>`,
    );
  const MOST_IN_A_BLOCK = 100;
  const blocks = Array.from({ length: Math.ceil(entries.length / MOST_IN_A_BLOCK) }, (_, n) => {
    const block = entries.slice(n * MOST_IN_A_BLOCK, (n + 1) * MOST_IN_A_BLOCK);
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`;
  });
  return table.replace(/\d+ beginbfchar[\s\S]*endbfchar\n/, () => blocks.join(''));
}

function streamOf(object: PdfObject | undefined): string {
  const opened = object && /\/Length (\d+)[\s\S]*?>>\s*stream\n/.exec(object.text);
  if (!object || !opened) throw new RangeError('a PDF whose streams are not where they should be');
  const start = opened.index + opened[0].length;
  const bytes = Buffer.from(object.text.slice(start, start + Number(opened[1])), 'latin1');
  return /\/FlateDecode/.test(opened[0])
    ? inflateSync(bytes).toString('latin1')
    : bytes.toString('latin1');
}

function stream(id: number, text: string): string {
  const packed = deflateSync(Buffer.from(text, 'latin1')).toString('latin1');
  return `${id} 0 obj\n<<\n  /Length ${packed.length}\n  /Filter /FlateDecode\n>>\nstream\n${packed}\nendstream\nendobj\n\n`;
}
