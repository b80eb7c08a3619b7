/** Files of any kind by their keys: in S3 on AWS, in the data directory of the embedded mode. */
import * as z from 'zod';

/** Where an object lies: a folder of the list below and ids in their checked form, parted by `/`. */
export const objectKeySchema = z
  .string()
  .max(300)
  .regex(/^(papers|quarantine|evidence|anchor)(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/)
  .brand('ObjectKey');
export type ObjectKey = z.infer<typeof objectKeySchema>;

/** What is kept about an object. */
export interface ObjectFacts {
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
}

export interface UploadOptions {
  /** Bytes; more are refused. */
  readonly atMost: number;
  /** Address of the site that the browser goes to when the file is there. */
  readonly comeBackTo: string;
  /** How long the form can be sent. */
  readonly seconds: number;
}

/** A form that a browser sends one file with, as its last field `file`. */
export interface UploadForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface StoredObject extends ObjectFacts {
  readonly bytes: Uint8Array;
  /** As the browser told it, where one sent the object. */
  readonly fileName?: string;
}

export interface LinkOptions {
  /** To save it under; Thai may be. */
  readonly fileName: string;
  /** How long the link opens. @default 60 */
  readonly seconds?: number;
}

export interface ObjectStore {
  /** Resolves when the object would outlive a crash; replaces what was there. */
  put(key: ObjectKey, bytes: Uint8Array, contentType: string): Promise<void>;
  get(key: ObjectKey): Promise<StoredObject | undefined>;
  head(key: ObjectKey): Promise<ObjectFacts | undefined>;
  /** Nothing happens where there is none. */
  delete(key: ObjectKey): Promise<void>;
  /** Address that whoever holds it may save the object from for a short while; never shown as a page. */
  link(key: ObjectKey, options: LinkOptions): Promise<string>;
  /** What a browser needs to put an object under `key` itself. */
  uploadForm(key: ObjectKey, options: UploadOptions): Promise<UploadForm>;
  /** What a scanner has noted of the object; nothing yet, and nothing where there is none: an empty record. */
  tags(key: ObjectKey): Promise<Readonly<Record<string, string>>>;
}

/** The key of `ids` in `folder`. @throws {ZodError} if an id could lead elsewhere */
export function objectKey(
  folder: 'papers' | 'quarantine' | 'evidence' | 'anchor',
  ...ids: readonly string[]
): ObjectKey {
  return objectKeySchema.parse([folder, ...ids].join('/'));
}

/** Has a browser save what it gets as `fileName`, in Thai as well. @see RFC 6266, RFC 8187 */
export function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^A-Za-z0-9._-]+/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
