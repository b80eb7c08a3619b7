/** Mail, in a region where SES is: who may send, and what becomes of what was sent. */
import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Deployment } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { ListedFunction } from './constructs/listed-function.ts';
import type { FunctionEntry, Setting } from './functions.ts';
import { configurationSetNameOf, mailDomainOf } from './names.ts';

export interface MailStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly settings: Readonly<Record<Setting, string>>;
  /** `record-delivery` of the list. */
  readonly recordDelivery: FunctionEntry;
  readonly codeOf: (module: string) => Code;
}

export class MailStack extends Stack {
  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id, props);
    const { deployment, recordDelivery } = props;
    const alarms = new Alarms(this, 'Alarms', {
      account: deployment.account,
      email: deployment.alarmEmail,
    });

    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: configurationSetNameOf(deployment),
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const domain = mailDomainOf(deployment);
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet,
      mailFromDomain: `bounce.${domain}`,
      // What becomes of a mail arrives as an event; nobody reads the sender's mailbox.
      feedbackForwarding: false,
    });

    const events = new Topic(this, 'Events', { enforceSSL: true });
    configurationSet.addEventDestination('ToTopic', {
      destination: EventDestination.snsTopic(events),
      events: [
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    const deadLetters = new Queue(this, 'EventsNotRecorded', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const { lambda } = new ListedFunction(this, 'RecordDelivery', {
      ...props,
      entry: recordDelivery,
      code: props.codeOf(recordDelivery.module),
      alarms,
      deadLetters,
    });
    events.addSubscription(new LambdaSubscription(lambda));

    alarms.whenReached(
      'EventsLost',
      deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      1,
      'Events of SES were not recorded; they wait in the queue for 14 days.',
    );
    // SES reviews an account at 5 % and 0.1 %.
    alarms.whenReached('Bounces', reputation('BounceRate'), 0.04, 'Too many mails come back.');
    alarms.whenReached(
      'Complaints',
      reputation('ComplaintRate'),
      0.0008,
      'Recipients call it spam.',
    );

    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${name} CNAME ${value}` });
    }
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself where inputs go that could not be dealt with, and an alarm watches it.',
    });
  }
}

function reputation(name: string): Metric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${name}`,
    statistic: 'Average',
    period: Duration.hours(1),
  });
}
