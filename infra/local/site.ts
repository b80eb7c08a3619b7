/** Serves the embedded product: the site on one port, the mailbox on the next, the data in one directory. */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { instantAt, localDateAt } from '../../shared/domain/local-date.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { errorFacts } from '../../shared/error-facts.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { addOfficer } from '../../shared/store/add-officer.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { longDate } from '../../shared/text/thai.ts';
import { type Assets, assetsSchema } from '../../shared/web/assets.ts';
import { largestBody } from '../../shared/web/body-limits.ts';
import { comesFromHere } from '../../shared/web/own-pages.ts';
import { documentClient } from '../../shared/wiring.ts';
import { readAnchors, verifyChains } from '../audit-chains.ts';
import { stageRestore, writeBackup } from './backup-file.ts';
import { type Clock, realClock, type SteppedClock, steppedClock } from './clock.ts';
import { ClockStrip, clockFormSchema, moveClock } from './clock-strip.tsx';
import {
  type DataDirectory,
  openDataDirectory,
  type Serve,
  TABLE,
  Unusable,
} from './data-directory.ts';
import { writeDurably } from './durable-file.ts';
import { type MailArchive, mailArchive } from './mail-archive.ts';
import { mailboxApp } from './mailbox-page.ts';
import { LARGEST_UPLOAD, OBJECTS_PATH } from './object-files.ts';
import { liveNextDoor } from './sample/neighbours.ts';
import { sampleProvince } from './sample/sample.ts';
import { seed } from './sample/seed.ts';
import { THA_SAMET } from './sample/tha-samet.ts';
import type { LocalSettings } from './settings.ts';
import { ADDRESS_HEADER, openSystem, type System, type SystemOptions } from './system.ts';

export interface SiteOptions {
  readonly settings: LocalSettings;
  /** Where `npm run build` has put what browsers load. */
  readonly builtPath: string;
  readonly load: SystemOptions['load'];
  readonly planner: SystemOptions['planner'];
  readonly makeFile: SystemOptions['makeFile'];
  /** Told of what ends the site. */
  readonly fail: (error: unknown) => void;
}

export interface Site {
  /** What to open, and as whom to sign in. */
  readonly greeting: string;
  close(): Promise<void>;
}

/** What is open while the data stays the same; a restore closes it and opens another one. */
interface Running {
  readonly clock: Clock;
  readonly handle: (request: Request) => Promise<Response>;
  readonly mailbox: (request: Request) => Response | Promise<Response>;
  backup(file: string, onProgress: Parameters<Serve>[1]): ReturnType<Serve>;
  verifyAudit(anchors: string, onProgress: Parameters<Serve>[1]): ReturnType<Serve>;
  close(): Promise<void>;
}

