/**
 * The directory in which the embedded mode keeps everything: database, mails and the clock's position.
 *
 * One process at a time has it open. The lock is a socket on which that process answers: it goes with
 * the process, however that ends, and other commands ask through it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { writeDurably } from './durable-file.ts';
import { type DynamoEngine, dynamoEngine } from './dynamo-engine.ts';
import { diskObjects, type KeptFiles } from './object-files.ts';

/** Name of the one table. */
export const TABLE = 'nithet';

/** The data, a backup or a request cannot be used; the message is one line for whoever started it. */
export class Unusable extends Error {}

export interface DataDirectory {
  readonly mailPath: string;

  /** Files that were uploaded or made. */
  readonly objects: KeptFiles;

  /** Where a restored state is put together; it counts once `completeIncoming` has been called. */
  readonly incomingPath: string;

  /** The database of this directory, with its table. @throws {Unusable} if it cannot be opened. */
  openDatabase(onFailure: (error: Error) => void): Promise<DynamoEngine>;

  /** Where the clock stood last; nothing where it has never been kept. */
  position(): Promise<Date | undefined>;
  keepPosition(position: Date): Promise<void>;

  /** Has other processes' requests answered by `serve` from here on. */
  serve(serve: Serve): void;

  /** Marks what lies in `incomingPath` as complete: from here on it replaces the present state. */
  completeIncoming(): Promise<void>;

  /** Puts the completed state in the place of the present one; the database must be closed. */
  takeIncoming(): Promise<void>;

  close(): void;
}

const requestSchema = z.object({
  do: z.enum(['backup', 'restore', 'verify-audit']),
  /** Of a backup; of a verification the anchors to compare with, or nothing. */
  file: z.string(),
});
export type DataRequest = z.infer<typeof requestSchema>;

/** How far a backup or a restore has come; of a verification, events and chains. */
export interface DataProgress {
  readonly items: number;
  readonly files: number;
  /** Of a verification: what is wrong. */
  readonly flaws?: string[] | undefined;
}

export type Serve = (
  request: DataRequest,
  onProgress: (progress: DataProgress) => void,
) => Promise<DataProgress>;

const VERSION = JSON.stringify({ format: 'nithet-data', version: 1 });
const DATABASE = 'database';
const MAIL = 'mail';
const OBJECTS = 'objects';
const CLOCK = 'clock.json';
const INCOMING = 'incoming';
const COMPLETE = 'complete';
const PREVIOUS = 'previous';
const SOCKET = 'control.sock';
const REPLACED = [DATABASE, MAIL, OBJECTS, CLOCK];

const clockFile = z.object({ position: z.iso.datetime().nullable() });

/**
 * Opens the directory at `path` for this process alone; makes it, unless `create` is false.
 *
 * @throws {Unusable} if it cannot be used or written, is of another version, or another process has it open.
 */
export async function openDataDirectory(
  path: string,
  { create = true } = {},
): Promise<DataDirectory> {
  const root = resolve(path);
  const at = (...names: string[]) => join(root, ...names);
  await usable(root, async () => {
    if (create) await makeDirectory(root);
    else await readdir(root);
  });
  const lock = await takeLock(root);
  let handler: Serve | undefined;
  // Whoever asks may be killed meanwhile; that is no trouble of ours.
  lock.on('connection', (socket: Socket) => void attend(socket, () => handler).catch(() => {}));
  try {
    await usable(root, () => checkVersion(root, create));
    await usable(root, () => finishIncoming(root));
  } catch (error) {
    lock.close();
    throw error;
  }

  return {
    mailPath: at(MAIL),
    objects: diskObjects(at(OBJECTS)),
    incomingPath: at(INCOMING),

    async openDatabase(onFailure) {
      try {
        const engine = await dynamoEngine({ path: at(DATABASE), onFailure });
        await engine.createTable(TABLE);
        return engine;
      } catch (error) {
        const inUse = error instanceof Error && 'code' in error && error.code === 'LEVEL_LOCKED';
        throw inUse ? taken(root) : unusable(root, error);
      }
    },

    async position() {
      const text = await usable(root, () => readIfThere(at(CLOCK)));
      const position = text && clockFile.parse(JSON.parse(text)).position;
      return position ? new Date(position) : undefined;
    },

    keepPosition: (position) => writeClock(root, position),
    serve: (serve) => {
      handler = serve;
    },
    completeIncoming: () => writeDurably(at(INCOMING, COMPLETE), ''),
    takeIncoming: () => finishIncoming(root),

    close: () => void lock.close(),
  };
}

/** Writes the clock's position of the state in `root`. */
export function writeClock(root: string, position: Date | undefined): Promise<void> {
  return writeDurably(join(root, CLOCK), JSON.stringify({ position: position ?? null }));
}

/** Paths of the parts of a state that is put together in `root`. */
export function partsOf(root: string) {
  return {
    databasePath: join(root, DATABASE),
    mailPath: join(root, MAIL),
    objectsPath: join(root, OBJECTS),
  };
}

/**
 * Has the process that has the directory open do something. Nothing comes back where no process has.
 *
 * @throws {Unusable} if that process refuses it, or ends meanwhile.
 */
