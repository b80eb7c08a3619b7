/** Backups: one compressed file of lines, in which a missing end is noticed. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';
import { objectKeySchema } from '../../shared/objects/object-store.ts';
import {
  type DataDirectory,
  type DataProgress,
  partsOf,
  TABLE,
  Unusable,
  writeClock,
} from './data-directory.ts';
import { UNFINISHED } from './durable-file.ts';
import { type DynamoEngine, dynamoEngine, type WireItem, wireItem } from './dynamo-engine.ts';
import { diskObjects } from './object-files.ts';

const header = z.object({
  format: z.literal('nithet-backup'),
  version: z.literal(1),
  /** When it was made, by the computer's clock. */
  at: z.iso.datetime(),
});

const line = z.union([
  z.strictObject({ item: wireItem }),
  z.strictObject({ file: z.string().regex(/^[\w-]+(\.(eml|json))?$/), content: z.base64() }),
  z.strictObject({ object: objectKeySchema, content: z.base64() }),
  z.strictObject({ clock: z.iso.datetime().nullable() }),
  z.strictObject({ end: z.object({ items: z.int(), files: z.int() }) }),
]);
type Line = z.infer<typeof line>;

type OnProgress = (progress: DataProgress) => void;

/**
 * Writes all that `directory` holds into `file`, in the place of what was there only when it is whole.
 * Writes to the database wait while its items are read.
 */
export async function writeBackup(
  directory: DataDirectory,
  engine: DynamoEngine,
  file: string,
  onProgress: OnProgress,
): Promise<DataProgress> {
  const count = { items: 0, files: 0 };
  const unfinished = file + UNFINISHED;
  try {
    const text = Readable.from(backupLines(directory, engine, count, onProgress));
    await pipeline(text, createGzip(), createWriteStream(unfinished, { mode: 0o600 }));
    const written = await open(unfinished, 'r');
    await written.sync();
    await written.close();
    await rename(unfinished, file);
    return count;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new Unusable(`สำรองข้อมูลไม่ได้ / cannot back up to ${file}: ${reasonOf(error)}`);
  }
}

async function* backupLines(
  directory: DataDirectory,
  engine: DynamoEngine,
  count: { items: number; files: number },
  onProgress: OnProgress,
) {
  const text = (value: z.infer<typeof header> | Line) => `${JSON.stringify(value)}\n`;
  yield text({ format: 'nithet-backup', version: 1, at: new Date().toISOString() });
  await engine.pause();
  let files: string[];
  let objects: Awaited<ReturnType<typeof directory.objects.keys>>;
  try {
    for await (const item of engine.items(TABLE)) {
      yield text({ item });
      count.items += 1;
      if (count.items % 1000 === 0) onProgress(count);
    }
    yield text({ clock: (await directory.position())?.toISOString() ?? null });
    files = await mailFiles(directory.mailPath);
    objects = await directory.objects.keys();
  } finally {
    engine.resume();
  }
  for (const file of files) {
    const content = await readFile(join(directory.mailPath, file));
    yield text({ file, content: content.toString('base64') });
    count.files += 1;
    if (count.files % 1000 === 0) onProgress(count);
  }
  for (const object of objects) {
    const content = await directory.objects.read(object);
    // Deleted since the items were read.
    if (!content) continue;
    yield text({ object, content: content.toString('base64') });
    count.files += 1;
  }
  yield text({ end: count });
}

/** Names of the files of whole mails, and of what has been told of them. */
async function mailFiles(path: string): Promise<string[]> {
  const names = await readdir(path).catch(() => []);
  const whole = new Set(
    names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4)),
  );
  return names.filter((name) => name === 'told' || whole.has(name.replace(/\.(eml|json)$/, '')));
}

/**
 * Checks `file` to its end and makes its content ready to replace that of `directory`, which stays as
 * it is. `takeIncoming` then puts it in place.
 *
 * @throws {Unusable} if the file is not a whole backup of this version.
 */
export async function stageRestore(
  directory: DataDirectory,
  file: string,
  onProgress: OnProgress,
): Promise<DataProgress> {
  const incoming = directory.incomingPath;
  const { databasePath, mailPath, objectsPath } = partsOf(incoming);
  await rm(incoming, { recursive: true, force: true });
  for (const path of [mailPath, objectsPath]) await mkdir(path, { recursive: true, mode: 0o700 });
  const engine = await dynamoEngine({ path: databasePath });
  try {
    await engine.createTable(TABLE);
    const count = await loadBackup(file, engine, incoming, onProgress);
    await engine.close();
    await directory.completeIncoming();
    return count;
  } catch (error) {
    await engine.close();
    await rm(incoming, { recursive: true, force: true });
    throw new Unusable(`กู้คืนข้อมูลไม่ได้ / cannot restore from ${file}: ${reasonOf(error)}`);
  }
}

async function loadBackup(
  file: string,
  engine: DynamoEngine,
  incoming: string,
  onProgress: OnProgress,
): Promise<DataProgress> {
  const count = { items: 0, files: 0 };
  const { mailPath, objectsPath } = partsOf(incoming);
  const objects = diskObjects(objectsPath);
  let batch: WireItem[] = [];
  let end: DataProgress | undefined;
  let clock = false;
  const flush = async () => {
    await engine.load(TABLE, batch);
    batch = [];
    onProgress(count);
  };

  for await (const entry of entriesOf(file)) {
    if (end) throw new Error('it goes on after its end');
    if ('item' in entry) {
      batch.push(entry.item);
      count.items += 1;
      if (batch.length === 500) await flush();
    } else if ('file' in entry) {
      const content = Buffer.from(entry.content, 'base64');
      await writeNew(join(mailPath, entry.file), content);
      count.files += 1;
      if (count.files % 500 === 0) onProgress(count);
    } else if ('object' in entry) {
      await objects.write(entry.object, Buffer.from(entry.content, 'base64'));
      count.files += 1;
    } else if ('clock' in entry) {
      await writeClock(incoming, entry.clock === null ? undefined : new Date(entry.clock));
      clock = true;
    } else {
      end = entry.end;
    }
  }
  await flush();
  const whole = end && clock && end.items === count.items && end.files === count.files;
  if (!whole) throw new Error('it is not complete');
  return count;
}

async function writeNew(path: string, content: Uint8Array) {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
}

/** The lines after the header. */
async function* entriesOf(file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of linesOf(file)) {
    number += 1;
    const schema = number === 1 ? header : line;
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw new Error(
        number === 1
          ? 'ไม่ใช่แฟ้มสำรองของรุ่นนี้ / it is no backup of this version'
          : `line ${number} is damaged`,
      );
    }
    if (!('format' in parsed.data)) yield parsed.data;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.on('error', (error) => text.destroy(error)).pipe(createGunzip());
  text.setEncoding('utf8');
  let rest = '';
  for await (const chunk of text) {
    const [first = '', ...more] = String(chunk).split('\n');
    rest += first;
    for (const next of more) {
      yield rest;
      rest = next;
    }
  }
  if (rest !== '') yield rest;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'Z_BUF_ERROR') return 'แฟ้มขาดตอนท้าย / it is cut off';
  if ('code' in error && String(error.code).startsWith('Z_')) {
    return 'ไม่ใช่แฟ้มสำรอง หรือแฟ้มเสียหาย / it is no backup, or damaged';
  }
  return error.message;
}
