/**
 * `npm run deploy`, `diff` and `destroy`: look at the account first, then change it in an order in which every
 * moment is a working one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SESClient,
} from '@aws-sdk/client-ses';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { localDateAt } from '../shared/domain/local-date.ts';
import { documentClient } from '../shared/wiring.ts';
import { ConfigurationError, type Deployment, OWN_DEPLOYMENT, readDeployment } from './config.ts';
import { bucketNameOf, mailDomainOf } from './names.ts';
import { askForOverdue } from './overdue-components.ts';
import { type Account, markTable, objections, reservations, type Sending } from './preflight.ts';

const root = join(import.meta.dirname, '..');
const assets = join(root, 'dist', 'aws', 'assets');

/** Ends the command with a message for the operator. */
class Refusal extends Error {}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      deployment: { type: 'string' },
      yes: { type: 'boolean', default: false },
      'accept-overdue': { type: 'boolean', default: false },
    },
  });
  const deployment = ownDeployment(values.deployment);
  const account = accountOf(deployment);
  switch (positionals[0]) {
    case 'diff':
      await synthesize(values.deployment);
      return cdk('diff');
    case 'deploy':
      await synthesize(values.deployment);
      await refuseWhere(await objections(deployment, account));
      // Whoever goes on all the same says so.
      if (!values['accept-overdue'])
        await refuseWhere(await askForOverdue(localDateAt(new Date())));
      return deploy(deployment, account);
    case 'destroy':
      await refuseWhere(await objections(deployment, account));
      if (!values.yes) throw new Refusal(farewell(deployment));
      await synthesize(values.deployment);
      return destroy(deployment);
    default:
      throw new Refusal('say diff, deploy or destroy');
  }
}

function ownDeployment(path: string | undefined): Deployment {
  const { isExample, ...deployment } = readDeployment(path);
  if (!isExample) return deployment;
  throw new Refusal(
    `there is no ${OWN_DEPLOYMENT}: copy infra/deployment.example.json there and fill it in (docs/operations.md)`,
  );
}

function accountOf({ region, mailRegion }: Deployment): Account {
  return {
    async identify(where) {
      const identity = await new STSClient({ region: where }).send(new GetCallerIdentityCommand());
      return identity.Account ?? 'unknown';
    },
    documents: documentClient(new DynamoDBClient({ region })),
    async sending(domain): Promise<Sending> {
      const ses = new SESClient({ region: mailRegion });
      const quota = await ses.send(new GetSendQuotaCommand());
      const { VerificationAttributes = {} } = await ses.send(
        new GetIdentityVerificationAttributesCommand({ Identities: [domain] }),
      );
      return {
        daily: quota.Max24HourSend ?? 0,
        perSecond: quota.MaxSendRate ?? 0,
        isVerified: VerificationAttributes[domain]?.VerificationStatus === 'Success',
      };
    },
  };
}

async function refuseWhere(found: readonly string[]): Promise<void> {
  if (found.length > 0) {
    throw new Refusal(`nothing was changed:\n${found.map((each) => `  - ${each}`).join('\n')}`);
  }
}

async function deploy(deployment: Deployment, account: Account): Promise<void> {
  const { name } = deployment;
  await synthesized('deploy', `${name}-data`, `${name}-mail`);
  // Before the functions whose pages refer to them; old ones stay for pages that are still open.
  await uploadAssets(deployment);
  await synthesized('deploy', `${name}-service`);
  await markTable(deployment, account.documents);
  const held = reservations(deployment, await account.sending(mailDomainOf(deployment)));
  for (const each of held) console.log(`mail is held: ${each}`);
}

async function destroy({ name }: Deployment): Promise<void> {
  await synthesized('destroy', '--force', `${name}-service`, `${name}-mail`);
  console.log(`${name}-data stays, with the table, the files and the secrets.`);
}

function farewell({ name, domain }: Deployment): string {
  return `this would take ${domain} off the net (${name}-service, ${name}-mail); the data stays. Say it again with --yes`;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

async function uploadAssets(deployment: Deployment): Promise<void> {
  const s3 = new S3Client({ region: deployment.region });
  for (const name of await readdir(assets)) {
    const ContentType = contentTypes[extname(name)];
    if (!ContentType) throw new Error(`no content type for ${name}`);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucketNameOf(deployment, 'static'),
        Key: `assets/${name}`,
        Body: await readFile(join(assets, name)),
        ContentType,
        // The name carries the content's hash.
        CacheControl: 'public, max-age=31536000, immutable',
      }),
    );
  }
}

/** Has the CDK work on what was synthesized, and only on the stacks that are named. */
function synthesized(command: 'deploy' | 'destroy', ...stacks: string[]): Promise<void> {
  return cdk(command, '--exclusively', ...stacks);
}

function cdk(command: string, ...arguments_: string[]): Promise<void> {
  const path = join(root, 'node_modules', '.bin', 'cdk');
  return run(path, command, '--app', 'cdk.out', ...arguments_);
}

function synthesize(deployment: string | undefined): Promise<void> {
  const option = deployment === undefined ? [] : ['--deployment', deployment];
  return run(process.execPath, join(import.meta.dirname, 'app.ts'), ...option);
}

async function run(command: string, ...arguments_: string[]): Promise<void> {
  const child = spawn(command, arguments_, { cwd: root, stdio: 'inherit' });
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0) throw new Refusal(`${arguments_[0]} failed; see above`);
}

try {
  await main();
} catch (error) {
  const isForeseen = error instanceof Refusal || error instanceof ConfigurationError;
  console.error(isForeseen ? error.message : error);
  process.exitCode = 1;
}