export async function askOwner(
  path: string,
  request: DataRequest,
  onProgress: (progress: DataProgress) => void,
): Promise<DataProgress | undefined> {
  const socket = await reach(resolve(path));
  if (!socket) return undefined;
  socket.write(`${JSON.stringify(request)}\n`);
  for await (const line of createInterface({ input: socket })) {
    const answer = answerSchema.parse(JSON.parse(line));
    if (answer.refused !== undefined) throw new Unusable(answer.refused);
    if (answer.progress) onProgress(answer.progress);
    if (answer.done) {
      socket.end();
      return answer.done;
    }
  }
  throw new Unusable('ระบบที่เปิดอยู่หยุดทำงานก่อนเสร็จ / the running system ended before it was done');
}

const progressSchema = z.object({
  items: z.number(),
  files: z.number(),
  flaws: z.array(z.string()).optional(),
});
const answerSchema = z.object({
  progress: progressSchema.optional(),
  done: progressSchema.optional(),
  refused: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** Answers the requests that come in by one connection. */
async function attend(socket: Socket, handler: () => Serve | undefined) {
  const say = (answer: Answer) => void socket.write(`${JSON.stringify(answer)}\n`);
  socket.on('error', () => {});
  for await (const line of createInterface({ input: socket })) {
    try {
      const request = requestSchema.parse(JSON.parse(line));
      const serve = handler();
      if (!serve) throw new Unusable('ระบบกำลังทำงานอื่นอยู่ โปรดลองอีกครั้ง / busy, please try again');
      say({ done: await serve(request, (progress) => say({ progress })) });
    } catch (error) {
      say({ refused: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function takeLock(root: string): Promise<Server> {
  const socket = await reach(root);
  if (socket) {
    socket.destroy();
    throw taken(root);
  }
  const path = socketPath(root);
  // Nobody answers, so whoever left the socket has ended. Should another process take the lock at
  // this very moment too, only one of the two can open the database.
  await usable(root, () => rm(path, { force: true }));
  const server = createServer();
  await usable(root, async () => {
    server.listen(path);
    await once(server, 'listening');
    if (process.platform !== 'win32') await chmod(path, 0o600);
  });
  // Answering alone keeps no process alive.
  return server.unref();
}

/** A connection to the process that has the directory open. */
async function reach(root: string): Promise<Socket | undefined> {
  const socket = connect(socketPath(root));
  try {
    await once(socket, 'connect');
    // Whoever reads from it sees that it has ended.
    return socket.on('error', () => {});
  } catch {
    return undefined;
  }
}

// Longer paths are cut off by the system (108 bytes on Linux, 104 on macOS).
const LONGEST_SOCKET_PATH = 100;

function socketPath(root: string): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\nithet-${digest}`;
  const path = join(root, SOCKET);
  const fits = Buffer.byteLength(path) <= LONGEST_SOCKET_PATH;
  return fits ? path : join(tmpdir(), `nithet-${digest}.sock`);
}

/** Like `mkdir -p`, which on some file systems never ends. */
async function makeDirectory(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await make();
  }
}

async function checkVersion(root: string, create: boolean) {
  const path = join(root, 'version.json');
  const version = await readIfThere(path);
  if (version === undefined) {
    const strangers = (await readdir(root)).filter((name) => name !== SOCKET);
    if (strangers.length > 0 || !create)
      throw new Error(`ไม่ใช่ข้อมูลของ Nithet / this is not Nithet's data`);
    await writeDurably(path, VERSION);
  } else if (version !== VERSION) {
    throw new Error(`เป็นข้อมูลของรุ่นอื่น / it is of another version: ${version.trim().slice(0, 80)}`);
  }
  // A version that can be read does not mean that the disk can be written.
  const probe = join(root, 'probe');
  await (await open(probe, 'w')).close();
  await rm(probe);
}

/** Takes over a restored state that is complete, wherever a crash had stopped that; drops another one. */
async function finishIncoming(root: string) {
  const incoming = join(root, INCOMING);
  const complete = await readIfThere(join(incoming, COMPLETE));
  if (complete !== undefined) {
    await mkdir(join(root, PREVIOUS), { recursive: true, mode: 0o700 });
    for (const name of REPLACED) await replace(root, name);
  }
  await rm(incoming, { recursive: true, force: true });
  await rm(join(root, PREVIOUS), { recursive: true, force: true });
}

async function replace(root: string, name: string) {
  const incoming = await readdir(join(root, INCOMING));
  if (!incoming.includes(name)) return;
  const present = await readdir(root);
  if (present.includes(name)) {
    const aside = join(root, PREVIOUS, name);
    await rm(aside, { recursive: true, force: true });
    await rename(join(root, name), aside);
  }
  await rename(join(root, INCOMING, name), join(root, name));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function usable<Result>(root: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw unusable(root, error);
  }
}

function unusable(root: string, error: unknown) {
  if (error instanceof Unusable) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Unusable(`ใช้ที่เก็บข้อมูลไม่ได้ / cannot use the data directory ${root}: ${reason}`);
}

function taken(root: string) {
  return new Unusable(
    `ระบบที่ใช้ข้อมูลนี้เปิดอยู่แล้ว / another process is already running on the data directory ${root}`,
  );
}
