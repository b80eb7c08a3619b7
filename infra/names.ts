/** Names and values that follow from a deployment: so no stack has to export anything to another. */
import { SecretValue } from 'aws-cdk-lib';
import type { Assets } from '../shared/web/assets.ts';
import type { Deployment } from './config.ts';
import { functions, type Setting } from './functions.ts';

/** What the function `name` of the list is called in the account. */
export function functionNameOf({ name: deployment }: Deployment, name: string): string {
  return `${deployment}-${name}`;
}

export function functionArnOf(deployment: Deployment, name: string): string {
  const { region, account } = deployment;
  return `arn:aws:lambda:${region}:${account}:function:${functionNameOf(deployment, name)}`;
}

export function stateMachineNameOf({ name }: Deployment): string {
  return `${name}-cycle`;
}

export function stateMachineArnOf(deployment: Deployment): string {
  const { region, account } = deployment;
  return `arn:aws:states:${region}:${account}:stateMachine:${stateMachineNameOf(deployment)}`;
}

export function executionArnsOf(deployment: Deployment): string {
  const { region, account } = deployment;
  return `arn:aws:states:${region}:${account}:execution:${stateMachineNameOf(deployment)}:*`;
}

export function tableArnOf({ region, account, table }: Deployment): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}`;
}

export function configurationSetNameOf({ name }: Deployment): string {
  return name;
}

/** Domain of the sender: what SES is asked to verify. */
export function mailDomainOf({ sender }: Deployment): string {
  return sender.slice(sender.lastIndexOf('@') + 1);
}

/** Buckets' names are the world's: the account and region make them the deployment's own. */
export function bucketNameOf(
  { name, account, region }: Deployment,
  purpose: 'files' | 'static' | 'access-log' | 'anchor',
): string {
  return `${name}-${purpose}-${account}-${region}`;
}

export function pepperNameOf({ name, pepperGeneration }: Deployment): string {
  return `${name}/pepper-${pepperGeneration}`;
}

/** The generations that the site accepts: the one before too, while CloudFront changes over. */
export function originGenerations({ originGeneration }: Deployment): readonly number[] {
  return originGeneration === 1 ? [1] : [originGeneration, originGeneration - 1];
}

export function originSecretNameOf({ name }: Deployment, generation: number): string {
  return `${name}/origin-${generation}`;
}

/** A reference that CloudFormation replaces by the secret's text as it deploys. */
export function secretText(name: string): string {
  return SecretValue.secretsManager(name).unsafeUnwrap();
}

/** Name of the role of a function that another stack knows by it; roles' names are the account's. */
export function roleNameOf(deployment: Deployment, name: string): string {
  return `${functionNameOf(deployment, name)}-${deployment.region}`;
}

export function roleArnOf(deployment: Deployment, name: string): string {
  return `arn:aws:iam::${deployment.account}:role/${roleNameOf(deployment, name)}`;
}

/** The value of every setting that a function may list. */
export function settingsOf(deployment: Deployment, assets: Assets): Record<Setting, string> {
  return {
    TABLE_NAME: deployment.table,
    TABLE_REGION: deployment.region,
    STATE_MACHINE_ARN: stateMachineArnOf(deployment),
    NITHET_PUBLIC_URL: `https://${deployment.domain}`,
    PEPPER: secretText(pepperNameOf(deployment)),
    ORIGIN_SECRETS: originGenerations(deployment)
      .map((generation) => secretText(originSecretNameOf(deployment, generation)))
      .join(','),
    ASSETS: JSON.stringify(assets),
    NITHET_PASSKEYS: 'required',
    // By the names of the list: what any function has another do or ask.
    FUNCTIONS: JSON.stringify(
      Object.fromEntries(
        functions
          .flatMap(({ invokes = [] }) => invokes)
          .map((name) => [name, functionNameOf(deployment, name)]),
      ),
    ),
    MAIL_FROM: deployment.sender,
    MAIL_PER_SECOND: String(deployment.mailPerSecond),
    MAIL_REGION: deployment.mailRegion,
    SES_CONFIGURATION_SET: configurationSetNameOf(deployment),
    HIGHS_WASM: '/var/task/highs.wasm',
    PRESS_ASSETS: '/var/task',
    FILES_BUCKET: bucketNameOf(deployment, 'files'),
    FILES_ORIGIN: `https://${bucketNameOf(deployment, 'files')}.s3.${deployment.region}.amazonaws.com`,
    ANCHOR_BUCKET: bucketNameOf(deployment, 'anchor'),
    SCANNING: deployment.malwareProtection ? 'scanner' : 'officer',
  };
}
