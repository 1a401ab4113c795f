import { domainOf } from '../../lib/context.ts';
import { logicalId } from '../logical-id.ts';
import { deadLetterQueueName, queueName, queues } from '../queues.ts';
import { exportName } from '../stacks.ts';

/** What an alarm watches, and when it calls. */
interface Watch {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p99';
  readonly threshold: number;
  /** Five-minute periods in a row. */
  readonly periods: number;
}

/** The topic that people subscribe to; every alarm of every stack calls it. */
export function alarmTopicResources(stage: string): Record<string, object> {
  return {
    AlarmTopic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `polyclinic-${stage}-alarms` } },
  };
}

export function alarmTopicOutputs(stage: string): Record<string, object> {
  return { AlarmTopicArn: { Value: { Ref: 'AlarmTopic' }, Export: { Name: exportName(stage, 'AlarmTopicArn') } } };
}

/** Alarms on what all domains share: dead letters, waiting messages, throttled functions. */
export function sharedAlarms(stage: string): Record<string, object> {
  const action = { Ref: 'AlarmTopic' };
  const ofQueues = queues.flatMap(({ name }) => [
    [logicalId(name, 'DeadLettersAlarm'), alarm(deadLetters(stage, name), action)],
    [logicalId(name, 'OldestMessageAlarm'), alarm(oldestMessage(stage, name), action)],
  ]);
  return { ...Object.fromEntries(ofQueues), ThrottlesAlarm: alarm(throttles, action) };
}

/** Alarms on each domain's requests, from the metrics in its log lines. */
export function domainAlarms(stage: string, domains: readonly string[]): Record<string, object> {
  const action = { 'Fn::ImportValue': exportName(stage, 'AlarmTopicArn') };
  return Object.fromEntries(
    domains.flatMap((domain) => [
      [logicalId(domain, 'ErrorsAlarm'), alarm(errors(stage, domain), action)],
      [logicalId(domain, 'LatencyAlarm'), alarm(latency(stage, domain), action)],
    ]),
  );
}

const deadLetters = (stage: string, name: string): Watch => ({
  description: `A message of the queue ${name} was given up: read it, mend the cause, redrive it.`,
  namespace: 'AWS/SQS',
  metric: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: deadLetterQueueName(stage, name) },
  statistic: 'Maximum',
  threshold: 1,
  periods: 1,
});

const oldestMessage = (stage: string, name: string): Watch => ({
  description: `A message of the queue ${name} has waited for a quarter of an hour: its worker fails or cannot keep up.`,
  namespace: 'AWS/SQS',
  metric: 'ApproximateAgeOfOldestMessage',
  dimensions: { QueueName: queueName(stage, name) },
  statistic: 'Maximum',
  threshold: 15 * 60,
  periods: 1,
});

const throttles: Watch = {
  description: 'Lambda turned invocations away: the account has reached its concurrency.',
  namespace: 'AWS/Lambda',
  metric: 'Throttles',
  statistic: 'Sum',
  threshold: 1,
  periods: 2,
};

const errors = (stage: string, domain: string): Watch => ({
  description: `Requests to ${domain} end in 5xx.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'Errors',
  dimensions: { domain: domainOf(domain) },
  statistic: 'Sum',
  threshold: 5,
  periods: 1,
});

const latency = (stage: string, domain: string): Watch => ({
  description: `The slowest hundredth of requests to ${domain} takes three seconds or more.`,
  namespace: `Polyclinic/${stage}`,
  metric: 'Latency',
  dimensions: { domain: domainOf(domain) },
  statistic: 'p99',
  threshold: 3_000,
  periods: 3,
});

function alarm(
  { description, namespace, metric, dimensions = {}, statistic, threshold, periods }: Watch,
  action: object,
) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: description,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      ...(statistic === 'p99' ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
      Period: 300,
      EvaluationPeriods: periods,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [action],
      OKActions: [action],
    },
  };
}
