import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wire } from '../../functions/audit/index.ts';
import { openDataDirectory, TABLE } from '../../infra/local/data-directory.ts';
import { diskObjects, objectFiles } from '../../infra/local/object-files.ts';
import type { AuditAnchor } from '../../shared/domain/audit.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { dynamoTable, type Table } from '../../shared/store/table.ts';
import { documentClient } from '../../shared/wiring.ts';
import { officer } from '../support/builders.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'nithet-audit-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Works on the data while nobody else has it open. */
async function withTable(
  work: (table: Table & { documents: DynamoDBDocumentClient }) => Promise<void>,
): Promise<void> {
  const directory = await openDataDirectory(data);
  const engine = await directory.openDatabase(() => {});
  const documents = documentClient(engine.client);
  await work({ ...dynamoTable(documents, TABLE), documents });
  await engine.close();
  directory.close();
}

async function verify(...args: string[]) {
  const command = [join(root, 'infra/audit-verify.ts'), ...args];
  const env = { PATH: process.env['PATH'] ?? '', NITHET_DATA: data };
  const run = promisify(execFile)(process.execPath, command, { cwd: root, env });
  return run.then(
    ({ stdout }) => ({ status: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ status: code, said: `${stdout}${stderr}` }),
  );
}

const third = { pk: 'PROVINCE#80', sk: 'AUDIT#00000003' };

beforeAll(() =>
  withTable(async (table) => {
    const audits = auditStore(table);
    for (const owner of ['PROVINCE#80', 'ORG#80-0711', 'NATION'] as const) {
      for (let n = 1; n <= 3; n++) {
        await audits.append(owner, {
          eventId: `${owner} ${n}`,
          at: '2020-04-16T03:00:00.000Z',
          actor: officer,
          act: 'visits-published',
          subject: '2563',
        });
      }
    }
  }),
);

test('every chain of the data directory is read, and found whole', async () => {
  const { status, said } = await verify();
  expect(said).toContain('the audit trail is whole (3 chains, 9 events)');
  expect(status).toBe(0);
});

test.each([
  [
    'changed',
    'PROVINCE#80 3: changed',
    (table: Table) => table.update(third, { set: { act: 'visits-postponed' } }),
  ],
  [
    'removed',
    'PROVINCE#80 2: removed',
    (table: Table) => table.remove({ ...third, sk: 'AUDIT#00000002' }),
  ],
  ['cut off', 'PROVINCE#80 3: cut-off', (table: Table) => table.remove(third)],
] as const)('an event that was %s is named, and the command fails', async (_, line, tamper) => {
  const before: [{ pk: string; sk: string }, Record<string, unknown>][] = [];
  await withTable(async (table) => {
    for (const sk of ['AUDIT#00000002', 'AUDIT#00000003']) {
      before.push([{ ...third, sk }, (await table.get({ ...third, sk })) ?? {}]);
    }
    await tamper(table);
  });
  const { status, said } = await verify();
  expect(said).toContain(line);
  expect(status).toBe(1);
  await withTable(async (table) => {
    for (const [key, item] of before) await table.put(key, item);
  });
});

test('a chain that is gone altogether is missed by whoever kept an anchor', async () => {
  const anchor: AuditAnchor = {
    schemaVersion: 1,
    at: '2020-04-16T22:00:00.000Z',
    heads: { 'ORG#80-0712': { seq: 2, hash: 'f'.repeat(64) } },
  };
  const path = join(folder, 'anchor.json');
  writeFileSync(path, JSON.stringify(anchor));
  const { status, said } = await verify('--anchors', path);
  expect(said).toContain('ORG#80-0712 1: cut-off');
  expect(status).toBe(1);
});

test('an end that was cut off together with the head shows by the anchors that the site has kept itself', async () => {
  expect((await verify()).said).toContain('no anchors were compared');
  await withTable(async (table) => {
    const objects = objectFiles({
      files: diskObjects(join(data, 'objects')),
      secret: 'for tests',
      now: () => new Date('2020-04-16T16:30:00.000Z'),
    });
    const { anchorAudit } = wire({
      env: { TABLE_NAME: TABLE },
      documents: table.documents,
      objects,
      now: () => new Date('2020-04-16T16:30:00.000Z'),
    });
    await anchorAudit();
    const second = await table.get({ ...third, sk: 'AUDIT#00000002' });
    await table.remove(third);
    await table.put({ ...third, sk: 'AUDITHEAD' }, { seq: 2, hash: String(second?.['hash']) });
  });
  const { status, said } = await verify();
  expect(said).toContain('PROVINCE#80 3: cut-off');
  expect(status).toBe(1);
});

test('where the trail cannot be read the command says why, and does not call it whole', async () => {
  const { status, said } = await verify('--anchors', join(folder, 'nowhere.json'));
  expect(said).toContain('ENOENT');
  expect(status).toBe(2);
});
