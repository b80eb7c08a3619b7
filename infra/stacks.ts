/** The stacks of one deployment, stateful and stateless apart, mail in its own region. */
import type { App } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Assets } from '../shared/web/assets.ts';
import type { Deployment } from './config.ts';
import { DataStack } from './data-stack.ts';
import { functions } from './functions.ts';
import { MailStack } from './mail-stack.ts';
import { settingsOf } from './names.ts';
import { ServiceStack } from './service-stack.ts';

export interface StacksOptions {
  readonly deployment: Deployment;
  readonly assets: Assets;
  /** The bundle of a wiring module. */
  readonly codeOf: (module: string) => Code;
}

/** SNS cannot call a function from a default region in an opt-in region: this one lives where SES is. */
const BESIDE_SES = 'record-delivery';

export function addStacks(app: App, { deployment, assets, codeOf }: StacksOptions) {
  const { name, account, region, mailRegion } = deployment;
  const settings = settingsOf(deployment, assets);
  const recordDelivery = functions.find((entry) => entry.name === BESIDE_SES);
  if (!recordDelivery) throw new Error(`the list has no function ${BESIDE_SES}`);
  const here = { deployment, env: { account, region } };
  return {
    data: new DataStack(app, `${name}-data`, here),
    mail: new MailStack(app, `${name}-mail`, {
      deployment,
      env: { account, region: mailRegion },
      settings,
      recordDelivery,
      codeOf,
    }),
    service: new ServiceStack(app, `${name}-service`, {
      ...here,
      settings,
      entries: functions.filter((entry) => entry !== recordDelivery),
      codeOf,
    }),
  };
}
