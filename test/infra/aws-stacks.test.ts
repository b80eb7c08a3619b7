import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functions } from '../../infra/functions.ts';
import { parseStateMachine } from '../../infra/local/state-machine.ts';
import { ORIGIN_HEADER, VIEWER_HEADER } from '../../shared/web/edge.ts';
import { reviewedStatements } from '../fixtures/aws-statements.ts';
import {
  awsApp,
  propertiesOf,
  statementsOf,
  templatesOf,
  textOf,
} from '../support/aws-templates.ts';

const example = awsApp({ malwareProtection: true });
const templates = templatesOf(example);
const all = Object.values(templates);

describe('rights', () => {
  test('each statement of the templates is one that was reviewed', () => {
    const found = Object.fromEntries(
      Object.entries(templates).map(([name, template]) => [name, statementsOf(template)]),
    );
    expect(found).toEqual(reviewedStatements);
  });

  test('no finding of the AWS Solutions checks is left open', () => {
    const { app } = awsApp({ malwareProtection: true });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  test('the checks would find a bucket that is open', () => {
    const app = new App();
    new Bucket(new Stack(app, 'careless'), 'Open');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
  });
});

describe('data', () => {
  test('the table can be restored to any second, is not deleted by mistake, and clears itself', () => {
    templates.data.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAtSeconds', Enabled: true },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
    expect(example.stacks.data.terminationProtection).toBe(true);
  });

  test('buckets are private, encrypted, reached over TLS only, and stay', () => {
    templates.data.resourceCountIs('AWS::S3::Bucket', 4);
    templates.data.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        BucketEncryption: Match.anyValue(),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    });
  });

  test('nobody takes out where the audit chains stood, for ten years', () => {
    templates.data.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'nithet-anchor-123456789012-ap-southeast-7',
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3650 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('nobody but the function that checks files looks into quarantine', () => {
    const { data } = templatesOf(awsApp({ malwareProtection: false }));
    data.resourceCountIs('AWS::GuardDuty::MalwareProtectionPlan', 0);
    expect(statementsOf(data)['FilesPolicy']?.at(-1)).toBe(
      'deny s3:GetObject | s3:GetObjectVersion by AWS * on <Files>/quarantine/* if ArnNotEquals aws:PrincipalArn = arn:aws:iam::123456789012:role/nithet-check-file-ap-southeast-7',
    );
  });

  test('where nothing scans, no file is thrown away because nobody has decided on it', () => {
    const rulesOf = (malwareProtection: boolean) => {
      const { data } = templatesOf(awsApp({ malwareProtection }));
      return JSON.stringify(data.findResources('AWS::S3::Bucket'));
    };
    expect(rulesOf(true)).toContain('"Prefix":"quarantine/"');
    expect(rulesOf(false)).not.toContain('"Prefix":"quarantine/"');
  });

  test('what the scanner finds reaches the function that checks files', () => {
    templates.service.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: {
            bucketName: ['nithet-files-123456789012-ap-southeast-7'],
            objectKey: [{ prefix: 'quarantine/' }],
          },
        },
      },
    });
  });
});

describe('functions', () => {
  test('all run on arm64 and Node 24', () => {
    for (const template of [templates.mail, templates.service]) {
      template.allResourcesProperties('AWS::Lambda::Function', {
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
      });
    }
    const count = all.flatMap((template) => propertiesOf(template, 'AWS::Lambda::Function')).length;
    expect(count).toBe(functions.length);
  });

  test('logs are kept for half a year', () => {
    for (const template of [templates.mail, templates.service]) {
      template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 180 });
    }
  });

  test('each rings an alarm as soon as it fails', () => {
    const watched = all
      .flatMap((template) => propertiesOf(template, 'AWS::CloudWatch::Alarm'))
      .filter(({ MetricName }) => MetricName === 'Errors');
    expect(watched).toHaveLength(functions.length);
  });

  test('the mail worker is never called twice for one minute', () => {
    const [invoke] = propertiesOf(templates.service, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ FunctionName }) => textOf(FunctionName) === '<DeliverMailFunction>',
    );
    expect(invoke).toMatchObject({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
  });
});

