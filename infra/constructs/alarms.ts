import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmsProps {
  /** Account whose alarms may be told of. */
  readonly account: string;

  /** Who is told. */
  readonly email: string;
}

/** A topic that alarms ring on, and the alarms. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy of its own loses the default one, by which alarms of the account may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': props.account } },
      }),
    );
    this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** Rings as soon as `metric` reaches `threshold`. */
  whenReached(id: string, metric: IMetric, threshold: number, description: string): Alarm {
    return this.add(id, {
      metric,
      threshold,
      description,
      periods: 1,
      comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      missing: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Rings when `metric` counted nothing for `periods` of its periods. */
  whenSilent(id: string, metric: IMetric, periods: number, description: string): Alarm {
    return this.add(id, {
      metric,
      threshold: 1,
      description,
      periods,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
    });
  }

  private add(id: string, { metric, threshold, description, periods, ...rule }: Rule): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription: description,
      evaluationPeriods: periods,
      comparisonOperator: rule.comparison,
      treatMissingData: rule.missing,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}

interface Rule {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly description: string;
  readonly periods: number;
  readonly comparison: ComparisonOperator;
  readonly missing: TreatMissingData;
}

export const FIVE_MINUTES = { period: Duration.minutes(5), statistic: 'Sum' };
