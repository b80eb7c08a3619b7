/** Papers as PDF: typeset by Typst, tagged, fonts embedded, nothing fetched. */
import initialize, { TypstCompilerBuilder } from '@myriaddreamin/typst-ts-web-compiler';
import * as z from 'zod';
import { coverageOf } from './coverage.ts';
import { withExactText } from './exact-text.ts';
import { type Paper, staysWithNext } from './paper.ts';
import { paperTypst } from './paper-typst.ts';
import { breakable, unbrokenFigures } from './printable.ts';

export interface PdfAssets {
  /** The typesetter. */
  readonly wasm: WebAssembly.Module;
  /** Sarabun regular and bold, TTF. */
  readonly fonts: readonly Uint8Array[];
}

export interface PdfPress {
  readonly print: (paper: Paper) => Uint8Array;
}

const outcomeSchema = z.object({
  result: z.instanceof(Uint8Array).optional(),
  diagnostics: z.array(z.unknown()).optional(),
});
const JSON_DIAGNOSTICS = 1;

/** Words that the typesetter's dictionary would part, as patterns. */
const UNBROKEN = [
  'ปีงบประมาณ',
  'แล้วเสร็จ',
  'อยู่ระหว่าง',
  'เศรษฐกิจพอเพียง',
  'ร้องเรียน',
  'ส่วนท้องถิ่น',
  'มิชอบ',
  'ภายใน',
  'ระดับสี(เขียว|ส้ม|แดง)',
  'วัน(จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)ที่',
  ...unbrokenFigures,
];

/** Starts the typesetter; one of them prints any number of papers, one after the other. */
export async function pdfPress({ wasm, fonts }: PdfAssets): Promise<PdfPress> {
  await initialize({ module_or_path: wasm });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const font of fonts) await builder.add_raw_font(font);
  const compiler = await builder.build();
  compiler.add_source('/main.typ', paperTypst);
  const covered = coverageOf(fonts[0] ?? new Uint8Array());
  const prepared = remembering((text) => breakable(legible(text, covered)));

  return {
    print(paper) {
      const [year, month, day] = paper.date.split('-').map(Number);
      const { emblem, fileName: _, gaps: __, unbroken = [], sections, ...shown } = paper;
      const source = {
        ...shown,
        unbroken: [...UNBROKEN, ...unbroken.map(literally)].join('|'),
        sections: sections.map(({ blocks, ...section }) => ({
          ...section,
          blocks: blocks.map((block, n) => ({ ...block, sticky: staysWithNext(blocks, n) })),
        })),
        year,
        month,
        day,
        ...(emblem && { emblem: emblem.format }),
      };
      const json = JSON.stringify(source, (key, value: unknown) =>
        typeof value === 'string' && key !== 'unbroken' ? prepared(value) : value,
      );
      compiler.map_shadow('/paper.json', new TextEncoder().encode(json));
      if (emblem) compiler.map_shadow(`/emblem.${emblem.format}`, emblem.bytes);
      const { result, diagnostics } = outcomeSchema.parse(
        compiler.compile('/main.typ', undefined, 'pdf', JSON_DIAGNOSTICS),
      );
      // What was typeset before is of no use for the next paper.
      compiler.reset();
      if (!result)
        throw new Error(`the paper could not be typeset: ${JSON.stringify(diagnostics)}`);
      return withExactText(result);
    },
  };
}

/** A pattern that means `name` and nothing else. */
function literally(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N} ]/gu, '\\$&');
}

/** Hundreds of letters say the same sentences: each is prepared once. */
function remembering(prepare: (text: string) => string): (text: string) => string {
  const MOST = 5000;
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size === MOST) known.clear();
    const prepared = prepare(text);
    known.set(text, prepared);
    return prepared;
  };
}

/** Letters that the font lacks are printed by their number: a box would say nothing. */
function legible(text: string, covered: (codePoint: number) => boolean): string {
  let shown = '';
  for (const letter of text) {
    const codePoint = letter.codePointAt(0) ?? 0;
    const known = letter === '\n' || covered(codePoint);
    shown += known ? letter : `‹U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}›`;
  }
  return shown;
}
