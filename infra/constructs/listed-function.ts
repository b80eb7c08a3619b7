import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../config.ts';
import {
  type Folder,
  type FunctionEntry,
  type Operation,
  objectOperations,
  operations,
  type Partition,
  type Setting,
} from '../functions.ts';
import {
  bucketNameOf,
  configurationSetNameOf,
  executionArnsOf,
  functionArnOf,
  functionNameOf,
  mailDomainOf,
  roleNameOf,
  stateMachineArnOf,
  tableArnOf,
} from '../names.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';

export interface ListedFunctionProps {
  /** What the list says of the function. */
  readonly entry: FunctionEntry;

  readonly deployment: Deployment;

  /** The bundle of the function's module. */
  readonly code: Code;

  /** Values of all settings; the function gets those that its entry lists. */
  readonly settings: Readonly<Record<Setting, string>>;

  /** Where its failures ring. */
  readonly alarms: Alarms;

  /**
   * Where inputs go that it could not deal with although it was called again.
   *
   * @default - they are dropped, which the alarm on failures tells of
   */
  readonly deadLetters?: IQueue;
}

/**
 * One function of the list: with a role that may do what the list says and write its own log, and with an alarm
 * on its first failure in five minutes.
 */
export class ListedFunction extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, props: ListedFunctionProps) {
    super(scope, id);
    const { entry, deployment } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/${deployment.name}/functions/${entry.name}`,
      // Thai law has traffic data kept for 90 days at least (Computer Crime Act, section 26).
      retention: RetentionDays.SIX_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not the managed policy, which lets a function write to every log of the account.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(entry.namedRole && { roleName: roleNameOf(deployment, entry.name) }),
    });
    const writesLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    for (const statement of [writesLog, ...statementsFor(entry, deployment)]) {
      role.addToPolicy(statement);
    }

    this.lambda = new Lambda(this, 'Function', {
      functionName: functionNameOf(deployment, entry.name),
      role,
      logGroup,
      code: props.code,
      handler: `index.${entry.handler}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: entry.memoryMegabytes,
      timeout: Duration.seconds(entry.timeoutSeconds),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        ...Object.fromEntries(entry.settings.map((name) => [name, props.settings[name]])),
      },
      ...(entry.invokedLater && {
        maxEventAge: Duration.seconds(entry.invokedLater.maxAgeSeconds),
        retryAttempts: entry.invokedLater.retries,
      }),
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
    });
    acknowledgeFolders(role, entry, deployment);
    if (entry.startsCycles) acknowledgeExecutions(role, deployment);
    if (entry.asksQuota) acknowledgeQuota(role);

    props.alarms.whenReached(
      `${id}Failures`,
      this.lambda.metricErrors(FIVE_MINUTES),
      1,
      `${entry.name} failed; see its log, /${deployment.name}/functions/${entry.name}`,
    );
  }
}

function acknowledgeFolders(role: Role, { objects = {} }: FunctionEntry, deployment: Deployment) {
  for (const folder of new Set(Object.values(objects).flat())) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${folderArnOf(folder, deployment)}]`,
      reason: 'It works on whichever file of this one folder it is asked for.',
    });
  }
}

function filesArnOf(deployment: Deployment): string {
  return `arn:aws:s3:::${bucketNameOf(deployment, 'files')}`;
}

function folderArnOf(folder: Folder, deployment: Deployment): string {
  const bucket = folder === 'anchor/*' ? 'anchor' : 'files';
  return `arn:aws:s3:::${bucketNameOf(deployment, bucket)}/${folder}`;
}

function acknowledgeExecutions(role: Role, deployment: Deployment): void {
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${executionArnsOf(deployment)}]`,
    reason:
      'It asks how executions of this one state machine are, whose names are made at run time.',
  });
}

function acknowledgeQuota(role: Role): void {
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'The quota is the account’s; SES knows no single resource for it.',
  });
}

/** What `entry` allows, as IAM says it: one operation on one resource a statement. */
function statementsFor(entry: FunctionEntry, deployment: Deployment): PolicyStatement[] {
  const { table, objects = {}, invokes = [] } = entry;
  const { startsCycles = false, sendsMail = false, asksQuota = false } = entry;
  const files = filesArnOf(deployment);
  return [
    ...operations.flatMap((operation) => {
      const partitions = table[operation];
      return partitions ? [onTable(operation, partitions, deployment)] : [];
    }),
    ...objectOperations.flatMap((operation) =>
      (objects[operation] ?? []).map((folder) =>
        only(`s3:${operation}`, folderArnOf(folder, deployment)),
      ),
    ),
    // To whoever may not list, S3 answers 403 instead of 404 for what is not there.
    ...(objects.GetObject ? [only('s3:ListBucket', files)] : []),
    ...invokes.map((name) => only('lambda:InvokeFunction', functionArnOf(deployment, name))),
    ...(startsCycles
      ? [
          only('states:StartExecution', stateMachineArnOf(deployment)),
          only('states:DescribeExecution', executionArnsOf(deployment)),
        ]
      : []),
    ...(sendsMail ? [sendingBy(deployment)] : []),
    ...(asksQuota ? [only('ses:GetSendQuota', '*')] : []),
  ];
}

function only(action: string, resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: [resource] });
}

function onTable(
  operation: Operation,
  partitions: readonly Partition[],
  deployment: Deployment,
): PolicyStatement {
  const statement = only(`dynamodb:${operation}`, tableArnOf(deployment));
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': partitions });
  return statement;
}

function sendingBy(deployment: Deployment): PolicyStatement {
  const { mailRegion, account, sender } = deployment;
  return new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [
      `arn:aws:ses:${mailRegion}:${account}:identity/${mailDomainOf(deployment)}`,
      `arn:aws:ses:${mailRegion}:${account}:configuration-set/${configurationSetNameOf(deployment)}`,
    ],
    conditions: { StringEquals: { 'ses:FromAddress': sender } },
  });
}
