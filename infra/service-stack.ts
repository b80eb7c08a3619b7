/** What may be replaced at any time: functions, the site's address, the workflow, its schedules, what watches them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CfnOutput,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Code, Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ORIGIN_HEADER, VIEWER_HEADER } from '../shared/web/edge.ts';
import type { Deployment } from './config.ts';
import { Alarms, FIVE_MINUTES } from './constructs/alarms.ts';
import { ListedFunction } from './constructs/listed-function.ts';
import type { FunctionEntry, Setting } from './functions.ts';
import { bucketNameOf, originSecretNameOf, secretText, stateMachineNameOf } from './names.ts';

export interface ServiceStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly settings: Readonly<Record<Setting, string>>;
  /** All functions of the list but those that live with SES. */
  readonly entries: readonly FunctionEntry[];
  readonly codeOf: (module: string) => Code;
}

const definition = readFileSync(join(import.meta.dirname, 'workflow', 'cycle.asl.json'), 'utf8');

export class ServiceStack extends Stack {
  readonly #deployment: Deployment;
  readonly #alarms: Alarms;
  readonly #lambdas: ReadonlyMap<string, Lambda>;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { deployment, entries, codeOf } = props;
    this.#deployment = deployment;
    this.#alarms = new Alarms(this, 'Alarms', {
      account: deployment.account,
      email: deployment.alarmEmail,
    });
    this.#lambdas = new Map(
      entries.map((entry) => {
        const { lambda } = new ListedFunction(this, pascal(entry.name), {
          ...props,
          entry,
          code: codeOf(entry.module),
          alarms: this.#alarms,
        });
        return [entry.name, lambda];
      }),
    );
    const api = this.site();
    const machine = this.workflow(entries);
    this.schedules();
    this.scans();
    this.watch(api, machine);
  }

  private lambda(name: string): Lambda {
    const found = this.#lambdas.get(name);
    if (!found) throw new Error(`no function of the list is called ${name}`);
    return found;
  }

  /** CloudFront before the API and the static files. */
  private site(): HttpApi {
    const { domain, certificateArn, originGeneration } = this.#deployment;
    const api = this.api();
    const distribution = new Distribution(this, 'Site', {
      domainNames: [domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      defaultBehavior: {
        origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.amazonaws.com`, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          readTimeout: Duration.seconds(30),
          customHeaders: {
            [ORIGIN_HEADER]: secretText(originSecretNameOf(this.#deployment, originGeneration)),
          },
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        functionAssociations: [
          { function: this.viewerAddress(), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: {
        '/assets/*': {
          origin: S3BucketOrigin.withOriginAccessControl(
            Bucket.fromBucketName(this, 'Static', bucketNameOf(this.#deployment, 'static')),
            // The bucket's own stack lets CloudFront read.
            { originAccessLevels: [] },
          ),
          viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        },
      },
    });
    new CfnOutput(this, 'SiteAddress', {
      value: distribution.distributionDomainName,
      description: `What the DNS record of ${domain} points to (CNAME).`,
    });
    Validations.of(distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Citizens read the public pages from anywhere; officers sign in while abroad.',
      },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'The site bounds sign-ins and requests itself and the API is throttled; a web ACL would cost more than the rest of the site. docs/operations.md says when to add one.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'The API logs every request; CloudFront cannot log into a bucket in an opt-in region, and static files tell nothing of people.',
      },
      {
        id: 'Annotation::@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
        reason:
          'The policy of the data stack’s bucket lets CloudFront read what lies under assets/.',
      },
    );
    return api;
  }

  private api(): HttpApi {
    const { name } = this.#deployment;
    const api = new HttpApi(this, 'Api', {
      apiName: `${name}-web`,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Web', this.lambda('web')),
    });
    new HttpStage(this, 'ApiStage', {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'ApiLog', {
            logGroupName: `/${name}/api`,
            retention: RetentionDays.SIX_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(
          JSON.stringify({
            at: '$context.requestTime',
            id: '$context.requestId',
            method: '$context.httpMethod',
            path: '$context.path',
            status: '$context.status',
            milliseconds: '$context.responseLatency',
            error: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The site signs people in itself (codes, passkeys, API keys) and has public pages; what did not come through CloudFront is turned away by a secret header.',
    });
    return api;
  }

  private viewerAddress(): EdgeFunction {
    return new EdgeFunction(this, 'ViewerAddress', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(
        `function handler(event) {
  event.request.headers['${VIEWER_HEADER}'] = { value: event.viewer.ip };
  return event.request;
}`,
      ),
    });
  }

  private workflow(entries: readonly FunctionEntry[]): StateMachine {
    const { name } = this.#deployment;
    const steps = entries.flatMap((entry) =>
      entry.substitution
        ? [{ name: entry.substitution, arn: this.lambda(entry.name).functionArn }]
        : [],
    );
    const role = new Role(this, 'CycleRole', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.#deployment.account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: steps.map(({ arn }) => arn),
      }),
    );
    const machine = new StateMachine(this, 'Cycle', {
      stateMachineName: stateMachineNameOf(this.#deployment),
      // As text, so that a changed step shows in the template's difference.
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: Object.fromEntries(steps.map(({ name, arn }) => [name, arn])),
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'CycleLog', {
          // Under this prefix AWS does not grow the account's one policy of log deliveries.
          logGroupName: `/aws/vendedlogs/${name}/cycle`,
          retention: RetentionDays.SIX_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the delivery of logs know no single resources.',
    });
    return machine;
  }

  private schedules(): void {
    this.schedule('StartCyclesDaily', 'start-cycles', 'cron(0 6 * * ? *)', {
      maximumEventAgeInSeconds: 3600,
      maximumRetryAttempts: 5,
    });
    this.schedule('AnchorAuditDaily', 'anchor-audit', 'cron(30 23 * * ? *)', {
      maximumEventAgeInSeconds: 3600,
      maximumRetryAttempts: 5,
    });
    this.schedule('MendAuditDaily', 'mend-audit', 'cron(0 3 * * ? *)', {
      maximumEventAgeInSeconds: 3600,
      maximumRetryAttempts: 5,
    });
    this.schedule('ForgetPeopleDaily', 'forget-people', 'cron(30 3 * * ? *)', {
      maximumEventAgeInSeconds: 3600,
      maximumRetryAttempts: 5,
    });
    // A run that is late is not made up for: the next minute has one of its own.
    this.schedule('DeliverMailByMinute', 'deliver-mail', 'rate(1 minute)', {
      maximumEventAgeInSeconds: 60,
      maximumRetryAttempts: 0,
    });
  }

  /** Has a file moved on as soon as GuardDuty has scanned it. */
  private scans(): void {
    if (!this.#deployment.malwareProtection) return;
    new Rule(this, 'FileScanned', {
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: {
            bucketName: [bucketNameOf(this.#deployment, 'files')],
            // Not what GuardDuty puts there itself, to see whether it can.
            objectKey: [{ prefix: 'quarantine/' }],
          },
        },
      },
      targets: [
        new LambdaTarget(this.lambda('check-file'), {
          maxEventAge: Duration.hours(1),
          retryAttempts: 2,
        }),
      ],
    });
  }

  private schedule(
    id: string,
    name: string,
    scheduleExpression: string,
    retryPolicy: CfnSchedule.RetryPolicyProperty,
  ): void {
    const { functionArn } = this.lambda(name);
    const role = new Role(this, `${id}Role`, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.#deployment.account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
    const schedule = new CfnSchedule(this, id, {
      name: `${this.#deployment.name}-${name}`,
      scheduleExpression,
      scheduleExpressionTimezone: 'Asia/Bangkok',
      flexibleTimeWindow: { mode: 'OFF' },
      target: { arn: functionArn, roleArn: role.roleArn, input: '{}', retryPolicy },
    });
    schedule.node.addDependency(role);
  }

  private watch(api: HttpApi, machine: StateMachine): void {
    const alarms = this.#alarms;
    const throttles = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Throttles',
      ...FIVE_MINUTES,
    });
    const serverErrors = api.metricServerError(FIVE_MINUTES);
    const overdue = this.mailMetric('overdueSeconds', 'Maximum');
    const sent = this.mailMetric('sent', 'Sum');
    const unsendable = this.mailMetric('failed', 'Sum');
    const failed = machine.metricFailed(FIVE_MINUTES);
    const timedOut = machine.metricTimedOut(FIVE_MINUTES);
    const aborted = machine.metricAborted(FIVE_MINUTES);

    alarms.whenReached(
      'Throttled',
      throttles,
      1,
      'Functions are throttled: ask for more concurrency.',
    );
    alarms.whenReached('SiteFails', serverErrors, 5, 'The site answers with errors.');
    alarms.whenReached('CycleFailed', failed, 1, 'An execution of the cycle failed.');
    alarms.whenReached('CycleTimedOut', timedOut, 1, 'An execution ran over its limit.');
    alarms.whenReached(
      'StepFailed',
      this.lambda('record-failure').metricInvocations(FIVE_MINUTES),
      1,
      'A step of a cycle failed; it is tried again every hour.',
    );
    // Every open cycle asks for its next step at least once in 24 hours.
    alarms.whenSilent(
      'CyclesStuck',
      this.lambda('next-step').metricInvocations({ period: Duration.hours(6), statistic: 'Sum' }),
      5,
      'No cycle has made a step for 30 hours. Before the first province takes part, this is as it should be.',
    );
    alarms.whenSilent(
      'CyclesNotStarted',
      this.lambda('start-cycles').metricInvocations({
        period: Duration.hours(6),
        statistic: 'Sum',
      }),
      5,
      'The daily start of cycles has not run for 30 hours.',
    );
    alarms.whenSilent(
      'AuditNotAnchored',
      this.lambda('anchor-audit').metricInvocations({
        period: Duration.hours(6),
        statistic: 'Sum',
      }),
      5,
      'Where the audit chains stand has not been kept for 30 hours.',
    );
    alarms.whenSilent(
      'MailNotRun',
      this.lambda('deliver-mail').metricInvocations(FIVE_MINUTES),
      3,
      'The mail worker has not run for 15 minutes.',
    );
    alarms.whenReached('OutboxAges', overdue, 1800, 'Mail has been due for half an hour and more.');
    alarms.whenReached(
      'TableThrottled',
      new MathExpression({
        expression: 'reads + writes',
        usingMetrics: {
          reads: this.tableMetric('ReadThrottleEvents'),
          writes: this.tableMetric('WriteThrottleEvents'),
        },
        period: FIVE_MINUTES.period,
      }),
      1,
      'The table turns requests away.',
    );
    this.dashboard({
      'Functions’ failures': [...this.#lambdas.values()].map((lambda) =>
        lambda.metricErrors(FIVE_MINUTES),
      ),
      Throttles: [throttles],
      'The site’s errors': [serverErrors, api.metricClientError(FIVE_MINUTES)],
      'The site’s time to answer': [api.metricLatency({ statistic: 'p95' })],
      'Executions that ended': [machine.metricSucceeded(FIVE_MINUTES), failed, timedOut, aborted],
      Mails: [sent, unsendable],
      'Seconds that mail is overdue': [overdue],
    });
  }

  private tableMetric(metricName: string): Metric {
    return new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: this.#deployment.table },
      ...FIVE_MINUTES,
    });
  }

  /** A figure of the line that each run of the mail worker logs. */
  private mailMetric(field: string, statistic: string): Metric {
    const filter = new MetricFilter(this, `Mail-${field}`, {
      logGroup: this.lambda('deliver-mail').logGroup,
      metricNamespace: this.#deployment.name,
      metricName: field,
      filterPattern: FilterPattern.exists(`$.${field}`),
      metricValue: `$.${field}`,
    });
    return filter.metric({ statistic, period: Duration.minutes(5) });
  }

  private dashboard(graphs: Readonly<Record<string, readonly IMetric[]>>): void {
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: this.#deployment.name });
    for (const [title, left] of Object.entries(graphs)) {
      dashboard.addWidgets(new GraphWidget({ title, left: [...left], width: 12 }));
    }
  }
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
