/** The product as `npm start` runs it: what it refuses, what outlives a crash, a pilot behind a proxy. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  buildProduct,
  freePort,
  type RunningSite,
  runToEnd,
  startSite,
  temporaryDirectory,
} from '../support/running-site.ts';
import { smtpServer } from '../support/smtp-server.ts';

const directory = temporaryDirectory();
const OFFICE = 'officer-80@nacc.example';
/** Whatever still runs when a test has failed. */
const running: RunningSite[] = [];

async function start(options: Parameters<typeof startSite>[0]) {
  const site = await startSite(options);
  running.push(site);
  return site;
}

beforeAll(buildProduct, 60_000);
afterAll(async () => {
  await Promise.all(running.map((site) => site.kill()));
  directory.remove();
});

describe('a start that cannot succeed ends with one clear line and status 1', () => {
  test.each([
    [
      'a day that is not in the calendar',
      { NITHET_TODAY: '2020-02-30' },
      /NITHET_TODAY="2020-02-30"/,
    ],
    ['a word for a day', { NITHET_TODAY: 'พรุ่งนี้' }, /NITHET_TODAY="พรุ่งนี้"/],
    ['a pilot without its first officer', { NITHET_SAMPLE: 'none' }, /NITHET_ADMIN/],
    ['a mail server that is none', { NITHET_SMTP_URL: 'http://mail.go.th' }, /NITHET_SMTP_URL/],
    ['data that cannot be written', { NITHET_DATA: '/proc/nithet' }, /\/proc\/nithet/],
  ])('%s', async (_, env, line) => {
    const ended = await runToEnd({ NITHET_DATA: directory.at('unused'), ...env });
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toMatch(line);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('data of another version', async () => {
    mkdirSync(directory.at('newer'));
    writeFileSync(directory.at('newer', 'version.json'), '{"format":"nithet-data","version":2}');
    const ended = await runToEnd({ NITHET_DATA: directory.at('newer') });
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^nithet: .*รุ่นอื่น.*another version.*\n$/),
    });
  });

  test('a port that another program uses', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const ended = await runToEnd({ NITHET_DATA: directory.at('port'), PORT: String(port) });
    other.close();
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(new RegExp(`^nithet: .*port ${port} is in use.*\\n$`)),
    });
  });
});