/** A real mail server is not to be flooded; the mailbox of this machine takes whatever comes. */
const MAIL_PER_SECOND = { smtp: 5, mailbox: 10_000 };
/** Names by which the mailbox may be asked for: a foreign name may be a foreign site's trick. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** @throws {Unusable} if the data or a port cannot be used */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { settings, builtPath, fail } = options;
  const assets = await builtAssets(builtPath);
  const directory = await openDataDirectory(settings.dataPath);
  let running = await open(options, directory, assets);

  const site = new Hono();
  site.use(compress());
  site.use(
    '/assets/*',
    serveStatic({
      root: builtPath,
      onFound: (_, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  site.all('*', async (c) => {
    const request = await received(c.req.raw);
    request.headers.set(ADDRESS_HEADER, addressOf(c));
    return running.handle(request);
  });
  const servers = [
    await listen(site.fetch, settings.port, settings.host),
    // Mails are nobody else's business: the mailbox answers this machine only.
    await listen((request) => running.mailbox(request), settings.port + 1, '127.0.0.1'),
  ];

  directory.serve(async (request, onProgress) => {
    if (request.do === 'backup') return running.backup(request.file, onProgress);
    if (request.do === 'verify-audit') return running.verifyAudit(request.file, onProgress);
    const restored = await stageRestore(directory, request.file, onProgress);
    await running.close();
    await directory.takeIncoming();
    running = await open(options, directory, assets).catch((error: unknown) => {
      fail(error);
      throw error;
    });
    return restored;
  });
  return {
    greeting: await greetingOf(settings, running),
    async close() {
      for (const server of servers) {
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
      }
      await running.close();
      directory.close();
    },
  };
}

/** Bytes of a body that is too long. */
const MOST_THROWN_AWAY = 20_000_000;

/** `request` with its body read: time stands still while the site works, and must not wait for a slow sender. */
async function received(request: Request): Promise<Request> {
  if (!request.body) return new Request(request);
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let read = 0;
  const path = new URL(request.url).pathname;
  const most = path === OBJECTS_PATH ? LARGEST_UPLOAD : largestBody(path);
  for await (const chunk of request.body) {
    // One piece more than the site takes, so that it refuses the whole. The rest is taken off the line and thrown
    // away: a browser that is still sending would not see the answer.
    if (kept <= most) {
      chunks.push(chunk);
      kept += chunk.length;
    }
    read += chunk.length;
    if (read > most + MOST_THROWN_AWAY) break;
  }
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}

/** As the site tells of its own failures: no message, since it may quote what somebody has typed. */
function failureLine(where: string, error: unknown): string {
  return JSON.stringify({ level: 'error', event: 'failed', where, ...errorFacts(error) });
}

/** Behind a reverse proxy on this machine: the address that it has added, not one that a client made up. */
function addressOf(c: Context): string {
  const remote = getConnInfo(c).remote.address ?? 'unknown';
  const behindProxy = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(remote);
  const added = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return (behindProxy && added) || remote;
}

async function open(
  { settings, load, planner, makeFile, fail }: SiteOptions,
  directory: DataDirectory,
  assets: Assets,
): Promise<Running> {
  const { publicUrl, mailFrom, smtpUrl, admin, passkeys } = settings;
  const dynamo = await directory.openDatabase((error) => fail(new Unusable(error.message)));
  const archive = await mailArchive(directory.mailPath);
  const stepped = admin === undefined ? await sampleClock(settings, directory, fail) : undefined;
  const clock = stepped ?? realClock();
  const mailboxUrl = `http://localhost:${settings.port + 1}/`;
  const system = await openSystem({
    clock,
    securityNow: () => new Date(),
    dynamo,
    archive,
    objects: directory.objects,
    assets,
    publicUrl,
    pepper: await secretOf(settings.dataPath),
    mailFrom,
    mailPerSecond: smtpUrl === undefined ? MAIL_PER_SECOND.mailbox : MAIL_PER_SECOND.smtp,
    smtpUrl,
    passkeys,
    load,
    planner,
    makeFile,
    everyRealMinute: true,
    onError: (where, error) => console.error(failureLine(where, error)),
    ...(stepped && {
      strip: (path: string) => ClockStrip({ now: stepped.now(), path, mailbox: mailboxUrl }),
    }),
  });
  await fill(system, clock, admin);
  system.start();
  const moving = new AbortController();
  const neighbours = stepped && neighboursOf(system, clock, moving.signal);
  return {
    clock,
    mailbox: mailboxApp(
      { archive, siteUrl: publicUrl, mailsLeave: smtpUrl !== undefined },
      THIS_MACHINE,
    ).fetch,
    handle: stepped ? withClockForm(system, stepped, archive, publicUrl) : system.fetch,
    backup: (file, onProgress) => writeBackup(directory, dynamo, file, onProgress),
    async verifyAudit(path, onProgress) {
      const { entries, chains, flaws } = await verifyChains(
        documentClient(dynamo.client),
        TABLE,
        path === '' ? [] : await readAnchors(path),
        (count) => onProgress({ items: count.entries, files: count.chains }),
      );
      return { items: entries, files: chains, flaws };
    },
    async close() {
      moving.abort();
      await neighbours;
      await system.stop();
      await stepped?.close();
      await dynamo.close();
    },
  };
}

/** The sample year goes on where it stood; at first on the morning of its first day. */
async function sampleClock(
  { firstDay }: LocalSettings,
  directory: DataDirectory,
  fail: (error: unknown) => void,
): Promise<SteppedClock> {
  return steppedClock({
    start: (await directory.position()) ?? instantAt(firstDay, 9),
    flows: true,
    keep: (position) => directory.keepPosition(position),
    onKeepError: fail,
  });
}

/** Puts the sample, or the first officer of a pilot, where nothing is yet. */
async function fill({ table }: System, clock: Clock, admin: string | undefined): Promise<void> {
  if (admin !== undefined) {
    // Whoever has been corrected, moved or deactivated since stays so. Another address is another officer: the way
    // back in where the only one has lost everything.
    const accounts = accountStore(table);
    if (await accounts.userByEmail(admin)) return;
    const isFirst = !(await accounts.user(FIRST_OFFICER));
    const userId = isFirst ? FIRST_OFFICER : ((await accounts.reservedId(admin)) ?? randomUUID());
    await addOfficer(table, centralOfficer(admin, userId), clock.now);
    return;
  }
  const { provinces } = await settingsStore(table).load();
  if (provinces.length > 0) return;
  const fiscalYear = fiscalYearOf(localDateAt(clock.now()));
  await seed(table, {
    province: sampleProvince(fiscalYear),
    fiscalYear,
    users: [centralOfficer('central@nacc.example', FIRST_OFFICER)],
  });
}

/** The made-up organizations live on in the year that the sample began with. */
async function neighboursOf({ table }: System, clock: Clock, signal: AbortSignal): Promise<void> {
  const { firstYear, provinces } = await settingsStore(table).load();
  const [province] = provinces;
  if (firstYear === undefined || province === undefined) return;
  await liveNextDoor({ table, clock, fiscalYear: firstYear, province, except: THA_SAMET }, signal);
}

const FIRST_OFFICER = 'central-1';

function centralOfficer(email: string, userId: string): User {
  return {
    schemaVersion: 1,
    userId,
    email,
    role: 'central',
    position: 'เจ้าหน้าที่ส่วนกลาง สำนักงาน ป.ป.ช.',
    provinces: [],
    active: true,
  };
}

/** Takes the strip's form; everything else is for the site. */
function withClockForm(
  system: System,
  clock: SteppedClock,
  archive: MailArchive,
  publicUrl: string,
) {
  const ownUrl = new URL(publicUrl);
  return async (request: Request): Promise<Response> => {
    const isClockForm = request.method === 'POST' && new URL(request.url).pathname === '/clock';
    if (!isClockForm) return system.fetch(request);
    if (!comesFromHere(request, ownUrl)) return refused(403, 'คำขอนี้ไม่ได้ส่งมาจากหน้าเว็บของระบบ');
    const form = clockFormSchema.safeParse(Object.fromEntries(await request.formData()));
    if (!form.success) return refused(400, 'ไม่ทราบว่าให้เลื่อนวันไปเท่าใด กรุณาใช้ปุ่มด้านบนของหน้าเว็บ');
    await moveClock(clock, form.data.by, () => archive.accepted().length);
    return new Response(null, { status: 303, headers: { location: form.data.back } });
  };
}

function refused(status: number, message: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return new Response(`${message} วันของปีตัวอย่างไม่เปลี่ยนแปลง`, { status, headers });
}

async function builtAssets(builtPath: string): Promise<Assets> {
  return assetsSchema.parse(JSON.parse(await readFile(join(builtPath, 'assets.json'), 'utf8')));
}

/** The secret that sign-in codes are hashed with: made once, kept beside the data. */
async function secretOf(dataPath: string): Promise<string> {
  const path = join(resolve(dataPath), 'pepper');
  try {
    return await readFile(path, 'utf8');
  } catch {
    const secret = randomBytes(32).toString('base64url');
    await writeDurably(path, secret);
    return secret;
  }
}

async function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
  port: number,
  host: string,
) {
  const server = createAdaptorServer({ fetch });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!inUse) throw error;
    throw new Unusable(
      `พอร์ต ${port} มีโปรแกรมอื่นใช้อยู่ / port ${port} is in use: set PORT to another one`,
    );
  }
  return server;
}

