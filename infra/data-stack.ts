/** What must never be lost: the table, the files, the secrets. Nothing here is replaced by an upgrade. */
import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { EXPIRY_ATTRIBUTE } from '../shared/store/table.ts';
import type { Deployment } from './config.ts';
import {
  bucketNameOf,
  originGenerations,
  originSecretNameOf,
  pepperNameOf,
  roleArnOf,
} from './names.ts';

export interface DataStackProps extends StackProps {
  readonly deployment: Deployment;
}

/** Where what is uploaded lies until somebody or something has found it harmless. */
const QUARANTINE = 'quarantine/';
/** Where made papers lie. */
const PAPERS = 'papers/';
/** The one function that looks into it. */
const CHECKER = 'check-file';

export class DataStack extends Stack {
  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { deployment } = props;

    new TableV2(this, 'Table', {
      tableName: deployment.name,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
    });

    const log = this.bucket('AccessLog', bucketNameOf(deployment, 'access-log'), {
      lifecycleRules: [{ expiration: Duration.days(180) }],
    });
    const logs = {
      serverAccessLogsBucket: Bucket.fromBucketName(
        this,
        'AccessLogName',
        bucketNameOf(deployment, 'access-log'),
      ),
    };
    log.addToResourcePolicy(
      new PolicyStatement({
        actions: ['s3:PutObject'],
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        resources: [log.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceAccount': deployment.account } },
      }),
    );
    const files = this.bucket('Files', bucketNameOf(deployment, 'files'), {
      versioned: true,
      ...logs,
      serverAccessLogsPrefix: 'files/',
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        // Papers are made again when somebody asks for them.
        {
          prefix: PAPERS,
          expiration: Duration.days(90),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // Without a scanner a file waits there for an officer's choice, however long that takes.
        ...(deployment.malwareProtection
          ? [{ prefix: QUARANTINE, expiration: Duration.days(180) }]
          : []),
        { noncurrentVersionExpiration: Duration.days(365) },
      ],
    });
    const scanner = deployment.malwareProtection
      ? this.scan(files, { bucketName: bucketNameOf(deployment, 'files') })
      : undefined;
    files.addToResourcePolicy(
      checkersOnly(files, [roleArnOf(deployment, CHECKER), ...(scanner ? [scanner.roleArn] : [])]),
    );

    const anchor = this.bucket('Anchor', bucketNameOf(deployment, 'anchor'), {
      versioned: true,
      ...logs,
      serverAccessLogsPrefix: 'anchor/',
      objectLockDefaultRetention: ObjectLockRetention.compliance(
        Duration.days(365 * deployment.anchorYears),
      ),
    });

    const pages = this.bucket('Static', bucketNameOf(deployment, 'static'), {
      ...logs,
      serverAccessLogsPrefix: 'static/',
    });
    pages.addToResourcePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        resources: [pages.arnForObjects('assets/*')],
        conditions: { StringEquals: { 'aws:SourceAccount': deployment.account } },
      }),
    );

    files.node.addDependency(log);
    anchor.node.addDependency(log);
    pages.node.addDependency(log);

    this.secret('Pepper', pepperNameOf(deployment), 'Sign-in codes are hashed with it.');
    for (const generation of originGenerations(deployment)) {
      this.secret(
        `Origin${generation}`,
        originSecretNameOf(deployment, generation),
        'Tells the site that a request came through CloudFront.',
      );
    }

    for (const bucket of [files, anchor, pages]) {
      Validations.of(bucket).acknowledge({
        id: 'Annotation::@aws-cdk/aws-s3:accessLogsPolicyNotAdded',
        reason: 'The policy of the log’s own bucket, above, lets S3 write there.',
      });
    }
    Validations.of(log).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds the other buckets’ access logs; logging it into itself would never end.',
    });
  }

  private bucket(
    id: string,
    bucketName: string,
    props: Partial<ConstructorParameters<typeof Bucket>[2]>,
  ) {
    return new Bucket(this, id, {
      bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
  }

  private secret(id: string, secretName: string, description: string): void {
    // The logical name carries the generation too, so that a new generation is a new secret.
    const secret = new Secret(this, `${id}-${secretName.split('-').at(-1)}`, {
      secretName,
      description,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Changed by raising its generation in the configuration: functions take the value at deployment, so a rotation behind their back would lock them out.',
    });
  }

  /** Has GuardDuty scan what comes into quarantine, with the permissions that its manual asks for. */
  private scan(files: Bucket, { bucketName }: { readonly bucketName: string }): Role {
    const quarantined = `arn:aws:s3:::${bucketName}/${QUARANTINE}*`;
    const role = new Role(this, 'ScanRole', {
      assumedBy: new ServicePrincipal('malware-protection-plan.guardduty.amazonaws.com'),
    });
    const rule = this.formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
    });
    const statements = [
      new PolicyStatement({
        actions: [
          'events:PutRule',
          'events:DeleteRule',
          'events:PutTargets',
          'events:RemoveTargets',
        ],
        resources: [rule],
        conditions: {
          StringLike: {
            'events:ManagedBy': 'malware-protection-plan.guardduty.amazonaws.com',
          },
        },
      }),
      new PolicyStatement({
        actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
        resources: [rule],
      }),
      new PolicyStatement({
        actions: ['s3:PutBucketNotification', 's3:GetBucketNotification', 's3:ListBucket'],
        resources: [files.bucketArn],
      }),
      new PolicyStatement({
        actions: [
          's3:GetObject',
          's3:GetObjectVersion',
          's3:GetObjectTagging',
          's3:GetObjectVersionTagging',
          's3:PutObjectTagging',
          's3:PutObjectVersionTagging',
        ],
        resources: [quarantined],
      }),
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [files.arnForObjects('malware-protection-resource-validation-object')],
      }),
    ];
    for (const statement of statements) role.addToPolicy(statement);
    Validations.of(role).acknowledge(
      {
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:${this.region}:${this.account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*]`,
        reason: 'GuardDuty names its own rule with a suffix that is not known before.',
      },
      {
        id: `AwsSolutions-IAM5[Resource::${quarantined}]`,
        reason: 'GuardDuty scans whatever is uploaded there.',
      },
    );
    new CfnMalwareProtectionPlan(this, 'Scan', {
      role: role.roleArn,
      protectedResource: {
        s3Bucket: { bucketName: files.bucketName, objectPrefixes: [QUARANTINE] },
      },
      actions: { tagging: { status: 'ENABLED' } },
    });
    return role;
  }
}

/** Nobody reads from quarantine but who looks for harm: what is found harmless is moved out of it. */
function checkersOnly(files: Bucket, roles: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    principals: [new AnyPrincipal()],
    resources: [files.arnForObjects(`${QUARANTINE}*`)],
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': roles } },
  });
}
