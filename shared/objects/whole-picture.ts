/**
 * An emblem as a picture that every reader can show: its body is decoded, since a right head says nothing of what
 * follows it.
 *
 * @see PNG specification, 5.3 (chunks), 9 and 10 (scanlines, compression)
 */
import { crc32, inflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { type Emblem, emblemOf } from '../domain/emblem.ts';
import type { Letterhead } from '../domain/letterhead.ts';

const known = new WeakMap<Pick<Letterhead, 'emblem'>, Emblem | undefined>();

/** The emblem of `letterhead`; `undefined` where there is none, or its file is damaged. */
export function wholeEmblem(letterhead: Pick<Letterhead, 'emblem'>): Emblem | undefined {
  if (!known.has(letterhead)) {
    const { emblem } = letterhead;
    known.set(letterhead, emblem ? wholePicture(Buffer.from(emblem, 'base64')) : undefined);
  }
  return known.get(letterhead);
}

/** The picture that `file` holds; `undefined` where it is none, or any part of it is damaged or missing. */
export function wholePicture(file: Uint8Array): Emblem | undefined {
  const picture = emblemOf(file);
  if (!picture) return undefined;
  try {
    if (picture.format === 'png') checkPng(picture);
    else checkJpeg(picture);
  } catch {
    return undefined;
  }
  return picture;
}

/** More would fill the memory of whoever decodes it. */
const MOST_MEGAPIXELS = 16;
const MOST_BYTES = 4 * MOST_MEGAPIXELS * 1_000_000;

function checkJpeg({ bytes }: Emblem) {
  jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: MOST_MEGAPIXELS,
    maxMemoryUsageInMB: 512,
  });
}

/** @throws {RangeError} or what zlib throws */
function checkPng({ bytes }: Emblem) {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head?.length !== 13) throw new RangeError('a PNG without a head');
  const body = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const scanlines = inflateSync(Buffer.concat(body), { maxOutputLength: MOST_BYTES });
  const wanted = linesOf(head);
  const size = wanted.reduce((sum, { count, length }) => sum + count * (length + 1), 0);
  if (scanlines.length !== size) throw new RangeError('a PNG whose rows are not whole');
  let at = 0;
  for (const { count, length } of wanted)
    for (let line = 0; line < count; line += 1) {
      const KINDS_OF_FILTER = 5;
      if ((scanlines[at] ?? KINDS_OF_FILTER) >= KINDS_OF_FILTER)
        throw new RangeError('a PNG with a row of no known kind');
      at += length + 1;
    }
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const checked = file.subarray(at + 4, at + 8 + length);
    if (file.readUInt32BE(at + 8 + length) !== crc32(checked))
      throw new RangeError('a PNG with a damaged part');
    chunks.push({ type: checked.toString('latin1', 0, 4), data: checked.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** Samples of a pixel by the colour type of the head; a palette's pixel is one index. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Where each of the seven passes of an interlaced picture begins, and how far apart its pixels are. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** How many rows there are, and how many bytes each has after the one that names its filter. */
function linesOf(head: Buffer): { count: number; length: number }[] {
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const samples = SAMPLES[head[9] ?? -1];
  if (samples === undefined) throw new RangeError('a PNG of no known colours');
  const bits = samples * (head[8] ?? 0);
  const bytes = (pixels: number) => Math.ceil((pixels * bits) / 8);
  if (head[12] === 0) return [{ count: height, length: bytes(width) }];
  return PASSES.flatMap(([x, y, right, down]) => {
    const [across, rows] = [Math.ceil((width - x) / right), Math.ceil((height - y) / down)];
    return across > 0 && rows > 0 ? [{ count: rows, length: bytes(across) }] : [];
  });
}