async function greetingOf(
  { publicUrl, port, admin, dataPath, passkeys }: LocalSettings,
  { clock }: Running,
): Promise<string> {
  const lines = [
    `Nithet: เปิดใช้งานแล้วที่ ${publicUrl}`,
    `กล่องจดหมาย / mailbox:   http://localhost:${port + 1}`,
    `ข้อมูล / data:           ${resolve(dataPath)}`,
    passkeys === 'required'
      ? 'พาสคีย์ / passkeys:       เจ้าหน้าที่ ป.ป.ช. ต้องใช้ / officers of offices must have one'
      : 'พาสคีย์ / passkeys:       ไม่บังคับ / optional (NITHET_PASSKEYS=required)',
  ];
  if (admin !== undefined) return [...lines, `เข้าสู่ระบบด้วย / sign in as: ${admin}`].join('\n');
  return [
    ...lines,
    `วันนี้ในระบบ / today:     ${longDate(localDateAt(clock.now()))} (${localDateAt(clock.now())})`,
    'เข้าสู่ระบบด้วยอีเมล (รหัสมาที่กล่องจดหมาย) / sign in by e-mail, the code comes to the mailbox:',
    '  planner.org-80-0711@lao.example    เจ้าหน้าที่ อบต.ท่าเสม็ด / local officer',
    '  executive.org-80-0711@lao.example  นายก อบต.ท่าเสม็ด / chief executive',
    '  officer-80@nacc.example            สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช / provincial office',
    '  central@nacc.example               ส่วนกลาง / central office',
  ].join('\n');
}
