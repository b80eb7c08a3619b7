/** A PDF taken apart into its objects and put together again, as the typesetter builds them. */

export interface PdfObject {
  readonly id: number;
  /** As it stands in the file, one byte a character. */
  readonly text: string;
}

/** @throws {RangeError} if `pdf` is not built as the typesetter builds it. */
export function objectsOf(pdf: Uint8Array) {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(file)?.[1]);
  const table = /^xref\s+0 (\d+)\s+/.exec(file.slice(start, start + 40));
  if (!table) throw new RangeError('a PDF without a plain table of objects');
  const entries = start + table[0].length;
  const offsets = Array.from({ length: Number(table[1]) - 1 }, (_, n) =>
    Number(file.slice(entries + 20 * (n + 1), entries + 20 * (n + 1) + 10)),
  );
  const objects = new Map(
    offsets.map((offset, n): [number, PdfObject] => [
      n + 1,
      { id: n + 1, text: file.slice(offset, offsets[n + 1] ?? start) },
    ]),
  );
  const trailer = file.slice(file.indexOf('trailer', start), file.lastIndexOf('startxref'));
  return { head: file.slice(0, offsets[0]), objects, trailer };
}

/** A PDF of `objects` by their numbers from 1 on. */
export function assembled(head: string, objects: readonly string[], trailer: string): Uint8Array {
  let at = head.length;
  const offsets = objects.map((object) => {
    const offset = at;
    at += object.length;
    return `${String(offset).padStart(10, '0')} 00000 n\r\n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${offsets.join('')}`;
  return Buffer.from(
    `${head}${objects.join('')}${table}${trailer}startxref\n${at}\n%%EOF`,
    'latin1',
  );
}
