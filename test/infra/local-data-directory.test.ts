import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stageRestore } from '../../infra/local/backup-file.ts';
import { openDataDirectory, TABLE, Unusable } from '../../infra/local/data-directory.ts';
import type { WireItem } from '../../infra/local/dynamo-engine.ts';
import { mailArchive } from '../../infra/local/mail-archive.ts';
import { objectKey } from '../../shared/objects/object-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'nithet-data-'));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POSITION = new Date('2020-04-16T02:00:00Z');
const MAIL = Buffer.from(
  'From: office@x.go.th\r\nSubject: =?UTF-8?B?4LiX?=\r\n\r\n\xff\r\n',
  'latin1',
);

function anItem(n: number): WireItem {
  return {
    pk: { S: `ORG#80-${n}` },
    sk: { S: 'REPORT' },
    body: { B: Buffer.from([n % 256, 0, 255]).toString('base64') },
    remark: { S: 'เอกสารประกอบ\nบรรทัดที่สอง' },
  };
}

/** What a data directory holds. */
async function contentOf(path: string) {
  const directory = await openDataDirectory(path);
  const engine = await directory.openDatabase(() => {});
  const items: WireItem[] = [];
  for await (const item of engine.items(TABLE)) items.push(item);
  items.sort((a, b) => (a.pk.S < b.pk.S ? -1 : 1));
  const archive = await mailArchive(directory.mailPath);
  const mails = await Promise.all(
    archive.accepted().map(async (mail) => ({ ...mail, source: await archive.source(mail.id) })),
  );
  const objects = await Promise.all(
    (await directory.objects.keys()).map(
      async (key) => [key, await directory.objects.read(key)] as const,
    ),
  );
  const content = {
    items,
    objects,
    mails,
    untold: archive.untold().length,
    position: await directory.position(),
  };
  await engine.close();
  directory.close();
  return content;
}

/** Fills the data directory at `path` with `count` items and two mails, of one of which nothing was told. */
async function fill(path: string, count: number) {
  const directory = await openDataDirectory(path);
  const engine = await directory.openDatabase(() => {});
  await engine.load(
    TABLE,
    Array.from({ length: count }, (_, n) => anItem(n)),
  );
  const archive = await mailArchive(directory.mailPath);
  const envelope = {
    at: POSITION.toISOString(),
    source: 'office@x.go.th',
    destinations: ['a@x.go.th'],
    tags: {},
  };
  const first = await archive.keep(envelope, MAIL);
  await archive.keep(envelope, MAIL);
  await archive.told(first.id);
  await directory.objects.write(objectKey('evidence', '80-1', 'scan'), MAIL);
  await directory.keepPosition(POSITION);
  await engine.close();
  directory.close();
}

/** Runs one of the two commands as npm would. */
async function command(name: 'backup' | 'restore', data: string, ...files: string[]) {
  const script = join(import.meta.dirname, `../../infra/local/${name}.ts`);
  const env = { PATH: process.env['PATH'], NITHET_DATA: data, INIT_CWD: folder };
  const run = promisify(execFile)(process.execPath, [script, ...files], { env });
  return run.then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ status: code, stdout, stderr }),
  );
}

/** Another process that has the directory open. */
async function holder(path: string) {
  const script = join(import.meta.dirname, '../support/hold-data-directory.ts');
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a data directory', { timeout: 15_000 }, () => {
  test('is made where there is none, and keeps the clock where it stood', async () => {
    const path = at('new', 'er', 'data');
    const directory = await openDataDirectory(path);
    expect(await directory.position()).toBeUndefined();
    await directory.keepPosition(POSITION);
    directory.close();

    const again = await openDataDirectory(path);
    expect(await again.position()).toEqual(POSITION);
    again.close();
  });

  test('belongs to one process at a time, and is free when that one is killed', async () => {
    const path = at('held');
    const first = await holder(path);
    await expect(openDataDirectory(path)).rejects.toThrow(/เปิดอยู่แล้ว.*already running.*held/);
    await first.kill();
    const second = await openDataDirectory(path);
    await expect(openDataDirectory(path)).rejects.toThrow(Unusable);
    second.close();
  });

  test('is held as well where its path is too long for a socket', async () => {
    const path = at('x'.repeat(120));
    const directory = await openDataDirectory(path);
    await expect(openDataDirectory(path)).rejects.toThrow('already running');
    directory.close();
  });

  test('whose lock was lost is still not opened twice', async () => {
    const path = at('lost-lock');
    const first = await openDataDirectory(path);
    const engine = await first.openDatabase(() => {});
    rmSync(join(path, 'control.sock'));
    const second = await openDataDirectory(path);
    await expect(second.openDatabase(() => {})).rejects.toThrow('already running');
    second.close();
    await engine.close();
    first.close();
  });

  test('of another version, or of something else, is refused in one line', async () => {
    mkdirSync(at('newer'));
    writeFileSync(at('newer', 'version.json'), '{"format":"nithet-data","version":2}');
    mkdirSync(at('holiday'));
    writeFileSync(at('holiday', 'photo.jpg'), '');
    await expect(openDataDirectory(at('newer'))).rejects.toThrow(/^.*รุ่นอื่น.*another version.*$/);
    await expect(openDataDirectory(at('holiday'))).rejects.toThrow(/^.*ไม่ใช่ข้อมูลของ Nithet.*$/);
    expect(readdirSync(at('holiday'))).toEqual(['photo.jpg']);
  });

  test.each(['/dev/null/data', '/proc/data'])(
    'that cannot be made is refused in one line: %s',
    async (path) => {
      await expect(openDataDirectory(path)).rejects.toThrow(/^.*cannot use the data directory.*$/);
    },
  );
});

