/** What has to be true of the account before anything in it is changed. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Deployment } from './config.ts';

/** Raised whenever older code cannot work on what newer code writes. */
const TABLE_VERSION = 1;
const MARKER = { pk: 'SETTINGS', sk: 'TABLE' };
const markerSchema = z.object({ version: z.int().min(1) });

/** The account, as far as a deployment has to know it. */
export interface Account {
  /** Number of the account that the credentials belong to. @throws where they do not work in `region` */
  identify(region: string): Promise<string>;
  /** The table's items, in the region of the deployment. */
  readonly documents: Pick<DynamoDBDocumentClient, 'send'>;
  /** What SES allows in the region of mail. */
  sending(domain: string): Promise<Sending>;
}

export interface Sending {
  /** Mails in 24 hours; 200 in the sandbox. */
  readonly daily: number;
  readonly perSecond: number;
  readonly isVerified: boolean;
}

/** Everything that speaks against deploying, each with what to do about it; nothing where all is well. */
export async function objections(deployment: Deployment, account: Account): Promise<string[]> {
  const found: string[] = [];
  for (const region of new Set([deployment.region, deployment.mailRegion])) {
    found.push(...(await objectionToRegion(region, deployment, account)));
  }
  // With wrong credentials the table's answer would only confuse.
  if (found.length > 0) return found;
  const objection = await objectionToTable(deployment, account);
  return objection ? [objection] : [];
}

async function objectionToRegion(
  region: string,
  { account: wanted }: Deployment,
  account: Account,
): Promise<string[]> {
  try {
    const actual = await account.identify(region);
    if (actual === wanted) return [];
    return [
      `the credentials belong to account ${actual}, the deployment to ${wanted}: choose the right profile (AWS_PROFILE)`,
    ];
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      `the credentials do not work in ${region} (${why}): sign in, and enable the region under "Account → AWS Regions" if it is an opt-in one`,
    ];
  }
}

async function objectionToTable(
  { table }: Deployment,
  { documents }: Account,
): Promise<string | undefined> {
  try {
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: MARKER }));
    if (!Item) return await objectionToUnmarked(table, documents);
    const { version } = markerSchema.parse(Item);
    if (version <= TABLE_VERSION) return undefined;
    return `table ${table} is of version ${version}, this code knows versions up to ${TABLE_VERSION}: deploy the newer code`;
  } catch (error) {
    // A first deployment makes the table.
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function objectionToUnmarked(
  table: string,
  documents: Account['documents'],
): Promise<string | undefined> {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, Limit: 1 }));
  if (Items.length === 0) return undefined;
  return `table ${table} holds data but no version: it is not this system's, or came from elsewhere; choose another "name" or "table"`;
}

/** Notes the version in the table, once code that writes it has been deployed. */
export async function markTable(
  { table }: Pick<Deployment, 'table'>,
  documents: Account['documents'],
): Promise<void> {
  await documents.send(
    new PutCommand({ TableName: table, Item: { ...MARKER, version: TABLE_VERSION } }),
  );
}

/** SES gives an account outside the sandbox more than this. */
const SANDBOX_DAILY = 200;

/** What holds mail back after a deployment, for the operator to mend. */
export function reservations({ mailPerSecond }: Deployment, sending: Sending): string[] {
  return [
    ...(sending.isVerified
      ? []
      : ['SES has not verified the sender’s domain: publish the DKIM records of the mail stack']),
    ...(sending.daily > SANDBOX_DAILY
      ? []
      : ['SES holds the account in its sandbox: ask for production access']),
    ...(sending.perSecond >= mailPerSecond
      ? []
      : [
          `SES allows ${sending.perSecond} mails a second, "mailPerSecond" says ${mailPerSecond}: lower it or ask for more`,
        ]),
  ];
}
