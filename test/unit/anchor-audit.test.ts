import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAnchorAudit } from '../../functions/audit/anchor-audit.ts';
import { readAnchors } from '../../infra/audit-chains.ts';
import { diskObjects, objectFiles } from '../../infra/local/object-files.ts';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import { anOrganization } from '../support/builders.ts';
import { emptyWorld } from '../support/office-world.ts';
import { s3Environment, s3Fake } from '../support/s3-fake.ts';

const folder = mkdtempSync(join(tmpdir(), 'nithet-anchor-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = () => new Date('2020-04-20T16:30:00Z');

/** A province of two organizations, one of which has a trail of three events. */
async function aWorld() {
  const world = await emptyWorld();
  await world.roster.save(anOrganization());
  await world.roster.save(anOrganization({ orgId: '80-0712' }));
  const actor = { userId: 'u-1', position: 'นักวิเคราะห์', role: 'officer' };
  for (const eventId of ['a', 'b', 'c']) {
    const event = { eventId, at: now().toISOString(), actor, act: 'report-drafted', subject: 'x' };
    await world.audit.append('ORG#80-0711', event);
  }
  return { ...world, audits: world.audit, provinces: ['80'], now };
}

test('a day’s anchor, kept as a file, shows that a chain has lost its end', async () => {
  const world = await aWorld();
  const objects = objectFiles({ files: diskObjects(folder), secret: 'for tests', now });
  expect(await createAnchorAudit({ ...world, objects })()).toEqual({ chains: 1 });

  const [anchor] = await readAnchors(join(folder, 'anchor'));
  const head = anchor?.heads['ORG#80-0711'];
  expect(anchor?.at).toBe('2020-04-20T16:30:00.000Z');
  expect(head).toEqual(await world.audit.head('ORG#80-0711'));
  const marks = head ? [head] : [];
  expect((await world.audit.verify('ORG#80-0711', marks)).flaws).toEqual([]);

  const second = await world.table.get({ pk: 'ORG#80-0711', sk: 'AUDIT#00000002' });
  await world.table.remove({ pk: 'ORG#80-0711', sk: 'AUDIT#00000003' });
  await world.table.put(
    { pk: 'ORG#80-0711', sk: 'AUDITHEAD' },
    { seq: 2, hash: String(second?.['hash']) },
  );
  expect((await world.audit.verify('ORG#80-0711', [])).flaws).toEqual([]);
  expect((await world.audit.verify('ORG#80-0711', marks)).flaws).toEqual([
    { flaw: 'cut-off', seq: 3 },
  ]);
});

test('on AWS each day has an object of its own in the bucket of anchors', async () => {
  const { FILES_BUCKET, ...env } = s3Environment;
  const { answer, objects: kept } = s3Fake(now);
  const objects = s3Objects({
    env: { ...env, ANCHOR_BUCKET: FILES_BUCKET },
    bucketSetting: 'ANCHOR_BUCKET',
    now,
    send: answer,
  });
  await createAnchorAudit({ ...(await aWorld()), objects })();
  expect([...kept.keys()]).toEqual(['anchor/2020-04-20.json']);
});