describe('schedules', () => {
  test('cycles start at six in the morning in Thailand, the audit trail is mended, people forgotten and the trail anchored at night, mail leaves every minute', () => {
    const schedules = propertiesOf(templates.service, 'AWS::Scheduler::Schedule').map(
      ({ ScheduleExpression, ScheduleExpressionTimezone, Target }) => [
        ScheduleExpression,
        ScheduleExpressionTimezone,
        targetSchema.parse(Target).RetryPolicy,
      ],
    );
    expect(schedules).toEqual([
      [
        'cron(0 6 * * ? *)',
        'Asia/Bangkok',
        { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
      ],
      [
        'cron(30 23 * * ? *)',
        'Asia/Bangkok',
        { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
      ],
      ...['cron(0 3 * * ? *)', 'cron(30 3 * * ? *)'].map((expression) => [
        expression,
        'Asia/Bangkok',
        { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
      ]),
      ['rate(1 minute)', 'Asia/Bangkok', { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 }],
    ]);
  });
});
const targetSchema = z.object({ RetryPolicy: z.record(z.string(), z.number()) });

describe('the state machine', () => {
  const [machine = {}] = propertiesOf(templates.service, 'AWS::StepFunctions::StateMachine');
  const definition = z.string().parse(machine['DefinitionString']);
  const substitutions = z.record(z.string(), z.unknown()).parse(machine['DefinitionSubstitutions']);

  test('gets a function for each name in it, and for no other', () => {
    const named = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(substitutions).toSorted()).toEqual([...new Set(named)].toSorted());
  });

  test('is one that the embedded engine runs as well', () => {
    const functionsByName = Object.fromEntries(
      Object.entries(substitutions).map(([name, value]) => [name, textOf(value)]),
    );
    const states = parseStateMachine(definition, functionsByName);
    expect(states.get('Next step')).toMatchObject({
      Parameters: { FunctionName: '<NextStepFunction>' },
    });
  });

  test('is logged and traced, and runs executions that may take a year', () => {
    expect(machine).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    expect(machine['StateMachineType'] ?? 'STANDARD').toBe('STANDARD');
  });
});

describe('the way in', () => {
  test('CloudFront tells who asks, whatever the visitor claims', () => {
    const [edge = {}] = propertiesOf(templates.service, 'AWS::CloudFront::Function');
    const handler: unknown = new Function(
      `${z.string().parse(edge['FunctionCode'])}; return handler;`,
    )();
    const request = { headers: { [VIEWER_HEADER]: { value: '203.0.113.9' } } };
    const answered = z.function({ input: [z.unknown()], output: z.unknown() }).parse(handler)({
      request,
      viewer: { ip: '198.51.100.7' },
    });
    expect(answered).toEqual({ headers: { [VIEWER_HEADER]: { value: '198.51.100.7' } } });
  });

  test('while CloudFront changes its secret, the site takes the old one too', () => {
    const secret = (generation: number) =>
      `{{resolve:secretsmanager:nithet/origin-${generation}:SecretString:::}}`;
    const { data, service } = templatesOf(awsApp({ originGeneration: 3 }));
    data.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'nithet/origin-2' });
    service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ORIGIN_SECRETS: `${secret(3)},${secret(2)}` } },
    });
    service.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: Match.arrayWith([
          Match.objectLike({
            OriginCustomHeaders: [{ HeaderName: ORIGIN_HEADER, HeaderValue: secret(3) }],
          }),
        ]),
      },
    });
  });
});

test('a trial stands beside the real one: no name is shared', () => {
  const trial = Object.values(templatesOf(awsApp({ name: 'trial' })));
  const text = JSON.stringify(trial.map((template) => template.toJSON()));
  expect(text.match(/(?<!x-)nithet[-/]|"nithet"/g)).toBeNull();
});