describe('a sample year', { timeout: 60_000 }, () => {
  const data = directory.at('data');
  /** Receipts by organization, as they were acknowledged. */
  const receipts = new Map<string, string>();
  let site: RunningSite;
  beforeAll(async () => {
    site = await start({ data });
  }, 30_000);

  test('begins on 1 April 2563 and says as whom to sign in', () => {
    expect(site.greeting).toContain('1 เมษายน 2563');
    expect(site.greeting).toContain(OFFICE);
  });

  test('refuses a second start on its data, and goes on', async () => {
    const second = await runToEnd({ NITHET_DATA: data, PORT: String(await freePort()) });
    expect(second).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^nithet: .*เปิดอยู่แล้ว.*already running.*\n$/),
    });
    expect((await fetch(site.url)).status).toBe(200);
  });

  test('outlives uploads that stall or break off, and its clock goes on meanwhile', async () => {
    for (const length of ['content-length: 5000', 'transfer-encoding: chunked']) {
      const socket = connect(site.port, 'localhost').on('error', () => {});
      await once(socket, 'connect');
      const head = `POST /sign-in HTTP/1.1\r\nhost: localhost:${site.port}\r\n`;
      const type = 'content-type: multipart/form-data; boundary=x';
      socket.write(`${head}${type}\r\n${length}\r\n\r\n5\r\n--x\r\n`);
      // Answered after what was sent before it.
      expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
      await site.moveClock('day');
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  });

  test('refuses a body of more than it takes, however it comes', async () => {
    const send = (body: string | ReadableStream<Uint8Array>) =>
      fetch(`${site.url}/sign-in`, {
        method: 'POST',
        body,
        // Node's fetch wants to know that the answer may come first.
        duplex: 'half',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const long = `email=${'x'.repeat(2_500_000)}`;
    expect((await send(long)).status).toBe(413);
    expect((await send(new Blob([long]).stream())).status).toBe(413);
  });

  test('killed in the middle of writing, it loses nothing that was acknowledged', async () => {
    const cookie = await site.sessionOf(OFFICE);
    const queue = (await organizations(site, cookie)).values();
    let killed: Promise<void> | undefined;
    const submitAll = async () => {
      for (const orgId of queue) {
        const receipt = await submit(site, cookie, orgId).catch(() => undefined);
        if (receipt) receipts.set(orgId, receipt);
        if (receipts.size >= 10) killed ??= site.kill();
      }
    };
    await Promise.all([submitAll(), submitAll(), submitAll(), submitAll()]);
    await killed;
    expect(receipts.size).toBeGreaterThanOrEqual(10);

    site = await start({ data });
    for (const [orgId, receipt] of receipts)
      expect(await published(site, orgId)).toEqual([receipt]);
  });

  test('goes on where the year stood', async () => {
    expect(site.greeting).toContain('3 เมษายน 2563');
  });

  test('is backed up while it runs and restored into it', async () => {
    const [orgId = '', receipt] = [...receipts][0] ?? [];
    await command('backup', data, 'running.backup');
    const cookie = await site.sessionOf(OFFICE);
    const untouched = await awaitedOne(site, cookie);
    await submit(site, cookie, untouched);
    expect(await published(site, untouched)).toHaveLength(1);

    await command('restore', data, 'running.backup');
    expect(await published(site, untouched)).toEqual([]);
    expect(await published(site, orgId)).toEqual([receipt]);
  });

  test('and so it is when it has been stopped', async () => {
    const [orgId = '', receipt] = [...receipts][0] ?? [];
    expect(await site.stop()).toBe(0);
    await command('backup', data, 'stopped.backup');
    await command('restore', directory.at('copy'), 'stopped.backup');
    site = await start({ data: directory.at('copy') });
    expect(await published(site, orgId)).toEqual([receipt]);
    expect(site.greeting).toContain('3 เมษายน 2563');
    expect(await site.stop()).toBe(0);
  });
});

describe('a pilot', { timeout: 60_000 }, () => {
  const ADMIN = 'first.officer@nacc.example';
  let site: RunningSite;
  let smtp: Awaited<ReturnType<typeof smtpServer>>;
  beforeAll(async () => {
    smtp = await smtpServer();
    site = await start({
      data: directory.at('pilot'),
      host: '127.0.0.2',
      env: {
        NITHET_SAMPLE: 'none',
        NITHET_ADMIN: ADMIN,
        NITHET_SMTP_URL: smtp.url,
        NITHET_PUBLIC_URL: 'https://nithet.example.go.th',
        NITHET_HOST: '127.0.0.2',
        NITHET_MAIL_FROM: 'nithet@office.example',
      },
    });
  }, 30_000);
  afterAll(() => smtp.close());

  test('listens where it was told to, and nowhere else', async () => {
    expect((await fetch(site.url)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${site.port}`)).rejects.toThrow();
  });

  test('starts empty on the real clock: no strip, and nobody moves its time', async () => {
    expect(await (await fetch(site.url)).text()).not.toContain('ปีตัวอย่าง');
    const moved = await fetch(`${site.url}/clock`, { method: 'POST', body: new URLSearchParams() });
    expect(moved.status).toBe(404);
  });

  test('sends the code through the office’s mail server and lets its first officer in', async () => {
    const cookie = await site.sessionOf(ADMIN);
    expect(smtp.mails).toMatchObject([{ from: 'nithet@office.example', to: [ADMIN] }]);
    const page = await fetch(`${site.url}/provinces`, { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('ยังไม่มีจังหวัดที่เปิดใช้ระบบ');
  });

  test('behind https its cookies are the host’s alone, whatever headers say about the way', async () => {
    const asked = await fetch(`${site.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email: ADMIN }),
      headers: {
        origin: 'https://nithet.example.go.th',
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example;proto=http',
      },
    });
    expect(asked.headers.get('location')).toBe('/sign-in/code');
    const cookies = asked.headers.getSetCookie();
    expect(cookies).toEqual([expect.stringMatching(/^__Host-login=.*; Secure/)]);
    expect(asked.headers.get('strict-transport-security')).toContain('max-age');
  });

  test('takes no form from an origin that only a header calls its own', async () => {
    const foreign = await fetch(`${site.url}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ email: ADMIN }),
      headers: { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    });
    expect(foreign.status).toBe(403);
  });
});

const reportSchema = z.object({
  draftVersion: z.int(),
  content: z.object({ lines: z.array(z.object({ itemId: z.string(), name: z.string() })) }),
});

/** Hands in the report of the first six months in the organization's place; answers the receipt. */
async function submit({ url }: RunningSite, cookie: string, orgId: string): Promise<string> {
  const report = `${url}/api/organizations/${orgId}/reports/2563/6M`;
  const read = await fetch(report, { headers: { cookie } });
  const { content } = reportSchema.parse(await read.json());
  const submitted = await fetch(`${report}/submissions`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      submissionId: randomUUID(),
      content: { lines: content.lines.map(({ itemId }) => ({ itemId, status: 2 })) },
      signature: { position: 'ปลัด', capacity: 'delegated', signedOn: '2020-04-01' },
    }),
  });
  if (submitted.status !== 201) throw new Error(await submitted.text());
  return z.object({ receipt: z.string() }).parse(await submitted.json()).receipt;
}

/** Receipts of the first six months that anybody may see. */
async function published({ url }: RunningSite, orgId: string): Promise<string[]> {
  const facts = z
    .object({
      reports: z.array(
        z.object({
          round: z.string(),
          versions: z.array(z.object({ receipt: z.string() })),
        }),
      ),
    })
    .parse(await (await fetch(`${url}/api/organizations/${orgId}`)).json());
  return facts.reports
    .filter(({ round }) => round === '6M')
    .flatMap(({ versions }) => versions.map(({ receipt }) => receipt));
}

/** All organizations of the board whose plan is complete. */
async function organizations({ url }: RunningSite, cookie: string): Promise<string[]> {
  const csv = await fetch(`${url}/provinces/80/rounds/2563/6M/organizations.csv`, {
    headers: { cookie },
  });
  const ids = [...(await csv.text()).matchAll(/80-\d{4}/g)].map(([id]) => id);
  return [...new Set(ids)].filter((id) => id !== '80-0711');
}

/** An organization that has not handed in. */
async function awaitedOne(site: RunningSite, cookie: string): Promise<string> {
  for (const orgId of await organizations(site, cookie)) {
    if ((await published(site, orgId)).length === 0) return orgId;
  }
  throw new Error('all have handed in');
}

/** Runs one of the two commands as npm does. */
async function command(name: 'backup' | 'restore', data: string, file: string) {
  const script = join(import.meta.dirname, `../../infra/local/${name}.ts`);
  const env = { PATH: process.env['PATH'] ?? '', NITHET_DATA: data, INIT_CWD: directory.path };
  await promisify(execFile)(process.execPath, [script, file], { env });
}