describe('a backup', { timeout: 30_000 }, () => {
  beforeAll(() => fill(at('source'), 1200));

  test('brings everything back in another place, as it was', async () => {
    expect(await command('backup', at('source'), 'all.backup')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1200 items, 6 files'),
      stderr: '',
    });
    expect(await command('restore', at('copy'), 'all.backup')).toMatchObject({
      status: 0,
      stderr: '',
    });
    const content = await contentOf(at('copy'));
    expect(content).toEqual(await contentOf(at('source')));
    expect(content).toMatchObject({
      items: expect.objectContaining({ length: 1200 }),
      mails: [{ source: MAIL }, { source: MAIL }],
      untold: 1,
      objects: [['evidence/80-1/scan', MAIL]],
      position: POSITION,
    });
  });

  test('takes the place of all that was there', async () => {
    await fill(at('other'), 2000);
    await command('backup', at('source'), 'source.backup');
    await command('restore', at('other'), 'source.backup');
    expect(await contentOf(at('other'))).toEqual(await contentOf(at('source')));
    expect(readdirSync(at('other')).sort()).toEqual([
      'clock.json',
      'database',
      'mail',
      'objects',
      'version.json',
    ]);
  });

  test('works while another process runs on the data, both ways', async () => {
    await fill(at('live'), 50);
    const running = await holder(at('live'));
    const backup = await command('backup', at('live'), 'live.backup');
    expect(backup).toMatchObject({ status: 0, stderr: '' });
    expect(await command('restore', at('live'), 'live.backup')).toMatchObject({
      status: 0,
      stderr: '',
    });
    await running.kill();
    const { items, mails, position } = await contentOf(at('live'));
    expect(items.filter(({ pk }) => pk.S.startsWith('ORG#'))).toHaveLength(50);
    expect(mails).toHaveLength(2);
    expect(position).toEqual(POSITION);
  });

  test('of data that is not there, or without a file, is refused', async () => {
    expect(await command('backup', at('nothing'), 'nothing.backup')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^.*nothing.*no such file.*\n$/),
    });
    expect(await command('backup', at('source'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^.*npm run backup -- FILE\n$/),
    });
    expect(await command('backup', at('source'), 'no/such/folder')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^.*cannot back up.*\n$/),
    });
  });

  test('that is damaged is refused in one line, and the data stays as it is', async () => {
    await command('backup', at('source'), 'good.backup');
    const good = readFileSync(at('good.backup'));
    const lines = gunzipSync(good).toString().split('\n');
    const bad = {
      'cut-off': good.subarray(0, good.length / 2),
      garbage: Buffer.from('รูปถ่าย'),
      'without-end': gzipSync(lines.slice(0, -2).join('\n')),
      'a-line-less': gzipSync(lines.toSpliced(5, 1).join('\n')),
      'half-a-line': gzipSync(lines.with(5, lines[5]?.slice(0, 40) ?? '').join('\n')),
      newer: gzipSync(lines.with(0, '{"format":"nithet-backup","version":2}').join('\n')),
      'way-out': gzipSync(lines.toSpliced(5, 0, '{"file":"../../x.eml","content":""}').join('\n')),
      'way-out-of-objects': gzipSync(
        lines.toSpliced(5, 0, '{"object":"evidence/../../pepper","content":""}').join('\n'),
      ),
      empty: Buffer.alloc(0),
    };
    await fill(at('safe'), 10);
    const before = await contentOf(at('safe'));
    const directory = await openDataDirectory(at('safe'));
    for (const [name, content] of Object.entries(bad)) {
      writeFileSync(at(`${name}.backup`), content);
      await expect(
        stageRestore(directory, at(`${name}.backup`), () => {}),
        name,
      ).rejects.toThrow(/^กู้คืนข้อมูลไม่ได้ \/ cannot restore from .*$/);
    }
    directory.close();
    for (const name of ['cut-off', 'missing']) {
      expect(await command('restore', at('safe'), `${name}.backup`)).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/^กู้คืนข้อมูลไม่ได้.*\n$/),
      });
    }
    expect(await contentOf(at('safe'))).toEqual(before);
  });

  test('is put in place at the next start if a crash came in between, and only if it was whole', async () => {
    await command('backup', at('source'), 'crash.backup');
    await fill(at('crash'), 10);
    const before = await contentOf(at('crash'));
    const stage = async () => {
      const directory = await openDataDirectory(at('crash'));
      await stageRestore(directory, at('crash.backup'), () => {});
      directory.close();
    };

    await stage();
    rmSync(at('crash', 'incoming', 'complete'));
    expect(await contentOf(at('crash'))).toEqual(before);

    await stage();
    mkdirSync(at('crash', 'previous'));
    renameSync(at('crash', 'database'), at('crash', 'previous', 'database'));
    expect(await contentOf(at('crash'))).toEqual(await contentOf(at('source')));
  });
});
