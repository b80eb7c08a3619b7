import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { diskObjects, memoryObjects, objectFiles } from '../../infra/local/object-files.ts';
import { attachment, objectKey, type UploadForm } from '../../shared/objects/object-store.ts';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import { s3Environment, s3Fake } from '../support/s3-fake.ts';

const folder = mkdtempSync(join(tmpdir(), 'nithet-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = objectKey('evidence', '80-0711', 'b5c1');
const OTHER = objectKey('papers', 'aa00.pdf');
const UPLOAD = { atMost: 1000, comeBackTo: 'https://nithet.example/taken', seconds: 600 };
const BYTES = new Uint8Array([0, 10, 255, 13, 10, 0]);

/** A clock that the test moves. */
function aClock() {
  let time = Date.parse('2026-11-23T02:00:00Z');
  return {
    now: () => new Date(time),
    passSeconds: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

function embedded(files: Parameters<typeof objectFiles>[0]['files']) {
  const clock = aClock();
  const store = objectFiles({ files, secret: 'a secret for tests', now: clock.now });
  const follow = (link: string) => store.serve(new Request(new URL(link, 'http://localhost:3000')));
  const send = async (form: UploadForm, file: File) =>
    store.serve(filled(form, file, 'http://localhost:3000'));
  return { store, clock, follow, send };
}

function inS3() {
  const clock = aClock();
  const { answer } = s3Fake(clock.now);
  const store = s3Objects({ env: s3Environment, now: clock.now, send: answer });
  return {
    store,
    clock,
    follow: (link: string) => answer(new Request(link)),
    send: (form: UploadForm, file: File) => answer(filled(form, file)),
  };
}

/** `form` as a browser sends it. */
function filled({ action, fields }: UploadForm, file: File, site?: string): Request {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  return new Request(new URL(action, site), { method: 'POST', body });
}

describe.for([
  ['in memory', () => embedded(memoryObjects())],
  ['in a directory', () => embedded(diskObjects(mkdtempSync(join(folder, 'store-'))))],
  ['in S3', inS3],
] as const)('an object store %s', ([, make]) => {
  test('gives back what was put, byte for byte, and what it is', async () => {
    const { store } = make();
    await store.put(KEY, BYTES, 'application/pdf');
    await store.put(OTHER, new Uint8Array(), 'text/plain');
    expect(await store.get(KEY)).toEqual({ bytes: BYTES, contentType: 'application/pdf', size: 6 });
    expect(await store.head(KEY)).toEqual({ contentType: 'application/pdf', size: 6 });
    expect(await store.head(OTHER)).toEqual({ contentType: 'text/plain', size: 0 });
  });

  test('knows nothing of what was never put, and of what was deleted', async () => {
    const { store } = make();
    expect(await store.get(KEY)).toBeUndefined();
    expect(await store.head(KEY)).toBeUndefined();
    await store.delete(KEY);
    await store.put(KEY, BYTES, 'image/png');
    await store.delete(KEY);
    expect(await store.get(KEY)).toBeUndefined();
  });

  test('keeps the last of what was put under one key', async () => {
    const { store } = make();
    await store.put(KEY, BYTES, 'image/png');
    await store.put(KEY, BYTES.slice(1), 'image/jpeg');
    expect(await store.get(KEY)).toMatchObject({
      bytes: BYTES.slice(1),
      contentType: 'image/jpeg',
    });
  });

  test('takes the same object from many at once', async () => {
    const { store } = make();
    await Promise.all(Array.from({ length: 20 }, () => store.put(KEY, BYTES, 'image/png')));
    expect(await store.head(KEY)).toEqual({ contentType: 'image/png', size: 6 });
  });

  test('links to an object, to be saved under a Thai name', async () => {
    const { store, follow } = make();
    await store.put(KEY, BYTES, 'application/pdf');
    const answer = await follow(await store.link(KEY, { fileName: 'รูปเล่ม "รายงาน" (1).pdf' }));
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': attachment('รูปเล่ม "รายงาน" (1).pdf'),
      'cache-control': 'no-store',
    });
  });

  test('lets a link open for a minute only, and for its own object only', async () => {
    const { store, follow, clock } = make();
    await store.put(KEY, BYTES, 'application/pdf');
    await store.put(OTHER, BYTES, 'application/pdf');
    const link = await store.link(KEY, { fileName: 'a.pdf' });
    clock.passSeconds(59);
    expect((await follow(link)).status).toBe(200);
    expect((await follow(link.replace(KEY, OTHER))).status).toBe(403);
    expect((await follow(link.replace('a.pdf', 'b.html'))).status).toBe(403);
    clock.passSeconds(2);
    expect((await follow(link)).status).toBe(403);
  });

  test('takes one file by a form, under the name that the browser gives it', async () => {
    const { store, send } = make();
    const form = await store.uploadForm(KEY, UPLOAD);
    const answer = await send(form, new File([BYTES], 'ภาพ (1).png', { type: 'image/png' }));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain(UPLOAD.comeBackTo);
    expect(await store.get(KEY)).toMatchObject({ bytes: BYTES, size: 6, fileName: 'ภาพ (1).png' });
    expect(await store.tags(KEY)).toEqual({});
  });

  test('takes nothing by a form that was changed, or is too old', async () => {
    const { store, send, clock } = make();
    const form = await store.uploadForm(KEY, UPLOAD);
    const file = new File([BYTES], 'a.png');
    const moved = { ...form, fields: { ...form.fields, key: OTHER } };
    expect((await send(moved, file)).status).toBe(403);
    clock.passSeconds(UPLOAD.seconds + 1);
    expect((await send(form, file)).status).toBe(403);
    expect(await store.head(KEY)).toBeUndefined();
    expect(await store.head(OTHER)).toBeUndefined();
  });

  test('takes no more bytes by a form than it says', async () => {
    const { store, send } = make();
    await send(await store.uploadForm(KEY, { ...UPLOAD, atMost: 5 }), new File([BYTES], 'a.png'));
    expect(await store.head(KEY)).toBeUndefined();
  });

  test('answers a link to what is gone by 404', async () => {
    const { store, follow } = make();
    expect((await follow(await store.link(KEY, { fileName: 'a.pdf' }))).status).toBe(404);
  });
});

describe('a key', () => {
  test.for([['../pepper'], ['a/../../b'], ['.hidden'], [''], ['a b'], ['x'.repeat(300)], ['ก']])(
    'is not made of %j',
    ([id = '']) => {
      expect(() => objectKey('evidence', '80-0711', id)).toThrow();
    },
  );
});

describe('the embedded store', () => {
  test('serves whatever it holds as a file to save, never as a page of the site', async () => {
    const { store, follow } = embedded(memoryObjects());
    await store.put(KEY, new TextEncoder().encode('<script>alert(1)</script>'), 'text/html');
    const answer = await follow(await store.link(KEY, { fileName: 'x.html' }));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  test.for([
    '/objects/',
    '/objects/../pepper',
    '/objects/evidence/80-0711/b5c1',
    '/objects/evidence/80-0711/b5c1?name=a&until=9999999999999&signature=AAAA',
  ])('does not serve %s to whoever made the link up', async (path) => {
    const { store, follow } = embedded(memoryObjects());
    await store.put(KEY, BYTES, 'application/pdf');
    expect((await follow(path)).status).toBe(403);
  });

  test('leaves nothing half-written, and does not count what a crash left so', async () => {
    const root = mkdtempSync(join(folder, 'crash-'));
    const files = diskObjects(root);
    const { store } = embedded(files);
    await store.put(KEY, BYTES, 'application/pdf');
    writeFileSync(join(root, 'evidence', '80-0711', 'c6d2.unfinished'), 'half');
    expect(await files.keys()).toEqual([KEY]);
    expect(readdirSync(join(root, 'evidence', '80-0711'))).toContain('b5c1');
  });
});

describe('the store in S3', () => {
  test('tries again where S3 is busy or the answer is lost, and at last says what S3 said', async () => {
    const clock = aClock();
    const { answer } = s3Fake(clock.now);
    const faults = [() => new Response('<Code>SlowDown</Code>', { status: 503 }), lostAnswer];
    const shaky = s3Objects({
      env: s3Environment,
      now: clock.now,
      send: async (request) => faults.shift()?.() ?? answer(request),
    });
    await shaky.put(KEY, BYTES, 'image/png');
    expect(await shaky.head(KEY)).toBeDefined();

    const down = s3Objects({
      env: s3Environment,
      now: clock.now,
      send: async () => new Response('<Code>InternalError</Code>', { status: 500 }),
    });
    await expect(down.get(KEY)).rejects.toThrow(/500 to GET evidence.*InternalError/);
  });
});

function lostAnswer(): never {
  throw new TypeError('fetch failed');
}
