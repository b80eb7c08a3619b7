/** Reads every audit chain of a table and tells what is wrong with it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type AuditAnchor, type AuditHead, auditAnchorSchema } from '../shared/domain/audit.ts';
import { type AuditOwner, auditStore } from '../shared/store/audit-store.ts';
import { dynamoTable } from '../shared/store/table.ts';

export interface ChainCount {
  readonly chains: number;
  readonly entries: number;
}

export interface ChainReport extends ChainCount {
  /** One line for each thing that is wrong, for whoever runs the system. */
  readonly flaws: string[];
}

const keySchema = z.object({ pk: z.string() });

/**
 * @param anchors how chains stood on earlier days, as it was kept outside the table: without any, a chain whose end
 *   and head were both taken away shows nothing
 */
export async function verifyChains(
  documents: DynamoDBDocumentClient,
  tableName: string,
  anchors: readonly AuditAnchor[],
  onProgress: (count: ChainCount) => void,
): Promise<ChainReport> {
  const audits = auditStore(dynamoTable(documents, tableName));
  const marks = marksOf(anchors);
  const flaws: string[] = [];
  let chains = 0;
  let entries = 0;
  for (const owner of await ownersOf(documents, tableName, marks)) {
    const verdict = await audits.verify(owner, marks.get(owner) ?? []);
    chains++;
    entries += verdict.entries;
    flaws.push(...verdict.flaws.map(({ flaw, seq }) => `${owner} ${seq}: ${flaw}`));
    onProgress({ chains, entries });
  }
  return { chains, entries, flaws };
}

/** Anchors in the file `path`, or in every JSON file of the folder `path`. */
export async function readAnchors(path: string): Promise<readonly AuditAnchor[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path, { recursive: true }))
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(path, name))
    : [path];
  return Promise.all(
    files.map(async (file) =>
      auditAnchorSchema.parse(JSON.parse(lastLine(await readFile(file, 'utf8')))),
    ),
  );
}

/** In the data directory a line about the file comes before it. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function marksOf(anchors: readonly AuditAnchor[]): Map<AuditOwner, AuditHead[]> {
  const marks = new Map<AuditOwner, AuditHead[]>();
  for (const { heads } of anchors) {
    for (const [owner, head] of Object.entries(heads)) {
      if (isOwner(owner)) marks.set(owner, [...(marks.get(owner) ?? []), head]);
    }
  }
  return marks;
}

/** Whoever has a chain or had one: a table is read to its end, so that no chain is left out. */
async function ownersOf(
  documents: DynamoDBDocumentClient,
  tableName: string,
  marks: ReadonlyMap<AuditOwner, unknown>,
): Promise<readonly AuditOwner[]> {
  const owners = new Set(marks.keys());
  const pages = paginateScan(
    { client: documents },
    {
      TableName: tableName,
      ConsistentRead: true,
      ProjectionExpression: 'pk',
      FilterExpression: 'begins_with(sk, :audit)',
      ExpressionAttributeValues: { ':audit': 'AUDIT' },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk } of z.array(keySchema).parse(Items)) if (isOwner(pk)) owners.add(pk);
  }
  return [...owners].toSorted();
}

function isOwner(pk: string): pk is AuditOwner {
  return pk === 'NATION' || /^(ORG|PROVINCE)#/.test(pk);
}
