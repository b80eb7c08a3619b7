/**
 * The object store of the embedded mode: one file for each object, or all in memory.
 *
 * A file begins with one line that says what it is; so an object is there whole or not at all. Its links are paths
 * of the site, signed and short-lived as S3's are.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { LARGEST_FILE } from '../../shared/domain/evidence.ts';
import {
  attachment,
  type ObjectKey,
  type ObjectStore,
  objectKeySchema,
} from '../../shared/objects/object-store.ts';
import { UNFINISHED, writeDurably } from './durable-file.ts';

/** Where the site serves what a link leads to. */
export const OBJECTS_PATH = '/objects/';

/** Bytes: a file that is somewhat too large is taken and told so afterwards, beside its name. */
export const LARGEST_UPLOAD = 2 * LARGEST_FILE + 100_000;

const factsSchema = z.object({ contentType: z.string(), fileName: z.string().optional() });

const uploadSchema = z.object({
  key: objectKeySchema,
  atMost: z.string().regex(/^\d+$/),
  comeBackTo: z.url(),
  until: z.string(),
  signature: z.string(),
  /** None where nothing was chosen. */
  file: z.instanceof(File).optional().catch(undefined),
});

/** Files by key; a file is written whole or not at all. */
export interface KeptFiles {
  keys(): Promise<readonly ObjectKey[]>;
  read(key: ObjectKey): Promise<Buffer | undefined>;
  write(key: ObjectKey, content: Uint8Array): Promise<void>;
  remove(key: ObjectKey): Promise<void>;
}

export interface ObjectFilesOptions {
  readonly files: KeptFiles;
  /** Signs links. */
  readonly secret: string;
  /** The computer's own time. */
  readonly now: () => Date;
}

export interface ObjectFiles extends ObjectStore {
  /** Answers a request to one of the links. */
  serve(request: Request): Promise<Response>;
}

export function objectFiles({ files, secret, now }: ObjectFilesOptions): ObjectFiles {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

  async function get(key: ObjectKey) {
    const content = await files.read(key);
    if (!content) return undefined;
    const end = content.indexOf('\n');
    const { contentType, fileName } = factsSchema.parse(
      JSON.parse(content.toString('utf8', 0, end)),
    );
    const bytes = new Uint8Array(content.subarray(end + 1));
    return {
      bytes,
      contentType,
      size: bytes.length,
      ...(fileName !== undefined && { fileName }),
    };
  }

  function write(key: ObjectKey, bytes: Uint8Array, facts: z.infer<typeof factsSchema>) {
    return files.write(key, Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), bytes]));
  }

  /** Takes what a browser sends by the form; what cannot be taken is not there when it comes back. */
  async function receive(request: Request): Promise<Response> {
    if (Number(request.headers.get('content-length') ?? 0) > LARGEST_UPLOAD) {
      return refusal(
        413,
        'ไฟล์ใหญ่เกินกว่าที่ระบบรับได้ กรุณาย้อนกลับแล้วเลือกไฟล์ที่เล็กกว่า / the file is too large',
      );
    }
    const form = await request.formData().catch(() => undefined);
    const sent = uploadSchema.safeParse(form && Object.fromEntries(form));
    if (!sent.success)
      return refusal(400, 'ข้อมูลมาไม่ครบ กรุณาย้อนกลับแล้วส่งใหม่ / the upload was cut off');
    const { key, atMost, comeBackTo, until, signature, file } = sent.data;
    const signed = sign(JSON.stringify(['upload', key, atMost, comeBackTo, until]));
    if (!isSame(signature, signed) || Number(until) < now().getTime()) {
      return refusal(403, 'แบบฟอร์มนี้หมดอายุ กรุณาเปิดหน้าใหม่ / this form has expired');
    }
    if (file && file.size <= Number(atMost)) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await write(key, bytes, { contentType: 'application/octet-stream', fileName: file.name });
    }
    return new Response(null, { status: 303, headers: { location: comeBackTo } });
  }

  return {
    get,

    put: (key, bytes, contentType) => write(key, bytes, { contentType }),

    async head(key) {
      const found = await get(key);
      return found && { size: found.size, contentType: found.contentType };
    },

    delete: (key) => files.remove(key),

    async link(key, { fileName, seconds = 60 }) {
      const until = String(now().getTime() + seconds * 1000);
      const signature = sign(JSON.stringify([key, fileName, until]));
      return `${OBJECTS_PATH}${key}?${new URLSearchParams({ name: fileName, until, signature })}`;
    },

    async uploadForm(key, { atMost, comeBackTo, seconds }) {
      const until = String(now().getTime() + seconds * 1000);
      const facts = ['upload', key, String(atMost), comeBackTo, until];
      return {
        action: OBJECTS_PATH,
        fields: {
          key,
          atMost: String(atMost),
          comeBackTo,
          until,
          signature: sign(JSON.stringify(facts)),
        },
      };
    },

    // Nothing scans here.
    tags: async () => ({}),

    async serve(request) {
      if (request.method === 'POST') return receive(request);
      const url = new URL(request.url);
      const key = objectKeySchema.safeParse(url.pathname.slice(OBJECTS_PATH.length));
      const [name = '', until = '', signature = ''] = ['name', 'until', 'signature'].map(
        (field) => url.searchParams.get(field) ?? '',
      );
      const signed = key.success && sign(JSON.stringify([key.data, name, until]));
      if (!signed || !isSame(signature, signed) || Number(until) < now().getTime()) {
        return refusal(403, 'ลิงก์นี้หมดอายุหรือไม่ถูกต้อง / this link has expired or is not valid');
      }
      const found = await get(key.data);
      if (!found) return refusal(404, 'ไม่พบไฟล์ / not found');
      return new Response(request.method === 'HEAD' ? null : Buffer.from(found.bytes), {
        headers: {
          'content-type': found.contentType,
          'content-length': String(found.size),
          'content-disposition': attachment(name),
          'cache-control': 'no-store',
          // Whatever it holds, it is no page of this site.
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
        },
      });
    },
  };
}

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'cache-control': 'no-store' } });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export function memoryObjects(): KeptFiles {
  const files = new Map<ObjectKey, Buffer>();
  return {
    keys: async () => [...files.keys()].sort(),
    read: async (key) => files.get(key),
    write: async (key, content) => void files.set(key, Buffer.from(content)),
    remove: async (key) => void files.delete(key),
  };
}

/** The folders of an object's key are those of its file under `root`, which is made when first needed. */
export function diskObjects(root: string): KeptFiles {
  const pathOf = (key: ObjectKey) => join(root, ...key.split('/'));
  const writing = new Map<ObjectKey, Promise<void>>();
  async function write(key: ObjectKey, content: Uint8Array) {
    const folder = dirname(pathOf(key));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeDurably(pathOf(key), content);
    await syncFolder(folder);
  }
  return {
    async keys() {
      const entries = await unlessAbsent(readdir(root, { recursive: true, withFileTypes: true }));
      return (entries ?? [])
        .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
        .map((path) => objectKeySchema.parse(path.replaceAll('\\', '/')))
        .sort();
    },
    read: (key) => unlessAbsent(readFile(pathOf(key))),
    // Two who write the same object take turns: both would write into the same unfinished file.
    write(key, content) {
      const before = writing.get(key) ?? Promise.resolve();
      const own = before
        .catch(() => {})
        .then(() => write(key, content))
        .finally(() => {
          if (writing.get(key) === own) writing.delete(key);
        });
      writing.set(key, own);
      return own;
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** The new name of a file lies in its folder, which has to reach the disk as well. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function unlessAbsent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
