/** Small files as officers attach them, and some that only claim to be such. */
import { strToU8, zipSync } from 'fflate';

export const pdf = (text = 'หลักฐาน') =>
  strToU8(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\ntrailer\n<<>>\n%%EOF\n`);
export const jpeg = () =>
  new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]);
export const png = () =>
  new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );

const MAIN = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
  docm: 'application/vnd.ms-word.document.macroEnabled.main+xml',
  xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
} as const;

export function office(kind: keyof typeof MAIN): Uint8Array {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/document.xml" ContentType="${MAIN[kind]}"/></Types>`;
  return zipSync({ '[Content_Types].xml': strToU8(types), 'document.xml': strToU8('<x/>') });
}

/** 50 MB of nothing in some dozen kilobytes. */
export function zipBomb(): Uint8Array {
  return zipSync({ '[Content_Types].xml': new Uint8Array(50_000_000) }, { level: 9 });
}

/** Bytes as a file that a browser sends. */
export function aFile(name: string, bytes: Uint8Array): File {
  return new File([Buffer.from(bytes)], name);
}
