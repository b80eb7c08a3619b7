/** An organization's or office's emblem as a picture: what it is, told by its content. */

export interface Emblem {
  readonly format: 'png' | 'jpg';
  readonly bytes: Uint8Array;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** The emblem that `bytes` hold; `undefined` where they are no PNG or JPEG picture. */
export function emblemOf(bytes: Uint8Array): Emblem | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = pngSize(view) ?? jpegSize(view);
  return size && { ...size, bytes };
}

function pngSize(bytes: Buffer) {
  const whole =
    bytes.length > 45 &&
    bytes.readUInt32BE(0) === 0x89504e47 &&
    bytes.toString('latin1', 12, 16) === 'IHDR' &&
    bytes.toString('latin1', bytes.length - 8, bytes.length - 4) === 'IEND';
  return whole ? sized('png', bytes.readUInt32BE(16), bytes.readUInt32BE(20)) : undefined;
}

function jpegSize(bytes: Buffer) {
  const whole =
    bytes.length > 4 &&
    bytes.readUInt16BE(0) === 0xffd8 &&
    bytes.readUInt16BE(bytes.length - 2) === 0xffd9;
  if (!whole) return undefined;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return sized('jpg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function sized(format: Emblem['format'], widthPixels: number, heightPixels: number) {
  return widthPixels > 0 && heightPixels > 0 ? { format, widthPixels, heightPixels } : undefined;
}
