/** What differs from one deployment to the next: read from a file, checked before anything is built. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as z from 'zod';

const root = join(import.meta.dirname, '..');
export const OWN_DEPLOYMENT = 'deployment.json';
const EXAMPLE_DEPLOYMENT = 'infra/deployment.example.json';

const region = z.string().refine((name) => RegionInfo.get(name).partition === 'aws', {
  error: ({ input }) => `${JSON.stringify(input)} is no region of AWS's public partition`,
});

const deploymentSchema = z
  .strictObject({
    /** Prefix of every name in the account, so that a trial can stand beside the real one. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/, '3–20 small letters, digits and hyphens')
      .default('nithet'),
    account: z.string().regex(/^\d{12}$/, 'the 12 digits of the AWS account'),
    /** Where data and functions are. */
    region: region.default('ap-southeast-7'),
    /** Where mails leave from: SES is not offered everywhere. */
    mailRegion: region.default('ap-southeast-1'),
    /** Host name of the site, without a scheme. */
    domain: z
      .string()
      .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name in small letters'),
    /** Certificate of `domain`; CloudFront takes it from us-east-1 only. */
    certificateArn: z
      .string()
      .regex(
        /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/,
        'the ARN of a certificate in us-east-1',
      ),
    /** Address that mails come from; its domain becomes the SES identity. */
    sender: z.email(),
    /** Mails a second that SES allows the account; the worker uses at most 80 % of them. */
    mailPerSecond: z.number().positive().max(1000).default(14),
    /** Who is told when an alarm rings. */
    alarmEmail: z.email(),
    /** Table to work on, after a restore another one than the data stack's own. @default `name` */
    table: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{3,255}$/)
      .optional(),
    /** Raised by one to have a new pepper made. */
    pepperGeneration: z.int().min(1).default(1),
    /** Raised by one to have a new secret between CloudFront and the API made. */
    originGeneration: z.int().min(1).default(1),
    /** Years for which nobody, not even the account's owner, can take out where the audit chains stood. */
    anchorYears: z.int().min(1).max(100).default(10),
    /** Whether GuardDuty scans what is uploaded; where it does not, files stay in quarantine. */
    malwareProtection: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const owner = value.certificateArn.split(':')[4];
    if (owner !== value.account) {
      issues.push({
        code: 'custom',
        path: ['certificateArn'],
        input: value.certificateArn,
        message: `belongs to account ${owner}, the deployment to ${value.account}`,
      });
    }
  })
  .transform(({ table, ...rest }) => ({ ...rest, table: table ?? rest.name }));

/** A checked deployment. */
export type Deployment = z.infer<typeof deploymentSchema>;

/** A configuration that cannot be used: everything that is wrong with it, for the operator. */
export class ConfigurationError extends Error {
  constructor(source: string, faults: readonly string[]) {
    super(`${source} cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** @throws {ConfigurationError} naming every fault of `input`, which was read from `source` */
export function parseDeployment(input: unknown, source: string): Deployment {
  const parsed = deploymentSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    source,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`),
  );
}

/**
 * The deployment in the file at `path`, from the top of the project; without a path the operator's own, or the
 * example where there is none, so that templates can be looked at before an account exists.
 */
export function readDeployment(path?: string): Deployment & { readonly isExample: boolean } {
  const own = path ?? OWN_DEPLOYMENT;
  const isThere = existsSync(join(root, own));
  if (path !== undefined && !isThere) throw new ConfigurationError(path, ['there is no such file']);
  const source = isThere ? own : EXAMPLE_DEPLOYMENT;
  return {
    ...parseDeployment(json(source), source),
    isExample: source === EXAMPLE_DEPLOYMENT,
  };
}

function json(source: string): unknown {
  const text = readFileSync(join(root, source), 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(source, [error instanceof Error ? error.message : String(error)]);
  }
}
