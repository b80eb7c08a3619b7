/** Which characters a TrueType font can draw. */

const SEGMENTS_OF_THE_BASIC_PLANE = 4;

/**
 * Reads the font's table of characters.
 *
 * @throws {RangeError} if the font has no table of the kind that every Windows font has.
 * @see OpenType specification, cmap format 4
 */
export function coverageOf(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = tableAt(view, 'cmap');
  const at = subtables(view, table).find(
    (at) => view.getUint16(at) === SEGMENTS_OF_THE_BASIC_PLANE,
  );
  if (at === undefined) throw new RangeError('a font without a cmap of format 4');
  const segments = view.getUint16(at + 6) / 2;
  const ranges = Array.from({ length: segments }, (_, n) => ({
    last: view.getUint16(at + 14 + 2 * n),
    first: view.getUint16(at + 16 + 2 * segments + 2 * n),
  }));
  return (codePoint) =>
    ranges.some(({ first, last }) => first <= codePoint && codePoint <= last && last !== 0xffff);
}

function tableAt(view: DataView, name: string): number {
  for (let n = 0; n < view.getUint16(4); n += 1) {
    const record = 12 + 16 * n;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new RangeError(`a font without the table ${name}`);
}

function subtables(view: DataView, table: number): number[] {
  return Array.from(
    { length: view.getUint16(table + 2) },
    (_, n) => table + view.getUint32(table + 8 + 8 * n),
  );
}
