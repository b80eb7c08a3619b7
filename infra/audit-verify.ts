/**
 * `npm run audit:verify`: whether an event of the audit trail was removed, changed, or cut off at the end.
 *
 * Of the embedded data directory (`NITHET_DATA`), with the site running or stopped; with `--aws` of the deployed table,
 * with the operator's own credentials. Exit status 0: whole; 1: something is wrong; 2: it could not be found out.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuditAnchor } from '../shared/domain/audit.ts';
import { documentClient } from '../shared/wiring.ts';
import { type ChainCount, type ChainReport, readAnchors, verifyChains } from './audit-chains.ts';
import { askOwner, openDataDirectory, TABLE } from './local/data-directory.ts';

const NEWS_EVERY_MS = 1000;
/** What was found whole may still have lost its end. */
const WITHOUT_ANCHORS =
  '\nไม่มีจุดยึดให้เทียบ จึงไม่ทราบหากท้ายประวัติถูกตัดพร้อมกับหัว / no anchors were compared: an end that was cut off with its head would not show (--anchors)';

const { values } = parseArgs({
  options: {
    aws: { type: 'boolean' },
    deployment: { type: 'string' },
    anchors: { type: 'string' },
  },
});
const dataPath = process.env['NITHET_DATA'] || '.nithet';
// npm runs its scripts in the project's folder, wherever it was called from.
const anchorPath =
  values.anchors === undefined
    ? undefined
    : resolve(process.env['INIT_CWD'] ?? '.', values.anchors);

try {
  const { chains, entries, flaws } = values.aws ? await deployed() : await embedded();
  for (const flaw of flaws) console.error(flaw);
  console.log(
    flaws.length === 0
      ? `ประวัติครบถ้วน / the audit trail is whole (${chains} chains, ${entries} events)${hasAnchors() ? '' : WITHOUT_ANCHORS}`
      : `ประวัติไม่ครบถ้วน / ${flaws.length} flaws (${chains} chains, ${entries} events)`,
  );
  process.exitCode = flaws.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function hasAnchors(): boolean {
  return (anchorPath ?? (values.aws ? undefined : ownAnchors(dataPath))) !== undefined;
}

async function deployed(): Promise<ChainReport> {
  // Loaded where it is needed only: it reads the CDK's facts about regions.
  const { readDeployment } = await import('./config.ts');
  const { region, table, isExample } = readDeployment(values.deployment);
  if (isExample) throw new Error('there is no deployment.json (docs/operations.md)');
  const documents = documentClient(new DynamoDBClient({ region }));
  return verifyChains(documents, table, await anchorsGiven(), news());
}

async function embedded(): Promise<ChainReport> {
  const path = dataPath;
  const anchors = anchorPath ?? ownAnchors(path);
  const tell = news();
  const asked = await askOwner(
    path,
    { do: 'verify-audit', file: anchors ?? '' },
    ({ items, files }) => tell({ entries: items, chains: files }),
  );
  if (asked) return { entries: asked.items, chains: asked.files, flaws: asked.flaws ?? [] };
  const directory = await openDataDirectory(path, { create: false });
  const engine = await directory.openDatabase(() => {});
  try {
    const documents = documentClient(engine.client);
    return await verifyChains(documents, TABLE, anchors ? await readAnchors(anchors) : [], tell);
  } finally {
    await engine.close();
    directory.close();
  }
}

/** Those that the site itself has kept beside the database. */
function ownAnchors(dataPath: string): string | undefined {
  const path = join(resolve(dataPath), 'objects', 'anchor');
  return existsSync(path) ? path : undefined;
}

async function anchorsGiven(): Promise<readonly AuditAnchor[]> {
  return anchorPath === undefined ? [] : readAnchors(anchorPath);
}

function news() {
  let next = Date.now() + NEWS_EVERY_MS;
  return ({ chains, entries }: ChainCount) => {
    if (Date.now() < next) return;
    next = Date.now() + NEWS_EVERY_MS;
    console.error(`กำลังตรวจประวัติ … ${chains} chains, ${entries} events`);
  };
}
